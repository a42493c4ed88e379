from city.manuals import service
from city.manuals.draft_routes import blueprint
from city.manuals.permissions import GRANTS, ManualPermission
from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from core.tenancy.scope import DEPARTMENT

FEATURE = Feature(
    name="manuals",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=ManualPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Manual"),
            "manuals.list_editions",
            ManualPermission.READ,
            "book-2",
            20,
            group=NavigationGroup.PAPERS,
        ),
    ),
    actions={
        "manual:drafted": mark("Draft of the manual begun"),
        "manual:changed": mark("Draft of the manual changed"),
        "manual:discarded": mark("Draft of the manual discarded"),
        "manual:published": mark("Manual published"),
    },
    field_labels={
        "manual_editions.title": mark("Title of the edition"),
        "manual_editions.content": mark("Content"),
        "manual_editions.change_summary": mark("What is new"),
        "manual_editions.published_at": mark("Published on"),
        "manual_editions.published_by": mark("Published by"),
    },
    demo=(DemoStep(5, DEPARTMENT, service.publish_first_edition),),
)
