"""Reads of what the districts report. Facts only: nothing here could see a name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    Date,
    Numeric,
    Select,
    Text,
    extract,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from city.indicators.indicators import ACTIVE_NETWORKS, INDICATORS, REGISTER
from core.i18n.dates import last_of_month, shift_month
from core.indicators.indicators import REGISTERED_POPULATION, Figure, Indicator
from core.indicators.models import Fact, FillState
from core.tenancy.models import PublishedFigure, RegisteredPopulation

REPORTED = "all"
"""The state of facts that are read: what was reported. No period is locked yet."""

MEASURES = frozenset(key for indicator in INDICATORS for key in indicator.measures) - {
    ACTIVE_NETWORKS.numerator[0]
}
"""Measures that are read for whole districts; the networks are read zone by zone."""

_POPULATION = "population"
_PUBLISHED = "published"


@dataclass(frozen=True)
class Filled:
    """When a district's facts of one month were counted, and on which day its stocks were taken."""

    at: datetime
    stock_day: date


@dataclass(frozen=True)
class Ledger:
    """The ledger of the chosen month, and a mark that changes whenever any fact was counted again."""

    months: dict[int, Filled]
    newest: datetime | None
    mark: str


@dataclass(frozen=True)
class Published:
    """A figure that a document printed: never rolled up (M12-M17)."""

    value: Decimal
    as_of: date
    source_th: str
    source_en: str


@dataclass(frozen=True)
class Population:
    people: Decimal
    as_of: date
    source: str


@dataclass(frozen=True)
class Reference:
    """Numbers about offices from outside the platform."""

    populations: dict[int, list[Population]]
    published: dict[int, dict[str, Published]]

    def population(self, code: int, month: date) -> Population | None:
        """The newest registered population that was known at the end of a month."""
        known = [p for p in self.populations.get(code, []) if p.as_of <= last_of_month(month)]
        return max(known, key=lambda each: each.as_of, default=None)


@dataclass
class Facts:
    """Facts of some months. Whether a district shows examples is a matter of each month's facts."""

    values: dict[tuple[int, date, str], Decimal] = field(default_factory=dict)
    examples: set[tuple[int, date]] = field(default_factory=set)
    steady_zones: dict[tuple[int, date], int] = field(default_factory=dict)

    def has_begun(self, code: int, month: date) -> bool:
        """Whether the district's register held a community: before that it is "not started", never zero."""
        return self.values.get((code, month, REGISTER), Decimal(0)) > 0

    def is_example(self, code: int, month: date) -> bool:
        return (code, month) in self.examples

    @property
    def any_real(self) -> bool:
        """Whether any district has begun with real records: from then on examples are left out."""
        return any(
            value > 0 and (code, month) not in self.examples
            for (code, month, measure), value in self.values.items()
            if measure == REGISTER
        )


@dataclass(frozen=True)
class Reports:
    """What the districts reported, with what is needed to read figures out of it.

    `window` is how many full months a steady network must have been active.
    """

    facts: Facts
    reference: Reference
    window: int
    this_month: date

    def line(self, indicator: Indicator, code: int, months: Sequence[date]) -> list[Figure | None]:
        """One district's figure of each month."""
        return [self.figure(indicator, code, month) for month in months]

    def figure(self, indicator: Indicator, code: int, month: date) -> Figure | None:
        """A district's figure in a month; None where it has not begun or a part is not known."""
        if not self.facts.has_begun(code, month):
            return None
        numerator = self._numerator(indicator, code, month)
        if numerator is None or (indicator.zero_is_unknown and not numerator):
            return None
        if indicator.denominator is None:
            return Figure(numerator)
        denominator = self._denominator(indicator, code, month)
        return None if denominator is None else Figure(numerator, denominator)

    def _numerator(self, indicator: Indicator, code: int, month: date) -> Decimal | None:
        if indicator.every_month:
            last = window_before(month, 1, self.this_month)[0]
            return Decimal(self.facts.steady_zones.get((code, last), 0))
        parts = [self.facts.values.get((code, month, measure)) for measure in indicator.numerator]
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if len(known) == len(parts) else None

    def _denominator(self, indicator: Indicator, code: int, month: date) -> Decimal | None:
        if indicator.denominator == REGISTERED_POPULATION:
            population = self.reference.population(code, month)
            return population.people if population else None
        return self.facts.values.get((code, month, indicator.denominator or ""))


