from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ProgrammePermission(Permission):
    READ = ("programme:read", "Reads the city's programme and the bodies above the districts")
    EDIT = (
        "programme:edit",
        "Keeps the city's programme, its central committee and the bodies above the districts",
    )


GRANTS = (
    *grant(
        ProgrammePermission.READ,
        Reach.CITY,
        Role.DEPARTMENT_OFFICER,
        Role.DEPARTMENT_EXECUTIVE,
        Role.CITY_COMMITTEE,
        Role.AUDITOR,
    ),
    *grant(ProgrammePermission.EDIT, Reach.CITY, Role.DEPARTMENT_OFFICER),
)
