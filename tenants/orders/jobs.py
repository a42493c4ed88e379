"""What a worker does for papers: the files of a signed one (F44, F45)."""

from uuid import UUID

from sqlalchemy.orm import Session

from core.feature import Job
from core.files.current import current_store
from tenants.orders.rendering import render_files

QUEUE = "documents"


def render_order_files(session: Session, *, order_id: str) -> None:
    """Render PDF and DOCX of a signed paper and keep them; done once, it changes nothing."""
    render_files(session, current_store(), UUID(order_id))


RENDER = Job("orders.render", QUEUE, render_order_files)
