"""What the evidence pages of an office read beside the figures themselves."""

from uuid import UUID

from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound
from core.evidence.models import EvidenceCard
from core.evidence.queries import card_of
from tenants.zones.models import Zone
from tenants.zones.queries import zones_with_members


def zones_to_choose(session: Session, within: Within) -> list[Zone]:
    """The zones that the reader's grant reaches, the open ones first."""
    return [zone for zone, _ in zones_with_members(session, within)]


def zone_read(zones: list[Zone], within: Within, asked: str) -> UUID | None:
    """The zone whose figure is read: the one that was asked for, else the whole office.

    Who reaches a zone alone reads that zone and never the whole. NotFound for every other zone.
    """
    if asked:
        found = next((zone.id for zone in zones if str(zone.id) == asked), None)
        if found is None:
            raise NotFound("This zone does not exist.")
        return found
    if within.whole_district:
        return None
    if not zones:
        raise NotFound("This zone does not exist.")
    return zones[0].id


def card_within(session: Session, within: Within, record_id: UUID) -> EvidenceCard:
    """The card of a paper, as far as the reader's grant reaches; NotFound for all others."""
    card = card_of(session, record_id)
    if card is not None and not within.whole_district:
        own = {zone.id for zone in zones_to_choose(session, within)}
        card = card if card.zone_id in own else None
    if card is None:
        raise NotFound("This paper does not exist.")
    return card
