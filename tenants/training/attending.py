"""The day itself: who came, who is late, who is absent and why, and who came unannounced (F65)."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today, show_date
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.identity.tickets import TicketMaker
from core.records import lock
from core.tenancy import scope
from tenants.people.national_ids import refuse_national_ids
from tenants.people.queries import person_key
from tenants.training import queries
from tenants.training.inviting import Candidate, draft_trainee, refuse_known, strike
from tenants.training.models import Course, CourseState, Presence, Trainee, TraineeGroup
from tenants.training.service import refuse_over

ROOM = "แจ้งชื่อที่หน้าห้อง"
MOST_FROM_ROOM = 400
"""Unconfirmed names that the code on the wall may bring: beyond it somebody plays with it."""


def check_in(session: Session, *, actor: Actor, trainee_id: UUID) -> Trainee:
    """Staff have seen this person: present, with the moment of the first time. Done twice it is done once."""
    scope.name_change(session, "course:checked_in")
    entry = _open_trainee(session, trainee_id)
    _come(entry, by=actor.name)
    entry.confirmed = True
    return entry


def check_in_by_ticket(session: Session, *, ticket_hash: str) -> Trainee:
    """The holder of a personal code says that they are here, on a day of the course."""
    scope.name_change(session, "course:checked_in")
    entry, course = queries.trainee_of_ticket(session, ticket_hash)
    _begin(session, course)
    lock(session, entry)
    _refuse_other_day(course)
    _come(entry, by=entry.name)
    return entry


def check_in_by_name(
    session: Session,
    *,
    room_hash: str,
    record_id: UUID,
    name: str,
    affiliation: str,
    tickets: TicketMaker,
) -> None:
    """Somebody types a name at the code on the wall: who stands on the list alone of that name is present.

    Staff confirm it; a name that nobody or more than one has becomes a walk-in that staff settle.
    The list is never shown, and nothing tells the two apart, also when too many wait.
    """
    scope.name_change(session, "course:named_in_room")
    course = queries.course_of_room(session, room_hash)
    _begin(session, course)
    _refuse_other_day(course)
    typed = normalise(name)
    if not typed:
        raise FieldError("Type your name and family name.", field="name")
    refuse_national_ids({"name": typed, "affiliation": affiliation})
    if session.get(Trainee, (course.district_id, record_id)) is not None:
        return
    _refuse_flood(session, course)
    found = session.scalars(
        select(Trainee)
        .where(
            Trainee.course_id == course.id,
            Trainee.name_key == person_key(typed),
            Trainee.trainee_group != TraineeGroup.WALK_IN.value,
        )
        .with_for_update()
    ).all()
    if len(found) == 1:
        if found[0].presence != Presence.PRESENT:
            _come(found[0], by=ROOM)
            found[0].confirmed = False
        return
    _add_from_room(session, course, record_id, typed, normalise(affiliation), tickets)


def add_walk_in(
    session: Session,
    *,
    actor: Actor,
    course_id: UUID,
    record_id: UUID,
    name: str,
    affiliation: str,
    in_target: bool,
    tickets: TicketMaker,
) -> Trainee:
    """Staff write down who came unannounced; of the target group only where they say so."""
    scope.name_change(session, "course:walk_in_entered")
    course = _begin(session, queries.course(session, course_id))
    existing = session.get(Trainee, (course.district_id, record_id))
    if existing is not None:
        return existing
    if not normalise(name):
        raise FieldError("Type the name.", field="name")
    refuse_national_ids({"name": name, "affiliation": affiliation})
    refuse_known(session, course_id, normalise(name), normalise(affiliation))
    entry = _walk_in(session, course, record_id, name, affiliation, tickets)
    entry.in_target, entry.confirmed, entry.changed_by = in_target, True, actor.name
    _come(entry, by=actor.name)
    session.flush()
    return entry


def confirm(session: Session, *, actor: Actor, trainee_id: UUID, in_target: bool) -> Trainee:
    """Staff have seen somebody who typed a name; a walk-in counts for the target group if they say so."""
    scope.name_change(session, "course:presence_confirmed")
    entry = _open_trainee(session, trainee_id)
    entry.confirmed, entry.changed_by = True, actor.name
    if entry.trainee_group == TraineeGroup.WALK_IN:
        entry.in_target = in_target
    entry.version += 1
    return entry


def take_back(session: Session, *, actor: Actor, trainee_id: UUID) -> Trainee:
    """A check-in or an absence was a slip: the person is expected again.

    A name that somebody typed in the room, and that staff have not seen, goes off the list.
    """
    scope.name_change(session, "course:presence_taken_back")
    entry = _open_trainee(session, trainee_id)
    if entry.trainee_group == TraineeGroup.WALK_IN and not entry.confirmed:
        strike(session, entry)
        return entry
    entry.presence, entry.absence_reason = Presence.INVITED.value, ""
    entry.checked_in_at, entry.checked_in_by = None, ""
    entry.confirmed, entry.changed_by = True, actor.name
    entry.version += 1
    return entry


def mark_absent(session: Session, *, actor: Actor, trainee_id: UUID, reason: str) -> Trainee:
    """Somebody does not come, and why; Refused for who is here."""
    scope.name_change(session, "course:absence_noted", reason)
    entry, course = queries.trainee(session, trainee_id)
    lock(session, course, shared=True)
    refuse_over(course)
    lock(session, entry)
    if entry.presence == Presence.PRESENT:
        raise Refused(
            "%(name)s has been checked in. Take the check-in back first.", name=entry.name
        )
    if not reason.strip():
        raise FieldError("Say why the person does not come.", field="reason")
    entry.presence, entry.absence_reason = Presence.ABSENT.value, normalise(reason)
    entry.changed_by = actor.name
    entry.version += 1
    return entry


def renew_code(
    session: Session, *, actor: Actor, trainee_id: UUID, tickets: TicketMaker
) -> Trainee:
    """A personal code was lost or seen: a new one holds from now on, the old one is worthless."""
    scope.name_change(session, "course:code_renewed")
    entry = lock(session, queries.trainee(session, trainee_id)[0])
    entry.ticket_serial += 1
    entry.ticket_hash = tickets.stored(entry.district_id, entry.id, entry.ticket_serial)
    entry.changed_by = actor.name
    entry.version += 1
    return entry


def _open_trainee(session: Session, trainee_id: UUID) -> Trainee:
    entry, course = queries.trainee(session, trainee_id)
    _begin(session, course)
    return lock(session, entry)


def _begin(session: Session, course: Course) -> Course:
    """The course, which runs from its first check-in on; Refused before its first day and when it is over.

    Later ones only share its row, since many are checked in at once.
    """
    begins = course.state in {CourseState.PLANNED.value, CourseState.INVITED.value}
    lock(session, course, shared=not begins)
    refuse_over(course)
    if bangkok_today() < course.starts_on:
        raise Refused(
            "The course begins on %(day)s. Nobody is checked in before that day.",
            day=show_date(course.starts_on, style="numeric"),
        )
    if begins:
        course.state = CourseState.RUNNING.value
    return course


def _refuse_other_day(course: Course) -> None:
    if bangkok_today() > course.ends_on:
        raise Refused("The days of this course are over. Ask the staff to record who came.")


def _come(entry: Trainee, *, by: str) -> None:
    if entry.presence == Presence.PRESENT:
        return
    entry.presence, entry.absence_reason = Presence.PRESENT.value, ""
    entry.checked_in_at, entry.checked_in_by = datetime.now(UTC), by
    entry.changed_by, entry.changed_at = by, func.now()
    entry.version = (entry.version or 0) + 1


def _refuse_flood(session: Session, course: Course) -> None:
    waiting = session.scalar(
        select(func.count())
        .select_from(Trainee)
        .where(Trainee.course_id == course.id, ~Trainee.confirmed)
    )
    if (waiting or 0) >= MOST_FROM_ROOM:
        raise Refused("Too many names wait for the staff. Speak to them at the door.")


def _add_from_room(  # noqa: PLR0917 - one walk-in with what was typed
    session: Session,
    course: Course,
    record_id: UUID,
    name: str,
    affiliation: str,
    tickets: TicketMaker,
) -> None:
    same = session.scalars(
        select(Trainee.id).where(
            Trainee.course_id == course.id,
            Trainee.name_key == person_key(name),
            Trainee.affiliation == affiliation,
            Trainee.trainee_group == TraineeGroup.WALK_IN.value,
        )
    ).first()
    if same is not None:
        return
    entry = _walk_in(session, course, record_id, name, affiliation, tickets)
    entry.in_target, entry.confirmed = False, False
    _come(entry, by=ROOM)
    session.flush()


def _walk_in(  # noqa: PLR0917 - one walk-in with what was typed
    session: Session,
    course: Course,
    record_id: UUID,
    name: str,
    affiliation: str,
    tickets: TicketMaker,
) -> Trainee:
    last = session.scalar(select(func.max(Trainee.position)).where(Trainee.course_id == course.id))
    entry = draft_trainee(
        course,
        Candidate(name, TraineeGroup.WALK_IN, affiliation, in_target=False),
        tickets=tickets,
        record_id=record_id,
        position=(last or 0) + 1,
    )
    session.add(entry)
    return entry
