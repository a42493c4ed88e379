from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class ZonesPermission(Permission):
    SET_UP = ("zones:set_up", "Creates, renames and closes the zones of the office")


GRANTS = (*grant(ZonesPermission.SET_UP, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),)
