"""Planning a course: its particulars, formulas and trainers, and how it ends (M60, F64, F69).

A course is planned, people are invited, it runs, it is closed: then tests, presence and the list stay
as they are, certificates are issued and the follow-up begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today, shift_month, show_date
from core.i18n.text import normalise, normalise_lines
from core.identity.actor import Actor
from core.identity.tickets import TicketMaker
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.adoption.queries import edition_in_force
from tenants.training import formula, queries
from tenants.training.following import plan_follow_ups
from tenants.training.formula import Line
from tenants.training.gain import DEFINITIONS
from tenants.training.models import Course, CourseState, Trainee, Trainer
from tenants.training.telling import tell_cancelled, tell_moved

MOST_TOPICS = 20
LONGEST_COURSE = 31
"""Days from the first to the last."""
YEARS_BACK = 10
"""How long ago a course may have been: further back a mistyped year is likelier."""

OVER = (CourseState.CLOSED.value, CourseState.CANCELLED.value)

CHANGED_MEANWHILE = mark("%(name)s changed this course while you were editing.")


@dataclass(frozen=True)
class Particulars:
    """What an officer says about a course. `hours` are those taught, all days together."""

    title: str
    starts_on: date
    ends_on: date
    starts_at: time
    ends_at: time
    hours: Decimal
    place: str
    purpose: str = ""
    topics: tuple[str, ...] = ()
    target_percent: int = 90


EDITED = tuple(Particulars.__dataclass_fields__)


@dataclass(frozen=True)
class Teaching:
    """A trainer's part: `rate` baht an hour × `hours`; both None where no fee is paid."""

    name: str
    person_position: str = ""
    topic: str = ""
    rate: Decimal | None = None
    hours: Decimal | None = None
    organisation_id: UUID | None = None
    person_id: UUID | None = None


