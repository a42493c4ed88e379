from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ActivityPermission(Permission):
    READ = ("activities:read", "Sees activities and how many people came")
    REPORT = ("activities:report", "Reports activities and corrects reports not yet accepted")
    ACCEPT = (
        "activities:accept",
        "Accepts and returns reports, and answers other offices about joint activities",
    )


GRANTS = (
    *grant(
        ActivityPermission.READ,
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
    *grant(ActivityPermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    *grant(
        ActivityPermission.READ,
        Reach.OWN_COMMUNITY,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
    ),
    *grant(ActivityPermission.REPORT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(ActivityPermission.REPORT, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    *grant(
        ActivityPermission.REPORT,
        Reach.OWN_COMMUNITY,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
    ),
    *grant(ActivityPermission.ACCEPT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
)
