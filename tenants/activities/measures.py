"""What activities count: how many, with how many people, in how many communities and zones.

A report counts as soon as it is sent (`all`); what the office has accepted is counted beside it
(`accepted`). A flow belongs to the month of the day on which the activity was held.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, null, select, union_all

from core.indicators.measures import Counting, Measure, MeasureKind, Period
from core.marks import mark
from tenants.activities.models import Activity, ActivityState
from tenants.registry.models import Community
from tenants.registry.queries import registered_on

ALL, ACCEPTED = "all", "accepted"


def held(period: Period) -> ColumnElement[bool]:
    """Activities of the month: real ones, or example ones while the district has nothing else."""
    return Activity.held_on.between(period.month, period.last_day) & Activity.is_example.is_(
        period.examples
    )


def activities(period: Period) -> Counting:
    return _by_state(func.count(), select().select_from(Activity).where(held(period)))


def participants(period: Period) -> Counting:
    return _by_state(
        func.coalesce(func.sum(Activity.participants), 0),
        select().select_from(Activity).where(held(period)),
    )


def active_communities(period: Period) -> Counting:
    """Communities in the register with an activity of their own: a network's is nobody's own."""
    return _by_state(
        func.count(Activity.community_id.distinct()),
        select()
        .select_from(Activity)
        .join(Community, Community.id == Activity.community_id)
        .where(
            held(period),
            registered_on(period.stock_day),
            Community.is_example.is_(period.examples),
        ),
    )


def active_zones(period: Period) -> Counting:
    """Zones with at least one activity, of the network or of a community in it (M83): 1 for a zone."""
    return _by_state(
        func.count(Activity.zone_id.distinct()),
        select().select_from(Activity).where(held(period)),
    )


def _by_state(value: ColumnElement[Any], rows: Select[Any]) -> Counting:
    """The value for the district and for each zone, once of all reports and once of the accepted."""
    accepted = rows.where(Activity.state == ActivityState.ACCEPTED)
    parts = []
    for state, chosen in ((ALL, rows), (ACCEPTED, accepted)):
        parts += [
            chosen.add_columns(
                null().label("zone_id"), literal(state).label("state"), value.label("value")
            ),
            chosen.where(Activity.zone_id.is_not(None))
            .add_columns(Activity.zone_id, literal(state), value)
            .group_by(Activity.zone_id),
        ]
    return union_all(*parts)


MEASURES = (
    Measure(
        key="activities.count",
        title=mark("Activities held"),
        unit=mark("activities"),
        kind=MeasureKind.FLOW,
        sources=("activities",),
        count=activities,
        evidence=mark("The list of activities"),
    ),
    Measure(
        key="activities.participants",
        title=mark("People who took part in activities"),
        unit=mark("people"),
        kind=MeasureKind.FLOW,
        sources=("activities",),
        count=participants,
        evidence=mark("The list of activities"),
    ),
    Measure(
        key="activities.active_communities",
        title=mark("Communities with an activity of their own"),
        unit=mark("communities"),
        kind=MeasureKind.FLOW,
        sources=("activities", "communities"),
        count=active_communities,
        evidence=mark("The list of activities"),
    ),
    Measure(
        key="activities.active_zones",
        title=mark("Zone networks with an activity"),
        unit=mark("networks"),
        kind=MeasureKind.FLOW,
        sources=("activities",),
        count=active_zones,
        evidence=mark("The list of activities"),
    ),
)
