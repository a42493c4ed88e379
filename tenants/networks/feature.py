from core.access.roles import Tier
from core.feature import Feature, NavigationItem
from core.marks import mark
from tenants.networks.permissions import GRANTS, NetworkPermission
from tenants.networks.routes import blueprint

FEATURE = Feature(
    name="networks",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=NetworkPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Zones"),
            "networks.list_zones",
            NetworkPermission.BOARD,
            "layout-kanban",
            30,
            covers=("zones",),
        ),
        NavigationItem(
            mark("Our zone"), "networks.show_own_zone", NetworkPermission.OWN, "map-pins", 31
        ),
    ),
)
