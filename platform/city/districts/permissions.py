from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class DistrictPermission(Permission):
    READ = ("districts:read", "Sees the figures of one district, never a record or a name")


GRANTS = grant(
    DistrictPermission.READ,
    Reach.CITY,
    Role.DEPARTMENT_OFFICER,
    Role.DEPARTMENT_EXECUTIVE,
    Role.CITY_COMMITTEE,
    Role.PLATFORM_ADMIN,
    Role.AUDITOR,
)
