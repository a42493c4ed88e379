"""Deciding: accepting what waits, returning a month, opening an accepted one again, reminding who is late."""

from collections.abc import Callable
from datetime import date, datetime

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from city.approvals import choices, queries, service
from city.approvals.forms import AcceptancesForm, RemindersForm, ReopeningForm, ReturnForm
from city.approvals.permissions import ApprovalPermission
from city.approvals.queries import MonthState
from city.approvals.routes import blueprint
from city.approvals.service import Reminded, Seen
from core.extensions import db
from core.i18n.dates import show_time
from core.indicators.spans import Span
from core.indicators.words import span_words
from core.web.forms import RecordForm, submit
from core.web.guard import confirmation, current_actor, requires
from core.web.offices import office_name
from core.web.shell import language

__all__ = ["blueprint"]

_MONTH = "/approvals/<string(length=7):month>/districts/<int(max=9999):code>"
_SPAN = "/approvals/<string(minlength=6,maxlength=7):span>"


@blueprint.get(f"{_SPAN}/acceptances/new")
@requires(ApprovalPermission.DECIDE)
def new_acceptances(span: str) -> ResponseReturnValue:
    return _acceptances_page(choices.named_span(span), AcceptancesForm(), ticked=None)


@blueprint.post(f"{_SPAN}/acceptances")
@requires(ApprovalPermission.DECIDE, confirmed=True)
def create_acceptances(span: str) -> ResponseReturnValue:
    form, named = AcceptancesForm(), choices.named_span(span)

    def accept() -> str:
        confirmation().require()
        found = service.accept(db.session(), actor=current_actor(), seen=_seen(form))
        if found.number:
            flash(
                ngettext("%(num)s month accepted.", "%(num)s months accepted.", found.number),
                "success",
            )
        for state in found.left:
            flash(_why_left(state), "warning")
        return url_for(".list_districts", period=named.key)

    return submit(
        form,
        accept,
        lambda: _acceptances_page(named, form, ticked=set(form.chosen.data or ())),
    )


@blueprint.get(f"{_MONTH}/return/new")
@requires(ApprovalPermission.DECIDE)
def new_return(month: str, code: int) -> ResponseReturnValue:
    state = queries.month_state(db.session(), code, choices.named_month(month))
    return _page("return", state, ReturnForm(round=str(state.round)))


@blueprint.post(f"{_MONTH}/return")
@requires(ApprovalPermission.DECIDE)
def create_return(month: str, code: int) -> ResponseReturnValue:
    return _decide(month, code, ReturnForm(), service.return_month, "return")


@blueprint.get(f"{_MONTH}/reopening/new")
@requires(ApprovalPermission.DECIDE)
def new_reopening(month: str, code: int) -> ResponseReturnValue:
    state = queries.month_state(db.session(), code, choices.named_month(month))
    return _page("reopening", state, ReopeningForm(round=str(state.round)))


@blueprint.post(f"{_MONTH}/reopening")
@requires(ApprovalPermission.DECIDE)
def create_reopening(month: str, code: int) -> ResponseReturnValue:
    return _decide(month, code, ReopeningForm(), service.reopen_month, "reopening")


@blueprint.get("/approvals/<string(length=7):month>/reminders/new")
@requires(ApprovalPermission.DECIDE)
def new_reminders(month: str) -> ResponseReturnValue:
    return _reminders_page(choices.named_month(month), RemindersForm(), ticked=None)


@blueprint.post("/approvals/<string(length=7):month>/reminders")
@requires(ApprovalPermission.DECIDE)
def create_reminders(month: str) -> ResponseReturnValue:
    form, day = RemindersForm(), choices.named_month(month)

    def remind() -> str:
        codes = [_number(each) for each in form.chosen.data or () if each.isdecimal()]
        _tell_reminded(service.remind(db.session(), month=day, codes=codes))
        return url_for(".list_districts", period=month, show=choices.Shown.LATE.value)

    return submit(
        form, remind, lambda: _reminders_page(day, form, ticked=set(form.chosen.data or ()))
    )


