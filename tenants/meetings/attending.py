"""Who came: check-in by a personal code, by the code in the room, by a signed-in person, and by staff.

A check-in reads and writes one line of the list and holds no lock but on that line, so that a full
room can sign in at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, defer

from core.access.permissions import Within
from core.db import uuid7
from core.errors import FieldError, Message, NotFound, Refused
from core.i18n.dates import BANGKOK, bangkok_now, bangkok_today, show_time
from core.identity.actor import Actor
from core.identity.tickets import TicketMaker
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.meetings import details
from tenants.meetings.guests import presence_before, send_stand_ins_away
from tenants.meetings.minutes_rules import hold_meeting
from tenants.meetings.models import (
    Attendance,
    Capacity,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    Presence,
)
from tenants.meetings.reach import reached_meeting
from tenants.people.national_ids import refuse_national_ids
from tenants.people.queries import person_key

BEFORE_THE_START = timedelta(hours=2)
"""So long before its beginning people may sign in to a meeting."""

MOST_UNCONFIRMED = 100
"""People who entered by name and wait for staff; more of them is somebody playing with the code."""

OWN_HAND = "ลงชื่อด้วยตนเอง"
BY_ROOM = "รหัสหน้าห้องประชุม"


class Window(StrEnum):
    """Whether people may sign in now, and why not."""

    OPEN = "open"
    EARLY = "early"
    ANOTHER_DAY = "another_day"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MINUTED = "minutes_adopted"


SENTENCES = {
    Window.EARLY: mark("Signing in begins two hours before the meeting, at %(clock)s."),
    Window.ANOTHER_DAY: mark("People sign in on the day of the meeting only."),
    Window.CLOSED: mark(
        "This meeting has been closed. Whoever came and is missing tells the staff."
    ),
    Window.CANCELLED: mark("This meeting was cancelled."),
    Window.MINUTED: mark(
        "The minutes of this meeting are adopted, so the list of those present is closed."
    ),
}


@dataclass(frozen=True)
class Ticket:
    """What somebody sees who holds a personal code: the own line, the meeting, and whether it is open."""

    attendance: Attendance
    meeting: Meeting
    window: Window


def window_of(meeting: Meeting, minutes_state: str | None, now: datetime) -> Window:
    """Whether people may sign in: on the day of the meeting, from two hours before until it is closed."""
    if meeting.state == MeetingState.CANCELLED:
        return Window.CANCELLED
    if minutes_state == MinutesState.ADOPTED:
        return Window.MINUTED
    if meeting.state == MeetingState.CLOSED:
        return Window.CLOSED
    local = now.astimezone(BANGKOK)
    if local.date() != meeting.held_on:
        return Window.ANOTHER_DAY
    begin = datetime.combine(meeting.held_on, meeting.starts_at, BANGKOK)
    return Window.EARLY if local < begin - BEFORE_THE_START else Window.OPEN


def refuse_shut(meeting: Meeting, window: Window) -> None:
    """Refused, with the reason, where nobody may sign in now."""
    sentence = sentence_of(meeting, window)
    if sentence is not None:
        raise Refused(sentence)


def sentence_of(meeting: Meeting, window: Window) -> Message | None:
    """Why nobody may sign in now; None where people may."""
    if window is Window.OPEN:
        return None
    begin = datetime.combine(meeting.held_on, meeting.starts_at, BANGKOK)
    return Message(SENTENCES[window], clock=show_time(begin - BEFORE_THE_START))


def ticket(session: Session, attendance_hash: str, now: datetime | None = None) -> Ticket:
    """The line that keeps this code's hash; NotFound for every other code. One statement."""
    return _ticket(session, Attendance.ticket_hash == attendance_hash, now)


def check_in(
    session: Session,
    *,
    attendance_hash: str | None = None,
    attendance_id: UUID | None = None,
    by: str = OWN_HAND,
    now: datetime | None = None,
) -> Ticket:
    """Somebody expected is here: by the hash of the personal code, or by the line of a signed-in person.

    Done again it changes nothing. Three statements; the only lock is on the person's own line.
    """
    found = (
        ticket(session, attendance_hash, now)
        if attendance_hash is not None
        else _ticket(session, Attendance.id == attendance_id, now)
    )
    refuse_shut(found.meeting, found.window)
    if _is_here(found.attendance):
        return found
    scope.name_change(session, "attendance:checked_in")
    was_absent = found.attendance.presence == Presence.ABSENT
    _set_present(session, found.attendance.id, by)
    if was_absent:
        send_stand_ins_away(session, found.attendance, by)
    return found


