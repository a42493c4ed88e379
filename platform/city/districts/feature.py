from city.districts.commands import geo
from city.districts.evidence_routes import blueprint
from city.districts.permissions import GRANTS, DistrictPermission
from core.access.roles import Tier
from core.feature import Feature
from core.marks import mark

FEATURE = Feature(
    name="districts",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=DistrictPermission,
    grants=GRANTS,
    actions={"boundaries:imported": mark("Boundaries imported")},
    commands=(geo,),
)
