"""What the office does with reports: accepts them, one or several at once, or returns one to be corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.identity.actor import Actor
from core.notices.models import Topic
from core.notices.service import Recipient, notify, withdraw
from core.records import lock, sign
from core.tenancy import scope
from tenants.activities import lateness, queries
from tenants.activities.models import Activity, ActivityState
from tenants.activities.reach import activities_within
from tenants.periods.queries import refuse_change

MOST_AT_ONCE = 50
"""Reports that one page offers to accept together, the oldest first."""


@dataclass(frozen=True)
class Accepted:
    """How many of several reports were accepted, and the titles of those that have to be read once more."""

    number: int
    left: tuple[str, ...]


def accept_activity(
    session: Session, *, actor: Actor, within: Within, activity_id: UUID, seen_version: int
) -> Activity:
    """Accept a report as it was read; accepting it once more changes nothing.

    Refused where the report was corrected after the person opened it, and where it was returned.
    """
    scope.name_change(session, "activity:accepted")
    entry = _locked(session, within, activity_id)
    if entry.state == ActivityState.ACCEPTED:
        return entry
    refuse_change(session, entry.held_on)
    if entry.version != seen_version:
        raise Refused("This report was corrected while you were reading it. Read it once more.")
    if entry.state == ActivityState.RETURNED:
        raise Refused("This report was returned. It can be accepted when it has been corrected.")
    _accept(entry, actor)
    lateness.settle(session, [entry.id])
    return entry


def accept_several(
    session: Session, *, actor: Actor, within: Within, seen: Mapping[UUID, int]
) -> Accepted:
    """Accept reports as they were read, by their versions; those accepted before count for nothing.

    What was corrected or returned meanwhile stays as it is and is named. Refused in a closed month.
    """
    scope.name_change(session, "activity:accepted")
    if not seen:
        raise FieldError("Choose at least one report.", field="chosen")
    entries = session.scalars(
        select(Activity)
        .where(Activity.id.in_(list(seen)[:MOST_AT_ONCE]), activities_within(within))
        .order_by(Activity.id)
        .with_for_update()
    ).all()
    for month in sorted({entry.held_on.replace(day=1) for entry in entries}):
        refuse_change(session, month)
    accepted, left = [], []
    for entry in entries:
        if entry.state == ActivityState.ACCEPTED:
            continue
        if entry.state != ActivityState.REPORTED or entry.version != seen[entry.id]:
            left.append(entry.title)
            continue
        _accept(entry, actor)
        accepted.append(entry.id)
    lateness.settle(session, accepted)
    return Accepted(len(accepted), tuple(left))


def withdraw_acceptance(
    session: Session, *, actor: Actor, within: Within, activity_id: UUID
) -> Activity:
    """Take an acceptance back, so that the report can be corrected again."""
    scope.name_change(session, "activity:acceptance_withdrawn")
    entry = _locked(session, within, activity_id)
    if entry.state == ActivityState.ACCEPTED:
        refuse_change(session, entry.held_on)
        entry.state = ActivityState.REPORTED.value
        sign(entry, actor)
    return entry


def return_activity(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    activity_id: UUID,
    seen_version: int,
    reason: str,
) -> Activity:
    """Send a report back with what is to be corrected; who sent it is told. Returning it twice is once."""
    scope.name_change(session, "activity:returned", reason.strip())
    entry = _locked(session, within, activity_id)
    if entry.state == ActivityState.RETURNED:
        return entry
    refuse_change(session, entry.held_on)
    if entry.state == ActivityState.ACCEPTED:
        raise Refused("This report has been accepted. Take the acceptance back first.")
    if entry.version != seen_version:
        raise Refused("This report was corrected while you were reading it. Read it once more.")
    if not reason.strip():
        raise FieldError("Say what has to be corrected.", field="reason")
    entry.state = ActivityState.RETURNED.value
    entry.returned_reason = reason.strip()
    entry.returned_by = actor.name
    entry.returned_at = datetime.now(UTC)
    sign(entry, actor)
    _tell_reporter(session, actor, entry)
    return entry


def withdraw_return(session: Session, entry: Activity) -> None:
    """The report has been sent again: who has not read that it was returned need not."""
    withdraw(session, _key_of_return(entry))


def _tell_reporter(session: Session, actor: Actor, entry: Activity) -> None:
    if entry.reported_by_account in (None, actor.account_id):
        return
    notify(
        session,
        topic=Topic.ACTIVITY,
        event_key=_key_of_return(entry),
        to=[Recipient.account(entry.reported_by_account, entry.reported_by)],
        title=f"ขอให้แก้ไขรายงานกิจกรรม “{entry.title}”",
        body=f"{entry.returned_reason}\n\n{actor.name} {actor.position}",
        url=f"/d/{actor.slug}/activities/{entry.id}",
        is_example=entry.is_example,
    )


def _key_of_return(entry: Activity) -> str:
    at = entry.returned_at.astimezone(UTC).isoformat() if entry.returned_at else ""
    return f"activity:{entry.id}:returned:{at}"


def _accept(entry: Activity, actor: Actor) -> None:
    entry.state = ActivityState.ACCEPTED.value
    sign(entry, actor)


def _locked(session: Session, within: Within, activity_id: UUID) -> Activity:
    return lock(session, queries.activity(session, within, activity_id).activity)
