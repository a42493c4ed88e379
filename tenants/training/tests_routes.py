"""The tests of a course: its questions, opening and closing, and the sheet on paper."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.extensions import db
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, requires
from tenants.training import course_tests, queries, questions, results, service
from tenants.training.gain import TARGET, definition_of
from tenants.training.models import Course, Phase
from tenants.training.permissions import TrainingPermission
from tenants.training.question_forms import ChosenQuestionsForm
from tenants.training.question_routes import blueprint
from tenants.training.ticket_parts import COURSE_PARTS

__all__ = ["blueprint"]

PHASE = "<any(pre,post):phase>"


@blueprint.get("/courses/<uuid:course_id>/tests")
@requires(TrainingPermission.READ)
def show_tests(course_id: UUID) -> ResponseReturnValue:
    return tests_page(course_id, RecordForm())


@blueprint.get("/courses/<uuid:course_id>/questions/edit")
@requires(TrainingPermission.MANAGE)
def edit_course_questions(course_id: UUID) -> ResponseReturnValue:
    form = ChosenQuestionsForm()
    form.questions.data = [
        str(item.question_id) for item in course_tests.items_of(db.session(), course_id)
    ]
    return _choice_page(course_id, form)


@blueprint.post("/courses/<uuid:course_id>/questions")
@requires(TrainingPermission.MANAGE)
def update_course_questions(course_id: UUID) -> ResponseReturnValue:
    form = ChosenQuestionsForm()

    def choose() -> str:
        course_tests.choose_questions(
            db.session(),
            actor=current_actor(),
            course_id=course_id,
            question_ids=form.chosen,
            seen=form.seen_ids,
        )
        return url_for(".show_tests", course_id=course_id)

    return submit(form, choose, lambda: _choice_page(course_id, form))


@blueprint.post(f"/courses/<uuid:course_id>/tests/{PHASE}/opening")
@requires(TrainingPermission.MANAGE)
def create_test_opening(course_id: UUID, phase: str) -> ResponseReturnValue:
    form = RecordForm()

    def begin() -> str:
        course_tests.open_test(
            db.session(), actor=current_actor(), course_id=course_id, phase=Phase(phase)
        )
        flash(gettext("The test is open. People take it with their personal code."), "success")
        return url_for(".show_tests", course_id=course_id)

    return submit(form, begin, lambda: tests_page(course_id, form))


@blueprint.post(f"/courses/<uuid:course_id>/tests/{PHASE}/closure")
@requires(TrainingPermission.MANAGE)
def create_test_closure(course_id: UUID, phase: str) -> ResponseReturnValue:
    form = RecordForm()

    def close() -> str:
        course_tests.close_test(
            db.session(), actor=current_actor(), course_id=course_id, phase=Phase(phase)
        )
        flash(gettext("The test is closed. Papers can still be entered."), "success")
        return url_for(".show_tests", course_id=course_id)

    return submit(form, close, lambda: tests_page(course_id, form))


@blueprint.get("/courses/<uuid:course_id>/test-sheet")
@requires(TrainingPermission.MANAGE)
def show_test_sheet(course_id: UUID) -> ResponseReturnValue:
    """The questions in the course's own order, to be printed."""
    session = db.session()
    return render_template(
        "training/tests_sheet.html",
        entry=queries.course(session, course_id),
        items=course_tests.items_of(session, course_id),
    )


def tests_page(course_id: UUID, form: RecordForm) -> str:
    session = db.session()
    entry = queries.course(session, course_id)
    return render_template(
        "training/tests.html",
        entry=entry,
        form=form,
        items=course_tests.items_of(session, course_id),
        is_over=entry.state in service.OVER,
        **_figures(session, entry),
    )


def course_part(session: Session, course: Course) -> dict[str, Any]:
    """What the page of a course says of its tests."""
    return _figures(session, course)


def _figures(session: Session, course: Course) -> dict[str, Any]:
    definition = definition_of(course.gain_key, course.gain_version)
    lines = results.result_lines(session, course.id)
    found = results.pairs(results.of_target(lines))
    return {
        "tests": course_tests.tests_of(session, course.id),
        "taken": {phase: sum(1 for line in lines if getattr(line, phase.value)) for phase in Phase},
        "definition": definition,
        "gain": definition.count(found),
        "gain_target": TARGET,
        "tested": len(found),
        "fewest_shown": results.FEWEST_SHOWN,
        "PRE": Phase.PRE,
        "POST": Phase.POST,
    }


def _choice_page(course_id: UUID, form: ChosenQuestionsForm) -> str:
    session = db.session()
    had = [str(item.question_id) for item in course_tests.items_of(session, course_id)]
    form.seen.data = ",".join(had)
    tests = course_tests.tests_of(session, course_id)
    return render_template(
        "training/tests_questions.html",
        entry=queries.course(session, course_id),
        form=form,
        offered=questions.offered(session),
        had=had,
        chosen=set(form.questions.data or []),
        is_fixed=any(test.opened_at for test in tests.values()),
        most=course_tests.MOST_QUESTIONS,
    )


COURSE_PARTS.append(course_part)
