"""Reads of the networks beside the zones: one of them, who belongs to it, and the tree of all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.i18n.sorting import thai_sort_key
from tenants.alliances.models import Alliance, AllianceMembership
from tenants.registry.models import Community
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import on_day as in_zone_on_day
from tenants.zones.queries import zones_of, zones_within

Parents = Mapping[UUID, UUID | None]


@dataclass(frozen=True)
class Member:
    """A community that belongs to an alliance."""

    id: UUID
    name: str


@dataclass(frozen=True)
class MembershipLine:
    """A membership with its community, and the zone in which that community is today."""

    membership: AllianceMembership
    community: Community
    zone: Zone | None

    @property
    def ends_on(self) -> date | None:
        """The first day outside: that of leaving, or that on which the community was closed."""
        ends = [day for day in (self.membership.valid_to, self.community.closed_on) if day]
        return min(ends, default=None)


@dataclass(frozen=True)
class Branch:
    """An alliance in the tree, with how many communities belong to it and the networks inside it."""

    alliance: Alliance
    members: int
    inside: tuple["Branch", ...]


@dataclass(frozen=True)
class ZoneBranch:
    """A zone as a root of the tree, with its own communities and the networks under it."""

    zone: Zone
    members: int
    inside: tuple[Branch, ...]


@dataclass(frozen=True)
class Forest:
    """The open networks in reach: zones first, then those that stand across the zones; closed ones last."""

    zones: tuple[ZoneBranch, ...]
    across: tuple[Branch, ...]
    closed: tuple[Alliance, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.across or self.closed or any(zone.inside for zone in self.zones))


def alliance(session: Session, within: Within, alliance_id: UUID) -> Alliance:
    """One alliance that the reader's grant reaches, closed or not; NotFound for all others."""
    found = session.scalars(
        select(Alliance).where(Alliance.id == alliance_id, alliances_within(within))
    ).one_or_none()
    if found is None:
        raise NotFound("This network does not exist.")
    return found


def member_communities(session: Session, alliance_id: UUID, day: date) -> list[Member]:
    """The open communities that belong to an alliance on a day, in the order of a Thai dictionary."""
    rows = session.execute(
        select(Community.id, Community.name)
        .join(AllianceMembership, AllianceMembership.community_id == Community.id)
        .where(AllianceMembership.alliance_id == alliance_id, belongs_on(day))
        .order_by(Community.sort_key, Community.id)
    )
    return [Member(row[0], row[1]) for row in rows]


def alliances_within(within: Within) -> ColumnElement[bool]:
    """The alliances that a grant reaches, as a condition.

    A leader's own zone reaches the networks under that zone with all inside them, those to which a
    community of the zone belongs, and the larger networks in which these lie.
    """
    if within.whole_district:
        return Alliance.district_id.is_not(None)
    zones = zones_of(within.community_ids, bangkok_today())
    neighbours = select(ZoneMembership.community_id).where(
        ZoneMembership.zone_id.in_(zones), in_zone_on_day(bangkok_today())
    )
    under = select(Alliance.id).where(Alliance.parent_zone_id.in_(zones)).cte(recursive=True)
    inside = select(Alliance.id).join(under, Alliance.parent_id == under.c.id)
    under = under.union(inside)
    joined = select(AllianceMembership.alliance_id).where(
        AllianceMembership.community_id.in_(neighbours), on_day(bangkok_today())
    )
    first = select(Alliance.id, Alliance.parent_id).where(
        or_(Alliance.id.in_(select(under.c.id)), Alliance.id.in_(joined))
    )
    reached = first.cte(recursive=True)
    above = select(Alliance.id, Alliance.parent_id).join(
        reached, reached.c.parent_id == Alliance.id
    )
    reached = reached.union(above)
    return Alliance.id.in_(select(reached.c.id))


def on_day(day: date) -> ColumnElement[bool]:
    """Memberships that hold on a day; the day named by `valid_to` is the first one outside."""
    return (AllianceMembership.valid_from <= day) & or_(
        AllianceMembership.valid_to.is_(None), AllianceMembership.valid_to > day
    )


def belongs_on(day: date) -> ColumnElement[bool]:
    """Memberships that hold on a day, of communities that are open on it."""
    return on_day(day) & or_(Community.closed_on.is_(None), Community.closed_on > day)


def forest(session: Session, within: Within, day: date) -> Forest:
    """Every network in reach as a tree: four statements, however many there are."""
    found = sorted(open_or_not(session, within), key=lambda entry: thai_sort_key(entry.name))
    standing = [entry for entry in found if entry.closed_on is None]
    zones = _zones(session, within, {entry.parent_zone_id for entry in standing})
    members = _counts(session, _members_by_alliance(day))
    members_of_zones = _counts(session, _members_by_zone(day))
    roots = {zone.id for zone in zones} | {entry.id for entry in standing}
    inside: dict[UUID | None, list[Alliance]] = defaultdict(list)
    for entry in standing:
        parent = entry.parent_zone_id or entry.parent_id
        inside[parent if parent in roots else None].append(entry)

    def branch(entry: Alliance) -> Branch:
        return Branch(entry, members.get(entry.id, 0), tuple(map(branch, inside[entry.id])))

    return Forest(
        zones=tuple(
            ZoneBranch(zone, members_of_zones.get(zone.id, 0), tuple(map(branch, inside[zone.id])))
            for zone in zones
        ),
        across=tuple(map(branch, inside[None])),
        closed=tuple(entry for entry in found if entry.closed_on is not None),
    )


