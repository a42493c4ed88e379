"""Reads of the editions: the department sees drafts too."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from city.manuals.comparison import Change, changes
from city.manuals.editing import Draft
from city.manuals.parts import list_parts
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

    @property
    def draft(self) -> Draft:
        return Draft(self.edition.title, self.content)


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


def published_before(session: Session, number: int) -> list[ManualEdition]:
    """The published editions with a smaller number, the newest first: what one can compare with."""
    return list(
        session.scalars(
            select(ManualEdition)
            .where(ManualEdition.number < number, ManualEdition.published_at.is_not(None))
            .order_by(ManualEdition.number.desc())
        )
    )


def keys_ever_used(session: Session, name: str) -> set[str]:
    """The keys of a list in all editions: a key that was taken out never names something else."""
    contents = [content_of(found) for found in editions(session)]
    return {
        each.key
        for content in contents
        for part in list_parts(content)
        if part.name == name
        for each in part.read(content)
    }


def differences(shown: Shown, base: Shown | None) -> list[Change]:
    """What an edition changes; nothing where there is no edition before it."""
    return changes(base.draft, shown.draft) if base else []
