"""How many minutes a network has: evidence that counts itself (F55, M81)."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.meetings.models import Meeting, Minutes, MinutesState


def adopted_minutes_of_zones(session: Session) -> dict[UUID, int]:
    """How many adopted minutes each zone's network has; a zone without any is left out."""
    rows = session.execute(
        select(Meeting.zone_id, func.count())
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.state == MinutesState.ADOPTED.value, Meeting.zone_id.is_not(None))
        .group_by(Meeting.zone_id)
    )
    return {zone_id: number for zone_id, number in rows if zone_id is not None}
