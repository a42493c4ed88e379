"""Which edition of the manual a district follows, and what it says here, on any day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n.dates import to_bangkok
from core.manual.models import ManualEdition
from core.manual.parts import (
    OwnText,
    Part,
    PartId,
    PartKind,
    annex_number,
    parts_of,
    with_own_texts,
)
from core.manual.queries import content_of, published_edition
from core.manual.structure import ManualContent
from tenants.adoption.models import Adoption, EditionMove, LocalClause, MoveState


@dataclass(frozen=True)
class Step:
    """A line of the history: an adoption, and the title of its edition."""

    adoption: Adoption
    title: str


def edition_in_force(session: Session, day: date) -> tuple[Adoption, ManualEdition] | None:
    """The adoption with the latest first day up to a day, with its edition; None before the first."""
    row = session.execute(
        select(Adoption, ManualEdition)
        .join(ManualEdition, ManualEdition.number == Adoption.edition)
        .where(Adoption.valid_from <= day)
        .order_by(Adoption.valid_from.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


@dataclass(frozen=True)
class ContentInForce:
    """What an office goes by: an edition with the office's own texts in place and its annex at the end."""

    edition: int
    content: ManualContent


def content_in_force(session: Session, day: date) -> ContentInForce | None:
    """The manual as it holds in this office on a day; None before the first adoption."""
    current = edition_in_force(session, day)
    if current is None:
        return None
    texts = [own_text(row) for row in local_clauses(session, day)]
    return ContentInForce(current[0].edition, with_own_texts(content_of(current[1]), texts))


def local_clauses(session: Session, day: date) -> list[LocalClause]:
    """The office's own texts that hold on a day, in the order of their keys."""
    rows = session.scalars(
        select(LocalClause)
        .where(or_(LocalClause.removed_on.is_(None), LocalClause.removed_on > day))
        .order_by(LocalClause.part, LocalClause.key)
    )
    return [row for row in rows if to_bangkok(row.created_at).date() <= day]


def own_text(row: LocalClause) -> OwnText:
    return OwnText(PartId(PartKind(row.part), row.key), row.title, row.body)


def place_in_annex(row: LocalClause) -> int:
    return annex_number(row.key)


def adoptions(session: Session) -> list[Step]:
    """Every adoption of the office, the newest first."""
    rows = session.execute(
        select(Adoption, ManualEdition.title)
        .join(ManualEdition, ManualEdition.number == Adoption.edition)
        .order_by(Adoption.valid_from.desc())
    )
    return [Step(row[0], row[1]) for row in rows]


def edition(session: Session, number: int) -> ManualEdition:
    """A published edition; NotFound for a draft or an unknown number."""
    found = published_edition(session, number)
    if found is None:
        raise NotFound("This edition does not exist.")
    return found


def texts_of_part(session: Session, part_id: PartId) -> list[LocalClause]:
    """All wordings that the office ever gave a part: the one that holds first, then the newest."""
    return list(
        session.scalars(
            select(LocalClause)
            .where(LocalClause.part == part_id.kind.value, LocalClause.key == part_id.key)
            .order_by(LocalClause.removed_on.is_not(None), LocalClause.changed_at.desc())
        )
    )


def open_move(session: Session) -> EditionMove | None:
    """The move that is going on; an office has one at a time."""
    return session.scalars(
        select(EditionMove).where(EditionMove.state == MoveState.OPEN.value)
    ).one_or_none()


@dataclass(frozen=True)
class PartView:
    """A part with the city's text and the office's wordings, newest first; `row` is the one that holds."""

    id: PartId
    edition: int
    city: Part | None
    rows: tuple[LocalClause, ...]

    @property
    def row(self) -> LocalClause | None:
        return next((row for row in self.rows if row.removed_on is None), None)

    @property
    def title(self) -> str:
        shown = self.row or self.city or (self.rows[0] if self.rows else None)
        return shown.title if shown else ""


def part_view(session: Session, part_id: PartId, day: date) -> PartView:
    """A part of the manual in force, or of the annex; NotFound where neither side ever had it."""
    current = edition_in_force(session, day)
    if current is None:
        raise NotFound("This part of the manual does not exist.")
    city = parts_of(content_of(current[1])).get(part_id)
    rows = tuple(texts_of_part(session, part_id))
    if city is None and not rows:
        raise NotFound("This part of the manual does not exist.")
    return PartView(part_id, current[0].edition, city, rows)


def all_texts(session: Session) -> list[LocalClause]:
    """Every own text of the office: those that hold first, then those that ended, the latest first."""
    return list(
        session.scalars(
            select(LocalClause).order_by(
                LocalClause.removed_on.desc().nulls_first(), LocalClause.changed_at.desc()
            )
        )
    )


def newer_edition(
    session: Session, number: int, current: tuple[Adoption, ManualEdition] | None
) -> ManualEdition | None:
    """A published edition after the one in force, or None."""
    if current is None or number <= current[0].edition:
        return None
    return published_edition(session, number)
