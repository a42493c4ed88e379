from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ProblemPermission(Permission):
    READ = ("problems:read", "Sees the problems of zones and communities, their causes and answers")
    REPORT = ("problems:report", "Reports problems and corrects own reports not yet taken up")
    MANAGE = (
        "problems:manage",
        "Changes problems, their causes and answers, their order and their state",
    )
    READ_ANALYSIS = ("problems:read_analysis", "Sees the office's analysis of its surroundings")
    EDIT_ANALYSIS = ("problems:edit_analysis", "Changes the office's analysis of its surroundings")
    KEEP_CONFLICTS = (
        "problems:keep_conflicts",
        "Reads and keeps the log of conflicts, which nobody else sees",
    )


GRANTS = (
    *grant(
        ProblemPermission.READ,
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
        ProblemPermission.READ,
        Reach.OWN_ZONE,
        Role.ZONE_CHAIR,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
    ),
    *grant(ProblemPermission.REPORT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(ProblemPermission.REPORT, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    *grant(
        ProblemPermission.REPORT,
        Reach.OWN_COMMUNITY,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
    ),
    *grant(ProblemPermission.MANAGE, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(
        ProblemPermission.READ_ANALYSIS,
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
        ProblemPermission.EDIT_ANALYSIS, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER
    ),
    *grant(
        ProblemPermission.KEEP_CONFLICTS, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER
    ),
)
