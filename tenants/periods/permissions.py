from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class PeriodPermission(Permission):
    READ = ("periods:read", "Sees how far the months of the office's data have come")
    CONFIRM = ("periods:confirm", "Confirms that a zone's month is complete")
    CLOSE = ("periods:close", "Closes a month of the office's data")
    REOPEN = ("periods:reopen", "Opens a closed month again, as far as the own step reaches")
    APPROVE = (
        "periods:approve",
        "Approves a closed month, as the director or who acts for them, and asks the department",
    )


GRANTS = (
    *grant(
        PeriodPermission.READ,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SECTION_STAFF,
        Role.SOCIAL_DEVELOPER,
    ),
    *grant(PeriodPermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    *grant(PeriodPermission.CONFIRM, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(PeriodPermission.CONFIRM, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    *grant(PeriodPermission.CLOSE, Reach.DISTRICT, Role.SECTION_HEAD),
    *grant(
        PeriodPermission.REOPEN,
        Reach.DISTRICT,
        Role.SECTION_HEAD,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
    ),
    *grant(
        PeriodPermission.APPROVE,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
    ),
)
