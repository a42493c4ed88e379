"""งวดที่ปิดแล้ว: months whose reports change no more, until the section opens them again with a reason."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today, first_of_month, last_of_month, parse_iso_date, show_month
from core.identity.actor import Actor
from core.tenancy import scope
from tenants.activities.models import Activity, ActivityState, ClosedMonth
from tenants.activities.reach import activities_within

_LOCK = 5_830_000
"""The space of the advisory locks on months of an office, beside that of other features."""

_WAIT = text("SELECT pg_advisory_xact_lock(:space, :month)")
_WAIT_SHARED = text("SELECT pg_advisory_xact_lock_shared(:space, :month)")


@dataclass(frozen=True)
class Period:
    """A month with how many reports it has in each state, and who closed it."""

    month: date
    reported: int
    returned: int
    accepted: int
    closing: ClosedMonth | None

    @property
    def open_reports(self) -> int:
        """Reports that the office has not accepted."""
        return self.reported + self.returned

    @property
    def may_close(self) -> bool:
        return self.closing is None and self.month < first_of_month(bangkok_today())


def periods(session: Session, within: Within, first: date, last: date) -> list[Period]:
    """The months from `first` to `last`, the newest first, with their counts; two statements."""
    month = func.date_trunc("month", Activity.held_on)
    counted = {
        (row[0].date(), row[1]): row[2]
        for row in session.execute(
            select(month, Activity.state, func.count())
            .where(
                activities_within(within),
                Activity.held_on.between(first_of_month(first), last_of_month(last)),
            )
            .group_by(month, Activity.state)
        )
    }
    closed = {row.month: row for row in session.scalars(select(ClosedMonth))}
    found, at = [], first_of_month(last)
    while at >= first_of_month(first):
        states = {state.value: counted.get((at, state.value), 0) for state in ActivityState}
        found.append(Period(month=at, closing=closed.get(at), **states))
        at = first_of_month(date.fromordinal(at.toordinal() - 1))
    return found


def closed_month(session: Session, day: date) -> ClosedMonth | None:
    """The closing of the month of a day, or None while it is open."""
    return session.scalars(
        select(ClosedMonth).where(ClosedMonth.month == first_of_month(day))
    ).one_or_none()


def is_closed(session: Session, day: date) -> bool:
    """Whether the month of a day is closed; nobody closes it before the commit otherwise."""
    _hold(session, first_of_month(day), shared=True)
    return closed_month(session, day) is not None


def refuse_closed(session: Session, day: date, field: str = "held_on") -> None:
    """FieldError where the month of a day is closed; nobody closes it before the commit otherwise."""
    if is_closed(session, day):
        raise FieldError(
            "%(month)s is closed. Ask the head of the section to open it again, or check the day.",
            field=field,
            month=show_month(day, "long"),
        )


def refuse_change(session: Session, day: date) -> None:
    """Refused where what was reported of this month stays as it is, since the month is closed."""
    if is_closed(session, day):
        raise Refused(
            "%(month)s is closed: its reports stay as they are. The head of the section can open it again.",
            month=show_month(day, "long"),
        )


def close_month(session: Session, *, actor: Actor, month: date) -> ClosedMonth:
    """Close a month that is over; closing it twice changes nothing. Who is saving a report is waited for."""
    scope.name_change(session, "activity_month:closed")
    first = first_of_month(month)
    if first >= first_of_month(bangkok_today()):
        raise Refused(
            "This month is not over yet. It can be closed from the first of the next one."
        )
    _hold(session, first)
    existing = closed_month(session, first)
    if existing is not None:
        return existing
    entry = ClosedMonth(
        district_id=actor.district_id,
        month=first,
        closed_by=actor.name,
        closed_by_position=actor.position,
    )
    session.add(entry)
    session.flush()
    return entry


def reopen_month(session: Session, *, month: date, reason: str) -> None:
    """Open a closed month again; the record of changes keeps who did and why."""
    scope.name_change(session, "activity_month:reopened", reason.strip())
    if not reason.strip():
        raise FieldError("Say why the month is opened again.", field="reason")
    _hold(session, first_of_month(month))
    entry = closed_month(session, month)
    if entry is not None:
        session.delete(entry)


def month_of(text_of_month: str) -> date:
    """The month that an address names, as 2026-11; InputProblem for anything else."""
    return parse_iso_date(f"{text_of_month}-01")


def _hold(session: Session, month: date, *, shared: bool = False) -> None:
    """Those who save reports of a month go side by side; who closes it waits for them, and they for him."""
    session.execute(
        _WAIT_SHARED if shared else _WAIT,
        {"space": _LOCK + scope.office_of(session), "month": month.toordinal()},
    )
