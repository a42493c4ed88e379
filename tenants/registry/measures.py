"""What the register counts: communities, and the people who live in them."""

from sqlalchemy import ColumnElement, func, literal, null, select, union_all

from core.indicators.measures import Counting, Measure, MeasureKind, Period
from core.marks import mark
from tenants.registry.models import Community
from tenants.registry.queries import figures_on, registered_on
from tenants.zones.models import ZoneMembership
from tenants.zones.queries import on_day

ALL = "all"


def counted(period: Period) -> ColumnElement[bool]:
    """Real communities, or example ones while the district has nothing else."""
    return Community.is_example.is_(period.examples)


def communities(period: Period) -> Counting:
    whole = (
        select(null().label("zone_id"), literal(ALL).label("state"), func.count().label("value"))
        .where(registered_on(period.stock_day), counted(period))
        .select_from(Community)
    )
    zones = (
        select(ZoneMembership.zone_id, literal(ALL), func.count())
        .join(Community, Community.id == ZoneMembership.community_id)
        .where(registered_on(period.stock_day), counted(period), on_day(period.stock_day))
        .group_by(ZoneMembership.zone_id)
    )
    return union_all(whole, zones)


def residents(period: Period) -> Counting:
    newest = figures_on(period.stock_day).subquery()
    total = func.coalesce(func.sum(newest.c.residents), 0)
    whole = (
        select(null().label("zone_id"), literal(ALL).label("state"), total.label("value"))
        .select_from(Community)
        .join(newest, newest.c.community_id == Community.id)
        .where(registered_on(period.stock_day), counted(period))
    )
    zones = (
        select(ZoneMembership.zone_id, literal(ALL), total)
        .join(Community, Community.id == ZoneMembership.community_id)
        .join(newest, newest.c.community_id == Community.id)
        .where(registered_on(period.stock_day), counted(period), on_day(period.stock_day))
        .group_by(ZoneMembership.zone_id)
    )
    return union_all(whole, zones)


MEASURES = (
    Measure(
        key="registry.communities",
        title=mark("Registered communities"),
        unit=mark("communities"),
        kind=MeasureKind.STOCK,
        sources=("communities", "zone_memberships"),
        count=communities,
        evidence=mark("The register of communities"),
    ),
    Measure(
        key="registry.residents",
        title=mark("People living in registered communities"),
        unit=mark("people"),
        kind=MeasureKind.STOCK,
        sources=("communities", "community_figures", "zone_memberships"),
        count=residents,
        evidence=mark("The newest figures of each community"),
    ),
)
