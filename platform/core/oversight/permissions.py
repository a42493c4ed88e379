from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class OversightPermission(Permission):
    READ = (
        "oversight:read",
        "Sees who of the department looked into the own office, why, when and at which pages",
    )


GRANTS = grant(
    OversightPermission.READ,
    Reach.DISTRICT,
    Role.DIRECTOR,
    Role.SECTION_HEAD,
    Role.OFFICE_ADMIN,
)
