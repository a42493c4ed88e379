"""Facts as districts report them, for tests of the city's pages, and what a tally counts by itself."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from core.db import uuid7
from core.i18n.dates import first_of_month, last_of_month
from core.indicators.measures import Month, Periods, Tally
from core.indicators.models import Fact, FactState, FillState
from tests.support.world import World


def counted(session: Any, tally: Tally, day: date, *, examples: bool = False) -> dict[str, int]:
    """What a tally counts for the whole district on a day and in its month, without what is zero."""
    month = Month(first_of_month(day), last_of_month(day), day)
    rows = session.execute(tally.count(Periods((month,), examples)))
    return {
        row.measure: int(row.value)
        for row in rows
        if row.zone_id is None and row.community_id is None and row.state == "all"
    }


def report(
    world: World,
    office: int,
    month: date,
    values: dict[str, int],
    *,
    zones: dict[UUID, int] | None = None,
    is_example: bool = False,
    state: str = "all",
    approved: bool = False,
) -> None:
    """Put a district's facts of a month, and its line of the ledger, as its worker would have.

    `values` are whole-district measures; `zones` are activities of each zone. An `approved` month
    has the same facts once more, as approved.
    """
    rows: list[tuple[str, UUID | None, int]] = [
        (measure, None, value) for measure, value in values.items()
    ]
    rows += [("activities.count", zone, value) for zone, value in (zones or {}).items()]
    states = [state, FactState.APPROVED.value] if approved else [state]

    def put(session: Any) -> None:
        _fill(session, office, month, is_example=is_example, approved=approved)
        for (measure, zone, value), counted_in in product(rows, states):
            session.execute(
                delete(Fact).where(
                    Fact.month == month,
                    Fact.measure == measure,
                    Fact.zone_id.is_not_distinct_from(zone),
                    Fact.state == counted_in,
                )
            )
            session.add(
                Fact(
                    district_id=office,
                    id=uuid7(),
                    measure=measure,
                    month=month,
                    zone_id=zone,
                    state=counted_in,
                    value=Decimal(value),
                    is_example=is_example,
                )
            )

    world.in_district(put, office)


def _fill(session: Any, office: int, month: date, *, is_example: bool, approved: bool) -> None:
    filled = session.scalars(select(FillState).where(FillState.month == month)).one_or_none()
    if filled is None:
        filled = FillState(
            district_id=office, id=uuid7(), month=month, stock_day=last_of_month(month)
        )
        session.add(filled)
    filled.is_example = is_example
    filled.approved_at = datetime.now(UTC) if approved else None
    session.flush()
