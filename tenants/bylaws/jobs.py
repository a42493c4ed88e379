"""What a worker does for by-laws: the files of an adopted one."""

from uuid import UUID

from sqlalchemy.orm import Session

from core.feature import Job
from core.files.current import current_store
from tenants.bylaws.rendering import render_files

QUEUE = "documents"


def render_by_law_files(session: Session, *, by_law_id: str) -> None:
    """Render PDF and DOCX of an adopted by-law and keep them; done once, it changes nothing."""
    render_files(session, current_store(), UUID(by_law_id))


RENDER = Job("bylaws.render", QUEUE, render_by_law_files)
