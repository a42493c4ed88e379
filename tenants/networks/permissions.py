from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class NetworkPermission(Permission):
    BOARD = ("networks:board", "Sees all zones of the office side by side, with the map")
    READ = ("networks:read", "Sees the page of a zone: communities, committee, papers, activities")
    OWN = ("networks:own", "Finds the way to the zone of the own community")
    PLACE = (
        "networks:place",
        "Proposes zones, places communities in them and records the pilot network",
    )
    ASSIGN = ("networks:assign", "Records who answers for a zone, by which paper")
    REMARK = ("networks:remark", "Writes remarks on a network")
    PUBLISH = ("networks:publish", "Releases the public page of a network and takes it back")


STAFF = (
    Role.DIRECTOR,
    Role.ASSISTANT_DIRECTOR,
    Role.SECTION_HEAD,
    Role.SECTION_STAFF,
    Role.SOCIAL_DEVELOPER,
    Role.OFFICE_ADMIN,
    Role.ADVISER,
)
LEADERS = (Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR, Role.COMMUNITY_COMMITTEE)

GRANTS = (
    *grant(NetworkPermission.BOARD, Reach.DISTRICT, *STAFF),
    *grant(NetworkPermission.READ, Reach.DISTRICT, *STAFF, Role.ASSEMBLY_CHAIR),
    *grant(NetworkPermission.READ, Reach.OWN_ZONE, *LEADERS),
    *grant(NetworkPermission.OWN, Reach.OWN_ZONE, *LEADERS, Role.ASSEMBLY_CHAIR),
    *grant(NetworkPermission.PLACE, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(NetworkPermission.ASSIGN, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(NetworkPermission.REMARK, Reach.DISTRICT, *STAFF, Role.ASSEMBLY_CHAIR),
    *grant(NetworkPermission.REMARK, Reach.OWN_ZONE, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR),
    *grant(NetworkPermission.PUBLISH, Reach.DISTRICT, Role.DIRECTOR, Role.SECTION_HEAD),
)
