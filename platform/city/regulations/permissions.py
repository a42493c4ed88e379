from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class RegulationPermission(Permission):
    READ = ("regulations:read", "Sees which values of regulations are in force, and since when")
    RECORD = ("regulations:record", "Records a value of a regulation from a day on")


GRANTS = (
    *grant(
        RegulationPermission.READ,
        Reach.CITY,
        Role.DEPARTMENT_OFFICER,
        Role.DEPARTMENT_EXECUTIVE,
        Role.CITY_COMMITTEE,
        Role.PLATFORM_ADMIN,
        Role.AUDITOR,
    ),
    *grant(RegulationPermission.RECORD, Reach.CITY, Role.DEPARTMENT_OFFICER),
)
