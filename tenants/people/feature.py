"""ทะเบียนบุคคล: the people of the networks, with name, role and contact alone (DOMAIN 6.1)."""

from core.access.roles import Tier
from core.feature import Feature, NavigationItem
from core.marks import mark
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
        ),
    ),
    actions={
        "person:registered": mark("Person registered"),
        "person:changed": mark("Person changed"),
        "contacts:read": mark("Contact details shown"),
    },
    field_labels={
        "people.name": mark("Name"),
        "people.position": mark("Position"),
        "people.phone": mark("Telephone"),
        "people.email": mark("E-mail"),
        "people.line_id": mark("LINE ID"),
        "contact_readings.person_id": mark("Person in the register"),
        "contact_readings.read_by": mark("Shown to"),
        "contact_readings.read_by_position": mark("Position"),
        "contact_readings.reason": mark("Reason"),
    },
)
