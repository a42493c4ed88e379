"""A person's own notices, and the deliveries of an office about which somebody must decide."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.notices.models import (
    Channel,
    DeliveryState,
    Notice,
    NoticeDelivery,
    NoticeSettings,
    Topic,
)

PAGE = 30

TROUBLED = frozenset({DeliveryState.UNCERTAIN.value, DeliveryState.FAILED.value})


def own_notices(session: Session, account_id: UUID, *, page: int = 1) -> list[Notice]:
    """A page of a person's notices and one more: the unread ones first, then the newest."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.account_id == account_id, Notice.withdrawn_at.is_(None))
            .order_by(Notice.read_at.is_not(None), Notice.created_at.desc(), Notice.id.desc())
            .offset((page - 1) * PAGE)
            .limit(PAGE + 1)
        )
    )


def unread(session: Session, account_id: UUID) -> int:
    """How many notices a person has not read."""
    return session.execute(
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.account_id == account_id,
            Notice.read_at.is_(None),
            Notice.withdrawn_at.is_(None),
        )
    ).scalar_one()


def settings_of(session: Session, account_id: UUID) -> NoticeSettings | None:
    return session.scalars(
        select(NoticeSettings).where(NoticeSettings.account_id == account_id)
    ).one_or_none()


@dataclass(frozen=True)
class Trouble:
    """A letter whose fate is not known, or that failed: for whom and when, never what it says."""

    delivery_id: UUID
    name: str
    topics: frozenset[Topic]
    channel: Channel
    state: DeliveryState
    at: datetime
    problem: str


def troubled(session: Session, *, limit: int = 100) -> list[Trouble]:
    """The letters of the office that need a decision, the newest first; one line a letter."""
    rows = session.execute(
        select(NoticeDelivery, Notice.name, Notice.topic)
        .join(Notice, Notice.id == NoticeDelivery.notice_id)
        .where(NoticeDelivery.state.in_(TROUBLED))
        .order_by(NoticeDelivery.due_at.desc(), NoticeDelivery.id)
        .limit(limit)
    )
    letters: dict[tuple[UUID, str], list[tuple[NoticeDelivery, str, str]]] = {}
    for delivery, name, topic in rows:
        key = (delivery.letter_id or delivery.id, delivery.state)
        letters.setdefault(key, []).append((delivery, name, topic))
    return [_trouble(parts) for parts in letters.values()]


def _trouble(parts: list[tuple[NoticeDelivery, str, str]]) -> Trouble:
    delivery, name, _ = parts[0]
    return Trouble(
        delivery_id=delivery.id,
        name=name,
        topics=frozenset(Topic.of(topic) for _, _, topic in parts),
        channel=Channel(delivery.channel),
        state=DeliveryState(delivery.state),
        at=delivery.handed_over_at or delivery.due_at,
        problem=delivery.last_error or "",
    )
