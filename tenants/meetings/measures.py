"""What meetings count: held, with minutes adopted in time, and tasks done in time (M81, F52, F55).

Meetings count in the month in which they were held, tasks in the month in which they are due.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, null, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from core.indicators.measures import Counting, Measure, MeasureKind, Period
from core.marks import mark
from tenants.meetings.minutes_adoption import IN_TIME_DAYS
from tenants.meetings.models import Meeting, MeetingState, Minutes, MinutesState, Task, TaskState

ALL = "all"


def held(period: Period) -> Counting:
    """Meetings that were opened and closed."""
    return _by_zone(Meeting.zone_id, _held(period))


def minutes_adopted_in_time(period: Period) -> Counting:
    """Meetings of the month whose minutes were adopted within 30 days of the meeting."""
    return _by_zone(
        Meeting.zone_id,
        _held(period)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.state == MinutesState.ADOPTED.value, Minutes.within_days <= IN_TIME_DAYS),
    )


def tasks_due(period: Period) -> Counting:
    """Tasks due in the month, without those that were given up."""
    return _by_zone(Task.zone_id, _due(period))


def tasks_done_in_time(period: Period) -> Counting:
    return _by_zone(
        Task.zone_id,
        _due(period).where(Task.state == TaskState.DONE.value, Task.done_on <= Task.due_on),
    )


def of_stage(stage: str) -> Callable[[Period], Counting]:
    """Meetings at which people took part at this stage (M38, F59)."""

    def count(period: Period) -> Counting:
        return _by_zone(Meeting.zone_id, _held(period).where(Meeting.stage == stage))

    return count


def _held(period: Period) -> Select[Any]:
    return (
        select()
        .select_from(Meeting)
        .where(
            Meeting.state == MeetingState.CLOSED.value,
            Meeting.held_on.between(period.month, period.last_day),
            Meeting.is_example.is_(period.examples),
        )
    )


def _due(period: Period) -> Select[Any]:
    return (
        select()
        .select_from(Task)
        .where(
            Task.state != TaskState.DROPPED.value,
            Task.due_on.between(period.month, period.last_day),
            Task.is_example.is_(period.examples),
        )
    )


def _by_zone(zone: InstrumentedAttribute[UUID | None], rows: Select[Any]) -> Counting:
    """The count for the district and for each zone."""
    return union_all(
        rows.add_columns(
            null().label("zone_id"), literal(ALL).label("state"), func.count().label("value")
        ),
        rows.where(zone.is_not(None)).add_columns(zone, literal(ALL), func.count()).group_by(zone),
    )


STAGE_MEASURES = {
    "find_causes": mark("Meetings that looked for causes"),
    "plan": mark("Meetings that planned"),
    "act": mark("Meetings that decided on means and work"),
    "evaluate": mark("Meetings that evaluated"),
}
"""The keys are those of the stages of activities: a zone covers a stage by either."""

MEASURES = (
    Measure(
        key="meetings.held",
        title=mark("Meetings held"),
        unit=mark("meetings"),
        kind=MeasureKind.FLOW,
        sources=("meetings",),
        count=held,
        evidence=mark("The list of meetings"),
    ),
    Measure(
        key="meetings.minutes_adopted_in_time",
        title=mark("Meetings whose minutes were adopted within 30 days"),
        unit=mark("meetings"),
        kind=MeasureKind.FLOW,
        sources=("meetings", "minutes"),
        count=minutes_adopted_in_time,
        evidence=mark("The adopted minutes"),
    ),
    Measure(
        key="meetings.tasks_due",
        title=mark("Tasks of meetings that were due"),
        unit=mark("tasks"),
        kind=MeasureKind.FLOW,
        sources=("tasks",),
        count=tasks_due,
        evidence=mark("The list of tasks"),
    ),
    Measure(
        key="meetings.tasks_done_in_time",
        title=mark("Tasks of meetings that were done in time"),
        unit=mark("tasks"),
        kind=MeasureKind.FLOW,
        sources=("tasks",),
        count=tasks_done_in_time,
        evidence=mark("The list of tasks"),
    ),
    *(
        Measure(
            key=f"meetings.stage_{stage}",
            title=title,
            unit=mark("meetings"),
            kind=MeasureKind.FLOW,
            sources=("meetings",),
            count=of_stage(stage),
            evidence=mark("The list of meetings"),
        )
        for stage, title in STAGE_MEASURES.items()
    ),
)
