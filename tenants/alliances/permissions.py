from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class AlliancePermission(Permission):
    READ = (
        "alliances:read",
        "Sees the networks beside the zones and which communities are in them",
    )
    EDIT = ("alliances:edit", "Sets up, changes and closes networks, and who belongs to them")


GRANTS = (
    *grant(
        AlliancePermission.READ,
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
    *grant(
        AlliancePermission.READ,
        Reach.OWN_ZONE,
        Role.ZONE_CHAIR,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
    ),
    *grant(AlliancePermission.EDIT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
)
