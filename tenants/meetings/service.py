"""Calling meetings, changing and copying them (F49, F50, F56)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, buddhist_year
from core.identity.actor import Actor
from core.identity.tickets import TicketMaker
from core.manual.structure import CommitteeKind, RequiredMeeting
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.adoption.queries import content_in_force
from tenants.committees.bodies import Body
from tenants.committees.subjects import entry_of
from tenants.meetings import agenda, queries
from tenants.meetings.bodies import columns_of
from tenants.meetings.invitees import place_invitees
from tenants.meetings.models import (
    AgendaItem,
    Attendance,
    Capacity,
    Meeting,
    MeetingState,
    Presence,
    Section,
)
from tenants.meetings.reach import body_of, reached_meeting
from tenants.people.national_ids import refuse_national_ids

FURTHEST = timedelta(days=3 * 366)
"""A day further ahead is a slip of the pen."""
MOST_IN_A_YEAR = 999
LONGEST_MATTER = 400
BEFORE_OPENING = (MeetingState.PLANNED.value, MeetingState.INVITED.value)

OVER = mark("This day is over. A meeting is called for today or a later day.")


@dataclass(frozen=True)
class Plan:
    """What a meeting is about, when and where it is held. `number` None takes the next one of the year."""

    title: str
    held_on: date
    starts_at: time
    ends_at: time
    place: str
    purpose: str = ""
    number: int | None = None
    stage: str | None = None
    pattern_key: str | None = None
    catering_rate: Decimal | None = None
    catering_heads: int | None = None


def patterns_of(session: Session, body: Body, day: date) -> list[RequiredMeeting]:
    """The meetings that the manual in force wants a body to hold (M56-M59)."""
    manual = content_in_force(session, day)
    found = manual.content.meetings if manual else ()
    kind = CommitteeKind.ZONE if body.kind is CommitteeKind.ALLIANCE else body.kind
    return [each for each in found if each.body is kind]


def call_meeting(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    record_id: UUID,
    body: Body,
    plan: Plan,
    tickets: TicketMaker,
    matters: Sequence[str] = (),
    series_id: UUID | None = None,
    is_example: bool = False,
) -> Meeting:
    """Plan a meeting with its five-part agenda and everybody who sits on a seat that day.

    Sent twice it is one meeting. What was left open before stands on its agenda: minutes that wait
    for their adoption, and tasks that nobody finished.
    """
    scope.name_change(session, "meeting:called")
    existing = session.get(Meeting, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if plan.held_on < bangkok_today():
        raise FieldError(OVER, field="held_on")
    _check_matters(matters)
    entry = add_meeting(
        session,
        actor=actor,
        within=within,
        record_id=record_id,
        body=body,
        plan=plan,
        tickets=tickets,
        series_id=series_id,
        is_example=is_example,
    )
    purpose = [plan.purpose] if plan.purpose and not matters else []
    agenda.begin_agenda(session, actor, entry, [*matters, *purpose])
    return entry


def add_meeting(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    record_id: UUID,
    body: Body,
    plan: Plan,
    tickets: TicketMaker,
    series_id: UUID | None = None,
    is_example: bool = False,
) -> Meeting:
    """Write a meeting with its list of people and an empty agenda, on whatever day it is."""
    subject, _committee = entry_of(session, within, body)
    if subject.closed_on is not None:
        raise Refused("This body is closed, so it meets no more.")
    manual = content_in_force(session, plan.held_on)
    if manual is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    check_plan(plan)
    known = {each.key for each in patterns_of(session, body, plan.held_on)}
    entry = Meeting(
        district_id=actor.district_id,
        id=record_id,
        series_id=series_id,
        edition=manual.edition,
        room_serial=1,
        room_hash=tickets.stored(actor.district_id, record_id, 1),
        is_example=is_example or subject.is_example,
        changed_by=actor.name,
        **columns_of(body),
    )
    plan = replace(plan, pattern_key=plan.pattern_key if plan.pattern_key in known else None)
    _write(session, entry, plan, body)
    session.add(entry)
    flush_number(session)
    place_invitees(session, entry, actor, tickets)
    return entry


def change_meeting(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    seen_version: int,
    plan: Plan,
    tickets: TicketMaker,
) -> Meeting:
    """Change a meeting until it is opened; EditConflict where somebody else saved it first.

    Day, hours and place of one to which people are invited change by postponing it, so that they are told.
    """
    scope.name_change(session, "meeting:changed")
    entry = lock(session, reached_meeting(session, within, meeting_id))
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this meeting while you were editing."),
        stored_plan(entry),
    )
    demand_before_opening(entry)
    if entry.state == MeetingState.INVITED:
        plan = replace(
            plan,
            held_on=entry.held_on,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            place=entry.place,
        )
    elif plan.held_on != entry.held_on and plan.held_on < bangkok_today():
        raise FieldError(OVER, field="held_on")
    check_plan(plan)
    moved = plan.held_on != entry.held_on
    _write(session, entry, replace(plan, pattern_key=entry.pattern_key), body_of(entry))
    sign(entry, actor)
    flush_number(session)
    if moved:
        place_invitees(session, entry, actor, tickets)
    return entry


def copy_meeting(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    record_id: UUID,
    plan: Plan,
    tickets: TicketMaker,
) -> Meeting:
    """A new meeting of the same body with the matters and the guests of an older one (F56).

    What was left open is read anew, so that nothing of the older meeting's minutes is adopted twice.
    """
    older = queries.meeting(session, within, meeting_id)
    existing = session.get(Meeting, (actor.district_id, record_id))
    if existing is not None:
        return existing
    entry = call_meeting(
        session,
        actor=actor,
        within=within,
        record_id=record_id,
        body=older.body,
        plan=replace(plan, pattern_key=older.meeting.pattern_key),
        tickets=tickets,
        matters=[""],
    )
    for item in session.scalars(
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.section.in_([Section.CHAIR, Section.MATTERS, Section.OTHER]),
        )
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all():
        agenda.put_item(
            session,
            actor,
            entry,
            Section(item.section),
            item.title,
            detail=item.detail,
            for_decision=item.for_decision,
        )
    _copy_guests(session, actor, older.meeting, entry, tickets)
    return entry


def refresh_invitees(
    session: Session, *, actor: Actor, within: Within, meeting_id: UUID, tickets: TicketMaker
) -> Meeting:
    """Read the list of people from the seats of the meeting's day once more, until it is opened."""
    scope.name_change(session, "meeting:invitees_read")
    entry = lock(session, reached_meeting(session, within, meeting_id))
    demand_before_opening(entry)
    place_invitees(session, entry, actor, tickets)
    agenda.refresh_agenda(session, actor, entry)
    return entry


