"""The composition that the manual asks for, and who fills it (M62, F24, F25)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.i18n.text import match_key, normalise
from core.manual.queries import content_of, published_edition
from core.manual.structure import Clause, ManualContent, SeatBlock, SeatRule, SeatSource
from tenants.adoption.queries import edition_in_force
from tenants.committees.models import Committee, Seat
from tenants.registry.models import Community
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import on_day, zones_within

CLAUSE_ON_THE_CHAIRS_OWN_SEAT = "3.4"
"""Who takes a community's seat when its chair was elected chair of the network."""

_COMMUNITY = "ชุมชน"
_TITLE = re.compile(r"\A(?:นางสาว|น\.ส\.|นาง|นาย)\s*")


@dataclass(frozen=True)
class Place:
    """A community that has a seat of its own."""

    id: UUID
    name: str

    @property
    def title(self) -> str:
        """The name with the word in front that the register leaves out: ชุมชนริมคลอง."""
        return self.name if self.name.startswith(_COMMUNITY) else f"{_COMMUNITY}{self.name}"

    @property
    def chair(self) -> str:
        """The position of the person who chairs it: ประธานชุมชนริมคลอง."""
        return f"ประธาน{self.title}"


@dataclass(frozen=True)
class SeatLine:
    """A place of the composition: who sits there, or `seat` None where it is empty.

    `outside` marks the seat of a community that has left the zone: it counts no longer.
    """

    seat: Seat | None
    community: Place | None = None
    outside: bool = False


@dataclass(frozen=True)
class Group:
    """A line of the manual's composition with its places; `required` of them must be filled."""

    rule: SeatRule
    lines: tuple[SeatLine, ...]
    required: int

    @property
    def filled(self) -> int:
        return sum(1 for line in self.lines if line.seat is not None and not line.outside)

    @property
    def missing(self) -> int:
        return max(0, self.required - self.filled)

    @property
    def has_room(self) -> bool:
        """Whether one more person may be named, beyond those who must be."""
        if self.rule.source is SeatSource.COMMUNITY_CHAIR or self.missing:
            return False
        return self.rule.maximum is None or self.filled < self.rule.maximum


@dataclass(frozen=True)
class Double:
    """A person on several seats, with the titles of the rules."""

    name: str
    titles: tuple[str, ...]
    chair_of_community: bool


@dataclass(frozen=True)
class CommitteeView:
    """A zone's committee on a day, in the order of the manual's composition.

    `committee_id` is None until the first seat is filled; `former` are those who have left, the
    last one first, with the title of their rule.
    """

    zone: Zone
    committee_id: UUID | None
    edition: int
    content: ManualContent
    groups: tuple[Group, ...]
    former: tuple[tuple[Seat, str], ...] = ()

    @property
    def filled(self) -> int:
        return sum(group.filled for group in self.groups)

    @property
    def required(self) -> int:
        return sum(group.required for group in self.groups)

    @property
    def minimum_missing(self) -> int:
        """How many seats that the manual demands are empty."""
        return sum(group.missing for group in self.groups)

    @property
    def is_complete(self) -> bool:
        return self.minimum_missing == 0

    @property
    def missing_groups(self) -> list[Group]:
        return [group for group in self.groups if group.missing]

    @property
    def next_empty(self) -> tuple[Group, SeatLine] | None:
        """The first seat that can be filled: that of a community needs one in the zone."""
        lines = ((group, line) for group in self.missing_groups for line in group.lines)
        return next((each for each in lines if each[1].seat is None), None)

    @property
    def is_example(self) -> bool:
        return self.zone.is_example

    def group(self, rule_key: str) -> Group | None:
        return next((group for group in self.groups if group.rule.key == rule_key), None)

    def block(self, block: SeatBlock) -> list[Group]:
        return [group for group in self.groups if group.rule.block is block]

    @property
    def doubles(self) -> list[Double]:
        """People who sit on more than one seat: allowed, but the reader is told (clause 3.4)."""
        seats = [
            (person_key(line.seat.person_name), line.seat.person_name, group.rule)
            for group in self.groups
            for line in group.lines
            if line.seat is not None
        ]
        found: dict[str, list[tuple[str, SeatRule]]] = defaultdict(list)
        for key, name, rule in seats:
            found[key].append((name, rule))
        return [
            Double(
                entries[0][0],
                tuple(rule.title for _, rule in entries),
                {SeatSource.ELECTED_CHAIR, SeatSource.COMMUNITY_CHAIR}
                <= {rule.source for _, rule in entries},
            )
            for entries in found.values()
            if len(entries) > 1
        ]

    @property
    def clause_on_the_chairs_own_seat(self) -> Clause | None:
        return next(
            (c for c in self.content.clauses() if c.key == CLAUSE_ON_THE_CHAIRS_OWN_SEAT), None
        )


