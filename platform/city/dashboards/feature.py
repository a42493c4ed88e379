from city.dashboards.permissions import GRANTS, DashboardPermission
from city.dashboards.routes import blueprint
from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
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
            covers=("districts",),
        ),
        NavigationItem(
            mark("Districts and indicators"),
            "dashboards.show_matrix",
            DashboardPermission.READ,
            "table",
            10,
            NavigationGroup.FIGURES,
        ),
        NavigationItem(
            mark("Trends by district"),
            "dashboards.list_trends",
            DashboardPermission.READ,
            "chart-bar",
            20,
            NavigationGroup.FIGURES,
        ),
        NavigationItem(
            mark("Compare districts"),
            "dashboards.show_comparison",
            DashboardPermission.READ,
            "scale",
            30,
            NavigationGroup.FIGURES,
        ),
        NavigationItem(
            mark("Roll-out by district"),
            "dashboards.show_roll_out",
            DashboardPermission.READ,
            "map-pins",
            40,
            NavigationGroup.FIGURES,
        ),
    ),
)
