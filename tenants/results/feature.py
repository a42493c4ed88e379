from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.results.dashboard_routes import blueprint
from tenants.results.permissions import GRANTS, ResultsPermission

FEATURE = Feature(
    name="results",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=ResultsPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Results by indicators"),
            "results.show_dashboard",
            ResultsPermission.READ,
            "chart-bar",
            5,
            group=NavigationGroup.WORK,
        ),
    ),
)
