"""Signing in without an account: by the personal code, and by the code on the wall of the room."""

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access.permissions import WHOLE_DISTRICT
from core.errors import Message, Refused
from core.extensions import db
from core.i18n.messages import translate
from core.identity.actor import Actor
from core.identity.sessions import current_person
from core.web.forms import RecordForm, submit
from core.web.guard import requires_ticket
from tenants.meetings import attending, details, queries
from tenants.meetings.forms import RoomForm
from tenants.meetings.routes import blueprint

__all__ = ["blueprint"]

BY_TICKET = "A member signs in to one meeting with the personal code; the code opens nothing else."
BY_ROOM = "Whoever is in the room signs in with the code on its wall; no list of names is shown."


@blueprint.get("/meeting-tickets/<string(maxlength=20):ticket>")
@requires_ticket(reason=BY_TICKET)
def show_ticket(ticket: str) -> ResponseReturnValue:
    return _ticket_page(ticket, RecordForm())


@blueprint.post("/meeting-tickets/<string(maxlength=20):ticket>")
@requires_ticket(reason=BY_TICKET)
def create_check_in(ticket: str) -> ResponseReturnValue:
    form = RecordForm()

    def check_in() -> str:
        attending.check_in(db.session(), attendance_hash=ticket)
        return url_for(".show_ticket", ticket=_typed())

    return submit(form, check_in, lambda: _ticket_page(ticket, form))


@blueprint.get("/meeting-rooms/<string(maxlength=20):ticket>")
@requires_ticket(reason=BY_ROOM)
def show_room(ticket: str) -> ResponseReturnValue:
    return _room_page(ticket, RoomForm())


@blueprint.post("/meeting-rooms/<string(maxlength=20):ticket>")
@requires_ticket(reason=BY_ROOM)
def create_room_entry(ticket: str) -> ResponseReturnValue:
    """Somebody types a name. The answer is the same for everybody, on the list or not."""
    form = RoomForm()

    def enter() -> str:
        attending.check_in_by_name(
            db.session(), room_hash=ticket, record_id=form.id_of_record, name=form.name.data
        )
        return url_for(".show_room", ticket=_typed(), entered="yes")

    return submit(form, enter, lambda: _room_page(ticket, form))


@blueprint.post("/meeting-rooms/<string(maxlength=20):ticket>/own-attendance")
@requires_ticket(reason=BY_ROOM)
def create_room_tap(ticket: str) -> ResponseReturnValue:
    """A signed-in member taps once."""
    form = RecordForm()

    def tap() -> str:
        meeting, _window = attending.room(db.session(), ticket)
        actor = _actor_here()
        if actor is None:
            raise Refused("Sign in with the account of this office first, or type your name.")
        attending.check_in_account(db.session(), actor=actor, meeting_id=meeting.id)
        return url_for(".show_room", ticket=_typed(), entered="yes")

    def again() -> str:
        page = RoomForm(formdata=None)
        page.form_errors.extend(form.form_errors)
        return _room_page(ticket, page)

    return submit(form, tap, again)


def _typed() -> str:
    """The code as it stands in the address; the view itself is given the hash alone."""
    return str((request.view_args or {}).get("ticket", ""))


def _actor_here() -> Actor | None:
    """The signed-in person in the office of the address; None for a stranger and for another office's."""
    person = current_person()
    return person.acting_in(slug=g.office_slug) if person else None


def _ticket_page(ticket: str, form: RecordForm) -> str:
    found = attending.ticket(db.session(), ticket)
    return render_template(
        "meetings/ticket.html",
        form=form,
        code=_typed(),
        person=found.attendance,
        meeting=found.meeting,
        line=queries.meeting(db.session(), WHOLE_DISTRICT, found.meeting.id),
        sections=details.agenda_of(db.session(), found.meeting.id),
        window=found.window,
        window_sentence=_words_of(attending.sentence_of(found.meeting, found.window)),
    )


def _room_page(ticket: str, form: RoomForm) -> str:
    meeting, window = attending.room(db.session(), ticket)
    person, actor = current_person(), _actor_here()
    own = details.own_attendance(db.session(), meeting.id, actor.account_id) if actor else None
    return render_template(
        "meetings/room.html",
        form=form,
        code=_typed(),
        meeting=meeting,
        line=queries.meeting(db.session(), WHOLE_DISTRICT, meeting.id),
        window=window,
        window_sentence=_words_of(attending.sentence_of(meeting, window)),
        own=own,
        actor=actor,
        foreign=person is not None and actor is None,
        entered=request.args.get("entered") == "yes",
    )


def _words_of(sentence: Message | None) -> str:
    return translate(sentence) if sentence else ""
