"""Who answers for a zone, and what advisers remark on it."""

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.extensions import db
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from tenants.meetings.minutes_queries import adopted_minutes
from tenants.meetings.queries import MeetingLine
from tenants.networks import assignments, remarks
from tenants.networks.paper_forms import AssignmentEndForm, AssignmentForm, RemarkForm
from tenants.networks.permissions import NetworkPermission
from tenants.networks.proposal_routes import blueprint
from tenants.zones.queries import zone as zone_of

__all__ = ["blueprint"]


@blueprint.get("/zones/<uuid:zone_id>/responsibilities/new")
@requires(NetworkPermission.ASSIGN)
def new_responsibility(zone_id: UUID) -> ResponseReturnValue:
    return _assignment_page(zone_id, AssignmentForm())


@blueprint.post("/zones/<uuid:zone_id>/responsibilities")
@requires(NetworkPermission.ASSIGN)
def create_responsibility(zone_id: UUID) -> ResponseReturnValue:
    form = AssignmentForm()
    form.offer(_adopted(zone_id))

    def assign() -> str:
        assignments.assign_officer(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            zone_id=zone_id,
            record_id=form.id_of_record,
            answering=assignments.Answering(
                form.person_name.data, form.person_position.data, form.valid_from.data
            ),
            source=assignments.Source(
                form.source_kind.data, form.source_number.data, form.source_on.data
            ),
        )
        return url_for(".show_zone", zone_id=zone_id, _anchor="responsibilities")

    return submit(form, assign, lambda: _assignment_page(zone_id, form))


@blueprint.get("/responsibilities/<uuid:responsibility_id>/end/new")
@requires(NetworkPermission.ASSIGN)
def new_responsibility_end(responsibility_id: UUID) -> ResponseReturnValue:
    return _end_page(responsibility_id, AssignmentEndForm())


@blueprint.post("/responsibilities/<uuid:responsibility_id>/end")
@requires(NetworkPermission.ASSIGN)
def create_responsibility_end(responsibility_id: UUID) -> ResponseReturnValue:
    form = AssignmentEndForm()

    def end() -> str:
        row = assignments.end_assignment(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            responsibility_id=responsibility_id,
            last_day=form.last_day.data,
        )
        return url_for(".show_zone", zone_id=row.zone_id, _anchor="responsibilities")

    return submit(form, end, lambda: _end_page(responsibility_id, form))


@blueprint.get("/zones/<uuid:zone_id>/remarks/new")
@requires(NetworkPermission.REMARK)
def new_remark(zone_id: UUID) -> ResponseReturnValue:
    return _remark_page(zone_id, RemarkForm())


@blueprint.post("/zones/<uuid:zone_id>/remarks")
@requires(NetworkPermission.REMARK)
def create_remark(zone_id: UUID) -> ResponseReturnValue:
    form = RemarkForm()

    def write() -> str:
        remarks.write_remark(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            zone_id=zone_id,
            record_id=form.id_of_record,
            body=form.body.data,
        )
        flash(_("Your remark has been kept."), "success")
        return url_for(".show_zone", zone_id=zone_id, _anchor="remarks")

    return submit(form, write, lambda: _remark_page(zone_id, form))


def _assignment_page(zone_id: UUID, form: AssignmentForm) -> str:
    zone = zone_of(db.session(), current_reach(), zone_id)
    form.offer(_adopted(zone_id))
    return render_template("networks/responsibility.html", zone=zone, form=form)


def _adopted(zone_id: UUID) -> list[MeetingLine]:
    return adopted_minutes(db.session(), current_reach(), zone_id)


def _end_page(responsibility_id: UUID, form: AssignmentEndForm) -> str:
    row = assignments.responsibility(db.session(), current_reach(), responsibility_id)
    zone = zone_of(db.session(), current_reach(), row.zone_id)
    return render_template("networks/responsibility_end.html", zone=zone, row=row, form=form)


def _remark_page(zone_id: UUID, form: RemarkForm) -> str:
    zone = zone_of(db.session(), current_reach(), zone_id)
    return render_template("networks/remark.html", zone=zone, form=form)
