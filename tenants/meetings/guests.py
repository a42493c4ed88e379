"""Who comes beside the members: guests, and people who come in a member's place (F49)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_now, bangkok_today
from core.identity.actor import Actor
from core.identity.tickets import TicketMaker
from core.records import lock, sign
from core.tenancy import scope
from tenants.committees.models import Seat
from tenants.committees.queries import NoEdition, stand_ins, view_of
from tenants.meetings import details
from tenants.meetings.minutes_rules import hold_meeting
from tenants.meetings.models import Attendance, Capacity, Meeting, MeetingState, Presence
from tenants.meetings.reach import body_of, reached_meeting
from tenants.people.national_ids import refuse_national_ids
from tenants.people.queries import namesakes, person_key

MOST_ON_A_LIST = 2000


def add_guest(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    record_id: UUID,
    name: str,
    position: str,
    tickets: TicketMaker,
    is_here: bool = False,
) -> Attendance:
    """A person or an organisation invited beside the members, or somebody who came. Sent twice it is one.

    Where the register has one person of this name, the line is that person's.
    """
    scope.name_change(session, "attendance:guest_added")
    meeting = _changeable(session, within, meeting_id)
    existing = session.get(Attendance, (actor.district_id, record_id))
    if existing is not None:
        return existing
    key = _checked(name, position)
    _refuse_known(session, meeting, key, position, but=record_id)
    entry = _line(
        meeting, actor=actor, record_id=record_id, name=name, position=position, tickets=tickets
    )
    entry.capacity = Capacity.GUEST.value
    people = namesakes(session, [key]).get(key, [])
    if len(people) == 1:
        entry.person_id = people[0].id
    if is_here:
        _has_come(entry, meeting, actor)
    session.add(entry)
    session.flush()
    return entry


def choices_to_stand_in(
    session: Session, member: Attendance, meeting: Meeting
) -> list[Seat] | None:
    """Those who may come in a member's place by the manual; None where it names nobody (clause 3.4)."""
    seat = session.scalars(select(Seat).where(Seat.id == member.seat_id)).one_or_none()
    if seat is None or seat.community_id is None:
        return None
    try:
        view = view_of(session, WHOLE_DISTRICT, body_of(meeting), day=meeting.held_on)
    except NoEdition:
        return None
    return stand_ins(session, view, seat.community_id, meeting.held_on)


def add_stand_in(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    attendance_id: UUID,
    record_id: UUID,
    name: str,
    position: str,
    reason: str,
    tickets: TicketMaker,
) -> Attendance:
    """Somebody came in the place of a member, who counts as absent ("แทน"). Sent twice it is one person."""
    scope.name_change(session, "attendance:stand_in_added")
    member, line = details.attendance(session, within, attendance_id)
    meeting = _changeable(session, within, line.meeting.id)
    lock(session, member)
    existing = session.get(Attendance, (actor.district_id, record_id))
    if existing is not None:
        return existing
    key = _checked(name, position)
    if member.capacity != Capacity.MEMBER:
        raise Refused("Only a member of the committee is represented.")
    if member.presence == Presence.PRESENT:
        raise Refused("This member is present. Take the tick back first.")
    if key == member.name_key:
        raise FieldError("This is the member's own name.", field="name")
    _refuse_known(session, meeting, key, position, but=record_id)
    represented = session.scalars(
        select(Attendance.id).where(Attendance.stands_in_for_id == member.id)
    ).first()
    if represented is not None:
        raise Refused("Somebody comes in this member's place already.")
    entry = _line(
        meeting, actor=actor, record_id=record_id, name=name, position=position, tickets=tickets
    )
    entry.capacity, entry.stands_in_for_id = Capacity.STAND_IN.value, member.id
    entry.position, entry.role = member.position, member.role
    _has_come(entry, meeting, actor)
    session.add(entry)
    member.presence, member.absence_reason = Presence.ABSENT.value, reason
    sign(member, actor)
    session.flush()
    return entry


def remove_line(
    session: Session, *, within: Within, attendance_id: UUID, reason: str = ""
) -> Meeting:
    """Take a guest or a stand-in off the list; members are read from their seats."""
    scope.name_change(session, "attendance:removed", reason)
    entry, line = details.attendance(session, within, attendance_id)
    meeting = _changeable(session, within, line.meeting.id)
    if entry.seat_id is not None:
        raise Refused("Members stand on the list by their seats; mark them absent instead.")
    session.delete(entry)
    session.flush()
    return meeting


def presence_before(session: Session, entry: Attendance, meeting: Meeting) -> Presence:
    """Where a member stands whose name somebody else has typed: excused, represented, or expected."""
    if meeting.state == MeetingState.CLOSED or entry.absence_reason or _stand_ins(session, entry):
        return Presence.ABSENT
    return Presence.INVITED


def _stand_ins(session: Session, member: Attendance) -> Sequence[Attendance]:
    return session.scalars(select(Attendance).where(Attendance.stands_in_for_id == member.id)).all()


def send_stand_ins_away(session: Session, member: Attendance, by: str) -> None:
    """A member who comes after all is not represented any more: one of the two counts and votes."""
    for stand_in in _stand_ins(session, member):
        stand_in.capacity, stand_in.stands_in_for_id = Capacity.GUEST.value, None
        stand_in.version += 1
        stand_in.changed_by, stand_in.changed_at = by, func.now()


def _line(
    meeting: Meeting,
    *,
    actor: Actor,
    record_id: UUID,
    name: str,
    position: str,
    tickets: TicketMaker,
) -> Attendance:
    return Attendance(
        district_id=meeting.district_id,
        id=record_id,
        meeting_id=meeting.id,
        position=details.LAST_POSITION,
        name=name,
        name_key=person_key(name),
        person_position=position,
        presence=Presence.INVITED.value,
        ticket_serial=1,
        ticket_hash=tickets.stored(meeting.district_id, record_id, 1),
        is_example=meeting.is_example,
        changed_by=actor.name,
    )


def _has_come(entry: Attendance, meeting: Meeting, actor: Actor) -> None:
    """Present from the day of the meeting on; who is named before that day is expected."""
    if meeting.held_on > bangkok_today():
        return
    entry.presence = Presence.PRESENT.value
    entry.checked_in_at, entry.checked_in_by = bangkok_now(), actor.name


def _changeable(session: Session, within: Within, meeting_id: UUID) -> Meeting:
    meeting = hold_meeting(session, reached_meeting(session, within, meeting_id))
    if meeting.state == MeetingState.CANCELLED:
        raise Refused("This meeting was cancelled.")
    return meeting


def _checked(name: str, position: str) -> str:
    key = person_key(name)
    if not key:
        raise FieldError("Type the name of the person or the organisation.", field="name")
    refuse_national_ids({"name": name, "position": position})
    return key


def _refuse_known(
    session: Session, meeting: Meeting, key: str, position: str, *, but: UUID
) -> None:
    """Two guests may share a name, but not the position as well; a member is not a guest."""
    known = session.scalars(
        select(Attendance.person_position).where(
            Attendance.meeting_id == meeting.id,
            Attendance.name_key == key,
            Attendance.id != but,
        )
    ).all()
    if position in known:
        raise FieldError("This name stands on the list already.", field="name")
    total = session.scalar(select(func.count()).where(Attendance.meeting_id == meeting.id))
    if (total or 0) >= MOST_ON_A_LIST:
        raise Refused("A list holds 2,000 people at most.")


__all__ = [
    "NotFound",
    "add_guest",
    "add_stand_in",
    "choices_to_stand_in",
    "presence_before",
    "remove_line",
    "send_stand_ins_away",
]
