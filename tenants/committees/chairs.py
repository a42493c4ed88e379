"""The chairs in office: who elects the chairs above them, and who sits for a community (M19, M61)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from tenants.committees.bodies import CHAIR
from tenants.committees.models import Committee, Seat
from tenants.committees.reading import sits_on
from tenants.committees.red_list import EXCLUSIVE_ACROSS, ChairInOffice, Elsewhere
from tenants.committees.room import Post, posts_of_others
from tenants.committees.subjects import subject_of
from tenants.committees.view import CommitteeView, holds
from tenants.registry.models import Community
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import on_day


def community_chairs_in_office(
    session: Session, *, zone_id: UUID, day: date
) -> list[ChairInOffice]:
    """The chairs of the communities that are in a zone on a day, in the order of a Thai dictionary.

    Each is whoever holds the chair's seat of the community's own committee; a chair whose term is
    over stays in office until somebody records the leaving.
    """
    rows = session.execute(
        _community_chairs(day)
        .join(ZoneMembership, ZoneMembership.community_id == Community.id)
        .where(ZoneMembership.zone_id == zone_id, on_day(day))
        .order_by(Community.sort_key, Community.id)
    )
    return [_chair(row[0], row[1], zone_id) for row in rows]


def zone_chairs_in_office(session: Session, *, day: date) -> list[ChairInOffice]:
    """The chairs of the open zones on a day, by the zone's number: they elect the assembly's (M19)."""
    rows = session.execute(
        select(Seat, Zone)
        .join(Committee, Committee.id == Seat.committee_id)
        .join(Zone, Zone.id == Committee.zone_id)
        .where(
            Seat.rule_key == CHAIR,
            Seat.person_id.is_not(None),
            sits_on(day),
            or_(Zone.closed_on.is_(None), Zone.closed_on > day),
        )
        .order_by(Zone.number)
    )
    return [replace(_chair(row[0], None, row[1].id), zone_name=row[1].name) for row in rows]


def _community_chairs(day: date) -> Select[Seat, Community]:
    return (
        select(Seat, Community)
        .join(Committee, Committee.id == Seat.committee_id)
        .join(Community, Community.id == Committee.community_id)
        .where(Seat.rule_key == CHAIR, Seat.person_id.is_not(None), sits_on(day))
    )


def _chair(found: Seat, community: Community | None, zone_id: UUID | None) -> ChairInOffice:
    if found.person_id is None:
        raise ValueError("A chair in office is a person of the register.")
    return ChairInOffice(
        person_id=found.person_id,
        person_name=found.person_name,
        person_position=found.person_position,
        community_id=community.id if community else None,
        community_name=community.name if community else "",
        zone_id=zone_id,
        seat_id=found.id,
        term_ends_on=found.term_ends_on,
    )


def chairs_of_places(
    session: Session, view: CommitteeView, day: date
) -> Mapping[UUID, ChairInOffice]:
    """The chairs in office of the communities that have a seat in a network, by the community."""
    places = {
        line.community.id
        for group in view.groups
        for line in group.lines
        if line.community and not line.outside
    }
    if not places:
        return {}
    rows = session.execute(_community_chairs(day).where(Community.id.in_(places)))
    return {row[1].id: _chair(row[0], row[1], view.body.id) for row in rows}


def members_of(
    session: Session, communities: Collection[UUID], day: date
) -> Mapping[UUID, list[Seat]]:
    """Who sits on the own committees of communities on a day, by the community, in the order of their days."""
    found: dict[UUID, list[Seat]] = defaultdict(list)
    if not communities:
        return found
    rows = session.execute(
        select(Seat, Committee.community_id)
        .join(Committee, Committee.id == Seat.committee_id)
        .where(Committee.community_id.in_(communities), sits_on(day))
        .order_by(Seat.valid_from, Seat.id)
    )
    for seat, community_id in rows:
        if community_id is not None:
            found[community_id].append(seat)
    return found


def exclusive_posts_elsewhere(session: Session, view: CommitteeView, day: date) -> list[Elsewhere]:
    """Exclusive posts that people of this committee hold in others of its kind."""
    exclusive = view.exclusive_rules
    people = {row.person_id for row in view.seats if row.rule_key in exclusive and row.person_id}
    return posts_elsewhere(session, view, people=people, day=day)


def posts_elsewhere(
    session: Session, view: CommitteeView, *, people: set[UUID], day: date
) -> list[Elsewhere]:
    """Exclusive posts that people hold on a day in other open committees of the kind."""
    if view.body.kind not in EXCLUSIVE_ACROSS:
        return []
    return posts_of_others(view, posts_of(session, people), lambda seat: holds(seat, day))


def posts_of(session: Session, people: Collection[UUID]) -> list[Post]:
    """All seats that people ever had in committees that share posts with others, in the order of their days."""
    if not people:
        return []
    rows = session.execute(
        select(Seat, Committee, Zone, Community)
        .join(Committee, Committee.id == Seat.committee_id)
        .outerjoin(Zone, Zone.id == Committee.zone_id)
        .outerjoin(Community, Community.id == Committee.community_id)
        .where(
            Seat.person_id.in_(people),
            Committee.kind.in_([kind.value for kind in EXCLUSIVE_ACROSS]),
        )
        .order_by(Seat.valid_from, Seat.id)
        .execution_options(populate_existing=True)
    )
    return [
        Post(seat, subject_of(committee, zone, community))
        for seat, committee, zone, community in rows
    ]
