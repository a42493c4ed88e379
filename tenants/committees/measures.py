"""What committees count: zones whose committee has every seat that the manual demands."""

from datetime import date

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    case,
    column,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB

from core.indicators.measures import Counting, Measure, MeasureKind, Period
from core.manual.models import ManualEdition
from core.manual.structure import SeatSource
from core.marks import mark
from tenants.committees.models import Committee, Seat
from tenants.committees.queries import sits_on
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import on_day

ALL = "all"


def complete_committees(period: Period) -> Counting:
    complete = (
        select(Zone.id.label("zone_id"))
        .join(Committee, Committee.zone_id == Zone.id)
        .where(
            Zone.is_example.is_(period.examples),
            or_(Zone.closed_on.is_(None), Zone.closed_on > period.stock_day),
            ~_lacks_somebody(period.stock_day),
        )
        .subquery()
    )
    whole = select(
        null().label("zone_id"), literal(ALL).label("state"), func.count().label("value")
    ).select_from(complete)
    zones = select(complete.c.zone_id, literal(ALL), literal(1, Integer))
    return union_all(whole, zones)


def _lacks_somebody(day: date) -> ColumnElement[bool]:
    """Whether a rule of the edition that the committee follows has fewer people than it demands."""
    rules = (
        func.jsonb_array_elements(
            func.coalesce(
                ManualEdition.content["committees"]["zone"]["seats"],
                ManualEdition.content["zone_committee"],
            )
        )
        .table_valued(column("rule", JSONB))
        .render_derived(name="rules")
    )
    rule = rules.c.rule
    of_communities = rule["source"].astext == SeatSource.COMMUNITY_CHAIR.value
    minimum = rule["minimum"].astext.cast(Integer)
    required = case((of_communities, func.greatest(minimum, _communities(day))), else_=minimum)
    return exists(
        select(literal(1))
        .select_from(ManualEdition)
        .join(rules, true())
        .where(
            ManualEdition.number == Committee.edition,
            _people(rule["key"].astext, day) < required,
        )
        .correlate_except(ManualEdition, rules)
    )


def _communities(day: date) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(ZoneMembership)
        .where(ZoneMembership.zone_id == Zone.id, on_day(day))
        .correlate_except(ZoneMembership)
        .scalar_subquery()
    )


def _people(rule_key: ColumnElement[str], day: date) -> ScalarSelect[int]:
    """People on the seats of a rule; the seat of a community counts while that is in the zone."""
    here = select(ZoneMembership.community_id).where(ZoneMembership.zone_id == Zone.id, on_day(day))
    return (
        select(func.count())
        .select_from(Seat)
        .where(
            Seat.committee_id == Committee.id,
            Seat.rule_key == rule_key,
            sits_on(day),
            or_(
                Seat.community_id.is_(None),
                Seat.community_id.in_(here.correlate_except(ZoneMembership)),
            ),
        )
        .correlate_except(Seat)
        .scalar_subquery()
    )


MEASURES = (
    Measure(
        key="committees.complete",
        title=mark("Zones whose committee is complete"),
        unit=mark("zones"),
        kind=MeasureKind.STOCK,
        sources=("seats", "zones", "zone_memberships"),
        count=complete_committees,
        evidence=mark("The committees with the people on their seats"),
    ),
)
