"""ระเบียบวาระ ๕ เรื่อง: what stands on it by itself, and what people put there (F49, F52)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import show_date
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.meetings import queries
from tenants.meetings.details import agenda_item, minutes_to_adopt
from tenants.meetings.minutes_rules import hold_meeting, refuse_adopted
from tenants.meetings.models import (
    AgendaItem,
    CarriedTask,
    Meeting,
    MeetingState,
    Minutes,
    Motion,
    Section,
    Task,
    TaskState,
)
from tenants.meetings.reach import body_of, reached_meeting
from tenants.people.national_ids import refuse_national_ids

FOLLOW_UP = "ติดตามงานตามมติที่ประชุม"
MOST_ITEMS = 100


def begin_agenda(
    session: Session, actor: Actor, meeting: Meeting, matters: Sequence[str] = ()
) -> None:
    """The agenda of a new meeting: what was left open, and the matters that are known; "" adds none."""
    refresh_agenda(session, actor, meeting)
    for title in matters:
        if title.strip():
            put_item(session, actor, meeting, Section.MATTERS, title, for_decision=True)


def refresh_agenda(session: Session, actor: Actor, meeting: Meeting) -> None:
    """Put on the agenda what waits: minutes to adopt under ๒, open tasks of this body under ๓.

    Tasks that were finished meanwhile are taken off again. Done once more it changes nothing.
    """
    there = set(
        session.scalars(
            select(AgendaItem.minutes_id).where(
                AgendaItem.meeting_id == meeting.id, AgendaItem.minutes_id.is_not(None)
            )
        )
    )
    for minutes, earlier in minutes_to_adopt(session, meeting):
        if minutes.id not in there:
            _put_minutes(session, actor, meeting, minutes, earlier)
    _carry_tasks(session, actor, meeting)


def put_item(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    section: Section,
    title: str,
    *,
    record_id: UUID | None = None,
    detail: str = "",
    for_decision: bool = False,
    minutes_id: UUID | None = None,
) -> AgendaItem:
    """Write an item at the end of its part."""
    last, number = session.execute(
        select(func.max(AgendaItem.position), func.count()).where(
            AgendaItem.meeting_id == meeting.id
        )
    ).one()
    if number >= MOST_ITEMS:
        raise Refused("An agenda holds 100 items at most.")
    item = AgendaItem(
        district_id=meeting.district_id,
        meeting_id=meeting.id,
        section=section.value,
        position=(last or 0) + 1,
        title=title,
        detail=detail,
        for_decision=for_decision,
        minutes_id=minutes_id,
        is_example=meeting.is_example,
        changed_by=actor.name,
        **({"id": record_id} if record_id else {}),
    )
    session.add(item)
    session.flush()
    return item


def add_item(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    record_id: UUID,
    section: Section,
    title: str,
    detail: str = "",
    for_decision: bool = False,
) -> AgendaItem:
    """Put a matter on the agenda, until the minutes are adopted. Sent twice it is one matter."""
    scope.name_change(session, "agenda:added")
    meeting = hold_meeting(session, reached_meeting(session, within, meeting_id))
    existing = session.get(AgendaItem, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _demand_changeable(meeting)
    _check(title, detail)
    return put_item(
        session,
        actor,
        meeting,
        section,
        title,
        record_id=record_id,
        detail=detail,
        for_decision=for_decision,
    )


def change_item(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    item_id: UUID,
    seen_version: int,
    section: Section,
    title: str,
    detail: str,
    for_decision: bool,
) -> AgendaItem:
    """Change a matter's words or its part; EditConflict where somebody else changed it first."""
    scope.name_change(session, "agenda:changed")
    item, meeting = _held(session, within, item_id)
    lock(session, item)
    refuse_stale(
        item,
        seen_version,
        mark("%(name)s changed this item of the agenda while you were editing."),
        {
            "section": Section(item.section),
            "title": item.title,
            "detail": item.detail,
            "for_decision": item.for_decision,
        },
    )
    _demand_changeable(meeting)
    _check(title, detail)
    if section.value != item.section:
        _refuse_kept(session, item)
        item.position = 1 + (
            session.scalar(
                select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id)
            )
            or 0
        )
    item.section, item.title, item.detail = section.value, title, detail
    item.for_decision = for_decision
    sign(item, actor)
    return item


