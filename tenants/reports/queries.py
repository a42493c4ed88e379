"""The zones of the district, as its reports name them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.reporting.drawing import ZoneName
from tenants.zones.models import Zone


def zone_names(session: Session) -> list[ZoneName]:
    """All zones by number, with the days between which they exist."""
    rows = session.execute(
        select(Zone.id, Zone.number, Zone.name, Zone.valid_from, Zone.closed_on).order_by(
            Zone.number
        )
    )
    return [ZoneName(*row) for row in rows]
