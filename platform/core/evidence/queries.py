"""Cards and files of papers, in the reader's scope: an office its own, the department all cards."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.evidence.models import EvidenceCard, EvidenceFile, FileKind


def files_of(session: Session, record_ids: Iterable[UUID]) -> Mapping[tuple[UUID, FileKind], UUID]:
    """The stored files of papers, by paper and kind."""
    rows = session.execute(
        select(EvidenceFile.record_id, EvidenceFile.kind, EvidenceFile.file_id).where(
            EvidenceFile.record_id.in_(list(record_ids))
        )
    )
    return {(record_id, FileKind(kind)): file_id for record_id, kind, file_id in rows}


def card_of(session: Session, record_id: UUID) -> EvidenceCard | None:
    return session.scalars(
        select(EvidenceCard).where(EvidenceCard.record_id == record_id)
    ).one_or_none()


def cards_of_district(session: Session, district_id: int) -> list[EvidenceCard]:
    """All cards of a district, the newest first."""
    return list(
        session.scalars(
            select(EvidenceCard)
            .where(EvidenceCard.district_id == district_id)
            .order_by(EvidenceCard.dated_on.desc(), EvidenceCard.id.desc())
        )
    )
