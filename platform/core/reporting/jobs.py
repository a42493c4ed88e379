"""What a worker does for reports: the files of one, each time that what it says has changed."""

from uuid import UUID

from sqlalchemy.orm import Session

from core.feature import Job
from core.files.current import current_store
from core.reporting.rendering import render_files

QUEUE = "documents"


def render_report_files(session: Session, *, report_id: str) -> None:
    """Make what a report lacks of PDF, Excel and CSV; done once, it changes nothing."""
    render_files(session, current_store(), UUID(report_id))


RENDER = Job("reporting.render", QUEUE, render_report_files)
