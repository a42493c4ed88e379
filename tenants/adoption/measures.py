"""Whether a district follows the manual at all."""

from typing import Any

from sqlalchemy import Select, Text, Uuid, cast, literal, null, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from core.indicators.counting import tally_of
from core.indicators.measures import Measure, MeasureKind, Periods
from core.marks import mark
from tenants.adoption.models import Adoption


def in_force(periods: Periods) -> Select[*tuple[Any, ...]]:
    """The edition that is in force on the stock day: at most one."""
    days = periods.table()
    return (
        select(
            Adoption.id.label("record_id"),
            days.c.month,
            Adoption.valid_from.label("day"),
            cast(Adoption.edition, Text).label("title"),
            cast(null(), Uuid).label("zone_id"),
            cast(null(), Uuid).label("community_id"),
            true().label("accepted"),
            literal(1).label("adoption.manuals"),
        )
        .ext(distinct_on(days.c.month))
        .select_from(Adoption)
        .join(days, Adoption.valid_from <= days.c.stock_day)
        .where(Adoption.is_example.is_(periods.examples))
        .order_by(days.c.month, Adoption.valid_from.desc())
    )


TALLIES = (
    tally_of(
        "adoption",
        ("adoptions",),
        (
            Measure(
                key="adoption.manuals",
                title=mark("Manual in force"),
                unit=mark("editions"),
                kind=MeasureKind.STOCK,
                of_people=False,
                evidence=mark("The edition that the office adopted, with the day and the person"),
            ),
        ),
        in_force,
    ),
)
