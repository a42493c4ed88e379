"""Reports of activities: sent by those who held them, corrected until the office accepts them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Reach, Within
from core.errors import FieldError, NotFound, Refused
from core.files.store import FolderStore
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from core.tenancy.queries import districts
from tenants.activities import joint, lateness, photos, queries
from tenants.activities.models import Activity, ActivityState, ActivityZone
from tenants.activities.photos import ReadPhoto
from tenants.activities.reports import (
    EDITED,
    MOST_PARTNERS,
    Gift,
    Report,
    check,
    holder_of,
    values,
)
from tenants.activities.reviewing import withdraw_return
from tenants.partners.models import ContributionKind, Sector
from tenants.partners.queries import contributions_of_activity
from tenants.partners.service import (
    GivenByPartner,
    organisation_named,
    set_contributions_of_activity,
)
from tenants.problems.queries import problem as problem_within
from tenants.registry.models import Community
from tenants.registry.queries import community as community_within
from tenants.zones.models import Zone
from tenants.zones.queries import zone as zone_within
from tenants.zones.queries import zone_of_community

__all__ = ["EDITED", "Gift", "Report", "holder_of"]


def report_activity(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    record_id: UUID,
    report: Report,
    store: FolderStore,
    sent_photos: Sequence[ReadPhoto] = (),
) -> Activity:
    """Enter a report; it counts from now on. Sent twice with one `record_id` it is one record.

    NotFound for a community, zone or problem outside the reach. The zone is that of the day it was
    held. In a closed month the report waits: it counts for nothing there until the section opens the
    month again. Photos are read and drawn one after the other.
    """
    scope.name_change(session, "activity:reported")
    existing = session.get(Activity, (actor.district_id, record_id))
    if existing is not None:
        return existing
    check(report)
    entry = Activity(
        district_id=actor.district_id,
        id=record_id,
        state=ActivityState.REPORTED.value,
        reported_by=actor.name,
        reported_by_position=actor.position,
        reported_by_account=actor.account_id,
        changed_by=actor.name,
        **_owner(session, within, report),
        **values(report),
    )
    _check_problem(session, within, report, None)
    entry.partner_district_id = _partner_office(session, actor, within, report, None)
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return session.get_one(Activity, (actor.district_id, record_id))
    lateness.mark_if_late(session, actor, entry)
    _set_rest(session, actor, entry, report)
    photos.add(session, store, actor=actor, entry=entry, sent=sent_photos)
    joint.tell_offices(session, entry, before=None)
    return entry


def change_activity(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    activity_id: UUID,
    seen_version: int,
    report: Report,
    store: FolderStore,
    sent_photos: Sequence[ReadPhoto] = (),
) -> Activity:
    """Correct a report that is not accepted yet; EditConflict where somebody saved it meanwhile.

    One that was returned is thereby sent again.
    """
    scope.name_change(session, "activity:changed")
    entry = _locked(session, within, activity_id)
    refuse_unless_open(entry, actor, within)
    lateness.refuse_correction(session, entry)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this report while you were editing."),
        stored(session, entry),
    )
    check(report)
    lateness.refuse_move(session, entry, report)
    unmoved = report.holder == holder_of(entry)
    owner = _owner(session, WHOLE_DISTRICT if unmoved else within, report)
    _check_problem(session, within, report, entry)
    told_before = joint.news_of(entry)
    for name, value in (owner | values(report)).items():
        setattr(entry, name, value)
    entry.partner_district_id = _partner_office(session, actor, within, report, entry)
    if entry.state == ActivityState.RETURNED:
        entry.state = ActivityState.REPORTED.value
        withdraw_return(session, entry)
    sign(entry, actor)
    _set_rest(session, actor, entry, report)
    photos.add(session, store, actor=actor, entry=entry, sent=sent_photos)
    joint.tell_offices(session, entry, before=told_before)
    return entry


def delete_activity(session: Session, *, actor: Actor, within: Within, activity_id: UUID) -> None:
    """Remove a report that is not accepted yet, its photos with it; the audit keeps what it said."""
    scope.name_change(session, "activity:deleted")
    entry = _locked(session, within, activity_id)
    refuse_unless_open(entry, actor, within)
    lateness.refuse_correction(session, entry)
    lateness.forget(session, entry)
    joint.tell_withdrawal(session, entry)
    photos.remove_all(session, entry)
    session.delete(entry)


def may_change(entry: Activity, actor: Actor, within: Within) -> bool:
    """Whether this person may correct or delete a report: its author, or the office's staff."""
    own = entry.reported_by_account == actor.account_id
    return entry.state != ActivityState.ACCEPTED and (own or within.whole_district)


