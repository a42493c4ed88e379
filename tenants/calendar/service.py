"""Secret addresses that a phone's calendar follows, and taking them back."""

from uuid import UUID

from sqlalchemy.orm import Session

from core.errors import Refused
from core.i18n.dates import bangkok_now
from core.identity.actor import Actor
from core.identity.secrets import hash_token, new_token
from core.tenancy import scope
from tenants.calendar import queries
from tenants.calendar.models import CalendarFeed

MOST_FEEDS = 5
"""Addresses of one person that work at once: a phone, a desk, a tablet, and two to spare."""


def create_feed(session: Session, *, actor: Actor, record_id: UUID, label: str) -> str | None:
    """A new secret address's token, told this once; None where this very one was made before."""
    scope.name_change(session, "calendar_feed:created")
    if session.get(CalendarFeed, (actor.district_id, record_id)) is not None:
        return None
    if len(queries.feeds_of(session, actor)) >= MOST_FEEDS:
        raise Refused(
            "You have %(most)s calendar addresses already. Take one back first.", most=MOST_FEEDS
        )
    token = new_token(actor.district_id)
    session.add(
        CalendarFeed(
            district_id=actor.district_id,
            id=record_id,
            account_id=actor.account_id,
            token_hash=hash_token(token),
            label=label,
        )
    )
    return token


def revoke_feed(session: Session, *, actor: Actor, feed_id: UUID) -> None:
    """From now on the address answers nobody; taking it back twice changes nothing."""
    scope.name_change(session, "calendar_feed:revoked")
    feed = queries.own_feed(session, actor, feed_id)
    feed.revoked_at = feed.revoked_at or bangkok_now()
