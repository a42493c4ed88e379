"""Zones as networks: the board, the page of a zone, and how far each has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.manual.queries import content_of, published_edition
from core.manual.structure import Clause, ManualContent
from tenants.bylaws.queries import ZoneByLaws, by_laws_of_zones
from tenants.committees.queries import CommitteeView, committee_of, committees_of
from tenants.elections.queries import running
from tenants.networks.status import Evidence, NextPaper, next_paper
from tenants.orders.models import Order
from tenants.orders.queries import orders_of_zone, papers_of_zones
from tenants.registry.models import Community, CommunityFigures
from tenants.registry.queries import figures_on, is_open
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import communities_within, on_day, open_zones, zone, zones_of

DEFINITION_CLAUSE = "1.2"
"""ความหมายของโซนชุมชน: the keys of clauses are stable from edition to edition (M111)."""

ESTABLISHED_CLAUSE = "3.5"
"""เครือข่ายที่ถือว่าจัดตั้งแล้ว: a signed order and an approved by-law."""


@dataclass(frozen=True)
class Card:
    """An open community with its newest figures, and since when it is in its zone."""

    community: Community
    residents: int | None
    as_of: date | None
    zone_id: UUID | None
    since: date | None

    @property
    def has_point(self) -> bool:
        return self.community.lat is not None


@dataclass(frozen=True)
class Column:
    """A zone with its communities; `zone` None holds those that are in no zone yet."""

    zone: Zone | None
    cards: tuple[Card, ...]

    @property
    def residents(self) -> int:
        """The sum of the newest figures; communities without figures add nothing."""
        return sum(card.residents or 0 for card in self.cards)

    @property
    def without_figures(self) -> int:
        return sum(1 for card in self.cards if card.residents is None)


@dataclass(frozen=True)
class Board:
    """All open zones side by side, the communities without a zone first."""

    columns: tuple[Column, ...]

    @property
    def zones(self) -> list[Zone]:
        return [column.zone for column in self.columns if column.zone is not None]

    @property
    def cards(self) -> list[Card]:
        return [card for column in self.columns for card in column.cards]

    @property
    def as_of(self) -> date | None:
        """The day of all figures, where it is one and the same; then the page says it once."""
        days = {card.as_of for card in self.cards if card.as_of is not None}
        return days.pop() if len(days) == 1 else None

    @property
    def without_point(self) -> int:
        return sum(1 for card in self.cards if not card.has_point)


@dataclass(frozen=True)
class Passage:
    """A community's time in a zone."""

    membership: ZoneMembership
    community_name: str


@dataclass(frozen=True)
class Network:
    """A zone's page. `committee` is None where no edition says how to compose it."""

    zone: Zone
    column: Column
    history: tuple[Passage, ...]
    orders: tuple[Order, ...]
    evidence: Evidence
    next: NextPaper | None
    definition: Clause | None
    rule: Clause | None

    @property
    def committee(self) -> CommitteeView | None:
        return self.evidence.committee


@dataclass(frozen=True)
class Standing:
    """A zone in a list: how far its network is, and the next missing paper."""

    zone: Zone
    evidence: Evidence
    next: NextPaper | None


def board(session: Session, within: Within) -> Board:
    """The open communities in their zones of today, in the order of a Thai dictionary."""
    zones = open_zones(session, within)
    cards = _cards(
        session,
        _open_communities().where(communities_within(Community.id, within)),
    )
    places: list[Zone | None] = [None, *zones]
    return Board(
        tuple(
            Column(
                entry,
                tuple(card for card in cards if card.zone_id == (entry.id if entry else None)),
            )
            for entry in places
        )
    )


