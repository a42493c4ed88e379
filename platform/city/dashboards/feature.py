from city.dashboards.permissions import GRANTS, DashboardPermission
from city.dashboards.routes import blueprint
from core.access.roles import Tier
from core.feature import Feature, NavigationItem
from core.marks import mark

FEATURE = Feature(
    name="dashboards",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=DashboardPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("City dashboard"),
            "dashboards.show_city",
            DashboardPermission.READ,
            "layout-dashboard",
            10,
        ),
    ),
)
