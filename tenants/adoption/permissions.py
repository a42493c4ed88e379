from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role, Tier


class AdoptionPermission(Permission):
    READ = ("adoption:read", "Reads the manual that is in force in the office")
    ADOPT = (
        "adoption:adopt",
        "Adopts a published edition of the manual for the office, and decides a move to a newer one",
    )
    EDIT = ("adoption:edit", "Writes the office's own texts of open clauses, and its annex")


GRANTS = (
    *grant(
        AdoptionPermission.READ,
        Reach.DISTRICT,
        *(role for role in Role if role.value.tier is Tier.DISTRICT),
    ),
    *grant(
        AdoptionPermission.ADOPT,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
    ),
    *grant(
        AdoptionPermission.EDIT,
        Reach.DISTRICT,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
    ),
)
