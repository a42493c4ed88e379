"""What activities count: how many, with how many people, in how many communities and zones.

A report counts as soon as it is sent (`all`); what the office has accepted is counted beside it
(`accepted`). A flow belongs to the month of the day on which the activity was held.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from core.indicators.measures import Counting, Measure, MeasureKind, Period
from core.marks import mark
from tenants.activities.models import (
    Activity,
    ActivityReference,
    ActivityState,
    ActivityZone,
    ParticipationStage,
    ReferenceState,
)
from tenants.registry.models import Community
from tenants.registry.queries import registered_on

ALL, ACCEPTED = "all", "accepted"


def held(period: Period) -> ColumnElement[bool]:
    """Activities of the month: real ones, or example ones while the district has nothing else."""
    return Activity.held_on.between(period.month, period.last_day) & Activity.is_example.is_(
        period.examples
    )


def took_part(period: Period) -> Subquery:
    """Networks with the activities of the month that they held or took part in, one row each (F61).

    What another office led counts as accepted once the staff have said which network took part.
    """
    counted = (Activity.participants, Activity.state, Activity.stage)
    further = ActivityZone.zone_id.is_distinct_from(Activity.zone_id)
    return union_all(
        select(Activity.zone_id, *counted).where(held(period), Activity.zone_id.is_not(None)),
        select(ActivityZone.zone_id, *counted)
        .join(Activity, Activity.id == ActivityZone.activity_id)
        .where(held(period), further),
        select(
            ActivityReference.zone_id,
            ActivityReference.participants,
            literal(ActivityState.ACCEPTED.value),
            cast(null(), Text),
        ).where(
            ActivityReference.state == ReferenceState.ACCEPTED.value,
            ActivityReference.zone_id.is_not(None),
            ActivityReference.held_on.between(period.month, period.last_day),
            ActivityReference.is_example.is_(period.examples),
        ),
    ).subquery("took_part")


def activities(period: Period) -> Counting:
    """Of the district what it leads, each once; of a network all that it held or took part in."""
    part = took_part(period)
    return _by_state(
        func.count(),
        Activity.state,
        select().select_from(Activity).where(held(period)),
        zones=Zones(part.c.zone_id, part.c.state, func.count(), select().select_from(part)),
    )


def participants(period: Period) -> Counting:
    part = took_part(period)
    return _by_state(
        func.coalesce(func.sum(Activity.participants), 0),
        Activity.state,
        select().select_from(Activity).where(held(period)),
        zones=Zones(
            part.c.zone_id,
            part.c.state,
            func.coalesce(func.sum(part.c.participants), 0),
            select().select_from(part),
        ),
    )


def active_communities(period: Period) -> Counting:
    """Communities in the register with an activity of their own: a network's is nobody's own."""
    active = (
        select()
        .select_from(Activity)
        .join(Community, Community.id == Activity.community_id)
        .where(
            held(period),
            registered_on(period.stock_day),
            Community.is_example.is_(period.examples),
        )
    )
    value = func.count(Activity.community_id.distinct())
    return _by_state(
        value,
        Activity.state,
        active,
        zones=Zones(
            Activity.zone_id, Activity.state, value, active.where(Activity.zone_id.is_not(None))
        ),
    )


def active_zones(period: Period) -> Counting:
    """Zones that held or took part in at least one activity (M83): 1 for a zone."""
    part = took_part(period)
    value = func.count(part.c.zone_id.distinct())
    rows = select().select_from(part)
    return _by_state(
        value, part.c.state, rows, zones=Zones(part.c.zone_id, part.c.state, value, rows)
    )


def of_stage(stage: ParticipationStage) -> Callable[[Period], Counting]:
    """Activities in which people took part at this stage (M38)."""

    def count(period: Period) -> Counting:
        part = took_part(period)
        return _by_state(
            func.count(),
            Activity.state,
            select().select_from(Activity).where(held(period), Activity.stage == stage.value),
            zones=Zones(
                part.c.zone_id,
                part.c.state,
                func.count(),
                select().select_from(part).where(part.c.stage == stage.value),
            ),
        )

    return count


@dataclass(frozen=True)
class Zones:
    """What is counted for each zone: the columns of the zone and the state, the value and its rows."""

    zone_id: ColumnElement[Any] | InstrumentedAttribute[Any]
    state: ColumnElement[Any] | InstrumentedAttribute[Any]
    value: ColumnElement[Any]
    rows: Select[Any]


def _by_state(
    value: ColumnElement[Any],
    state: ColumnElement[Any] | InstrumentedAttribute[Any],
    rows: Select[Any],
    *,
    zones: Zones,
) -> Counting:
    """The value for the district and for each zone, once of all reports and once of the accepted."""
    parts = []
    for said in (ALL, ACCEPTED):
        chosen, of_zones = rows, zones.rows
        if said == ACCEPTED:
            chosen = rows.where(state == ActivityState.ACCEPTED.value)
            of_zones = zones.rows.where(zones.state == ActivityState.ACCEPTED.value)
        parts += [
            chosen.add_columns(
                null().label("zone_id"), literal(said).label("state"), value.label("value")
            ),
            of_zones.add_columns(zones.zone_id, literal(said), zones.value).group_by(zones.zone_id),
        ]
    return union_all(*parts)


STAGE_MEASURES = {
    ParticipationStage.FIND_CAUSES: mark("Activities in which people looked for causes"),
    ParticipationStage.PLAN: mark("Activities in which people planned"),
    ParticipationStage.ACT: mark("Activities in which people put in means and worked"),
    ParticipationStage.EVALUATE: mark("Activities in which people evaluated"),
}
_TOOK_PART = ("activities", "activity_zones", "activity_references")

MEASURES = (
    Measure(
        key="activities.count",
        title=mark("Activities held"),
        unit=mark("activities"),
        kind=MeasureKind.FLOW,
        sources=_TOOK_PART,
        count=activities,
        evidence=mark("The list of activities"),
    ),
    Measure(
        key="activities.participants",
        title=mark("People who took part in activities"),
        unit=mark("people"),
        kind=MeasureKind.FLOW,
        sources=_TOOK_PART,
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
        sources=_TOOK_PART,
        count=active_zones,
        evidence=mark("The list of activities"),
    ),
    *(
        Measure(
            key=f"activities.stage_{stage.value}",
            title=title,
            unit=mark("activities"),
            kind=MeasureKind.FLOW,
            sources=_TOOK_PART,
            count=of_stage(stage),
            evidence=mark("The list of activities"),
        )
        for stage, title in STAGE_MEASURES.items()
    ),
)
