"""ยืนยันข้อมูลประจำเดือนของโซน: one big button for a chair, and for officers who were telephoned."""

from datetime import date
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.composition import current_composition
from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.periods.rules import due_on, is_over
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from tenants.periods import queries, service, zone_queries
from tenants.periods.forms import ConfirmationForm, MissingForm
from tenants.periods.permissions import PeriodPermission
from tenants.periods.routes import blueprint
from tenants.periods.rules import named_month

__all__ = ["blueprint"]

_ZONE = "/periods/<string(length=7):month>/zones/<uuid:zone_id>"


@blueprint.get(_ZONE)
@requires(PeriodPermission.CONFIRM)
def show_zone(month: str, zone_id: UUID) -> ResponseReturnValue:
    return _zone_page(named_month(month), zone_id, ConfirmationForm())


@blueprint.post(f"{_ZONE}/confirmation")
@requires(PeriodPermission.CONFIRM)
def create_confirmation(month: str, zone_id: UUID) -> ResponseReturnValue:
    form, day = ConfirmationForm(), named_month(month)

    def confirm() -> str:
        is_new = service.confirm_zone(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            month=day,
            zone_id=zone_id,
            reason=form.reason.data or "",
        )
        if is_new:
            flash(gettext("The month of the zone is confirmed. Thank you."), "success")
        else:
            flash(gettext("The month of this zone had been confirmed already."))
        return _back(day, zone_id)

    return submit(form, confirm, lambda: _zone_page(day, zone_id, form))


@blueprint.get(f"{_ZONE}/confirmation/withdrawal/new")
@requires(PeriodPermission.CONFIRM)
def new_confirmation_withdrawal(month: str, zone_id: UUID) -> ResponseReturnValue:
    return _withdrawal_page(named_month(month), zone_id, MissingForm())


@blueprint.post(f"{_ZONE}/confirmation/withdrawal")
@requires(PeriodPermission.CONFIRM)
def create_confirmation_withdrawal(month: str, zone_id: UUID) -> ResponseReturnValue:
    form, day = MissingForm(), named_month(month)

    def withdraw() -> str:
        service.withdraw_confirmation(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            month=day,
            zone_id=zone_id,
            reason=form.reason.data,
        )
        return _back(day, zone_id)

    return submit(form, withdraw, lambda: _withdrawal_page(day, zone_id, form))


def _back(month: date, zone_id: UUID) -> str:
    if current_reach().whole_district:
        return url_for(".show_month", month=f"{month:%Y-%m}")
    return url_for(".show_zone", month=f"{month:%Y-%m}", zone_id=zone_id)


def _state(month: date, zone_id: UUID) -> zone_queries.ZoneState:
    states = zone_queries.zone_states(db.session(), month, current_reach())
    for state in states:
        if state.zone.id == zone_id:
            return state
    raise NotFound("This zone does not exist.")


def _zone_page(month: date, zone_id: UUID, form: RecordForm) -> str:
    session, state = db.session(), _state(month, zone_id)
    events = [each for each in queries.events(session, month) if each.zone_id == zone_id]
    return render_template(
        "periods/zone.html",
        form=form,
        month=month,
        state=state,
        step=queries.step_of(session, month),
        amounts=zone_queries.amounts(
            session, current_composition().measures, [month], zone_id=zone_id
        ),
        reports=zone_queries.REPORTS,
        fill=zone_queries.fill_of(session, month),
        event=events[0] if events else None,
        is_over=is_over(month),
        due=due_on(month),
        is_late=due_on(month) < bangkok_today(),
        for_zone=current_reach().whole_district,
    )


def _withdrawal_page(month: date, zone_id: UUID, form: MissingForm) -> str:
    return render_template(
        "periods/withdrawal.html", form=form, month=month, state=_state(month, zone_id)
    )
