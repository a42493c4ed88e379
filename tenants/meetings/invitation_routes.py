"""Inviting, the letter and its number, postponing, cancelling, and the papers for the day."""

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core.documents.content import Paper
from core.documents.rendering import render
from core.extensions import db
from core.files.current import current_store
from core.i18n.dates import bangkok_now, bangkok_today
from core.tenancy.queries import office
from core.web.addresses import public_address
from core.web.downloads import send_bytes
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, current_tickets, requires
from core.web.step_forms import ReasonForm
from tenants.meetings import attending, details, inviting, papers, queries, service
from tenants.meetings.forms import InvitationForm, PostponementForm
from tenants.meetings.models import Capacity
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.routes import blueprint, meeting_page
from tenants.office.queries import emblem_bytes, profile

__all__ = ["blueprint"]


@blueprint.get("/meetings/<uuid:meeting_id>/invitation/new")
@requires(MeetingPermission.MANAGE)
def new_invitation(meeting_id: UUID) -> ResponseReturnValue:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    return _invitation_page(meeting_id, InvitationForm(letter_number=line.meeting.letter_number))


@blueprint.post("/meetings/<uuid:meeting_id>/invitation")
@requires(MeetingPermission.MANAGE)
def create_invitation(meeting_id: UUID) -> ResponseReturnValue:
    form = InvitationForm()

    def invite() -> str:
        target = url_for(".show_meeting", meeting_id=meeting_id)
        _line, told = inviting.invite(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            letter_number=form.letter_number.data,
            url=target,
            tickets=current_tickets(),
        )
        flash(
            ngettext(
                "Invited. One person was told in the app or by mail.",
                "Invited. %(num)s people were told in the app or by mail.",
                told,
            ),
            "success",
        )
        return target

    return submit(form, invite, lambda: _invitation_page(meeting_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/letter-number/edit")
@requires(MeetingPermission.NUMBER)
def edit_letter_number(meeting_id: UUID) -> ResponseReturnValue:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    return _number_page(meeting_id, InvitationForm(letter_number=line.meeting.letter_number))


@blueprint.post("/meetings/<uuid:meeting_id>/letter-number")
@requires(MeetingPermission.NUMBER)
def update_letter_number(meeting_id: UUID) -> ResponseReturnValue:
    form = InvitationForm()

    def number() -> str:
        inviting.number_letter(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            letter_number=form.letter_number.data,
        )
        return url_for(".show_meeting", meeting_id=meeting_id)

    return submit(form, number, lambda: _number_page(meeting_id, form))


@blueprint.post("/meetings/<uuid:meeting_id>/invitees")
@requires(MeetingPermission.MANAGE)
def update_invitees(meeting_id: UUID) -> ResponseReturnValue:
    """Read the list once more from the seats, and what was left open onto the agenda."""
    form = RecordForm()

    def read() -> str:
        service.refresh_invitees(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            tickets=current_tickets(),
        )
        flash(gettext("The list and the agenda are up to date."), "success")
        return url_for(".show_meeting", meeting_id=meeting_id)

    return submit(form, read, lambda: meeting_page(meeting_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/postponement/new")
@requires(MeetingPermission.MANAGE)
def new_postponement(meeting_id: UUID) -> ResponseReturnValue:
    entry = queries.meeting(db.session(), current_reach(), meeting_id).meeting
    form = PostponementForm(
        version=str(entry.version),
        held_on=entry.held_on,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        place=entry.place,
    )
    return _postponement_page(meeting_id, form)


@blueprint.post("/meetings/<uuid:meeting_id>/postponement")
@requires(MeetingPermission.MANAGE)
def create_postponement(meeting_id: UUID) -> ResponseReturnValue:
    form = PostponementForm()

    def postpone() -> str:
        target = url_for(".show_meeting", meeting_id=meeting_id)
        inviting.postpone_meeting(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            seen_version=form.seen_version,
            held_on=form.held_on.data,
            starts_at=form.starts_at.data,
            ends_at=form.ends_at.data,
            place=form.place.data,
            reason=form.reason.data,
            url=target,
            tickets=current_tickets(),
        )
        return target

    return submit(form, postpone, lambda: _postponement_page(meeting_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/cancellation/new")
@requires(MeetingPermission.MANAGE)
def new_cancellation(meeting_id: UUID) -> ResponseReturnValue:
    return _cancellation_page(meeting_id, ReasonForm())


@blueprint.post("/meetings/<uuid:meeting_id>/cancellation")
@requires(MeetingPermission.MANAGE)
def create_cancellation(meeting_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def cancel() -> str:
        target = url_for(".show_meeting", meeting_id=meeting_id)
        inviting.cancel_meeting(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            reason=form.reason.data,
            url=target,
        )
        return target

    return submit(form, cancel, lambda: _cancellation_page(meeting_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/files/invitation")
@requires(MeetingPermission.READ)
def show_invitation(meeting_id: UUID) -> ResponseReturnValue:
    """The letter as it stands now; the agenda and the list are attached to it."""
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    document = papers.invitation(
        line,
        details.agenda_of(db.session(), meeting_id),
        details.attendances_of(db.session(), meeting_id),
        _sender(),
        bangkok_now(),
    )
    pdf = render(document, emblem=emblem_bytes(db.session(), current_store()))
    return _pdf(pdf, papers.file_name(line, "หนังสือเชิญประชุม"))


@blueprint.get("/meetings/<uuid:meeting_id>/files/attendance-sheet")
@requires(MeetingPermission.MANAGE)
def show_attendance_sheet(meeting_id: UUID) -> ResponseReturnValue:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    people = details.attendances_of(db.session(), meeting_id)
    document = papers.attendance_sheet(line, people, bangkok_now())
    return _pdf(render(document), papers.file_name(line, "บัญชีลงลายมือชื่อ"))


@blueprint.get("/meetings/<uuid:meeting_id>/files/badges")
@requires(MeetingPermission.MANAGE)
def show_badges(meeting_id: UUID) -> ResponseReturnValue:
    """The personal codes of everybody on the list, to cut out."""
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    people = [
        each
        for each in details.attendances_of(db.session(), meeting_id)
        if each.capacity != Capacity.STAND_IN
    ]
    document = papers.badges(
        line,
        people,
        current_tickets(),
        lambda code: public_address(url_for(".show_ticket", ticket=code)),
        bangkok_now(),
    )
    return _pdf(render(document), papers.file_name(line, "รหัสส่วนตัว"))


@blueprint.get("/meetings/<uuid:meeting_id>/files/poster")
@requires(MeetingPermission.MANAGE)
def show_poster(meeting_id: UUID) -> ResponseReturnValue:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    return _pdf(_poster(line), papers.file_name(line, "รหัสหน้าห้อง"))


@blueprint.get("/meetings/<uuid:meeting_id>/room-code/edit")
@requires(MeetingPermission.MANAGE)
def edit_room_code(meeting_id: UUID) -> ResponseReturnValue:
    return _room_page(meeting_id, RecordForm())


@blueprint.post("/meetings/<uuid:meeting_id>/room-code")
@requires(MeetingPermission.MANAGE)
def update_room_code(meeting_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def renew() -> str:
        attending.renew_room(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            tickets=current_tickets(),
        )
        flash(gettext("The room has a new code. Print the poster again."), "success")
        return url_for(".show_meeting", meeting_id=meeting_id)

    return submit(form, renew, lambda: _room_page(meeting_id, form))


def _poster(line: queries.MeetingLine) -> bytes:
    place = office(db.session(), line.meeting.district_id)
    document: Paper = papers.poster(
        line,
        place.title_th,
        current_tickets(),
        lambda code: public_address(url_for(".show_room", ticket=code)),
        bangkok_now(),
    )
    return render(document)


def _sender() -> papers.Sender:
    place, head = office(db.session(), current_actor().district_id), profile(db.session())
    phone = (f"โทร. {head.phone}",) if head.phone else ()
    return papers.Sender(
        office=place.title_th,
        address=tuple(line for line in head.address.splitlines() if line.strip()),
        letter_code=head.letter_code,
        signer_position=f"ผู้อำนวยการเขต{place.name_th}",
        contact=("ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม", *phone),
    )


def _pdf(content: bytes, name: str) -> ResponseReturnValue:
    return send_bytes(content, name=name, content_type="application/pdf", inline=True)


def _invitation_page(meeting_id: UUID, form: InvitationForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    period = inviting.notice_period(db.session(), line.body, line.meeting.held_on)
    missed = period is not None and period.is_missed(line.meeting.held_on, bangkok_today())
    return render_template(
        "meetings/invitation.html",
        form=form,
        line=line,
        meeting=line.meeting,
        people=details.attendances_of(db.session(), meeting_id),
        sections=details.agenda_of(db.session(), meeting_id),
        period=period if missed else None,
    )


def _number_page(meeting_id: UUID, form: InvitationForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    return render_template("meetings/letter_number.html", form=form, line=line)


def _postponement_page(meeting_id: UUID, form: PostponementForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    return render_template("meetings/postponement.html", form=form, line=line)


def _cancellation_page(meeting_id: UUID, form: ReasonForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    return render_template("meetings/cancellation.html", form=form, line=line)


def _room_page(meeting_id: UUID, form: RecordForm) -> str:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    code = papers.room_code(line.meeting, current_tickets())
    return render_template(
        "meetings/room_code.html",
        form=form,
        line=line,
        code=code,
        room_address=public_address(url_for(".show_room", ticket=code)),
    )
