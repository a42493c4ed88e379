"""Finding a committee by what it belongs to, within the reach of the reader's grant."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound
from core.manual.structure import CommitteeKind
from core.marks import mark
from tenants.alliances.models import Alliance
from tenants.alliances.queries import alliances_within
from tenants.committees.bodies import Body, Subject
from tenants.committees.models import Committee
from tenants.committees.reading import Entry
from tenants.registry.models import Community, CommunityFigures
from tenants.zones.models import Zone
from tenants.zones.queries import zones_within

_NOT_FOUND = {
    CommitteeKind.ZONE: mark("This zone does not exist."),
    CommitteeKind.COMMUNITY: mark("This community does not exist."),
    CommitteeKind.ALLIANCE: mark("This network does not exist."),
    CommitteeKind.STUDY: mark("This committee does not exist."),
    CommitteeKind.ASSEMBLY: mark("This committee does not exist."),
}


def entry_of(session: Session, within: Within, body: Body) -> Entry:
    """A body with its committee, None before the first seat is filled; NotFound outside the reach."""
    return entries_of(session, within, [body])[0]


def entries_of(session: Session, within: Within, bodies: Sequence[Body]) -> list[Entry]:
    """Bodies with their committees in the order given, one statement for each kind.

    NotFound where one of them is outside the reach.
    """
    found: dict[Body, Entry] = {}
    for kind, read in _READERS.items():
        named = [body for body in bodies if body.kind is kind]
        if named:
            entries = read(session, within, named)
            found.update({subject.body: (subject, committee) for subject, committee in entries})
    for body in bodies:
        if body not in found:
            raise NotFound(_NOT_FOUND[body.kind])
    return [found[body] for body in bodies]


def _zone_entries(session: Session, within: Within, bodies: Sequence[Body]) -> Iterable[Entry]:
    rows = session.execute(
        select(Zone, Committee)
        .outerjoin(Committee, Committee.zone_id == Zone.id)
        .where(Zone.id.in_([body.id for body in bodies]), zones_within(within))
        .execution_options(populate_existing=True)
    )
    return [(of_zone(zone), committee) for zone, committee in rows]


def _community_entries(session: Session, within: Within, bodies: Sequence[Body]) -> Iterable[Entry]:
    rows = session.execute(
        communities_with_committee(within)
        .where(Community.id.in_([body.id for body in bodies]))
        .execution_options(populate_existing=True)
    )
    return [(of_community(row[0], row[2], row[3]), row[1]) for row in rows]


def _alliance_entries(session: Session, within: Within, bodies: Sequence[Body]) -> Iterable[Entry]:
    rows = session.execute(
        select(Alliance, Committee)
        .outerjoin(Committee, Committee.alliance_id == Alliance.id)
        .where(Alliance.id.in_([body.id for body in bodies]), alliances_within(within))
        .execution_options(populate_existing=True)
    )
    return [(of_alliance(network), committee) for network, committee in rows]


def _district_entries(session: Session, within: Within, bodies: Sequence[Body]) -> Iterable[Entry]:
    if not within.whole_district:
        return []
    committees = session.scalars(
        select(Committee)
        .where(Committee.kind.in_([body.kind.value for body in bodies]))
        .execution_options(populate_existing=True)
    )
    known = {committee.kind: committee for committee in committees}
    return [(Subject(body=body), known.get(body.kind.value)) for body in bodies]


_READERS = {
    CommitteeKind.ZONE: _zone_entries,
    CommitteeKind.COMMUNITY: _community_entries,
    CommitteeKind.ALLIANCE: _alliance_entries,
    CommitteeKind.STUDY: _district_entries,
    CommitteeKind.ASSEMBLY: _district_entries,
}


def reached(within: Within) -> ColumnElement[bool]:
    """The committees that a grant reaches, where zone, community and alliance are joined to the committee.

    A leader's are those of the own community, of its zone, and of the networks that this zone reaches.
    """
    if within.whole_district:
        return Committee.id.is_not(None)
    return or_(
        and_(Zone.id.is_not(None), zones_within(within)),
        Community.id.in_(within.community_ids),
        and_(Alliance.id.is_not(None), alliances_within(within)),
    )


def communities_with_committee(within: Within) -> Select[Any]:
    """Communities in reach with their committee and the houses of the newest figures: a leader's own alone."""
    figures = (
        select(CommunityFigures.community_id, CommunityFigures.houses, CommunityFigures.as_of)
        .ext(distinct_on(CommunityFigures.community_id))
        .where(CommunityFigures.houses.is_not(None))
        .order_by(
            CommunityFigures.community_id,
            CommunityFigures.as_of.desc(),
            CommunityFigures.recorded_at.desc(),
        )
        .subquery()
    )
    reach = (
        Community.id.is_not(None)
        if within.whole_district
        else Community.id.in_(within.community_ids)
    )
    return (
        select(Community, Committee, figures.c.houses, figures.c.as_of)
        .outerjoin(Committee, Committee.community_id == Community.id)
        .outerjoin(figures, figures.c.community_id == Community.id)
        .where(reach)
    )


def of_community(entry: Community, houses: int | None, as_of: date | None) -> Subject:
    return Subject(
        body=Body.community(entry.id),
        name=entry.name,
        houses=houses,
        houses_as_of=as_of,
        closed_on=entry.closed_on,
        is_example=entry.is_example,
    )


def of_zone(entry: Zone) -> Subject:
    return Subject(
        body=Body.zone(entry.id),
        name=entry.name,
        zone=entry,
        closed_on=entry.closed_on,
        is_example=entry.is_example,
    )


def of_alliance(entry: Alliance) -> Subject:
    return Subject(
        body=Body.alliance(entry.id),
        name=entry.name,
        closed_on=entry.closed_on,
        is_example=entry.is_example,
    )


def subject_of(
    committee: Committee,
    zone: Zone | None = None,
    community: Community | None = None,
    network: Alliance | None = None,
) -> Subject:
    """What a committee belongs to, from the rows that were read with it."""
    of = zone or community or network
    return Subject(
        body=Body(CommitteeKind(committee.kind), of.id if of else None),
        name=of.name if of else "",
        zone=zone,
        closed_on=of.closed_on if of else None,
        is_example=of.is_example if of else committee.is_example,
    )
