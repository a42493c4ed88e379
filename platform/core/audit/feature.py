"""ประวัติการแก้ไข of an office: a page of every district, and the words for what the kernel itself changes."""

from core.access.roles import Role, Tier
from core.audit.permissions import GRANTS, AuditPermission
from core.audit.routes import blueprint
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark

FEATURE = Feature(
    name="audit",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=AuditPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Changes"),
            "audit.list_changes",
            AuditPermission.READ,
            "history",
            90,
            group=NavigationGroup.OFFICE,
        ),
    ),
    actions={"": mark("Changed"), "demo:loaded": mark("Example data loaded")},
    value_words={"memberships.role": {role.value.key: role.value.title for role in Role}},
    field_labels={
        "stored_files.name": mark("File"),
        "stored_files.size": mark("Size"),
    },
)
