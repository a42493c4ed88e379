"""ประวัติการแก้ไข of an office: a page of every district, and the words for what identity changes."""

from core.access.roles import Role, Tier
from core.audit.permissions import GRANTS, AuditPermission
from core.audit.routes import blueprint
from core.feature import Feature, NavigationItem
from core.marks import mark

FEATURE = Feature(
    name="audit",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=AuditPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(mark("Changes"), "audit.list_changes", AuditPermission.READ, "history", 90),
    ),
    actions={"": mark("Changed"), "demo:loaded": mark("Example data loaded")},
    value_words={"memberships.role": {role.value.key: role.value.title for role in Role}},
    field_labels={
        "memberships.role": mark("Role"),
        "memberships.name": mark("Name"),
        "memberships.position": mark("Position"),
        "memberships.valid_from": mark("From"),
        "memberships.valid_to": mark("Until"),
        "memberships.community_id": mark("Community"),
        "sign_in_passes.kind": mark("Kind"),
        "sign_in_passes.holder_name": mark("Name"),
        "sign_in_passes.issued_by": mark("Issued by"),
        "sign_in_passes.issued_at": mark("Issued at"),
        "sign_in_passes.expires_at": mark("Valid until"),
        "sign_in_passes.used_at": mark("Used at"),
        "stored_files.name": mark("File"),
        "stored_files.size": mark("Size"),
    },
)
