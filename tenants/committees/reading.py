"""Reads committees in bulk: each part once for all of them, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.manual.models import ManualEdition
from core.manual.queries import content_of
from core.manual.structure import CommitteeKind
from core.regulations.keys import RegulationKey
from core.regulations.queries import committee_size, value_on
from tenants.adoption.models import Adoption
from tenants.alliances.models import AllianceMembership
from tenants.committees.bodies import Body, Place, Subject
from tenants.committees.composition import SeatAndPlace, compose, composed_of
from tenants.committees.models import Committee, Seat
from tenants.committees.red_list import missing_seats
from tenants.committees.view import CommitteeView, Edition, Size
from tenants.registry.models import Community
from tenants.zones.models import ZoneMembership
from tenants.zones.queries import on_day

Entry = tuple[Subject, Committee | None]


@dataclass(frozen=True)
class Editions:
    """The editions that committees follow, by number, and the one in force."""

    by_number: Mapping[int, Edition]
    current: Edition | None

    def of(self, committee: Committee | None) -> Edition | None:
        return self.by_number.get(committee.edition) if committee else self.current


def sits_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Seats that are held on a day; the day named by `valid_to` is the first one without office."""
    return (Seat.valid_from <= day) & or_(Seat.valid_to.is_(None), Seat.valid_to > day)


def views_of(
    session: Session, entries: Sequence[Entry], day: date, *, history: bool = False
) -> list[CommitteeView]:
    """The committees in the order given; without an edition that says how to compose one, it is left out."""
    if not entries:
        return []
    committees = [committee for _, committee in entries if committee]
    editions = editions_of(session, {committee.edition for committee in committees}, day)
    places = _places(session, [subject.body for subject, _ in entries], day)
    seats = _seats(session, [committee.id for committee in committees], day, history=history)
    sizes = _sizes(session, [subject for subject, _ in entries], day)
    titles = _Titles(session)
    views = []
    for subject, committee in entries:
        edition = editions.of(committee)
        if edition is not None:
            own = seats.get(committee.id, []) if committee else []
            view = compose(
                subject,
                committee,
                edition,
                places=places.get(subject.body, []),
                seats=own,
                day=day,
                current=editions.current,
                size=sizes.get(subject.body),
                titles=titles.of(subject.body.kind, edition, own),
            )
            views.append(replace(view, problems=missing_seats(view)))
    return views


def editions_of(session: Session, numbers: set[int], day: date) -> Editions:
    """The published editions of these numbers, and the one that the office follows on a day."""
    in_force = (
        select(Adoption.edition)
        .where(Adoption.valid_from <= day)
        .order_by(Adoption.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(ManualEdition, ManualEdition.number == in_force).where(
            ManualEdition.published_at.is_not(None),
            or_(ManualEdition.number.in_(numbers), ManualEdition.number == in_force),
        )
    ).all()
    found = {row[0].number: Edition(row[0].number, content_of(row[0])) for row in rows}
    current = next((found[row[0].number] for row in rows if row[1]), None)
    return Editions(found, current)


def _places(session: Session, bodies: Iterable[Body], day: date) -> Mapping[Body, list[Place]]:
    """The communities of the networks on a day, in the order of a Thai dictionary."""
    ids: dict[CommitteeKind, list[UUID]] = defaultdict(list)
    for body in bodies:
        if body.id is not None:
            ids[body.kind].append(body.id)
    found: dict[Body, list[Place]] = defaultdict(list)
    if zones := ids[CommitteeKind.ZONE]:
        rows = session.execute(
            select(ZoneMembership.zone_id, Community.id, Community.name)
            .join(Community, Community.id == ZoneMembership.community_id)
            .where(ZoneMembership.zone_id.in_(zones), on_day(day))
            .order_by(Community.sort_key, Community.id)
        )
        for zone_id, community_id, name in rows:
            found[Body.zone(zone_id)].append(Place(community_id, name))
    if alliances := ids[CommitteeKind.ALLIANCE]:
        rows = session.execute(
            select(AllianceMembership.alliance_id, Community.id, Community.name)
            .join(Community, Community.id == AllianceMembership.community_id)
            .where(AllianceMembership.alliance_id.in_(alliances), _belongs_on(day))
            .order_by(Community.sort_key, Community.id)
        )
        for alliance_id, community_id, name in rows:
            found[Body.alliance(alliance_id)].append(Place(community_id, name))
    return found


def _belongs_on(day: date) -> ColumnElement[bool]:
    """Memberships in alliances that hold on a day."""
    return (AllianceMembership.valid_from <= day) & or_(
        AllianceMembership.valid_to.is_(None), AllianceMembership.valid_to > day
    )


def _seats(
    session: Session, committee_ids: list[UUID], day: date, *, history: bool
) -> Mapping[UUID, list[SeatAndPlace]]:
    """Seats held on the day and those whose term is not over, or all that ever were."""
    statement = (
        select(Seat, Community.id, Community.name)
        .outerjoin(Community, Community.id == Seat.community_id)
        .where(Seat.committee_id.in_(committee_ids))
        .order_by(Seat.valid_from, Seat.id)
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[SeatAndPlace]] = defaultdict(list)
    if not committee_ids:
        return found
    if not history:
        statement = statement.where(or_(sits_on(day), Seat.term_ends_on > day))
    for row, place_id, place in session.execute(statement):
        found[row.committee_id].append((row, Place(place_id, place) if place_id else None))
    return found


def _sizes(session: Session, subjects: Sequence[Subject], day: date) -> Mapping[Body, Size]:
    """How many members the committees of communities have by the regulation in force."""
    communities = [each for each in subjects if each.body.kind is CommitteeKind.COMMUNITY]
    if not communities:
        return {}
    rule = value_on(session, RegulationKey.COMMUNITY_COMMITTEE_SIZE, day)
    return {
        each.body: Size(
            committee_size(rule.value, each.houses) if rule else None,
            each.houses,
            each.houses_as_of,
        )
        for each in communities
    }


class _Titles:
    """The titles of rules that only other editions know, from the newest one that has them; read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[CommitteeKind, dict[str, str]] = {}

    def of(
        self, kind: CommitteeKind, edition: Edition, seats: Sequence[SeatAndPlace]
    ) -> Mapping[str, str]:
        unknown = {row.rule_key for row, _ in seats} - composed_of(kind, edition.content).keys()
        if unknown and not self._known:
            self._read()
        return self._known.get(kind, {}) if unknown else {}

    def _read(self) -> None:
        self._known = {kind: {} for kind in CommitteeKind}
        for other in self._session.scalars(
            select(ManualEdition)
            .where(ManualEdition.published_at.is_not(None))
            .order_by(ManualEdition.number)
        ):
            content = content_of(other)
            for kind, titles in self._known.items():
                titles.update({key: rule.title for key, rule in composed_of(kind, content).items()})