def create_course(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    particulars: Particulars,
    tickets: TicketMaker,
    is_example: bool = False,
) -> Course:
    """Plan a course under the edition in force; sent twice with one `record_id` it is one course.

    FieldError for days in the wrong order, no hours, or an end before the beginning.
    """
    scope.name_change(session, "course:created")
    existing = session.get(Course, (actor.district_id, record_id))
    if existing is not None:
        return existing
    in_force = edition_in_force(session, bangkok_today())
    if in_force is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    entry = Course(
        district_id=actor.district_id,
        id=record_id,
        state=CourseState.PLANNED.value,
        gain_key=DEFINITIONS[0].key,
        gain_version=DEFINITIONS[0].version,
        edition=in_force[1].number,
        room_serial=1,
        room_hash=tickets.stored(actor.district_id, record_id, 1),
        is_example=is_example,
        changed_by=actor.name,
        **_checked(particulars),
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return queries.course(session, record_id)
    return entry


def change_course(
    session: Session,
    *,
    actor: Actor,
    course_id: UUID,
    seen_version: int,
    particulars: Particulars,
) -> Course:
    """Change a course that is not over; EditConflict where somebody saved it since it was opened.

    The day of everybody on the list moves with the course.
    """
    scope.name_change(session, "course:changed")
    entry = _editable(session, course_id, seen_version)
    before = entry.starts_on
    for name, value in _checked(particulars).items():
        setattr(entry, name, value)
    session.execute(
        update(Trainee)
        .where(Trainee.course_id == entry.id, Trainee.held_on != entry.starts_on)
        .values(held_on=entry.starts_on)
    )
    sign(entry, actor)
    if entry.state != CourseState.PLANNED and entry.starts_on != before:
        tell_moved(session, entry, actor, before)
    return entry


def set_invitees(
    session: Session, *, actor: Actor, course_id: UUID, seen_version: int, lines: Sequence[Line]
) -> Course:
    """Keep the formula of the invitees with its inputs; what it comes to is computed (F64)."""
    scope.name_change(session, "course:formula_set")
    entry = _editable(
        session, course_id, seen_version, lambda one: formula.invitee_values(one.invitees)
    )
    checked = formula.check_people(lines)
    entry.invitees = [line.to_json() for line in checked]
    entry.expected, entry.target = formula.expected(checked), formula.target(checked)
    sign(entry, actor)
    return entry


def set_budget(
    session: Session, *, actor: Actor, course_id: UUID, seen_version: int, lines: Sequence[Line]
) -> Course:
    """Keep the lines of the budget; the trainers' fees are no line of it, they follow from the trainers."""
    scope.name_change(session, "course:budget_set")
    entry = _editable(
        session, course_id, seen_version, lambda one: formula.budget_values(one.budget)
    )
    entry.budget = [line.to_json() for line in formula.check_budget(lines)]
    sign(entry, actor)
    return entry


def close_course(session: Session, *, actor: Actor, course_id: UUID) -> Course:
    """Close a course that is over: lists and tests stay as they are, the follow-ups are planned (F70).

    Refused before the last day, while nobody was checked in, and while names that were typed at the
    door are not confirmed: they would count. Closing it once more changes nothing.
    """
    scope.name_change(session, "course:closed")
    entry = lock(session, queries.course(session, course_id))
    if entry.state == CourseState.CLOSED:
        return entry
    if entry.state == CourseState.CANCELLED:
        raise Refused("This course was cancelled.")
    if bangkok_today() < entry.ends_on:
        raise Refused(
            "The course ends on %(day)s. Close it on that day or later.",
            day=show_date(entry.ends_on, style="numeric"),
        )
    found = queries.counts(session, course_id)
    if found.everybody_present == 0:
        raise Refused("Nobody has been checked in. Record who came before you close the course.")
    waiting = found.unconfirmed + found.walk_ins_open
    if waiting:
        raise Refused(
            "%(number)s people gave their names at the door. Confirm them or take their entries back first.",
            number=waiting,
        )
    entry.state, entry.closed_at = CourseState.CLOSED.value, datetime.now(UTC)
    plan_follow_ups(session, entry)
    sign(entry, actor)
    return entry


def cancel_course(session: Session, *, actor: Actor, course_id: UUID, reason: str) -> Course:
    """Cancel a course with a reason; one that is closed stays as it was. Done twice it is done once."""
    scope.name_change(session, "course:cancelled", reason)
    entry = lock(session, queries.course(session, course_id))
    if entry.state == CourseState.CANCELLED:
        return entry
    if entry.state == CourseState.CLOSED:
        raise Refused("This course is closed. It cannot be cancelled any more.")
    if not reason.strip():
        raise FieldError("Say why the course is cancelled.", field="reason")
    was_called = entry.state != CourseState.PLANNED
    entry.state, entry.cancelled_reason = CourseState.CANCELLED.value, reason.strip()
    sign(entry, actor)
    if was_called:
        tell_cancelled(session, entry, actor)
    return entry


def enter_trainer(
    session: Session, *, actor: Actor, course_id: UUID, record_id: UUID, teaching: Teaching
) -> Trainer:
    """Name a trainer; sent twice with one `record_id` it is one trainer."""
    scope.name_change(session, "course:trainer_entered")
    existing = session.get(Trainer, (actor.district_id, record_id))
    if existing is not None:
        return existing
    course = open_course(session, course_id, shared=True)
    entry = Trainer(
        district_id=actor.district_id,
        id=record_id,
        course_id=course.id,
        is_example=course.is_example,
        changed_by=actor.name,
        **_checked_teaching(teaching),
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return queries.trainer(session, record_id)
    return entry


def change_trainer(
    session: Session, *, actor: Actor, trainer_id: UUID, seen_version: int, teaching: Teaching
) -> Trainer:
    scope.name_change(session, "course:trainer_changed")
    entry = lock(session, queries.trainer(session, trainer_id))
    open_course(session, entry.course_id, shared=True)
    current = {name: getattr(entry, name) for name in Teaching.__dataclass_fields__}
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this trainer while you were editing."),
        current,
    )
    for name, value in _checked_teaching(teaching).items():
        setattr(entry, name, value)
    sign(entry, actor)
    return entry


def remove_trainer(session: Session, *, trainer_id: UUID) -> UUID:
    """Take a trainer off the course; returns the course."""
    scope.name_change(session, "course:trainer_removed")
    entry = queries.trainer(session, trainer_id)
    course = open_course(session, entry.course_id, shared=True)
    session.delete(entry)
    return course.id


def open_course(session: Session, course_id: UUID, *, shared: bool = False) -> Course:
    """A course that is neither closed nor cancelled, locked; Refused otherwise."""
    entry = lock(session, queries.course(session, course_id), shared=shared)
    refuse_over(entry)
    return entry


def refuse_over(entry: Course) -> None:
    """Refused for a course that is closed or cancelled: its list stays as it is."""
    if entry.state == CourseState.CLOSED:
        raise Refused("This course is closed: its list stays as it is.")
    if entry.state == CourseState.CANCELLED:
        raise Refused("This course was cancelled.")


def _editable(
    session: Session,
    course_id: UUID,
    seen_version: int,
    fields: Callable[[Course], dict[str, Any]] | None = None,
) -> Course:
    """An open course, locked and as this person saw it."""
    entry = lock(session, queries.course(session, course_id))
    refuse_over(entry)
    current = fields(entry) if fields else {name: getattr(entry, name) for name in EDITED}
    refuse_stale(entry, seen_version, CHANGED_MEANWHILE, current)
    return entry


def _checked(particulars: Particulars) -> dict[str, Any]:
    title, place = normalise(particulars.title), normalise(particulars.place)
    if not title:
        raise FieldError("Type the name of the course.", field="title")
    if not place:
        raise FieldError("Type where the course is held.", field="place")
    if particulars.starts_on < shift_month(bangkok_today(), -12 * YEARS_BACK):
        raise FieldError(
            "This day is more than %(years)s years ago. Check the year.",
            field="starts_on",
            years=YEARS_BACK,
        )
    if particulars.ends_on < particulars.starts_on:
        raise FieldError("The last day is before the first.", field="ends_on")
    if (particulars.ends_on - particulars.starts_on).days >= LONGEST_COURSE:
        raise FieldError(
            "A course lasts at most %(most)s days.", field="ends_on", most=LONGEST_COURSE
        )
    if particulars.ends_at <= particulars.starts_at:
        raise FieldError("The end is not after the beginning.", field="ends_at")
    if particulars.hours <= 0:
        raise FieldError("Type how many hours are taught.", field="hours")
    topics = [normalise(topic) for topic in particulars.topics if topic.strip()]
    if len(topics) > MOST_TOPICS:
        raise FieldError("A course has at most %(most)s topics.", field="topics", most=MOST_TOPICS)
    return asdict(particulars) | {
        "title": title,
        "place": place,
        "purpose": normalise_lines(particulars.purpose),
        "topics": list(dict.fromkeys(topics)),
    }


def _checked_teaching(teaching: Teaching) -> dict[str, Any]:
    name = normalise(teaching.name)
    if not name:
        raise FieldError("Type the trainer's name.", field="name")
    if (teaching.rate is None) != (teaching.hours is None):
        missing = "rate" if teaching.rate is None else "hours"
        raise FieldError(
            "A fee needs the rate and the hours. Leave both empty where none is paid.",
            field=missing,
        )
    return asdict(teaching) | {
        "name": name,
        "person_position": normalise(teaching.person_position),
        "topic": normalise(teaching.topic),
    }
