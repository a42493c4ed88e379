"""The log of conflicts that only the section reads (M35). The audit trail says that it changed, never what."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.errors import FieldError, NotFound
from core.i18n.dates import bangkok_today
from core.identity.actor import Actor
from core.marks import mark
from core.paging import PAGE_SIZE, Page
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.problems.models import Conflict, ConflictState
from tenants.registry.models import Community
from tenants.registry.queries import community as community_in_reach
from tenants.zones.models import Zone
from tenants.zones.queries import zone as zone_in_reach
from tenants.zones.queries import zone_of_community

EDITED = ("occurred_on", "about", "parties", "handling", "outcome", "settled_on")
"""What the form of a conflict changes beside its place."""


@dataclass(frozen=True)
class Entry:
    """What the section notes. It is settled from `settled_on` on; None while it goes on."""

    occurred_on: date
    about: str
    parties: str = ""
    handling: str = ""
    outcome: str = ""
    settled_on: date | None = None
    zone_id: UUID | None = None
    community_id: UUID | None = None


@dataclass(frozen=True)
class ConflictLine:
    """A conflict with the place where it is."""

    conflict: Conflict
    zone: Zone | None
    community: Community | None


def conflicts(session: Session, *, state: str = "", number: int = 1) -> Page[ConflictLine]:
    """A page of the log, open conflicts first, then the newest."""
    number = max(1, number)
    statement = (
        _lines()
        .add_columns(func.count().over())
        .order_by(
            Conflict.state != ConflictState.OPEN,
            Conflict.occurred_on.desc(),
            Conflict.id.desc(),
        )
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    if state:
        statement = statement.where(Conflict.state == state)
    rows: Sequence[Any] = session.execute(statement).all()
    return Page(
        items=[ConflictLine(row[0], row[1], row[2]) for row in rows],
        number=number,
        total=rows[0][3] if rows else 0,
    )


def conflict(session: Session, conflict_id: UUID) -> ConflictLine:
    """One entry of the log; NotFound for all others."""
    row = session.execute(_lines().where(Conflict.id == conflict_id)).one_or_none()
    if row is None:
        raise NotFound("This page does not exist")
    return ConflictLine(row[0], row[1], row[2])


def record_conflict(session: Session, *, actor: Actor, record_id: UUID, entry: Entry) -> Conflict:
    """Note a conflict; sent twice with one `record_id` it is one."""
    scope.name_change(session, "conflict:recorded")
    existing = session.get(Conflict, (actor.district_id, record_id))
    if existing is not None:
        return existing
    noted = Conflict(
        district_id=actor.district_id,
        id=record_id,
        recorded_by=actor.name,
        changed_by=actor.name,
        **_checked(session, entry),
    )
    try:
        with session.begin_nested():
            session.add(noted)
    except IntegrityError:
        return session.get_one(Conflict, (actor.district_id, record_id))
    return noted


def change_conflict(
    session: Session, *, actor: Actor, conflict_id: UUID, seen_version: int, entry: Entry
) -> Conflict:
    """Carry the log on: how it was handled, what came of it, and whether it is settled."""
    scope.name_change(session, "conflict:changed")
    noted = lock(session, conflict(session, conflict_id).conflict)
    refuse_stale(
        noted,
        seen_version,
        mark("%(name)s changed this entry while you were editing."),
        {name: getattr(noted, name) for name in (*EDITED, "zone_id", "community_id")},
    )
    for name, value in _checked(session, entry).items():
        setattr(noted, name, value)
    sign(noted, actor)
    return noted


def _lines() -> Select[Any]:
    statement: Select[Any] = select(Conflict, Zone, Community)  # type: ignore[assignment]
    return statement.outerjoin(Zone, Zone.id == Conflict.zone_id).outerjoin(
        Community, Community.id == Conflict.community_id
    )


def _checked(session: Session, entry: Entry) -> dict[str, Any]:
    today = bangkok_today()
    if not entry.about.strip():
        raise FieldError("Say what the conflict is about.", field="about")
    if entry.occurred_on > today:
        raise FieldError("The day cannot be in the future.", field="occurred_on")
    values = asdict(entry)
    if entry.settled_on is not None:
        if entry.settled_on > today:
            raise FieldError("The day cannot be in the future.", field="settled_on")
        if entry.settled_on < entry.occurred_on:
            raise FieldError("It cannot be settled before it began.", field="settled_on")
        if not entry.outcome.strip():
            raise FieldError("Say how it was settled.", field="outcome")
    settled = entry.settled_on is not None
    values["state"] = (ConflictState.SETTLED if settled else ConflictState.OPEN).value
    if entry.community_id is not None:
        found = community_in_reach(session, WHOLE_DISTRICT, entry.community_id)
        zone = zone_of_community(session, found.id, entry.occurred_on)
        values["zone_id"] = zone.id if zone else None
    elif entry.zone_id is not None:
        zone_in_reach(session, WHOLE_DISTRICT, entry.zone_id)
    return values
