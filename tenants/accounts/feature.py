"""ผู้ใช้งาน: who may sign in to the office, with slips and one-time codes."""

from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.accounts.forms import PASS_TITLES
from tenants.accounts.permissions import GRANTS, AccountPermission
from tenants.accounts.routes import blueprint

FEATURE = Feature(
    name="accounts",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=AccountPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Users"),
            "accounts.list_accounts",
            AccountPermission.READ,
            "user-cog",
            85,
            group=NavigationGroup.OFFICE,
        ),
    ),
    actions={
        "person:added": mark("Person added"),
        "membership:ended": mark("Role ended"),
        "slip:issued": mark("Sign-in slip issued"),
        "code:issued": mark("One-time code issued"),
        "second_factor:reset": mark("Code for a new second factor issued"),
    },
    value_words={"sign_in_passes.kind": PASS_TITLES},
    field_labels={
        "memberships.name": mark("Name"),
        "memberships.position": mark("Position"),
        "memberships.role": mark("Role"),
        "memberships.community_id": mark("Community"),
        "memberships.valid_from": mark("In the role from"),
        "memberships.last_day": mark("Last day in the role"),
        "sign_in_passes.kind": mark("Slip or code"),
        "sign_in_passes.holder_name": mark("Issued to"),
        "sign_in_passes.issued_by": mark("Issued by"),
        "sign_in_passes.issued_at": mark("Issued at"),
        "sign_in_passes.expires_at": mark("Works until"),
        "sign_in_passes.used_at": mark("Used on"),
    },
)
