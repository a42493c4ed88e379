"""Lists over many committees: all of a district, those of the communities, and terms that end soon."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.i18n.dates import bangkok_today
from core.manual.structure import CommitteeKind, Deadlines, SeatSource
from tenants.alliances.models import Alliance
from tenants.committees.bodies import CHAIR, Body, Place, Subject
from tenants.committees.chairs import chairs_of_places, posts_elsewhere
from tenants.committees.models import Committee, Seat
from tenants.committees.reading import Entry, editions_of, sits_on, views_of
from tenants.committees.red_list import ChairInOffice, leads
from tenants.committees.subjects import (
    communities_with_committee,
    of_community,
    of_zone,
    reached,
    subject_of,
)
from tenants.committees.view import CommitteeView
from tenants.registry.models import Community
from tenants.registry.queries import is_open
from tenants.zones.models import Zone
from tenants.zones.queries import zones_within

OF_DISTRICT = (CommitteeKind.STUDY, CommitteeKind.ASSEMBLY)
"""A district has one committee of each of these kinds."""


@dataclass(frozen=True)
class CommunitySummary:
    """How far the committees of the communities are: open communities, and those with a chair in office."""

    communities: int
    with_chair: int


@dataclass(frozen=True)
class Overview:
    """The committees of an office by their group; leaders see none of the whole district."""

    of_district: tuple[CommitteeView, ...]
    of_zones: tuple[CommitteeView, ...]
    communities: CommunitySummary


@dataclass(frozen=True)
class EndingTerms:
    """Seats of one committee whose terms end on one day; `days_left` is below 1 when they are over."""

    subject: Subject
    committee_id: UUID
    term_ends_on: date
    days_left: int
    seats: tuple[Seat, ...]

    @property
    def body(self) -> Body:
        return self.subject.body

    @property
    def label(self) -> str:
        return self.subject.label

    @property
    def includes_the_chair(self) -> bool:
        return any(seat.rule_key == CHAIR for seat in self.seats)


@dataclass(frozen=True)
class ReadyChair:
    """A community's chair in office whose seat in the network is empty."""

    rule_key: str
    place: Place
    chair: ChairInOffice


@dataclass(frozen=True)
class ChairSeating:
    """Who can take the empty seats of the communities now, and why others cannot."""

    ready: tuple[ReadyChair, ...]
    without_chair: tuple[Place, ...]
    leading: tuple[ReadyChair, ...]
    elsewhere: tuple[tuple[ReadyChair, str], ...]


def overview(session: Session, within: Within, *, day: date | None = None) -> Overview:
    """The committees of the open zones and of the district, and how far those of the communities are."""
    when = day or bangkok_today()
    rows = session.execute(
        select(Zone, Committee)
        .select_from(Zone)
        .outerjoin(Committee, Committee.zone_id == Zone.id, full=True)
        .where(
            or_(
                and_(Zone.closed_on.is_(None), zones_within(within)),
                Committee.kind.in_([kind.value for kind in OF_DISTRICT]),
            )
        )
        .order_by(Zone.number)
    ).all()
    zones: list[Entry] = [(of_zone(zone), found) for zone, found in rows if zone]
    known = {found.kind: found for zone, found in rows if zone is None}
    district: list[Entry] = [
        (Subject(body=Body(kind)), known.get(kind.value)) for kind in OF_DISTRICT
    ]
    views = views_of(session, [*(district if within.whole_district else []), *zones], when)
    return Overview(
        of_district=tuple(view for view in views if view.zone is None),
        of_zones=tuple(view for view in views if view.zone is not None),
        communities=_summary(session, within, when),
    )


def community_committees(
    session: Session, within: Within, *, day: date | None = None
) -> list[CommitteeView]:
    """The committees of the open communities in reach, in the order of a Thai dictionary."""
    rows = session.execute(
        communities_with_committee(within)
        .where(is_open())
        .order_by(Community.sort_key, Community.id)
    )
    entries: list[Entry] = [(of_community(row[0], row[2], row[3]), row[1]) for row in rows]
    return views_of(session, entries, day or bangkok_today())


