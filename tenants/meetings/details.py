"""What belongs to one meeting: its agenda, who is expected, the minutes to adopt, and its series."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, defer

from core.access.permissions import Within
from core.errors import NotFound
from tenants.meetings.models import (
    AgendaItem,
    Attendance,
    CarriedTask,
    Meeting,
    MeetingSeries,
    Minutes,
    MinutesState,
    Motion,
    Section,
    Task,
)
from tenants.meetings.queries import MeetingLine, line_of, lines_within, meeting, of_body
from tenants.meetings.reach import body_of

SECTIONS = tuple(Section)

LAST_POSITION = 32_000
"""Guests stand behind the members on a list."""


@dataclass(frozen=True)
class AgendaLine:
    """An item of the agenda with the tasks that came back and the votes that were taken on it."""

    item: AgendaItem
    tasks: tuple[Task, ...] = ()
    motions: tuple[Motion, ...] = ()


@dataclass(frozen=True)
class AgendaSection:
    """One of the five parts of the agenda; `number` as it is printed."""

    section: Section
    number: int
    lines: tuple[AgendaLine, ...]


@dataclass(frozen=True)
class SeriesLine:
    """A series with its meetings in the order of their days."""

    series: MeetingSeries
    meetings: tuple[MeetingLine, ...]


def agenda_of(session: Session, meeting_id: UUID) -> list[AgendaSection]:
    """The five parts of a meeting's agenda in order, each with its items; three statements."""
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, AgendaItem.id)
        .execution_options(populate_existing=True)
    ).all()
    tasks = _carried(session, meeting_id)
    motions = _motions(session, meeting_id)
    return [
        AgendaSection(
            section,
            number,
            tuple(
                AgendaLine(item, tuple(tasks.get(item.id, ())), tuple(motions.get(item.id, ())))
                for item in items
                if item.section == section.value
            ),
        )
        for number, section in enumerate(SECTIONS, start=1)
    ]


def agenda_item(session: Session, within: Within, item_id: UUID) -> tuple[AgendaItem, MeetingLine]:
    """An item of the agenda with its meeting; NotFound outside the reader's reach."""
    found = session.scalars(select(AgendaItem).where(AgendaItem.id == item_id)).one_or_none()
    if found is None:
        raise NotFound("This item of the agenda does not exist.")
    return found, meeting(session, within, found.meeting_id)


def attendances_of(session: Session, meeting_id: UUID) -> list[Attendance]:
    """Everybody on the list of a meeting: members in the order of their seats, then the others."""
    return list(
        session.scalars(
            select(Attendance)
            .where(Attendance.meeting_id == meeting_id)
            .order_by(Attendance.position, Attendance.id)
            .execution_options(populate_existing=True)
        )
    )


def attendance(
    session: Session, within: Within, attendance_id: UUID
) -> tuple[Attendance, MeetingLine]:
    """A line of the attendance list with its meeting; NotFound outside the reader's reach."""
    found = session.scalars(select(Attendance).where(Attendance.id == attendance_id)).one_or_none()
    if found is None:
        raise NotFound("This person is not on the list.")
    return found, meeting(session, within, found.meeting_id)


def own_attendance(
    session: Session, meeting_id: UUID, account_id: UUID | None
) -> Attendance | None:
    """The line of a signed-in person on the list of a meeting."""
    if account_id is None:
        return None
    return session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting_id, Attendance.account_id == account_id)
        .order_by(Attendance.position)
        .limit(1)
    ).one_or_none()


def minutes_to_adopt(session: Session, of: Meeting) -> list[tuple[Minutes, Meeting]]:
    """Minutes of earlier meetings of the same body that wait for their adoption, the oldest first."""
    rows = session.execute(
        select(Minutes, Meeting)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            *of_body(body_of(of)),
            tuple_(Meeting.held_on, Meeting.starts_at) < tuple_(of.held_on, of.starts_at),
            Minutes.state != MinutesState.ADOPTED.value,
        )
        .order_by(Meeting.held_on, Meeting.starts_at)
        .options(defer(Minutes.canonical))
    )
    return [(row[0], row[1]) for row in rows]


def series_page(session: Session, within: Within) -> list[SeriesLine]:
    """Every series with its meetings, the newest series first."""
    found = session.scalars(select(MeetingSeries).order_by(MeetingSeries.id.desc())).all()
    lines = _of_series(session, within, [each.id for each in found])
    return [SeriesLine(each, tuple(lines.get(each.id, ()))) for each in found]


def series(session: Session, within: Within, series_id: UUID) -> SeriesLine:
    """A series in the reader's reach; NotFound where none of its meetings is."""
    found = session.scalars(
        select(MeetingSeries).where(MeetingSeries.id == series_id)
    ).one_or_none()
    lines = _of_series(session, within, [series_id]).get(series_id, [])
    if found is None or not (lines or within.whole_district):
        raise NotFound("This series of meetings does not exist.")
    return SeriesLine(found, tuple(lines))


def _carried(session: Session, meeting_id: UUID) -> dict[UUID, list[Task]]:
    rows = session.execute(
        select(CarriedTask.agenda_item_id, Task)
        .join(Task, Task.id == CarriedTask.task_id)
        .join(AgendaItem, AgendaItem.id == CarriedTask.agenda_item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(Task.due_on, Task.id)
    )
    found: dict[UUID, list[Task]] = {}
    for item_id, task in rows:
        found.setdefault(item_id, []).append(task)
    return found


def _motions(session: Session, meeting_id: UUID) -> dict[UUID, list[Motion]]:
    found: dict[UUID, list[Motion]] = {}
    for each in session.scalars(
        select(Motion).where(Motion.meeting_id == meeting_id).order_by(Motion.id)
    ):
        found.setdefault(each.agenda_item_id, []).append(each)
    return found


def _of_series(
    session: Session, within: Within, ids: Sequence[UUID]
) -> dict[UUID, list[MeetingLine]]:
    found: dict[UUID, list[MeetingLine]] = {}
    rows = session.execute(
        lines_within(within)
        .where(Meeting.series_id.in_(list(ids)))
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
    )
    for row in rows:
        if row[0].series_id is not None:
            found.setdefault(row[0].series_id, []).append(line_of(row))
    return found
