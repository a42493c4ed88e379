from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ReportPermission(Permission):
    READ = ("reports:read", "Reads the office's reports and what it has released")
    DRAW_UP = ("reports:draw_up", "Draws a report of the office up and writes its remarks")
    PUBLISH = ("reports:publish", "Publishes a report of the office, which then never changes")
    RELEASE = ("reports:release", "Releases figures of the office as open data, or takes them back")


_SECTION = (Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER)

GRANTS = (
    *grant(
        ReportPermission.READ,
        Reach.DISTRICT,
        *_SECTION,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_STAFF,
        Role.OFFICE_ADMIN,
    ),
    *grant(ReportPermission.DRAW_UP, Reach.DISTRICT, *_SECTION, Role.DIRECTOR),
    *grant(ReportPermission.PUBLISH, Reach.DISTRICT, Role.DIRECTOR),
    *grant(ReportPermission.RELEASE, Reach.DISTRICT, Role.DIRECTOR),
)
