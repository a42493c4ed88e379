from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class OverviewPermission(Permission):
    READ = (
        "overview:read",
        "Sees the first page: what to do next, and the figures of the own part",
    )


GRANTS = (
    *grant(
        OverviewPermission.READ,
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
    *grant(OverviewPermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    *grant(
        OverviewPermission.READ,
        Reach.OWN_COMMUNITY,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
        Role.PARTNER,
        Role.TRAINER,
    ),
)
