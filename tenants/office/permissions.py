from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class OfficePermission(Permission):
    READ = ("office:read", "Reads the office's letterhead and how its orders are numbered")
    EDIT = (
        "office:edit",
        "Changes the letterhead, the numbering of orders, the emblem and what is published",
    )
    READ_DELEGATIONS = (
        "office:read_delegations",
        "Sees who acts for the director, from when until when and by which paper",
    )
    DELEGATE = ("office:delegate", "Lets another person act for the director, and ends it")


GRANTS = (
    *grant(
        OfficePermission.READ,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SECTION_STAFF,
        Role.SOCIAL_DEVELOPER,
        Role.OFFICE_ADMIN,
    ),
    *grant(OfficePermission.EDIT, Reach.DISTRICT, Role.SECTION_HEAD, Role.OFFICE_ADMIN),
    *grant(
        OfficePermission.READ_DELEGATIONS,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.OFFICE_ADMIN,
    ),
    *grant(OfficePermission.DELEGATE, Reach.DISTRICT, Role.DIRECTOR),
)
