from city.oversight.permissions import GRANTS, LookPermission
from city.oversight.routes import blueprint
from city.oversight.rules import RULES
from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark

FEATURE = Feature(
    name="looks",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=LookPermission,
    grants=GRANTS,
    look_rules=RULES,
    navigation=(
        NavigationItem(
            mark("Looks into districts"),
            "looks.list_looks",
            LookPermission.OPEN,
            "eye",
            35,
            group=NavigationGroup.WORK,
        ),
    ),
)
