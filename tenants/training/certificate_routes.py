"""Certificates of a course: issuing, the files, and revoking; and what staff ask after 60 and 90 days."""

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from core.errors import DomainError, NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.i18n.messages import translate
from core.web.addresses import public_address
from core.web.downloads import send_stored
from core.web.forms import submit
from core.web.guard import confirmation, current_actor, requires
from tenants.training import certificates, following, queries
from tenants.training.forms import ReasonForm
from tenants.training.models import CourseState
from tenants.training.people_forms import AnswerForm, CertificatesForm
from tenants.training.permissions import TrainingPermission
from tenants.training.roster_routes import uuids
from tenants.training.ticket_routes import blueprint
from tenants.training.words import USAGE_TITLES

__all__ = ["blueprint"]


@blueprint.get("/courses/<uuid:course_id>/certificates")
@requires(TrainingPermission.READ)
def list_certificates(course_id: UUID) -> ResponseReturnValue:
    session = db.session()
    lines = certificates.certificates_of(session, course_id)
    return render_template(
        "training/certificates.html",
        entry=queries.course(session, course_id),
        lines=lines,
        rendering=certificates.rendering_of(session, lines),
        waiting=len(certificates.may_receive(session, course_id)),
    )


@blueprint.get("/courses/<uuid:course_id>/certificates/new")
@requires(TrainingPermission.SIGN)
def new_certificates(course_id: UUID) -> ResponseReturnValue:
    form = _form(course_id)
    form.trainees.data = [choice.value for choice in form.trainees.choices]
    return _issue_page(course_id, form)


@blueprint.post("/courses/<uuid:course_id>/certificates")
@requires(TrainingPermission.SIGN, confirmed=True)
def create_certificates(course_id: UUID) -> ResponseReturnValue:
    form = _form(course_id)
    chosen = uuids(form.trainees.data)
    waiting = {each.id for each in certificates.may_receive(db.session(), course_id)}

    def issue() -> str:
        if not chosen or chosen & waiting:
            confirmation().require()
            number = certificates.issue(
                db.session(),
                actor=current_actor(),
                course_id=course_id,
                trainee_ids=chosen,
                address=public_address("/papers/"),
            )
            flash(
                gettext(
                    "%(number)s certificates are issued. Their files are being made.", number=number
                ),
                "success",
            )
        return url_for(".list_certificates", course_id=course_id)

    return submit(form, issue, lambda: _issue_page(course_id, form))


@blueprint.get("/courses/<uuid:course_id>/certificates/file")
@requires(TrainingPermission.READ)
def show_all_certificates(course_id: UUID) -> ResponseReturnValue:
    """One PDF with all valid certificates of the course."""
    session = db.session()
    queries.course(session, course_id)
    found = certificates.rendering_of(session, certificates.certificates_of(session, course_id))
    if found is None or found.all_file_id is None:
        raise NotFound("This file does not exist.")
    return send_stored(session, found.all_file_id, inline=True)


@blueprint.get("/certificates/<uuid:certificate_id>/file")
@requires(TrainingPermission.READ)
def show_certificate(certificate_id: UUID) -> ResponseReturnValue:
    found = certificates.certificate(db.session(), certificate_id)
    if found.file_id is None:
        raise NotFound("This file does not exist.")
    return send_stored(db.session(), found.file_id, inline=True)


@blueprint.get("/certificates/<uuid:certificate_id>/revocation/new")
@requires(TrainingPermission.SIGN)
def new_revocation(certificate_id: UUID) -> ResponseReturnValue:
    return _revocation_page(certificate_id, ReasonForm())


