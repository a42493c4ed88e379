"""เบี้ยประชุม: known only by a regulation, approved before the meeting, paid to members who came (DOMAIN 4.4)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound, Refused
from core.i18n.dates import BANGKOK, bangkok_now, bangkok_today, first_of_month, last_of_month
from core.identity.actor import Actor
from core.records import lock, sign
from core.regulations.keys import RegulationKey
from core.regulations.queries import ValueInForce, value_on
from core.tenancy import scope
from tenants.meetings.models import Attendance, Capacity, Meeting, MeetingState, Presence
from tenants.meetings.queries import MeetingLine
from tenants.meetings.queries import meeting as meeting_line
from tenants.office.queries import signing_right

BEFORE_OPENING = (MeetingState.PLANNED, MeetingState.INVITED)


@dataclass(frozen=True)
class PayRule:
    """Baht for a member and meeting, and for how many meetings a month at most."""

    baht: Decimal
    meetings: int
    source: str
    confirmed: bool


@dataclass(frozen=True)
class PayLine:
    """A member who came. `earlier` counts the paid meetings of the month before; `amount` is 0 beyond the limit."""

    attendance: Attendance
    amount: Decimal
    earlier: int


@dataclass(frozen=True)
class PayView:
    """The pay of one meeting: the rule of its day, None where none is known, and the lines once it is closed."""

    line: MeetingLine
    rule: PayRule | None
    lines: tuple[PayLine, ...] = ()

    @property
    def meeting(self) -> Meeting:
        return self.line.meeting

    @property
    def is_approved(self) -> bool:
        return self.meeting.pay_approved_at is not None

    @property
    def may_be_approved(self) -> bool:
        """Before the meeting, and where a rate is known."""
        return self.rule is not None and not self.is_approved and self._is_ahead

    @property
    def is_too_late(self) -> bool:
        return not self.is_approved and not self._is_ahead

    @property
    def has_list(self) -> bool:
        return self.is_approved and self.meeting.state == MeetingState.CLOSED

    @property
    def paid(self) -> tuple[PayLine, ...]:
        return tuple(line for line in self.lines if line.amount)

    @property
    def unpaid(self) -> tuple[PayLine, ...]:
        return tuple(line for line in self.lines if not line.amount)

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def _is_ahead(self) -> bool:
        return is_ahead(self.meeting)


def is_ahead(meeting: Meeting) -> bool:
    """Whether pay may still be approved: neither has the hour come, nor has the meeting been opened."""
    begins = datetime.combine(meeting.held_on, meeting.starts_at, BANGKOK)
    return meeting.state in BEFORE_OPENING and bangkok_now() < begins


def pay_rule(session: Session, day: date) -> PayRule | None:
    """The pay by the regulation in force on a day; None where the department has given none."""
    found: ValueInForce | None = value_on(session, RegulationKey.MEETING_PAY, day)
    if found is None or not found.value["baht"]:
        return None
    return PayRule(
        Decimal(found.value["baht"]), found.value["meetings"], found.source, found.confirmed
    )


def pay_view(session: Session, within: Within, meeting_id: UUID) -> PayView:
    """The pay of a meeting in the reader's reach. What was approved holds, whatever the rule says later."""
    line = meeting_line(session, within, meeting_id)
    rule = pay_rule(session, line.meeting.held_on)
    view = PayView(line, rule)
    if not view.has_list:
        return view
    return PayView(line, rule, tuple(_lines(session, line.meeting, rule)))


def approve_pay(session: Session, *, actor: Actor, within: Within, meeting_id: UUID) -> Meeting:
    """Approve the pay of a meeting that is ahead. Approved once more it changes nothing.

    Only the director, or who acts for the director on this day.
    """
    scope.name_change(session, "meeting_pay:approved")
    meeting = lock(session, meeting_line(session, within, meeting_id).meeting)
    if meeting.pay_approved_at is not None:
        return meeting
    right = signing_right(session, actor=actor, day=bangkok_today())
    if right is None:
        raise Refused(
            "Meeting pay is approved by the director, or by who acts for the director on this day."
        )
    if not is_ahead(meeting):
        raise Refused(
            "Meeting pay must be approved before the meeting. This one has begun, or it was opened or cancelled."
        )
    rule = pay_rule(session, meeting.held_on)
    if rule is None:
        raise Refused("No regulation says how much is paid for a meeting on this day.")
    meeting.pay_rate, meeting.pay_source = rule.baht, rule.source
    meeting.pay_approved_at = bangkok_now()
    meeting.pay_approved_by, meeting.pay_approved_by_position = right.name, right.position
    sign(meeting, actor)
    return meeting


def demand_list(view: PayView) -> None:
    """NotFound where there is no list of pay: not approved, or the meeting is not closed."""
    if not view.has_list:
        raise NotFound("There is no pay list for this meeting.")


def _lines(session: Session, meeting: Meeting, rule: PayRule | None) -> list[PayLine]:
    present = session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id, *_came())
        .order_by(Attendance.position, Attendance.id)
    ).all()
    earlier = _paid_earlier(session, meeting)
    rate = meeting.pay_rate or Decimal(0)
    lines = []
    for entry in _each_once(present):
        before = earlier[_who(entry)]
        pays = rule is None or before < rule.meetings
        lines.append(PayLine(entry, rate if pays else Decimal(0), before))
    return lines


def _paid_earlier(session: Session, meeting: Meeting) -> Counter[UUID | str]:
    """In how many earlier meetings of the month with approved pay each member came, whatever the committee."""
    rows = session.execute(
        select(Attendance, Meeting.id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            *_came(),
            Meeting.pay_approved_at.is_not(None),
            Meeting.state == MeetingState.CLOSED.value,
            Meeting.held_on.between(
                first_of_month(meeting.held_on), last_of_month(meeting.held_on)
            ),
            tuple_(Meeting.held_on, Meeting.starts_at, Meeting.id)
            < tuple_(meeting.held_on, meeting.starts_at, meeting.id),
        )
    )
    return Counter(who for who, _meeting in {(_who(row[0]), row[1]) for row in rows})


def _each_once(entries: Sequence[Attendance]) -> list[Attendance]:
    """A person who sits on two seats of one committee is paid once."""
    return list({_who(entry): entry for entry in reversed(entries)}.values())[::-1]


def _who(entry: Attendance) -> UUID | str:
    return entry.person_id or entry.name_key


def _came() -> tuple[ColumnElement[bool], ...]:
    return (
        Attendance.capacity == Capacity.MEMBER.value,
        Attendance.presence == Presence.PRESENT.value,
        Attendance.confirmed.is_(True),
    )
