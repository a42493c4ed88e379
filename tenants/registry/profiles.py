"""How people live in a community, and that it takes part in the network by its own will (M113)."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_date
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.registry import queries
from tenants.registry.models import Community, CommunityStatus
from tenants.registry.profile_models import CommunityProfile, Participation

NOTES = ("way_of_life", "shared_values", "customs", "attitudes")
"""The parts of a profile, in the order in which they are shown."""

_CHANGED = mark("%(name)s changed this profile while you were editing.")


@dataclass(frozen=True)
class Notes:
    """What the office has understood of a community: its life, values, customs and attitudes."""

    way_of_life: str = ""
    shared_values: str = ""
    customs: str = ""
    attitudes: str = ""


def profile_of(session: Session, community_id: UUID) -> CommunityProfile | None:
    """The profile of a community that the caller may read; None before somebody wrote one."""
    return session.scalars(
        select(CommunityProfile).where(CommunityProfile.community_id == community_id)
    ).one_or_none()


def participations_of(session: Session, community_id: UUID) -> list[Participation]:
    """When a community joined the network by its own will and when it withdrew, the newest first."""
    return list(
        session.scalars(
            select(Participation)
            .where(Participation.community_id == community_id)
            .order_by(Participation.joined_on.desc(), Participation.id.desc())
        )
    )


def write_profile(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    community_id: UUID,
    seen_version: int,
    notes: Notes,
) -> CommunityProfile:
    """Write or change the profile; EditConflict where somebody has saved it since it was opened.

    `seen_version` is 0 where there was none: two people who write the first one see both texts.
    """
    scope.name_change(session, "community_profile:written")
    community = _open(session, within, community_id)
    entry = profile_of(session, community.id)
    if entry is None:
        entry = CommunityProfile(
            district_id=actor.district_id,
            community_id=community.id,
            is_example=community.is_example,
            changed_by=actor.name,
            **asdict(notes),
        )
        session.add(entry)
        session.flush()
        return entry
    lock(session, entry)
    stored = {name: getattr(entry, name) for name in NOTES}
    if stored == asdict(notes):
        return entry
    refuse_stale(entry, seen_version, _CHANGED, stored)
    for name, value in asdict(notes).items():
        setattr(entry, name, value)
    sign(entry, actor)
    return entry


def join_network(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    community_id: UUID,
    record_id: UUID,
    joined_on: date,
    basis: str,
) -> Participation:
    """The community takes part by its own will from a day on; `basis` is where the will was said.

    Sent twice with one `record_id` it is one. Refused while it takes part already.
    """
    scope.name_change(session, "participation:joined")
    community = _open(session, within, community_id)
    existing = session.get(Participation, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if not basis.strip():
        raise FieldError("Say where the community said that it joins.", field="basis")
    if joined_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="joined_on")
    for past in participations_of(session, community.id):
        if past.withdrew_on is None:
            raise Refused("This community takes part already.")
        if joined_on < past.withdrew_on:
            raise FieldError(
                "It withdrew on %(day)s. The day cannot be before it.",
                field="joined_on",
                day=show_date(past.withdrew_on, style="numeric"),
            )
    entry = Participation(
        district_id=actor.district_id,
        id=record_id,
        community_id=community.id,
        joined_on=joined_on,
        basis=basis.strip(),
        is_example=community.is_example,
        changed_by=actor.name,
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return session.get_one(Participation, (actor.district_id, record_id))
    return entry


def withdraw(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    participation_id: UUID,
    withdrew_on: date,
    reason: str,
) -> Participation:
    """The community takes part no more from a day on, for its own reason. Twice changes nothing.

    It stays in its zone: the zone is the office's division, taking part is the community's will.
    """
    scope.name_change(session, "participation:withdrawn", reason)
    entry = lock(session, participation(session, within, participation_id))
    if entry.withdrew_on is not None:
        return entry
    if not reason.strip():
        raise FieldError("Say why the community withdraws.", field="reason")
    if withdrew_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="withdrew_on")
    if withdrew_on < entry.joined_on:
        raise FieldError(
            "It joined on %(day)s. The day cannot be before it.",
            field="withdrew_on",
            day=show_date(entry.joined_on, style="numeric"),
        )
    entry.withdrew_on, entry.withdrawal_reason = withdrew_on, reason.strip()
    sign(entry, actor)
    return entry


def participation(session: Session, within: Within, participation_id: UUID) -> Participation:
    """One participation of a community in reach; NotFound for all others."""
    found = session.scalars(
        select(Participation).where(Participation.id == participation_id)
    ).one_or_none()
    if found is None:
        raise NotFound("This page does not exist")
    queries.community(session, within, found.community_id)
    return found


def _open(session: Session, within: Within, community_id: UUID) -> Community:
    """The community, locked: whoever writes about it at once comes after."""
    entry = lock(session, queries.community(session, within, community_id))
    if entry.status == CommunityStatus.CLOSED:
        raise Refused("This community is closed. A closed community is not changed.")
    return entry