def facts(
    session: Session,
    codes: Collection[int],
    *,
    months: Collection[date],
    measures: Iterable[str],
    zone_months: Collection[date],
    window: int,
    whole_month: date | None = None,
) -> Facts:
    """Facts of whole districts in some months, and the steady zones of some, maybe other, months.

    Of `whole_month` all measures are read. Two statements; the district leads, as in the index.
    """
    found = Facts()
    rows = session.execute(
        select(Fact.district_id, Fact.month, Fact.measure, Fact.value, Fact.is_example).where(
            Fact.district_id.in_(codes),
            Fact.month.in_(months),
            or_(
                Fact.measure.in_({*measures, REGISTER}),
                (Fact.month == whole_month) & Fact.measure.in_(MEASURES),
            ),
            Fact.zone_id.is_(None),
            Fact.state == REPORTED,
        )
    )
    for code, month, measure, value, is_example in rows:
        found.values[code, month, measure] = value
        if is_example:
            found.examples.add((code, month))
    for row in session.execute(_steady_zones(codes, zone_months, window)):
        found.steady_zones[row[0], row[1]] = row[2]
    return found


def _steady_zones(
    codes: Collection[int], months: Collection[date], window: int
) -> Select[int, date, int]:
    """Zones by district and month whose run of active months reaches the window (M89).

    Months in a row share the difference between their number and their place in the zone's list.
    """
    zone = (Fact.district_id, Fact.zone_id)
    number = extract("year", Fact.month) * 12 + extract("month", Fact.month)
    place = func.row_number().over(partition_by=zone, order_by=Fact.month)
    active = (
        select(*zone, Fact.month, (number - place).label("run"))
        .where(
            Fact.district_id.in_(codes),
            Fact.month.in_(months),
            Fact.measure == ACTIVE_NETWORKS.numerator[0],
            Fact.zone_id.is_not(None),
            Fact.state == REPORTED,
            Fact.value >= 1,
        )
        .subquery()
    )
    run = (active.c.district_id, active.c.zone_id, active.c.run)
    lengths = select(
        active.c.district_id,
        active.c.month,
        func.row_number().over(partition_by=run, order_by=active.c.month).label("length"),
    ).subquery()
    return (
        select(lengths.c.district_id, lengths.c.month, func.count())
        .where(lengths.c.length >= window)
        .group_by(lengths.c.district_id, lengths.c.month)
    )


def reference(session: Session, codes: Collection[int]) -> Reference:
    """Registered populations of all years, and published figures, in one statement."""
    population = select(
        literal(_POPULATION, Text).label("kind"),
        RegisteredPopulation.office_code.label("office_code"),
        literal(REGISTERED_POPULATION, Text).label("key"),
        RegisteredPopulation.as_of.label("as_of"),
        RegisteredPopulation.people.cast(Numeric).label("value"),
        RegisteredPopulation.source.label("source_th"),
        null().cast(Text).label("source_en"),
    ).where(RegisteredPopulation.office_code.in_(codes))
    published = select(
        literal(_PUBLISHED, Text),
        PublishedFigure.office_code,
        PublishedFigure.key,
        PublishedFigure.as_of.cast(Date),
        PublishedFigure.value.cast(Numeric),
        PublishedFigure.source_th,
        PublishedFigure.source_en,
    ).where(PublishedFigure.office_code.in_(codes))
    found = Reference(defaultdict(list), defaultdict(dict))
    for row in session.execute(union_all(population, published)):
        if row.kind == _POPULATION:
            found.populations[row.office_code].append(
                Population(row.value, row.as_of, row.source_th)
            )
        else:
            found.published[row.office_code][row.key] = Published(
                row.value, row.as_of, row.source_th, row.source_en
            )
    return found


def ledger(session: Session, month: date | None = None) -> Ledger:
    """When each district was counted last; one small statement, good enough for a poll."""
    this_month = FillState.month == month
    rows = session.execute(
        select(
            FillState.district_id,
            func.max(FillState.filled_at).label("newest"),
            func.count().label("months"),
            func.max(FillState.filled_at).filter(this_month).label("at"),
            func.max(FillState.stock_day).filter(this_month).label("stock_day"),
        ).group_by(FillState.district_id)
    ).all()
    newest = max((row.newest for row in rows), default=None)
    count = sum(row.months for row in rows)
    return Ledger(
        months={row.district_id: Filled(row.at, row.stock_day) for row in rows if row.at},
        newest=newest,
        mark=f"{count}-{newest.timestamp() if newest else 0:.6f}",
    )


def window_before(month: date, length: int, this_month: date) -> tuple[date, ...]:
    """The full months that end with the chosen one; the running month is not full yet."""
    last = month if month < this_month else shift_month(this_month, -1)
    return tuple(shift_month(last, offset) for offset in range(1 - length, 1))
