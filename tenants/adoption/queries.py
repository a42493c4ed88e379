"""Which edition of the manual a district follows, on any day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.manual.models import ManualEdition
from core.manual.queries import published_edition
from tenants.adoption.models import Adoption


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
