"""What a worker does for an approved month: bring its figures up to date, copy those that count, tell it on."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.composition import current_composition
from core.feature import Job
from core.i18n.dates import bangkok_today
from core.indicators import approving
from core.indicators.models import DirtyMark, FillState
from core.indicators.service import mark_month, month_of
from core.jobs.relay import tell
from core.jobs.service import FACTS_QUEUE
from core.marks import mark
from core.tenancy import scope
from tenants.periods import queries
from tenants.periods.failing import take_approval_back
from tenants.periods.models import Step

APPROVED = (Step.DIRECTOR, Step.DEPARTMENT)

HEAR_APPROVAL = "approvals.hear_approval"
"""The department's job that tells its officers that a month waits for them."""


def approve_facts(
    session: Session,
    *,
    month: str,
    round: int,  # noqa: A002 - the payload's word
    approved_by: str = "",  # noqa: ARG001 - whom to tell where this fails for good
) -> None:
    """Copy the accepted figures of a month as its approved ones.

    Done again it copies the same figures. Nothing where the month was opened again or approved anew
    meanwhile: that approval has a job of its own.
    """
    day = date.fromisoformat(month)
    queries.hold_month(session, day)
    period = queries.period_of(session, day)
    if period is None or period.round != round or period.step not in APPROVED:
        return
    if not _is_counted_to_the_end(session, day):
        mark_month(session, day, "calendar")
    composition = current_composition()
    while _is_marked(session, day):
        composition.refresh_month(session, day)
    approving.approve_month(session, day)
    tell(
        session,
        scope.DEPARTMENT,
        HEAR_APPROVAL,
        key=f"period_approval:{day.isoformat()}:{round}",
        month=day.isoformat(),
        round=round,
    )


APPROVE_FACTS = Job(
    "periods.approve_facts",
    FACTS_QUEUE,
    approve_facts,
    take_approval_back,
    mark(
        "The month is back where the section had closed it; the section and the director have been told, "
        "and the director approves it again."
    ),
)


def _is_counted_to_the_end(session: Session, month: date) -> bool:
    """Whether the month has facts, with its stocks of the last day."""
    stock_day = session.scalars(
        select(FillState.stock_day).where(FillState.month == month)
    ).one_or_none()
    return stock_day == month_of(month, bangkok_today()).stock_day


def _is_marked(session: Session, month: date) -> bool:
    return bool(session.scalar(select(exists().where(DirtyMark.month == month))))
