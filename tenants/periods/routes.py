"""The months of an office, and one month with all that is said about it."""

from datetime import date
from http import HTTPStatus

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from core.composition import current_composition
from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today, shift_month
from core.indicators.models import FillState
from core.indicators.spans import Span, month_span, quarter_span
from core.periods.rules import due_on, is_over
from core.web.forms import RecordForm
from core.web.guard import current_actor, current_reach, district_blueprint, may, requires
from tenants.periods import queries, service, zone_queries
from tenants.periods.models import DataPeriod, Step
from tenants.periods.permissions import PeriodPermission
from tenants.periods.rules import named_month
from tenants.periods.words import EVENT_TITLES, STEP_TITLES, STEP_TONES
from tenants.zones.queries import zones_with_members

blueprint = district_blueprint("periods", __name__)

MONTHS = 18
MONTHS_OF_A_CHAIR = 6
YEARS_BACK = 5


@blueprint.get("/periods")
@requires(PeriodPermission.READ)
def list_months() -> ResponseReturnValue:
    """The office's months; for a chair those of the own zone."""
    within, today = current_reach(), bangkok_today()
    if not within.whole_district:
        months = [shift_month(today, -back) for back in range(1, MONTHS_OF_A_CHAIR + 1)]
        return render_template(
            "periods/zone_months.html",
            months=zone_queries.zone_month_states(db.session(), months, within),
            steps=queries.steps_of(db.session(), months),
            titles=STEP_TITLES,
            tones=STEP_TONES,
            due_on=due_on,
            today=today,
        )
    back = _pages_back()
    months = [shift_month(today, -each) for each in range(back * MONTHS, (back + 1) * MONTHS)]
    lines = zone_queries.month_lines(db.session(), months)
    quarters = _quarters(lines)
    return render_template(
        "periods/months.html",
        lines=lines,
        quarters=quarters,
        signs=bool(quarters[Step.SECTION]) and _signs(),
        back=back,
        has_older=(back + 1) * MONTHS < YEARS_BACK * 12,
        titles=STEP_TITLES,
        tones=STEP_TONES,
    )


@blueprint.get("/periods/<string(length=7):month>")
@requires(PeriodPermission.READ)
def show_month(month: str) -> ResponseReturnValue:
    """NotFound for a chair, whose own zone has a page of its own."""
    if not current_reach().whole_district:
        raise NotFound("This month does not exist.")
    return month_page(named_month(month), RecordForm())


@blueprint.get("/periods/<string(length=7):month>/pulse")
@requires(PeriodPermission.READ, poll=True)
def show_pulse(month: str) -> ResponseReturnValue:
    """Only whether the approval of a month has come to its figures: 304, or a new ETag."""
    day = named_month(month)
    period = queries.period_of(db.session(), day)
    response = Response(status=HTTPStatus.OK)
    response.set_etag(_mark(period, zone_queries.fill_of(db.session(), day)))
    return response.make_conditional(request)


def _mark(period: DataPeriod | None, fill: FillState | None) -> str:
    approved = fill.approved_at.timestamp() if fill and fill.approved_at else 0
    return f"{period.step if period else ''}-{period.round if period else 0}-{approved:.6f}"


def month_page(month: date, form: RecordForm) -> str:
    """Everything about one month: its zones, its figures, its events and what may be done next."""
    session, within = db.session(), current_reach()
    period = queries.period_of(session, month)
    fill = zone_queries.fill_of(session, month)
    step = Step(period.step) if period is not None else Step.OPEN
    return render_template(
        "periods/month.html",
        form=form,
        month=month,
        span=month_span(month),
        quarter=quarter_span(month),
        period=period,
        step=step,
        zones=zone_queries.zone_states(session, month, within),
        amounts=zone_queries.amounts(session, current_composition().measures, [month]),
        line=zone_queries.month_lines(session, [month])[0],
        events=queries.events(session, month),
        names={zone.id: zone.name for zone, _ in zones_with_members(session, within)},
        fill=fill,
        is_being_approved=zone_queries.is_being_approved(period, fill),
        mark=_mark(period, fill),
        failed=queries.failed_approvals(session, [month]).get(month),
        asked=service.asked_since(session, period)
        if period is not None and step is Step.DEPARTMENT
        else None,
        signs=_signs(),
        reopens=may(PeriodPermission.REOPEN) and service.may_reopen(session, current_actor(), step),
        sent_back=next(iter(queries.sent_back(session, month)), None),
        is_over=is_over(month),
        due=due_on(month),
        titles=STEP_TITLES,
        tones=STEP_TONES,
        event_titles=EVENT_TITLES,
    )


def _signs() -> bool:
    """Whether this person approves data today, as the director or for the director."""
    return (
        may(PeriodPermission.APPROVE)
        and service.may_approve(db.session(), current_actor()) is not None
    )


def _pages_back() -> int:
    asked = request.args.get("back", 0, type=int)
    return asked if 0 < asked * MONTHS < YEARS_BACK * 12 else 0


def _quarters(lines: list[zone_queries.MonthLine]) -> dict[Step, list[Span]]:
    """The quarters whose three months all wait for the same next step."""
    by_month = {line.month: line for line in lines if line.is_over}
    found: dict[Step, list[Span]] = {Step.OPEN: [], Step.SECTION: []}
    for span in dict.fromkeys(quarter_span(line.month) for line in lines):
        steps = {by_month[each].step if each in by_month else None for each in span.months}
        for step, spans in found.items():
            if steps == {step} and any(by_month[each].due for each in span.months):
                spans.append(span)
    return found
