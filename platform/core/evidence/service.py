"""Laying down the cards and files of papers; the feature that owns the paper calls this in its own change."""

from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.evidence.models import (
    EvidenceCard,
    EvidenceFile,
    EvidenceKind,
    EvidenceState,
    FileKind,
)
from core.files.models import StoredFile
from core.identity.secrets import new_spoken_code
from core.tenancy import scope


def new_verification_code(district_id: int) -> str:
    """`1047-ABCD-EFGH-JKLM`: printed on the paper, and not to be guessed (59 bits)."""
    return f"{district_id}-{new_spoken_code()}"


def put_card(
    session: Session,
    *,
    kind: EvidenceKind,
    record_id: UUID,
    title: str,
    dated_on: date,
    sha256: str,
    number: str | None = None,
    zone_id: UUID | None = None,
    edition: int | None = None,
    verification_code: str | None = None,
    is_example: bool = False,
) -> EvidenceCard:
    """The card of a paper that has come into force. `title` must name no person."""
    card = EvidenceCard(
        district_id=_district(session),
        kind=kind.value,
        record_id=record_id,
        zone_id=zone_id,
        title=title,
        number=number,
        dated_on=dated_on,
        sha256=sha256,
        edition=edition,
        verification_code=verification_code,
        is_example=is_example,
    )
    session.add(card)
    session.flush()
    return card


def mark_card(session: Session, *, record_id: UUID, state: EvidenceState) -> None:
    """Say what became of a paper; its own row never changes."""
    session.execute(
        update(EvidenceCard).where(EvidenceCard.record_id == record_id).values(state=state.value)
    )


def attach_file(session: Session, *, record_id: UUID, kind: FileKind, file: StoredFile) -> None:
    """Hang a stored file on a paper; a second one of the same kind is ignored, so a job may run twice."""
    session.execute(
        insert(EvidenceFile)
        .values(
            district_id=_district(session),
            id=uuid7(),
            record_id=record_id,
            kind=kind.value,
            file_id=file.id,
            sha256=file.sha256,
        )
        .on_conflict_do_nothing(index_elements=["district_id", "record_id", "kind"])
    )


def _district(session: Session) -> int:
    district_id = scope.current(session).district_id
    if district_id is None:
        raise scope.ScopeError("A paper belongs to an office; this scope has none.")
    return district_id