def _tell_reminded(found: Reminded) -> None:
    """How many are told now, and truthfully who had been told before and is not told again."""
    if found.now:
        number = len(found.now)
        flash(
            ngettext("%(num)s district is reminded.", "%(num)s districts are reminded.", number),
            "success",
        )
    if found.before:
        said = ", ".join(
            gettext("%(district)s at %(time)s", district=office_name(office), time=_clock(moment))
            for office, moment in found.before
        )
        flash(
            gettext("Reminded today already, and not once more: %(districts)s.", districts=said)
            if found.now
            else gettext(
                "Nobody was reminded again. Reminded today already: %(districts)s.",
                districts=said,
            ),
            "info",
        )
    if not found.now and not found.before:
        flash(gettext("None of these districts is late any more. Nobody was reminded."), "info")


def _clock(moment: datetime) -> str:
    return show_time(moment, language=language())


def _seen(form: AcceptancesForm) -> list[Seen]:
    """The months that were ticked, each with the approval that was read; what cannot be read is none."""
    seen = []
    for ticked in form.chosen.data or ():
        code, _, rest = ticked.partition(":")
        month, _, number = rest.partition(":")
        if code.isdecimal() and number.isdecimal():
            seen.append(Seen(_number(code), choices.named_month(month), _number(number)))
    return seen


def _round(form: RecordForm) -> int:
    return _number(form["round"].data or "")


def _number(sent: str) -> int:
    """A code or a counter that a page has written; -1, which nothing has, where none can be so long."""
    return int(sent) if sent.isdecimal() and len(sent) < 6 else -1  # noqa: PLR2004 - a district's code has four digits


def _why_left(state: MonthState) -> str:
    """Why a month was not accepted now."""
    decision, name = state.decision, office_name(state.office)
    if decision is not None and decision.round == state.round:
        return gettext(
            "%(district)s: %(name)s has decided on it already.",
            district=name,
            name=decision.decided_by,
        )
    return gettext("%(district)s changed the month meanwhile. Read it once more.", district=name)


def _acceptances_page(span: Span, form: AcceptancesForm, *, ticked: set[str] | None) -> str:
    code = request.args.get("district", 0, type=int)
    lines = queries.district_lines(db.session(), span.months)
    waiting = [state for line in lines for state in line.waiting]
    return render_template(
        "approvals/acceptances.html",
        form=form,
        span=span,
        name=span_words(span, style="long"),
        waiting=waiting,
        ticked=ticked,
        only=code,
        name_of=office_name,
    )


def _page(template: str, state: MonthState, form: RecordForm) -> str:
    return render_template(
        f"approvals/{template}.html",
        form=form,
        state=state,
        name=office_name(state.office),
        key=f"{state.month:%Y-%m}",
    )


def _decide(
    month: str,
    code: int,
    form: ReturnForm | ReopeningForm,
    decide: Callable[..., None],
    template: str,
) -> ResponseReturnValue:
    """Take a decision about the month as the person saw it, with its reason."""
    day = choices.named_month(month)

    def act() -> str:
        seen = Seen(code, day, _round(form))
        decide(db.session(), actor=current_actor(), seen=seen, reason=form.reason.data)
        flash(gettext("The district is being told."), "success")
        return url_for(".show_month", month=month, code=code)

    return submit(
        form, act, lambda: _page(template, queries.month_state(db.session(), code, day), form)
    )


def _reminders_page(month: date, form: RemindersForm, *, ticked: set[str] | None) -> str:
    lines = queries.district_lines(db.session(), [month])
    return render_template(
        "approvals/reminders.html",
        form=form,
        month=month,
        late=sorted(
            (line for line in lines if line.may_be_reminded), key=lambda line: not line.is_late
        ),
        ticked=ticked,
        name_of=office_name,
        reminded=service.reminded_today(db.session(), month),
    )
