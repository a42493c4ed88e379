"""How many zones a district has, and which communities are in them at a month's end."""

from typing import Any

from sqlalchemy import Select, Subquery, Uuid, cast, literal, null, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from core.indicators.counting import tally_of
from core.indicators.measures import Measure, MeasureKind, Periods
from core.marks import mark
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import on_day


def members(periods: Periods, name: str = "members") -> Subquery:
    """The zone of each community on the stock day of each month: `(month, community_id, zone_id)`.

    Roll-up is by membership at the end of the period. What counts by it reads `zone_memberships`.
    """
    days = periods.table(f"days_of_{name}")
    return (
        select(days.c.month, ZoneMembership.community_id, ZoneMembership.zone_id)
        .ext(distinct_on(days.c.month, ZoneMembership.community_id))
        .join(days, on_day(days.c.stock_day))
        .order_by(days.c.month, ZoneMembership.community_id, ZoneMembership.valid_from.desc())
        .subquery(name)
    )


def open_zones(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Zones that are open on the stock day; the day of the closure is the first one outside."""
    days = periods.table()
    return (
        select(
            Zone.id.label("record_id"),
            days.c.month,
            Zone.valid_from.label("day"),
            Zone.name.label("title"),
            Zone.id.label("zone_id"),
            cast(null(), Uuid).label("community_id"),
            true().label("accepted"),
            literal(1).label("zones.count"),
        )
        .select_from(Zone)
        .join(days, Zone.valid_from <= days.c.stock_day)
        .where(
            or_(Zone.closed_on.is_(None), Zone.closed_on > days.c.stock_day),
            Zone.is_example.is_(periods.examples),
        )
    )


TALLIES = (
    tally_of(
        "zones",
        ("zones",),
        (
            Measure(
                key="zones.count",
                title=mark("Zones"),
                unit=mark("zones"),
                kind=MeasureKind.STOCK,
                of_people=False,
                evidence=mark("The zones of the office, with the day from which they exist"),
            ),
        ),
        open_zones,
        endpoint="networks.show_zone",
        parameter="zone_id",
    ),
)
