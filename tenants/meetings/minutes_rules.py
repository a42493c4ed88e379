"""From its adoption on nothing of a meeting changes: every service of meetings asks here first (F51)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Refused
from core.records import lock
from tenants.meetings.models import Meeting, Minutes, MinutesState


def is_adopted(session: Session, meeting_id: UUID) -> bool:
    """Whether the minutes of a meeting are adopted by now, whatever was read of them before."""
    state = session.scalars(
        select(Minutes.state).where(Minutes.meeting_id == meeting_id)
    ).one_or_none()
    return state == MinutesState.ADOPTED


def refuse_adopted(session: Session, meeting_id: UUID) -> None:
    """Refused where the minutes of this meeting are adopted; the database keeps the same rule."""
    if is_adopted(session, meeting_id):
        raise Refused(
            "The minutes of this meeting are adopted, so nothing of it changes any more. "
            "A later meeting may resolve a correction."
        )


def hold_meeting(session: Session, meeting: Meeting) -> Meeting:
    """Hold a meeting against its adoption until the commit; Refused where it is adopted already."""
    held = lock(session, meeting, shared=True)
    refuse_adopted(session, held.id)
    return held
