"""The list of people: ticking, excusing, stand-ins, guests, and the tap of a signed-in person."""

from uuid import UUID

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.i18n.text import normalise
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, current_tickets, may, requires
from core.web.step_forms import ReasonForm
from tenants.committees.models import Seat
from tenants.meetings import attending, details, guests, papers, queries
from tenants.meetings.forms import AbsenceForm, GuestForm, StandInForm
from tenants.meetings.models import Attendance, Presence
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.quorum import count_of, rule_of
from tenants.meetings.routes import blueprint, meeting_page
from tenants.meetings.words import CAPACITY_TITLES, PRESENCE_TITLES
from tenants.people.permissions import PeoplePermission
from tenants.people.queries import names_to_choose, person_key

__all__ = ["blueprint"]

VIEWS = ("waiting", "present", "absent", "unconfirmed")


@blueprint.get("/meetings/<uuid:meeting_id>/attendances")
@requires(MeetingPermission.MANAGE)
def list_attendances(meeting_id: UUID) -> ResponseReturnValue:
    return _list_page(meeting_id, RecordForm())


@blueprint.post("/attendances/<uuid:attendance_id>/presence")
@requires(MeetingPermission.MANAGE)
def update_presence(attendance_id: UUID) -> ResponseReturnValue:
    """One tap: `presence` is present, absent or invited. With script the line alone is answered."""
    form = RecordForm()
    typed = request.form.get("presence", "")
    if typed not in {each.value for each in Presence}:
        raise NotFound("This page does not exist")
    _entry, line = details.attendance(db.session(), current_reach(), attendance_id)
    meeting_id = line.meeting.id

    def mark() -> str:
        attending.mark_presence(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            attendance_id=attendance_id,
            presence=Presence(typed),
        )
        return _back(meeting_id, attendance_id)

    answer = submit(form, mark, lambda: _list_page(meeting_id, form))
    return _row(attendance_id) if _wants_a_row() and not form.form_errors else answer


@blueprint.get("/attendances/<uuid:attendance_id>/absence/new")
@requires(MeetingPermission.MANAGE)
def new_absence(attendance_id: UUID) -> ResponseReturnValue:
    entry, _line = details.attendance(db.session(), current_reach(), attendance_id)
    form = AbsenceForm(version=str(entry.version), reason=entry.absence_reason)
    return _absence_page(attendance_id, form)


@blueprint.post("/attendances/<uuid:attendance_id>/absence")
@requires(MeetingPermission.MANAGE)
def create_absence(attendance_id: UUID) -> ResponseReturnValue:
    form = AbsenceForm()

    def excuse() -> str:
        entry = attending.excuse(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            attendance_id=attendance_id,
            seen_version=form.seen_version,
            reason=form.reason.data,
        )
        return _back(entry.meeting_id, attendance_id)

    return submit(form, excuse, lambda: _absence_page(attendance_id, form))


@blueprint.get("/attendances/<uuid:attendance_id>/stand-in/new")
@requires(MeetingPermission.MANAGE)
def new_stand_in(attendance_id: UUID) -> ResponseReturnValue:
    return _stand_in_page(attendance_id, StandInForm())


