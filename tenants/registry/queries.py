"""Reads of the register. Every list takes the reach of the reader's grant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today, fiscal_year
from core.i18n.text import match_key
from core.paging import PAGE_SIZE, Page
from tenants.registry.models import Community, CommunityFigures, CommunityStatus
from tenants.registry.plan_models import CommunityPlan
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import communities_within, on_day

NO_ZONE = "none"
NO_PLAN = "none"


@dataclass(frozen=True)
class Filters:
    """What a reader asked the list for; `zone` is an id or `none` for communities without a zone.

    `plan` is `none` for those without a plan for the running fiscal year.
    """

    text: str = ""
    zone: str = ""
    kind: str = ""
    plan: str = ""
    closed: bool = False


@dataclass(frozen=True)
class CommunityLine:
    """A community in the list, with its newest figures and the zone it is in today."""

    community: Community
    figures: CommunityFigures | None
    zone: Zone | None


def open_communities(
    session: Session, within: Within, ids: Sequence[UUID] | None = None
) -> list[Community]:
    """The open communities of the reader, in the order of a Thai dictionary; NotFound if one of `ids` is none."""
    statement = (
        select(Community)
        .where(communities_within(Community.id, within), is_open())
        .order_by(Community.sort_key, Community.id)
    )
    if ids is not None:
        statement = statement.where(Community.id.in_(list(ids)))
    found = list(session.scalars(statement))
    if ids is not None and len(found) != len(set(ids)):
        raise NotFound("This community does not exist.")
    return found


def communities(
    session: Session, within: Within, filters: Filters, *, number: int = 1
) -> Page[CommunityLine]:
    """A page of communities in the order of a Thai dictionary: one statement, the total included."""
    newest = _newest_figures()
    figures = aliased(CommunityFigures, newest)
    statement = (
        select(Community, figures, Zone, func.count().over())
        .outerjoin(figures, figures.community_id == Community.id)
        .outerjoin(
            ZoneMembership,
            (ZoneMembership.community_id == Community.id) & on_day(bangkok_today()),
        )
        .outerjoin(Zone, Zone.id == ZoneMembership.zone_id)
        .where(communities_within(Community.id, within), *_conditions(filters))
        .order_by(Community.sort_key, Community.id)
        .limit(PAGE_SIZE)
        .offset((max(1, number) - 1) * PAGE_SIZE)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    return Page(
        items=[CommunityLine(row[0], row[1], row[2]) for row in rows],
        number=max(1, number),
        total=rows[0][3] if rows else 0,
    )


def community(session: Session, within: Within, community_id: UUID) -> Community:
    """One community that the reader's grant reaches; NotFound for all others."""
    found = session.scalars(
        select(Community).where(
            Community.id == community_id, communities_within(Community.id, within)
        )
    ).one_or_none()
    if found is None:
        raise NotFound("This community does not exist.")
    return found


def figures_of(session: Session, community_id: UUID) -> list[CommunityFigures]:
    """All snapshots of a community, the newest first."""
    return list(
        session.scalars(
            select(CommunityFigures)
            .where(CommunityFigures.community_id == community_id)
            .order_by(CommunityFigures.as_of.desc(), CommunityFigures.recorded_at.desc())
        )
    )


def communities_to_choose(session: Session, within: Within) -> list[tuple[UUID, str]]:
    """Open communities to choose from, as (id, name) in the order of a Thai dictionary."""
    rows = session.execute(
        select(Community.id, Community.name)
        .where(communities_within(Community.id, within), is_open())
        .order_by(Community.sort_key)
    )
    return [(row[0], row[1]) for row in rows]


def lives_on_examples(session: Session) -> bool:
    """Whether this district has nothing but example communities yet."""
    kinds = set(session.scalars(select(Community.is_example).distinct()))
    return kinds == {True}


def is_open() -> ColumnElement[bool]:
    """Communities that are not closed: registered ones, those that apply, and those that do not."""
    return Community.status != CommunityStatus.CLOSED


def registered_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Communities that count on a day: registered ones, until the day before they were closed."""
    return (
        (Community.registered_from <= day)
        & or_(Community.closed_on.is_(None), Community.closed_on > day)
        & Community.status.in_((CommunityStatus.REGISTERED, CommunityStatus.CLOSED))
    )


def figures_on(day: date) -> Select[UUID, int | None]:
    """The newest snapshot of each community up to a day: (community_id, residents)."""
    return (
        select(CommunityFigures.community_id, CommunityFigures.residents)
        .ext(distinct_on(CommunityFigures.community_id))
        .where(CommunityFigures.as_of <= day)
        .order_by(
            CommunityFigures.community_id,
            CommunityFigures.as_of.desc(),
            CommunityFigures.recorded_at.desc(),
        )
    )


def _newest_figures() -> Subquery:
    return (
        select(CommunityFigures)
        .ext(distinct_on(CommunityFigures.community_id))
        .order_by(
            CommunityFigures.community_id,
            CommunityFigures.as_of.desc(),
            CommunityFigures.recorded_at.desc(),
        )
        .subquery()
    )


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [Community.status == CommunityStatus.CLOSED if filters.closed else is_open()]
    if filters.text:
        pattern = match_key(filters.text) or filters.text
        conditions.append(Community.match_key.contains(pattern, autoescape=True))
    if filters.kind:
        conditions.append(Community.kind == filters.kind)
    if filters.plan == NO_PLAN:
        conditions.append(~_has_plan(fiscal_year(bangkok_today())))
    if filters.zone == NO_ZONE:
        conditions.append(Zone.id.is_(None))
    elif filters.zone:
        conditions.append(Zone.id == _uuid(filters.zone))
    return conditions


def _has_plan(year: int) -> ColumnElement[bool]:
    return exists().where(
        CommunityPlan.community_id == Community.id, CommunityPlan.fiscal_year == year
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
