from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role, Tier


class NoticePermission(Permission):
    READ = ("notices:read", "Reads the own notices and chooses how to be told")
    SETTLE = (
        "notices:settle",
        "Sees which mails of the office may not have arrived, without what they say, and sends them again",
    )


GRANTS = (
    *grant(
        NoticePermission.READ,
        Reach.DISTRICT,
        *(role for role in Role if role.value.tier is Tier.DISTRICT),
    ),
    *grant(
        NoticePermission.READ,
        Reach.CITY,
        *(role for role in Role if role.value.tier is Tier.CITY),
    ),
    *grant(NoticePermission.SETTLE, Reach.DISTRICT, Role.OFFICE_ADMIN),
    *grant(NoticePermission.SETTLE, Reach.CITY, Role.PLATFORM_ADMIN),
)