def committees_of(
    session: Session, within: Within, *, day: date | None = None
) -> list[CommitteeView]:
    """The committees of the open zones in reach, by the zone's number.

    Empty where the district has no zones, or follows no edition of the manual yet.
    """
    rows = session.execute(
        select(Zone, Committee)
        .outerjoin(Committee, Committee.zone_id == Zone.id)
        .where(Zone.closed_on.is_(None), zones_within(within))
        .order_by(Zone.number)
    ).all()
    pairs = [(row[0], row[1]) for row in rows]
    return _views(session, pairs, day or bangkok_today(), history=False)


def committee_of(
    session: Session, within: Within, zone_id: UUID, *, day: date | None = None
) -> CommitteeView | None:
    """The committee of a zone with its former members; None where no edition says how to compose it.

    NotFound for a zone outside the reader's reach.
    """
    row = session.execute(
        select(Zone, Committee)
        .outerjoin(Committee, Committee.zone_id == Zone.id)
        .where(Zone.id == zone_id, zones_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This zone does not exist.")
    views = _views(session, [(row[0], row[1])], day or bangkok_today(), history=True)
    return views[0] if views else None


def seat(session: Session, within: Within, seat_id: UUID) -> tuple[Seat, Zone, CommitteeView]:
    """A seat with its zone and committee; NotFound where the reader's reach ends before it."""
    row = session.execute(
        select(Seat, Zone)
        .join(Committee, Committee.id == Seat.committee_id)
        .join(Zone, Zone.id == Committee.zone_id)
        .where(Seat.id == seat_id, zones_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This seat does not exist.")
    view = committee_of(session, within, row[1].id)
    if view is None:
        raise NotFound("This seat does not exist.")
    return row[0], row[1], view


def sits_on(day: date) -> ColumnElement[bool]:
    """Seats that are held on a day; the day named by `valid_to` is the first one without office."""
    return (Seat.valid_from <= day) & or_(Seat.valid_to.is_(None), Seat.valid_to > day)


def person_key(name: str) -> str:
    """What two spellings of one person's name have in common, the Thai title of address left out."""
    return match_key(_TITLE.sub("", normalise(name)))


def _views(
    session: Session,
    pairs: Sequence[tuple[Zone, Committee | None]],
    day: date,
    *,
    history: bool,
) -> list[CommitteeView]:
    if not pairs:
        return []
    contents = _contents(session, [committee for _, committee in pairs], day)
    places = _places(session, [zone.id for zone, _ in pairs], day)
    seats = _seats(
        session, [committee.id for _, committee in pairs if committee], day, history=history
    )
    views = []
    for zone, committee in pairs:
        edition = contents.get(committee.edition if committee else None)
        if edition is not None:
            number, content = edition
            own = seats.get(committee.id, []) if committee else []
            views.append(_view(zone, committee, number, content, places[zone.id], own, day))
    return views


def _contents(
    session: Session, committees: Sequence[Committee | None], day: date
) -> dict[int | None, tuple[int, ManualContent]]:
    """Number and content by the edition that a committee remembers; None stands for the one in force."""
    found: dict[int | None, tuple[int, ManualContent]] = {}
    if None in committees:
        current = edition_in_force(session, day)
        if current is not None:
            edition = current[1]
            known = (edition.number, content_of(edition))
            found = {None: known, edition.number: known}
    for number in {committee.edition for committee in committees if committee} - found.keys():
        remembered = published_edition(session, number)
        if remembered is not None:
            found[number] = (number, content_of(remembered))
    return found


def _places(session: Session, zone_ids: Iterable[UUID], day: date) -> Mapping[UUID, list[Place]]:
    rows = session.execute(
        select(ZoneMembership.zone_id, Community.id, Community.name)
        .join(Community, Community.id == ZoneMembership.community_id)
        .where(ZoneMembership.zone_id.in_(list(zone_ids)), on_day(day))
        .order_by(Community.sort_key, Community.id)
    )
    found: dict[UUID, list[Place]] = defaultdict(list)
    for zone_id, community_id, name in rows:
        found[zone_id].append(Place(community_id, name))
    return found


def _seats(
    session: Session, committee_ids: list[UUID], day: date, *, history: bool
) -> Mapping[UUID, list[tuple[Seat, Place | None]]]:
    statement = (
        select(Seat, Community.id, Community.name)
        .outerjoin(Community, Community.id == Seat.community_id)
        .where(Seat.committee_id.in_(committee_ids))
        .order_by(Seat.valid_from, Seat.id)
    )
    found: dict[UUID, list[tuple[Seat, Place | None]]] = defaultdict(list)
    if not committee_ids:
        return found
    for row, place_id, place in session.execute(
        statement if history else statement.where(sits_on(day))
    ):
        found[row.committee_id].append((row, Place(place_id, place) if place_id else None))
    return found


def _view(  # noqa: PLR0917 - the parts of one view, each read once for all zones
    zone: Zone,
    committee: Committee | None,
    number: int,
    content: ManualContent,
    places: list[Place],
    seats: list[tuple[Seat, Place | None]],
    day: date,
) -> CommitteeView:
    held = [(row, place) for row, place in seats if _holds(row, day)]
    titles = {rule.key: rule.title for rule in content.zone_committee}
    former = [
        (row, titles.get(row.rule_key, row.rule_key))
        for row, _ in seats
        if row.valid_to is not None and row.valid_to <= day
    ]
    return CommitteeView(
        zone=zone,
        committee_id=committee.id if committee else None,
        edition=number,
        content=content,
        groups=tuple(
            _group(rule, places, [pair for pair in held if pair[0].rule_key == rule.key])
            for rule in content.zone_committee
        ),
        former=tuple(sorted(former, key=lambda pair: pair[0].valid_to or day, reverse=True)),
    )


def _holds(row: Seat, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def _group(rule: SeatRule, places: list[Place], held: list[tuple[Seat, Place | None]]) -> Group:
    if rule.source is SeatSource.COMMUNITY_CHAIR:
        return _group_of_communities(rule, places, held)
    empty = max(0, rule.minimum - len(held))
    lines = [SeatLine(row) for row, _ in held] + [SeatLine(None)] * empty
    return Group(rule, tuple(lines), rule.minimum)


def _group_of_communities(
    rule: SeatRule, places: list[Place], held: list[tuple[Seat, Place | None]]
) -> Group:
    """One seat for each community that is in the zone on the day; seats of others stay in sight."""
    sitting = {row.community_id: row for row, _ in held}
    here = {place.id for place in places}
    lines = [SeatLine(sitting.get(place.id), place) for place in places]
    lines += [
        SeatLine(row, place, outside=True) for row, place in held if row.community_id not in here
    ]
    return Group(rule, tuple(lines), max(rule.minimum, len(places)))