def places(
    session: Session, within: Within, entry: Alliance | None
) -> tuple[list[Zone], list[tuple[Alliance, int]]]:
    """The zones and networks in which one may lie, with the depth of each: none that lies inside it."""
    found = forest(session, within, bangkok_today())
    shown: list[tuple[Alliance, int]] = []

    def walk(branches: tuple[Branch, ...], depth: int) -> None:
        for branch in branches:
            if entry is None or branch.alliance.id != entry.id:
                shown.append((branch.alliance, depth))
                walk(branch.inside, depth + 1)

    for zone in found.zones:
        walk(zone.inside, 0)
    walk(found.across, 0)
    now = entry.parent_zone_id if entry else None
    zones = [each.zone for each in found.zones if not each.zone.closed_on or each.zone.id == now]
    return zones, shown


def lines_of(session: Session, alliance_id: UUID, day: date) -> list[MembershipLine]:
    """Every membership of an alliance, present and past, in the order of a Thai dictionary."""
    rows = session.execute(
        select(AllianceMembership, Community, Zone)
        .join(Community, Community.id == AllianceMembership.community_id)
        .outerjoin(
            ZoneMembership, (ZoneMembership.community_id == Community.id) & in_zone_on_day(day)
        )
        .outerjoin(Zone, Zone.id == ZoneMembership.zone_id)
        .where(AllianceMembership.alliance_id == alliance_id)
        .order_by(Community.sort_key, AllianceMembership.valid_from)
    )
    return [MembershipLine(row[0], row[1], row[2]) for row in rows]


def way_up(session: Session, within: Within, entry: Alliance) -> list[Zone | Alliance]:
    """What an alliance lies in, the largest first, as far as the reader's grant reaches."""
    found = {each.id: each for each in open_or_not(session, within)}
    way: list[Zone | Alliance] = []
    step = entry
    while step.parent_id in found:
        step = found[step.parent_id]
        way.append(step)
    if step.parent_zone_id is not None:
        way += session.scalars(
            select(Zone).where(Zone.id == step.parent_zone_id, zones_within(within))
        ).all()
    return way[::-1]


def inside_of(session: Session, within: Within, alliance_id: UUID) -> list[Alliance]:
    """The open alliances directly inside one."""
    found = session.scalars(
        select(Alliance).where(
            Alliance.parent_id == alliance_id,
            Alliance.closed_on.is_(None),
            alliances_within(within),
        )
    )
    return sorted(found, key=lambda entry: thai_sort_key(entry.name))


def open_or_not(session: Session, within: Within) -> Sequence[Alliance]:
    return session.scalars(select(Alliance).where(alliances_within(within))).all()


def membership(session: Session, within: Within, membership_id: UUID) -> MembershipLine:
    """A membership of an alliance in reach; NotFound for all others."""
    row = session.execute(
        select(AllianceMembership, Community)
        .join(Community, Community.id == AllianceMembership.community_id)
        .join(Alliance, Alliance.id == AllianceMembership.alliance_id)
        .where(AllianceMembership.id == membership_id, alliances_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This membership does not exist.")
    return MembershipLine(row[0], row[1], None)


def below(parents: Parents, alliance_id: UUID) -> set[UUID]:
    """The alliance and all that lie inside it, however deep."""
    inside: dict[UUID | None, list[UUID]] = defaultdict(list)
    for child, parent in parents.items():
        inside[parent].append(child)
    found: set[UUID] = set()
    waiting = [alliance_id]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += inside[each]
    return found


def height(parents: Parents, alliance_id: UUID) -> int:
    """How many levels an alliance has, itself the first."""
    within = below(parents, alliance_id)
    own = {each: parents.get(each) for each in within} | {alliance_id: None}
    return max(sum(1 for _ in ancestry(own, each)) for each in within)


def ancestry(parents: Parents, alliance_id: UUID | None) -> Iterator[UUID]:
    """An alliance and those in which it lies, the innermost first; ends at a cycle instead of never."""
    seen: set[UUID] = set()
    while alliance_id is not None and alliance_id not in seen:
        seen.add(alliance_id)
        yield alliance_id
        alliance_id = parents.get(alliance_id)


def _zones(session: Session, within: Within, named: set[UUID | None]) -> Sequence[Zone]:
    """The open zones in reach, and closed ones under which a network still stands."""
    return session.scalars(
        select(Zone)
        .where(zones_within(within), or_(Zone.closed_on.is_(None), Zone.id.in_(named - {None})))
        .order_by(Zone.number)
    ).all()


def _members_by_zone(day: date) -> Select[UUID, int]:
    return (
        select(ZoneMembership.zone_id, func.count())
        .where(in_zone_on_day(day))
        .group_by(ZoneMembership.zone_id)
    )


def _members_by_alliance(day: date) -> Select[UUID, int]:
    return (
        select(AllianceMembership.alliance_id, func.count())
        .join(Community, Community.id == AllianceMembership.community_id)
        .where(belongs_on(day))
        .group_by(AllianceMembership.alliance_id)
    )


def _counts(session: Session, statement: Select[UUID, int]) -> dict[UUID, int]:
    return {row[0]: row[1] for row in session.execute(statement)}