@blueprint.post("/attendances/<uuid:attendance_id>/stand-in")
@requires(MeetingPermission.MANAGE)
def create_stand_in(attendance_id: UUID) -> ResponseReturnValue:
    form = StandInForm()
    chosen = _chosen(attendance_id, form.seat.data)

    def add() -> str:
        entry = guests.add_stand_in(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            attendance_id=attendance_id,
            record_id=form.id_of_record,
            name=chosen.person_name if chosen else form.name.data,
            position=chosen.person_position if chosen else form.position.data,
            reason=form.reason.data,
            tickets=current_tickets(),
        )
        return _back(entry.meeting_id, entry.id)

    return submit(form, add, lambda: _stand_in_page(attendance_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/guests/new")
@requires(MeetingPermission.MANAGE)
def new_guest(meeting_id: UUID) -> ResponseReturnValue:
    return _guest_page(meeting_id, GuestForm())


@blueprint.post("/meetings/<uuid:meeting_id>/guests")
@requires(MeetingPermission.MANAGE)
def create_guest(meeting_id: UUID) -> ResponseReturnValue:
    form = GuestForm()

    def add() -> str:
        entry = guests.add_guest(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            record_id=form.id_of_record,
            name=form.name.data,
            position=form.position.data,
            tickets=current_tickets(),
            is_here=form.is_here.data,
        )
        return _back(meeting_id, entry.id)

    return submit(form, add, lambda: _guest_page(meeting_id, form))


@blueprint.post("/attendances/<uuid:attendance_id>/confirmation")
@requires(MeetingPermission.MANAGE)
def update_confirmation(attendance_id: UUID) -> ResponseReturnValue:
    """Staff have looked at who entered by name: `seen` is yes or no."""
    form = RecordForm()
    _entry, line = details.attendance(db.session(), current_reach(), attendance_id)
    meeting_id = line.meeting.id

    def confirm() -> str:
        attending.confirm(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            attendance_id=attendance_id,
            is_here=request.form.get("seen") == "yes",
        )
        return url_for(".list_attendances", meeting_id=meeting_id)

    return submit(form, confirm, lambda: _list_page(meeting_id, form))


@blueprint.get("/attendances/<uuid:attendance_id>/deletion/new")
@requires(MeetingPermission.MANAGE)
def new_attendance_deletion(attendance_id: UUID) -> ResponseReturnValue:
    return _deletion_page(attendance_id, ReasonForm())


@blueprint.post("/attendances/<uuid:attendance_id>/deletion")
@requires(MeetingPermission.MANAGE)
def create_attendance_deletion(attendance_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def remove() -> str:
        meeting = guests.remove_line(
            db.session(),
            within=current_reach(),
            attendance_id=attendance_id,
            reason=form.reason.data,
        )
        return url_for(".list_attendances", meeting_id=meeting.id)

    return submit(form, remove, lambda: _deletion_page(attendance_id, form))


@blueprint.get("/attendances/<uuid:attendance_id>/code/edit")
@requires(MeetingPermission.MANAGE)
def edit_attendance_code(attendance_id: UUID) -> ResponseReturnValue:
    return _code_page(attendance_id, RecordForm())


@blueprint.post("/attendances/<uuid:attendance_id>/code")
@requires(MeetingPermission.MANAGE)
def update_attendance_code(attendance_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def renew() -> str:
        attending.renew_ticket(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            attendance_id=attendance_id,
            tickets=current_tickets(),
        )
        flash(gettext("This person has a new code."), "success")
        return url_for(".edit_attendance_code", attendance_id=attendance_id)

    return submit(form, renew, lambda: _code_page(attendance_id, form))


@blueprint.post("/meetings/<uuid:meeting_id>/own-attendance")
@requires(MeetingPermission.ATTEND)
def create_own_attendance(meeting_id: UUID) -> ResponseReturnValue:
    """The signed-in person is here."""
    form = RecordForm()
    queries.meeting(db.session(), current_reach(), meeting_id)

    def check_in() -> str:
        attending.check_in_account(db.session(), actor=current_actor(), meeting_id=meeting_id)
        flash(gettext("You are signed in as present."), "success")
        return url_for(".show_meeting", meeting_id=meeting_id)

    return submit(form, check_in, lambda: meeting_page(meeting_id, form))


def _back(meeting_id: UUID, attendance_id: UUID) -> str:
    """The list as it was looked at, at this person's line."""
    view = request.form.get("view", "")
    return url_for(
        ".list_attendances",
        meeting_id=meeting_id,
        view=view if view in VIEWS else None,
        _anchor=f"attendance-{attendance_id}",
    )


def _wants_a_row() -> bool:
    return request.headers.get("HX-Request") == "true"


def _row(attendance_id: UUID) -> ResponseReturnValue:
    entry, line = details.attendance(db.session(), current_reach(), attendance_id)
    people = details.attendances_of(db.session(), line.meeting.id)
    body = render_template(
        "meetings/_attendance_row_alone.html",
        person=entry,
        line=line,
        changing=not line.is_minuted,
        stood_in_for=_represented(people),
        presence_titles=PRESENCE_TITLES,
        capacity_titles=CAPACITY_TITLES,
        count=count_of(rule_of(db.session(), line.meeting), people),
        view="",
    )
    return make_response(body)


def _represented(people: list[Attendance]) -> dict[UUID, str]:
    """The names of members by their lines, for those who come in their place."""
    return {each.id: each.name for each in people}


def _list_page(meeting_id: UUID, form: RecordForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    people = details.attendances_of(db.session(), meeting_id)
    view, typed = request.args.get("view", ""), normalise(request.args.get("name", ""))
    return render_template(
        "meetings/attendances.html",
        form=form,
        line=line,
        meeting=line.meeting,
        everybody=people,
        people=[each for each in people if _is_shown(each, view, typed)],
        view=view if view in VIEWS else "",
        typed=typed,
        count=count_of(rule_of(db.session(), line.meeting), people),
        stood_in_for=_represented(people),
        changing=not line.is_minuted,
        today=bangkok_today(),
        presence_titles=PRESENCE_TITLES,
        capacity_titles=CAPACITY_TITLES,
    )


def _is_shown(entry: Attendance, view: str, typed: str) -> bool:
    if typed and person_key(typed) not in entry.name_key:
        return False
    match view:
        case "waiting":
            return entry.presence == Presence.INVITED
        case "present":
            return entry.presence == Presence.PRESENT
        case "absent":
            return entry.presence == Presence.ABSENT
        case "unconfirmed":
            return not entry.confirmed
        case _:
            return True


def _absence_page(attendance_id: UUID, form: AbsenceForm) -> str:
    entry, line = details.attendance(db.session(), current_reach(), attendance_id)
    return render_template("meetings/absence.html", form=form, line=line, person=entry)


def _stand_in_page(attendance_id: UUID, form: StandInForm) -> str:
    entry, line = details.attendance(db.session(), current_reach(), attendance_id)
    choices = guests.choices_to_stand_in(db.session(), entry, line.meeting) or []
    form.seat.choices = [SelectChoice("", gettext("Somebody else: type the name below"))] + [
        SelectChoice(str(each.id), f"{each.person_name} {each.person_position}") for each in choices
    ]
    return render_template(
        "meetings/stand_in.html", form=form, line=line, person=entry, choices=choices
    )


def _chosen(attendance_id: UUID, seat_id: str | None) -> Seat | None:
    if not seat_id:
        return None
    entry, line = details.attendance(db.session(), current_reach(), attendance_id)
    choices = guests.choices_to_stand_in(db.session(), entry, line.meeting) or []
    return next((each for each in choices if str(each.id) == seat_id), None)


def _guest_page(meeting_id: UUID, form: GuestForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    known = names_to_choose(db.session()) if may(PeoplePermission.READ) else []
    return render_template("meetings/guest.html", form=form, line=line, known=known)


def _deletion_page(attendance_id: UUID, form: ReasonForm) -> str:
    entry, line = details.attendance(db.session(), current_reach(), attendance_id)
    return render_template("meetings/attendance_deletion.html", form=form, line=line, person=entry)


def _code_page(attendance_id: UUID, form: RecordForm) -> str:
    entry, line = details.attendance(db.session(), current_reach(), attendance_id)
    return render_template(
        "meetings/attendance_code.html",
        form=form,
        line=line,
        person=entry,
        code=papers.code_of(entry, current_tickets()),
    )
