from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class RegistryPermission(Permission):
    READ = ("registry:read", "Sees communities and their figures")
    EDIT = ("registry:edit", "Registers, changes and closes communities, records figures")
    IMPORT = ("registry:import", "Takes over communities from a file")


GRANTS = (
    *grant(
        RegistryPermission.READ,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SECTION_STAFF,
        Role.SOCIAL_DEVELOPER,
        Role.OFFICE_ADMIN,
        Role.ADVISER,
        Role.ASSEMBLY_CHAIR,
    ),
    *grant(RegistryPermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    *grant(
        RegistryPermission.READ,
        Reach.OWN_COMMUNITY,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
    ),
    *grant(RegistryPermission.EDIT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(RegistryPermission.IMPORT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
)
