"""Networks by months against the target (F58)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access.permissions import Reach
from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import (
    bangkok_now,
    bangkok_today,
    first_of_month,
    fiscal_months,
    fiscal_year,
    last_of_month,
    months_between,
    shift_month,
    show_month,
)
from core.web.guard import current_reach, requires
from core.web.shell import language
from tenants.activities import counting
from tenants.activities.permissions import ActivityPermission
from tenants.activities.routes import blueprint
from tenants.zones.models import Zone
from tenants.zones.queries import open_zones
from ui.charts import HeatMap, heat_map
from ui.drawings import Datum

__all__ = ["blueprint"]

YEARS_TO_CHOOSE = 5
MONTHS_IN_CALENDAR = 12


@blueprint.get("/activities/calendar")
@requires(ActivityPermission.READ)
def show_calendar() -> ResponseReturnValue:
    within, today = current_reach(), bangkok_today()
    if within.reach < Reach.OWN_ZONE:
        # A count of the own community alone would stand there as if it were the zone's.
        raise NotFound("This calendar is about whole zones.")
    year = _year(fiscal_year(today))
    months = fiscal_months(year) if year else _last_months(today)
    zones = open_zones(db.session(), within)
    held = counting.activities_by_month(db.session(), within, months[0], months[-1])
    target = counting.monthly_target(db.session(), min(today, last_of_month(months[-1])))
    this_month = first_of_month(today)
    return render_template(
        "activities/calendar.html",
        calendar=_calendar(zones, months, held, target),
        missing=[zone for zone in zones if held.get((zone.id, this_month), 0) < target],
        shows_today=this_month in months,
        reached=_reached(zones, months, held, target),
        months_over=sum(month <= this_month for month in months),
        target=target,
        zones=zones,
        year=year,
        years=[fiscal_year(today) - back for back in range(YEARS_TO_CHOOSE)],
        first=months[0],
        last=min(months[-1], this_month),
        today=today,
        now=bangkok_now(),
    )


def _year(present: int) -> int | None:
    """The fiscal year that was asked for; None stands for the months up to this one."""
    asked = request.args.get("year", 0, type=int)
    return asked if present - YEARS_TO_CHOOSE < asked <= present else None


def _last_months(today: date) -> tuple[date, ...]:
    return months_between(shift_month(today, 1 - MONTHS_IN_CALENDAR), today)


def _calendar(
    zones: Sequence[Zone],
    months: Sequence[date],
    held: Mapping[tuple[UUID, date], int],
    target: int,
) -> HeatMap:
    """Networks by months, the number of activities in each cell; the first colour lies below the target."""
    present = first_of_month(bangkok_today())
    return heat_map(
        [Datum(zone.name, None, url=url_for(".list_activities", zone=zone.id)) for zone in zones],
        [_name_of(month) for month in months],
        [
            [held.get((zone.id, month), 0) if month <= present else None for month in months]
            for zone in zones
        ],
        (target, target + 2, target + 5),
        urls=[
            [
                url_for(".list_activities", zone=zone.id, month=month.isoformat())
                if month <= present
                else ""
                for month in months
            ]
            for zone in zones
        ],
    )


def _reached(
    zones: Sequence[Zone],
    months: Sequence[date],
    held: Mapping[tuple[UUID, date], int],
    target: int,
) -> int:
    """How many networks reached the target in every month that has begun (M89)."""
    begun = [month for month in months if month <= first_of_month(bangkok_today())]
    return sum(all(held.get((zone.id, month), 0) >= target for month in begun) for zone in zones)


def _name_of(month: date) -> str:
    """A month without its year, for narrow columns: ม.ค., Jan."""
    shown = show_month(month, "short", language="en" if language() == "en" else "th")
    return shown.partition(" ")[0]
