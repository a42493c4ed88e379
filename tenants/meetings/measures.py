"""What meetings count: held, with minutes adopted in time, and tasks done in time (M81, F52, F55).

Meetings count in the month in which they were held, tasks in the month in which they are due.
"""

from typing import Any

from sqlalchemy import Select, Uuid, and_, cast, literal, null, select, true

from core.evidence.models import EvidenceKind
from core.indicators.counting import number_if, tally_of
from core.indicators.measures import Measure, MeasureKind, Periods
from core.marks import mark
from tenants.meetings.minutes_adoption import IN_TIME_DAYS
from tenants.meetings.models import Meeting, MeetingState, Minutes, MinutesState, Task, TaskState

STAGE_MEASURES = {
    "find_causes": mark("Meetings that looked for causes"),
    "plan": mark("Meetings that planned"),
    "act": mark("Meetings that decided on means and work"),
    "evaluate": mark("Meetings that evaluated"),
}
"""The keys are those of the stages of activities: a zone covers a stage by either."""


def held(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Meetings that were opened and closed, with what is said of their minutes.

    Minutes are in time that were adopted within 30 days of the meeting.
    """
    in_time = and_(Minutes.state == MinutesState.ADOPTED.value, Minutes.within_days <= IN_TIME_DAYS)
    return (
        select(
            Meeting.id.label("record_id"),
            periods.month_of(Meeting.held_on).label("month"),
            Meeting.held_on.label("day"),
            Meeting.title.label("title"),
            Meeting.zone_id.label("zone_id"),
            cast(null(), Uuid).label("community_id"),
            true().label("accepted"),
            literal(1).label("meetings.held"),
            number_if(in_time).label("meetings.minutes_adopted_in_time"),
            *(
                number_if(Meeting.stage == stage).label(f"meetings.stage_{stage}")
                for stage in STAGE_MEASURES
            ),
        )
        .select_from(Meeting)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            Meeting.state == MeetingState.CLOSED.value,
            periods.hold(Meeting.held_on),
            Meeting.is_example.is_(periods.examples),
        )
    )


def due(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Tasks that are due, without those that were given up."""
    done = and_(Task.state == TaskState.DONE.value, Task.done_on <= Task.due_on)
    return select(
        Task.id.label("record_id"),
        periods.month_of(Task.due_on).label("month"),
        Task.due_on.label("day"),
        Task.text.label("title"),
        Task.zone_id.label("zone_id"),
        cast(null(), Uuid).label("community_id"),
        true().label("accepted"),
        literal(1).label("meetings.tasks_due"),
        number_if(done).label("meetings.tasks_done_in_time"),
    ).where(
        Task.state != TaskState.DROPPED.value,
        periods.hold(Task.due_on),
        Task.is_example.is_(periods.examples),
    )


TALLIES = (
    tally_of(
        "meetings",
        ("meetings", "minutes"),
        (
            Measure(
                key="meetings.held",
                title=mark("Meetings held"),
                unit=mark("meetings"),
                kind=MeasureKind.FLOW,
                of_people=False,
                evidence=mark("The list of meetings"),
                papers=(EvidenceKind.MINUTES,),
            ),
            Measure(
                key="meetings.minutes_adopted_in_time",
                title=mark("Meetings whose minutes were adopted within 30 days"),
                unit=mark("meetings"),
                kind=MeasureKind.FLOW,
                of_people=False,
                evidence=mark("The adopted minutes"),
                papers=(EvidenceKind.MINUTES,),
            ),
            *(
                Measure(
                    key=f"meetings.stage_{stage}",
                    title=title,
                    unit=mark("meetings"),
                    kind=MeasureKind.FLOW,
                    of_people=False,
                    evidence=mark("The list of meetings"),
                )
                for stage, title in STAGE_MEASURES.items()
            ),
        ),
        held,
        endpoint="meetings.show_meeting",
        parameter="meeting_id",
    ),
    tally_of(
        "tasks",
        ("tasks",),
        (
            Measure(
                key="meetings.tasks_due",
                title=mark("Tasks of meetings that were due"),
                unit=mark("tasks"),
                kind=MeasureKind.FLOW,
                of_people=False,
                evidence=mark("The list of tasks"),
            ),
            Measure(
                key="meetings.tasks_done_in_time",
                title=mark("Tasks of meetings that were done in time"),
                unit=mark("tasks"),
                kind=MeasureKind.FLOW,
                of_people=False,
                evidence=mark("The list of tasks"),
            ),
        ),
        due,
        endpoint="meetings.show_task",
        parameter="task_id",
    ),
)
