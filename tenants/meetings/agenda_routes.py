"""The agenda item by item: added, changed, moved and taken off without script."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.extensions import db
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from core.web.step_forms import ReasonForm
from tenants.meetings import agenda, details, queries
from tenants.meetings.forms import AgendaItemForm
from tenants.meetings.models import Section
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.routes import blueprint, meeting_page

__all__ = ["blueprint"]


@blueprint.get("/meetings/<uuid:meeting_id>/agenda-items/new")
@requires(MeetingPermission.MANAGE)
def new_agenda_item(meeting_id: UUID) -> ResponseReturnValue:
    asked = request.args.get("section", "")
    known = {each.value for each in Section}
    section = Section(asked) if asked in known else Section.MATTERS
    form = AgendaItemForm(section=section, for_decision=section is Section.MATTERS)
    return _new_page(meeting_id, form)


@blueprint.post("/meetings/<uuid:meeting_id>/agenda-items")
@requires(MeetingPermission.MANAGE)
def create_agenda_item(meeting_id: UUID) -> ResponseReturnValue:
    form = AgendaItemForm()

    def add() -> str:
        item = agenda.add_item(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            record_id=form.id_of_record,
            section=form.section.data,
            title=form.title.data,
            detail=form.detail.data,
            for_decision=form.for_decision.data,
        )
        return _target(meeting_id, item.id)

    return submit(form, add, lambda: _new_page(meeting_id, form))


@blueprint.get("/agenda-items/<uuid:item_id>/edit")
@requires(MeetingPermission.MANAGE)
def edit_agenda_item(item_id: UUID) -> ResponseReturnValue:
    item, _line = details.agenda_item(db.session(), current_reach(), item_id)
    form = AgendaItemForm(
        version=str(item.version),
        section=Section(item.section),
        title=item.title,
        detail=item.detail,
        for_decision=item.for_decision,
    )
    return _edit_page(item_id, form)


@blueprint.post("/agenda-items/<uuid:item_id>")
@requires(MeetingPermission.MANAGE)
def update_agenda_item(item_id: UUID) -> ResponseReturnValue:
    form = AgendaItemForm()

    def change() -> str:
        item = agenda.change_item(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            item_id=item_id,
            seen_version=form.seen_version,
            section=form.section.data,
            title=form.title.data,
            detail=form.detail.data,
            for_decision=form.for_decision.data,
        )
        return _target(item.meeting_id, item.id)

    return submit(form, change, lambda: _edit_page(item_id, form))


@blueprint.post("/agenda-items/<uuid:item_id>/position")
@requires(MeetingPermission.MANAGE)
def update_agenda_position(item_id: UUID) -> ResponseReturnValue:
    """One place up or down in its part (`direction`)."""
    form = RecordForm()
    _item, line = details.agenda_item(db.session(), current_reach(), item_id)
    meeting_id = line.meeting.id

    def move() -> str:
        agenda.move_item(
            db.session(),
            within=current_reach(),
            item_id=item_id,
            up=request.form.get("direction") == "up",
        )
        return _target(meeting_id, item_id)

    return submit(form, move, lambda: meeting_page(meeting_id, form))


@blueprint.get("/agenda-items/<uuid:item_id>/deletion/new")
@requires(MeetingPermission.MANAGE)
def new_agenda_deletion(item_id: UUID) -> ResponseReturnValue:
    return _deletion_page(item_id, ReasonForm())


@blueprint.post("/agenda-items/<uuid:item_id>/deletion")
@requires(MeetingPermission.MANAGE)
def create_agenda_deletion(item_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def remove() -> str:
        meeting = agenda.delete_item(
            db.session(), within=current_reach(), item_id=item_id, reason=form.reason.data
        )
        return url_for(".show_meeting", meeting_id=meeting.id)

    return submit(form, remove, lambda: _deletion_page(item_id, form))


def _target(meeting_id: UUID, item_id: UUID) -> str:
    return url_for(".show_meeting", meeting_id=meeting_id, _anchor=f"item-{item_id}")


def _new_page(meeting_id: UUID, form: AgendaItemForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    return render_template("meetings/agenda_item.html", form=form, line=line, item=None)


def _edit_page(item_id: UUID, form: AgendaItemForm) -> str:
    item, line = details.agenda_item(db.session(), current_reach(), item_id)
    return render_template("meetings/agenda_item.html", form=form, line=line, item=item)


def _deletion_page(item_id: UUID, form: ReasonForm) -> str:
    item, line = details.agenda_item(db.session(), current_reach(), item_id)
    return render_template("meetings/agenda_deletion.html", form=form, line=line, item=item)
