from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ApprovalPermission(Permission):
    READ = (
        "approvals:read",
        "Sees how far the districts' months of data have come, and how timely",
    )
    DECIDE = (
        "approvals:decide",
        "Accepts the districts' data, returns it, opens it again, and reminds late districts",
    )


GRANTS = (
    *grant(
        ApprovalPermission.READ,
        Reach.CITY,
        Role.DEPARTMENT_OFFICER,
        Role.DEPARTMENT_EXECUTIVE,
        Role.CITY_COMMITTEE,
        Role.PLATFORM_ADMIN,
        Role.AUDITOR,
    ),
    *grant(ApprovalPermission.DECIDE, Reach.CITY, Role.DEPARTMENT_OFFICER),
)