@blueprint.post("/certificates/<uuid:certificate_id>/revocation")
@requires(TrainingPermission.SIGN)
def create_revocation(certificate_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def revoke() -> str:
        certificates.signer_of(db.session(), current_actor())
        entry = certificates.revoke(
            db.session(),
            certificate_id=certificate_id,
            reason=form.reason.data or "",
            address=public_address("/papers/"),
        )
        flash(gettext("The certificate is revoked. Its public page says so."), "success")
        return url_for(".list_certificates", course_id=entry.course_id)

    return submit(form, revoke, lambda: _revocation_page(certificate_id, form))


@blueprint.get("/courses/<uuid:course_id>/follow-ups")
@requires(TrainingPermission.READ)
def list_follow_ups(course_id: UUID) -> ResponseReturnValue:
    """Who uses it after 60 and 90 days, zone by zone, and whom to ask."""
    session, today = db.session(), bangkok_today()
    lines = following.lines_of_course(session, course_id)
    shares = {
        days: following.usage_by_zone(session, course_id, days) for days in following.AFTER_DAYS
    }
    due = [line for line in lines if line.follow_up.due_on <= today and not line.follow_up.usage]
    return render_template(
        "training/follow_ups.html",
        entry=queries.course(session, course_id),
        shares=shares,
        sums={days: following.usage_of_all(found) for days, found in shares.items()},
        due=due,
        due_by_zone=following.by_zone(due),
        answered=[line for line in lines if line.follow_up.usage],
        days={line.follow_up.after_days: line.follow_up.due_on for line in lines},
        today=today,
        usage_titles=USAGE_TITLES,
    )


@blueprint.get("/follow-ups/<uuid:follow_up_id>/edit")
@requires(TrainingPermission.MANAGE)
def edit_follow_up(follow_up_id: UUID) -> ResponseReturnValue:
    found = following.follow_up(db.session(), follow_up_id)
    form = AnswerForm(usage=found.usage, what=found.what, obstacle=found.obstacle)
    return _answer_page(follow_up_id, form)


@blueprint.post("/follow-ups/<uuid:follow_up_id>")
@requires(TrainingPermission.MANAGE)
def update_follow_up(follow_up_id: UUID) -> ResponseReturnValue:
    """What somebody said on the telephone."""
    form = AnswerForm()

    def answer() -> str:
        entry = following.answer_by_staff(
            db.session(), actor=current_actor(), follow_up_id=follow_up_id, answer=form.answer
        )
        flash(gettext("The answer is kept."), "success")
        return url_for(".list_follow_ups", course_id=entry.course_id)

    return submit(form, answer, lambda: _answer_page(follow_up_id, form))


def _form(course_id: UUID) -> CertificatesForm:
    form = CertificatesForm()
    form.trainees.choices = [
        SelectChoice(
            str(each.id), f"{each.name} ({each.affiliation})" if each.affiliation else each.name
        )
        for each in certificates.may_receive(db.session(), course_id)
    ]
    return form


def _issue_page(course_id: UUID, form: CertificatesForm) -> str:
    session = db.session()
    entry = queries.course(session, course_id)
    problem, signer = "", None
    try:
        signer = certificates.signer_of(session, current_actor())
    except DomainError as refusal:
        problem = translate(refusal.message)
    return render_template(
        "training/issue.html",
        entry=entry,
        form=form,
        signer=signer,
        problem=problem,
        is_closed=entry.state == CourseState.CLOSED,
    )


def _revocation_page(certificate_id: UUID, form: ReasonForm) -> str:
    found = certificates.certificate(db.session(), certificate_id)
    entry = queries.course(db.session(), found.certificate.course_id)
    return render_template("training/revocation.html", entry=entry, line=found, form=form)


def _answer_page(follow_up_id: UUID, form: AnswerForm) -> str:
    session = db.session()
    found = following.follow_up(session, follow_up_id)
    trainee, course = queries.trainee(session, found.trainee_id)
    back = url_for(".list_follow_ups", course_id=course.id)
    way = [
        {"label": gettext("Training"), "url": url_for(".list_courses")},
        {"label": course.title, "url": url_for(".show_course", course_id=course.id)},
        {"label": gettext("Follow-up"), "url": back},
    ]
    return render_template(
        "training/answer.html",
        entry=course,
        trainee=trainee,
        follow_up=found,
        form=form,
        action=url_for(".update_follow_up", follow_up_id=follow_up_id),
        back=back,
        way=way,
    )
