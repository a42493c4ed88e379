from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class TrainingPermission(Permission):
    READ = ("training:read", "Sees courses, who is invited and came, and what came of them")
    MANAGE = (
        "training:manage",
        "Plans courses, invites, checks people in, closes courses and asks what is used later",
    )
    SIGN = ("training:sign", "Issues and revokes certificates of courses")
    OWN = ("training:own", "Sees the courses to which one is invited oneself, and nobody else")


GRANTS = (
    *grant(
        TrainingPermission.READ,
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
    *grant(TrainingPermission.MANAGE, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(
        TrainingPermission.SIGN,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
    ),
    *grant(
        TrainingPermission.OWN,
        Reach.OWN_COMMUNITY,
        Role.ZONE_CHAIR,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
        Role.PARTNER,
        Role.TRAINER,
    ),
)
