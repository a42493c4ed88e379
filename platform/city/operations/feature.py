from city.operations.permissions import GRANTS, OperationsPermission
from city.operations.routes import blueprint
from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark

FEATURE = Feature(
    name="operations",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=OperationsPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("How the system does"),
            "operations.show_operations",
            OperationsPermission.READ,
            "settings",
            90,
            group=NavigationGroup.OFFICE,
        ),
        NavigationItem(
            mark("Counting figures again"),
            "operations.list_rebuilds",
            OperationsPermission.PROGRESS,
            "refresh",
            91,
            group=NavigationGroup.OFFICE,
        ),
    ),
    actions={
        "job:retried": mark("Work that failed tried again"),
        "rebuild:started": mark("Counting of all figures started"),
        "rebuild:stopped": mark("Counting of all figures stopped"),
        "rebuild:resumed": mark("Counting of all figures resumed"),
    },
    field_labels={
        "rebuilds.tally": mark("What is counted again"),
        "rebuilds.serial": mark("Instruction"),
        "rebuilds.started_at": mark("Started at"),
        "rebuilds.started_by": mark("Started by"),
        "rebuilds.stopped_at": mark("Stopped"),
        "rebuilds.finished_at": mark("Finished"),
    },
)
