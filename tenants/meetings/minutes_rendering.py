"""The files of minutes: those of a draft on request, those of adopted ones made once and kept."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.documents.rendering import render
from core.documents.word import render_docx
from core.evidence.models import FileKind
from core.evidence.queries import card_of, files_of
from core.evidence.service import attach_file
from core.files.service import keep_for_office
from core.files.store import FolderStore
from tenants.meetings.minutes_papers import adopted_document, file_name
from tenants.meetings.models import Minutes, MinutesState

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MAKERS = {FileKind.PDF: render, FileKind.DOCX: render_docx}
STORED_BY = "ระบบ"


def render_files(session: Session, store: FolderStore, minutes_id: UUID, address: str) -> None:
    """Render what adopted minutes lack of PDF and DOCX, keep it and hang it on them."""
    minutes = session.scalars(select(Minutes).where(Minutes.id == minutes_id)).one_or_none()
    if minutes is None or minutes.state != MinutesState.ADOPTED:
        return
    card = card_of(session, minutes.id)
    title = card.title if card else "รายงานการประชุม"
    there = files_of(session, [minutes.id])
    for kind, content_type in CONTENT_TYPES.items():
        if (minutes.id, kind) in there:
            continue
        kept = keep_for_office(
            session,
            store,
            district_id=minutes.district_id,
            stored_by=STORED_BY,
            name=file_name(title, kind.value),
            content=MAKERS[kind](adopted_document(minutes, address)),
            content_type=content_type,
            purpose=f"minutes-{kind.value}",
        )
        attach_file(session, record_id=minutes.id, kind=kind, file=kept)
