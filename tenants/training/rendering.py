"""The files of certificates: made once by a worker and kept; those of lists and codes on request."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.documents.content.base import Paper
from core.documents.rendering import render, render_certificates
from core.evidence.models import FileKind
from core.evidence.queries import files_of
from core.evidence.service import attach_file
from core.files.service import keep_for_office
from core.files.store import FolderStore
from tenants.office.queries import emblem_bytes
from tenants.training.models import Certificate, Course
from tenants.training.papers import certificate_name, file_name, issued

PDF = "application/pdf"
STORED_BY = "ระบบ"


def render_each(
    session: Session, store: FolderStore, certificate_ids: Sequence[UUID], address: str
) -> None:
    """Render those of these certificates that have no file yet, and keep them."""
    there = files_of(session, certificate_ids)
    rows = session.scalars(
        select(Certificate)
        .where(Certificate.id.in_(certificate_ids))
        .order_by(Certificate.year, Certificate.number)
    ).all()
    emblem = emblem_bytes(session, store)
    for entry in rows:
        if (entry.id, FileKind.PDF) not in there:
            content = render(issued(entry, address), emblem=emblem)
            _keep(session, store, entry.id, certificate_name(entry), content, entry.district_id)


def render_all(session: Session, store: FolderStore, course_id: UUID, address: str) -> None:
    """Render one file with all valid certificates of a course, and keep it under what it holds."""
    course = session.scalars(select(Course).where(Course.id == course_id)).one_or_none()
    rows = session.scalars(
        select(Certificate)
        .where(Certificate.course_id == course_id, Certificate.revoked_on.is_(None))
        .order_by(Certificate.year, Certificate.number)
    ).all()
    if course is None or not rows:
        return
    record_id = batch_of([entry.id for entry in rows])
    if files_of(session, [record_id]):
        return
    content = render_certificates(
        [issued(entry, address) for entry in rows], emblem=emblem_bytes(session, store)
    )
    name = file_name("วุฒิบัตร", course)
    _keep(session, store, record_id, name, content, course.district_id)


def paper_pdf(session: Session, store: FolderStore, document: Paper) -> bytes:
    """An invitation, a list to sign, cards with codes or a poster, as PDF."""
    return render(document, emblem=emblem_bytes(session, store))


def batch_of(certificate_ids: Sequence[UUID]) -> UUID:
    """The id under which one file with exactly these certificates is kept and found again."""
    ordered = sorted(certificate_ids)
    return uuid5(ordered[0], ",".join(str(each) for each in ordered))


def _keep(  # noqa: PLR0917 - one file with where it belongs
    session: Session,
    store: FolderStore,
    record_id: UUID,
    name: str,
    content: bytes,
    district_id: int,
) -> None:
    kept = keep_for_office(
        session,
        store,
        district_id=district_id,
        stored_by=STORED_BY,
        name=name,
        content=content,
        content_type=PDF,
        purpose="certificate",
    )
    attach_file(session, record_id=record_id, kind=FileKind.PDF, file=kept)
