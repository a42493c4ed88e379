from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class LookPermission(Permission):
    OPEN = (
        "looks:open",
        "Looks into one district's papers for a written reason and a limited time, read-only",
    )
    AUDIT = (
        "looks:audit",
        "Sees who of the department looked into which district, why and until when",
    )


# Those who answer for the indicators, decide on them or check them. The platform's administrator runs
# the technology and the committee on the manual reads figures: neither needs a district's papers.
GRANTS = (
    *grant(
        LookPermission.OPEN,
        Reach.CITY,
        Role.DEPARTMENT_OFFICER,
        Role.DEPARTMENT_EXECUTIVE,
        Role.AUDITOR,
    ),
    *grant(LookPermission.AUDIT, Reach.CITY, Role.AUDITOR),
)
