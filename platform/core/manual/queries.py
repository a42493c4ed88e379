"""Published editions, readable in every scope; drafts are visible to the department alone."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.manual.models import ManualEdition
from core.manual.structure import ManualContent


def published_editions(session: Session) -> list[ManualEdition]:
    """Editions that districts may adopt, the newest first."""
    return list(
        session.scalars(
            select(ManualEdition)
            .where(ManualEdition.published_at.is_not(None))
            .order_by(ManualEdition.number.desc())
        )
    )


def published_edition(session: Session, number: int) -> ManualEdition | None:
    return session.scalars(
        select(ManualEdition).where(
            ManualEdition.number == number, ManualEdition.published_at.is_not(None)
        )
    ).one_or_none()


def newest_edition(session: Session) -> int | None:
    """The number of the newest edition that districts may adopt; None before the first."""
    return session.scalars(
        select(func.max(ManualEdition.number)).where(ManualEdition.published_at.is_not(None))
    ).one()


def content_of(edition: ManualEdition) -> ManualContent:
    return ManualContent.from_json(edition.content)
