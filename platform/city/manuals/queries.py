"""Reads of the editions: the department sees drafts too."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from city.manuals.comparison import Change, changes
from core.errors import NotFound
from core.manual.models import ManualEdition
from core.manual.queries import content_of
from core.manual.structure import ManualContent


@dataclass(frozen=True)
class Shown:
    """An edition with its content read."""

    edition: ManualEdition
    content: ManualContent

    @property
    def is_draft(self) -> bool:
        return self.edition.published_at is None


def editions(session: Session) -> list[ManualEdition]:
    """All editions, the newest first."""
    return list(session.scalars(select(ManualEdition).order_by(ManualEdition.number.desc())))


def edition(session: Session, number: int) -> Shown:
    found = session.scalars(
        select(ManualEdition).where(ManualEdition.number == number)
    ).one_or_none()
    if found is None:
        raise NotFound("This edition does not exist.")
    return Shown(found, content_of(found))


def published_before(session: Session, number: int) -> Shown | None:
    """The newest published edition with a smaller number: what a draft is compared with."""
    found = session.scalars(
        select(ManualEdition)
        .where(ManualEdition.number < number, ManualEdition.published_at.is_not(None))
        .order_by(ManualEdition.number.desc())
        .limit(1)
    ).one_or_none()
    return Shown(found, content_of(found)) if found else None


def differences(shown: Shown, base: Shown | None) -> list[Change]:
    """What an edition changes; nothing where there is no edition before it."""
    return changes(base.content, shown.content) if base else []
