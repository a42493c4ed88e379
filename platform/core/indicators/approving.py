"""Approved facts: the copy of a month's accepted figures that counts from then on (F90).

A month is approved in the office's own scope. The figures are those accepted at that moment; of a
measure whose records are not accepted one by one, those that were reported.
"""

from datetime import date

from sqlalchemy import delete, func, insert, literal, select, update
from sqlalchemy.orm import Session, aliased

from core.indicators.models import Fact, FactState, FillState

_COLUMNS = ("measure", "month", "zone_id", "community_id", "value", "is_example")


def approve_month(session: Session, month: date) -> bool:
    """Copy the month's facts; False where it was never counted. Approving again copies anew."""
    filled = session.scalars(
        select(FillState).where(FillState.month == month).with_for_update()
    ).one_or_none()
    if filled is None:
        return False
    _forget_copy(session, month)
    accepted = aliased(Fact)
    is_accepted_one_by_one = (
        select(literal(1))
        .where(
            accepted.month == month,
            accepted.measure == Fact.measure,
            accepted.state == FactState.ACCEPTED.value,
        )
        .exists()
    )
    chosen = (Fact.state == FactState.ACCEPTED.value) | (
        (Fact.state == FactState.ALL.value) & ~is_accepted_one_by_one
    )
    session.execute(
        insert(Fact).from_select(
            ["district_id", "id", "state", *_COLUMNS],
            select(
                Fact.district_id,
                func.gen_random_uuid(),
                literal(FactState.APPROVED.value),
                *(Fact.__table__.c[name] for name in _COLUMNS),
            ).where(Fact.month == month, chosen),
        )
    )
    session.execute(
        update(FillState).where(FillState.month == month).values(approved_at=func.clock_timestamp())
    )
    return True


def reopen_month(session: Session, month: date) -> None:
    """Let the month count what is reported again."""
    _forget_copy(session, month)
    session.execute(update(FillState).where(FillState.month == month).values(approved_at=None))


def _forget_copy(session: Session, month: date) -> None:
    session.execute(delete(Fact).where(Fact.month == month, Fact.state == FactState.APPROVED.value))
