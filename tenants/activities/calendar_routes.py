"""Networks by months against the target (F58), and the months that are closed."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access.permissions import Reach
from core.errors import InputProblem, NotFound
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
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from core.web.shell import language
from tenants.activities import counting, periods
from tenants.activities.forms import ReopeningForm
from tenants.activities.permissions import ActivityPermission
from tenants.activities.reports import YEARS_BACK
from tenants.activities.routes import blueprint
from tenants.zones.models import Zone
from tenants.zones.queries import open_zones
from ui.charts import HeatMap, heat_map
from ui.drawings import Datum

__all__ = ["blueprint"]

YEARS_TO_CHOOSE = 5
MONTHS_IN_CALENDAR = 12
MONTHS_TO_CLOSE = 18


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


@blueprint.get("/activities/periods")
@requires(ActivityPermission.READ_PERIODS)
def list_periods() -> ResponseReturnValue:
    return _periods_page(RecordForm())


@blueprint.post("/activities/periods/<string(length=7):month>/closing")
@requires(ActivityPermission.CLOSE)
def create_closing(month: str) -> ResponseReturnValue:
    form, day = RecordForm(), _month(month)

    def close() -> str:
        periods.close_month(db.session(), actor=current_actor(), month=day)
        return url_for(".list_periods")

    return submit(form, close, lambda: _periods_page(form))


@blueprint.get("/activities/periods/<string(length=7):month>/closing/new")
@requires(ActivityPermission.CLOSE)
def new_closing(month: str) -> ResponseReturnValue:
    day = _month(month)
    found = periods.periods(db.session(), current_reach(), day, day)[0]
    return render_template("activities/closing.html", form=RecordForm(), period=found, month=month)


@blueprint.get("/activities/periods/<string(length=7):month>/reopening/new")
@requires(ActivityPermission.CLOSE)
def new_reopening(month: str) -> ResponseReturnValue:
    return _reopening_page(month, ReopeningForm())


@blueprint.post("/activities/periods/<string(length=7):month>/reopening")
@requires(ActivityPermission.CLOSE)
def create_reopening(month: str) -> ResponseReturnValue:
    form, day = ReopeningForm(), _month(month)

    def reopen() -> str:
        periods.reopen_month(db.session(), month=day, reason=form.reason.data)
        return url_for(".list_periods")

    return submit(form, reopen, lambda: _reopening_page(month, form))


def _year(present: int) -> int | None:
    """The fiscal year that was asked for; None stands for the months up to this one."""
    asked = request.args.get("year", 0, type=int)
    return asked if present - YEARS_TO_CHOOSE < asked <= present else None


def _last_months(today: date) -> tuple[date, ...]:
    return months_between(shift_month(today, 1 - MONTHS_IN_CALENDAR), today)


def _month(typed: str) -> date:
    """A month in which there may be reports; NotFound for all others."""
    try:
        month = periods.month_of(typed)
    except InputProblem as problem:
        raise NotFound("This month does not exist.") from problem
    today = bangkok_today()
    if not shift_month(today, -12 * YEARS_BACK) <= month <= today:
        raise NotFound("This month does not exist.")
    return month


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


def _periods_page(form: RecordForm) -> str:
    today = bangkok_today()
    return render_template(
        "activities/periods.html",
        form=form,
        periods=periods.periods(
            db.session(), current_reach(), shift_month(today, 1 - MONTHS_TO_CLOSE), today
        ),
    )


def _reopening_page(month: str, form: ReopeningForm) -> str:
    return render_template("activities/reopening.html", form=form, month=month, day=_month(month))
