"""Reads of meetings: lists, one with its body, and the tasks that they gave out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, defer

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today, buddhist_year, last_of_month
from core.manual.structure import CommitteeKind
from core.paging import PAGE_SIZE, Page
from tenants.alliances.models import Alliance
from tenants.committees.bodies import Body
from tenants.meetings.bodies import body_label, key_of
from tenants.meetings.minutes_counts import adopted_minutes_of_zones
from tenants.meetings.models import (
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    Task,
    TaskState,
)
from tenants.meetings.reach import body_of, meetings_within
from tenants.registry.models import Community
from tenants.zones.models import Zone

HELD = (MeetingState.OPEN.value, MeetingState.CLOSED.value)
COMING = (MeetingState.PLANNED.value, MeetingState.INVITED.value, MeetingState.OPEN.value)


__all__ = [
    "COMING",
    "HELD",
    "Filters",
    "MeetingLine",
    "adopted_minutes_of_zones",
    "held_meetings",
    "meeting",
    "meetings",
    "meetings_between",
    "next_number",
    "open_tasks",
    "tasks_due",
    "upcoming",
]


@dataclass(frozen=True)
class Filters:
    """What a list shows: `view` is upcoming, held, cancelled or all; `month` is the first of a month."""

    view: str = "all"
    body: Body | None = None
    month: date | None = None


@dataclass(frozen=True)
class MeetingLine:
    """A meeting with the name of whoever meets, and its minutes where somebody writes them."""

    meeting: Meeting
    name: str
    minutes: Minutes | None = None

    @property
    def body(self) -> Body:
        return body_of(self.meeting)

    @property
    def body_key(self) -> str:
        return key_of(self.body)

    @property
    def label(self) -> str:
        """คณะกรรมการเครือข่ายชุมชน โซน 2."""
        return body_label(self.body, self.name)

    @property
    def count(self) -> str:
        """ครั้งที่: 3/2569."""
        return f"{self.meeting.number}/{self.meeting.number_year}"

    @property
    def is_minuted(self) -> bool:
        """Whether the minutes are adopted: then nothing of the meeting changes any more."""
        return self.minutes is not None and self.minutes.state == MinutesState.ADOPTED.value


def meetings(
    session: Session, within: Within, filters: Filters = Filters(), number: int = 1
) -> Page[MeetingLine]:
    """A page of meetings: what comes, the next one first; what was held, the last one first."""
    number = max(1, number)
    statement = lines_within(within, func.count().over())
    for condition in _conditions(filters):
        statement = statement.where(condition)
    order = (
        (Meeting.held_on, Meeting.starts_at, Meeting.id)
        if filters.view == "upcoming"
        else (Meeting.held_on.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
    )
    rows = session.execute(
        statement.order_by(*order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page([line_of(row) for row in rows], number, rows[0][-1] if rows else 0)


def meeting(session: Session, within: Within, meeting_id: UUID) -> MeetingLine:
    """One meeting in the reader's reach; NotFound for all others."""
    row = session.execute(
        lines_within(within)
        .where(Meeting.id == meeting_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("This meeting does not exist.")
    return line_of(row)


def upcoming(session: Session, within: Within, day: date, limit: int = 5) -> list[MeetingLine]:
    """The next meetings from a day on, the nearest first; cancelled ones are left out."""
    rows = session.execute(
        lines_within(within)
        .where(Meeting.held_on >= day, Meeting.state.in_(COMING))
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
        .limit(limit)
    )
    return [line_of(row) for row in rows]


def meetings_between(
    session: Session, within: Within, first: date, last: date
) -> list[MeetingLine]:
    """Meetings from a day to a day, both included, in their order; cancelled ones are among them."""
    rows = session.execute(
        lines_within(within)
        .where(Meeting.held_on.between(first, last))
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
    )
    return [line_of(row) for row in rows]


def held_meetings(
    session: Session, within: Within, zone_id: UUID | None = None, limit: int = 100
) -> list[MeetingLine]:
    """Meetings that were opened, the last one first: what may be named as "agreed in the meeting"."""
    statement = lines_within(within).where(Meeting.state.in_(HELD))
    if zone_id is not None:
        statement = statement.where(
            or_(Meeting.zone_id == zone_id, Meeting.body_kind == CommitteeKind.ASSEMBLY.value)
        )
    rows = session.execute(
        statement.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(limit)
    )
    return [line_of(row) for row in rows]


def open_tasks(
    session: Session, within: Within, *, body: Body | None = None, zone_id: UUID | None = None
) -> list[Task]:
    """Tasks that nobody has finished, of one body or zone, the one due first at the head."""
    statement = _tasks(within).where(Task.state == TaskState.OPEN.value)
    if body is not None:
        statement = statement.where(*of_body(body))
    if zone_id is not None:
        statement = statement.where(Task.zone_id == zone_id)
    return list(session.scalars(statement.order_by(Task.due_on, Task.id)))


def tasks_due(session: Session, within: Within, day: date) -> list[Task]:
    """Open tasks that are due on a day or were before it."""
    return list(
        session.scalars(
            _tasks(within)
            .where(Task.state == TaskState.OPEN.value, Task.due_on <= day)
            .order_by(Task.due_on, Task.id)
        )
    )


def of_body(body: Body) -> list[ColumnElement[bool]]:
    """The meetings of one body, as conditions."""
    conditions: list[ColumnElement[bool]] = [Meeting.body_kind == body.kind.value]
    if body.id is not None:
        conditions.append(getattr(Meeting, f"{body.kind.value}_id") == body.id)
    return conditions


def next_number(session: Session, body: Body, day: date) -> int:
    """The number that the next meeting of a body has in the Buddhist calendar year of a day."""
    highest = session.scalar(
        select(func.max(Meeting.number)).where(
            *of_body(body),
            Meeting.number_year == buddhist_year(day),
            Meeting.state != MeetingState.CANCELLED.value,
        )
    )
    return (highest or 0) + 1


def lines_within(within: Within, *more: Any) -> Select[Any]:
    return (
        select(Meeting, Zone.name, Community.name, Alliance.name, Minutes, *more)
        .outerjoin(Zone, Zone.id == Meeting.zone_id)
        .outerjoin(Community, Community.id == Meeting.community_id)
        .outerjoin(Alliance, Alliance.id == Meeting.alliance_id)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .options(defer(Minutes.canonical))
        .where(meetings_within(within))
    )


def line_of(row: Sequence[Any]) -> MeetingLine:
    return MeetingLine(row[0], row[1] or row[2] or row[3] or "", row[4])


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    today = bangkok_today()
    if filters.view == "upcoming":
        found += [Meeting.state.in_(COMING), Meeting.held_on >= today]
    elif filters.view == "held":
        found.append(
            or_(Meeting.state.in_(HELD), (Meeting.held_on < today) & Meeting.state.in_(COMING))
        )
    elif filters.view == "cancelled":
        found.append(Meeting.state == MeetingState.CANCELLED.value)
    if filters.body is not None:
        found += of_body(filters.body)
    if filters.month is not None:
        found.append(Meeting.held_on.between(filters.month, last_of_month(filters.month)))
    return found


def _tasks(within: Within) -> Select[Task]:
    return select(Task).join(Meeting, Meeting.id == Task.meeting_id).where(meetings_within(within))


def patterns_called(session: Session, body: Body, year: int) -> set[str]:
    """The manual's meetings that a body has called in a Buddhist calendar year."""
    found = session.scalars(
        select(Meeting.pattern_key).where(
            *of_body(body),
            Meeting.number_year == year,
            Meeting.pattern_key.is_not(None),
            Meeting.state != MeetingState.CANCELLED.value,
        )
    )
    return {key for key in found if key is not None}
