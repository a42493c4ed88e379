"""คลังข้อสอบ: entering, correcting and retiring questions (F67).

What is changed here never reaches a test that has been opened: a course keeps its own copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import FieldError, NotFound
from core.i18n.text import normalise, normalise_lines
from core.identity.actor import Actor
from core.marks import mark
from core.paging import PAGE_SIZE, Page
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.training.models import Question, QuestionState

FEWEST_CHOICES, MOST_CHOICES = 2, 6
KEYS = "abcdef"
"""Choices are stored under these letters, in the order in which they were typed."""


@dataclass(frozen=True)
class QuestionText:
    """What an officer types; `answer` is the place of the right one among `choices`, from 0."""

    text: str
    choices: tuple[str, ...]
    answer: int
    topic: str = ""
    source: str = ""


def enter_question(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    typed: QuestionText,
    is_example: bool = False,
) -> Question:
    """A new question of the bank; sent twice with one `record_id` it is one question."""
    scope.name_change(session, "question:entered")
    existing = session.get(Question, (actor.district_id, record_id))
    if existing is not None:
        return existing
    entry = Question(
        district_id=actor.district_id,
        id=record_id,
        state=QuestionState.ACTIVE.value,
        is_example=is_example,
        changed_by=actor.name,
        **_checked(typed),
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return question(session, record_id)
    return entry


def change_question(
    session: Session, *, actor: Actor, question_id: UUID, seen_version: int, typed: QuestionText
) -> Question:
    """Correct a question; EditConflict where somebody else saved it meanwhile."""
    scope.name_change(session, "question:changed")
    entry = lock(session, question(session, question_id))
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this question while you were editing."),
        {
            "topic": entry.topic,
            "text": entry.text,
            "choices": "\n".join(choice["text"] for choice in entry.choices),
            "answer": str(KEYS.index(entry.answer)),
            "source": entry.source,
        },
    )
    for name, value in _checked(typed).items():
        setattr(entry, name, value)
    sign(entry, actor)
    return entry


def set_state(
    session: Session, *, actor: Actor, question_id: UUID, state: QuestionState
) -> Question:
    """Retire a question, or bring it back: a retired one is offered for no further course."""
    retired = state is QuestionState.RETIRED
    scope.name_change(session, "question:retired" if retired else "question:brought_back")
    entry = lock(session, question(session, question_id))
    if entry.state != state:
        entry.state = state.value
        sign(entry, actor)
    return entry


def question(session: Session, question_id: UUID) -> Question:
    """One question of the office; NotFound for all others."""
    found = session.scalars(select(Question).where(Question.id == question_id)).one_or_none()
    if found is None:
        raise NotFound("This question does not exist.")
    return found


def bank(
    session: Session, *, text: str = "", topic: str = "", retired: bool = False, number: int = 1
) -> Page[Question]:
    """A page of the bank by topic, the total included, in one statement."""
    number = max(1, number)
    state = QuestionState.RETIRED if retired else QuestionState.ACTIVE
    statement = select(Question, func.count().over()).where(Question.state == state.value)
    if topic:
        statement = statement.where(Question.topic == topic)
    if text:
        statement = statement.where(
            or_(
                Question.text.icontains(text, autoescape=True),
                Question.topic.icontains(text, autoescape=True),
            )
        )
    rows = session.execute(
        statement.order_by(Question.topic, Question.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page([row[0] for row in rows], number, rows[0][1] if rows else 0)


def topics(session: Session) -> list[str]:
    """The topics that questions in use have."""
    return list(
        session.scalars(
            select(Question.topic)
            .where(Question.state == QuestionState.ACTIVE.value, Question.topic != "")
            .distinct()
            .order_by(Question.topic)
        )
    )


def offered(session: Session) -> Sequence[Question]:
    """The questions that a course may choose, by topic."""
    return session.scalars(
        select(Question)
        .where(Question.state == QuestionState.ACTIVE.value)
        .order_by(Question.topic, Question.id)
    ).all()


def _checked(typed: QuestionText) -> dict[str, Any]:
    text = normalise_lines(typed.text)
    if not text:
        raise FieldError("Type the question.", field="text")
    choices = [normalise(choice) for choice in typed.choices if normalise(choice)]
    if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        raise FieldError(
            "A question has %(fewest)s to %(most)s choices, one a line.",
            field="choices",
            fewest=FEWEST_CHOICES,
            most=MOST_CHOICES,
        )
    if len(set(choices)) < len(choices):
        raise FieldError("Two choices are the same.", field="choices")
    if not 0 <= typed.answer < len(choices):
        raise FieldError("Say which choice is right.", field="answer")
    return {
        "text": text,
        "topic": normalise(typed.topic),
        "source": normalise(typed.source),
        "choices": [
            {"key": key, "text": choice} for key, choice in zip(KEYS, choices, strict=False)
        ],
        "answer": KEYS[typed.answer],
    }
