"""Tasks that a resolution gives: who does what by when, what became of it, and who takes it over (F52)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today, show_date
from core.i18n.text import normalise, normalise_lines
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.committees.models import Seat
from tenants.meetings.minutes_rules import hold_meeting
from tenants.meetings.models import Meeting, MeetingState, Task, TaskNote, TaskState
from tenants.meetings.queries import meeting as meeting_line
from tenants.meetings.task_notices import tell_owner, withdraw_reminders
from tenants.meetings.task_queries import item_of, owners_in_office, task_line
from tenants.partners.queries import partner_choices
from tenants.people.models import Person
from tenants.people.national_ids import refuse_national_ids
from tenants.zones.queries import zone_of_community

CHANGED = mark("%(name)s changed this task while you were reading it.")


@dataclass(frozen=True)
class Owner:
    """Who has a task: a seat of the committee, an organisation, or a name that was typed."""

    seat_id: UUID | None = None
    organisation_id: UUID | None = None
    name: str = ""
    position: str = ""


@dataclass(frozen=True)
class NewTask:
    text: str
    owner: Owner
    due_on: date


def create_task(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    record_id: UUID,
    new: NewTask,
    agenda_item_id: UUID | None = None,
) -> Task:
    """Give a task by a resolution of a meeting that was opened. Sent twice it is one task.

    Refused once the minutes are adopted: they hold the tasks that the meeting gave.
    """
    scope.name_change(session, "task:given")
    existing = session.get(Task, (actor.district_id, record_id))
    if existing is not None:
        return existing
    meeting = hold_meeting(session, meeting_line(session, within, meeting_id).meeting)
    if meeting.state not in (MeetingState.OPEN, MeetingState.CLOSED):
        raise Refused("A task follows from a meeting that has been opened.")
    if agenda_item_id is not None:
        item_of(session, meeting.id, agenda_item_id)
    text = normalise_lines(new.text)
    if not text:
        raise FieldError("Type what is to be done.", field="text")
    refuse_national_ids({"text": text})
    _check_due(meeting, new.due_on)
    task = Task(
        district_id=actor.district_id,
        id=record_id,
        meeting_id=meeting.id,
        agenda_item_id=agenda_item_id,
        zone_id=_zone_of(session, meeting),
        text=text,
        due_on=new.due_on,
        is_example=meeting.is_example,
        changed_by=actor.name,
        **_owner_columns(session, meeting, new.owner),
    )
    session.add(task)
    session.flush()
    tell_owner(session, actor=actor, task=task)
    return task


def note_progress(
    session: Session, *, actor: Actor, within: Within, task_id: UUID, record_id: UUID, text: str
) -> Task:
    """Write down how far a task is. Sent twice it is one note."""
    scope.name_change(session, "task:progress_noted")
    task = task_line(session, within, task_id).task
    said = normalise_lines(text)
    if not said:
        raise FieldError("Type how far it is.", field="text")
    refuse_national_ids({"text": said})
    _add_note(session, actor, task, record_id, said)
    return task


def finish_task(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    task_id: UUID,
    seen_version: int,
    done_on: date,
    outcome: str,
) -> Task:
    """Say on which day a task was done, and what came of it. Finished once more it changes nothing."""
    scope.name_change(session, "task:finished")
    line = task_line(session, within, task_id)
    task = lock(session, line.task)
    if task.state == TaskState.DONE:
        return task
    _refuse_closed(task)
    refuse_stale(task, seen_version, CHANGED, {})
    if done_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="done_on")
    _check_not_before(line.line.meeting, done_on, "done_on")
    said = normalise_lines(outcome)
    if not said:
        raise FieldError("Type what came of it.", field="outcome")
    refuse_national_ids({"outcome": said})
    task.state, task.done_on, task.outcome = TaskState.DONE.value, done_on, said
    sign(task, actor)
    withdraw_reminders(session, task)
    return task


def drop_task(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    task_id: UUID,
    seen_version: int,
    reason: str,
) -> Task:
    """Give a task up, with the reason. Dropped once more it changes nothing."""
    said = normalise(reason)
    scope.name_change(session, "task:dropped", said)
    task = lock(session, task_line(session, within, task_id).task)
    if task.state == TaskState.DROPPED:
        return task
    _refuse_closed(task)
    refuse_stale(task, seen_version, CHANGED, {})
    if not said:
        raise FieldError("Type why nobody does it any more.", field="reason")
    refuse_national_ids({"reason": said})
    task.state, task.dropped_reason = TaskState.DROPPED.value, said
    sign(task, actor)
    withdraw_reminders(session, task)
    return task


def hand_over_task(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    task_id: UUID,
    record_id: UUID,
    seen_version: int,
    owner: Owner,
    due_on: date,
    reason: str,
) -> Task:
    """Give an open task to somebody else, by a day of its own. Sent twice it is handed over once."""
    said = normalise(reason)
    scope.name_change(session, "task:handed_over", said)
    line = task_line(session, within, task_id)
    task = lock(session, line.task)
    if session.get(TaskNote, (actor.district_id, record_id)) is not None:
        return task
    _refuse_closed(task)
    refuse_stale(task, seen_version, CHANGED, {})
    columns = _owner_columns(session, line.line.meeting, owner)
    if columns["owner_name"] == task.owner_name and columns["person_id"] == task.person_id:
        raise FieldError("This person has the task already. Choose somebody else.", field="owner")
    _check_due(line.line.meeting, due_on)
    if not said:
        raise FieldError("Type why the task is handed over.", field="reason")
    refuse_national_ids({"reason": said})
    before = task.owner_name
    withdraw_reminders(session, task)
    for name, value in columns.items():
        setattr(task, name, value)
    task.due_on = due_on
    sign(task, actor)
    due = show_date(due_on, style="long")
    _add_note(
        session,
        actor,
        task,
        record_id,
        f"ส่งมอบงานจาก {before} ให้ {task.owner_name} กำหนดแล้วเสร็จ {due} เหตุผล: {said}",
    )
    tell_owner(session, actor=actor, task=task)
    return task


def _add_note(session: Session, actor: Actor, task: Task, record_id: UUID, text: str) -> None:
    if session.get(TaskNote, (actor.district_id, record_id)) is not None:
        return
    session.add(
        TaskNote(
            district_id=actor.district_id,
            id=record_id,
            task_id=task.id,
            text=text,
            noted_by=actor.name,
            noted_by_position=actor.position,
            is_example=task.is_example,
        )
    )
    session.flush()


def _owner_columns(session: Session, meeting: Meeting, owner: Owner) -> dict[str, object]:
    """The values of a task's row that say who has it; FieldError where the choice is nobody's."""
    none: dict[str, object] = {"person_id": None, "organisation_id": None, "account_id": None}
    if owner.seat_id is not None:
        seat = next(
            (seat for seat in owners_in_office(session, meeting) if seat.id == owner.seat_id), None
        )
        if seat is None:
            raise FieldError("Choose who does it.", field="owner")
        return none | {
            "person_id": seat.person_id,
            "account_id": _account_of(session, seat),
            "owner_name": seat.person_name,
            "owner_position": seat.person_position,
        }
    if owner.organisation_id is not None:
        names = {row[0]: row[1] for row in partner_choices(session)}
        if owner.organisation_id not in names:
            raise FieldError("Choose who does it.", field="owner")
        return none | {
            "organisation_id": owner.organisation_id,
            "owner_name": names[owner.organisation_id],
            "owner_position": "",
        }
    name = normalise(owner.name)
    if not name:
        raise FieldError("Choose who does it, or type a name.", field="owner")
    refuse_national_ids({"owner_name": name, "owner_position": owner.position})
    return none | {"owner_name": name, "owner_position": normalise(owner.position)}


def _account_of(session: Session, seat: Seat) -> UUID | None:
    if seat.person_id is None:
        return None
    return session.scalars(
        select(Person.account_id).where(Person.id == seat.person_id)
    ).one_or_none()


def _zone_of(session: Session, meeting: Meeting) -> UUID | None:
    if meeting.community_id is not None:
        zone = zone_of_community(session, meeting.community_id, meeting.held_on)
        return zone.id if zone else None
    return meeting.zone_id


def _check_due(meeting: Meeting, due_on: date) -> None:
    _check_not_before(meeting, due_on, "due_on")
    if due_on > date(meeting.held_on.year + 3, 12, 31):
        raise FieldError("This day is more than three years after the meeting.", field="due_on")


def _check_not_before(meeting: Meeting, day: date, field: str) -> None:
    if day < meeting.held_on:
        raise FieldError(
            "The meeting was held on %(day)s. The day cannot be before it.",
            field=field,
            day=show_date(meeting.held_on, style="numeric"),
        )


def _refuse_closed(task: Task) -> None:
    if task.state != TaskState.OPEN:
        raise Refused("This task is finished. It is not changed any more.")