def refuse_unless_open(entry: Activity, actor: Actor, within: Within) -> None:
    """Refuse a correction of an accepted report, or of somebody else's by a leader."""
    if entry.state == ActivityState.ACCEPTED:
        raise Refused("This report has been accepted. Ask the office to take the acceptance back.")
    if not may_change(entry, actor, within):
        raise Refused("Only the person who sent this report, or the office, may change it.")


def stored(session: Session, entry: Activity) -> dict[str, Any]:
    """What is stored of a report, by the names of the form's fields."""
    found = {name: getattr(entry, name) for name in EDITED}
    found |= {"holder": holder_of(entry), "principles": entry.principles}
    found |= {f"sector_{sector.value}": entry.sectors.get(sector.value) for sector in Sector}
    found["partner_district_id"] = entry.partner_district_id
    others = queries.further_zones(session, entry.id)
    found["further_zones"] = [str(zone.id) for zone in others]
    found["further_numbers"] = ", ".join(str(zone.number) for zone in others)
    given = contributions_of_activity(session, entry.id)
    for row in range(MOST_PARTNERS):
        gift = given[row].contribution if row < len(given) else None
        found |= {
            f"gift_{row}_name": given[row].organisation.name if gift else "",
            f"gift_{row}_sector": None,
            f"gift_{row}_kind": gift.kind if gift else ContributionKind.THINGS.value,
            f"gift_{row}_description": gift.description if gift else "",
            f"gift_{row}_value": gift.value if gift else None,
            f"gift_{row}_people": gift.people if gift else None,
        }
    return found


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


def _check_problem(
    session: Session, within: Within, report: Report, entry: Activity | None
) -> None:
    """NotFound for a problem outside the reach; the one that stands there already may stay."""
    if report.problem_id is None or (entry is not None and entry.problem_id == report.problem_id):
        return
    problem_within(session, within, report.problem_id)


def _partner_office(
    session: Session, actor: Actor, within: Within, report: Report, entry: Activity | None
) -> int | None:
    """The office that took part: the staff names it, a leader's form leaves it as it is."""
    if not within.whole_district:
        return entry.partner_district_id if entry is not None else None
    code = report.partner_district_id
    if code is None:
        return None
    if code == actor.district_id or code not in {office.code for office in districts(session)}:
        raise FieldError("Choose another district office.", field="partner_district_id")
    return code


def _set_rest(session: Session, actor: Actor, entry: Activity, report: Report) -> None:
    """Further networks and what partners gave, as the report says: others go."""
    _set_zones(session, entry, report)
    given = []
    for gift in report.gifts:
        try:
            partner = organisation_named(session, actor, gift.name, gift.sector)
        except FieldError as problem:
            raise FieldError(problem.message, field=f"gift_{gift.row}_{problem.field}") from problem
        given.append(
            GivenByPartner(partner.id, gift.kind, gift.description, gift.value, gift.people)
        )
    set_contributions_of_activity(session, actor=actor, activity=entry, entries=given)
    # Registering a partner has named itself; what was done here is the report.
    said = "activity:changed" if entry.version > 1 else "activity:reported"
    scope.name_change(session, said)


def _set_zones(session: Session, entry: Activity, report: Report) -> None:
    wanted = set(report.further_zones) - {entry.zone_id}
    known = {
        row.zone_id: row
        for row in session.scalars(select(ActivityZone).where(ActivityZone.activity_id == entry.id))
    }
    new = wanted - known.keys()
    found = set(session.scalars(select(Zone.id).where(Zone.id.in_(new), Zone.closed_on.is_(None))))
    if new - found:
        raise NotFound("This zone does not exist.")
    gone = [row.id for zone_id, row in known.items() if zone_id not in wanted]
    if gone:
        session.execute(delete(ActivityZone).where(ActivityZone.id.in_(gone)))
    for zone_id in wanted & known.keys():
        known[zone_id].held_on, known[zone_id].is_example = entry.held_on, entry.is_example
    session.add_all(
        ActivityZone(
            district_id=entry.district_id,
            activity_id=entry.id,
            zone_id=zone_id,
            held_on=entry.held_on,
            is_example=entry.is_example,
        )
        for zone_id in sorted(new)
    )
    session.flush()


def _locked(session: Session, within: Within, activity_id: UUID) -> Activity:
    return lock(session, queries.activity(session, within, activity_id).activity)
