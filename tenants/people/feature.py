"""ทะเบียนบุคคล: the people of the networks, with name, role and contact alone (DOMAIN 6.1)."""

from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.people import demo
from tenants.people.permissions import GRANTS, PeoplePermission
from tenants.people.routes import blueprint

FEATURE = Feature(
    name="people",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=PeoplePermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Register of people"),
            "people.list_people",
            PeoplePermission.READ,
            "id",
            45,
            group=NavigationGroup.REGISTERS,
        ),
    ),
    demo=(DemoStep(41, BANG_NA, demo.load),),
    actions={
        "person:registered": mark("Person registered"),
        "person:changed": mark("Person changed"),
        "person:linked": mark("Account of a person named"),
        "person:unlinked": mark("Account of a person taken off"),
        "contacts:read": mark("Contact details shown"),
    },
    field_labels={
        "people.name": mark("Name"),
        "people.position": mark("Position"),
        "people.phone": mark("Telephone"),
        "people.email": mark("E-mail"),
        "people.line_id": mark("LINE ID"),
        "people.account_id": mark("Account that this person signs in with"),
        "contact_readings.person_id": mark("Person in the register"),
        "contact_readings.read_by": mark("Shown to"),
        "contact_readings.read_by_position": mark("Position"),
        "contact_readings.reason": mark("Reason"),
    },
)
