"""The steps of a month or a quarter: closing, approving, opening again, and asking the department."""

from datetime import date

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core.composition import current_composition
from core.extensions import db
from core.i18n.dates import show_month
from core.indicators.spans import Span
from core.indicators.words import span_words
from core.web.forms import ConfirmedForm, RecordForm, submit
from core.web.guard import confirmation, current_actor, requires
from core.web.shell import language
from tenants.periods import queries, service, zone_queries
from tenants.periods.forms import ReopeningForm, RequestForm
from tenants.periods.models import EventKind, Step
from tenants.periods.permissions import PeriodPermission
from tenants.periods.routes import blueprint
from tenants.periods.rules import named_month, named_span
from tenants.periods.words import EVENT_TITLES

__all__ = ["blueprint"]


@blueprint.get("/periods/<string(minlength=6,maxlength=7):span>/closing/new")
@requires(PeriodPermission.CLOSE)
def new_closing(span: str) -> ResponseReturnValue:
    return _closing_page(named_span(span), RecordForm())


@blueprint.post("/periods/<string(minlength=6,maxlength=7):span>/closing")
@requires(PeriodPermission.CLOSE)
def create_closing(span: str) -> ResponseReturnValue:
    form, named = RecordForm(), named_span(span)

    def close() -> str:
        closed = service.close_months(db.session(), actor=current_actor(), months=named.months)
        flash(
            ngettext("%(num)s month is closed.", "%(num)s months are closed.", len(closed)),
            "success",
        )
        return _back(named)

    return submit(form, close, lambda: _closing_page(named, form))


@blueprint.get("/periods/<string(length=7):month>/reopening/new")
@requires(PeriodPermission.REOPEN)
def new_reopening(month: str) -> ResponseReturnValue:
    return _reopening_page(named_month(month), ReopeningForm())


@blueprint.post("/periods/<string(length=7):month>/reopening")
@requires(PeriodPermission.REOPEN)
def create_reopening(month: str) -> ResponseReturnValue:
    form, day = ReopeningForm(), named_month(month)

    def reopen() -> str:
        service.reopen_month(
            db.session(),
            actor=current_actor(),
            month=day,
            reason=form.reason.data,
        )
        flash(gettext("The month is open again."), "success")
        return url_for(".show_month", month=month)

    return submit(form, reopen, lambda: _reopening_page(day, form))


@blueprint.get("/periods/<string(minlength=6,maxlength=7):span>/approval/new")
@requires(PeriodPermission.APPROVE)
def new_approval(span: str) -> ResponseReturnValue:
    return _approval_page(named_span(span), ConfirmedForm())


@blueprint.post("/periods/<string(minlength=6,maxlength=7):span>/approval")
@requires(PeriodPermission.APPROVE, confirmed=True)
def create_approval(span: str) -> ResponseReturnValue:
    form, named = ConfirmedForm(), named_span(span)
    steps = queries.steps_of(db.session(), named.months)
    was_approved = all(step in (Step.DIRECTOR, Step.DEPARTMENT) for step in steps.values())

    def approve() -> str:
        if was_approved:
            flash(_approved_before(named))
        else:
            confirmation().require()
            service.approve_months(db.session(), actor=current_actor(), months=named.months)
            flash(gettext("Approved. The figures are being brought up to date."), "success")
        return _back(named)

    return submit(form, approve, lambda: _approval_page(named, form))


@blueprint.get("/periods/<string(length=7):month>/request/new")
@requires(PeriodPermission.APPROVE)
def new_request(month: str) -> ResponseReturnValue:
    return _request_page(named_month(month), RequestForm())


@blueprint.post("/periods/<string(length=7):month>/request")
@requires(PeriodPermission.APPROVE)
def create_request(month: str) -> ResponseReturnValue:
    form, day = RequestForm(), named_month(month)

    def ask() -> str:
        service.ask_department(
            db.session(), actor=current_actor(), month=day, reason=form.reason.data
        )
        flash(gettext("The department has been asked."), "success")
        return url_for(".show_month", month=month)

    return submit(form, ask, lambda: _request_page(day, form))


def _approved_before(span: Span) -> str:
    event = queries.newest_event(db.session(), span.last, EventKind.APPROVED)
    return gettext(
        "%(name)s had approved it already.", name=event.done_by if event is not None else "–"
    )


def _back(span: Span) -> str:
    if len(span.months) > 1:
        return url_for(".list_months")
    return url_for(".show_month", month=span.key)


def _closing_page(span: Span, form: RecordForm) -> str:
    session = db.session()
    return render_template(
        "periods/closing.html",
        form=form,
        span=span,
        name=span_words(span),
        lines=zone_queries.month_lines(session, span.months),
        lacking=[
            (month, [each.zone.name for each in states if not each.is_confirmed])
            for month, states in _states(span).items()
        ],
        back_url=_back(span),
    )


def _states(span: Span) -> dict[date, list[zone_queries.ZoneState]]:
    return {month: zone_queries.zone_states(db.session(), month) for month in span.months}


def _reopening_page(month: date, form: ReopeningForm) -> str:
    step = queries.step_of(db.session(), month)
    is_open_to = service.may_reopen(db.session(), current_actor(), step)
    is_closed = step in (Step.SECTION, Step.DIRECTOR)
    return render_template(
        "periods/reopening.html",
        form=form,
        month=month,
        step=step,
        refused=gettext(
            service.who_reopens(step), month=show_month(month, "long", language=language())
        )
        if is_closed and not is_open_to
        else "",
        late=queries.late_entries(db.session(), [month]).get(month, 0),
    )


def _approval_page(span: Span, form: ConfirmedForm) -> str:
    session = db.session()
    return render_template(
        "periods/approval.html",
        form=form,
        span=span,
        name=span_words(span),
        lines=zone_queries.month_lines(session, span.months),
        amounts=zone_queries.amounts(session, current_composition().measures, span.months),
        right=service.may_approve(session, current_actor()),
        back_url=_back(span),
        steps=queries.steps_of(session, span.months),
        failed=queries.failed_approvals(session, span.months),
        sent_back=queries.sent_back(session),
        event_titles=EVENT_TITLES,
    )


def _request_page(month: date, form: RequestForm) -> str:
    return render_template(
        "periods/request.html",
        form=form,
        month=month,
        signs=service.may_approve(db.session(), current_actor()) is not None,
    )
