from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class AuditPermission(Permission):
    READ = ("audit:read", "Reads who changed what in the own office")


GRANTS = grant(
    AuditPermission.READ,
    Reach.DISTRICT,
    Role.DIRECTOR,
    Role.ASSISTANT_DIRECTOR,
    Role.SECTION_HEAD,
    Role.SOCIAL_DEVELOPER,
    Role.OFFICE_ADMIN,
)
