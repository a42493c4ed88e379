"""Opening with the quorum in view, closing, and the votes."""

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.extensions import db
from core.i18n.dates import bangkok_now, bangkok_today
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from tenants.meetings import conducting, details, queries
from tenants.meetings.forms import ClosingForm, MotionForm, OpeningForm
from tenants.meetings.models import Capacity, Motion, Presence
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.quorum import count_of, rule_of
from tenants.meetings.routes import blueprint

__all__ = ["blueprint"]


@blueprint.get("/meetings/<uuid:meeting_id>/opening/new")
@requires(MeetingPermission.MANAGE)
def new_opening(meeting_id: UUID) -> ResponseReturnValue:
    entry = queries.meeting(db.session(), current_reach(), meeting_id).meeting
    today = entry.held_on == bangkok_today()
    people = details.attendances_of(db.session(), meeting_id)
    chair = next((each for each in people if each.presence == Presence.PRESENT), None)
    form = OpeningForm(
        version=str(entry.version),
        opened_at=bangkok_now().time() if today else entry.starts_at,
        chaired_by=chair.name if chair and chair.position == 1 else "",
    )
    return _opening_page(meeting_id, form)


@blueprint.post("/meetings/<uuid:meeting_id>/opening")
@requires(MeetingPermission.MANAGE)
def create_opening(meeting_id: UUID) -> ResponseReturnValue:
    form = OpeningForm()

    def open_it() -> str:
        conducting.open_meeting(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            seen_version=form.seen_version,
            chaired_by=form.chaired_by.data,
            opened_at=form.opened_at.data,
            reason=form.reason.data,
        )
        flash(gettext("The meeting is open."), "success")
        return url_for(".show_meeting", meeting_id=meeting_id)

    return submit(form, open_it, lambda: _opening_page(meeting_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/closing/new")
@requires(MeetingPermission.MANAGE)
def new_closing(meeting_id: UUID) -> ResponseReturnValue:
    entry = queries.meeting(db.session(), current_reach(), meeting_id).meeting
    today = entry.held_on == bangkok_today()
    form = ClosingForm(
        version=str(entry.version),
        closed_at=bangkok_now().time() if today else entry.ends_at,
    )
    return _closing_page(meeting_id, form)


@blueprint.post("/meetings/<uuid:meeting_id>/closing")
@requires(MeetingPermission.MANAGE)
def create_closing(meeting_id: UUID) -> ResponseReturnValue:
    form = ClosingForm()

    def close() -> str:
        conducting.close_meeting(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            seen_version=form.seen_version,
            closed_at=form.closed_at.data,
        )
        flash(gettext("The meeting is closed. Write the minutes next."), "success")
        return url_for(".show_meeting", meeting_id=meeting_id)

    return submit(form, close, lambda: _closing_page(meeting_id, form))


@blueprint.get("/agenda-items/<uuid:item_id>/motions/new")
@requires(MeetingPermission.MANAGE)
def new_motion(item_id: UUID) -> ResponseReturnValue:
    item, _line = details.agenda_item(db.session(), current_reach(), item_id)
    return _motion_page(item_id, MotionForm(text=item.title, against=0, abstained=0))


@blueprint.post("/agenda-items/<uuid:item_id>/motions")
@requires(MeetingPermission.MANAGE)
def create_motion(item_id: UUID) -> ResponseReturnValue:
    form = MotionForm()

    def record() -> str:
        entry = conducting.record_motion(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            item_id=item_id,
            record_id=form.id_of_record,
            text=form.text.data,
            proposed_by=form.proposed_by.data,
            votes=form.votes,
        )
        return _target(entry.meeting_id, item_id)

    return submit(form, record, lambda: _motion_page(item_id, form))


@blueprint.get("/motions/<uuid:motion_id>/edit")
@requires(MeetingPermission.MANAGE)
def edit_motion(motion_id: UUID) -> ResponseReturnValue:
    entry = _motion(motion_id)
    form = MotionForm(
        version=str(entry.version),
        text=entry.text,
        proposed_by=entry.proposed_by,
        in_favour=entry.in_favour,
        against=entry.against,
        abstained=entry.abstained,
        chair_cast=entry.chair_cast or "",
    )
    return _motion_page(entry.agenda_item_id, form, motion_id)


@blueprint.post("/motions/<uuid:motion_id>")
@requires(MeetingPermission.MANAGE)
def update_motion(motion_id: UUID) -> ResponseReturnValue:
    form = MotionForm()
    item_id = _motion(motion_id).agenda_item_id

    def change() -> str:
        entry = conducting.change_motion(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            motion_id=motion_id,
            seen_version=form.seen_version,
            text=form.text.data,
            proposed_by=form.proposed_by.data,
            votes=form.votes,
        )
        return _target(entry.meeting_id, item_id)

    return submit(form, change, lambda: _motion_page(item_id, form, motion_id))


def _motion(motion_id: UUID) -> Motion:
    return conducting.motion(db.session(), current_reach(), motion_id, current_actor().district_id)


def _target(meeting_id: UUID, item_id: UUID) -> str:
    return url_for(".show_meeting", meeting_id=meeting_id, _anchor=f"item-{item_id}")


def _opening_page(meeting_id: UUID, form: OpeningForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    people = details.attendances_of(db.session(), meeting_id)
    return render_template(
        "meetings/opening.html",
        form=form,
        line=line,
        meeting=line.meeting,
        count=count_of(rule_of(db.session(), line.meeting), people),
        names=[each.name for each in people if each.presence == Presence.PRESENT],
    )


def _closing_page(meeting_id: UUID, form: ClosingForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    people = details.attendances_of(db.session(), meeting_id)
    return render_template(
        "meetings/closing.html",
        form=form,
        line=line,
        waiting=[
            each
            for each in people
            if each.capacity == Capacity.MEMBER and each.presence == Presence.INVITED
        ],
        unconfirmed=[each for each in people if not each.confirmed],
    )


def _motion_page(item_id: UUID, form: MotionForm, motion_id: UUID | None = None) -> str:
    item, line = details.agenda_item(db.session(), current_reach(), item_id)
    people = details.attendances_of(db.session(), line.meeting.id)
    return render_template(
        "meetings/motion.html",
        form=form,
        line=line,
        item=item,
        motion_id=motion_id,
        count=count_of(rule_of(db.session(), line.meeting), people),
    )
