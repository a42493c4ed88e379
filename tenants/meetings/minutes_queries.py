"""Reads of minutes: a meeting with all that was said, the remarks, and where minutes may be adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import Session, defer

from core.access.permissions import Within
from core.errors import NotFound
from tenants.meetings.details import AgendaSection, agenda_of, attendances_of
from tenants.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingState,
    Minutes,
    MinutesRemark,
    MinutesState,
    Task,
)
from tenants.meetings.queries import HELD, MeetingLine, line_of, lines_within, meeting, of_body
from tenants.meetings.reach import body_of


@dataclass(frozen=True)
class MinutesView:
    """A meeting as its minutes tell it; without `minutes` until somebody begins to write.

    `tasks` are those that follow from each item, by the item's id.
    """

    line: MeetingLine
    sections: tuple[AgendaSection, ...]
    tasks: Mapping[UUID, tuple[Task, ...]]
    attendances: tuple[Attendance, ...]

    @property
    def meeting(self) -> Meeting:
        return self.line.meeting

    @property
    def minutes(self) -> Minutes | None:
        return self.line.minutes

    @property
    def title(self) -> str:
        return title_of(self.line)

    @property
    def state(self) -> MinutesState:
        return MinutesState(self.minutes.state) if self.minutes else MinutesState.DRAFT

    @property
    def is_adopted(self) -> bool:
        return self.state is MinutesState.ADOPTED

    @property
    def items(self) -> list[AgendaItem]:
        """Every item of the agenda, in its order."""
        return [line.item for section in self.sections for line in section.lines]

    @property
    def is_written(self) -> bool:
        """Whether any item says more than the agenda said before the meeting."""
        return any(item.discussion or item.resolution for item in self.items)

    def may_read(self, within: Within) -> bool:
        """A draft is the office's own; others read it from the day on which it is sent round."""
        return within.whole_district or self.state is not MinutesState.DRAFT


def number_of(meeting: Meeting) -> str:
    """ครั้งที่, as 1/2569."""
    return f"{meeting.number}/{meeting.number_year}"


def title_of(line: MeetingLine) -> str:
    """รายงานการประชุม… ครั้งที่ 1/2569: it names the committee and no person."""
    return f"รายงานการประชุม{line.label} ครั้งที่ {line.count}"


def minutes_view(session: Session, within: Within, meeting_id: UUID) -> MinutesView:
    """One meeting in the reader's reach with everything that its minutes hold; NotFound for others."""
    line = meeting(session, within, meeting_id)
    tasks: dict[UUID, tuple[Task, ...]] = {}
    for task in session.scalars(
        select(Task).where(Task.meeting_id == meeting_id).order_by(Task.due_on, Task.id)
    ):
        if task.agenda_item_id is not None:
            tasks[task.agenda_item_id] = (*tasks.get(task.agenda_item_id, ()), task)
    return MinutesView(
        line,
        tuple(agenda_of(session, meeting_id)),
        tasks,
        tuple(attendances_of(session, meeting_id)),
    )


def minutes_of(session: Session, meeting_id: UUID) -> Minutes | None:
    return session.scalars(select(Minutes).where(Minutes.meeting_id == meeting_id)).one_or_none()


def remarks_of(session: Session, minutes: Minutes | None) -> list[MinutesRemark]:
    """What members remarked, in the order of time."""
    if minutes is None:
        return []
    return list(
        session.scalars(
            select(MinutesRemark)
            .where(MinutesRemark.minutes_id == minutes.id)
            .order_by(MinutesRemark.remarked_at, MinutesRemark.id)
        )
    )


def remark(session: Session, minutes: Minutes, remark_id: UUID) -> MinutesRemark:
    found = session.scalars(
        select(MinutesRemark).where(
            MinutesRemark.id == remark_id, MinutesRemark.minutes_id == minutes.id
        )
    ).one_or_none()
    if found is None:
        raise NotFound("This remark does not exist.")
    return found


def adopting_meetings(session: Session, of: Meeting, today: date) -> list[Meeting]:
    """Where the minutes of a meeting may have been adopted: held later by the same committee, first one first."""
    return list(
        session.scalars(_later(of).where(Meeting.held_on <= today, Meeting.state.in_(HELD)))
    )


def next_meeting(session: Session, of: Meeting) -> Meeting | None:
    """The next meeting of the same committee, held or planned; None where it does not meet again."""
    return session.scalars(
        _later(of).where(Meeting.state != MeetingState.CANCELLED.value).limit(1)
    ).one_or_none()


def minutes_to_adopt(session: Session, of: Meeting) -> list[tuple[Minutes, Meeting]]:
    """What stands on the agenda of a meeting as its second item: minutes of earlier meetings, not adopted yet."""
    rows = session.execute(
        select(Minutes, Meeting)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            *of_body(body_of(of)),
            Minutes.state != MinutesState.ADOPTED.value,
            tuple_(Meeting.held_on, Meeting.starts_at) < tuple_(of.held_on, of.starts_at),
        )
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
        .options(defer(Minutes.canonical))
    )
    return [(row[0], row[1]) for row in rows]


def adopted_minutes(
    session: Session, within: Within, zone_id: UUID | None = None
) -> list[MeetingLine]:
    """Meetings whose minutes are adopted: of a zone and of the district's own committees, the newest first.

    Where a duty is given by minutes, one of these says so (M24).
    """
    statement = lines_within(within).where(Minutes.state == MinutesState.ADOPTED.value)
    if zone_id is not None:
        own = Meeting.zone_id.is_(None) & Meeting.community_id.is_(None)
        statement = statement.where(or_(Meeting.zone_id == zone_id, own))
    rows = session.execute(statement.order_by(Meeting.held_on.desc(), Meeting.id.desc()))
    return [line_of(row) for row in rows]


def _later(of: Meeting) -> Select[Meeting]:
    """What the same committee has after a meeting, in the order of the days."""
    return (
        select(Meeting)
        .where(
            *of_body(body_of(of)),
            Meeting.id != of.id,
            tuple_(Meeting.held_on, Meeting.starts_at) > tuple_(of.held_on, of.starts_at),
        )
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
    )


def meeting_of_minutes(session: Session, minutes_id: UUID) -> UUID | None:
    """The meeting whose minutes these are: their page is the meeting's."""
    return session.scalars(select(Minutes.meeting_id).where(Minutes.id == minutes_id)).one_or_none()
