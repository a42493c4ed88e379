from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class DashboardPermission(Permission):
    READ = ("dashboards:read", "Sees the figures of all districts, never a record or a name")


GRANTS = grant(
    DashboardPermission.READ,
    Reach.CITY,
    Role.DEPARTMENT_OFFICER,
    Role.DEPARTMENT_EXECUTIVE,
    Role.CITY_COMMITTEE,
    Role.PLATFORM_ADMIN,
    Role.AUDITOR,
)