def network(session: Session, within: Within, zone_id: UUID) -> Network:
    """The page of one zone; NotFound outside the reader's reach."""
    entry = zone(session, within, zone_id)
    cards = _cards(session, _open_communities().where(ZoneMembership.zone_id == entry.id))
    edition = published_edition(session, entry.edition)
    content = content_of(edition) if edition else ManualContent()
    clauses = {clause.key: clause for clause in content.clauses()}
    papers = papers_of_zones(session, within).get(entry.id)
    evidence = Evidence(
        communities=len(cards),
        committee=committee_of(session, within, entry.id),
        order=papers.order if papers else None,
        draft=papers.draft if papers else None,
        by_laws=by_laws_of_zones(session).get(entry.id, ZoneByLaws()),
        election=running(session, [entry.id]).get(entry.id),
    )
    return Network(
        zone=entry,
        column=Column(entry, tuple(cards)),
        history=tuple(_history(session, entry.id)),
        orders=tuple(orders_of_zone(session, entry.id)),
        evidence=evidence,
        next=next_paper(entry, evidence, content.deadlines) if entry.closed_on is None else None,
        definition=clauses.get(DEFINITION_CLAUSE),
        rule=clauses.get(ESTABLISHED_CLAUSE),
    )


def standings(session: Session, within: Within, communities: Mapping[UUID, int]) -> list[Standing]:
    """Every open zone in reach with its papers, by the zone's number; `communities` counts those of each zone."""
    views = committees_of(session, within)
    papers = papers_of_zones(session, within)
    by_laws = by_laws_of_zones(session)
    elections = running(session, [view.zone.id for view in views if view.zone])
    found = []
    for view in views:
        if view.zone is None:
            continue
        known = papers.get(view.zone.id)
        evidence = Evidence(
            communities=communities.get(view.zone.id, 0),
            committee=view,
            order=known.order if known else None,
            draft=known.draft if known else None,
            by_laws=by_laws.get(view.zone.id, ZoneByLaws()),
            election=elections.get(view.zone.id),
        )
        step = next_paper(view.zone, evidence, view.content.deadlines)
        found.append(Standing(view.zone, evidence, step))
    return found


def own_zone(session: Session, within: Within) -> Zone | None:
    """The zone in which the reader's own community is today."""
    return session.scalars(
        select(Zone)
        .where(Zone.id.in_(zones_of(within.community_ids, bangkok_today())))
        .order_by(Zone.number)
        .limit(1)
    ).one_or_none()


def communities_by_id(
    session: Session, within: Within, community_ids: Sequence[UUID]
) -> list[Community]:
    """Communities by id, in the order of a Thai dictionary; NotFound if one is out of reach."""
    found = list(
        session.scalars(
            select(Community)
            .where(Community.id.in_(community_ids), communities_within(Community.id, within))
            .order_by(Community.sort_key)
        )
    )
    if len(found) != len(set(community_ids)):
        raise NotFound("This community does not exist.")
    return found


def _open_communities() -> Select[Community, int | None, date | None, UUID | None, date | None]:
    newest = figures_on(bangkok_today()).add_columns(CommunityFigures.as_of).subquery()
    return (
        select(
            Community,
            newest.c.residents,
            newest.c.as_of,
            ZoneMembership.zone_id,
            ZoneMembership.valid_from,
        )
        .outerjoin(newest, newest.c.community_id == Community.id)
        .outerjoin(
            ZoneMembership,
            (ZoneMembership.community_id == Community.id) & on_day(bangkok_today()),
        )
        .where(is_open())
        .order_by(Community.sort_key, Community.id)
    )


def _cards(
    session: Session,
    statement: Select[Community, int | None, date | None, UUID | None, date | None],
) -> list[Card]:
    return [Card(row[0], row[1], row[2], row[3], row[4]) for row in session.execute(statement)]


def _history(session: Session, zone_id: UUID) -> list[Passage]:
    rows = session.execute(
        select(ZoneMembership, Community.name)
        .join(Community, Community.id == ZoneMembership.community_id)
        .where(ZoneMembership.zone_id == zone_id)
        .order_by(ZoneMembership.valid_from.desc(), Community.sort_key)
    )
    return [Passage(row[0], row[1]) for row in rows]
