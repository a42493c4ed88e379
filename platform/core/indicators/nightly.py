"""The nightly pass over all districts: open the month, count again, and prove that nothing drifted."""

from typing import Any

from sqlalchemy.orm import scoped_session

from core.composition import Composition
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators import service
from core.jobs.service import enqueue
from core.tenancy import scope
from core.tenancy.queries import districts
from core.web.logs import log


def open_months(sessions: scoped_session[Any], composition: Composition) -> int:
    """Ask for the running month and the one before of every district; returns how many districts."""
    this_month = first_of_month(bangkok_today())
    codes = _codes(sessions)
    for code in codes:
        with scope.work(sessions, scope.tenant_scope(code)):
            service.mark_month(sessions(), this_month, "calendar")
            service.mark_month(sessions(), shift_month(this_month, -1), "calendar")
            enqueue(sessions(), composition.refresh)
    return len(codes)


def recount(sessions: scoped_session[Any], composition: Composition, code: int) -> int:
    """Count every month of a district again, here and now; returns in how many transactions."""
    with scope.work(sessions, scope.tenant_scope(code)):
        service.mark_month(sessions(), first_of_month(bangkok_today()), "recount")
        service.mark_filled_months(sessions(), "recount")
    transactions, more = 0, True
    while more:
        with scope.work(sessions, scope.tenant_scope(code)):
            more = service.refresh_facts(
                sessions(),
                composition.measures,
                lives_on_examples=composition.lives_on_examples,
                today=bangkok_today(),
            )
            transactions += 1
    return transactions


def prove(sessions: scoped_session[Any], composition: Composition) -> int:
    """Compare all facts with a full count, count drifted districts again; returns the number of drifts."""
    total = 0
    for code in _codes(sessions):
        with scope.work(sessions, scope.tenant_scope(code)):
            drifts = composition.drifts(sessions())
            if drifts:
                log.error("facts drifted", district=code, facts=len(drifts))
                service.mark_filled_months(sessions(), "proof")
                enqueue(sessions(), composition.refresh)
        total += len(drifts)
    return total


def _codes(sessions: scoped_session[Any]) -> list[int]:
    with scope.work(sessions, scope.platform_scope(read_only=True)):
        return [office.code for office in districts(sessions())]
