"""ข้อมูลสำนักงานเขต: letterhead, numbering, emblem, and who acts for the director."""

from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.office import demo
from tenants.office.forms import NUMBERING_TITLES
from tenants.office.permissions import GRANTS, OfficePermission
from tenants.office.routes import blueprint

FEATURE = Feature(
    name="office",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=OfficePermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("The office"),
            "office.show_office",
            OfficePermission.READ,
            "settings",
            80,
            group=NavigationGroup.OFFICE,
        ),
    ),
    actions={
        "office:changed": mark("Details of the office changed"),
        "office:emblem_changed": mark("Emblem of the office changed"),
        "office:emblem_removed": mark("Emblem of the office removed"),
        "delegation:made": mark("Somebody acts for the director"),
        "delegation:ended": mark("Acting for the director ended"),
    },
    value_words={
        "office_profiles.numbering": {mode.value: title for mode, title in NUMBERING_TITLES.items()}
    },
    field_labels={
        "office_profiles.letter_code": mark("Letter code of the office"),
        "office_profiles.address": mark("Address"),
        "office_profiles.phone": mark("Telephone"),
        "office_profiles.numbering": mark("Where the number of an order comes from"),
        "office_profiles.publishes_chair": mark("Name of a network's chair on public pages"),
        "office_profiles.emblem_file_id": mark("Emblem"),
        "delegations.account_id": mark("Account"),
        "delegations.person_name": mark("Who acts for the director"),
        "delegations.person_position": mark("Own position"),
        "delegations.valid_from": mark("Acts from"),
        "delegations.last_day": mark("Acts until"),
        "delegations.basis": mark("By which paper"),
        "delegations.ended_on": mark("Ended on"),
    },
    demo=(DemoStep(35, BANG_NA, demo.load),),
)
