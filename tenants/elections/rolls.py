"""The roll: who may vote on a day, and whose seat on it a signed-in person holds."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.identity.actor import Actor
from tenants.committees.queries import (
    Place,
    community_chairs_in_office,
    zone_chairs_in_office,
)
from tenants.elections.models import Election, Electorate, Voter
from tenants.people.queries import person_key
from tenants.registry.models import Community
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import on_day, zones_of


@dataclass(frozen=True)
class RollEntry:
    """A seat whose holder may vote: the community's chair, or the zone's."""

    person_id: UUID
    person_name: str
    person_position: str
    community_id: UUID | None
    zone_id: UUID | None
    place: str


@dataclass(frozen=True)
class Roll:
    """Who may vote on a day, and the communities or zones that have no chair in office."""

    entries: tuple[RollEntry, ...]
    missing: tuple[str, ...]

    def person(self, person_id: UUID) -> RollEntry | None:
        return next((one for one in self.entries if one.person_id == person_id), None)


def roll_on(session: Session, electorate: Electorate, zone_id: UUID | None, day: date) -> Roll:
    """Who may vote on a day: one seat, one vote (F27, F30). A person with two seats is there once."""
    if electorate is Electorate.ZONE_CHAIR and zone_id is not None:
        chairs = community_chairs_in_office(session, zone_id=zone_id, day=day)
        places = _communities_of(session, zone_id, day)
        seated = {chair.community_id for chair in chairs}
    else:
        chairs = zone_chairs_in_office(session, day=day)
        places = _open_zones(session, day)
        seated = {chair.zone_id for chair in chairs}
    entries: dict[UUID, RollEntry] = {}
    for chair in chairs:
        own = chair.community_id if electorate is Electorate.ZONE_CHAIR else chair.zone_id
        entries.setdefault(
            chair.person_id,
            RollEntry(
                chair.person_id,
                chair.person_name,
                chair.person_position,
                chair.community_id,
                chair.zone_id,
                places.get(own, "") if own else "",
            ),
        )
    return Roll(
        tuple(entries.values()),
        tuple(name for place, name in places.items() if place not in seated),
    )


def is_own_seat(actor: Actor, zones: frozenset[UUID], of: Election, voter: Voter) -> bool:
    own = [
        membership
        for membership in actor.memberships
        if person_key(membership.name) == person_key(voter.person_name)
    ]
    if of.electorate == Electorate.ASSEMBLY_CHAIR:
        return bool(own) and voter.zone_id in zones
    return any(
        membership.community_id is not None and membership.community_id == voter.community_id
        for membership in own
    )


def own_zones(session: Session, actor: Actor, day: date) -> frozenset[UUID]:
    communities = [one.community_id for one in actor.memberships if one.community_id]
    return frozenset(session.scalars(zones_of(communities, day))) if communities else frozenset()


def _communities_of(session: Session, zone_id: UUID, day: date) -> dict[UUID, str]:
    rows = session.execute(
        select(Community.id, Community.name)
        .join(ZoneMembership, ZoneMembership.community_id == Community.id)
        .where(ZoneMembership.zone_id == zone_id, on_day(day))
        .order_by(Community.sort_key, Community.id)
    )
    return {row.id: Place(row.id, row.name).title for row in rows}


def _open_zones(session: Session, day: date) -> dict[UUID, str]:
    rows = session.execute(
        select(Zone.id, Zone.name)
        .where(Zone.valid_from <= day, or_(Zone.closed_on.is_(None), Zone.closed_on > day))
        .order_by(Zone.number)
    )
    return {row.id: row.name for row in rows}
