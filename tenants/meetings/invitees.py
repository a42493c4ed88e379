"""Who is expected at a meeting: the seats of that day, by which account each signs in, and who is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.i18n.dates import bangkok_today
from core.identity.actor import Actor
from core.identity.models import Membership
from core.identity.queries import valid_on
from core.identity.tickets import TicketMaker
from core.manual.structure import CommitteeKind, SeatBlock
from core.notices.service import Recipient
from tenants.committees.bodies import CHAIR, Body, Place
from tenants.committees.models import Committee, Seat
from tenants.committees.queries import NoEdition, sits_on, view_of
from tenants.committees.view import who
from tenants.meetings.models import Attendance, Capacity, Meeting, Presence
from tenants.meetings.reach import body_of
from tenants.people.models import Person
from tenants.people.queries import person_key
from tenants.registry.models import Community

ADVISER = "ที่ปรึกษา"
LEADERS = (Role.COMMUNITY_CHAIR, Role.ZONE_CHAIR, Role.ASSEMBLY_CHAIR, Role.COMMUNITY_COMMITTEE)


@dataclass(frozen=True)
class Invitee:
    """Somebody who is expected by a seat; advisers are there as guests, they neither count nor vote."""

    seat: Seat
    role: str
    capacity: Capacity = Capacity.MEMBER


def invitees_on(session: Session, body: Body, day: date) -> list[Invitee]:
    """Everybody on a seat of the body on a day, each person once, in the order of the composition."""
    found = _by_seats(session, body, day)
    if body.kind is CommitteeKind.ASSEMBLY:
        found += _all_chairs(session, day)
    once: dict[UUID | str, Invitee] = {}
    for each in found:
        once.setdefault(who(each.seat), each)
    return list(once.values())


def place_invitees(
    session: Session, meeting: Meeting, actor: Actor, tickets: TicketMaker
) -> list[Attendance]:
    """Put everybody on the list who sits on a seat on the meeting's day, and take off who sits there no more.

    Who came, was excused or is represented stays, whatever became of the seat.
    """
    expected = {
        each.seat.id: each for each in invitees_on(session, body_of(meeting), meeting.held_on)
    }
    stored = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id)).all()
    known = {each.seat_id: each for each in stored if each.seat_id is not None}
    represented = {each.stands_in_for_id for each in stored}
    accounts = accounts_of(session, [each.seat for each in expected.values()])
    for seat_id, line in known.items():
        gone = seat_id not in expected and line.presence == Presence.INVITED
        if gone and line.id not in represented:
            session.delete(line)
    session.flush()
    for position, invitee in enumerate(expected.values(), start=1):
        seat = invitee.seat
        entry = known.get(seat.id)
        if entry is None:
            entry = Attendance(
                district_id=meeting.district_id,
                meeting_id=meeting.id,
                seat_id=seat.id,
                ticket_serial=1,
                is_example=meeting.is_example,
                changed_by=actor.name,
            )
            entry.ticket_hash = tickets.stored(meeting.district_id, entry.id, 1)
            session.add(entry)
        elif entry.presence != Presence.INVITED:
            continue
        entry.capacity = invitee.capacity.value
        entry.position = position
        entry.person_id = seat.person_id
        entry.account_id = accounts.get(seat.id)
        entry.name, entry.name_key = seat.person_name, person_key(seat.person_name)
        entry.person_position, entry.role = seat.person_position, invitee.role
    session.flush()
    return list(
        session.scalars(
            select(Attendance)
            .where(Attendance.meeting_id == meeting.id)
            .order_by(Attendance.position, Attendance.id)
        )
    )


def accounts_of(session: Session, seats: Sequence[Seat]) -> dict[UUID, UUID]:
    """The account of each seat's person: as the register says, else a leader's of the same name and community."""
    linked = _linked(session, [seat.person_id for seat in seats if seat.person_id])
    leaders = _leaders(session)
    found: dict[UUID, UUID] = {}
    for seat in seats:
        account = linked.get(seat.person_id) if seat.person_id else None
        if account is None:
            account = leaders.get(person_key(seat.person_name))
        if account is not None:
            found[seat.id] = account
    return found


def recipients_of(session: Session, entries: Iterable[Attendance]) -> list[Recipient]:
    """Whom a notice about a meeting reaches: the account, else the chair's of the community, else the mail address."""
    listed = list(entries)
    emails = _emails(session, [each.person_id for each in listed if each.person_id])
    chairs = _chairs_of_communities(
        session, [each.seat_id for each in listed if each.seat_id and each.account_id is None]
    )
    found = []
    for each in listed:
        account = each.account_id or (chairs.get(each.seat_id) if each.seat_id else None)
        if account is not None:
            found.append(Recipient.account(account, each.name))
        elif each.person_id is not None:
            found.append(
                Recipient.address(each.name, emails.get(each.person_id, ""), each.person_id)
            )
    return found


def _by_seats(session: Session, body: Body, day: date) -> list[Invitee]:
    try:
        view = view_of(session, WHOLE_DISTRICT, body, day=day)
    except NoEdition:
        return []
    return [
        Invitee(
            line.seat,
            group.rule.order_role or group.rule.title,
            Capacity.GUEST if group.rule.block is SeatBlock.ADVISERS else Capacity.MEMBER,
        )
        for group in view.groups
        for line in group.lines
        if line.seat is not None and not line.outside
    ]


def _all_chairs(session: Session, day: date) -> list[Invitee]:
    """The chairs in office of all open communities, in the order of a Thai dictionary."""
    rows = session.execute(
        select(Seat, Community)
        .join(Committee, Committee.id == Seat.committee_id)
        .join(Community, Community.id == Committee.community_id)
        .where(
            Seat.rule_key == CHAIR,
            sits_on(day),
            or_(Community.closed_on.is_(None), Community.closed_on > day),
        )
        .order_by(Community.sort_key, Community.id)
    )
    return [Invitee(row[0], Place(row[1].id, row[1].name).chair) for row in rows]


def _linked(session: Session, people: Sequence[UUID]) -> dict[UUID, UUID]:
    rows = session.execute(
        select(Person.id, Person.account_id).where(
            Person.id.in_(people), Person.account_id.is_not(None)
        )
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def _leaders(session: Session) -> dict[str, UUID]:
    """The accounts of leaders by their names; a name that two accounts share is nobody's."""
    rows = session.execute(
        select(Membership.name, Membership.account_id).where(
            Membership.role.in_([role.key for role in LEADERS]), valid_on(bangkok_today())
        )
    )
    found: dict[str, set[UUID]] = {}
    for name, account_id in rows:
        found.setdefault(person_key(name), set()).add(account_id)
    return {name: next(iter(accounts)) for name, accounts in found.items() if len(accounts) == 1}


def _chairs_of_communities(session: Session, seats: Sequence[UUID]) -> dict[UUID, UUID]:
    """The accounts of community chairs by the seats of their communities."""
    rows = session.execute(
        select(Seat.id, Membership.account_id)
        .join(Membership, Membership.community_id == Seat.community_id)
        .where(
            Seat.id.in_(seats),
            Membership.role == Role.COMMUNITY_CHAIR.key,
            valid_on(bangkok_today()),
        )
    )
    return {row[0]: row[1] for row in rows}


def _emails(session: Session, people: Sequence[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(Person.id, Person.email).where(Person.id.in_(people), Person.email != "")
    )
    return {row[0]: row[1] for row in rows}
