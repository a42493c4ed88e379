"""What the department decides about the districts' months, and tells them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from city.approvals import queries
from city.approvals.models import Decision, PeriodDecision
from city.approvals.notice_keys import approval_key, request_key
from city.approvals.queries import MonthState, Standing
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_datetime
from core.identity.actor import Actor
from core.jobs.relay import first_told, tell
from core.notices.service import withdraw
from core.tenancy import scope
from core.tenancy.models import Office

HEAR_DECISION, HEAR_REMINDER = "periods.hear_decision", "periods.hear_reminder"
"""The districts' jobs that do what was decided."""

_LOCK = 5_840_000
"""The space of the advisory locks on months of the districts, one for each district."""


@dataclass(frozen=True)
class Seen:
    """A district's month as an officer read it: `round` is the director's approval."""

    code: int
    month: date
    round: int


@dataclass(frozen=True)
class Reminded:
    """The districts that are told now, and those that were told earlier on the same day, with the moment."""

    now: tuple[Office, ...]
    before: tuple[tuple[Office, datetime], ...]


@dataclass(frozen=True)
class Accepted:
    """How many months were accepted, and which of them had changed or were accepted by somebody else."""

    number: int
    left: tuple[MonthState, ...]


def accept(session: Session, *, actor: Actor, seen: Sequence[Seen]) -> Accepted:
    """Accept months as they were read; what changed meanwhile stays as it is and is named."""
    scope.name_change(session, "period_decision:accepted")
    if not seen:
        raise FieldError("Choose at least one district.", field="chosen")
    chosen = sorted(set(seen), key=lambda one: (one.code, one.month))
    for each in chosen:
        _hold(session, each.code, each.month)
    states = {
        (state.office.code, state.month): state
        for line in queries.district_lines(session, sorted({each.month for each in chosen}))
        for state in line.months
    }
    number, left = 0, []
    for each in chosen:
        state = states.get((each.code, each.month))
        if state is None:
            raise NotFound("This district does not exist.")
        if state.standing is not Standing.WAITING or state.round != each.round:
            left.append(state)
            continue
        _decide(session, actor, state, Decision.ACCEPTED)
        number += 1
    return Accepted(number, tuple(left))


def return_month(session: Session, *, actor: Actor, seen: Seen, reason: str) -> None:
    """Send an approved month back with what has to be corrected; the district opens it by itself."""
    scope.name_change(session, "period_decision:returned", reason.strip())
    if not reason.strip():
        raise FieldError("Say what has to be corrected.", field="reason")
    state = _held(session, seen.code, seen.month)
    _refuse_changed(state, seen)
    if state.standing is not Standing.WAITING:
        raise Refused("Only a month that waits for the department can be returned.")
    _decide(session, actor, state, Decision.RETURNED, reason)


def reopen_month(session: Session, *, actor: Actor, seen: Seen, reason: str) -> None:
    """Open an accepted month again: its figures count as reported until it is approved anew."""
    scope.name_change(session, "period_decision:reopened", reason.strip())
    if not reason.strip():
        raise FieldError("Say why the month is opened again.", field="reason")
    state = _held(session, seen.code, seen.month)
    _refuse_changed(state, seen)
    if state.standing is not Standing.ACCEPTED:
        raise Refused("Only a month that the department has accepted can be opened again here.")
    _decide(session, actor, state, Decision.REOPENED, reason)


def remind(session: Session, *, month: date, codes: Sequence[int]) -> Reminded:
    """Tell the head and the director of late districts that the month is awaited; once a day for each."""
    scope.name_change(session, "period_decision:reminded")
    if not codes:
        raise FieldError("Choose at least one district.", field="chosen")
    # One officer after the other: the second then sees whom the first has reminded.
    _hold(session, scope.DEPARTMENT, month)
    today = bangkok_today().isoformat()
    late = [
        line.office
        for line in queries.district_lines(session, [month])
        if line.may_be_reminded and line.office.code in codes
    ]
    before = reminded_today(session, month)
    now = [office for office in late if office.code not in before]
    for office in now:
        tell(
            session,
            office.code,
            HEAR_REMINDER,
            key=_reminder_key(month),
            month=month.isoformat(),
            asked_on=today,
        )
    return Reminded(
        tuple(now),
        tuple((office, before[office.code]) for office in late if office.code in before),
    )


def reminded_today(session: Session, month: date) -> dict[int, datetime]:
    """When the districts were reminded of this month today, by their codes."""
    return first_told(session, HEAR_REMINDER, key=_reminder_key(month))


def _reminder_key(month: date) -> str:
    return f"period_reminder:{month.isoformat()}:{bangkok_today().isoformat()}"


def _held(session: Session, code: int, month: date) -> MonthState:
    """The month as it is now, with other officers waiting until the commit."""
    _hold(session, code, month)
    return queries.month_state(session, code, month)


def _hold(session: Session, code: int, month: date) -> None:
    session.execute(
        text("SELECT pg_advisory_xact_lock(:space, :month)"),
        {"space": _LOCK + code, "month": month.toordinal()},
    )


def _refuse_changed(state: MonthState, seen: Seen) -> None:
    """Refused where the month is another one than the officer read."""
    decision = state.decision
    if decision is not None and decision.round == state.round == seen.round:
        holds = state.standing in (Standing.HANDED_OVER, Standing.CHANGED)
        if holds:
            raise Refused(
                "%(name)s has decided on this month already, on %(moment)s.",
                name=decision.decided_by,
                moment=show_datetime(decision.decided_at),
            )
    if state.round != seen.round:
        raise Refused("The district changed this month while you were reading. Read it once more.")


def _decide(
    session: Session, actor: Actor, state: MonthState, decision: Decision, reason: str = ""
) -> None:
    row = PeriodDecision(
        district_id=scope.DEPARTMENT,
        office_code=state.office.code,
        month=state.month,
        decision=decision.value,
        reason=reason.strip(),
        round=state.round,
        decided_by=actor.name,
        decided_by_position=actor.position,
    )
    session.add(row)
    session.flush()
    for key in (approval_key, request_key):
        withdraw(session, key(state.office.code, state.month, state.round))
    tell(
        session,
        state.office.code,
        HEAR_DECISION,
        key=f"period_decision:{row.id}",
        decision=decision.value,
        month=state.month.isoformat(),
        round=state.round,
        reason=row.reason,
        decided_by=row.decided_by,
        decided_by_position=row.decided_by_position,
    )
