"""Whether a district follows the manual at all."""

from sqlalchemy import func, literal, null, select

from core.indicators.measures import Counting, Measure, MeasureKind, Period
from core.marks import mark
from tenants.adoption.models import Adoption


def manuals(period: Period) -> Counting:
    """1 where an edition is in force on the stock day, else 0."""
    return select(
        null().label("zone_id"),
        literal("all").label("state"),
        func.least(func.count(), 1).label("value"),
    ).where(Adoption.valid_from <= period.stock_day, Adoption.is_example.is_(period.examples))


MEASURES = (
    Measure(
        key="adoption.manuals",
        title=mark("Manual in force"),
        unit=mark("editions"),
        kind=MeasureKind.STOCK,
        sources=("adoptions",),
        count=manuals,
        evidence=mark("The edition that the office adopted, with the day and the person"),
    ),
)
