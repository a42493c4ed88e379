"""From an indicator's number to what it stands on: its parts and the evidence cards (F85).

The department reads both of every district, and never a record or a person; `core.indicators.tracing`
has the records, which a district reads as far as the reader's reach goes. `Place` says how far.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from core.evidence.models import EvidenceCard, EvidenceKind, EvidenceState
from core.i18n.dates import last_of_month
from core.indicators.asking import Asked, Parsed
from core.indicators.definitions import Catalogue, Definition
from core.indicators.figures import Figure, Place, figures
from core.indicators.formulas import How, Read, parts_of
from core.indicators.measures import Measure, Month
from core.indicators.models import Fact, FactState, FillState
from core.indicators.spans import Span

CARDS_OF_A_KIND = 20
"""Of each kind the newest cards are listed; all are counted."""


class Role(StrEnum):
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True)
class Values:
    """What a measure comes to in each state; None where there is no such state or nothing was counted.

    `counted` is what the figure takes: of approved months the approved facts, of others the reported ones.
    """

    counted: Decimal | None = None
    reported: Decimal | None = None
    accepted: Decimal | None = None
    approved: Decimal | None = None


@dataclass(frozen=True)
class Part:
    """A measure that a formula names. `months` are those that were counted and enter it, in order.

    `measure` is None where no feature counts it yet. `by_zone` is empty where the place is a zone.
    """

    key: str
    role: Role
    how: How
    measure: Measure | None
    months: tuple[Month, ...]
    whole: Values
    by_month: tuple[tuple[date, Values], ...]
    by_zone: tuple[tuple[UUID, Values], ...]


@dataclass(frozen=True)
class CardsOfKind:
    """The evidence cards of one kind: how many have force and how many no longer, and the newest ones."""

    kind: EvidenceKind
    valid: int
    ended: int
    newest: tuple[EvidenceCard, ...]

    @property
    def total(self) -> int:
        return self.valid + self.ended


@dataclass(frozen=True)
class Evidence:
    """What stands behind one number. `counted_at` is when the newest of its months was counted.

    `knows_place` is false of a zone that has no fact in the span.
    """

    figure: Figure
    place: Place
    span: Span
    parts: tuple[Part, ...]
    cards: tuple[CardsOfKind, ...]
    counted_at: datetime | None
    knows_place: bool = True

    @property
    def definition(self) -> Definition:
        """The version under which the number was read."""
        return self.figure.definition

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)


def evidence(
    session: Session,
    catalogue: Catalogue,
    measures: Sequence[Measure],
    definition: Definition,
    *,
    place: Place,
    span: Span,
    today: date,
) -> Evidence:
    """The parts and cards behind an indicator in a district or zone over a span, in five statements."""
    read = figures(
        session,
        catalogue,
        measures,
        keys=[definition.key],
        codes=[place.code],
        spans=[span],
        today=today,
        zones=place.zone_id is not None,
    )
    figure = read.of(definition.key, place, span)
    asked = Asked(
        catalogue, measures, keys=[definition.key], codes=[place.code], spans=[span], today=today
    )
    parsed = asked.parsed(figure.definition)
    named = _named(parsed)
    months = asked.months_of(parsed, 0)
    stored = _stored(
        session,
        place,
        {item.measure for _, item in named},
        None if any(item.how is How.CUMULATIVE for _, item in named) else min(months, default=None),
        asked.last_month,
    )
    by_key = {each.key: each for each in measures}
    parts = tuple(
        _part(role, item, by_key.get(item.measure), stored, months) for role, item in named
    )
    kinds = _kinds(figure.definition, parts)
    since = span.first if all(item.how is How.SUM for _, item in named) else None
    return Evidence(
        figure=figure,
        place=place,
        span=span,
        parts=parts,
        cards=_cards(session, place, kinds, since, span.last_day),
        counted_at=max((each.filled_at for each in stored.months.values()), default=None),
        knows_place=place.zone_id is None or place.zone_id in read.zones(place.code),
    )


def _named(parsed: Parsed) -> list[tuple[Role, Read]]:
    """Every measure once, in the order of the formulas, with the part in which it stands."""
    found: dict[str, tuple[Role, Read]] = {}
    for role, expression in zip(Role, parsed.expressions, strict=False):
        for node in parts_of(expression.node):
            if isinstance(node, Read):
                found.setdefault(node.measure, (role, node))
    return list(found.values())


@dataclass(frozen=True)
class _Counted:
    """A month of the ledger."""

    stock_day: date
    filled_at: datetime
    is_approved: bool


@dataclass(frozen=True)
class _Stored:
    """The ledger and the facts of a place. The facts by measure, month, zone and state."""

    months: dict[date, _Counted]
    facts: dict[tuple[str, date, UUID | None, str], Decimal]
    place: Place

    def zones(self, measure: str) -> list[UUID]:
        if self.place.zone_id is not None:
            return []
        return sorted({zone for key, _, zone, _ in self.facts if key == measure and zone})


def _stored(
    session: Session, place: Place, keys: Iterable[str], first: date | None, last: date
) -> _Stored:
    """Ledger and facts, in one statement; of a zone only its own facts, beside the district's ledger.

    Without a first month they are read from the beginning.
    """
    held = [FillState.district_id == place.code, FillState.month <= last]
    if first is not None:
        held.append(FillState.month >= first)
    wanted = and_(
        Fact.district_id == FillState.district_id,
        Fact.month == FillState.month,
        Fact.measure.in_(list(keys)),
        Fact.community_id.is_(None)
        if place.community_id is None
        else Fact.community_id == place.community_id,
    )
    if place.zone_id is not None:
        wanted = and_(wanted, Fact.zone_id == place.zone_id)
    rows = session.execute(
        select(
            FillState.month,
            FillState.stock_day,
            FillState.filled_at,
            FillState.approved_at,
            Fact.measure,
            Fact.zone_id,
            Fact.state,
            Fact.value,
        )
        .outerjoin(Fact, wanted)
        .where(*held)
    )
    found = _Stored({}, {}, place)
    for month, stock_day, filled_at, approved_at, measure, zone_id, state, value in rows:
        found.months[month] = _Counted(stock_day, filled_at, approved_at is not None)
        if measure is not None:
            zone = None if place.zone_id or place.community_id else zone_id
            found.facts[measure, month, zone, state] = value
    return found


def _part(
    role: Role, read: Read, measure: Measure | None, stored: _Stored, asked: Sequence[date]
) -> Part:
    counted = sorted(month for month in stored.months if month in asked)
    entering = counted
    if read.how is How.LATEST:
        entering = counted[-1:]
    elif read.how is How.CUMULATIVE:
        entering = sorted(month for month in stored.months if month <= max(asked, default=month))

    def values(months: Sequence[date], zone: UUID | None = None) -> Values:
        return _values(stored, measure, read.measure, months, zone)

    return Part(
        key=read.measure,
        role=role,
        how=read.how,
        measure=measure,
        months=tuple(
            Month(month, last_of_month(month), stored.months[month].stock_day) for month in entering
        ),
        whole=values(entering),
        by_month=tuple((month, values([month])) for month in counted),
        by_zone=tuple((zone, values(entering, zone)) for zone in stored.zones(read.measure)),
    )


def _values(
    stored: _Stored, measure: Measure | None, key: str, months: Sequence[date], zone: UUID | None
) -> Values:
    if measure is None or not months:
        return Values()

    def total(state: FactState, of: Sequence[date]) -> Decimal | None:
        if not of:
            return None
        known = [stored.facts.get((key, month, zone, state.value)) for month in of]
        return sum((value for value in known if value is not None), Decimal(0))

    approved = [month for month in months if stored.months[month].is_approved]
    others = [month for month in months if month not in approved]
    parts = [total(FactState.APPROVED, approved), total(FactState.ALL, others)]
    return Values(
        counted=sum((part for part in parts if part is not None), Decimal(0)),
        reported=total(FactState.ALL, months),
        accepted=total(FactState.ACCEPTED, months)
        if FactState.ACCEPTED in measure.states
        else None,
        approved=total(FactState.APPROVED, approved),
    )


def _kinds(definition: Definition, parts: Iterable[Part]) -> list[EvidenceKind]:
    named = [*definition.evidence]
    named += [kind for part in parts if part.measure for kind in part.measure.papers]
    return list(dict.fromkeys(named))


def _cards(
    session: Session,
    place: Place,
    kinds: Sequence[EvidenceKind],
    since: date | None,
    until: date,
) -> tuple[CardsOfKind, ...]:
    """Counted by kind, in one statement. A certificate is a person's: it is counted and never listed."""
    if not kinds:
        return ()
    held: list[ColumnElement[bool]] = [
        EvidenceCard.district_id == place.code,
        EvidenceCard.kind.in_([kind.value for kind in kinds]),
        EvidenceCard.dated_on <= until,
    ]
    if since is not None:
        held.append(EvidenceCard.dated_on >= since)
    if place.zone_id is not None:
        held.append(EvidenceCard.zone_id == place.zone_id)
    is_valid = EvidenceCard.state == EvidenceState.VALID.value
    newest_first = (EvidenceCard.dated_on.desc(), EvidenceCard.id.desc())
    ranked = (
        select(
            EvidenceCard.district_id,
            EvidenceCard.id,
            func.row_number()
            .over(partition_by=EvidenceCard.kind, order_by=newest_first)
            .label("rank"),
            func.count().filter(is_valid).over(partition_by=EvidenceCard.kind).label("valid"),
            func.count().filter(~is_valid).over(partition_by=EvidenceCard.kind).label("ended"),
        )
        .where(*held)
        .subquery()
    )
    rows = session.execute(
        select(EvidenceCard, ranked.c.valid, ranked.c.ended)
        .join(
            ranked,
            and_(ranked.c.district_id == EvidenceCard.district_id, ranked.c.id == EvidenceCard.id),
        )
        .where(ranked.c.rank <= CARDS_OF_A_KIND)
        .order_by(*newest_first)
    ).all()
    return tuple(_of_kind(kind, [row for row in rows if row[0].kind == kind]) for kind in kinds)


def _of_kind(kind: EvidenceKind, rows: Sequence[Any]) -> CardsOfKind:
    if not rows:
        return CardsOfKind(kind, 0, 0, ())
    listed = () if kind is EvidenceKind.CERTIFICATE else tuple(row[0] for row in rows)
    return CardsOfKind(kind, rows[0][1], rows[0][2], listed)
