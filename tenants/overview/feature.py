from core.access.roles import Tier
from core.feature import Feature, NavigationItem
from core.marks import mark
from tenants.example.content import accounts
from tenants.overview.permissions import GRANTS, OverviewPermission
from tenants.overview.routes import blueprint

FEATURE = Feature(
    name="overview",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=OverviewPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Overview"), "overview.show_home", OverviewPermission.READ, "layout-dashboard", 10
        ),
    ),
    demo_accounts=accounts(),
)
