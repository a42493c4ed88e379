"""What a district's worker does with looks every day."""

from sqlalchemy.orm import Session

from core.feature import Job
from core.oversight import service


def forget_views(session: Session, *, day: str) -> None:  # noqa: ARG001 - the day names the job; the database has the clock
    """The pages of looks that ended long ago are forgotten (`service.KEEP_VIEWS`)."""
    service.forget_views(session)


FORGET_VIEWS = Job("oversight.forget_views", "default", forget_views)
