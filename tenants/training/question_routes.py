"""คลังข้อสอบ: the questions of the office, for the staff of the section only."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.extensions import db
from core.i18n.text import normalise
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, requires
from tenants.training import questions
from tenants.training.leader_routes import blueprint
from tenants.training.models import Phase, QuestionState
from tenants.training.paper_lines import letter_of
from tenants.training.permissions import TrainingPermission
from tenants.training.question_forms import QuestionForm
from tenants.training.sittings import ShownQuestion
from tenants.training.words import PHASE_TITLES

__all__ = ["blueprint"]

LONGEST_SEARCH = 100


@blueprint.app_context_processor
def test_words() -> dict[str, Any]:
    return {
        "test_phase_titles": PHASE_TITLES,
        "test_phases": [phase.value for phase in Phase],
        "letter_of_choice": letter_of,
    }


@blueprint.get("/questions")
@requires(TrainingPermission.MANAGE)
def list_questions() -> ResponseReturnValue:
    session = db.session()
    text = normalise(request.args.get("find", "")[:LONGEST_SEARCH])
    topic = normalise(request.args.get("topic", "")[:LONGEST_SEARCH])
    retired = request.args.get("view") == "retired"
    found = questions.bank(
        session,
        text=text,
        topic=topic,
        retired=retired,
        number=request.args.get("page", 1, type=int),
    )

    def at(number: int) -> str:
        return url_for(
            ".list_questions",
            find=text or None,
            topic=topic or None,
            view="retired" if retired else None,
            page=number,
        )

    return render_template(
        "training/questions.html",
        found=found,
        text=text,
        topic=topic,
        retired=retired,
        topics=questions.topics(session),
        pager={
            "first": found.first,
            "last": found.last,
            "total": found.total,
            "previous_url": at(found.number - 1) if found.number > 1 else None,
            "next_url": at(found.number + 1) if found.number < found.pages else None,
        },
    )


@blueprint.get("/questions/new")
@requires(TrainingPermission.MANAGE)
def new_question() -> ResponseReturnValue:
    topic = normalise(request.args.get("topic", "")[:LONGEST_SEARCH])
    return _new_page(QuestionForm(topic=topic))


@blueprint.post("/questions")
@requires(TrainingPermission.MANAGE)
def create_question() -> ResponseReturnValue:
    form = QuestionForm()

    def enter() -> str:
        entry = questions.enter_question(
            db.session(), actor=current_actor(), record_id=form.id_of_record, typed=form.typed
        )
        flash(gettext("The question is in the bank."), "success")
        return url_for(".show_question", question_id=entry.id)

    return submit(form, enter, lambda: _new_page(form))


@blueprint.get("/questions/<uuid:question_id>")
@requires(TrainingPermission.MANAGE)
def show_question(question_id: UUID) -> ResponseReturnValue:
    return _question_page(question_id, RecordForm())


@blueprint.get("/questions/<uuid:question_id>/edit")
@requires(TrainingPermission.MANAGE)
def edit_question(question_id: UUID) -> ResponseReturnValue:
    entry = questions.question(db.session(), question_id)
    return _edit_page(question_id, QuestionForm.of(entry))


@blueprint.post("/questions/<uuid:question_id>")
@requires(TrainingPermission.MANAGE)
def update_question(question_id: UUID) -> ResponseReturnValue:
    form = QuestionForm()

    def change() -> str:
        questions.change_question(
            db.session(),
            actor=current_actor(),
            question_id=question_id,
            seen_version=form.seen_version,
            typed=form.typed,
        )
        return url_for(".show_question", question_id=question_id)

    return submit(form, change, lambda: _edit_page(question_id, form))


@blueprint.post("/questions/<uuid:question_id>/retirement")
@requires(TrainingPermission.MANAGE)
def create_retirement(question_id: UUID) -> ResponseReturnValue:
    sentence = gettext("The question is retired. Courses that have it keep it.")
    return _set_state(question_id, QuestionState.RETIRED, sentence)


@blueprint.post("/questions/<uuid:question_id>/return")
@requires(TrainingPermission.MANAGE)
def create_question_return(question_id: UUID) -> ResponseReturnValue:
    sentence = gettext("The question is offered to courses again.")
    return _set_state(question_id, QuestionState.ACTIVE, sentence)


def _set_state(question_id: UUID, state: QuestionState, sentence: str) -> ResponseReturnValue:
    form = RecordForm()

    def change() -> str:
        questions.set_state(
            db.session(), actor=current_actor(), question_id=question_id, state=state
        )
        flash(sentence, "success")
        return url_for(".show_question", question_id=question_id)

    return submit(form, change, lambda: _question_page(question_id, form))


def _new_page(form: QuestionForm) -> str:
    return render_template(
        "training/question_new.html", form=form, topics=questions.topics(db.session())
    )


def _edit_page(question_id: UUID, form: QuestionForm) -> str:
    session = db.session()
    entry = questions.question(session, question_id)
    return render_template(
        "training/question_edit.html", entry=entry, form=form, topics=questions.topics(session)
    )


def _question_page(question_id: UUID, form: RecordForm) -> str:
    entry = questions.question(db.session(), question_id)
    choices = tuple((choice["key"], choice["text"]) for choice in entry.choices)
    return render_template(
        "training/question.html",
        entry=entry,
        form=form,
        shown=ShownQuestion(entry.id, entry.text, choices),
        is_retired=entry.state == QuestionState.RETIRED,
    )
