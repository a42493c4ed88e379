from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class OperationsPermission(Permission):
    READ = (
        "operations:read",
        "Sees which work is waiting or has failed in which office, never its content",
    )
    PROGRESS = ("operations:progress", "Sees how far a counting of all figures is")
    RUN = ("operations:run", "Lets all figures be counted again, and failed work be tried again")


GRANTS = (
    *grant(OperationsPermission.READ, Reach.CITY, Role.PLATFORM_ADMIN, Role.AUDITOR),
    *grant(
        OperationsPermission.PROGRESS,
        Reach.CITY,
        Role.DEPARTMENT_OFFICER,
        Role.PLATFORM_ADMIN,
        Role.AUDITOR,
    ),
    *grant(OperationsPermission.RUN, Reach.CITY, Role.PLATFORM_ADMIN),
)
