from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class OrderPermission(Permission):
    READ = ("orders:read", "Reads orders, announcements and memos with their files and scans")
    DRAFT = ("orders:draft", "Drafts, changes and deletes drafts of orders; hands them to the head")
    PROPOSE = (
        "orders:propose",
        "Proposes drafts for signature, returns them with a comment, signs memos, registers papers",
    )
    SIGN = (
        "orders:sign",
        "Signs what is proposed, or sends it back, on a day on which they are the director or act for them",
    )


GRANTS = (
    *grant(
        OrderPermission.READ,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
    ),
    *grant(OrderPermission.DRAFT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(OrderPermission.PROPOSE, Reach.DISTRICT, Role.SECTION_HEAD),
    *grant(
        OrderPermission.SIGN,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
    ),
)
