from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class IndicatorPermission(Permission):
    READ = ("indicators:read", "Reads the catalogue of indicators, its versions and targets")
    EDIT = (
        "indicators:edit",
        "Drafts versions of indicators, tries them on real data, sets targets",
    )
    PUBLISH = (
        "indicators:publish",
        "Publishes a version of an indicator, confirmed by password and code",
    )


GRANTS = (
    *grant(
        IndicatorPermission.READ,
        Reach.CITY,
        Role.DEPARTMENT_OFFICER,
        Role.DEPARTMENT_EXECUTIVE,
        Role.CITY_COMMITTEE,
        Role.PLATFORM_ADMIN,
        Role.AUDITOR,
    ),
    *grant(IndicatorPermission.EDIT, Reach.CITY, Role.DEPARTMENT_OFFICER),
    *grant(IndicatorPermission.PUBLISH, Reach.CITY, Role.DEPARTMENT_OFFICER),
)
