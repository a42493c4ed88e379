from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ByLawPermission(Permission):
    READ = ("bylaws:read", "Reads the by-laws of networks, in force, past and drafted")
    EDIT = ("bylaws:edit", "Drafts by-laws and changes the articles that a network may change")
    ADOPT = ("bylaws:adopt", "Records the meeting that adopted a by-law, and deletes drafts")


GRANTS = (
    *grant(
        ByLawPermission.READ,
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
    *grant(
        ByLawPermission.READ,
        Reach.OWN_ZONE,
        Role.ZONE_CHAIR,
        Role.COMMUNITY_CHAIR,
        Role.COMMUNITY_COMMITTEE,
    ),
    *grant(ByLawPermission.EDIT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(ByLawPermission.EDIT, Reach.OWN_ZONE, Role.ZONE_CHAIR),
    *grant(ByLawPermission.ADOPT, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
)
