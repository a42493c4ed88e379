from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class PartnerPermission(Permission):
    READ = ("partners:read", "Sees the partner organisations and what they gave")
    EDIT = (
        "partners:edit",
        "Enters and ends partner organisations, their memoranda and what they gave",
    )


GRANTS = (
    *grant(
        PartnerPermission.READ,
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
    *grant(PartnerPermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR),
    *grant(PartnerPermission.EDIT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
)
