from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ElectionPermission(Permission):
    READ = ("elections:read", "Sees elections of chairs, their candidates and their results")
    CONDUCT = (
        "elections:conduct",
        "Prepares, opens, closes and counts elections, and records objections",
    )
    VOTE = ("elections:vote", "Votes online where the own seat is on the frozen roll")
    DECLARE = ("elections:declare", "Signs results of elections and rules on objections")


GRANTS = (
    *grant(
        ElectionPermission.READ,
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
    *grant(ElectionPermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR),
    *grant(ElectionPermission.CONDUCT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(ElectionPermission.VOTE, Reach.OWN_ZONE, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR),
    *grant(ElectionPermission.DECLARE, Reach.DISTRICT, Role.DIRECTOR, Role.SECTION_HEAD),
)
