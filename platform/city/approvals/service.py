"""What the department decides about the districts' months, and tells them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from city.approvals import queries
from city.approvals.models import Decision, PeriodDecision
from city.approvals.queries import MonthState, Standing
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_datetime
from core.identity.actor import Actor
from core.jobs.relay import tell
from core.tenancy import scope

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


def remind(session: Session, *, month: date, codes: Sequence[int]) -> int:
    """Tell the head and the director of late districts that the month is awaited; once a day for each."""
    scope.name_change(session, "period_decision:reminded")
    if not codes:
        raise FieldError("Choose at least one district.", field="chosen")
    today = bangkok_today().isoformat()
    late = {
        line.office.code
        for line in queries.district_lines(session, [month])
        if line.may_be_reminded
    } & set(codes)
    for code in sorted(late):
        tell(
            session,
            code,
            HEAR_REMINDER,
            key=f"period_reminder:{month.isoformat()}:{today}",
            month=month.isoformat(),
            asked_on=today,
        )
    return len(late)


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
