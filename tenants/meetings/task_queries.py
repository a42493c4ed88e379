"""Reads of tasks that follow from meetings: lists, one with its notes, and who may own one (F52)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Reach, Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.identity.models import Membership
from core.identity.queries import valid_on
from core.manual.structure import CommitteeKind
from core.paging import PAGE_SIZE, Page
from tenants.alliances.models import Alliance
from tenants.committees.models import Committee, Seat
from tenants.meetings.models import AgendaItem, Meeting, Task, TaskNote, TaskState
from tenants.meetings.queries import MeetingLine, line_of
from tenants.meetings.reach import body_of
from tenants.people.models import Person
from tenants.registry.models import Community
from tenants.zones.models import Zone
from tenants.zones.queries import zones_of


class TaskView(StrEnum):
    """What a list of tasks shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    MINE = "mine"
    FINISHED = "finished"
    ALL = "all"


@dataclass(frozen=True)
class TaskFilters:
    """`owner` is a part of the name; `zone_id` the zone of the meeting; `meeting_id` one meeting's tasks."""

    view: TaskView = TaskView.OPEN
    zone_id: UUID | None = None
    owner: str = ""
    meeting_id: UUID | None = None


@dataclass(frozen=True)
class TaskLine:
    """A task with its meeting. `owner_left`: the owner holds the seat or the role no longer."""

    task: Task
    line: MeetingLine
    owner_left: bool

    @property
    def is_open(self) -> bool:
        return self.task.state == TaskState.OPEN

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.task.due_on < today


