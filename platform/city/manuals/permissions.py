from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ManualPermission(Permission):
    READ = ("manuals:read", "Reads the manual's editions, the draft included")
    EDIT = ("manuals:edit", "Writes the draft of the next edition")
    PUBLISH = ("manuals:publish", "Publishes an edition, which then never changes")


GRANTS = (
    *grant(
        ManualPermission.READ,
        Reach.CITY,
        Role.DEPARTMENT_OFFICER,
        Role.DEPARTMENT_EXECUTIVE,
        Role.CITY_COMMITTEE,
        Role.AUDITOR,
    ),
    *grant(ManualPermission.EDIT, Reach.CITY, Role.DEPARTMENT_OFFICER),
    *grant(ManualPermission.PUBLISH, Reach.CITY, Role.DEPARTMENT_OFFICER),
)
