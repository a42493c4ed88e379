"""Q1: of how many zones a month is due, how many confirmed it, and how many by the day that counts.

A month is due from its last day on, of the zones that were open then: while it runs none is due. A month
that nobody touched is due and not confirmed; before an office has a zone, nothing is due.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Text,
    Uuid,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from core.indicators.measures import (
    Counting,
    Measure,
    MeasureKind,
    Periods,
    Tally,
    Trace,
    Tracing,
)
from core.indicators.models import FactState
from core.marks import mark
from core.periods.models import ZonePeriod
from core.periods.rules import DUE_DAY
from tenants.zones.models import Zone

DUE, CONFIRMED, IN_TIME = "reporting.due", "reporting.confirmed", "reporting.confirmed_in_time"


def reporting(periods: Periods) -> Counting:
    """For each zone 1 or 0, for the district how many; in one pass."""
    due = _due(periods)
    parts: list[Any] = []
    for key, said in _said(due).items():
        value = func.count().filter(said)
        parts += [
            select(
                literal(key),
                due.c.month,
                cast(null(), Uuid).label("zone_id"),
                cast(null(), Uuid).label("community_id"),
                literal(FactState.ALL.value),
                value,
            ).group_by(due.c.month),
            select(
                literal(key),
                due.c.month,
                due.c.zone_id,
                cast(null(), Uuid),
                literal(FactState.ALL.value),
                value,
            ).group_by(due.c.month, due.c.zone_id),
        ]
    return union_all(*parts)


def _due(periods: Periods) -> CTE:
    """A row for each zone and month that is due, with what the zone confirmed."""
    month = periods.table("reporting_months")
    return (
        select(
            month.c.month,
            month.c.last_day,
            Zone.id.label("zone_id"),
            Zone.name,
            cast(ZonePeriod.confirmed_at.is_not(None), Boolean).label("confirmed"),
            ZonePeriod.first_confirmed_on.label("first_day"),
        )
        .select_from(month)
        .join(
            Zone,
            (Zone.valid_from <= month.c.last_day)
            & or_(Zone.closed_on.is_(None), Zone.closed_on > month.c.last_day),
        )
        .outerjoin(
            ZonePeriod, (ZonePeriod.zone_id == Zone.id) & (ZonePeriod.month == month.c.month)
        )
        .where(month.c.stock_day >= month.c.last_day, Zone.is_example.is_(periods.examples))
        .cte("due")
    )


def _said(due: CTE) -> dict[str, ColumnElement[bool]]:
    """Which rows each measure counts. In time is a month whose first confirmation came by the due day."""
    in_time = due.c.confirmed & (due.c.first_day <= due.c.last_day + DUE_DAY)
    return {DUE: true(), CONFIRMED: due.c.confirmed, IN_TIME: in_time}


def _trace(key: str) -> Trace:
    """A zone in a month is a record of its own: one that never confirmed has no other."""

    def records(periods: Periods) -> Tracing:
        due = _due(periods)
        return select(
            cast(func.md5(cast(due.c.zone_id, Text) + cast(due.c.month, Text)), Uuid).label(
                "record_id"
            ),
            func.coalesce(due.c.first_day, due.c.last_day).label("day"),
            due.c.name.label("title"),
            due.c.zone_id,
            cast(null(), Uuid).label("community_id"),
            true().label("accepted"),
            literal(1).label("amount"),
            literal(1).label("of_district"),
            false().label("has_page"),
        ).where(_said(due)[key])

    return Trace(records)


def _measure(key: str, title: str) -> Measure:
    return Measure(
        key=key,
        title=title,
        unit=mark("zones"),
        kind=MeasureKind.FLOW,
        of_people=False,
        evidence=mark("The confirmations of the zones, each with its day"),
        trace=_trace(key),
    )


TALLIES = (
    Tally(
        name="reporting",
        sources=("zones", "zone_periods"),
        measures=(
            _measure(DUE, mark("Zones whose month is to be confirmed")),
            _measure(CONFIRMED, mark("Zones that confirmed their month")),
            _measure(IN_TIME, mark("Zones that confirmed their month in time")),
        ),
        count=reporting,
    ),
)
