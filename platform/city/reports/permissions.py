from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class CityReportPermission(Permission):
    READ = ("city_reports:read", "Reads the city's reports and what the department has released")
    DRAW_UP = ("city_reports:draw_up", "Draws a report of the city up and writes its remarks")
    PUBLISH = ("city_reports:publish", "Publishes a report of the city, which then never changes")
    RELEASE = (
        "city_reports:release",
        "Releases the city's figures as open data, or takes them back",
    )


_PUBLISHERS = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_EXECUTIVE)

GRANTS = (
    *grant(
        CityReportPermission.READ,
        Reach.CITY,
        *_PUBLISHERS,
        Role.CITY_COMMITTEE,
        Role.PLATFORM_ADMIN,
        Role.AUDITOR,
    ),
    *grant(CityReportPermission.DRAW_UP, Reach.CITY, *_PUBLISHERS),
    *grant(CityReportPermission.PUBLISH, Reach.CITY, *_PUBLISHERS),
    *grant(CityReportPermission.RELEASE, Reach.CITY, *_PUBLISHERS),
)
