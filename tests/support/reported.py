"""Facts as districts report them, for tests of the city's pages."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from core.db import uuid7
from core.indicators.models import Fact
from tests.support.world import World


def report(
    world: World,
    office: int,
    month: date,
    values: dict[str, int],
    *,
    zones: dict[UUID, int] | None = None,
    is_example: bool = False,
    state: str = "all",
) -> None:
    """Put a district's facts of a month, as its worker would have counted them.

    `values` are whole-district measures; `zones` are activities of each zone.
    """
    rows: list[tuple[str, UUID | None, int]] = [
        (measure, None, value) for measure, value in values.items()
    ]
    rows += [("activities.active_zones", zone, value) for zone, value in (zones or {}).items()]

    def put(session: Any) -> None:
        for measure, zone, value in rows:
            session.execute(
                delete(Fact).where(
                    Fact.month == month,
                    Fact.measure == measure,
                    Fact.zone_id.is_not_distinct_from(zone),
                    Fact.state == state,
                )
            )
            session.add(
                Fact(
                    district_id=office,
                    id=uuid7(),
                    measure=measure,
                    month=month,
                    zone_id=zone,
                    state=state,
                    value=Decimal(value),
                    is_example=is_example,
                )
            )

    world.in_district(put, office)
