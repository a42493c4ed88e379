from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class OrderPermission(Permission):
    READ = ("orders:read", "Reads drafts of appointment orders and opens their documents")
    DRAFT = ("orders:draft", "Drafts, changes and deletes drafts of appointment orders")


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
)
