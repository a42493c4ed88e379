from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class CommitteePermission(Permission):
    READ = ("committees:read", "Sees who sits on the committees of the zones")
    EDIT = ("committees:edit", "Fills, changes and vacates seats of the committees")


GRANTS = (
    *grant(
        CommitteePermission.READ,
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
    *grant(CommitteePermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR),
    *grant(CommitteePermission.EDIT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
)
