from city.quality.permissions import GRANTS, CityQualityPermission
from city.quality.routes import blueprint
from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark

FEATURE = Feature(
    name="data_quality",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=CityQualityPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Data quality"),
            "data_quality.list_districts",
            CityQualityPermission.READ,
            "checks",
            35,
            group=NavigationGroup.WORK,
        ),
    ),
)
