"""Setting and withdrawing targets, and retiring an indicator."""

from datetime import date
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.indicators import queries, retiring, targets
from city.indicators.forms import RetirementForm, TargetForm, WithdrawalForm
from city.indicators.permissions import IndicatorPermission
from city.indicators.queries import Kept
from city.indicators.routes import blueprint, figure_words
from core.composition import current_composition
from core.errors import NotFound, Refused
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators.definitions import Level, definition_of
from core.indicators.models import IndicatorTarget
from core.indicators.spans import month_span
from core.indicators.words import span_words
from core.tenancy.queries import districts
from core.tenancy.scope import DEPARTMENT
from core.web.forms import submit
from core.web.guard import confirmation, current_actor, requires
from core.web.shell import language

__all__ = ["blueprint"]

_TARGET = "/indicators/<string:key>/targets/<uuid:target_id>"
MONTHS_AHEAD, MONTHS_BACK = 12, 12


@blueprint.get("/indicators/<string:key>/targets/new")
@requires(IndicatorPermission.EDIT)
def new_target(key: str) -> ResponseReturnValue:
    return _target_page(queries.kept(db.session(), key), TargetForm())


@blueprint.post("/indicators/<string:key>/targets")
@requires(IndicatorPermission.EDIT)
def create_target(key: str) -> ResponseReturnValue:
    form = TargetForm()
    _offer_offices(form, of_city=True)

    def set_target() -> str:
        targets.set_target(
            db.session(),
            actor=current_actor(),
            key=key,
            record_id=form.id_of_record,
            office_code=form.office_code,
            valid_from=form.valid_from.data,
            value=form.value.data,
            source=form.source.data,
            past_reason=form.past_reason.data or "",
            today=bangkok_today(),
            measures=current_composition().measures,
        )
        flash(gettext("The target has been set."), "success")
        return url_for(".show_indicator", key=key, _anchor="targets")

    return submit(form, set_target, lambda: _target_page(queries.kept(db.session(), key), form))


@blueprint.get(f"{_TARGET}/withdrawal/new")
@requires(IndicatorPermission.EDIT)
def new_withdrawal(key: str, target_id: UUID) -> ResponseReturnValue:
    kept, target = _target_of(key, target_id)
    if not targets.can_be_withdrawn(target, bangkok_today()):
        raise Refused("Figures are judged by this target already. Set one that follows it.")
    return _withdrawal_page(kept, target, WithdrawalForm())


@blueprint.post(f"{_TARGET}/withdrawal")
@requires(IndicatorPermission.EDIT)
def create_withdrawal(key: str, target_id: UUID) -> ResponseReturnValue:
    form = WithdrawalForm()

    def withdraw() -> str:
        targets.withdraw_target(
            db.session(),
            key=key,
            target_id=target_id,
            reason=form.reason.data,
            today=bangkok_today(),
        )
        flash(gettext("The target has been withdrawn."), "success")
        return url_for(".show_indicator", key=key, _anchor="targets")

    return submit(form, withdraw, lambda: _withdrawal_page(*_target_of(key, target_id), form))


@blueprint.get("/indicators/<string:key>/retirement/new")
@requires(IndicatorPermission.PUBLISH)
def new_retirement(key: str) -> ResponseReturnValue:
    kept = queries.kept(db.session(), key)
    if kept.current is None or kept.retired is not None:
        raise Refused("Only an indicator that is in force is retired.")
    form = RetirementForm()
    form.from_month.data = shift_month(first_of_month(bangkok_today()), 1).isoformat()
    return _retirement_page(kept, form)


@blueprint.post("/indicators/<string:key>/retirement")
@requires(IndicatorPermission.PUBLISH, confirmed=True)
def create_retirement(key: str) -> ResponseReturnValue:
    form = RetirementForm()
    _offer_months(form, after=None)

    def retire() -> str:
        confirmation().require()
        retiring.retire(
            db.session(),
            actor=current_actor(),
            key=key,
            record_id=form.id_of_record,
            from_month=form.month,
            reason=form.reason.data,
        )
        flash(gettext("The indicator has been retired."), "success")
        return url_for(".show_indicator", key=key)

    return submit(form, retire, lambda: _retirement_page(queries.kept(db.session(), key), form))


def _target_of(key: str, target_id: UUID) -> tuple[Kept, IndicatorTarget]:
    kept = queries.kept(db.session(), key)
    found = next((each for each in kept.targets if each.id == target_id), None)
    if found is None:
        raise NotFound("This target does not exist.")
    return kept, found


def _target_page(kept: Kept, form: TargetForm) -> str:
    shown = definition_of(kept.shown)
    of_city = shown.level is Level.CITY
    _offer_offices(form, of_city=of_city)
    return render_template(
        "indicators/target.html", form=form, kept=kept, shown=shown, of_city=of_city
    )


def _withdrawal_page(kept: Kept, target: IndicatorTarget, form: WithdrawalForm) -> str:
    return render_template(
        "indicators/withdrawal.html",
        form=form,
        kept=kept,
        shown=definition_of(kept.shown),
        target=target,
        words=figure_words(),
    )


def _retirement_page(kept: Kept, form: RetirementForm) -> str:
    _offer_months(form, after=retiring.newest_approved(db.session()))
    return render_template(
        "indicators/retirement.html", form=form, kept=kept, shown=definition_of(kept.shown)
    )


def _offer_months(form: RetirementForm, *, after: date | None) -> None:
    """The months after the newest approved one; who sends an earlier one is told why it is none of them."""
    newest = shift_month(first_of_month(bangkok_today()), MONTHS_AHEAD)
    form.from_month.choices = [
        (span.first.isoformat(), span_words(span))
        for span in month_span(newest).series(MONTHS_AHEAD + MONTHS_BACK + 1)
        if after is None or span.first > after
    ]


def _offer_offices(form: TargetForm, *, of_city: bool) -> None:
    """The city as a whole is offered where the level allows it; who sends it anyway is told why it does not."""
    thai = language() == "th"
    whole = [(str(DEPARTMENT), gettext("The city as a whole"))] if of_city else []
    form.office.choices = [
        ("", gettext("Every district")),
        *whole,
        *(
            (str(office.code), office.name_th if thai else office.name_en)
            for office in districts(db.session())
        ),
    ]
