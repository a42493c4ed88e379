"""Who is invited: the list, the ways to fill it, the invitation and the papers of the room."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from core.errors import NotFound
from core.extensions import db
from core.files.current import current_store
from core.i18n.dates import bangkok_today
from core.tenancy.queries import office
from core.web.addresses import public_address
from core.web.downloads import send_bytes
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_tickets, requires
from tenants.office.queries import profile
from tenants.training import inviting, papers, queries, service
from tenants.training.attending import renew_code
from tenants.training.inviting import Candidate
from tenants.training.models import Course, TraineeGroup
from tenants.training.people_forms import ContactsForm, InvitationForm, PersonForm
from tenants.training.permissions import TrainingPermission
from tenants.training.rendering import PDF, paper_pdf
from tenants.training.routes import blueprint

__all__ = ["blueprint"]

PAPERS = {
    "invitation": "หนังสือเชิญ",
    "attendance-sheet": "บัญชีลงลายมือชื่อ",
    "badges": "บัตรรหัสส่วนตัว",
    "room-poster": "รหัสหน้าห้อง",
}


@blueprint.get("/courses/<uuid:course_id>/people")
@requires(TrainingPermission.READ)
def list_trainees(course_id: UUID) -> ResponseReturnValue:
    return roster_page(course_id, RecordForm())


@blueprint.get("/courses/<uuid:course_id>/people/new")
@requires(TrainingPermission.MANAGE)
def new_trainee(course_id: UUID) -> ResponseReturnValue:
    return _person_page(course_id, PersonForm(group=TraineeGroup.COMMUNITY.value))


@blueprint.post("/courses/<uuid:course_id>/people")
@requires(TrainingPermission.MANAGE)
def create_trainee(course_id: UUID) -> ResponseReturnValue:
    form = PersonForm()

    def add() -> str:
        group = TraineeGroup(form.group.data)
        inviting.invite_one(
            db.session(),
            actor=current_actor(),
            course_id=course_id,
            record_id=form.id_of_record,
            candidate=Candidate(form.name.data or "", group, form.affiliation.data or ""),
            tickets=current_tickets(),
        )
        flash(gettext("%(name)s is on the list.", name=form.name.data), "success")
        return url_for(".list_trainees", course_id=course_id)

    return submit(form, add, lambda: _person_page(course_id, form))


@blueprint.get("/courses/<uuid:course_id>/committee-invitees/new")
@requires(TrainingPermission.MANAGE)
def new_committee_invitees(course_id: UUID) -> ResponseReturnValue:
    return _committees_page(course_id, RecordForm())


@blueprint.post("/courses/<uuid:course_id>/committee-invitees")
@requires(TrainingPermission.MANAGE)
def create_committee_invitees(course_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def add() -> str:
        added = inviting.invite_committees(
            db.session(), actor=current_actor(), course_id=course_id, tickets=current_tickets()
        )
        _say_added(added)
        return url_for(".list_trainees", course_id=course_id)

    return submit(form, add, lambda: _committees_page(course_id, form))


@blueprint.get("/courses/<uuid:course_id>/partner-invitees/new")
@requires(TrainingPermission.MANAGE)
def new_partner_invitees(course_id: UUID) -> ResponseReturnValue:
    return _contacts_page(course_id, _contacts_form())


@blueprint.post("/courses/<uuid:course_id>/partner-invitees")
@requires(TrainingPermission.MANAGE)
def create_partner_invitees(course_id: UUID) -> ResponseReturnValue:
    form = _contacts_form()

    def add() -> str:
        added = inviting.invite_contacts(
            db.session(),
            actor=current_actor(),
            course_id=course_id,
            contact_ids=uuids(form.contacts.data),
            tickets=current_tickets(),
        )
        _say_added(added)
        return url_for(".list_trainees", course_id=course_id)

    return submit(form, add, lambda: _contacts_page(course_id, form))


@blueprint.post("/trainees/<uuid:trainee_id>/removal")
@requires(TrainingPermission.MANAGE)
def create_trainee_removal(trainee_id: UUID) -> ResponseReturnValue:
    form = RecordForm()
    course_id = queries.trainee(db.session(), trainee_id)[1].id

    def remove() -> str:
        inviting.remove_trainee(db.session(), trainee_id=trainee_id)
        flash(gettext("The person is off the list."), "success")
        return url_for(".list_trainees", course_id=course_id)

    return submit(form, remove, lambda: roster_page(course_id, form))


@blueprint.post("/trainees/<uuid:trainee_id>/code-renewal")
@requires(TrainingPermission.MANAGE)
def create_code_renewal(trainee_id: UUID) -> ResponseReturnValue:
    form = RecordForm()
    course_id = queries.trainee(db.session(), trainee_id)[1].id

    def renew() -> str:
        renew_code(
            db.session(), actor=current_actor(), trainee_id=trainee_id, tickets=current_tickets()
        )
        flash(gettext("A new code holds now. Print the card again."), "success")
        return url_for(".list_trainees", course_id=course_id, _anchor=f"trainee-{trainee_id}")

    return submit(form, renew, lambda: roster_page(course_id, form))


@blueprint.get("/courses/<uuid:course_id>/invitation/new")
@requires(TrainingPermission.MANAGE)
def new_invitation(course_id: UUID) -> ResponseReturnValue:
    entry = queries.course(db.session(), course_id)
    return _invitation_page(entry, InvitationForm(letter_number=entry.letter_number))


@blueprint.post("/courses/<uuid:course_id>/invitation")
@requires(TrainingPermission.MANAGE)
def create_invitation(course_id: UUID) -> ResponseReturnValue:
    form = InvitationForm()

    def invite() -> str:
        inviting.send_invitations(
            db.session(),
            actor=current_actor(),
            course_id=course_id,
            letter_number=form.letter_number.data or "",
        )
        flash(
            gettext("Everybody who can be reached through the system is told. Print the letter."),
            "success",
        )
        return url_for(".list_trainees", course_id=course_id)

    return submit(
        form, invite, lambda: _invitation_page(queries.course(db.session(), course_id), form)
    )


@blueprint.get("/courses/<uuid:course_id>/papers/<string:kind>")
@requires(TrainingPermission.MANAGE)
def show_paper(course_id: UUID, kind: str) -> ResponseReturnValue:
    """A paper of the course as PDF: invitation, list to sign, cards with codes, poster of the room."""
    if kind not in PAPERS:
        raise NotFound("This page does not exist.")
    session, actor = db.session(), current_actor()
    entry = queries.course(session, course_id)
    trainees = [line.trainee for line in queries.roster(session, course_id)]
    name = office(session, entry.district_id).title_th
    expected = [each for each in trainees if each.trainee_group != TraineeGroup.WALK_IN.value]
    match kind:
        case "invitation":
            document: Any = papers.invitation(
                entry,
                office_name=name,
                profile=profile(session),
                trainees=[each for each in expected if each.trainee_group != TraineeGroup.STAFF],
                trainers=queries.trainers(session, course_id),
                signer=(None, f"ผู้อำนวยการเขต{office(session, entry.district_id).name_th}"),
            )
        case "attendance-sheet":
            document = papers.attendance_sheet(entry, office_name=name, trainees=expected)
        case "badges":
            document = papers.badge_sheet(
                entry,
                slug=actor.slug,
                trainees=trainees,
                tickets=current_tickets(),
                address_of=public_address,
            )
        case _:
            document = papers.room_poster(
                entry,
                slug=actor.slug,
                office_name=name,
                tickets=current_tickets(),
                address_of=public_address,
            )
    content = paper_pdf(session, current_store(), document)
    shown = papers.file_name(PAPERS[kind], entry)
    return send_bytes(content, name=shown, content_type=PDF, inline=True)


def roster_page(course_id: UUID, form: RecordForm) -> str:
    """The list of a course; `form` holds what was refused."""
    session = db.session()
    entry = queries.course(session, course_id)
    lines = queries.roster(session, course_id)
    only = request.args.get("view", "")
    unreachable = [
        line
        for line in lines
        if not line.reachable and line.trainee.trainee_group != TraineeGroup.WALK_IN
    ]
    return render_template(
        "training/people.html",
        entry=entry,
        form=form,
        lines=unreachable if only == "unreachable" else lines,
        only=only,
        total=len(lines),
        named=sum(line.trainee.in_target for line in lines),
        unreachable=unreachable,
        is_over=entry.state in service.OVER,
    )


def uuids(typed: Any) -> set[UUID]:
    """The ids that a form sent; what is no id is left out."""
    found = set()
    for each in typed or []:
        try:
            found.add(UUID(each))
        except ValueError:
            continue
    return found


def _say_added(added: inviting.Added) -> None:
    flash(
        gettext(
            "%(new)s people are new on the list, %(known)s stood on it already.",
            new=added.new,
            known=len(added.known),
        ),
        "success",
    )


def _person_page(course_id: UUID, form: PersonForm) -> str:
    entry = queries.course(db.session(), course_id)
    return render_template("training/person.html", entry=entry, form=form)


def _committees_page(course_id: UUID, form: RecordForm) -> str:
    session = db.session()
    entry = queries.course(session, course_id)
    found = inviting.trios(session, inviting.day_of_seats(entry))
    return render_template(
        "training/committees.html",
        entry=entry,
        form=form,
        trios=found,
        people=sum(3 - len(trio.missing) for trio in found),
        incomplete=[trio for trio in found if trio.missing],
        places=inviting.PLACES,
    )


def _contacts_form() -> ContactsForm:
    form = ContactsForm()
    form.contacts.choices = [
        SelectChoice(str(each.contact_id), f"{each.name} ({each.organisation})")
        for each in inviting.contacts_to_invite(db.session(), bangkok_today())
    ]
    return form


def _contacts_page(course_id: UUID, form: ContactsForm) -> str:
    entry = queries.course(db.session(), course_id)
    return render_template("training/contacts.html", entry=entry, form=form)


def _invitation_page(entry: Course, form: InvitationForm) -> str:
    lines = queries.roster(db.session(), entry.id)
    return render_template(
        "training/invitation.html",
        entry=entry,
        form=form,
        total=len(lines),
        reachable=sum(line.reachable for line in lines),
        is_over=entry.state in service.OVER,
    )
