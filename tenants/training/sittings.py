"""การทำแบบทดสอบ: what one person sees and sends, once, from the phone or on paper (F66, F67)."""

import hashlib
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.identity.actor import Actor
from core.records import lock
from core.tenancy import scope
from tenants.training import queries
from tenants.training.course_tests import items_of, tests_of
from tenants.training.gain import Pair
from tenants.training.models import (
    Course,
    CourseQuestion,
    CourseState,
    Phase,
    Sitting,
    Trainee,
)


class EnteredFrom(StrEnum):
    PHONE = "phone"
    PAPER = "paper"


@dataclass(frozen=True)
class Hand:
    """Who entered a test, and from what."""

    source: EnteredFrom
    name: str


@dataclass(frozen=True)
class ShownQuestion:
    """A question as one person sees it: its choices in the order of that person's sheet."""

    id: UUID
    text: str
    choices: tuple[tuple[str, str], ...]


def sheet(items: Sequence[CourseQuestion], trainee_id: UUID, phase: Phase) -> list[ShownQuestion]:
    """The questions shuffled for one person and one test: always the same for the two.

    Neighbours see other orders, and a page that is opened again is as it was.
    """
    seed = hashlib.sha256(f"{trainee_id}/{phase}".encode()).digest()
    chance = random.Random(seed)  # noqa: S311 - an order of questions is no secret
    shown = []
    for item in chance.sample(list(items), len(items)):
        choices = [(choice["key"], choice["text"]) for choice in item.content["choices"]]
        chance.shuffle(choices)
        shown.append(ShownQuestion(item.question_id, item.content["text"], tuple(choices)))
    return shown


@dataclass(frozen=True)
class Taken:
    """What is kept of a test that was sent: `is_sent` where it is what was sent just now."""

    sitting: Sitting
    is_sent: bool


def take_test(
    session: Session, *, ticket_hash: str, phase: Phase, answers: Mapping[str, str]
) -> Taken:
    """Send the answers of whoever holds the personal code. A second sending leaves the first as it is.

    Refused before the test is opened and after it is closed; an unknown answer counts as none. Many
    send at once: they share the course's row, so that nobody slips in behind its closing.
    """
    scope.name_change(session, "sitting:sent")
    trainee, course = queries.trainee_of_ticket(session, ticket_hash)
    kept = sitting_of(session, trainee.id, phase)
    if kept is None:
        lock(session, course, shared=True)
        refuse_unless_open(session, course, phase)
        hand = Hand(EnteredFrom.PHONE, trainee.name)
        kept = _keep(session, course, trainee, phase=phase, answers=answers, hand=hand)
    sent = chosen_answers(items_of(session, course.id), answers)
    return Taken(kept, kept.answers == sent)


def enter_paper(
    session: Session, *, actor: Actor, trainee_id: UUID, phase: Phase, answers: Mapping[str, str]
) -> Sitting:
    """Staff type what somebody ticked on paper; Refused where this person's test is there already."""
    scope.name_change(session, "sitting:entered")
    trainee, course = queries.trainee(session, trainee_id)
    lock(session, course, shared=True)
    refuse_settled(course)
    test = tests_of(session, course.id).get(phase)
    if test is None or test.opened_at is None:
        raise Refused("This test has not been opened.")
    existing = sitting_of(session, trainee.id, phase)
    if existing is not None:
        if chosen_answers(items_of(session, course.id), answers) == existing.answers:
            return existing
        raise _already_there(trainee)
    hand = Hand(EnteredFrom.PAPER, actor.name)
    kept = _keep(session, course, trainee, phase=phase, answers=answers, hand=hand)
    if kept.answers != chosen_answers(items_of(session, course.id), answers):
        raise _already_there(trainee)
    return kept


def withdraw_sitting(session: Session, *, sitting_id: UUID, reason: str) -> None:
    """Take out a test that was entered wrongly, with a reason; the audit keeps that it was there."""
    scope.name_change(session, "sitting:withdrawn", reason.strip())
    if not reason.strip():
        raise FieldError("Say why.", field="reason")
    entry = sitting(session, sitting_id)
    refuse_settled(lock(session, queries.course(session, entry.course_id), shared=True))
    session.delete(lock(session, entry))


def sitting(session: Session, sitting_id: UUID) -> Sitting:
    """One test of one person; NotFound for what is not the office's."""
    entry = session.scalars(select(Sitting).where(Sitting.id == sitting_id)).one_or_none()
    if entry is None:
        raise NotFound("This test does not exist.")
    return entry


def sitting_of(session: Session, trainee_id: UUID, phase: Phase) -> Sitting | None:
    return session.scalars(
        select(Sitting).where(Sitting.trainee_id == trainee_id, Sitting.phase == phase.value)
    ).one_or_none()


def sittings_of(session: Session, course_id: UUID) -> dict[tuple[UUID, Phase], Sitting]:
    """All tests of a course, by person and phase."""
    rows = session.scalars(select(Sitting).where(Sitting.course_id == course_id))
    return {(row.trainee_id, Phase(row.phase)): row for row in rows}


def pairs_of(
    sittings: Mapping[tuple[UUID, Phase], Sitting], trainees: Iterable[UUID]
) -> dict[UUID, Pair]:
    """Who of these took both tests, with both scores."""
    found = {}
    for trainee_id in trainees:
        pre, post = (sittings.get((trainee_id, phase)) for phase in (Phase.PRE, Phase.POST))
        if pre is not None and post is not None:
            found[trainee_id] = Pair(pre.score, post.score, post.total)
    return found


def chosen_answers(items: Sequence[CourseQuestion], answers: Mapping[str, str]) -> dict[str, str]:
    """The key chosen for every question of the course; "" where none, or none of the question's own."""
    found = {}
    for item in items:
        given = answers.get(str(item.question_id), "")
        keys = {choice["key"] for choice in item.content["choices"]}
        found[str(item.question_id)] = given if given in keys else ""
    return found


def refuse_unless_open(session: Session, course: Course, phase: Phase) -> None:
    """Refuse a test that nobody may take now, and say why."""
    refuse_settled(course)
    test = tests_of(session, course.id).get(phase)
    if test is None or test.opened_at is None:
        raise Refused("This test has not been opened yet. Ask the staff in the room.")
    if test.closed_at is not None:
        raise Refused(
            "This test is closed. Ask the staff: they can enter what you ticked on paper."
        )


def refuse_settled(course: Course) -> None:
    """The tests of a closed or cancelled course stay as they are."""
    if course.state == CourseState.CLOSED:
        raise Refused("This course is closed. Its tests stay as they are.")
    if course.state == CourseState.CANCELLED:
        raise Refused("This course was cancelled.")


def _already_there(trainee: Trainee) -> Refused:
    return Refused(
        "%(name)s has this test already. Take it out first, with a reason.", name=trainee.name
    )


def _keep(
    session: Session,
    course: Course,
    trainee: Trainee,
    *,
    phase: Phase,
    answers: Mapping[str, str],
    hand: Hand,
) -> Sitting:
    items = items_of(session, course.id)
    chosen = chosen_answers(items, answers)
    entry = Sitting(
        district_id=course.district_id,
        id=uuid7(),
        course_id=course.id,
        trainee_id=trainee.id,
        phase=phase.value,
        held_on=course.starts_on,
        answers=chosen,
        score=sum(chosen[str(item.question_id)] == item.content["answer"] for item in items),
        total=len(items),
        entered_from=hand.source.value,
        entered_by=hand.name,
        is_example=course.is_example,
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        kept = sitting_of(session, trainee.id, phase)
        if kept is None:
            raise
        return kept
    return entry
