"""งานประจำ: what the meetings, reports and courses of an office wait for."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.i18n.dates import first_of_month, shift_month
from core.identity.actor import Actor
from core.periods.models import Step
from tenants.activities.models import Activity, ActivityReference, ActivityState, ReferenceState
from tenants.meetings.models import Meeting, MeetingState, Minutes, MinutesState, Task, TaskState
from tenants.meetings.queries import MeetingLine, upcoming
from tenants.periods.queries import SentBack, sent_back, step_of
from tenants.periods.zone_queries import ZoneState, zone_month_states
from tenants.training.models import FollowUp

MINUTES_AFTER_DAYS = 7
"""From then on a meeting without minutes sent round is a thing to do."""


@dataclass(frozen=True)
class OfficeWork:
    """How much waits, the next meetings, and months that came back from the department."""

    overdue_tasks: int
    unwritten_minutes: int
    waiting_reports: int
    offered_activities: int
    due_follow_ups: int
    meetings: tuple[MeetingLine, ...]
    month: date
    month_step: Step
    sent_back: tuple[SentBack, ...]


@dataclass(frozen=True)
class OwnWork:
    """What a leader has to do: the own tasks, reports that came back, the next meetings."""

    tasks: tuple[Task, ...]
    returned: tuple[Activity, ...]
    meetings: tuple[MeetingLine, ...]
    unconfirmed: tuple[ZoneState, ...]


def office_work(session: Session, day: date) -> OfficeWork:
    """What waits in the whole office on a day, in four statements; `month` is the last full one."""
    counts = session.execute(
        select(
            _count(Task, Task.state == TaskState.OPEN.value, Task.due_on < day),
            _count(
                Meeting,
                Meeting.state == MeetingState.CLOSED.value,
                Meeting.held_on <= day - timedelta(days=MINUTES_AFTER_DAYS),
                ~select(Minutes.id)
                .where(Minutes.meeting_id == Meeting.id, Minutes.state != MinutesState.DRAFT.value)
                .exists(),
            ),
            _count(Activity, Activity.state == ActivityState.REPORTED.value),
            _count(ActivityReference, ActivityReference.state == ReferenceState.OFFERED.value),
            _count(FollowUp, FollowUp.due_on <= day, FollowUp.answered_at.is_(None)),
        )
    ).one()
    month = shift_month(first_of_month(day), -1)
    return OfficeWork(
        *counts,
        meetings=tuple(upcoming(session, WHOLE_DISTRICT, day)),
        month=month,
        month_step=step_of(session, month),
        sent_back=tuple(sent_back(session)),
    )


def own_work(
    session: Session, actor: Actor, within: Within, day: date, confirms: Within | None
) -> OwnWork:
    """What waits for a leader; `confirms` says for which zones the person confirms months."""
    tasks = session.scalars(
        select(Task)
        .where(Task.account_id == actor.account_id, Task.state == TaskState.OPEN.value)
        .order_by(Task.due_on, Task.id)
    )
    returned = session.scalars(
        select(Activity)
        .where(
            Activity.reported_by_account == actor.account_id,
            Activity.state == ActivityState.RETURNED.value,
        )
        .order_by(Activity.held_on, Activity.id)
    )
    return OwnWork(
        tuple(tasks),
        tuple(returned),
        tuple(upcoming(session, within, day, limit=3)),
        _unconfirmed(session, confirms, day) if confirms else (),
    )


def _unconfirmed(session: Session, within: Within, day: date) -> tuple[ZoneState, ...]:
    """The zones whose last full month waits for its confirmation, unless it is approved already."""
    month = shift_month(first_of_month(day), -1)
    if step_of(session, month) in (Step.DIRECTOR, Step.DEPARTMENT):
        return ()
    states = zone_month_states(session, [month], within)[month]
    return tuple(state for state in states if not state.is_confirmed)


def _count(table: type, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(table).where(and_(*conditions)).scalar_subquery()
