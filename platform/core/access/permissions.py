"""Permissions, and how far each grant reaches."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from uuid import UUID

from core.access.roles import Role


class Permission(Enum):
    """Base of each feature's permissions: `(key, what it allows)`; the key is `feature:verb`."""

    def __init__(self, key: str, meaning: str) -> None:
        self.key = key
        self.meaning = meaning


class Reach(IntEnum):
    """How much of an office a grant covers, from the narrowest to the widest."""

    OWN_COMMUNITY = 1
    OWN_ZONE = 2
    DISTRICT = 3
    CITY = 4


@dataclass(frozen=True)
class Grant:
    """A role may do something, within a reach."""

    role: Role
    permission: Permission
    reach: Reach


def grant(permission: Permission, reach: Reach, *roles: Role) -> tuple[Grant, ...]:
    """The same permission and reach for several roles."""
    return tuple(Grant(role, permission, reach) for role in roles)


@dataclass(frozen=True)
class Within:
    """The part of an office that a person may touch with one permission: queries take it as a filter."""

    reach: Reach
    account_id: UUID | None = None
    community_ids: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def whole_district(self) -> bool:
        return self.reach >= Reach.DISTRICT


WHOLE_DISTRICT = Within(Reach.DISTRICT)


class GrantTable:
    """All grants of an application, as declared by its features."""

    def __init__(self, grants: Iterable[Grant] = ()) -> None:
        self._widest: dict[tuple[Role, Permission], Reach] = {}
        for entry in grants:
            self.add(entry)

    def add(self, entry: Grant) -> None:
        key = (entry.role, entry.permission)
        self._widest[key] = max(entry.reach, self._widest.get(key, entry.reach))

    def reach(self, roles: Iterable[Role], permission: Permission) -> Reach | None:
        """The widest reach that any of these roles has, or None where none is granted."""
        reaches = [self._widest.get((role, permission)) for role in roles]
        return max((reach for reach in reaches if reach is not None), default=None)

    def entries(self) -> list[Grant]:
        return [
            Grant(role, permission, reach) for (role, permission), reach in self._widest.items()
        ]
