"""Reads of committees of every kind: who sits on them, what is missing, and whose term ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound, Refused
from core.i18n.dates import bangkok_today
from core.manual.structure import CommitteeKind
from tenants.committees.bodies import CHAIR, Body, Place
from tenants.committees.chairs import (
    chairs_of_places,
    community_chairs_in_office,
    exclusive_posts_elsewhere,
    members_of,
    zone_chairs_in_office,
)
from tenants.committees.listing import EndingTerms, ending_terms
from tenants.committees.models import Committee, Seat
from tenants.committees.problems import Problem, ProblemKind
from tenants.committees.reading import Entry, sits_on, views_of
from tenants.committees.red_list import ChairInOffice, leads, red_list
from tenants.committees.subjects import entries_of, of_zone
from tenants.committees.terms import term_end
from tenants.committees.view import CommitteeView, Group, SeatLine
from tenants.people.queries import person_key
from tenants.zones.models import Zone
from tenants.zones.queries import zones_within

__all__ = [
    "CHAIR",
    "Body",
    "ChairInOffice",
    "CommitteeView",
    "EndingTerms",
    "Group",
    "NoEdition",
    "Place",
    "Problem",
    "ProblemKind",
    "SeatLine",
    "body_of",
    "committee_of",
    "committees_of",
    "community_chairs_in_office",
    "compositions_of",
    "ending_terms",
    "person_key",
    "seat",
    "sits_on",
    "stand_ins",
    "term_end",
    "view_of",
    "view_of_committee",
    "zone_chairs_in_office",
]


class NoEdition(Refused):
    """The office follows no edition of the manual, so nothing says how a committee is composed."""


def view_of(
    session: Session,
    within: Within,
    body: Body,
    *,
    day: date | None = None,
    history: bool = False,
) -> CommitteeView:
    """One committee with its whole red list; NotFound outside the reader's reach.

    `history` adds those who have left. NoEdition where no edition says how to compose it.
    """
    when = day or bangkok_today()
    view = compositions_of(session, within, [body], day=when, history=history)[0]
    chairs = chairs_of_places(session, view, when)
    led = [community for community, chair in chairs.items() if leads(view, chair, when)]
    members = members_of(session, led, when)
    return replace(
        view,
        problems=red_list(
            view,
            day=when,
            chairs=chairs,
            elsewhere=exclusive_posts_elsewhere(session, view, when),
            members={
                community: [seat.person_id for seat in seats if seat.person_id]
                for community, seats in members.items()
            },
        ),
    )


def compositions_of(
    session: Session,
    within: Within,
    bodies: Sequence[Body],
    *,
    day: date | None = None,
    history: bool = False,
) -> list[CommitteeView]:
    """Committees in the order given, with the missing seats alone on their red lists.

    NotFound where one is outside the reader's reach, NoEdition where no edition says how to compose it.
    """
    entries = entries_of(session, within, bodies)
    views = views_of(session, entries, day or bangkok_today(), history=history)
    if len(views) < len(entries):
        raise NoEdition("The office follows no edition of the manual yet. Adopt one first.")
    return views


def view_of_committee(
    session: Session, within: Within, committee_id: UUID, *, history: bool = False
) -> CommitteeView:
    """The committee with this id; NotFound outside the reader's reach."""
    return view_of(session, within, body_of(session, committee_id), history=history)


def stand_ins(
    session: Session, view: CommitteeView, community_id: UUID, day: date
) -> list[Seat] | None:
    """The members of a community who may take its seat, because its chair leads this network (clause 3.4).

    None where the chair does not lead it, so that the seat is the chair's own.
    """
    chair = chairs_of_places(session, view, day).get(community_id)
    if chair is None or not leads(view, chair, day):
        return None
    members = members_of(session, [community_id], day).get(community_id, [])
    return [seat for seat in members if seat.person_id != chair.person_id]


def body_of(session: Session, committee_id: UUID) -> Body:
    found = session.scalars(select(Committee).where(Committee.id == committee_id)).one_or_none()
    if found is None:
        raise NotFound("This committee does not exist.")
    return Body(CommitteeKind(found.kind), found.zone_id or found.community_id or found.alliance_id)


def committees_of(
    session: Session, within: Within, *, day: date | None = None
) -> list[CommitteeView]:
    """The committees of the open zones in reach, by the zone's number.

    Empty where the district has no zones, or follows no edition of the manual yet.
    """
    rows = session.execute(
        select(Zone, Committee)
        .outerjoin(Committee, Committee.zone_id == Zone.id)
        .where(Zone.closed_on.is_(None), zones_within(within))
        .order_by(Zone.number)
    )
    entries: list[Entry] = [(of_zone(zone), committee) for zone, committee in rows]
    return views_of(session, entries, day or bangkok_today())


def committee_of(
    session: Session, within: Within, zone_id: UUID, *, day: date | None = None
) -> CommitteeView | None:
    """The committee of a zone with its former members; None where no edition says how to compose it.

    NotFound for a zone outside the reader's reach.
    """
    try:
        return view_of(session, within, Body.zone(zone_id), day=day, history=True)
    except NoEdition:
        return None


def seat(session: Session, within: Within, seat_id: UUID) -> tuple[Seat, CommitteeView]:
    """A seat with its committee; NotFound where the reader's reach ends before it."""
    found = session.scalars(select(Seat).where(Seat.id == seat_id)).one_or_none()
    if found is None:
        raise NotFound("This seat does not exist.")
    try:
        return found, view_of(session, within, body_of(session, found.committee_id), history=True)
    except (NotFound, NoEdition) as problem:
        raise NotFound("This seat does not exist.") from problem
