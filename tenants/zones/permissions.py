from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ZonePermission(Permission):
    SET_UP = ("zones:set_up", "Creates, renames and closes the zones of the office")


GRANTS = (*grant(ZonePermission.SET_UP, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),)
