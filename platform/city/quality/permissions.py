from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class CityQualityPermission(Permission):
    READ = ("data_quality:read", "Sees how many records of each district look wrong, never a name")


GRANTS = grant(
    CityQualityPermission.READ,
    Reach.CITY,
    Role.DEPARTMENT_OFFICER,
    Role.DEPARTMENT_EXECUTIVE,
    Role.AUDITOR,
)
