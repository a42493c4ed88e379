"""What a worker does for courses: the files of certificates, and asking what is used later."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from core.feature import Job
from core.files.current import current_store
from tenants.training.following import remind
from tenants.training.rendering import render_all, render_each

QUEUE = "documents"


def render_certificates(session: Session, *, certificate_ids: Sequence[str], address: str) -> None:
    """Render what these certificates lack and keep it; done once, it changes nothing."""
    render_each(session, current_store(), [UUID(each) for each in certificate_ids], address)


def render_certificates_of_course(session: Session, *, course_id: str, address: str) -> None:
    """One file with all valid certificates of a course; the same ones are rendered once."""
    render_all(session, current_store(), UUID(course_id), address)


RENDER = Job("training.render", QUEUE, render_certificates)
RENDER_ALL = Job("training.render-all", QUEUE, render_certificates_of_course)
REMIND = Job("training.follow-up", "default", remind)
