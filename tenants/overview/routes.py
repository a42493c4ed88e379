import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.extensions import db
from core.i18n.dates import bangkok_now, bangkok_today, show_month
from core.identity.actor import Actor
from core.periods.models import Step
from core.tenancy import scope
from core.tenancy.queries import boundary_of
from core.web.addresses import public_address
from core.web.guard import (
    current_actor,
    current_reach,
    district_blueprint,
    grants,
    may,
    requires,
)
from core.web.shell import language
from tenants.activities.permissions import ActivityPermission
from tenants.networks.pictures import zone_maps
from tenants.networks.queries import board
from tenants.orders.permissions import OrderPermission
from tenants.overview import queries
from tenants.overview.help_lines import helper_of
from tenants.overview.next_steps import MonthToDo, next_steps
from tenants.overview.permissions import OverviewPermission
from tenants.overview.working_life import OfficeWork, office_work, own_work
from tenants.periods.permissions import PeriodPermission
from tenants.periods.service import may_approve
from ui.charts import sparkline

blueprint = district_blueprint("overview", __name__)

_DIALLED = re.compile(r"[^0-9+*#,]|(?<=.)\+")
"""What a telephone number is written with and a telephone does not dial."""

TARGET = 70
"""Per cent of communities with an activity: the city's own target (DOMAIN 7.2)."""


@blueprint.app_context_processor
def help_line() -> dict[str, Any]:
    """For leaders: whom to call, and this page's address for others, opened by the phone's own browser."""
    actor: Actor | None = g.get("actor")
    if actor is None or not all(role.value.field for role in actor.roles):
        return {}
    if not scope.is_open(db.session) or request.method != "GET":
        return {}
    found = helper_of(db.session(), actor, bangkok_today())
    address = public_address(request.path + "?openExternalBrowser=1")
    return {
        "help_line": {
            "name": found.name,
            "phone": found.phone,
            "call_url": "tel:" + _DIALLED.sub("", found.phone) if found.phone else "",
            "share_url": "https://line.me/R/share?" + urlencode({"text": address}),
        }
    }


@blueprint.get("/")
@requires(OverviewPermission.READ)
def show_home() -> ResponseReturnValue:
    if not current_reach().whole_district:
        return render_template(
            "overview/own_home.html",
            home=queries.own_home(
                db.session(), current_reach(), current_actor(), moment=bangkok_now()
            ),
            work=own_work(
                db.session(),
                current_actor(),
                current_reach(),
                bangkok_today(),
                current_actor().within(grants(), PeriodPermission.CONFIRM),
            ),
            today=bangkok_today(),
        )
    district_id = current_actor().district_id
    home = queries.home(db.session(), district_id)
    work = office_work(db.session(), bangkok_today())
    trend = home.figures.trend(queries.ACTIVE, queries.COMMUNITIES)
    return render_template(
        "overview/home.html",
        home=home,
        today=bangkok_today(),
        steps=next_steps(
            home,
            queries.waiting_papers(
                db.session(),
                current_actor(),
                proposes=may(OrderPermission.PROPOSE),
                signs=may(OrderPermission.SIGN),
            ),
            work if may(ActivityPermission.ACCEPT) else None,
            _months_of(work, is_at_work=bool(home.zones)),
        ),
        work=work,
        maps=zone_maps(board(db.session(), current_reach()), boundary_of(db.session(), district_id))
        if home.zones
        else [],
        keys=queries,
        target=TARGET,
        spark=sparkline(trend, _in_words(home.figures.months, trend), target=TARGET),
    )


def _months_of(work: OfficeWork, *, is_at_work: bool) -> list[MonthToDo]:
    """What the department sent back, and the last full month of an office at work, where it waits for this person."""
    closes, approves = may(PeriodPermission.CLOSE), _approves(work)
    if not closes and not approves:
        return []
    own = {Step.OPEN: closes, Step.SECTION: approves}
    found = [
        MonthToDo(each.month, each.step is Step.SECTION, each, own=own[each.step])
        for each in work.sent_back
    ]
    told = {each.month for each in work.sent_back}
    if is_at_work and work.month not in told and own.get(work.month_step):
        found.append(MonthToDo(work.month, to_approve=work.month_step is Step.SECTION))
    return found


def _approves(work: OfficeWork) -> bool:
    """Whether this person approves data today: the director, or who acts for them."""
    waits = bool(work.sent_back) or work.month_step is Step.SECTION
    return (
        waits
        and may(PeriodPermission.APPROVE)
        and may_approve(db.session(), current_actor()) is not None
    )


def _in_words(months: tuple[date, ...], trend: list[float | None]) -> str:
    shown = [
        f"{show_month(month, style='short', language=language())} {value:.1f} %"
        for month, value in zip(months, trend, strict=True)
        if value is not None
    ]
    return gettext("Share of communities with an activity: ") + ", ".join(shown)
