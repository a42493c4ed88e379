"""Pages without an account: the personal code, the code on the wall of the room, and a typed code."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.i18n.digits import to_arabic_digits
from core.tenancy import scope
from core.tenancy.queries import office as office_of
from core.web.downloads import send_stored
from core.web.forms import RecordForm, submit
from core.web.guard import current_tickets, public_of_office, requires_ticket
from core.web.shell import language
from tenants.meetings.models import Attendance, Meeting
from tenants.training import attending, certificates, following, queries, service
from tenants.training.day_routes import blueprint
from tenants.training.models import Course, Trainee
from tenants.training.people_forms import AnswerForm, RoomForm
from tenants.training.ticket_parts import ticket_values
from tenants.training.words import USAGE_TITLES

__all__ = ["blueprint"]

OWN = "whoever holds a personal code sees their own line and nobody else's"
ROOM = "whoever stands before the code on the wall says that they are here"
MOST_LETTERS = 20


@blueprint.get("/training-tickets/<string(maxlength=20):ticket>")
@requires_ticket(reason=OWN)
def show_ticket(ticket: str) -> ResponseReturnValue:
    return ticket_page(ticket, RecordForm())


@blueprint.post("/training-tickets/<string(maxlength=20):ticket>/check-in")
@requires_ticket(reason=OWN)
def create_ticket_check_in(ticket: str) -> ResponseReturnValue:
    form = RecordForm()

    def check_in() -> str:
        attending.check_in_by_ticket(db.session(), ticket_hash=ticket)
        flash(gettext("You are on the list as present."), "success")
        return ticket_address()

    return submit(form, check_in, lambda: ticket_page(ticket, form))


@blueprint.get("/training-tickets/<string(maxlength=20):ticket>/certificate")
@requires_ticket(reason=OWN)
def show_ticket_certificate(ticket: str) -> ResponseReturnValue:
    session = db.session()
    trainee, _course = queries.trainee_of_ticket(session, ticket)
    found = certificates.certificate_of_trainee(session, trainee.id)
    if found is None or found.file_id is None or found.certificate.revoked_on is not None:
        raise NotFound("This certificate does not exist.")
    return send_stored(session, found.file_id, inline=True)


@blueprint.get("/training-tickets/<string(maxlength=20):ticket>/follow-ups/<uuid:follow_up_id>")
@requires_ticket(reason=OWN)
def edit_ticket_follow_up(ticket: str, follow_up_id: UUID) -> ResponseReturnValue:
    found = following.follow_up(db.session(), follow_up_id)
    form = AnswerForm(usage=found.usage, what=found.what, obstacle=found.obstacle)
    return _answer_page(ticket, follow_up_id, form)


@blueprint.post("/training-tickets/<string(maxlength=20):ticket>/follow-ups/<uuid:follow_up_id>")
@requires_ticket(reason=OWN)
def update_ticket_follow_up(ticket: str, follow_up_id: UUID) -> ResponseReturnValue:
    form = AnswerForm()
    trainee, _course = queries.trainee_of_ticket(db.session(), ticket)

    def answer() -> str:
        following.answer_by_ticket(
            db.session(), trainee=trainee, follow_up_id=follow_up_id, answer=form.answer
        )
        flash(gettext("Thank you. Your answer is kept."), "success")
        return ticket_address()

    return submit(form, answer, lambda: _answer_page(ticket, follow_up_id, form))


@blueprint.get("/training-rooms/<string(maxlength=20):ticket>")
@requires_ticket(reason=ROOM)
def show_room(ticket: str) -> ResponseReturnValue:
    return _room_page(ticket, RoomForm())


@blueprint.post("/training-rooms/<string(maxlength=20):ticket>/arrivals")
@requires_ticket(reason=ROOM)
def create_arrival(ticket: str) -> ResponseReturnValue:
    """A name typed at the code on the wall; the answer is the same whether it stands on the list or not."""
    form = RoomForm()

    def arrive() -> str:
        attending.check_in_by_name(
            db.session(),
            room_hash=ticket,
            record_id=form.id_of_record,
            name=form.name.data or "",
            affiliation=form.affiliation.data or "",
            tickets=current_tickets(),
        )
        return url_for(".show_arrival", ticket=_typed())

    return submit(form, arrive, lambda: _room_page(ticket, form))


@blueprint.get("/training-rooms/<string(maxlength=20):ticket>/arrival")
@requires_ticket(reason=ROOM)
def show_arrival(ticket: str) -> ResponseReturnValue:
    entry = queries.course_of_room(db.session(), ticket)
    return render_template(
        "training/arrival.html",
        entry=entry,
        typed=_typed(),
        office_name=office_name_of(entry.district_id),
    )


@blueprint.get("/code")
@public_of_office(reason="whoever holds a personal code types it here")
def find_code(office: int) -> ResponseReturnValue:
    typed = to_arabic_digits(request.args.get("code", "")[:60]).strip()
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())[:MOST_LETTERS]
    if letters:
        return redirect(url_for(".show_code", ticket=letters))
    return render_template(
        "training/code.html", typed="", unknown=False, office_name=office_name_of(office)
    )


@blueprint.get("/code/<string(maxlength=20):ticket>")
@requires_ticket(reason="whoever holds a personal code is led to its page")
def show_code(ticket: str) -> ResponseReturnValue:
    """The page of a code: of a meeting's or a course's participant, or of a room."""
    session, base, typed = db.session(), f"/d/{g.office_slug}", _typed()
    pages = (
        (Trainee.id, Trainee.ticket_hash, "training-tickets"),
        (Attendance.id, Attendance.ticket_hash, "meeting-tickets"),
        (Course.id, Course.room_hash, "training-rooms"),
        (Meeting.id, Meeting.room_hash, "meeting-rooms"),
    )
    for column, kept, page in pages:
        if session.scalars(select(column).where(kept == ticket)).first() is not None:
            return redirect(f"{base}/{page}/{typed}")
    name = office_name_of(scope.office_of(session))
    answer = render_template("training/code.html", typed=typed, unknown=True, office_name=name)
    return answer, HTTPStatus.NOT_FOUND


def ticket_page(ticket: str, form: RecordForm) -> str:
    """Everything that the holder of a personal code may see and do; `form` holds what was refused."""
    session, today = db.session(), bangkok_today()
    trainee, course = queries.trainee_of_ticket(session, ticket)
    return render_template(
        "training/ticket.html",
        entry=course,
        trainee=trainee,
        form=form,
        typed=_typed(),
        today=today,
        is_over=course.state in service.OVER,
        certificate=certificates.certificate_of_trainee(session, trainee.id),
        follow_ups=following.follow_ups_of_trainee(session, trainee.id, today),
        usage_titles=USAGE_TITLES,
        office_name=office_name_of(course.district_id),
        **ticket_values(session, trainee, course),
    )


def ticket_address() -> str:
    """The page of the personal code in the address."""
    return url_for(".show_ticket", ticket=_typed())


def office_name_of(code: int) -> str:
    """The office whose page this is: whoever comes without an account is in no office."""
    found = office_of(db.session(), code)
    return found.title_th if language() == "th" else found.title_en


def _typed() -> str:
    """The code as it stands in the address; the view has only its hash."""
    return str((request.view_args or {})["ticket"])


def _answer_page(ticket: str, follow_up_id: UUID, form: AnswerForm) -> str:
    session = db.session()
    trainee, course = queries.trainee_of_ticket(session, ticket)
    found = following.follow_up(session, follow_up_id)
    if found.trainee_id != trainee.id:
        raise NotFound("This question does not exist.")
    return render_template(
        "training/answer.html",
        entry=course,
        trainee=trainee,
        follow_up=found,
        form=form,
        action=url_for(".update_ticket_follow_up", ticket=_typed(), follow_up_id=follow_up_id),
        back=ticket_address(),
        way=[],
        office_name=office_name_of(course.district_id),
    )


def _room_page(ticket: str, form: RoomForm) -> str:
    entry = queries.course_of_room(db.session(), ticket)
    today = bangkok_today()
    return render_template(
        "training/room.html",
        entry=entry,
        form=form,
        typed=_typed(),
        is_open=entry.state not in service.OVER and entry.starts_on <= today <= entry.ends_on,
        is_over=entry.state in service.OVER or today > entry.ends_on,
        office_name=office_name_of(entry.district_id),
    )
