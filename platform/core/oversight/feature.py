"""การเข้าดูโดยสำนักพัฒนาสังคม, as each district sees it."""

from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark
from core.oversight.jobs import FORGET_VIEWS
from core.oversight.permissions import GRANTS, OversightPermission
from core.oversight.routes import blueprint

FEATURE = Feature(
    name="oversight",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=OversightPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Looks by the department"),
            "oversight.list_looks",
            OversightPermission.READ,
            "eye",
            85,
            group=NavigationGroup.OFFICE,
        ),
    ),
    daily=(FORGET_VIEWS,),
    actions={
        "oversight:opened": mark("Look into the office opened by the department"),
        "oversight:closed": mark("Look into the office closed by the department"),
        "oversight:limit_reached": mark(
            "Look into the office ended at its largest number of pages"
        ),
        "oversight:forgotten": mark("Pages of a look forgotten after 90 days"),
    },
    field_labels={
        "oversight_looks.name": mark("Who looks"),
        "oversight_looks.position": mark("Position"),
        "oversight_looks.opened_at": mark("The look began"),
        "oversight_looks.ends_at": mark("The look ends at the latest"),
        "oversight_looks.closed_at": mark("The look was closed"),
        "oversight_looks.reached_limit": mark("Ended by the number of pages"),
        "oversight_looks.pages_asked": mark("Pages asked for"),
    },
)
