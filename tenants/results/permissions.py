from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ResultsPermission(Permission):
    READ = ("results:read", "Sees the indicators of the office, or of the own zone network")
    EVIDENCE = (
        "results:evidence",
        "Opens a figure of the office to its parts, and to the records that the person may read anyway",
    )


GRANTS = (
    *grant(
        ResultsPermission.EVIDENCE,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SECTION_STAFF,
        Role.SOCIAL_DEVELOPER,
    ),
    *grant(
        ResultsPermission.READ,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SECTION_STAFF,
        Role.SOCIAL_DEVELOPER,
    ),
    *grant(ResultsPermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    # A chair sees the own zone network. Leaders of communities have their own lists instead: a figure
    # of a zone network stands on the records of others as well.
    *grant(ResultsPermission.EVIDENCE, Reach.OWN_ZONE, Role.ZONE_CHAIR),
)
