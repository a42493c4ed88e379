"""How many zones and communities reach a formula over a span, or in every month of a window; one statement for all."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Integer,
    Numeric,
    Row,
    Subquery,
    Text,
    Uuid,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, array
from sqlalchemy.orm import Session

from core.indicators.formulas import Extreme, How, Node, Number, Operation, Over, Read, parts_of
from core.indicators.models import Fact
from core.indicators.reading import Cell, Order, Rows, Term, TermKey, cells_table, of_cell, within


def term_counts(session: Session, orders: Sequence[Order]) -> list[dict[TermKey, int]]:
    """How many zones and communities reach the terms of each order: whole districts under no zone, or zone by zone."""
    found: list[dict[TermKey, int]] = [defaultdict(int) for _ in orders]
    parts = [part for number, order in enumerate(orders) for part in _parts(order, found[number])]
    if not parts:
        return found
    statements = [
        select(
            literal(number, Integer).label("part"),
            part.rows.c.code,
            part.rows.c.span,
            part.rows.c.zone_id,
            part.rows.c.numbers,
        )
        for number, part in enumerate(parts)
    ]
    for row in session.execute(union_all(*statements)):
        parts[row.part].take(row)
    return found


@dataclass(frozen=True)
class _Part:
    """Terms that the same rows tell about; a steady one comes alone, with the months in which it was reached."""

    terms: Sequence[Term]
    rows: Subquery
    order: Order
    found: dict[TermKey, int]

    def take(self, row: Row[*tuple[Any, ...]]) -> None:
        """What a row tells, added to what was found."""
        if self.terms[0].window is not None:
            self._take_steady(self.terms[0], row)
            return
        for term, count in zip(self.terms, row.numbers, strict=True):
            self._add(term, row.code, row.zone_id, row.span, count)

    def _take_steady(self, term: Term, row: Row[*tuple[Any, ...]]) -> None:
        """A zone counts in the spans in whose every month it has reached the term."""
        reached = {_FIRST_DAY + timedelta(days=number) for number in row.numbers}
        for span, months in enumerate(self.order.window_months[term.window or 0]):
            if months and reached.issuperset(months):
                self._add(term, row.code, row.zone_id, span, 1)

    def _add(self, term: Term, code: int, zone_id: UUID | None, span: int, count: int) -> None:
        self.found[term, code, None, span] += count
        if self.order.zones and zone_id is not None:
            self.found[term, code, zone_id, span] += count


def _parts(order: Order, found: dict[TermKey, int]) -> Iterator[_Part]:
    of_spans: dict[Over, list[Term]] = defaultdict(list)
    for term in order.terms:
        if term.window is None:
            of_spans[term.node.over].append(term)
        elif order.windows[term.window]:
            yield _Part([term], _steady(term, order), order, found)
    for over, terms in of_spans.items():
        if order.all_months:
            yield _Part(terms, _reaching(over, terms, order), order, found)


_FIRST_DAY = date(1970, 1, 1)
"""Months come as days since this one, so that every row holds whole numbers."""


def _reaching(over: Over, terms: Sequence[Term], order: Order) -> Subquery:
    """`code, span, zone_id, numbers`: how many zones or communities reach each term."""
    reads = _reads_of(terms)
    cells = {How.SUM: order.all_months, How.LATEST: order.last_months}
    raw = union_all(
        *(
            _raw(over, how, each, [read.measure for read in reads if read.how is how], order)
            for how, each in cells.items()
            if any(read.how is how for read in reads)
        )
    ).subquery("raw")
    is_single = len(reads) == 1 and len(order.all_months) == len(order.last_months)
    by_zone = over is Over.ZONES and order.zones
    keys = [raw.c.code, raw.c.span, raw.c.unit]
    zone: ColumnElement[Any] = raw.c.unit if by_zone else cast(null(), Uuid)
    if over is Over.COMMUNITIES and order.zones:
        zone = raw.c.zone_id if is_single else _newest_zone(raw)
    units, values_of = _together(raw, keys, [zone.label("zone_id")], reads, is_single=is_single)
    numbers = array(
        [func.count().filter(_formula(term.node.inner, values_of) >= 1) for term in terms]
    )
    grouped = [units.c.code, units.c.span, *([units.c.zone_id] if order.zones else [])]
    zone_id: ColumnElement[Any] = units.c.zone_id if order.zones else cast(null(), Uuid)
    return (
        select(units.c.code, units.c.span, zone_id.label("zone_id"), numbers.label("numbers"))
        .group_by(*grouped)
        .subquery()
    )


def _newest_zone(raw: Subquery) -> ColumnElement[Any]:
    """The zone of a community at the end of the span: membership is that of the end."""
    zones: ColumnElement[Any] = func.array_agg(
        aggregate_order_by(raw.c.zone_id, raw.c.month.desc()), type_=ARRAY(Uuid)
    )[1]
    return zones


def _steady(term: Term, order: Order) -> Subquery:
    """`code, span, zone_id, numbers`: the months in which each zone reaches a term."""
    reads = _reads_of([term])
    measures = [read.measure for read in reads]
    cells = order.windows[term.window or 0]
    raw = _raw(Over.EVERY_MONTH, How.SUM, cells, measures, order).subquery("raw")
    keys = [raw.c.code, raw.c.unit, raw.c.month]
    months, values_of = _together(raw, keys, [], reads, is_single=len(reads) == 1, by_how=False)
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
    by_how: bool = True,
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
                raw.c.measure == read.measure, *([raw.c.how == read.how.value] if by_how else [])
            ),
            literal(0, Numeric),
        ).label(f"value_{number}")
        for number, read in enumerate(reads)
    }
    units = select(*keys, *further, *columns.values()).group_by(*keys).subquery("units")
    return units, {read: units.c[columns[read].name] for read in reads}


def _raw(over: Over, how: How, cells: Sequence[Cell], measures: list[str], order: Order) -> Rows:
    """Facts of zones or communities in the cells: `code, span, unit, zone_id, month, how, measure, value`."""
    wanted = cells_table(cells, f"{over}_{how}_cells")
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
        .join(wanted, of_cell(wanted, order.accepted))
        .where(
            *within(cells, measures, order),
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
        return function(*(_formula(part, values_of) for part in node.parts))
    if isinstance(node, Operation):
        return _SIGNS[node.sign](_formula(node.left, values_of), _formula(node.right, values_of))
    raise TypeError(f"{node} cannot stand inside a count of zones.")


_SIGNS: dict[str, Callable[[ColumnElement[Any], ColumnElement[Any]], ColumnElement[Any]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / func.nullif(right, 0),
}
