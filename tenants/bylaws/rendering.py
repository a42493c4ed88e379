"""The files of by-laws: that of a draft on request, those of an adopted one made once and kept."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.documents.rendering import render
from core.documents.word import render_docx
from core.evidence.models import FileKind
from core.evidence.queries import files_of
from core.evidence.service import attach_file
from core.files.service import keep_for_office
from core.files.store import FolderStore
from tenants.bylaws.models import ByLaw, ByLawState
from tenants.bylaws.papers import adopted_document, file_name

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
STORED_BY = "ระบบ"


def render_files(session: Session, store: FolderStore, by_law_id: UUID) -> None:
    """Render what an adopted by-law lacks of PDF and DOCX, keep it and hang it on the by-law."""
    by_law = session.scalars(select(ByLaw).where(ByLaw.id == by_law_id)).one_or_none()
    if by_law is None or by_law.state != ByLawState.ADOPTED:
        return
    there = files_of(session, [by_law.id])
    missing = [kind for kind in CONTENT_TYPES if (by_law.id, kind) not in there]
    make = {FileKind.PDF: render, FileKind.DOCX: render_docx}
    for kind in missing:
        kept = keep_for_office(
            session,
            store,
            district_id=by_law.district_id,
            stored_by=STORED_BY,
            name=file_name(by_law, kind.value),
            content=make[kind](adopted_document(by_law)),
            content_type=CONTENT_TYPES[kind],
            purpose=f"by-law-{kind.value}",
        )
        attach_file(session, record_id=by_law.id, kind=kind, file=kept)
