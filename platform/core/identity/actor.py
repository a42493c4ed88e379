"""Who is asking: plain values read once at the begin of a request, never ORM objects."""

from dataclasses import dataclass, replace
from uuid import UUID

from core.access.looking import Look
from core.access.permissions import GrantTable, Permission, Reach, Within
from core.access.roles import Role, Tier
from core.tenancy.scope import DEPARTMENT, Stamp


@dataclass(frozen=True)
class OfficeRole:
    """A membership that is valid today, with the office that it belongs to."""

    district_id: int
    slug: str
    office_th: str
    office_en: str
    role: Role
    name: str
    position: str
    community_id: UUID | None


@dataclass(frozen=True)
class Person:
    """A signed-in person with all memberships that are valid today."""

    account_id: UUID
    session_id: UUID
    username: str
    language: str
    memberships: tuple[OfficeRole, ...]
    seen_recently: bool = True
    has_second_factor: bool = False

    @property
    def name(self) -> str:
        return self.memberships[0].name if self.memberships else self.username

    def offices(self) -> list[OfficeRole]:
        """One membership for each office, in the order in which they were given."""
        first: dict[int, OfficeRole] = {}
        for membership in self.memberships:
            first.setdefault(membership.district_id, membership)
        return list(first.values())

    def acting_in(self, *, slug: str | None = None) -> "Actor | None":
        """This person in one office (the department where no slug is given), or None where not a member."""
        here = [
            membership
            for membership in self.memberships
            if (membership.slug == slug if slug else membership.district_id == DEPARTMENT)
        ]
        return Actor(self, tuple(here)) if here else None


@dataclass(frozen=True)
class Actor:
    """A person in one office: what services take, and what every changed row is signed with.

    With a `look` it is somebody of the department who reads a district's pages for a while: no role
    counts there, only what the look opens.
    """

    person: Person
    memberships: tuple[OfficeRole, ...]
    look: Look | None = None

    @property
    def district_id(self) -> int:
        return self.memberships[0].district_id

    @property
    def slug(self) -> str:
        return self.memberships[0].slug

    @property
    def account_id(self) -> UUID:
        return self.person.account_id

    @property
    def name(self) -> str:
        return self.memberships[0].name

    @property
    def position(self) -> str:
        return self.memberships[0].position

    @property
    def tier(self) -> Tier:
        return Tier.CITY if self.district_id == DEPARTMENT else Tier.DISTRICT

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(membership.role for membership in self.memberships)

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.account_id, self.name, self.position)

    def within(self, grants: GrantTable, permission: Permission) -> Within | None:
        """How far this person's grants reach for a permission, or None where it is not granted."""
        if self.look is not None:
            opened = permission.key in self.look.reads
            return Within(Reach.DISTRICT, self.account_id) if opened else None
        reach = grants.reach(self.roles, permission)
        if reach is None:
            return None
        communities = frozenset(
            membership.community_id
            for membership in self.memberships
            if membership.community_id is not None
        )
        return Within(reach, self.account_id, communities)

    def looking_into(self, look: Look, *, slug: str, office_th: str, office_en: str) -> "Actor":
        """This person of the department as a reader of the pages of another office."""
        there = [
            replace(
                membership,
                district_id=look.district_id,
                slug=slug,
                office_th=office_th,
                office_en=office_en,
                community_id=None,
            )
            for membership in self.memberships
        ]
        return Actor(self.person, tuple(there), look)
