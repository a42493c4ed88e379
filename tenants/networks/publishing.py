"""หน้าเผยแพร่ของเครือข่าย: what the office releases for everybody, without contact data (M39)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, DateTime, SmallInteger, Uuid, column, func, select, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import Refused
from core.identity.actor import Actor
from core.manual.structure import SeatSource
from core.records import lock, sign
from core.tenancy import scope
from tenants.networks.models import PublishedNetwork
from tenants.networks.queries import Network, network
from tenants.networks.status import Stage
from tenants.office.queries import profile

_pages = table(
    "published_network_pages",
    column("district_id", SmallInteger),
    column("zone_id", Uuid),
    column("content", JSONB),
    column("changed_at", DateTime(timezone=True)),
    column("is_example", Boolean),
)


@dataclass(frozen=True)
class PublicPage:
    """A network as everybody may see it; `content` is what `page_content` made."""

    zone_id: UUID
    content: dict[str, Any]
    as_of: datetime
    is_example: bool


@dataclass(frozen=True)
class Publication:
    """What is published of a zone; `is_current` says whether it still tells what is on file."""

    published: PublishedNetwork | None
    is_current: bool


def publication_of(session: Session, found: Network) -> Publication:
    row = session.scalars(
        select(PublishedNetwork).where(
            PublishedNetwork.zone_id == found.zone.id, PublishedNetwork.withdrawn_at.is_(None)
        )
    ).one_or_none()
    current = row is not None and row.content == page_content(session, found)
    return Publication(row, current)


def publish_network(
    session: Session, *, actor: Actor, within: Within, zone_id: UUID
) -> PublishedNetwork:
    """Release the network's page as it is now, or bring a released one up to date.

    Only a network that has a signed order is published: before, it exists on no paper (F34).
    """
    scope.name_change(session, "network:published")
    found = network(session, within, zone_id)
    lock(session, found.zone)
    if found.evidence.order is None:
        raise Refused("Only a network with a signed order is published.")
    content = page_content(session, found)
    row = session.scalars(
        select(PublishedNetwork).where(PublishedNetwork.zone_id == zone_id).with_for_update()
    ).one_or_none()
    if row is None:
        row = PublishedNetwork(
            district_id=actor.district_id,
            zone_id=zone_id,
            content=content,
            published_by=actor.name,
            changed_by=actor.name,
            is_example=found.zone.is_example,
        )
        session.add(row)
    elif row.withdrawn_at is not None or row.content != content:
        row.content, row.published_by, row.withdrawn_at = content, actor.name, None
        sign(row, actor)
    session.flush()
    return row


def withdraw_network(session: Session, *, actor: Actor, within: Within, zone_id: UUID) -> None:
    """Take the page back: it answers as if it had never been. Once more changes nothing."""
    scope.name_change(session, "network:withdrawn")
    found = publication_of(session, network(session, within, zone_id)).published
    if found is not None:
        row = lock(session, found)
        row.withdrawn_at = func.now()
        sign(row, actor)


def page_content(session: Session, found: Network) -> dict[str, Any]:
    """What the page says. Of persons it names the chair alone, and only where the office publishes that."""
    evidence, by_law = found.evidence, found.evidence.by_laws.in_force
    return {
        "name": found.zone.name,
        "definition": found.definition.body if found.definition else "",
        "established": evidence.stage is Stage.ESTABLISHED,
        "order": {
            "number": f"{evidence.order.number}/{evidence.order.number_year}",
            "dated_on": evidence.order.dated_on.isoformat() if evidence.order.dated_on else "",
        }
        if evidence.order
        else None,
        "by_law": {
            "number": by_law.number,
            "adopted_on": by_law.adopted_on.isoformat() if by_law.adopted_on else "",
        }
        if by_law
        else None,
        "communities": [card.community.name for card in found.column.cards],
        "seats": evidence.committee.filled if evidence.committee else 0,
        "chair": _chair(found) if profile(session).publishes_chair else "",
    }


def public_pages(session: Session, district_id: int) -> list[PublicPage]:
    """The published networks of an office, in a visitor's scope."""
    rows = session.execute(select(_pages).where(_pages.c.district_id == district_id)).all()
    pages = [PublicPage(row.zone_id, row.content, row.changed_at, row.is_example) for row in rows]
    return sorted(pages, key=lambda page: str(page.content["name"]))


def public_page(session: Session, district_id: int, zone_id: UUID) -> PublicPage | None:
    return next(
        (page for page in public_pages(session, district_id) if page.zone_id == zone_id), None
    )


def _chair(found: Network) -> str:
    groups = found.committee.groups if found.committee else ()
    return next(
        (
            line.seat.person_name
            for group in groups
            if group.rule.source is SeatSource.ELECTED_CHAIR
            for line in group.lines
            if line.seat
        ),
        "",
    )
