"""What activities count: how many, with how many people, in how many communities and zones.

A report counts as soon as it is sent (`all`); what the office has accepted is counted beside it
(`accepted`). A flow belongs to the month of the day on which the activity was held. An activity stays
with the network that held it; communities roll up to the zone that they are in at the month's end.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    Uuid,
    and_,
    cast,
    false,
    func,
    literal,
    null,
    select,
    true,
    tuple_,
    union_all,
)

from core.indicators.counting import (
    ACCEPTED,
    ALL,
    cells_of,
    number_if,
    sum_name,
    sums_of,
    unpivoted,
)
from core.indicators.measures import Counting, Measure, MeasureKind, Periods, Tally, Trace, Tracing
from core.indicators.models import FactState
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
from tenants.zones.measures import members
from tenants.zones.models import Zone

STAGE_MEASURES = {
    ParticipationStage.FIND_CAUSES: mark("Activities in which people looked for causes"),
    ParticipationStage.PLAN: mark("Activities in which people planned"),
    ParticipationStage.ACT: mark("Activities in which people put in means and worked"),
    ParticipationStage.EVALUATE: mark("Activities in which people evaluated"),
}


def took_part(periods: Periods) -> CompoundSelect[*tuple[Any, ...]]:
    """Every activity of the office with its network, and once more for each further network (F61).

    `of_district` is 1 in the one row that counts for the office. What another office led counts for
    our network alone, and as accepted once the staff have said which network took part.
    """
    held = and_(periods.hold(Activity.held_on), Activity.is_example.is_(periods.examples))
    told: list[ColumnElement[Any]] = [
        Activity.id.label("record_id"),
        periods.month_of(Activity.held_on).label("month"),
        Activity.held_on.label("day"),
        Activity.title.label("title"),
    ]
    counted: list[ColumnElement[Any]] = [
        (Activity.state == ActivityState.ACCEPTED.value).label("accepted"),
        literal(1).label("activities.count"),
        Activity.participants.label("activities.participants"),
        *_stages(Activity.stage),
    ]
    return union_all(
        select(
            *told,
            Activity.zone_id.label("zone_id"),
            Activity.community_id.label("community_id"),
            *counted,
            true().label("of_district"),
            true().label("has_page"),
        ).where(held),
        select(*told, ActivityZone.zone_id, Activity.community_id, *counted, false(), true())
        .join(ActivityZone, ActivityZone.activity_id == Activity.id)
        .where(held, ActivityZone.zone_id.is_distinct_from(Activity.zone_id)),
        select(
            ActivityReference.id,
            periods.month_of(ActivityReference.held_on),
            ActivityReference.held_on,
            ActivityReference.title,
            ActivityReference.zone_id,
            cast(null(), Uuid),
            true(),
            literal(1),
            ActivityReference.participants,
            *_stages(cast(null(), Text)),
            false(),
            false(),
        ).where(
            ActivityReference.state == ReferenceState.ACCEPTED.value,
            ActivityReference.zone_id.is_not(None),
            periods.hold(ActivityReference.held_on),
            ActivityReference.is_example.is_(periods.examples),
        ),
    )


def _stages(stage: Any) -> list[ColumnElement[int]]:
    """Whether people took part at each stage (M38)."""
    return [
        number_if(stage == each.value).label(f"activities.stage_{each.value}")
        for each in STAGE_MEASURES
    ]


def count(periods: Periods) -> Counting:
    """All of it in one pass over the activities of the months."""
    rows = took_part(periods).subquery("took_part")
    amounts = [rows.c[measure.key] for measure in HELD]
    part = select(
        rows.c.month,
        rows.c.zone_id,
        rows.c.community_id,
        rows.c.accepted,
        rows.c.of_district,
        *amounts,
    ).cte("part")
    sums = sums_of(part, HELD)
    nothing = cast(null(), Uuid)
    of_zones = (
        select(part.c.month, part.c.zone_id, nothing.label("community_id"), *sums)
        .where(part.c.zone_id.is_not(None))
        .group_by(part.c.month, part.c.zone_id)
        .cte("of_zones")
    )
    of_communities = (
        select(part.c.month, part.c.community_id, *sums_of(part, HELD[:1]))
        .where(part.c.of_district, part.c.community_id.is_not(None))
        .group_by(part.c.month, part.c.community_id)
        .cte("of_communities")
    )
    zones = members(periods)
    return union_all(
        unpivoted(
            select(part.c.month, nothing.label("zone_id"), nothing.label("community_id"), *sums)
            .where(part.c.of_district)
            .group_by(part.c.month),
            cells_of(HELD),
        ),
        unpivoted(select(of_zones), cells_of(HELD)),
        unpivoted(
            select(
                of_communities.c.month,
                zones.c.zone_id,
                of_communities.c.community_id,
                *[of_communities.c[sum_name(COUNT.key, state)] for state in COUNT.states],
            ).outerjoin(
                zones,
                and_(
                    zones.c.month == of_communities.c.month,
                    zones.c.community_id == of_communities.c.community_id,
                ),
            ),
            cells_of(HELD[:1]),
        ),
        _active(_active_zones(of_zones), ACTIVE_ZONES),
        _active(_active_communities(periods, of_communities), ACTIVE_COMMUNITIES),
    )


def _active_zones(of_zones: CTE) -> Select[*tuple[Any, ...]]:
    """Zones that held or took part in at least one activity (M83): 1 for a zone."""
    return select(
        of_zones.c.month,
        of_zones.c.zone_id,
        _some(of_zones, ALL).label(ALL),
        _some(of_zones, ACCEPTED).label(ACCEPTED),
    )


def _active_communities(periods: Periods, of_communities: CTE) -> Select[*tuple[Any, ...]]:
    """Communities in the register with an activity of their own: a network's is nobody's own."""
    days, zones = periods.table(), members(periods)
    return (
        select(
            of_communities.c.month,
            zones.c.zone_id,
            _some(of_communities, ALL).label(ALL),
            _some(of_communities, ACCEPTED).label(ACCEPTED),
        )
        .select_from(of_communities)
        .join(Community, Community.id == of_communities.c.community_id)
        .join(
            days,
            and_(days.c.month == of_communities.c.month, registered_on(days.c.stock_day)),
        )
        .outerjoin(
            zones,
            and_(zones.c.month == of_communities.c.month, zones.c.community_id == Community.id),
        )
        .where(Community.is_example.is_(periods.examples))
    )


def _some(counted: CTE, state: str) -> ColumnElement[int]:
    return number_if(func.coalesce(counted.c[sum_name(COUNT.key, state)], 0) > 0)


def _active(rows: Select[*tuple[Any, ...]], measure: Measure) -> Select[*tuple[Any, ...]]:
    """How many of the rows there are, for the district and for each zone."""
    active = rows.subquery("active")
    return unpivoted(
        select(
            active.c.month,
            active.c.zone_id,
            cast(null(), Uuid).label("community_id"),
            *[
                func.sum(active.c[state]).label(sum_name(measure.key, state))
                for state in (ALL, ACCEPTED)
            ],
        )
        .group_by(
            func.grouping_sets(tuple_(active.c.month), tuple_(active.c.month, active.c.zone_id))
        )
        .having((func.grouping(active.c.zone_id) == 1) | active.c.zone_id.is_not(None)),
        cells_of((measure,)),
    )


def _trace(key: str) -> Callable[[Periods], Tracing]:
    """The activities behind a measure, once for each network."""

    def select_activities(periods: Periods) -> Tracing:
        rows = took_part(periods).subquery("took_part")
        amount = rows.c[key]
        return select(
            rows.c.record_id,
            rows.c.day,
            rows.c.title,
            rows.c.zone_id,
            rows.c.community_id,
            rows.c.accepted,
            amount.label("amount"),
            (amount * number_if(rows.c.of_district)).label("of_district"),
            rows.c.has_page,
        ).where(amount != 0)

    return select_activities


def _trace_zones(periods: Periods) -> Tracing:
    """The networks that were active in a month, with the last day on which they were."""
    rows = took_part(periods).subquery("took_part")
    return (
        select(
            Zone.id.label("record_id"),
            func.max(rows.c.day).label("day"),
            Zone.name.label("title"),
            Zone.id.label("zone_id"),
            cast(null(), Uuid).label("community_id"),
            func.bool_or(rows.c.accepted).label("accepted"),
            literal(1).label("amount"),
            literal(1).label("of_district"),
            true().label("has_page"),
        )
        .join(rows, rows.c.zone_id == Zone.id)
        .group_by(Zone.id, Zone.name, rows.c.month)
    )


def _trace_communities(periods: Periods) -> Tracing:
    """The communities that were active in a month, with the zone at its end."""
    rows, days, zones = took_part(periods).subquery("took_part"), periods.table(), members(periods)
    return (
        select(
            Community.id.label("record_id"),
            func.max(rows.c.day).label("day"),
            Community.name.label("title"),
            zones.c.zone_id,
            Community.id.label("community_id"),
            func.bool_or(rows.c.accepted).label("accepted"),
            literal(1).label("amount"),
            literal(1).label("of_district"),
            true().label("has_page"),
        )
        .join(rows, and_(rows.c.community_id == Community.id, rows.c.of_district))
        .join(days, and_(days.c.month == rows.c.month, registered_on(days.c.stock_day)))
        .outerjoin(zones, and_(zones.c.month == rows.c.month, zones.c.community_id == Community.id))
        .where(Community.is_example.is_(periods.examples))
        .group_by(Community.id, Community.name, zones.c.zone_id, rows.c.month)
    )


def _measure(
    key: str, title: str, unit: str, trace: Trace | None = None, *, of_people: bool = False
) -> Measure:
    return Measure(
        key=f"activities.{key}",
        title=title,
        unit=unit,
        kind=MeasureKind.FLOW,
        of_people=of_people,
        states=(FactState.ALL, FactState.ACCEPTED),
        evidence=mark("The list of activities"),
        trace=trace
        or Trace(_trace(f"activities.{key}"), "activities.show_activity", "activity_id"),
    )


COUNT = replace(_measure("count", mark("Activities held"), mark("activities")), by_community=True)
HELD: Sequence[Measure] = (
    COUNT,
    _measure(
        "participants", mark("People who took part in activities"), mark("people"), of_people=True
    ),
    *(
        _measure(f"stage_{stage.value}", title, mark("activities"))
        for stage, title in STAGE_MEASURES.items()
    ),
)
ACTIVE_COMMUNITIES = _measure(
    "active_communities",
    mark("Communities with an activity of their own"),
    mark("communities"),
    Trace(_trace_communities, "registry.show_community", "community_id"),
)
ACTIVE_ZONES = _measure(
    "active_zones",
    mark("Zone networks with an activity"),
    mark("networks"),
    Trace(_trace_zones, "networks.show_zone", "zone_id"),
)

TALLIES = (
    Tally(
        "activities",
        (
            "activities",
            "activity_zones",
            "activity_references",
            "communities",
            "zone_memberships",
        ),
        (*HELD, ACTIVE_COMMUNITIES, ACTIVE_ZONES),
        count,
    ),
)
