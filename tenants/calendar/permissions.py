from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class CalendarPermission(Permission):
    READ = (
        "calendar:read",
        "Sees the calendar of what the own permissions show, and has it followed by the own phone",
    )


GRANTS = (
    *grant(
        CalendarPermission.READ,
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
        CalendarPermission.READ,
        Reach.OWN_ZONE,
        Role.ZONE_CHAIR,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
    ),
)
