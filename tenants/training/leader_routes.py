"""The development of leaders (M37), and the own courses of who is signed in."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core.access.permissions import WHOLE_DISTRICT
from core.extensions import db
from core.i18n.dates import bangkok_today, fiscal_months, fiscal_year, last_of_month, shift_month
from core.web.guard import current_actor, current_tickets, requires
from tenants.training import leaders
from tenants.training.certificate_routes import blueprint
from tenants.training.permissions import TrainingPermission
from tenants.zones.queries import open_zones

__all__ = ["blueprint"]

MOST_YEARS_BACK = 5
MONTHS = 12
"""Shown where no fiscal year is chosen."""


@blueprint.get("/leader-development")
@requires(TrainingPermission.READ)
def list_leaders() -> ResponseReturnValue:
    session, today = db.session(), bangkok_today()
    years = list(range(fiscal_year(today), fiscal_year(today) - MOST_YEARS_BACK - 1, -1))
    year = request.args.get("year", 0, type=int)
    first, last = shift_month(today, -MONTHS), today
    if year in years:
        months = fiscal_months(year)
        first, last = months[0], last_of_month(months[-1])
    zones = open_zones(session, WHOLE_DISTRICT)
    chosen = request.args.get("zone", "")
    zone = next((each for each in zones if str(each.id) == chosen), None)
    lines = leaders.leaders(
        session,
        first,
        last,
        zone_id=zone.id if zone else None,
        day=today,
    )
    return render_template(
        "training/leaders.html",
        lines=lines,
        zones=zones,
        chosen=chosen if zone else "",
        year=year if year in years else "",
        years=years,
    )


@blueprint.get("/my-courses")
@requires(TrainingPermission.OWN)
def list_own_courses() -> ResponseReturnValue:
    """Each with the way to the page of the own code: tests, certificate, what is asked later."""
    actor, tickets = current_actor(), current_tickets()

    def code_of(trainee_id: UUID, serial: int) -> str:
        return tickets.code(actor.district_id, trainee_id, serial)

    return render_template(
        "training/own_courses.html",
        lines=leaders.own_courses(db.session(), actor.account_id),
        code_of=code_of,
    )