def check_in_account(
    session: Session, *, actor: Actor, meeting_id: UUID, now: datetime | None = None
) -> Ticket:
    """A signed-in person who is expected taps; Refused where the account is not on this list."""
    entry = details.own_attendance(session, meeting_id, actor.account_id)
    if entry is None:
        raise Refused("Your account is not on the list of this meeting. Please tell the staff.")
    return check_in(session, attendance_id=entry.id, by=actor.name, now=now)


def check_in_by_name(
    session: Session,
    *,
    room_hash: str,
    record_id: UUID,
    name: str,
    now: datetime | None = None,
) -> Meeting:
    """Somebody in the room types a name: the expected person of exactly this name is here, else a guest.

    Either waits for staff to confirm it, and the answer is the same for both, also when too many
    wait: the code in the room tells nobody who is invited. Two people of one name are left to the
    staff as a guest.
    """
    meeting, window = room(session, room_hash, now)
    refuse_shut(meeting, window)
    key = person_key(name)
    if not key:
        raise FieldError("Type your name and surname.", field="name")
    refuse_national_ids({"name": name})
    scope.name_change(session, "attendance:entered_in_room")
    _refuse_flood(session, meeting)
    matches = session.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.name_key == key)
    ).all()
    if any(_is_here(each) for each in matches):
        return meeting
    if len(matches) == 1:
        _set_present(session, matches[0].id, BY_ROOM, confirmed=False)
        return meeting
    _enter_unknown(session, meeting, record_id, name, key)
    return meeting


def room(session: Session, room_hash: str, now: datetime | None = None) -> tuple[Meeting, Window]:
    """The meeting whose room has this code; NotFound for every other code, renewed ones among them."""
    row = session.execute(
        select(Meeting, Minutes.state)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.room_hash == room_hash)
    ).one_or_none()
    if row is None:
        raise NotFound("This code is not known. Ask the staff for the code of the room.")
    return row[0], window_of(row[0], row[1], now or bangkok_now())


def mark_presence(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    attendance_id: UUID,
    presence: Presence,
) -> tuple[Attendance, Meeting]:
    """Staff tick one person: here, not here, or not known yet. Ticking again changes nothing."""
    scope.name_change(session, "attendance:marked")
    entry, line = details.attendance(session, within, attendance_id)
    meeting = _changeable(session, line.meeting)
    lock(session, entry)
    if entry.presence == presence and entry.confirmed:
        return entry, meeting
    here = presence is Presence.PRESENT
    if here and meeting.held_on > bangkok_today():
        raise Refused(SENTENCES[Window.ANOTHER_DAY])
    entry.presence, entry.confirmed = presence.value, True
    entry.checked_in_at = (entry.checked_in_at or bangkok_now()) if here else None
    entry.checked_in_by = actor.name if here else ""
    if presence is not Presence.ABSENT:
        entry.absence_reason = ""
    if here:
        send_stand_ins_away(session, entry, actor.name)
    sign(entry, actor)
    session.flush()
    return entry, meeting


def excuse(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    attendance_id: UUID,
    seen_version: int,
    reason: str,
) -> Attendance:
    """Somebody does not come, with the reason as the minutes will say it."""
    scope.name_change(session, "attendance:excused")
    entry, line = details.attendance(session, within, attendance_id)
    _changeable(session, line.meeting)
    lock(session, entry)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this line of the list while you were editing."),
        {"reason": entry.absence_reason},
    )
    refuse_national_ids({"reason": reason})
    entry.presence, entry.absence_reason = Presence.ABSENT.value, reason
    entry.checked_in_at, entry.checked_in_by, entry.confirmed = None, "", True
    sign(entry, actor)
    return entry