def stored_plan(entry: Meeting) -> dict[str, Any]:
    """The values of a meeting by the fields of its form."""
    names = (
        "title",
        "purpose",
        "number",
        "held_on",
        "starts_at",
        "ends_at",
        "place",
        "catering_rate",
        "catering_heads",
    )
    return {name: getattr(entry, name) for name in names} | {"stage": entry.stage}


def check_plan(plan: Plan) -> None:
    """Whether a plan can stand at all; a FieldError names what cannot."""
    if not plan.title.strip():
        raise FieldError("Type what the meeting is called.", field="title")
    if not plan.place.strip():
        raise FieldError("Type where the meeting is held.", field="place")
    if plan.held_on > bangkok_today() + FURTHEST:
        raise FieldError("This day is more than three years ahead.", field="held_on")
    if plan.ends_at <= plan.starts_at:
        raise FieldError("The meeting must end after it begins.", field="ends_at")
    if plan.number is not None and not 1 <= plan.number <= MOST_IN_A_YEAR:
        raise FieldError("Type a number from 1 to 999.", field="number")
    refuse_national_ids({"title": plan.title, "purpose": plan.purpose, "place": plan.place})


def demand_before_opening(entry: Meeting) -> None:
    """Refused once the meeting has been opened, closed or cancelled."""
    if entry.state == MeetingState.CANCELLED:
        raise Refused("This meeting was cancelled.")
    if entry.state not in BEFORE_OPENING:
        raise Refused("This meeting has been opened; it can no longer be changed this way.")


def flush_number(session: Session) -> None:
    """Write, and say so in words where another meeting of the body took the number at the same moment."""
    try:
        session.flush()
    except IntegrityError as problem:
        if "uq_meetings_number" in str(problem.orig):
            raise FieldError(
                "Another meeting of this body has this number in this year.", field="number"
            ) from problem
        raise


def _check_matters(matters: Sequence[str]) -> None:
    refuse_national_ids({"matters": "\n".join(matters)})
    longest = max(map(len, matters), default=0)
    if longest > LONGEST_MATTER:
        raise FieldError(
            "Use at most %(most)s characters; there are %(length)s.",
            field="matters",
            most=LONGEST_MATTER,
            length=longest,
        )


def _write(session: Session, entry: Meeting, plan: Plan, body: Body) -> None:
    year = buddhist_year(plan.held_on)
    keeps = entry.number is not None and entry.number_year == year
    number = plan.number or (entry.number if keeps else None)
    entry.number = number or queries.next_number(session, body, plan.held_on)
    entry.number_year = year
    _refuse_taken(session, entry, body)
    entry.title, entry.purpose, entry.place = plan.title, plan.purpose, plan.place
    entry.held_on, entry.starts_at, entry.ends_at = plan.held_on, plan.starts_at, plan.ends_at
    entry.stage, entry.pattern_key = plan.stage, plan.pattern_key
    entry.catering_rate, entry.catering_heads = plan.catering_rate, plan.catering_heads


def _refuse_taken(session: Session, entry: Meeting, body: Body) -> None:
    with session.no_autoflush:
        taken = session.scalars(
            select(Meeting.id).where(
                *queries.of_body(body),
                Meeting.number_year == entry.number_year,
                Meeting.number == entry.number,
                Meeting.state != MeetingState.CANCELLED.value,
                Meeting.id != entry.id,
            )
        ).first()
    if taken is not None:
        raise FieldError(
            "Another meeting of this body has this number in this year.", field="number"
        )


def _copy_guests(
    session: Session, actor: Actor, older: Meeting, entry: Meeting, tickets: TicketMaker
) -> None:
    guests = session.scalars(
        select(Attendance)
        .where(
            Attendance.meeting_id == older.id,
            Attendance.capacity == Capacity.GUEST.value,
            Attendance.seat_id.is_(None),
            Attendance.confirmed,
        )
        .order_by(Attendance.position, Attendance.id)
    ).all()
    for guest in guests:
        copy = Attendance(
            district_id=entry.district_id,
            meeting_id=entry.id,
            capacity=Capacity.GUEST.value,
            position=guest.position,
            person_id=guest.person_id,
            account_id=guest.account_id,
            name=guest.name,
            name_key=guest.name_key,
            person_position=guest.person_position,
            role=guest.role,
            presence=Presence.INVITED.value,
            ticket_serial=1,
            is_example=entry.is_example,
            changed_by=actor.name,
        )
        copy.ticket_hash = tickets.stored(entry.district_id, copy.id, 1)
        session.add(copy)
    session.flush()


__all__ = ["NotFound", "Plan", "call_meeting", "change_meeting", "copy_meeting", "patterns_of"]
