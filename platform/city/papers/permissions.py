from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class PaperPermission(Permission):
    READ = (
        "papers:read",
        "Sees the evidence cards of the districts' papers, never a paper or a name",
    )


GRANTS = grant(
    PaperPermission.READ,
    Reach.CITY,
    Role.DEPARTMENT_OFFICER,
    Role.DEPARTMENT_EXECUTIVE,
    Role.CITY_COMMITTEE,
    Role.AUDITOR,
)
