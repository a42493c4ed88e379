from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class QualityPermission(Permission):
    READ = ("quality:read", "Sees which records look wrong, and what was said about them")
    EXPLAIN = ("quality:explain", "Says why the values of a record are right")
    CHECK = ("quality:check", "Has the records of the office checked again")


GRANTS = (
    *grant(
        QualityPermission.READ,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
    ),
    *grant(QualityPermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    *grant(QualityPermission.EXPLAIN, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(QualityPermission.CHECK, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
)
