"""The few statements that read facts for figures; the partial indexes of facts answer each of them alone.

What is asked for is a list of cells: a district's counted month, the state of the facts that count
there, and the span that wants it. PostgreSQL adds months up, and counts zones and communities.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Date,
    Dialect,
    FromClause,
    Integer,
    Numeric,
    Select,
    SmallInteger,
    Text,
    TypeDecorator,
    Uuid,
    and_,
    any_,
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


class Counted(NamedTuple):
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


class Cell(NamedTuple):
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


Where = tuple[int, UUID | None, int]
"""District, zone, and the span's place; of cumulated measures the month's ordinal."""

Values = Mapping[Read, Mapping[Where, Decimal]]
Counts = Mapping[Term, Mapping[Where, int]]


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
    for code, day, approved_at, is_example, people in session.execute(union_all(*statements)).all():
        if people is None:
            found.months[code][day] = Counted(approved_at, is_example)
        else:
            found.populations[code].append((day, people))
    return found


class _Part(NamedTuple):
    """Measures of one order that are read alike; of districts, or of zones."""

    number: int
    how: How
    zones: bool
    cells: "CellList"


def values(session: Session, orders: Sequence[Order]) -> list[Values]:
    """Measures of districts, and of their zones when asked, of each order; in one statement."""
    parts: list[_Part] = []
    parameters: dict[str, Any] = {}
    for number, order in enumerate(orders):
        for how, wanted, measures in _wanted(order):
            cells = CellList.of(f"{how}_{number}", wanted, order)
            parameters |= cells.parameters(wanted, measures, order)
            parts += [_Part(number, how, zones, cells) for zones in sorted({False, order.zones})]
    found: list[dict[Read, dict[Where, Decimal]]] = [{} for _ in orders]
    if not parts:
        return [*found]
    columns: dict[tuple[int, str], dict[Where, Decimal]] = defaultdict(dict)
    for row in session.execute(_values_of(tuple(parts)), parameters).all():
        place, code, span, zone_id, measure, value = row
        columns[place, measure][code, zone_id, span] = value
    for (place, measure), column_of in columns.items():
        part = parts[place]
        found[part.number].setdefault(Read(measure, part.how), {}).update(column_of)
    return [*found]


def _wanted(order: Order) -> Iterator[tuple[How, Sequence[Cell], list[str]]]:
    """The cells and measures of each way in which months become one value."""
    for how, cells in (
        (How.SUM, order.all_months),
        (How.LATEST, order.last_months),
        (How.CUMULATIVE, order.earlier_months),
    ):
        measures = [read.measure for read in order.reads if read.how is how]
        if cells and measures:
            yield how, cells, measures


@lru_cache(maxsize=256)
def _values_of(parts: tuple[_Part, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    """Put into words once for statements of the same shape; what differs comes as parameters."""
    return union_all(*(_added_up(place, part) for place, part in enumerate(parts)))


def _added_up(place: int, part: _Part) -> Rows:
    cells = part.cells
    wanted = cells.table()
    zone: ColumnElement[Any] = Fact.zone_id.expression if part.zones else cast(null(), Uuid)
    return (
        select(
            literal(place, Integer).label("place"),
            Fact.district_id.label("code"),
            cast(wanted.c.span, Integer).label("span"),
            cast(zone, Uuid).label("zone_id"),
            Fact.measure.label("measure"),
            func.sum(Fact.value).label("value"),
        )
        .join(wanted, cells.hold(wanted))
        .where(
            *cells.within(),
            Fact.zone_id.is_not(None) if part.zones else Fact.zone_id.is_(None),
            Fact.community_id.is_(None),
        )
        .group_by(Fact.district_id, wanted.c.span, Fact.measure, *([zone] if part.zones else []))
    )


class _Months(Enum):
    """How a list of months leads into an index, so that no month is walked through in vain."""

    ONE = auto()
    IN_A_ROW = auto()
    SOME = auto()


@dataclass(frozen=True)
class CellList:
    """A list of cells in a statement: its name there and its shape; the cells come as parameters."""

    name: str
    months: _Months
    accepted: bool

    @classmethod
    def of(cls, name: str, cells: Sequence[Cell], order: Order) -> "CellList":
        months = {cell.month for cell in cells}
        first, last = min(months), max(months)
        length = (last.year - first.year) * 12 + last.month - first.month + 1
        in_a_row = _Months.IN_A_ROW if length == len(months) else _Months.SOME
        return cls(name, _Months.ONE if length == 1 else in_a_row, bool(order.accepted))

    def parameters(
        self, cells: Sequence[Cell], measures: Sequence[str], order: Order
    ) -> dict[str, Any]:
        codes, months, states, spans = zip(*cells, strict=True)
        every_month = sorted(set(months))
        named = {
            "codes": codes,
            "months": months,
            "states": states,
            "spans": spans,
            "measures": measures,
            "districts": sorted(set(codes)),
            "every_month": every_month,
            "first": every_month[0],
            "last": every_month[-1],
            "any_state": sorted({*states, *([FactState.ACCEPTED.value] if order.accepted else [])}),
            "accepted": sorted(order.accepted),
        }
        return {f"{self.name}_{name}": value for name, value in named.items()}

    def table(self) -> FromClause:
        return (
            func.unnest(
                self._list("codes", SmallInteger),
                self._list("months", Date),
                self._list("states", Text),
                self._list("spans", Integer),
            )
            .table_valued(
                column("code", SmallInteger),
                column("month", Date),
                column("state", Text),
                column("span", Integer),
                name=self.name,
            )
            .render_derived()
        )

    def hold(self, cells: FromClause) -> ColumnElement[bool]:
        """Whether a fact is of a cell, in the state that counts there."""
        state: ColumnElement[Any] = cells.c.state
        if self.accepted:
            state = case(
                (Fact.measure == any_(self._list("accepted", Text)), FactState.ACCEPTED.value),
                else_=cells.c.state,
            )
        return and_(
            Fact.district_id == cells.c.code, Fact.month == cells.c.month, Fact.state == state
        )

    def within(self) -> list[ColumnElement[bool]]:
        """The columns that lead the indexes of facts."""
        first, last = (bindparam(f"{self.name}_{end}", None, Date) for end in ("first", "last"))
        months: dict[_Months, ColumnElement[bool]] = {
            _Months.ONE: Fact.month == first,
            _Months.IN_A_ROW: Fact.month.between(first, last),
            _Months.SOME: Fact.month == any_(self._list("every_month", Date)),
        }
        return [
            Fact.district_id == any_(self._list("districts", SmallInteger)),
            Fact.measure == any_(self._list("measures", Text)),
            months[self.months],
            Fact.state == any_(self._list("any_state", Text)),
        ]

    def _list(self, name: str, kind: Any) -> ColumnElement[Any]:
        return cast(bindparam(f"{self.name}_{name}", None, _WrittenArray(kind)), ARRAY(kind))


class _WrittenArray(TypeDecorator[Any]):
    """An array of plain words, numbers or days, sent as PostgreSQL writes one: thousands at once cost nothing."""

    impl = ARRAY
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str]:  # noqa: ARG002 - the signature is SQLAlchemy's
        return lambda values: f"{{{','.join(map(str, values))}}}"
