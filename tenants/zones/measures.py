"""How many zones a district has."""

from sqlalchemy import func, literal, null, or_, select

from core.indicators.measures import Counting, Measure, MeasureKind, Period
from core.marks import mark
from tenants.zones.models import Zone


def zones(period: Period) -> Counting:
    """Zones that are open on the stock day; the day of the closure is the first one outside."""
    return select(
        null().label("zone_id"), literal("all").label("state"), func.count().label("value")
    ).where(
        Zone.valid_from <= period.stock_day,
        or_(Zone.closed_on.is_(None), Zone.closed_on > period.stock_day),
        Zone.is_example.is_(period.examples),
    )


MEASURES = (
    Measure(
        key="zones.count",
        title=mark("Zones"),
        unit=mark("zones"),
        kind=MeasureKind.STOCK,
        sources=("zones",),
        count=zones,
        evidence=mark("The zones of the office, with the day from which they exist"),
    ),
)
