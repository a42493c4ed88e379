"""How many zones and communities reach a formula over a span, or in every month of a window; one statement for all."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Numeric,
    Row,
    Subquery,
    Text,
    Uuid,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, array
from sqlalchemy.orm import Session

from core.indicators.formulas import Extreme, How, Node, Number, Operation, Over, Read, parts_of
from core.indicators.models import Fact
from core.indicators.reading import Cell, CellList, Counts, Order, Rows, Term, Where


def term_counts(session: Session, orders: Sequence[Order]) -> list[Counts]:
    """How many zones and communities reach the terms of each order: whole districts under no zone, or zone by zone."""
    found: list[_Found] = [defaultdict(lambda: defaultdict(int)) for _ in orders]
    parts = [
        _Part(shape, order, found[number])
        for number, order in enumerate(orders)
        for shape in _shapes(number, order)
    ]
    if not parts:
        return [*found]
    parameters: dict[str, Any] = {}
    for part in parts:
        parameters |= part.parameters()
    statement = _statement(tuple(part.shape for part in parts))
    for row in session.execute(statement, parameters).all():
        parts[row.part].take(row)
    return [*found]


_Found = dict[Term, dict[Where, int]]


@dataclass(frozen=True)
class _Shape:
    """Terms that the same rows tell about; a steady one comes alone, with the months in which it was reached.

    `lists` are the cells of each way in which months are taken. `is_single`: a group has but one
    fact, which needs no grouping.
    """

    terms: tuple[Term, ...]
    lists: tuple[tuple[How, CellList], ...]
    zones: bool
    is_single: bool

    @property
    def over(self) -> Over:
        return self.terms[0].node.over

    @property
    def window(self) -> int | None:
        return self.terms[0].window


@dataclass(frozen=True)
class _Part:
    """What one order wants of a shape."""

    shape: _Shape
    order: Order
    found: _Found

    def parameters(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        reads = _reads_of(self.shape.terms)
        cells = _cells(self.shape.window, self.order)
        for how, listed in self.shape.lists:
            measures = [read.measure for read in reads if read.how is how]
            found |= listed.parameters(cells[how], measures, self.order)
        return found

    def take(self, row: Row[*tuple[Any, ...]]) -> None:
        """What a row tells, added to what was found."""
        if self.shape.window is not None:
            self._take_steady(self.shape.terms[0], row)
            return
        for term, count in zip(self.shape.terms, row.numbers, strict=True):
            self._add(term, row.code, row.zone_id, row.span, count)

    def _take_steady(self, term: Term, row: Row[*tuple[Any, ...]]) -> None:
        """A zone counts in the spans in whose every month it has reached the term."""
        reached = {_FIRST_DAY + timedelta(days=number) for number in row.numbers}
        for span, months in enumerate(self.order.window_months[term.window or 0]):
            if months and reached.issuperset(months):
                self._add(term, row.code, row.zone_id, span, 1)

    def _add(self, term: Term, code: int, zone_id: UUID | None, span: int, count: int) -> None:
        counts = self.found[term]
        counts[code, None, span] += count
        if self.order.zones and zone_id is not None:
            counts[code, zone_id, span] += count


_FIRST_DAY = date(1970, 1, 1)
"""Months come as days since this one, so that every row holds whole numbers."""


def _shapes(number: int, order: Order) -> Iterator[_Shape]:
    of_spans: dict[Over, list[Term]] = defaultdict(list)
    for place, term in enumerate(order.terms):
        if term.window is None:
            of_spans[term.node.over].append(term)
        elif order.windows[term.window]:
            yield _shape([term], f"steady_{place}_{number}", order)
    for over, terms in of_spans.items():
        if order.all_months:
            yield _shape(terms, f"{over}_{number}", order)


def _shape(terms: Sequence[Term], name: str, order: Order) -> _Shape:
    reads, window = _reads_of(terms), terms[0].window
    return _Shape(
        terms=tuple(terms),
        lists=tuple(
            (how, CellList.of(f"{name}_{how}", cells, order))
            for how, cells in _cells(window, order).items()
            if any(read.how is how for read in reads)
        ),
        zones=order.zones,
        is_single=len(reads) == 1
        and (window is not None or len(order.all_months) == len(order.last_months)),
    )


def _cells(window: int | None, order: Order) -> dict[How, Sequence[Cell]]:
    if window is not None:
        return dict.fromkeys(How, order.windows[window])
    return {How.SUM: order.all_months, How.LATEST: order.last_months}


@lru_cache(maxsize=256)
def _statement(shapes: tuple[_Shape, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    """Put into words once for statements of the same shapes; what differs comes as parameters."""
    parts = [_reaching(shape) if shape.window is None else _steady(shape) for shape in shapes]
    return union_all(
        *(
            select(
                literal(place, Integer).label("part"),
                rows.c.code,
                rows.c.span,
                rows.c.zone_id,
                rows.c.numbers,
            )
            for place, rows in enumerate(parts)
        )
    )


def _reaching(shape: _Shape) -> Subquery:
    """`code, span, zone_id, numbers`: how many zones or communities reach each term."""
    raw = union_all(*(_raw(shape.over, how, cells) for how, cells in shape.lists)).subquery("raw")
    keys = [raw.c.code, raw.c.span, raw.c.unit]
    by_zone = shape.over is Over.ZONES and shape.zones
    zone: ColumnElement[Any] = raw.c.unit if by_zone else cast(null(), Uuid)
    if shape.over is Over.COMMUNITIES and shape.zones:
        zone = raw.c.zone_id if shape.is_single else _newest_zone(raw)
    units, values_of = _together(
        raw, keys, [zone.label("zone_id")], _reads_of(shape.terms), is_single=shape.is_single
    )
    numbers = array(
        [func.count().filter(_formula(term.node.inner, values_of) >= 1) for term in shape.terms]
    )
    zone_id: ColumnElement[Any] = units.c.zone_id if shape.zones else cast(null(), Uuid)
    return (
        select(units.c.code, units.c.span, zone_id.label("zone_id"), numbers.label("numbers"))
        .group_by(units.c.code, units.c.span, *([units.c.zone_id] if shape.zones else []))
        .subquery()
    )


def _newest_zone(raw: Subquery) -> ColumnElement[Any]:
    """The zone of a community at the end of the span: membership is that of the end."""
    zones: ColumnElement[Any] = func.array_agg(
        aggregate_order_by(raw.c.zone_id, raw.c.month.desc()), type_=ARRAY(Uuid)
    )[1]
    return zones


def _steady(shape: _Shape) -> Subquery:
    """`code, span, zone_id, numbers`: the months in which each zone reaches a term."""
    (term,) = shape.terms
    raw = union_all(*(_raw(shape.over, how, cells) for how, cells in shape.lists)).subquery("raw")
    keys = [raw.c.code, raw.c.unit, raw.c.month]
    months, values_of = _together(raw, keys, [], _reads_of(shape.terms), is_single=shape.is_single)
    days = cast(months.c.month - literal(_FIRST_DAY, Date), Integer)
    return (
        select(
            months.c.code,
            literal(0, Integer).label("span"),
            months.c.unit.label("zone_id"),
            func.array_agg(days).label("numbers"),
        )
        .where(_formula(term.node.inner, values_of) >= 1)
        .group_by(months.c.code, months.c.unit)
        .subquery()
    )


def _reads_of(terms: Sequence[Term]) -> list[Read]:
    every = {part for term in terms for part in parts_of(term.node.inner)}
    return sorted((part for part in every if isinstance(part, Read)), key=str)


def _together(
    raw: Subquery,
    keys: Sequence[ColumnElement[Any]],
    further: Sequence[ColumnElement[Any]],
    reads: Sequence[Read],
    *,
    is_single: bool,
) -> tuple[Subquery, dict[Read, ColumnElement[Any]]]:
    """Raw facts grouped by the keys, with the value of each measure; zero where a group has none.

    `is_single`: a group has but one fact, which needs no grouping.
    """
    if is_single:
        plain = select(*keys, *further, raw.c.value).subquery("units")
        return plain, {reads[0]: plain.c.value}
    columns = {
        read: func.coalesce(
            func.sum(raw.c.value).filter(
                raw.c.measure == read.measure, raw.c.how == read.how.value
            ),
            literal(0, Numeric),
        ).label(f"value_{number}")
        for number, read in enumerate(reads)
    }
    units = select(*keys, *further, *columns.values()).group_by(*keys).subquery("units")
    return units, {read: units.c[columns[read].name] for read in reads}


def _raw(over: Over, how: How, cells: CellList) -> Rows:
    """Facts of zones or communities in the cells: `code, span, unit, zone_id, month, how, measure, value`."""
    wanted = cells.table()
    of_communities = over is Over.COMMUNITIES
    return (
        select(
            Fact.district_id.label("code"),
            cast(wanted.c.span, Integer).label("span"),
            (Fact.community_id if of_communities else Fact.zone_id).label("unit"),
            Fact.zone_id.label("zone_id"),
            Fact.month.label("month"),
            literal(how.value, Text).label("how"),
            Fact.measure.label("measure"),
            Fact.value.label("value"),
        )
        .join(wanted, cells.hold(wanted))
        .where(
            *cells.within(),
            *(
                [Fact.community_id.is_not(None)]
                if of_communities
                else [Fact.zone_id.is_not(None), Fact.community_id.is_(None)]
            ),
        )
    )


def _formula(node: Node, values_of: Mapping[Read, ColumnElement[Any]]) -> ColumnElement[Any]:
    """A formula over columns; NULL, which reaches nothing, where it divides by zero."""
    if isinstance(node, Number):
        return literal(node.value, Numeric)
    if isinstance(node, Read):
        return values_of[node]
    if isinstance(node, Extreme):
        function = func.least if node.name == "min" else func.greatest
        parts = [_formula(part, values_of) for part in node.parts]
        # Both functions pass over a NULL, and a part that divides by zero would not be missed.
        divided = or_(*(part.is_(None) for part in parts))
        return case((divided, cast(null(), Numeric)), else_=function(*parts))
    if isinstance(node, Operation):
        return _SIGNS[node.sign](_formula(node.left, values_of), _formula(node.right, values_of))
    raise TypeError(f"{node} cannot stand inside a count of zones.")


_SIGNS: dict[str, Callable[[ColumnElement[Any], ColumnElement[Any]], ColumnElement[Any]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / func.nullif(right, 0),
}
