from core.access.roles import Tier
from core.feature import DemoStep, Feature
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.zones import demo
from tenants.zones.measures import TALLIES
from tenants.zones.permissions import GRANTS, ZonePermission
from tenants.zones.routes import blueprint

FEATURE = Feature(
    name="zones",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=ZonePermission,
    grants=GRANTS,
    tallies=TALLIES,
    actions={
        "zone:created": mark("Zones created"),
        "zone:renamed": mark("Zone renamed"),
        "zone:closed": mark("Zone closed"),
        "zone:placed": mark("Community placed in a zone"),
        "zone:left": mark("Community taken out of its zone"),
    },
    field_labels={
        "zones.number": mark("Zone number"),
        "zones.name": mark("Name"),
        "zones.edition": mark("Edition of the manual"),
        "zones.valid_from": mark("Exists from"),
        "zones.closed_on": mark("Closed on"),
        "zones.closing_reason": mark("Reason"),
        "zone_memberships.zone_id": mark("Zone"),
        "zone_memberships.valid_from": mark("In the zone from"),
        "zone_memberships.valid_to": mark("In the zone until"),
        "zone_memberships.reason": mark("Reason"),
    },
    demo=(DemoStep(30, BANG_NA, demo.load),),
)
