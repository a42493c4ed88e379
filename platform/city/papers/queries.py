"""Evidence cards of all districts: counts for the board, and the cards of one district."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.evidence.models import EvidenceCard, EvidenceKind, EvidenceState
from core.evidence.queries import cards_of_district
from core.i18n.sorting import thai_sort_key
from core.manual.models import ManualEdition
from core.manual.queries import published_editions
from core.tenancy.models import Office, OfficeKind
from core.tenancy.queries import districts


@dataclass(frozen=True)
class DistrictPapers:
    """A district on the board: the edition it follows, and how many papers of each kind are in force."""

    office: Office
    edition: int | None
    counts: dict[EvidenceKind, int]
    is_example: bool

    def count(self, kind: str) -> int:
        return self.counts.get(EvidenceKind(kind), 0)


@dataclass(frozen=True)
class Board:
    """All districts in the order of a Thai dictionary, with the editions that they may follow."""

    districts: tuple[DistrictPapers, ...]
    editions: tuple[ManualEdition, ...]

    def following(self, number: int | None) -> int:
        return sum(1 for each in self.districts if each.edition == number)


def board(session: Session) -> Board:
    """Three statements, however many papers there are."""
    rows = session.execute(
        select(
            EvidenceCard.district_id,
            EvidenceCard.kind,
            func.count(),
            func.max(EvidenceCard.edition),
            func.bool_and(EvidenceCard.is_example),
        )
        .where(EvidenceCard.state == EvidenceState.VALID.value, _of_the_office())
        .group_by(EvidenceCard.district_id, EvidenceCard.kind)
    ).all()
    found = [
        _papers(office, [row for row in rows if row[0] == office.code])
        for office in districts(session)
    ]
    found.sort(key=lambda each: thai_sort_key(each.office.name_th))
    return Board(tuple(found), tuple(published_editions(session)))


def cards(session: Session, code: int) -> tuple[Office, list[EvidenceCard]]:
    """A district with its cards, the newest first; NotFound where no district has this code."""
    office = session.get(Office, code)
    if office is None or office.kind != OfficeKind.DISTRICT:
        raise NotFound("This district does not exist.")
    known = cards_of_district(session, code)
    return office, [card for card in known if card.kind != EvidenceKind.CERTIFICATE]


def _of_the_office() -> ColumnElement[bool]:
    """Without certificates: they are the papers of people, and there may be hundreds."""
    return EvidenceCard.kind != EvidenceKind.CERTIFICATE.value


def _papers(office: Office, rows: list[tuple[int, str, int, int | None, bool]]) -> DistrictPapers:
    adopted = next((row[3] for row in rows if row[1] == EvidenceKind.ADOPTION.value), None)
    return DistrictPapers(
        office=office,
        edition=adopted,
        counts={EvidenceKind(row[1]): row[2] for row in rows},
        is_example=bool(rows) and all(row[4] for row in rows),
    )
