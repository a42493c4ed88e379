"""From an indicator's number to what it stands on: its parts and the evidence cards (F85).

The department reads both of every district, and never a record or a person; `core.indicators.tracing`
has the records, which a district reads as far as the reader's reach goes. `Place` says how far.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from core.evidence.models import EvidenceKind
from core.i18n.dates import last_of_month
from core.indicators.asking import Asked, Parsed
from core.indicators.cards import Behind, CardsOfKind, cards
from core.indicators.definitions import Catalogue, Definition
from core.indicators.evidence_counts import CountOfUnits, Role, counts_of
from core.indicators.evidence_facts import (
    Stored,
    Values,
    stored_facts,
    values_over,
)
from core.indicators.figures import Figure, Place, figures
from core.indicators.formulas import How, Reaching, Read, leaves_of, parts_of
from core.indicators.measures import Measure, Month
from core.indicators.spans import Span

__all__ = ["CountOfUnits", "Evidence", "Part", "Role", "Values", "evidence"]


@dataclass(frozen=True)
class Part:
    """A measure that a formula names. `months` are those that were counted and enter it, in order.

    `measure` is None where no feature counts it yet. `by_zone` is empty where the place is a zone.
    `within` is the count of zones or communities in which it stands: then what enters the figure are
    the units that reach it (`Evidence.count_of`), never the sum of its months.
    """

    key: str
    role: Role
    how: How
    measure: Measure | None
    months: tuple[Month, ...]
    whole: Values
    by_month: tuple[tuple[date, Values], ...]
    by_zone: tuple[tuple[UUID, Values], ...]
    within: Reaching | None = None


@dataclass(frozen=True)
class Evidence:
    """What stands behind one number. `counted_at` is when the newest of its months was counted.

    `counts` are the counts of zones and communities in the formula. `zone_numbers` are those of all
    zones of the district. `knows_place` is false of a zone that has no fact in the span.
    """

    figure: Figure
    place: Place
    span: Span
    parts: tuple[Part, ...]
    counts: tuple[CountOfUnits, ...]
    zone_numbers: dict[UUID, int]
    cards: tuple[CardsOfKind, ...]
    counted_at: datetime | None
    knows_place: bool = True

    @property
    def definition(self) -> Definition:
        """The version under which the number was read."""
        return self.figure.definition

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    def count_of(self, part: Part) -> CountOfUnits | None:
        """The count of zones or communities in which a part stands, if it does."""
        return next((each for each in self.counts if each.node == part.within), None)


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
    """The parts and cards behind an indicator in a district or zone over a span, in at most seven statements."""
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
    by_key = {each.key: each for each in measures}
    named = _named(parsed, by_key)
    months = asked.months_of(parsed, 0)
    stored = stored_facts(
        session,
        place,
        {item.read.measure for item in named},
        None
        if any(item.read.how is How.CUMULATIVE for item in named)
        else min(months, default=None),
        asked.last_month,
    )
    parts = tuple(_part(item, by_key.get(item.read.measure), stored, months) for item in named)
    counts = counts_of(session, parsed, stored, months, by_key)
    kinds = _kinds(figure.definition, parts)
    since = span.first if all(item.read.how is How.SUM for item in named) else None
    behind = _behind(place, figure, parts, counts)
    return Evidence(
        figure=figure,
        place=place,
        span=span,
        parts=parts,
        counts=counts,
        zone_numbers=stored.numbers,
        cards=cards(session, place, kinds, behind, since=since, until=span.last_day),
        counted_at=max((each.filled_at for each in stored.months.values()), default=None),
        knows_place=place.zone_id is None or place.zone_id in read.zones(place.code),
    )


@dataclass(frozen=True)
class _Named:
    """A measure of a formula, the part in which it stands, and the count of units around it."""

    role: Role
    read: Read
    within: Reaching | None = None


def _named(parsed: Parsed, by_key: dict[str, Measure]) -> list[_Named]:
    """Every measure once, in the order of the formulas; then those that are shown beside them."""
    found: dict[str, _Named] = {}
    for role, expression in zip(Role, parsed.expressions, strict=False):
        for leaf in leaves_of(expression.node):
            if isinstance(leaf, Read):
                found.setdefault(leaf.measure, _Named(role, leaf))
            elif isinstance(leaf, Reaching):
                for node in parts_of(leaf.inner):
                    if isinstance(node, Read):
                        found.setdefault(node.measure, _Named(role, node, leaf))
    for item in [*found.values()]:
        measure = by_key.get(item.read.measure)
        for key in measure.beside if measure else ():
            found.setdefault(key, _Named(Role.BESIDE, Read(key, item.read.how)))
    return list(found.values())


def _part(
    item: _Named,
    measure: Measure | None,
    stored: Stored,
    asked: Sequence[date],
) -> Part:
    read = item.read
    counted = sorted(month for month in stored.months if month in asked)
    entering = counted
    if read.how is How.LATEST:
        entering = counted[-1:]
    elif read.how is How.CUMULATIVE:
        entering = sorted(month for month in stored.months if month <= max(asked, default=month))

    def values(months: Sequence[date], zone: UUID | None = None) -> Values:
        return values_over(stored, measure, read.measure, months, zone)

    return Part(
        key=read.measure,
        role=item.role,
        how=read.how,
        measure=measure,
        months=tuple(
            Month(month, last_of_month(month), stored.months[month].stock_day) for month in entering
        ),
        whole=values(entering),
        by_month=tuple((month, values([month])) for month in counted),
        by_zone=tuple((zone, values(entering, zone)) for zone in stored.zones(read.measure)),
        within=item.within,
    )


def _behind(
    place: Place, figure: Figure, parts: Sequence[Part], counts: Sequence[CountOfUnits]
) -> Behind:
    """The zones that the numerator counts; and whether it counts something that belongs to no zone."""
    if place.zone_id is not None:
        return Behind(frozenset([place.zone_id] if figure.numerator else []), of_no_zone=False)
    plain = [part for part in parts if part.role is Role.NUMERATOR and part.within is None]
    zones = {zone for part in plain for zone, values in part.by_zone if values.counted}
    for each in counts:
        if each.role is Role.NUMERATOR:
            zones |= {zone for zone, _ in each.by_zone} if each.of_communities else each.units
    return Behind(
        frozenset(zones),
        of_no_zone=any(
            (part.whole.counted or 0)
            > sum((values.counted or Decimal(0) for _, values in part.by_zone), Decimal(0))
            for part in plain
        ),
    )


def _kinds(definition: Definition, parts: Iterable[Part]) -> list[EvidenceKind]:
    named = [*definition.evidence]
    named += [kind for part in parts if part.measure for kind in part.measure.papers]
    return list(dict.fromkeys(named))
