from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class PeoplePermission(Permission):
    READ = ("people:read", "Sees the people of the register with name and position")
    EDIT = ("people:edit", "Registers and changes people")
    READ_CONTACTS = (
        "people:read_contacts",
        "Sees a person's contact details after giving a reason, each time on record",
    )
    LINK_ACCOUNT = (
        "people:link_account",
        "Says with which account a person of the register signs in",
    )


GRANTS = (
    *grant(
        PeoplePermission.READ,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
    ),
    *grant(PeoplePermission.EDIT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(
        PeoplePermission.READ_CONTACTS, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER
    ),
    *grant(PeoplePermission.LINK_ACCOUNT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
)
