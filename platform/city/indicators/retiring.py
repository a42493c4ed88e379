"""An indicator is retired from a month on: it leaves the boards and reports of what begins then, and nothing before."""

from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Session

from core.errors import NotFound, Refused
from core.i18n.dates import show_date
from core.identity.actor import Actor
from core.indicators.definitions import catalogue
from core.indicators.models import IndicatorRetirement
from core.tenancy import scope


def retire(
    session: Session, *, actor: Actor, key: str, record_id: UUID, from_month: date, reason: str
) -> IndicatorRetirement:
    """Retire an indicator from a month on. Only a new version that is published afterwards brings it back."""
    stored = session.get(IndicatorRetirement, record_id)
    if stored is not None:
        return stored
    known = catalogue(session)
    if known.get(key) is None:
        raise NotFound("This indicator does not exist.")
    if key in known.retired:
        raise Refused(
            "This indicator is retired from %(day)s on already.",
            day=show_date(known.retired[key], style="numeric"),
        )
    scope.name_change(session, "indicator:retired", reason)
    row = IndicatorRetirement(
        id=record_id,
        key=key,
        from_month=from_month.replace(day=1),
        reason=reason,
        retired_by=actor.name,
        retired_at=func.now(),
    )
    session.add(row)
    session.flush()
    return row
