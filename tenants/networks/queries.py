"""Zones as networks: the board, the page of a zone, and how far each has come.

The state of a network is derived from what is on file and never typed (F34, M23).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.manual.queries import content_of, published_edition
from core.manual.structure import Clause
from tenants.committees.queries import CommitteeView, committee_of
from tenants.orders.models import Order
from tenants.orders.queries import orders_of_zone
from tenants.registry.models import Community, CommunityFigures
from tenants.registry.queries import figures_on, is_open
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import communities_within, on_day, open_zones, zone, zones_of

DEFINITION_CLAUSE = "1.2"
"""ความหมายของโซนชุมชน: the keys of clauses are stable from edition to edition (M111)."""

ESTABLISHED_CLAUSE = "3.5"
"""เครือข่ายที่ถือว่าจัดตั้งแล้ว: a signed order and an approved by-law."""


class Stage(StrEnum):
    """How far a network is; each stage includes those before it."""

    PLANNED = "planned"
    COMMITTEE_COMPLETE = "committee_complete"
    ORDER_DRAFTED = "order_drafted"
    ORDERED = "ordered"
    ESTABLISHED = "established"


@dataclass(frozen=True)
class Evidence:
    """What is on file for a network. Signed orders and by-laws are not kept by this release yet."""

    has_communities: bool
    committee_complete: bool
    order_drafted: bool
    order_signed: bool = False
    bylaw_approved: bool = False

    @property
    def stage(self) -> Stage:
        """The furthest stage whose evidence, and that of all stages before it, is on file."""
        steps = (
            (self.has_communities and self.committee_complete, Stage.COMMITTEE_COMPLETE),
            (self.order_drafted or self.order_signed, Stage.ORDER_DRAFTED),
            (self.order_signed, Stage.ORDERED),
            (self.bylaw_approved, Stage.ESTABLISHED),
        )
        reached = Stage.PLANNED
        for on_file, stage in steps:
            if not on_file:
                break
            reached = stage
        return reached


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
    committee: CommitteeView | None
    orders: tuple[Order, ...]
    evidence: Evidence
    definition: Clause | None
    rule: Clause | None


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
    committee = committee_of(session, within, entry.id)
    orders = tuple(orders_of_zone(session, entry.id))
    edition = published_edition(session, entry.edition)
    clauses = {c.key: c for c in content_of(edition).clauses()} if edition else {}
    return Network(
        zone=entry,
        column=Column(entry, tuple(cards)),
        history=tuple(_history(session, entry.id)),
        committee=committee,
        orders=orders,
        evidence=evidence_of(len(cards), committee, orders),
        definition=clauses.get(DEFINITION_CLAUSE),
        rule=clauses.get(ESTABLISHED_CLAUSE),
    )


def evidence_of(
    communities: int, committee: CommitteeView | None, orders: Sequence[Order]
) -> Evidence:
    """What is on file, from the committee's seats and the drafts of its order."""
    return Evidence(
        has_communities=communities > 0,
        committee_complete=committee is not None and committee.is_complete,
        order_drafted=bool(orders),
    )


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
