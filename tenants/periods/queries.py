"""How far months have come, whether they take reports, and what stands in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from core.errors import FieldError, Refused
from core.i18n.dates import first_of_month, show_month
from core.tenancy import scope
from tenants.periods.models import DataPeriod, EventKind, LateEntry, PeriodEvent, Step

_LOCK = 5_830_000
"""The space of the advisory locks on months of an office, beside that of other features."""

_WAIT = text("SELECT pg_advisory_xact_lock(:space, :month)")
_WAIT_SHARED = text("SELECT pg_advisory_xact_lock_shared(:space, :month)")


@dataclass(frozen=True)
class Closing:
    """A month that takes no more reports: how far it has come, and who closed it when."""

    month: date
    step: Step
    closed_at: datetime | None
    closed_by: str


def step_of(session: Session, month: date) -> Step:
    """How far the month of a day has come."""
    found = period_of(session, month)
    return Step(found.step) if found is not None else Step.OPEN


def steps_of(session: Session, months: Iterable[date]) -> dict[date, Step]:
    """How far each of these months has come, by their first days."""
    asked = [first_of_month(month) for month in months]
    rows = session.execute(
        select(DataPeriod.month, DataPeriod.step).where(DataPeriod.month.in_(asked))
    )
    known = {row.month: Step(row.step) for row in rows}
    return {month: known.get(month, Step.OPEN) for month in asked}


def period_of(session: Session, month: date) -> DataPeriod | None:
    return session.scalars(
        select(DataPeriod).where(DataPeriod.month == first_of_month(month))
    ).one_or_none()


def closing_of(session: Session, day: date) -> Closing | None:
    """The closing of the month of a day, or None while it is open; one statement."""
    row = session.execute(
        select(DataPeriod, PeriodEvent.done_by)
        .outerjoin(
            PeriodEvent,
            (PeriodEvent.month == DataPeriod.month)
            & (PeriodEvent.action == EventKind.CLOSED.value),
        )
        .where(DataPeriod.month == first_of_month(day), DataPeriod.step != Step.OPEN.value)
        .order_by(PeriodEvent.at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    period: DataPeriod = row[0]
    return Closing(period.month, Step(period.step), period.section_at, row[1] or "")


def closed_months() -> Select[date]:
    """The months that take no reports, for conditions of other features."""
    return select(DataPeriod.month).where(DataPeriod.step != Step.OPEN.value)


def is_closed(session: Session, day: date) -> bool:
    """Whether the month of a day is closed; nobody closes it before the commit otherwise."""
    hold_month(session, first_of_month(day), shared=True)
    return step_of(session, day) is not Step.OPEN


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


def hold_month(session: Session, month: date, *, shared: bool = False) -> None:
    """Those who save reports of a month go side by side; who closes it waits for them, and they for him."""
    session.execute(
        _WAIT_SHARED if shared else _WAIT,
        {"space": _LOCK + scope.office_of(session), "month": month.toordinal()},
    )


def waits_as_late(session: Session, subject: str, subject_id: object) -> bool:
    """Whether this record came after its month was closed and has not been dealt with since."""
    return (
        session.scalars(
            select(LateEntry.id).where(
                LateEntry.subject == subject,
                LateEntry.subject_id == subject_id,
                LateEntry.settled_at.is_(None),
            )
        ).one_or_none()
        is not None
    )


def late_entries(session: Session, months: Iterable[date]) -> dict[date, int]:
    """How many reports came after their month was closed and still wait, by month."""
    rows = session.execute(
        select(LateEntry.month, func.count())
        .where(LateEntry.month.in_(list(months)), LateEntry.settled_at.is_(None))
        .group_by(LateEntry.month)
    )
    return {row[0]: row[1] for row in rows}


def events(session: Session, month: date) -> list[PeriodEvent]:
    """What was done with a month, the newest first."""
    return list(
        session.scalars(
            select(PeriodEvent)
            .where(PeriodEvent.month == month)
            .order_by(PeriodEvent.at.desc(), PeriodEvent.id.desc())
        )
    )


def failed_approvals(session: Session, months: Iterable[date]) -> dict[date, PeriodEvent]:
    """Of these months those whose last approval came to nothing, and nobody has taken a step since."""
    newest = session.scalars(
        select(PeriodEvent)
        .where(PeriodEvent.month.in_(list(months)), PeriodEvent.zone_id.is_(None))
        .ext(distinct_on(PeriodEvent.month))
        .order_by(PeriodEvent.month, PeriodEvent.at.desc(), PeriodEvent.id.desc())
    )
    return {
        event.month: event for event in newest if event.action == EventKind.APPROVAL_FAILED.value
    }


@dataclass(frozen=True)
class SentBack:
    """A month that the department returned or opened again, and that the director has not approved since."""

    event: PeriodEvent
    step: Step

    @property
    def month(self) -> date:
        return self.event.month


def sent_back(session: Session, month: date | None = None) -> list[SentBack]:
    """The months that came back from the department and wait for the office, or this one; the oldest first."""
    of_month = [] if month is None else [DataPeriod.month == month]
    rows = session.execute(
        select(PeriodEvent, DataPeriod.step)
        .join(DataPeriod, DataPeriod.month == PeriodEvent.month)
        .where(
            DataPeriod.step.in_((Step.OPEN.value, Step.SECTION.value)),
            DataPeriod.returned_at.is_not(None),
            PeriodEvent.action.in_([kind.value for kind in (*_SENT_BACK, EventKind.APPROVED)]),
            *of_month,
        )
        .ext(distinct_on(PeriodEvent.month))
        .order_by(PeriodEvent.month, PeriodEvent.at.desc(), PeriodEvent.id.desc())
    )
    return [
        SentBack(event, Step(step)) for event, step in rows if EventKind(event.action) in _SENT_BACK
    ]


_SENT_BACK = (EventKind.RETURNED, EventKind.REOPENED_BY_DEPARTMENT)


def newest_event(session: Session, month: date, kind: EventKind) -> PeriodEvent | None:
    return session.scalars(
        select(PeriodEvent)
        .where(PeriodEvent.month == month, PeriodEvent.action == kind.value)
        .order_by(PeriodEvent.at.desc())
        .limit(1)
    ).one_or_none()
