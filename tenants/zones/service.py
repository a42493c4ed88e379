"""Changes of zones and of who belongs to them (F32).

A zone is never deleted: it is closed with a day and a reason. A membership holds from `valid_from`
to the day before `valid_to`: never two zones on one day, never a gap that nobody made.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.db import uuid7
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today, show_date
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.manual.queries import content_of
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.adoption.queries import edition_in_force
from tenants.zones import queries
from tenants.zones.models import Zone, ZoneMembership

_ALL_IDS = 1 << 128


def create_zones(
    session: Session, *, actor: Actor, record_id: UUID, names: Sequence[str], valid_from: date
) -> list[Zone]:
    """Create zones under the edition of the manual in force, and remember it (M18, F43).

    Sent twice with one `record_id` they are created once. Refuses names that are empty or in use,
    a number of zones outside what the manual allows, and everything while no manual is adopted.
    """
    scope.name_change(session, "zone:created")
    if session.get(Zone, (actor.district_id, record_id)) is not None:
        return queries.open_zones(session, WHOLE_DISTRICT)
    in_force = edition_in_force(session, bangkok_today())
    if in_force is None:
        raise Refused("Adopt the manual first: it says how many zones the office may have.")
    if valid_from > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="valid_from")
    rules = content_of(in_force[1]).zones
    existing = _lock_open_zones(session)
    cleaned = _cleaned(names, {zone.name for zone in existing})
    _check_number(len(existing) + len(cleaned), rules.minimum, rules.maximum)
    first = queries.next_number(session)
    zones = [
        Zone(
            district_id=actor.district_id,
            id=UUID(int=(record_id.int + place) % _ALL_IDS),
            number=first + place,
            name=name,
            edition=in_force[1].number,
            valid_from=valid_from,
            changed_by=actor.name,
        )
        for place, name in enumerate(cleaned)
    ]
    _flush(session, zones)
    return zones


def rename_zone(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    zone_id: UUID,
    seen_version: int,
    name: str,
) -> Zone:
    """Give a zone another name; EditConflict where somebody else has saved it since it was opened."""
    scope.name_change(session, "zone:renamed")
    entry = lock(session, queries.zone(session, within, zone_id))
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this zone while you were editing."),
        {"name": entry.name},
    )
    if entry.closed_on is not None:
        raise Refused("This zone is closed. A closed zone is not changed.")
    others = {zone.name for zone in queries.open_zones(session, WHOLE_DISTRICT)} - {entry.name}
    entry.name = _cleaned([name], others, field="name")[0]
    sign(entry, actor)
    _flush(session, [], field="name")
    return entry


def close_zone(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    zone_id: UUID,
    closed_on: date,
    reason: str,
) -> Zone:
    """Close an empty zone from a day on, with a reason. Closing it once more changes nothing."""
    scope.name_change(session, "zone:closed", reason)
    entry = lock(session, queries.zone(session, within, zone_id))
    if entry.closed_on is not None:
        return entry
    if not reason.strip():
        raise FieldError("Say why the zone is closed.", field="reason")
    if closed_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="closed_on")
    _check_empty(session, entry, closed_on)
    entry.closed_on, entry.closing_reason = closed_on, reason.strip()
    sign(entry, actor)
    return entry


def place_community(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    community_id: UUID,
    zone_id: UUID | None,
    from_day: date,
    reason: str = "",
    is_example: bool = False,
) -> ZoneMembership | None:
    """Put a community into a zone from a day on, or into none; returns the membership that now holds.

    The present membership ends on that day. A move on the day on which it began replaces it.
    Moving out of a zone needs a reason (clause 1.7 of the manual). Refuses a future day, a day
    before the present membership or the zone began, and a closed zone. Whoever calls makes sure
    that the community is open and within reach.
    """
    scope.name_change(session, "zone:placed" if zone_id else "zone:left", reason)
    if from_day > bangkok_today():
        raise FieldError("The day of the move cannot be in the future.", field="from_day")
    if zone_id is not None:
        _check_zone(session, within, zone_id, from_day)
    history = _locked_history(session, community_id)
    present = next((entry for entry in history if entry.valid_to is None), None)
    if present is not None:
        if present.zone_id == zone_id:
            return present
        _end(session, present, from_day, reason)
        history = [entry for entry in history if entry is not present] + (
            [] if present.valid_to is None else [present]
        )
    if zone_id is None:
        return None
    return _begin(
        session,
        history,
        ZoneMembership(
            district_id=actor.district_id,
            id=uuid7(),
            zone_id=zone_id,
            community_id=community_id,
            valid_from=from_day,
            reason=reason.strip(),
            is_example=is_example,
        ),
    )


def leave_zone(session: Session, *, community_id: UUID, day: date) -> None:
    """Take a community that is being closed out of its zone, from a day on; names no action of its own."""
    for entry in _locked_history(session, community_id):
        if entry.valid_to is None:
            entry.valid_to = max(day, entry.valid_from)


def _check_empty(session: Session, entry: Zone, closed_on: date) -> None:
    members, last_day = session.execute(
        select(
            func.count().filter(ZoneMembership.valid_to.is_(None)),
            func.max(ZoneMembership.valid_to),
        ).where(ZoneMembership.zone_id == entry.id)
    ).one()
    if members:
        raise Refused(
            "%(number)s communities are still in this zone. Move them to another zone first.",
            number=members,
        )
    if closed_on < max(entry.valid_from, last_day or entry.valid_from):
        raise FieldError(
            "The zone was still in use on this day. Type a day after its last community left it.",
            field="closed_on",
        )


def _check_number(number: int, minimum: int, maximum: int) -> None:
    if number < minimum:
        raise Refused(
            "The manual asks for at least %(minimum)s zones; this would be %(number)s.",
            minimum=minimum,
            number=number,
        )
    if number > maximum:
        raise Refused(
            "The manual allows %(maximum)s zones at most; this would be %(number)s.",
            maximum=maximum,
            number=number,
        )


def _cleaned(names: Sequence[str], taken: set[str], *, field: str = "") -> list[str]:
    """The names in the normal form; the field of the first one that is refused is `names-<place>`."""
    cleaned: list[str] = []
    for place, typed in enumerate(names):
        name, where = normalise(typed), field or f"names-{place}"
        if not name:
            raise FieldError("Type the name of the zone.", field=where)
        if name in taken or name in cleaned:
            raise FieldError("There is a zone of this name already.", field=where)
        cleaned.append(name)
    return cleaned


def _lock_open_zones(session: Session) -> list[Zone]:
    """Locked, so that two people who add zones at once come one after the other."""
    return list(session.scalars(select(Zone).where(Zone.closed_on.is_(None)).with_for_update()))


def _flush(session: Session, zones: Sequence[Zone], *, field: str = "names-0") -> None:
    try:
        with session.begin_nested():
            session.add_all(zones)
            session.flush()
    except IntegrityError as problem:
        raise FieldError("There is a zone of this name already.", field=field) from problem


def _check_zone(session: Session, within: Within, zone_id: UUID, from_day: date) -> None:
    zone = lock(session, queries.zone(session, within, zone_id), shared=True)
    if zone.closed_on is not None:
        raise Refused("This zone is closed. A closed zone is not changed.")
    if from_day < zone.valid_from:
        raise FieldError(
            "%(zone)s exists from %(day)s. The day of the move cannot be before it.",
            field="from_day",
            zone=zone.name,
            day=show_date(zone.valid_from, style="numeric"),
        )


def _locked_history(session: Session, community_id: UUID) -> list[ZoneMembership]:
    return list(
        session.scalars(
            select(ZoneMembership)
            .where(ZoneMembership.community_id == community_id)
            .order_by(ZoneMembership.valid_from)
            .with_for_update()
        )
    )


def _end(session: Session, present: ZoneMembership, from_day: date, reason: str) -> None:
    if from_day < present.valid_from:
        raise FieldError(
            "It has been in its present zone since %(day)s. The day of the move cannot be before it.",
            field="from_day",
            day=show_date(present.valid_from, style="numeric"),
        )
    if from_day == present.valid_from:
        session.delete(present)
    elif not reason.strip():
        raise FieldError("Say why the community leaves its zone.", field="reason")
    else:
        present.valid_to = from_day
    session.flush()


def _begin(
    session: Session, history: list[ZoneMembership], placed: ZoneMembership
) -> ZoneMembership:
    """Start a membership; one that ended in the same zone on the same day goes on instead."""
    last = max(history, key=lambda entry: entry.valid_to or date.max, default=None)
    if last is not None and last.valid_to is not None:
        if placed.valid_from < last.valid_to:
            raise FieldError(
                "It left its last zone on %(day)s. The day of the move cannot be before it.",
                field="from_day",
                day=show_date(last.valid_to, style="numeric"),
            )
        if last.valid_to == placed.valid_from and last.zone_id == placed.zone_id:
            last.valid_to = None
            return last
    try:
        with session.begin_nested():
            session.add(placed)
    except IntegrityError as problem:
        raise Refused(
            "Somebody else has just placed this community. Look at the zones again."
        ) from problem
    return placed
