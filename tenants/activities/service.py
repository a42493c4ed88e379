"""Reports of activities: sent by those who held them, corrected until the office accepts them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Reach, Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, shift_month
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.activities import queries
from tenants.activities.models import Activity, ActivityState
from tenants.registry.models import Community
from tenants.registry.queries import community as community_within
from tenants.zones.models import Zone
from tenants.zones.queries import zone as zone_within
from tenants.zones.queries import zone_of_community

YEARS_BACK = 10
"""How long ago an activity may have been: further back a mistyped year is likelier."""

EDITED = ("title", "held_on", "kind", "stage", "participants", "female", "male", "note")
"""What the form of an activity changes, besides whose it is."""


@dataclass(frozen=True)
class Report:
    """What a person says about an activity.

    `holder` is `community:<id>` or `zone:<id>`, the latter for what the zone's network held.
    `female` and `male` may be unknown; where both are known they add up to `participants`.
    """

    title: str
    held_on: date
    holder: str
    kind: str
    participants: int
    female: int | None = None
    male: int | None = None
    stage: str | None = None
    note: str = ""


def report_activity(
    session: Session, *, actor: Actor, within: Within, record_id: UUID, report: Report
) -> Activity:
    """Enter a report; it counts from now on. Sent twice with one `record_id` it is one record.

    NotFound for a community or zone outside the reach. The zone is that of the day it was held.
    """
    scope.name_change(session, "activity:reported")
    existing = session.get(Activity, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check(report)
    owner = _owner(session, within, report)
    entry = Activity(
        district_id=actor.district_id,
        id=record_id,
        state=ActivityState.REPORTED.value,
        reported_by=actor.name,
        reported_by_position=actor.position,
        reported_by_account=actor.account_id,
        changed_by=actor.name,
        **owner,
        **_values(report),
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return session.get_one(Activity, (actor.district_id, record_id))
    return entry


def change_activity(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    activity_id: UUID,
    seen_version: int,
    report: Report,
) -> Activity:
    """Correct a report that is not accepted yet; EditConflict where somebody saved it meanwhile."""
    scope.name_change(session, "activity:changed")
    entry = _locked(session, within, activity_id)
    refuse_unless_open(entry, actor, within)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this report while you were editing."),
        {"holder": holder_of(entry)} | {name: getattr(entry, name) for name in EDITED},
    )
    _check(report)
    unmoved = report.holder == holder_of(entry)
    owner = _owner(session, WHOLE_DISTRICT if unmoved else within, report)
    for name, value in (owner | _values(report)).items():
        setattr(entry, name, value)
    sign(entry, actor)
    return entry


def delete_activity(session: Session, *, actor: Actor, within: Within, activity_id: UUID) -> None:
    """Remove a report that is not accepted yet; the audit keeps what it said."""
    scope.name_change(session, "activity:deleted")
    entry = _locked(session, within, activity_id)
    refuse_unless_open(entry, actor, within)
    session.delete(entry)


def accept_activity(
    session: Session, *, actor: Actor, within: Within, activity_id: UUID, seen_version: int
) -> Activity:
    """Accept a report as it was read; accepting it once more changes nothing.

    Refused where the report was corrected after the person opened it.
    """
    scope.name_change(session, "activity:accepted")
    entry = _locked(session, within, activity_id)
    if entry.state == ActivityState.ACCEPTED:
        return entry
    if entry.version != seen_version:
        raise Refused("This report was corrected while you were reading it. Read it once more.")
    entry.state = ActivityState.ACCEPTED.value
    sign(entry, actor)
    return entry


def withdraw_acceptance(
    session: Session, *, actor: Actor, within: Within, activity_id: UUID
) -> Activity:
    """Take an acceptance back, so that the report can be corrected again."""
    scope.name_change(session, "activity:acceptance_withdrawn")
    entry = _locked(session, within, activity_id)
    if entry.state == ActivityState.ACCEPTED:
        entry.state = ActivityState.REPORTED.value
        sign(entry, actor)
    return entry


def may_change(entry: Activity, actor: Actor, within: Within) -> bool:
    """Whether this person may correct or delete a report: its author, or the office's staff."""
    own = entry.reported_by_account == actor.account_id
    return entry.state == ActivityState.REPORTED and (own or within.whole_district)


def refuse_unless_open(entry: Activity, actor: Actor, within: Within) -> None:
    """Refuse a correction of an accepted report, or of somebody else's by a leader."""
    if entry.state == ActivityState.ACCEPTED:
        raise Refused("This report has been accepted. Ask the office to take the acceptance back.")
    if not may_change(entry, actor, within):
        raise Refused("Only the person who sent this report, or the office, may change it.")


def holder_of(entry: Activity) -> str:
    """Whose activity it is, as a `Report` names it."""
    return f"community:{entry.community_id}" if entry.community_id else f"zone:{entry.zone_id}"


def _check(report: Report) -> None:
    if not report.title.strip():
        raise FieldError("Say what was held.", field="title")
    today = bangkok_today()
    if report.held_on > today:
        raise FieldError("The day cannot be in the future.", field="held_on")
    if report.held_on < shift_month(today, -12 * YEARS_BACK):
        raise FieldError(
            "This day is more than %(years)s years ago. Check the year.",
            field="held_on",
            years=YEARS_BACK,
        )
    _check_participants(report)


def _check_participants(report: Report) -> None:
    if report.participants < 1:
        raise FieldError("Type how many people came.", field="participants")
    known = [number for number in (report.female, report.male) if number is not None]
    total, both = sum(known), len(known) == 2  # noqa: PLR2004 - women and men
    if (both and total != report.participants) or total > report.participants:
        raise FieldError(
            "Women and men add up to %(sum)s, but %(participants)s people came.",
            field="participants",
            sum=total,
            participants=report.participants,
        )


def _owner(session: Session, within: Within, report: Report) -> dict[str, Any]:
    """The zone and community of a report, and whether they are examples: then it is one too."""
    kind, _, key = report.holder.partition(":")
    try:
        holder_id = UUID(key)
    except ValueError as problem:
        raise FieldError("Choose whose activity it was.", field="holder") from problem
    if kind == "zone":
        zone = _zone(session, within, holder_id)
        return {"zone_id": zone.id, "community_id": None, "is_example": zone.is_example}
    community: Community = community_within(session, within, holder_id)
    if community.closed_on is not None and community.closed_on <= report.held_on:
        raise FieldError("This community was closed before that day.", field="held_on")
    zone_then = zone_of_community(session, community.id, report.held_on)
    return {
        "zone_id": zone_then.id if zone_then else None,
        "community_id": community.id,
        "is_example": community.is_example,
    }


def _zone(session: Session, within: Within, zone_id: UUID) -> Zone:
    """The zone whose network held it; a leader of one community reports for no network."""
    if within.reach < Reach.OWN_ZONE:
        raise NotFound("This zone does not exist.")
    return zone_within(session, within, zone_id)


def _locked(session: Session, within: Within, activity_id: UUID) -> Activity:
    return lock(session, queries.activity(session, within, activity_id).activity)


def _values(report: Report) -> dict[str, Any]:
    return {name: getattr(report, name) for name in EDITED}
