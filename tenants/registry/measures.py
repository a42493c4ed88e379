"""What the register counts: communities, and the people, families and houses in them."""

from typing import Any

from sqlalchemy import Select, and_, func, literal, select, true

from core.indicators.counting import tally_of
from core.indicators.measures import Measure, MeasureKind, Periods
from core.marks import mark
from tenants.registry.models import Community, CommunityFigures
from tenants.registry.queries import registered_on
from tenants.zones.measures import members


def registered(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Registered communities on the stock day, with their zone and their newest snapshot of that day.

    Real communities, or example ones while the district has nothing else. A figure that the newest
    snapshot leaves out adds nothing, though an older one may have it.
    """
    days, zones = periods.table(), members(periods)
    newest = (
        select(CommunityFigures)
        .where(
            CommunityFigures.community_id == Community.id,
            CommunityFigures.as_of <= days.c.stock_day,
        )
        .order_by(CommunityFigures.as_of.desc(), CommunityFigures.recorded_at.desc())
        .limit(1)
        .lateral("newest")
    )
    return (
        select(
            Community.id.label("record_id"),
            days.c.month,
            Community.registered_from.label("day"),
            func.coalesce(newest.c.as_of, Community.registered_from).label("day_of_figures"),
            Community.name.label("title"),
            zones.c.zone_id,
            Community.id.label("community_id"),
            true().label("accepted"),
            literal(1).label("registry.communities"),
            newest.c.residents.label("registry.residents"),
            newest.c.families.label("registry.families"),
            newest.c.houses.label("registry.houses"),
        )
        .select_from(Community)
        .join(days, registered_on(days.c.stock_day))
        .outerjoin(newest, true())
        .outerjoin(zones, and_(zones.c.month == days.c.month, zones.c.community_id == Community.id))
        .where(Community.is_example.is_(periods.examples))
    )


def _figure(name: str, title: str, unit: str, *, of_people: bool = True) -> Measure:
    return Measure(
        key=f"registry.{name}",
        title=title,
        unit=unit,
        kind=MeasureKind.STOCK,
        of_people=of_people,
        by_community=True,
        evidence=mark("The newest figures of each community"),
    )


MEASURES = (
    Measure(
        key="registry.communities",
        title=mark("Registered communities"),
        unit=mark("communities"),
        kind=MeasureKind.STOCK,
        of_people=False,
        evidence=mark("The register of communities"),
    ),
    _figure("residents", mark("People living in registered communities"), mark("people")),
    _figure("families", mark("Families in registered communities"), mark("families")),
    _figure("houses", mark("Houses in registered communities"), mark("houses"), of_people=False),
)

TALLIES = (
    tally_of(
        "registry",
        ("communities", "community_figures", "zone_memberships"),
        MEASURES,
        registered,
        endpoint="registry.show_community",
        parameter="community_id",
        days={measure.key: "day_of_figures" for measure in MEASURES if measure.by_community},
    ),
)
