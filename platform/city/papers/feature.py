from city.papers.permissions import GRANTS, PaperPermission
from city.papers.routes import blueprint
from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark

FEATURE = Feature(
    name="papers",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=PaperPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Papers of the districts"),
            "papers.list_districts",
            PaperPermission.READ,
            "file-certificate",
            30,
            group=NavigationGroup.PAPERS,
        ),
    ),
)
