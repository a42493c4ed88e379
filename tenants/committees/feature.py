from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationItem
from core.marks import mark
from tenants.committees import demo
from tenants.committees.measures import MEASURES
from tenants.committees.permissions import GRANTS, CommitteePermission
from tenants.committees.routes import blueprint
from tenants.example.content import BANG_NA

FEATURE = Feature(
    name="committees",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=CommitteePermission,
    grants=GRANTS,
    measures=MEASURES,
    navigation=(
        NavigationItem(
            mark("Committees"),
            "committees.list_committees",
            CommitteePermission.READ,
            "users-group",
            40,
        ),
    ),
    actions={
        "seat:filled": mark("Seat filled"),
        "seat:changed": mark("Seat changed"),
        "seat:vacated": mark("Seat vacated"),
    },
    value_words={
        "seats.rule_key": {
            "chair": mark("Chair of the network"),
            "community_chairs": mark("Community chair"),
            "public_sector": mark("Representative of public bodies"),
            "private_sector": mark("Representative of business"),
            "civil_society": mark("Representative of civil society"),
            "residents": mark("Resident"),
            "district_sections": mark("Representative of the district's sections"),
            "section_head": mark("Head of the community development section"),
            "social_developers": mark("Social development officer"),
            "director": mark("District director"),
            "assistant_directors": mark("Assistant district director"),
        }
    },
    field_labels={
        "committees.zone_id": mark("Zone"),
        "committees.edition": mark("Edition"),
        "committees.formed_at": mark("Begun on"),
        "seats.committee_id": mark("Committee"),
        "seats.rule_key": mark("Seat"),
        "seats.community_id": mark("Community"),
        "seats.person_name": mark("Name"),
        "seats.person_position": mark("Position"),
        "seats.valid_from": mark("On the seat from"),
        "seats.valid_to": mark("First day without office"),
        "seats.vacated_reason": mark("Reason"),
    },
    demo=(DemoStep(40, BANG_NA, demo.load),),
)
