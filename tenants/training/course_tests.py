"""แบบทดสอบก่อนและหลังการอบรม: which questions, and from when until when they may be taken (F66, F67)."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import FieldError, Refused
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.training import queries
from tenants.training.gain import DEFINITIONS
from tenants.training.models import (
    Course,
    CourseQuestion,
    CourseState,
    CourseTest,
    Phase,
    Question,
    QuestionState,
    Sitting,
)

MOST_QUESTIONS = 60


def choose_questions(
    session: Session,
    *,
    actor: Actor,
    course_id: UUID,
    question_ids: Sequence[UUID],
    seen: Collection[UUID],
) -> None:
    """Set the questions of a course, the same before and after; Refused once a test has been opened.

    `seen` are those that it had when the page was opened: what somebody else chose meanwhile is not
    overwritten unseen.
    """
    scope.name_change(session, "course_test:questions_chosen")
    course = lock(session, queries.course(session, course_id))
    _refuse_cancelled(course)
    if any(test.opened_at for test in tests_of(session, course_id).values()):
        raise Refused("A test of this course has been opened: its questions stay as they are.")
    if len(question_ids) > MOST_QUESTIONS:
        raise FieldError(
            "Choose at most %(most)s questions.", field="questions", most=MOST_QUESTIONS
        )
    wanted = list(dict.fromkeys(question_ids))
    had = [item.question_id for item in items_of(session, course_id)]
    if had == wanted:
        return
    if set(had) != set(seen):
        raise Refused(
            "%(name)s chose questions while this page was open. Compare, and send again what you want.",
            name=course.changed_by,
        )
    known = session.scalars(
        select(Question).where(
            Question.id.in_(wanted), Question.state == QuestionState.ACTIVE.value
        )
    ).all()
    if len(known) < len(wanted):
        raise FieldError("One of these questions is no longer in use.", field="questions")
    session.execute(delete(CourseQuestion).where(CourseQuestion.course_id == course_id))
    by_id = {entry.id: entry for entry in known}
    session.add_all(
        CourseQuestion(
            district_id=actor.district_id,
            course_id=course_id,
            question_id=question_id,
            position=place,
            content=_copy(by_id[question_id]),
            is_example=course.is_example,
        )
        for place, question_id in enumerate(wanted)
    )
    sign(course, actor)


def open_test(session: Session, *, actor: Actor, course_id: UUID, phase: Phase) -> CourseTest:
    """Let a test be taken from now on; opening it twice changes nothing.

    The questions are copied as they are today, the first time. The test after the course opens only
    once the one before it is closed, since both have the same questions.
    """
    scope.name_change(session, f"course_test:{phase}_opened")
    course = lock(session, queries.course(session, course_id))
    _refuse_cancelled(course)
    if course.state == CourseState.CLOSED:
        raise Refused("This course is closed. Its tests stay as they are.")
    tests = tests_of(session, course_id)
    entry = tests.get(phase)
    if entry is not None and entry.opened_at and not entry.closed_at:
        return entry
    if entry is not None and entry.closed_at:
        raise Refused("This test has been closed and does not open again.")
    items = items_of(session, course_id)
    if not items:
        raise Refused("Choose the questions of this course first.")
    other = tests.get(Phase.POST if phase is Phase.PRE else Phase.PRE)
    if phase is Phase.PRE and other is not None and other.opened_at:
        raise Refused("The test after the course has been opened already.")
    if phase is Phase.POST and other is not None and other.opened_at and not other.closed_at:
        raise Refused("Close the test before the course first: both have the same questions.")
    if other is None or not other.opened_at:
        _copy_again(session, items)
    entry = CourseTest(
        district_id=actor.district_id,
        course_id=course_id,
        phase=phase.value,
        opened_at=datetime.now(UTC),
        opened_by=actor.name,
        is_example=course.is_example,
        changed_by=actor.name,
    )
    session.add(entry)
    session.flush()
    return entry


def close_test(session: Session, *, actor: Actor, course_id: UUID, phase: Phase) -> CourseTest:
    """From now on nobody takes this test from a phone; papers may still be entered until the course is closed."""
    scope.name_change(session, f"course_test:{phase}_closed")
    lock(session, queries.course(session, course_id))
    entry = tests_of(session, course_id).get(phase)
    if entry is None or entry.opened_at is None:
        raise Refused("This test has not been opened.")
    if entry.closed_at is None:
        entry.closed_at = datetime.now(UTC)
        sign(entry, actor)
    return entry


def choose_definition(
    session: Session,
    *,
    actor: Actor,
    course_id: UUID,
    seen_version: int,
    key: str,
    version: int,
    reason: str,
) -> Course:
    """Judge a course by another reading of "improved" (M88); with a reason once there are results."""
    scope.name_change(session, "course:gain_definition_changed", reason.strip())
    course = lock(session, queries.course(session, course_id))
    _refuse_cancelled(course)
    if not any((each.key, each.version) == (key, version) for each in DEFINITIONS):
        raise FieldError("Choose one of the definitions.", field="definition")
    if (course.gain_key, course.gain_version) == (key, version):
        return course
    refuse_stale(
        course,
        seen_version,
        mark("%(name)s changed this course while you were editing."),
        {"definition": f"{course.gain_key}/{course.gain_version}"},
    )
    if not reason.strip() and _has_results(session, course_id):
        raise FieldError(
            "There are results already. Say why the definition changes.", field="reason"
        )
    course.gain_key, course.gain_version = key, version
    sign(course, actor)
    return course


def tests_of(session: Session, course_id: UUID) -> dict[Phase, CourseTest]:
    """The tests of a course that were opened, by phase."""
    rows = session.scalars(select(CourseTest).where(CourseTest.course_id == course_id))
    return {Phase(row.phase): row for row in rows}


def items_of(session: Session, course_id: UUID) -> list[CourseQuestion]:
    """The questions of a course in their own order, with the texts that the tests have."""
    return list(
        session.scalars(
            select(CourseQuestion)
            .where(CourseQuestion.course_id == course_id)
            .order_by(CourseQuestion.position)
        )
    )


def _has_results(session: Session, course_id: UUID) -> bool:
    found = session.scalars(select(Sitting.id).where(Sitting.course_id == course_id).limit(1))
    return found.first() is not None


def _copy_again(session: Session, items: Sequence[CourseQuestion]) -> None:
    """Take over what was corrected in the bank since the questions were chosen."""
    rows = session.scalars(
        select(Question).where(Question.id.in_([item.question_id for item in items]))
    )
    by_id = {row.id: row for row in rows}
    for item in items:
        item.content = _copy(by_id[item.question_id])


def _copy(entry: Question) -> dict[str, Any]:
    return {
        "topic": entry.topic,
        "text": entry.text,
        "choices": entry.choices,
        "answer": entry.answer,
    }


def _refuse_cancelled(course: Course) -> None:
    if course.state == CourseState.CANCELLED:
        raise Refused("This course was cancelled.")
