"""The nightly pass over all districts: open the month, count again, and ask for the proof that nothing drifted."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from core.composition import Composition
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators import service, upgrading
from core.indicators.models import FillState
from core.jobs.service import enqueue
from core.tenancy import scope
from core.tenancy.queries import districts
from core.web.logs import log


def open_months(sessions: scoped_session[Any], composition: Composition) -> int:
    """Ask for the running month and the one before of every district; returns how many districts.

    Months that nobody opened, because the clock stood still, are opened as well, and what an upgrade
    counts newly is asked for. A district that fails does not stop the others.
    """
    opened = 0
    for code in codes(sessions):
        try:
            with scope.work(sessions, scope.tenant_scope(code)):
                for month in _months_to_open(sessions(), first_of_month(bangkok_today())):
                    service.mark_month(sessions(), month, "calendar")
                upgrading.mark_new_tallies(sessions(), composition.tallies)
                enqueue(sessions(), composition.refresh_all)
            opened += 1
        except Exception as problem:  # noqa: BLE001 - one district's failure is its own; the others' month begins
            log.error("month not opened", district=code, exc_info=problem)
    return opened


def _months_to_open(session: Session, this_month: date) -> list[date]:
    """The running month, the one before, and those between them and the last one that was counted."""
    before = shift_month(this_month, -1)
    last = session.scalar(select(func.max(FillState.month)).where(FillState.month <= this_month))
    first = min(before, shift_month(last, 1)) if last else before
    distance = (this_month.year - first.year) * 12 + this_month.month - first.month
    return [shift_month(first, number) for number in range(distance + 1)]


def recount(sessions: scoped_session[Any], composition: Composition, code: int) -> int:
    """Count every month of a district again, here and now; returns in how many transactions."""
    with scope.work(sessions, scope.tenant_scope(code)):
        service.mark_month(sessions(), first_of_month(bangkok_today()), "recount")
        service.mark_filled_months(sessions(), "recount")
    transactions, more = 0, True
    while more:
        with scope.work(sessions, scope.tenant_scope(code)):
            more = composition.refresh_facts(sessions())
            transactions += 1
    return transactions


def prove(sessions: scoped_session[Any], composition: Composition) -> int:
    """Ask for the proof of every district, each in a job of its own; returns how many districts.

    So no proof holds up what people wait for longer than one district takes, one that fails is
    tried again, and one that cannot be asked for stops no other.
    """
    asked = 0
    for code in codes(sessions):
        try:
            with scope.work(sessions, scope.tenant_scope(code)):
                enqueue(sessions(), composition.prove)
            asked += 1
        except Exception as problem:  # noqa: BLE001 - one district's failure is its own; the page of operations misses its proof
            log.error("proof not asked for", district=code, exc_info=problem)
    return asked


def codes(sessions: scoped_session[Any]) -> list[int]:
    with scope.work(sessions, scope.platform_scope(read_only=True)):
        return [office.code for office in districts(sessions())]
