"""The few statements that read facts for figures; the partial indexes of facts answer each of them alone.

What is asked for is a list of cells: a district's counted month, the state of the facts that count
there, and the span that wants it. PostgreSQL adds months up, and counts zones and communities.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Numeric,
    Select,
    SmallInteger,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from core.indicators.formulas import (
    How,
    Reaching,
    Read,
)
from core.indicators.models import Fact, FactState, FillState
from core.tenancy.models import RegisteredPopulation

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Counted:
    """A month of a district that has facts."""

    approved_at: datetime | None
    is_example: bool


@dataclass
class Ledger:
    """Which months of which districts were counted, and the registered populations."""

    months: dict[int, dict[date, Counted]] = field(default_factory=lambda: defaultdict(dict))
    populations: dict[int, list[tuple[date, Decimal]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def population(self, code: int, day: date) -> Decimal | None:
        """The newest registered population that was known on a day."""
        known = [each for each in self.populations.get(code, ()) if each[0] <= day]
        return max(known)[1] if known else None


@dataclass(frozen=True)
class Cell:
    """A counted month of a district as one span wants it; of windows, which share months, the span is 0."""

    code: int
    month: date
    state: str
    span: int


@dataclass(frozen=True)
class Term:
    """A count of zones or communities; `window` tells apart equal terms that look at other months."""

    node: Reaching
    window: int | None = None


@dataclass(frozen=True)
class Order:
    """What one reading asks for.

    `all_months` are the cells of flows, `last_months` those of stocks, `earlier_months` every counted
    month up to the newest span's end. `windows` are the cells of terms that look at every month, by
    the length of the window, `window_months` the months of each span's window.
    `accepted` are measures that are read in the state `accepted` whatever the cell says.
    """

    codes: tuple[int, ...]
    reads: frozenset[Read]
    terms: tuple[Term, ...]
    all_months: Sequence[Cell]
    last_months: Sequence[Cell]
    earlier_months: Sequence[Cell]
    windows: Mapping[int, Sequence[Cell]]
    window_months: Mapping[int, Sequence[tuple[date, ...]]]
    accepted: frozenset[str]
    zones: bool


ValueKey = tuple[How, str, int, UUID | None, int]
"""How it was taken, measure, district, zone, and the span's place; for cumulated ones the month's ordinal."""

TermKey = tuple[Term, int, UUID | None, int]


def ledger(
    session: Session, codes: Collection[int], first: date | None, last: date, *, population: bool
) -> Ledger:
    """Counted months between two, from the very beginning without a first one, in one statement."""
    within = [FillState.district_id.in_(codes), FillState.month <= last]
    if first is not None:
        within.append(FillState.month >= first)
    statements: list[Rows] = [
        select(
            FillState.district_id.label("code"),
            FillState.month.label("day"),
            FillState.approved_at,
            FillState.is_example,
            cast(null(), Numeric).label("people"),
        ).where(*within)
    ]
    if population:
        statements.append(
            select(
                RegisteredPopulation.office_code,
                RegisteredPopulation.as_of,
                null(),
                null(),
                cast(RegisteredPopulation.people, Numeric),
            ).where(RegisteredPopulation.office_code.in_(codes))
        )
    found = Ledger()
    for row in session.execute(union_all(*statements)):
        if row.people is None:
            found.months[row.code][row.day] = Counted(row.approved_at, row.is_example)
        else:
            found.populations[row.code].append((row.day, row.people))
    return found


def values(session: Session, orders: Sequence[Order]) -> list[dict[ValueKey, Decimal]]:
    """Measures of districts, and of their zones when asked, of each order; in one statement."""
    statements = [part for number, order in enumerate(orders) for part in _values_of(number, order)]
    found: list[dict[ValueKey, Decimal]] = [{} for _ in orders]
    if statements:
        for row in session.execute(union_all(*statements)):
            key = (How(row.how), row.measure, row.code, row.zone_id, row.span)
            found[row.number][key] = row.value
    return found


def _values_of(number: int, order: Order) -> list[Rows]:
    dimensions: list[ColumnElement[Any]] = [null()]
    if order.zones:
        dimensions.append(Fact.zone_id.expression)
    cells = {
        How.SUM: order.all_months,
        How.LATEST: order.last_months,
        How.CUMULATIVE: order.earlier_months,
    }
    measures = {how: [read.measure for read in order.reads if read.how is how] for how in cells}
    return [
        _added_up(how, zone, order, measures[how], each).add_columns(
            literal(number, Integer).label("number")
        )
        for how, each in cells.items()
        for zone in dimensions
        if each and measures[how]
    ]


def _added_up(
    how: How,
    zone: ColumnElement[Any],
    order: Order,
    measures: list[str],
    cells: Sequence[Cell],
) -> Rows:
    wanted = cells_table(cells, f"{how}_cells")
    of_zones = not isinstance(zone, type(null()))
    grouped = [Fact.district_id, wanted.c.span, Fact.measure, *([zone] if of_zones else [])]
    return (
        select(
            literal(how.value, Text).label("how"),
            Fact.district_id.label("code"),
            cast(wanted.c.span, Integer).label("span"),
            cast(zone, Uuid).label("zone_id"),
            Fact.measure.label("measure"),
            func.sum(Fact.value).label("value"),
        )
        .join(wanted, of_cell(wanted, order.accepted))
        .where(
            *within(cells, measures, order),
            Fact.zone_id.is_not(None) if of_zones else Fact.zone_id.is_(None),
            Fact.community_id.is_(None),
        )
        .group_by(*grouped)
    )


def cells_table(cells: Sequence[Cell], name: str) -> FromClause:
    """The cells as a table: arrays, so that one statement serves any number of them."""

    def listed(values: list[Any], kind: Any) -> ColumnElement[Any]:
        return cast(bindparam(None, values, type_=ARRAY(kind)), ARRAY(kind))

    return (
        func.unnest(
            listed([each.code for each in cells], SmallInteger),
            listed([each.month for each in cells], Date),
            listed([each.state for each in cells], Text),
            listed([each.span for each in cells], Integer),
        )
        .table_valued(
            column("code", SmallInteger),
            column("month", Date),
            column("state", Text),
            column("span", Integer),
            name=name,
        )
        .render_derived()
    )


def of_cell(cells: FromClause, accepted: frozenset[str]) -> ColumnElement[bool]:
    """Whether a fact is of a cell, in the state that counts there."""
    state: ColumnElement[Any] = cells.c.state
    if accepted:
        state = case((Fact.measure.in_(accepted), FactState.ACCEPTED.value), else_=cells.c.state)
    return and_(Fact.district_id == cells.c.code, Fact.month == cells.c.month, Fact.state == state)


def within(
    cells: Sequence[Cell], measures: Sequence[str], order: Order
) -> list[ColumnElement[bool]]:
    """The columns that lead the indexes of facts, so that no month is walked through in vain."""
    months = sorted({cell.month for cell in cells})
    first, last = months[0], months[-1]
    in_a_row = len(months) == (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        Fact.district_id.in_({cell.code for cell in cells}),
        Fact.measure.in_(measures),
        Fact.month == first
        if first == last
        else Fact.month.between(first, last)
        if in_a_row
        else Fact.month.in_(months),
        Fact.state.in_(
            {cell.state for cell in cells}
            | ({FactState.ACCEPTED.value} if order.accepted else set())
        ),
    ]