def move_item(session: Session, *, within: Within, item_id: UUID, up: bool) -> AgendaItem:
    """Change places with the matter before it, or after it, in the same part; at the end it stays."""
    scope.name_change(session, "agenda:moved")
    item, line = agenda_item(session, within, item_id)
    # The whole lock at once: two who first shared it would wait for each other.
    meeting = lock(session, line.meeting)
    refuse_adopted(session, meeting.id)
    _demand_changeable(meeting)
    siblings = list(
        session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting.id, AgendaItem.section == item.section)
            .order_by(AgendaItem.position, AgendaItem.id)
        )
    )
    place = siblings.index(item)
    other = place - 1 if up else place + 1
    if 0 <= other < len(siblings):
        positions = [each.position for each in siblings]
        siblings[place], siblings[other] = siblings[other], siblings[place]
        for each, position in zip(siblings, positions, strict=True):
            each.position = position
    session.flush()
    return item


def delete_item(session: Session, *, within: Within, item_id: UUID, reason: str) -> Meeting:
    """Take a matter off the agenda. One on which something was resolved stays."""
    scope.name_change(session, "agenda:removed", reason)
    item, meeting = _held(session, within, item_id)
    _demand_changeable(meeting)
    lock(session, item)
    if item.resolution or item.discussion:
        raise Refused("This matter was dealt with in the meeting, so it stays on the agenda.")
    if session.scalars(select(Motion.id).where(Motion.agenda_item_id == item.id)).first():
        raise Refused("People voted on this matter, so it stays on the agenda.")
    if session.scalars(select(Task.id).where(Task.agenda_item_id == item.id)).first():
        raise Refused("Somebody was given a task by this matter, so it stays on the agenda.")
    session.delete(item)
    session.flush()
    return meeting


def _put_minutes(
    session: Session, actor: Actor, meeting: Meeting, minutes: Minutes, earlier: Meeting
) -> None:
    day = show_date(earlier.held_on, style="long")
    title = f"รับรองรายงานการประชุม ครั้งที่ {earlier.number}/{earlier.number_year} เมื่อวันที่ {day}"
    put_item(
        session,
        actor,
        meeting,
        Section.MINUTES,
        title,
        for_decision=True,
        minutes_id=minutes.id,
    )


def _carry_tasks(session: Session, actor: Actor, meeting: Meeting) -> None:
    waiting = [
        task
        for task in queries.open_tasks(session, WHOLE_DISTRICT, body=body_of(meeting))
        if task.meeting_id != meeting.id
    ]
    carried = session.scalars(
        select(CarriedTask)
        .join(AgendaItem, AgendaItem.id == CarriedTask.agenda_item_id)
        .where(AgendaItem.meeting_id == meeting.id)
    ).all()
    there = {each.task_id for each in carried}
    done = session.scalars(
        select(Task.id).where(Task.id.in_(there), Task.state != TaskState.OPEN.value)
    ).all()
    if done:
        session.execute(
            delete(CarriedTask).where(
                CarriedTask.id.in_([each.id for each in carried if each.task_id in set(done)])
            )
        )
    new = [task for task in waiting if task.id not in there]
    if not new:
        return
    item = _follow_up(session, actor, meeting)
    session.add_all(
        CarriedTask(
            district_id=meeting.district_id,
            agenda_item_id=item.id,
            task_id=task.id,
            is_example=task.is_example,
        )
        for task in new
    )
    session.flush()


def _follow_up(session: Session, actor: Actor, meeting: Meeting) -> AgendaItem:
    found = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.section == Section.FOLLOW_UP.value)
        .order_by(AgendaItem.position)
        .limit(1)
    ).one_or_none()
    return found or put_item(session, actor, meeting, Section.FOLLOW_UP, FOLLOW_UP)


def _held(session: Session, within: Within, item_id: UUID) -> tuple[AgendaItem, Meeting]:
    item, line = agenda_item(session, within, item_id)
    return item, hold_meeting(session, line.meeting)


def _demand_changeable(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise Refused("This meeting was cancelled.")


def _refuse_kept(session: Session, item: AgendaItem) -> None:
    carried = session.scalars(
        select(CarriedTask.id).where(CarriedTask.agenda_item_id == item.id)
    ).first()
    if item.minutes_id is not None or carried is not None:
        raise FieldError(
            "Minutes to adopt and tasks that came back stay in their part of the agenda.",
            field="section",
        )


def _check(title: str, detail: str) -> None:
    if not title.strip():
        raise FieldError("Type what the matter is.", field="title")
    refuse_national_ids({"title": title, "detail": detail})


__all__ = ["NotFound", "add_item", "begin_agenda", "change_item", "delete_item", "move_item"]