def confirm(
    session: Session, *, actor: Actor, within: Within, attendance_id: UUID, is_here: bool
) -> Meeting:
    """Staff have looked at somebody who entered by name: here, or a slip that is taken back."""
    scope.name_change(session, "attendance:confirmed" if is_here else "attendance:rejected")
    entry, line = details.attendance(session, within, attendance_id)
    meeting = _changeable(session, line.meeting)
    lock(session, entry)
    if entry.confirmed:
        return meeting
    if is_here:
        entry.confirmed, entry.absence_reason = True, ""
        send_stand_ins_away(session, entry, actor.name)
        sign(entry, actor)
    elif entry.capacity == Capacity.GUEST and entry.seat_id is None:
        session.delete(entry)
    else:
        entry.presence = presence_before(session, entry, meeting).value
        entry.confirmed = True
        entry.checked_in_at, entry.checked_in_by = None, ""
        sign(entry, actor)
    session.flush()
    return meeting


def renew_ticket(
    session: Session, *, actor: Actor, within: Within, attendance_id: UUID, tickets: TicketMaker
) -> Attendance:
    """A new personal code; the old one is worthless from now on."""
    scope.name_change(session, "attendance:code_renewed")
    entry, line = details.attendance(session, within, attendance_id)
    _changeable(session, line.meeting)
    lock(session, entry)
    entry.ticket_serial += 1
    entry.ticket_hash = tickets.stored(entry.district_id, entry.id, entry.ticket_serial)
    sign(entry, actor)
    return entry


def renew_room(
    session: Session, *, actor: Actor, within: Within, meeting_id: UUID, tickets: TicketMaker
) -> Meeting:
    """A new code for the room; the one on the wall is worthless from now on."""
    scope.name_change(session, "meeting:room_code_renewed")
    meeting = _changeable(session, lock(session, reached_meeting(session, within, meeting_id)))
    meeting.room_serial += 1
    meeting.room_hash = tickets.stored(meeting.district_id, meeting.id, meeting.room_serial)
    sign(meeting, actor)
    return meeting


def _ticket(session: Session, which: Any, now: datetime | None) -> Ticket:
    row = session.execute(
        select(Attendance, Meeting, Minutes.state)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(which)
        .options(defer(Meeting.purpose))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("This code is not known. Ask the staff for your code.")
    return Ticket(row[0], row[1], window_of(row[1], row[2], now or bangkok_now()))


def _set_present(session: Session, attendance_id: UUID, by: str, *, confirmed: bool = True) -> None:
    """An excuse stays with a name that nobody has confirmed: it may be somebody else's slip."""
    session.execute(
        update(Attendance)
        .where(Attendance.id == attendance_id, Attendance.presence != Presence.PRESENT.value)
        .values(
            presence=Presence.PRESENT.value,
            absence_reason="" if confirmed else Attendance.absence_reason,
            checked_in_at=func.now(),
            checked_in_by=by,
            confirmed=confirmed,
            version=Attendance.version + 1,
            changed_at=func.now(),
            changed_by=by,
        )
        .execution_options(synchronize_session=False)
    )


def _is_here(entry: Attendance) -> bool:
    return entry.presence == Presence.PRESENT


def _refuse_flood(session: Session, meeting: Meeting) -> None:
    waiting = session.scalar(
        select(func.count()).where(
            Attendance.meeting_id == meeting.id, Attendance.confirmed.is_(False)
        )
    )
    if (waiting or 0) >= MOST_UNCONFIRMED:
        raise Refused(
            "Too many names wait to be confirmed. Please tell the staff that you are here."
        )


def _enter_unknown(
    session: Session, meeting: Meeting, record_id: UUID, name: str, key: str
) -> None:
    taken = session.get(Attendance, (meeting.district_id, record_id))
    if taken is not None and (taken.meeting_id, taken.name_key) == (meeting.id, key):
        return
    if taken is not None:
        record_id = uuid7()
    session.add(
        Attendance(
            district_id=meeting.district_id,
            id=record_id,
            meeting_id=meeting.id,
            capacity=Capacity.GUEST.value,
            position=details.LAST_POSITION,
            name=name,
            name_key=key,
            presence=Presence.PRESENT.value,
            checked_in_at=bangkok_now(),
            checked_in_by=BY_ROOM,
            confirmed=False,
            is_example=meeting.is_example,
            changed_by=BY_ROOM,
        )
    )
    session.flush()


def _changeable(session: Session, meeting: Meeting) -> Meeting:
    """The list changes until the minutes are adopted; that of a cancelled meeting does not."""
    held = hold_meeting(session, meeting)
    if held.state == MeetingState.CANCELLED:
        raise Refused(SENTENCES[Window.CANCELLED])
    return held
