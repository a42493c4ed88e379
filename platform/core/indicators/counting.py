"""The shape that most tallies share: records with amounts, added up for the district, its zones and its communities.

A feature says once which records there are in some months and what each of them adds to its measures;
the facts and the traces both come from that one statement, so that they cannot tell different stories.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Numeric,
    Select,
    Subquery,
    Text,
    Uuid,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    values,
)

from core.indicators.measures import Counting, Measure, Periods, Tally, Trace, Tracing
from core.indicators.models import FactState

ALL, ACCEPTED = FactState.ALL.value, FactState.ACCEPTED.value

Records = Callable[[Periods], Select[*tuple[Any, ...]]]
"""Selects `(record_id, month, day, title, zone_id, community_id, accepted)` and the amounts.

An amount is labelled with the key of its measure; it is zero or NULL where the record does not count.
Counting leaves out what only a reader is told, so that `select_from` names the records, and a title
that lies in another table is a scalar subquery.
"""

_TOLD = ("record_id", "day", "title")
"""What a reader is told of a record, and counting does not need."""


def number_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where it holds, else 0."""
    return case((condition, 1), else_=0)


def tally_of(
    name: str,
    sources: tuple[str, ...],
    measures: Sequence[Measure],
    records: Records,
    *,
    endpoint: str = "",
    parameter: str = "",
    days: Mapping[str, str] | None = None,
    whole_only: frozenset[str] = frozenset(),
) -> Tally:
    """The tally of these records, its measures with their traces.

    `days` names, by a measure's key, the column with the day that its trace shows instead of `day`.
    The measures of `whole_only` are counted for the whole district alone.
    """
    traced = tuple(
        replace(
            measure,
            trace=Trace(
                _trace(
                    records,
                    measure.key,
                    day=(days or {}).get(measure.key, "day"),
                    is_whole=measure.key in whole_only,
                ),
                endpoint,
                parameter,
            ),
        )
        for measure in measures
    )

    def count(periods: Periods) -> Counting:
        told = records(periods)
        needed = [each for each in told.selected_columns if each.key not in _TOLD]
        rows = told.with_only_columns(*needed).subquery("records")
        return unpivoted(_sums(rows, traced), cells_of(traced, whole_only=whole_only))

    return Tally(name, sources, traced, count)


def _trace(records: Records, key: str, *, day: str, is_whole: bool) -> Callable[[Periods], Tracing]:
    def select_records(periods: Periods) -> Tracing:
        rows = records(periods).subquery("records")
        zone = cast(null(), Uuid) if is_whole else rows.c.zone_id
        amount = cast(func.sum(rows.c[key]), Numeric)
        named = [
            rows.c.record_id.label("record_id"),
            rows.c[day].label("day"),
            rows.c.title.label("title"),
            zone.label("zone_id"),
            rows.c.community_id.label("community_id"),
            rows.c.accepted.label("accepted"),
        ]
        keys = [each for each in named if not is_whole or each.name != "zone_id"]
        return (
            select(
                *named,
                amount.label("amount"),
                amount.label("of_district"),
                true().label("has_page"),
            )
            .group_by(*[each.element for each in keys])
            .having(amount != 0)
        )

    return select_records


def cells_of(
    measures: Sequence[Measure], *, whole_only: frozenset[str] = frozenset()
) -> list[tuple[Measure, FactState, bool]]:
    """The measures in each of their states, and whether zones have them too."""
    return [
        (measure, state, measure.key not in whole_only)
        for measure in measures
        for state in measure.states
    ]


def sum_name(key: str, state: FactState | str) -> str:
    """The name of the column with the sum of a measure in a state."""
    return f"{key} {state}"


def sums_of(rows: FromClause, measures: Sequence[Measure]) -> list[ColumnElement[Any]]:
    """The sums of the amounts, one for each measure and state."""
    found: list[ColumnElement[Any]] = []
    for measure in measures:
        for state in measure.states:
            total: ColumnElement[Any] = func.sum(rows.c[measure.key])
            if state is FactState.ACCEPTED:
                total = func.sum(rows.c[measure.key]).filter(rows.c.accepted)
            found.append(total.label(sum_name(measure.key, state)))
    return found


def _sums(rows: Subquery, measures: Sequence[Measure]) -> Select[*tuple[Any, ...]]:
    """A row for each month, for each zone in it, and for each community where a measure has those."""
    month, zone, community = rows.c.month, rows.c.zone_id, rows.c.community_id
    whole, of_zone = func.grouping(zone) == 1, and_(func.grouping(zone) == 0, zone.is_not(None))
    sums = sums_of(rows, measures)
    if not any(measure.by_community for measure in measures):
        return (
            select(month, zone, cast(null(), Uuid).label("community_id"), *sums)
            .group_by(func.grouping_sets(tuple_(month), tuple_(month, zone)))
            .having(or_(whole, of_zone))
        )
    by_community = func.grouping(community) == 0
    return (
        select(month, zone, community, *sums)
        .group_by(
            func.grouping_sets(tuple_(month), tuple_(month, zone), tuple_(month, zone, community))
        )
        .having(
            or_(
                whole,
                and_(by_community, community.is_not(None)),
                and_(~by_community, of_zone),
            )
        )
    )


def unpivoted(
    rows: Select[*tuple[Any, ...]], cells: Sequence[tuple[Measure, FactState, bool]]
) -> Select[*tuple[Any, ...]]:
    """Facts out of sums: `(measure, month, zone_id, community_id, state, value)`, those that are zero left out.

    `rows` has `month`, `zone_id`, `community_id` and the sums under their `sum_name`.
    """
    sums = rows.subquery("sums")
    cell = (
        values(
            column("measure", Text),
            column("state", Text),
            column("of_zones", Boolean),
            column("of_communities", Boolean),
            column("value", Numeric),
            name="cell",
        )
        .data(
            [
                (
                    literal(measure.key, Text),
                    literal(state.value, Text),
                    literal(of_zones, Boolean),
                    literal(measure.by_community, Boolean),
                    cast(sums.c[sum_name(measure.key, state)], Numeric),
                )
                for measure, state, of_zones in cells
            ]
        )
        .lateral()
    )
    return (
        select(
            cell.c.measure,
            sums.c.month,
            sums.c.zone_id,
            sums.c.community_id,
            cell.c.state,
            cell.c.value,
        )
        .select_from(sums)
        .join(cell, true())
        .where(
            cell.c.value != 0,
            or_(sums.c.zone_id.is_(None), cell.c.of_zones),
            or_(sums.c.community_id.is_(None), cell.c.of_communities),
        )
    )