def tasks_page(
    session: Session, within: Within, filters: TaskFilters, number: int = 1
) -> Page[TaskLine]:
    """A page of tasks: open ones by the day on which they are due, finished ones the last one first."""
    number = max(1, number)
    statement = _lines(func.count().over()).where(tasks_within(within))
    for condition in _conditions(filters, within):
        statement = statement.where(condition)
    order = (
        (Task.done_on.desc().nulls_last(), Task.id.desc())
        if filters.view is TaskView.FINISHED
        else (Task.state != TaskState.OPEN.value, Task.due_on, Task.id)
    )
    rows = session.execute(
        statement.order_by(*order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page([_line(row) for row in rows], number, rows[0][-1] if rows else 0)


def task_line(session: Session, within: Within, task_id: UUID) -> TaskLine:
    """One task in the reader's reach; NotFound for all others."""
    row = session.execute(
        _lines()
        .where(Task.id == task_id, tasks_within(within))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("This task does not exist.")
    return _line(row)


def notes_of(session: Session, task_id: UUID) -> list[TaskNote]:
    """What was reported about a task, the newest first."""
    return list(
        session.scalars(
            select(TaskNote)
            .where(TaskNote.task_id == task_id)
            .order_by(TaskNote.noted_at.desc(), TaskNote.id.desc())
        )
    )


def owners_in_office(session: Session, meeting: Meeting) -> list[Seat]:
    """Who sits on the committee of a meeting today: those to whom it may give a task."""
    body = body_of(meeting)
    statement = (
        select(Seat)
        .join(Committee, Committee.id == Seat.committee_id)
        .where(Committee.kind == body.kind.value, _sits_on(bangkok_today()))
        .order_by(Seat.person_name, Seat.id)
    )
    if body.id is not None:
        statement = statement.where(getattr(Committee, f"{body.kind.value}_id") == body.id)
    return list(session.scalars(statement))


def item_of(session: Session, meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """An item of a meeting's agenda; NotFound for an item of another meeting."""
    found = session.scalars(
        select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting_id)
    ).one_or_none()
    if found is None:
        raise NotFound("This item of the agenda does not exist.")
    return found


def zones_with_tasks(session: Session, within: Within) -> list[tuple[UUID, str]]:
    """The zones whose tasks the reader sees, by number: choices of the list's filter."""
    rows = session.execute(
        select(Zone.id, Zone.name)
        .where(exists().where(Task.zone_id == Zone.id, tasks_within(within)).correlate(Zone))
        .order_by(Zone.number)
    )
    return [(row[0], row[1]) for row in rows]


def tasks_within(within: Within) -> ColumnElement[bool]:
    """The tasks that a grant reaches: a leader's own ones, and those of the own zone and community."""
    if within.whole_district:
        return Task.district_id.is_not(None)
    conditions = [
        owned_by(within.account_id),
        Task.meeting_id.in_(
            select(Meeting.id).where(Meeting.community_id.in_(within.community_ids))
        ),
    ]
    if within.reach >= Reach.OWN_ZONE:
        conditions.append(Task.zone_id.in_(zones_of(within.community_ids, bangkok_today())))
    return or_(*conditions)


def owned_by(account_id: UUID | None) -> ColumnElement[bool]:
    """The tasks of a signed-in person, by the account or by the person of the register who signs in with it."""
    people = select(Person.id).where(Person.account_id == account_id)
    return or_(Task.account_id == account_id, Task.person_id.in_(people))


def _lines(*more: Any) -> Select[Any]:
    return (
        select(
            Task,
            Meeting,
            Zone.name,
            Community.name,
            Alliance.name,
            _owner_left(bangkok_today()),
            *more,
        )
        .join(Meeting, Meeting.id == Task.meeting_id)
        .outerjoin(Zone, Zone.id == Meeting.zone_id)
        .outerjoin(Community, Community.id == Meeting.community_id)
        .outerjoin(Alliance, Alliance.id == Meeting.alliance_id)
    )


def _line(row: Any) -> TaskLine:
    return TaskLine(row[0], line_of([*row[1:5], None]), bool(row[5]))


def _conditions(filters: TaskFilters, within: Within) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    is_open = Task.state == TaskState.OPEN.value
    if filters.view in (TaskView.OPEN, TaskView.OVERDUE, TaskView.MINE):
        found.append(is_open)
    if filters.view is TaskView.OVERDUE:
        found.append(Task.due_on < bangkok_today())
    if filters.view is TaskView.MINE:
        found.append(owned_by(within.account_id))
    if filters.view is TaskView.FINISHED:
        found.append(~is_open)
    if filters.zone_id is not None:
        found.append(Task.zone_id == filters.zone_id)
    if filters.meeting_id is not None:
        found.append(Task.meeting_id == filters.meeting_id)
    if filters.owner:
        found.append(Task.owner_name.contains(filters.owner, autoescape=True))
    return found


def _owner_left(day: date) -> ColumnElement[bool]:
    """A person without a seat on the committee that gave the task, or an officer without a role here."""
    seated = (
        select(Seat.id)
        .join(Committee, Committee.id == Seat.committee_id)
        .where(Seat.person_id == Task.person_id, _sits_on(day), _committee_of_meeting())
        .correlate(Task, Meeting)
        .exists()
    )
    in_office = (
        select(Membership.id)
        .where(Membership.account_id == Task.account_id, valid_on(day))
        .correlate(Task)
        .exists()
    )
    return and_(
        Task.state == TaskState.OPEN.value,
        or_(
            and_(Task.person_id.is_not(None), ~seated),
            and_(Task.person_id.is_(None), Task.account_id.is_not(None), ~in_office),
        ),
    )


def _sits_on(day: date) -> ColumnElement[bool]:
    return (Seat.valid_from <= day) & or_(Seat.valid_to.is_(None), Seat.valid_to > day)


def _committee_of_meeting() -> ColumnElement[bool]:
    of_district = [CommitteeKind.STUDY.value, CommitteeKind.ASSEMBLY.value]
    return or_(
        Committee.zone_id == Meeting.zone_id,
        Committee.community_id == Meeting.community_id,
        Committee.alliance_id == Meeting.alliance_id,
        and_(Meeting.body_kind.in_(of_district), Committee.kind == Meeting.body_kind),
    )
