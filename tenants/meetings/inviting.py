"""Sending invitations, postponing and cancelling: everybody who is expected is told (F49, F105)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_now, bangkok_today, show_date, show_time
from core.i18n.digits import to_arabic_digits
from core.identity.actor import Actor
from core.identity.tickets import TicketMaker
from core.manual.structure import CommitteeKind
from core.notices.models import Topic
from core.notices.service import notify, withdraw
from core.records import lock, sign
from core.tenancy import scope
from tenants.bylaws.articles import ByLawText
from tenants.bylaws.queries import by_law_in_force
from tenants.committees.bodies import Body
from tenants.committees.models import Committee
from tenants.meetings import agenda, queries
from tenants.meetings.invitees import place_invitees, recipients_of
from tenants.meetings.minutes_rules import refuse_adopted
from tenants.meetings.models import Attendance, Meeting, MeetingState, Presence
from tenants.meetings.queries import MeetingLine
from tenants.meetings.reach import body_of, reached_meeting
from tenants.meetings.service import (
    OVER,
    Plan,
    check_plan,
    demand_before_opening,
    flush_number,
)
from tenants.people.national_ids import refuse_national_ids

ARTICLE = "17"
"""The article of a by-law that says how long before a meeting members are told (the manual's draft)."""
_AHEAD = re.compile(r"ล่วงหน้าไม่น้อยกว่า\s*([0-9]+)\s*วัน")
_LONGEST_NUMBER = 60


@dataclass(frozen=True)
class NoticePeriod:
    """Members are told at least `days` before the meeting, by this by-law; none where nothing is known."""

    days: int
    source: str

    def is_missed(self, held_on: date, today: date) -> bool:
        return (held_on - today).days < self.days


def notice_period(session: Session, body: Body, day: date) -> NoticePeriod | None:
    """How long ahead the by-law in force wants members to be told; None where there is no by-law."""
    if body.kind not in {CommitteeKind.ZONE, CommitteeKind.ALLIANCE}:
        return None
    column = Committee.zone_id if body.kind is CommitteeKind.ZONE else Committee.alliance_id
    committee_id = session.scalars(select(Committee.id).where(column == body.id)).one_or_none()
    by_law = by_law_in_force(session, committee_id, day) if committee_id else None
    if by_law is None:
        return None
    text = ByLawText.from_json(by_law.content)
    for article in text.articles:
        said = _AHEAD.search(to_arabic_digits(article.body)) if article.key == ARTICLE else None
        if said is not None:
            source = (
                f"{by_law.content['title']} ฉบับที่ {by_law.number} (ข้อ {text.numbers()[ARTICLE]})"
            )
            return NoticePeriod(int(said[1]), source)
    return None


def invite(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    letter_number: str,
    url: str,
    tickets: TicketMaker,
) -> tuple[MeetingLine, int]:
    """Tell everybody who is expected, in the app and by mail; returns how many were told just now.

    Done again it tells those who were added since, and nobody twice.
    """
    scope.name_change(session, "meeting:invited")
    entry = lock(session, reached_meeting(session, within, meeting_id))
    demand_before_opening(entry)
    if entry.held_on < bangkok_today():
        raise Refused("The day of this meeting is over, so nobody is invited any more.")
    _check_number(letter_number)
    people = place_invitees(session, entry, actor, tickets)
    agenda.refresh_agenda(session, actor, entry)
    if not people:
        raise Refused(
            "Nobody is on the list: no seat of this body is filled on that day. Fill the seats or add guests."
        )
    if entry.state == MeetingState.PLANNED:
        entry.state = MeetingState.INVITED.value
        entry.invited_at = bangkok_now()
        entry.invited_by, entry.invited_by_position = actor.name, actor.position
    entry.letter_number = letter_number or entry.letter_number
    sign(entry, actor)
    session.flush()
    line = queries.meeting(session, within, meeting_id)
    told = _tell(
        session,
        line,
        people,
        actor=actor,
        key=_invited_key(entry),
        title=f"เชิญประชุม{line.label} ครั้งที่ {line.count} {_day(entry.held_on)}",
        body=_body(entry),
        url=url,
    )
    return line, told


def number_letter(
    session: Session, *, actor: Actor, within: Within, meeting_id: UUID, letter_number: str
) -> Meeting:
    """Enter the number that the registry gave the letter of invitation."""
    scope.name_change(session, "meeting:letter_numbered")
    entry = lock(session, reached_meeting(session, within, meeting_id))
    if entry.state == MeetingState.CANCELLED:
        raise Refused("This meeting was cancelled.")
    refuse_adopted(session, entry.id)
    _check_number(letter_number)
    entry.letter_number = letter_number
    sign(entry, actor)
    return entry


def postpone_meeting(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    seen_version: int,
    held_on: date,
    starts_at: time,
    ends_at: time,
    place: str,
    reason: str,
    url: str,
    tickets: TicketMaker,
) -> Meeting:
    """Another day, hour or place, and why; whoever was invited is told. Sent twice it is one change."""
    scope.name_change(session, "meeting:postponed", reason)
    entry = lock(session, reached_meeting(session, within, meeting_id))
    demand_before_opening(entry)
    now = (entry.held_on, entry.starts_at, entry.ends_at, entry.place)
    if now == (held_on, starts_at, ends_at, place):
        if entry.version == seen_version:
            raise FieldError("Day, hours and place are those of before.", field="held_on")
        return entry
    if entry.version != seen_version:
        raise Refused(
            "Somebody changed this meeting meanwhile. Look at the page again and repeat the step."
        )
    if held_on < bangkok_today():
        raise FieldError(OVER, field="held_on")
    _check_reason(reason)
    plan = Plan(
        title=entry.title, held_on=held_on, starts_at=starts_at, ends_at=ends_at, place=place
    )
    check_plan(replace(plan, purpose=entry.purpose))
    body = body_of(entry)
    if held_on.year != entry.held_on.year:
        entry.number = queries.next_number(session, body, held_on)
        entry.number_year += held_on.year - entry.held_on.year
    entry.held_on, entry.starts_at, entry.ends_at = held_on, starts_at, ends_at
    entry.place = place
    sign(entry, actor)
    flush_number(session)
    people = place_invitees(session, entry, actor, tickets)
    agenda.refresh_agenda(session, actor, entry)
    if entry.state == MeetingState.INVITED:
        line = queries.meeting(session, within, meeting_id)
        withdraw(session, _invited_key(entry))
        _tell(
            session,
            line,
            people,
            actor=actor,
            key=f"meeting:{entry.id}:moved:{entry.version}",
            title=f"เลื่อนประชุม{line.label} ครั้งที่ {line.count} เป็น{_day(held_on)}",
            body=f"{_body(entry)}\nเหตุผล: {reason}",
            url=url,
        )
    return entry


def cancel_meeting(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    reason: str,
    url: str,
) -> Meeting:
    """Call a meeting off, with the reason; its number is free again. Whoever was invited is told."""
    scope.name_change(session, "meeting:cancelled", reason)
    entry = lock(session, reached_meeting(session, within, meeting_id))
    if entry.state == MeetingState.CANCELLED:
        return entry
    demand_before_opening(entry)
    _check_reason(reason)
    was_invited = entry.state == MeetingState.INVITED
    entry.state, entry.cancelled_reason = MeetingState.CANCELLED.value, reason
    sign(entry, actor)
    session.flush()
    if was_invited:
        line = queries.meeting(session, within, meeting_id)
        withdraw(session, _invited_key(entry))
        people = session.scalars(select(Attendance).where(Attendance.meeting_id == entry.id)).all()
        _tell(
            session,
            line,
            people,
            actor=actor,
            key=f"meeting:{entry.id}:cancelled",
            title=f"งดประชุม{line.label} ครั้งที่ {line.count} {_day(entry.held_on)}",
            body=f"เหตุผล: {reason}",
            url=url,
        )
    return entry


def _tell(
    session: Session,
    line: MeetingLine,
    people: Iterable[Attendance],
    *,
    actor: Actor,
    key: str,
    title: str,
    body: str,
    url: str,
) -> int:
    expected = [each for each in people if each.presence != Presence.ABSENT]
    recipients = [
        each for each in recipients_of(session, expected) if each.account_id != actor.account_id
    ]
    return notify(
        session,
        topic=Topic.MEETING,
        event_key=key,
        to=recipients,
        title=title,
        body=body,
        url=url,
        is_example=line.meeting.is_example,
    )


def _invited_key(entry: Meeting) -> str:
    return f"meeting:{entry.id}:invited"


def _body(entry: Meeting) -> str:
    hours = f"{show_time(entry.starts_at)} ถึง {show_time(entry.ends_at)}"
    return f"{entry.title}\n{_day(entry.held_on)} เวลา {hours}\nณ {entry.place}"


def _day(day: date) -> str:
    return f"วันที่ {show_date(day, style='short')}"


def _check_number(letter_number: str) -> None:
    if len(letter_number) > _LONGEST_NUMBER:
        raise FieldError("This number is too long.", field="letter_number")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise FieldError("Type the reason.", field="reason")
    refuse_national_ids({"reason": reason})
