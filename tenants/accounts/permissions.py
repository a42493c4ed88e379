from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class AccountPermission(Permission):
    READ = ("accounts:read", "Sees who may sign in to the office, in which role and since when")
    ADD_FIELD_PEOPLE = (
        "accounts:add_field_people",
        "Adds community leaders, ends their roles and prints their sign-in slips",
    )
    ADMINISTER = (
        "accounts:administer",
        "Adds people in every role of the office and gives one-time codes",
    )


GRANTS = (
    *grant(
        AccountPermission.READ,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
        Role.OFFICE_ADMIN,
    ),
    *grant(
        AccountPermission.ADD_FIELD_PEOPLE,
        Reach.DISTRICT,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
        Role.OFFICE_ADMIN,
    ),
    *grant(AccountPermission.ADMINISTER, Reach.DISTRICT, Role.OFFICE_ADMIN),
)
