"""Minutes: the page on which they are written, sent round and remarked on, and their adoption."""

from uuid import UUID

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import NotFound, Refused
from core.evidence.models import FileKind
from core.extensions import db
from core.i18n.dates import bangkok_today, show_date
from core.web.addresses import public_address
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from tenants.meetings import minutes, minutes_adoption, minutes_queries
from tenants.meetings.minutes_forms import (
    BY_CIRCULATION,
    AdoptionForm,
    AnswerForm,
    HandsForm,
    RemarkForm,
    TextsForm,
    texts_form,
)
from tenants.meetings.minutes_pages import (
    found_minutes,
    kept_files,
    mark_of,
    minutes_file,
    minutes_page,
)
from tenants.meetings.minutes_papers import fingerprint_of
from tenants.meetings.models import MinutesRemark, MinutesState
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.routes import blueprint

__all__ = ["blueprint"]


@blueprint.get("/meetings/<uuid:meeting_id>/minutes")
@requires(MeetingPermission.READ)
def show_minutes(meeting_id: UUID) -> ResponseReturnValue:
    return minutes_page(meeting_id, RemarkForm())


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/pulse")
@requires(MeetingPermission.READ, poll=True)
def show_minutes_pulse(meeting_id: UUID) -> ResponseReturnValue:
    """Only whether the files of adopted minutes are there now: 304, or a new ETag."""
    response = Response()
    response.set_etag(mark_of(kept_files(found_minutes(meeting_id))))
    return response.make_conditional(request)


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/files/<any(pdf, docx):kind>")
@requires(MeetingPermission.READ)
def show_minutes_file(meeting_id: UUID, kind: str) -> ResponseReturnValue:
    return minutes_file(found_minutes(meeting_id), FileKind(kind))


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/edit")
@requires(MeetingPermission.MINUTE)
def edit_minutes(meeting_id: UUID) -> ResponseReturnValue:
    view = _changeable(meeting_id)
    return _texts_page(meeting_id, texts_form(view.items))