def ending_terms(session: Session, within: Within, today: date) -> list[EndingTerms]:
    """Terms that are over or end within the manual's days of warning, the first one at the head (F26)."""
    rows = session.execute(
        select(Seat, Committee, Zone, Community, Alliance)
        .join(Committee, Committee.id == Seat.committee_id)
        .outerjoin(Zone, Zone.id == Committee.zone_id)
        .outerjoin(Community, Community.id == Committee.community_id)
        .outerjoin(Alliance, Alliance.id == Committee.alliance_id)
        .where(
            sits_on(today),
            Seat.term_ends_on <= today + timedelta(days=_days_of_warning(session, today)),
            Zone.closed_on.is_(None),
            Community.closed_on.is_(None),
            Alliance.closed_on.is_(None),
            reached(within),
        )
        .order_by(Seat.term_ends_on, Committee.id, Seat.rule_key != CHAIR, Seat.valid_from)
    ).all()
    groups: dict[tuple[UUID, date], list[Seat]] = {}
    subjects: dict[UUID, Subject] = {}
    for seat, committee, zone, community, network in rows:
        if seat.term_ends_on is not None:
            groups.setdefault((committee.id, seat.term_ends_on), []).append(seat)
            subjects[committee.id] = subject_of(committee, zone, community, network)
    return [
        EndingTerms(subjects[committee_id], committee_id, end, (end - today).days, tuple(seats))
        for (committee_id, end), seats in groups.items()
    ]


def chairs_to_seat(session: Session, view: CommitteeView, day: date) -> ChairSeating:
    """The chairs in office of the communities whose seat is empty.

    Who leads this network already leaves the seat to another member of the community (clause 3.4).
    """
    chairs = chairs_of_places(session, view, day)
    empty = [
        (group.rule.key, line.community)
        for group in view.groups
        if group.rule.source is SeatSource.COMMUNITY_CHAIR
        for line in group.lines
        if line.community is not None and line.seat is None
    ]
    found = [ReadyChair(key, place, chairs[place.id]) for key, place in empty if place.id in chairs]
    leading = tuple(each for each in found if leads(view, each.chair, day))
    blocked = _blocked(session, view, found, day)
    return ChairSeating(
        ready=tuple(
            each for each in found if each not in leading and each.chair.person_id not in blocked
        ),
        without_chair=tuple(place for _, place in empty if place.id not in chairs),
        leading=leading,
        elsewhere=tuple(
            (each, blocked[each.chair.person_id])
            for each in found
            if each not in leading and each.chair.person_id in blocked
        ),
    )


def _blocked(
    session: Session, view: CommitteeView, found: Iterable[ReadyChair], day: date
) -> Mapping[UUID, str]:
    """Chairs who hold an exclusive post in another committee of the kind, with its name."""
    posts = posts_elsewhere(
        session,
        view,
        people={each.chair.person_id for each in found},
        day=day,
    )
    return {post.person_id: post.committee for post in posts}


def _summary(session: Session, within: Within, day: date) -> CommunitySummary:
    chaired = (
        select(Committee.community_id)
        .join(Seat, Seat.committee_id == Committee.id)
        .where(Committee.community_id.is_not(None), Seat.rule_key == CHAIR, sits_on(day))
    )
    reach = (
        Community.id.is_not(None)
        if within.whole_district
        else Community.id.in_(within.community_ids)
    )
    row = session.execute(
        select(func.count(), func.count().filter(Community.id.in_(chaired)))
        .select_from(Community)
        .where(is_open(), reach)
    ).one()
    return CommunitySummary(row[0], row[1])


def _days_of_warning(session: Session, day: date) -> int:
    current = editions_of(session, set(), day).current
    deadlines = current.content.deadlines if current else Deadlines()
    return deadlines.term_warning_days
