"""An indicator is retired from a month on: it leaves the boards and reports of what begins then, and nothing before."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from city.indicators.service import hold_catalogue
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import last_of_month, show_date
from core.identity.actor import Actor
from core.indicators.definitions import Catalogue, catalogue
from core.indicators.models import FillState, IndicatorRetirement
from core.tenancy import scope


def retire(
    session: Session, *, actor: Actor, key: str, record_id: UUID, from_month: date, reason: str
) -> IndicatorRetirement:
    """Retire an indicator from a month on. Only a new version that is published afterwards brings it back.

    What a director has approved stays where it is read: the month lies after every approved one. One
    indicator at least is never retired, or the boards would have nothing to show.
    """
    hold_catalogue(session)
    stored = session.get(IndicatorRetirement, record_id)
    if stored is not None:
        if stored.key != key:
            raise NotFound("This retirement does not exist.")
        return stored
    known, first = catalogue(session), from_month.replace(day=1)
    if known.get(key) is None:
        raise NotFound("This indicator does not exist.")
    if key in known.retired:
        raise Refused(
            "This indicator is retired from %(day)s on already.",
            day=show_date(known.retired[key], style="numeric"),
        )
    _refuse_last(known, key)
    _refuse_approved(session, first)
    scope.name_change(session, "indicator:retired", reason)
    row = IndicatorRetirement(
        id=record_id,
        key=key,
        from_month=first,
        reason=reason,
        retired_by=actor.name,
        retired_at=func.clock_timestamp(),
    )
    session.add(row)
    session.flush()
    return row


def newest_approved(session: Session) -> date | None:
    """The newest month that the director of any district has approved."""
    return session.scalar(
        select(func.max(FillState.month)).where(FillState.approved_at.is_not(None))
    )


def _refuse_last(known: Catalogue, key: str) -> None:
    """Retirements never end by themselves: when the last of them begins, something must be left."""
    if all(each.key == key or each.key in known.retired for each in known.current):
        raise FieldError(
            "This is the last indicator that is not retired: the boards would be empty. "
            "Publish another one first.",
            field="from_month",
        )


def _refuse_approved(session: Session, first: date) -> None:
    approved = newest_approved(session)
    if approved is not None and first <= approved:
        raise FieldError(
            "Directors have approved figures up to %(day)s, and these stay. Choose a later month.",
            field="from_month",
            day=show_date(last_of_month(approved), style="numeric"),
        )