@blueprint.post("/meetings/<uuid:meeting_id>/minutes")
@requires(MeetingPermission.MINUTE)
def update_minutes(meeting_id: UUID) -> ResponseReturnValue:
    form = texts_form(found_minutes(meeting_id).items)

    def write() -> str:
        minutes.write_texts(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            texts=form.texts,
        )
        flash(gettext("The minutes are saved."), "success")
        item_id = request.form.get("task", type=UUID)
        if item_id is not None:
            return url_for(".new_task", meeting_id=meeting_id, item=item_id)
        if request.form.get("continue"):
            return url_for(".edit_minutes", meeting_id=meeting_id)
        return url_for(".show_minutes", meeting_id=meeting_id)

    return submit(form, write, lambda: _texts_page(meeting_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/hands/edit")
@requires(MeetingPermission.MINUTE)
def edit_minutes_hands(meeting_id: UUID) -> ResponseReturnValue:
    entry = _changeable(meeting_id).minutes
    actor = current_actor()
    if entry is None:
        form = HandsForm(version="0", recorder_name=actor.name, recorder_position=actor.position)
    else:
        form = HandsForm(
            version=str(entry.version),
            recorder_name=entry.recorder_name,
            recorder_position=entry.recorder_position,
            checker_name=entry.checker_name,
            checker_position=entry.checker_position,
        )
    return _hands_page(meeting_id, form)


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/hands")
@requires(MeetingPermission.MINUTE)
def update_minutes_hands(meeting_id: UUID) -> ResponseReturnValue:
    form = HandsForm()

    def name() -> str:
        minutes.name_hands(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            seen_version=form.seen_version,
            hands=form.hands,
        )
        return url_for(".show_minutes", meeting_id=meeting_id)

    return submit(form, name, lambda: _hands_page(meeting_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/circulation/new")
@requires(MeetingPermission.MINUTE)
def new_circulation(meeting_id: UUID) -> ResponseReturnValue:
    form = RecordForm(version=str(fingerprint_of(_changeable(meeting_id))))
    return _circulation_page(meeting_id, form)


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/circulation")
@requires(MeetingPermission.MINUTE)
def create_circulation(meeting_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def circulate() -> str:
        minutes.circulate(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            seen=form.seen_version,
        )
        flash(gettext("The minutes go round. The members are told."), "success")
        return url_for(".show_minutes", meeting_id=meeting_id)

    return submit(form, circulate, lambda: _circulation_page(meeting_id, form))


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/remarks")
@requires(MeetingPermission.REMARK)
def create_remark(meeting_id: UUID) -> ResponseReturnValue:
    form = RemarkForm()

    def remark() -> str:
        minutes.add_remark(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            record_id=form.id_of_record,
            text=form.text.data,
        )
        flash(gettext("Your remark is with the district office now."), "success")
        return url_for(".show_minutes", meeting_id=meeting_id, _anchor="remarks")

    return submit(form, remark, lambda: minutes_page(meeting_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/remarks/<uuid:remark_id>/answer/edit")
@requires(MeetingPermission.MINUTE)
def edit_answer(meeting_id: UUID, remark_id: UUID) -> ResponseReturnValue:
    entry = _remark(meeting_id, remark_id)
    form = AnswerForm(version=str(entry.version), answer=entry.answer)
    return _answer_page(meeting_id, remark_id, form)


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/remarks/<uuid:remark_id>/answer")
@requires(MeetingPermission.MINUTE)
def update_answer(meeting_id: UUID, remark_id: UUID) -> ResponseReturnValue:
    form = AnswerForm()

    def answer() -> str:
        minutes.answer_remark(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            remark_id=remark_id,
            seen_version=form.seen_version,
            answer=form.answer.data,
        )
        return url_for(".show_minutes", meeting_id=meeting_id, _anchor="remarks")

    return submit(form, answer, lambda: _answer_page(meeting_id, remark_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/adoption/new")
@requires(MeetingPermission.MINUTE)
def new_adoption(meeting_id: UUID) -> ResponseReturnValue:
    view = _changeable(meeting_id)
    if view.state is not MinutesState.CIRCULATED:
        raise Refused("Minutes are adopted after they were sent round. Send them round first.")
    form = AdoptionForm(version=str(fingerprint_of(view)))
    _offer(meeting_id, form)
    form.adopted_in.data = form.first_choice
    return _adoption_page(meeting_id, form)


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/adoption")
@requires(MeetingPermission.MINUTE)
def create_adoption(meeting_id: UUID) -> ResponseReturnValue:
    form = AdoptionForm()

    def adopt() -> str:
        minutes_adoption.adopt(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            seen=form.seen_version,
            adoption=form.adoption,
            address_of=lambda code: public_address(f"/papers/{code}"),
        )
        flash(gettext("The minutes are adopted. Their document is being prepared."), "success")
        return url_for(".show_minutes", meeting_id=meeting_id)

    _offer(meeting_id, form)
    return submit(form, adopt, lambda: _adoption_page(meeting_id, form))


def _changeable(meeting_id: UUID) -> minutes_queries.MinutesView:
    view = found_minutes(meeting_id)
    if view.is_adopted:
        raise Refused(
            "The minutes of this meeting are adopted, so nothing of it changes any more. "
            "A later meeting may resolve a correction."
        )
    return view


def _remark(meeting_id: UUID, remark_id: UUID) -> MinutesRemark:
    view = _changeable(meeting_id)
    if view.minutes is None:
        raise NotFound("This remark does not exist.")
    return minutes_queries.remark(db.session(), view.minutes, remark_id)


def _offer(meeting_id: UUID, form: AdoptionForm) -> None:
    """The later meetings of the committee that were opened; circulation only where none follows."""
    meeting = found_minutes(meeting_id).meeting
    later = minutes_queries.adopting_meetings(db.session(), meeting, bangkok_today())
    choices = [
        (
            str(each.id),
            gettext(
                "Meeting %(number)s on %(day)s",
                number=minutes_queries.number_of(each),
                day=show_date(each.held_on, style="long"),
            ),
        )
        for each in later
    ]
    if minutes_queries.next_meeting(db.session(), meeting) is None:
        choices.append(
            (BY_CIRCULATION, gettext("By circulation: the committee does not meet again"))
        )
    form.offer(choices)


def _texts_page(meeting_id: UUID, form: TextsForm) -> str:
    view = found_minutes(meeting_id)
    return render_template(
        "meetings/minutes_edit.html",
        view=view,
        meeting=view.meeting,
        form=form,
        field_of=minutes.field_of,
    )


def _hands_page(meeting_id: UUID, form: HandsForm) -> str:
    view = found_minutes(meeting_id)
    return render_template(
        "meetings/minutes_hands.html", view=view, meeting=view.meeting, form=form
    )


def _circulation_page(meeting_id: UUID, form: RecordForm) -> str:
    view = found_minutes(meeting_id)
    return render_template(
        "meetings/minutes_circulation.html",
        view=view,
        meeting=view.meeting,
        form=form,
        told=minutes.members_told(db.session(), view.attendances),
    )


def _answer_page(meeting_id: UUID, remark_id: UUID, form: AnswerForm) -> str:
    return render_template(
        "meetings/minutes_answer.html",
        view=found_minutes(meeting_id),
        remark=_remark(meeting_id, remark_id),
        form=form,
    )


def _adoption_page(meeting_id: UUID, form: AdoptionForm) -> str:
    view = found_minutes(meeting_id)
    _offer(meeting_id, form)
    return render_template(
        "meetings/minutes_adoption.html",
        view=view,
        meeting=view.meeting,
        form=form,
        following=minutes_queries.next_meeting(db.session(), view.meeting),
        remarks=minutes_queries.remarks_of(db.session(), view.minutes),
    )
