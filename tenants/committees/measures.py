"""What committees count: zones whose committee has every seat that the manual demands, and plans of communities."""

from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    Select,
    and_,
    case,
    cast,
    column,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from core.indicators.counting import number_if, tally_of
from core.indicators.measures import Measure, MeasureKind, Periods
from core.manual.models import ManualEdition
from core.manual.structure import CommitteeKind, SeatSource
from core.marks import mark
from tenants.committees.models import Committee, Seat
from tenants.committees.reading import sits_on
from tenants.registry.models import Community
from tenants.registry.plan_models import CommunityPlan
from tenants.registry.queries import registered_on
from tenants.zones.measures import members
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import on_day

_ERA = 543


def complete_committees(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Open zones whose committee lacks nobody on the stock day."""
    days, rules = periods.table(), _rules(CommitteeKind.ZONE)
    return (
        select(
            Zone.id.label("record_id"),
            days.c.month,
            days.c.stock_day.label("day"),
            Zone.name.label("title"),
            Zone.id.label("zone_id"),
            Committee.community_id,
            true().label("accepted"),
            literal(1).label("committees.complete"),
        )
        .select_from(Zone)
        .join(Committee, Committee.zone_id == Zone.id)
        .join(days, Zone.valid_from <= days.c.stock_day)
        .where(
            Zone.is_example.is_(periods.examples),
            or_(Zone.closed_on.is_(None), Zone.closed_on > days.c.stock_day),
            ~_lacks_somebody(days.c.stock_day, rules),
        )
    )


def planning_communities(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Communities that should have a plan for the fiscal year of the stock day, and whether they have (DOMAIN 7.2).

    The base leaves out a community that is being cancelled, which is one that was closed later in the
    same fiscal year, and one whose own committee lacks somebody whom the manual demands (the number
    of seats by houses is not asked for). Where nobody has recorded a community's committee, nothing is
    known about it, and the community stays in the base.
    """
    days, zones = periods.table(), members(periods)
    rules = _rules(CommitteeKind.COMMUNITY)
    stock_day = days.c.stock_day
    # Fiscal years begin on 1 October: three months later is in the year that names them.
    year = cast(extract("year", cast(stock_day, Date) + text("interval '3 months'")), Integer)
    next_year_begins = func.make_date(year, 10, 1)
    has_plan = exists().where(
        CommunityPlan.community_id == Community.id,
        CommunityPlan.fiscal_year == year + _ERA,
        CommunityPlan.adopted_on <= stock_day,
    )
    incomplete = (
        exists()
        .where(
            Committee.community_id == Community.id,
            exists().where(Seat.committee_id == Committee.id),
            _lacks_somebody(stock_day, rules),
        )
        .correlate(Community, days)
    )
    return (
        select(
            Community.id.label("record_id"),
            days.c.month,
            Community.registered_from.label("day"),
            Community.name.label("title"),
            zones.c.zone_id,
            Community.id.label("community_id"),
            true().label("accepted"),
            literal(1).label("registry.plan_base"),
            number_if(has_plan).label("registry.with_plan"),
        )
        .select_from(Community)
        .join(days, registered_on(stock_day))
        .outerjoin(zones, and_(zones.c.month == days.c.month, zones.c.community_id == Community.id))
        .where(
            Community.is_example.is_(periods.examples),
            or_(Community.closed_on.is_(None), Community.closed_on >= next_year_begins),
            ~incomplete,
        )
    )


def _lacks_somebody(day: ColumnElement[date], rules: CTE) -> ColumnElement[bool]:
    """Whether a rule of the edition that the committee follows has fewer people than it demands."""
    of_communities = rules.c.source == SeatSource.COMMUNITY_CHAIR.value
    required = case(
        (of_communities, func.greatest(rules.c.minimum, _places(day))), else_=rules.c.minimum
    )
    return (
        exists()
        .where(rules.c.edition == Committee.edition, _people(rules.c.key, day) < required)
        .correlate_except(rules)
    )


def _rules(kind: CommitteeKind) -> CTE:
    """The rules of composition of every edition: `(edition, key, source, minimum)`."""
    seats = ManualEdition.content["committees"][kind.value]["seats"]
    if kind is CommitteeKind.ZONE:
        # The first editions knew no other committee.
        seats = func.coalesce(seats, ManualEdition.content["zone_committee"])
    rules = (
        func.jsonb_array_elements(seats)
        .table_valued(column("rule", JSONB))
        .render_derived(name="rules")
    )
    rule = rules.c.rule
    return (
        select(
            ManualEdition.number.label("edition"),
            rule["key"].astext.label("key"),
            rule["source"].astext.label("source"),
            rule["minimum"].astext.cast(Integer).label("minimum"),
        )
        .select_from(ManualEdition)
        .join(rules, true())
        .cte(f"rules_{kind}")
        .prefix_with("MATERIALIZED")
    )


def _people(rule_key: ColumnElement[str], day: ColumnElement[date]) -> ScalarSelect[int]:
    """People on the seats of a rule; the seat of a community counts while that is in the zone."""
    here = select(ZoneMembership.community_id).where(
        ZoneMembership.zone_id == Committee.zone_id, on_day(day)
    )
    return (
        select(func.count())
        .select_from(Seat)
        .where(
            Seat.committee_id == Committee.id,
            Seat.rule_key == rule_key,
            sits_on(day),
            or_(
                Seat.community_id.is_(None),
                Committee.zone_id.is_(None),
                Seat.community_id.in_(here.correlate_except(ZoneMembership)),
            ),
        )
        .correlate_except(Seat)
        .scalar_subquery()
    )


def _places(day: ColumnElement[date]) -> ScalarSelect[int]:
    """How many communities the zone has."""
    return (
        select(func.count())
        .select_from(ZoneMembership)
        .where(ZoneMembership.zone_id == Committee.zone_id, on_day(day))
        .correlate_except(ZoneMembership)
        .scalar_subquery()
    )


_SEATS = ("committees", "seats", "zone_memberships")
"""The manual's editions are read too; a published one never changes, and a draft is nobody's."""

TALLIES = (
    tally_of(
        "committees",
        (*_SEATS, "zones"),
        (
            Measure(
                key="committees.complete",
                title=mark("Zones whose committee is complete"),
                unit=mark("zones"),
                kind=MeasureKind.STOCK,
                of_people=False,
                evidence=mark("The committees with the people on their seats"),
            ),
        ),
        complete_committees,
        endpoint="networks.show_zone",
        parameter="zone_id",
    ),
    tally_of(
        "plans",
        (*_SEATS, "communities", "community_plans"),
        (
            Measure(
                key="registry.plan_base",
                title=mark("Communities that should have a development plan"),
                unit=mark("communities"),
                kind=MeasureKind.STOCK,
                of_people=False,
                evidence=mark("The register of communities"),
            ),
            Measure(
                key="registry.with_plan",
                title=mark("Communities with a development plan for the fiscal year"),
                unit=mark("communities"),
                kind=MeasureKind.STOCK,
                of_people=False,
                evidence=mark("The plans of the communities"),
            ),
        ),
        planning_communities,
        endpoint="registry.show_community",
        parameter="community_id",
    ),
)
