"""What everybody may know of a paper whose code they hold: that it is genuine, and its subject (F46)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Boolean, Date, SmallInteger, Text, column, select, table
from sqlalchemy.orm import Session

from core.evidence.models import EvidenceKind, EvidenceState

_papers = table(
    "published_papers",
    column("district_id", SmallInteger),
    column("verification_code", Text),
    column("kind", Text),
    column("title", Text),
    column("number", Text),
    column("dated_on", Date),
    column("sha256", Text),
    column("state", Text),
    column("is_example", Boolean),
)


@dataclass(frozen=True)
class PublishedPaper:
    kind: EvidenceKind
    title: str
    number: str | None
    dated_on: date
    sha256: str
    state: EvidenceState
    is_example: bool


def published_paper(session: Session, district_id: int, letters: str) -> PublishedPaper | None:
    """The paper with the code `<district>-<letters>`, typed in any case; None where there is none."""
    row = session.execute(
        select(_papers).where(
            _papers.c.district_id == district_id,
            _papers.c.verification_code == f"{district_id}-{letters.upper()}",
        )
    ).one_or_none()
    if row is None:
        return None
    return PublishedPaper(
        kind=EvidenceKind(row.kind),
        title=row.title,
        number=row.number,
        dated_on=row.dated_on,
        sha256=row.sha256,
        state=EvidenceState(row.state),
        is_example=row.is_example,
    )
