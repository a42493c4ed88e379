"""Setting up networks beside the zones, and who belongs to them (F33, F38, M41, M112).

A network is never deleted: it is closed with a day and a reason. It lies under a zone, inside
another network, or on its own; never inside itself, however many levels lie between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_date
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.adoption.queries import edition_in_force
from tenants.alliances import queries
from tenants.alliances.models import Alliance, AllianceMembership
from tenants.registry.models import Community
from tenants.registry.queries import is_open
from tenants.zones.queries import zone as zone_in_reach

MOST_LEVELS = 12
"""Networks inside networks: more levels than this are a slip, not an organisation."""

_TAKEN = mark("There is a network of this name already.")


@dataclass(frozen=True)
class Particulars:
    """What an officer says about a network. At most one of the two parents is given."""

    kind: str
    name: str
    tie: str
    purpose: str = ""
    formal: bool = True
    outside: bool = False
    parent_id: UUID | None = None
    parent_zone_id: UUID | None = None


EDITED = tuple(Particulars.__dataclass_fields__)


def create_alliance(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    particulars: Particulars,
    valid_from: date,
    is_example: bool = False,
) -> Alliance:
    """Set up a network under the edition of the manual in force, and remember it (F43).

    Sent twice with one `record_id` it is one network. Refuses a name in use, a parent that is
    closed, and everything while no manual is adopted.
    """
    scope.name_change(session, "alliance:created")
    existing = session.get(Alliance, (actor.district_id, record_id))
    if existing is not None:
        return existing
    in_force = edition_in_force(session, bangkok_today())
    if in_force is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    if valid_from > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="valid_from")
    entry = Alliance(
        district_id=actor.district_id,
        id=record_id,
        edition=in_force[1].number,
        valid_from=valid_from,
        is_example=is_example,
        changed_by=actor.name,
        **_checked(session, particulars, record_id),
    )
    return _store(session, entry)


def change_alliance(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    alliance_id: UUID,
    seen_version: int,
    particulars: Particulars,
) -> Alliance:
    """Change a network; EditConflict where somebody else has saved it since it was opened.

    Refuses a parent that lies inside the network itself: two people who move networks at once come
    one after the other, so together they make no circle either.
    """
    scope.name_change(session, "alliance:changed")
    queries.alliance(session, within, alliance_id)
    entry = _lock_open(session).get(alliance_id)
    if entry is None:
        raise Refused("This network is closed. A closed network is not changed.")
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this network while you were editing."),
        {name: getattr(entry, name) for name in EDITED},
    )
    for name, value in _checked(session, particulars, alliance_id).items():
        setattr(entry, name, value)
    sign(entry, actor)
    return _store(session, entry)


def close_alliance(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    alliance_id: UUID,
    closed_on: date,
    reason: str,
) -> Alliance:
    """Close a network from a day on, with a reason; its communities leave it on that day.

    Closing it once more changes nothing. Refused while an open network lies inside it.
    """
    scope.name_change(session, "alliance:closed", reason)
    queries.alliance(session, within, alliance_id)
    others = _lock_open(session)
    entry = others.pop(alliance_id, None)
    if entry is None:
        return queries.alliance(session, within, alliance_id)
    if not reason.strip():
        raise FieldError("Say why the network is closed.", field="reason")
    if closed_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="closed_on")
    inside = [each.name for each in others.values() if each.parent_id == alliance_id]
    if inside:
        raise Refused(
            "“%(name)s” lies inside this network. Close it first, or move it elsewhere.",
            name=inside[0],
        )
    history = _locked_history(session, alliance_id)
    begun = [day for each in history for day in (each.valid_from, each.valid_to) if day]
    if closed_on < max([entry.valid_from, *begun]):
        raise FieldError(
            "The network was still in use on %(day)s. Type that day or a later one.",
            field="closed_on",
            day=show_date(max([entry.valid_from, *begun]), style="numeric"),
        )
    for each in history:
        if each.valid_to is None:
            each.valid_to = closed_on
    entry.closed_on, entry.closing_reason = closed_on, reason.strip()
    sign(entry, actor)
    return entry


def join_communities(
    session: Session,
    *,
    within: Within,
    alliance_id: UUID,
    community_ids: Sequence[UUID],
    from_day: date,
) -> int:
    """Let communities of any zones belong to a network from a day on; returns how many joined.

    Those that belong to it already stay as they are, so sending twice changes nothing. Refuses
    closed communities, a future day, and a day before the network or the last membership ended.
    """
    scope.name_change(session, "alliance:joined")
    entry = lock(session, queries.alliance(session, within, alliance_id))
    _check_joining(entry, from_day)
    if not community_ids:
        raise FieldError("Choose at least one community.", field="communities")
    history = _locked_history(session, alliance_id)
    present = {each.community_id for each in history if each.valid_to is None}
    names = _open_communities(session, community_ids)
    joining = [each for each in dict.fromkeys(community_ids) if each not in present]
    for community_id in joining:
        past = [each for each in history if each.community_id == community_id]
        _join(session, entry, community_id, names[community_id], from_day, past)
    session.flush()
    return len(joining)


def leave_alliance(
    session: Session, *, within: Within, membership_id: UUID, from_day: date
) -> AllianceMembership:
    """End a membership: `from_day` is the first day outside. Ending it once more changes nothing.

    A community that leaves on the day on which it joined was entered by mistake, and never counts.
    """
    scope.name_change(session, "alliance:left")
    entry = lock(session, queries.membership(session, within, membership_id).membership)
    if entry.valid_to is not None:
        return entry
    if from_day > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="from_day")
    if from_day < entry.valid_from:
        raise FieldError(
            "It has belonged to the network since %(day)s. The day cannot be before it.",
            field="from_day",
            day=show_date(entry.valid_from, style="numeric"),
        )
    entry.valid_to = from_day
    return entry


def _checked(
    session: Session, particulars: Particulars, alliance_id: UUID
) -> dict[str, str | bool | UUID | None]:
    name = normalise(particulars.name)
    if not name:
        raise FieldError("Type the name of the network.", field="name")
    if particulars.parent_zone_id is not None:
        zone = lock(
            session,
            zone_in_reach(session, WHOLE_DISTRICT, particulars.parent_zone_id),
            shared=True,
        )
        if zone.closed_on is not None:
            raise FieldError(
                "%(zone)s is closed. Choose another place.", field="parent", zone=zone.name
            )
    if particulars.parent_id is not None:
        _check_parent(_lock_open(session), alliance_id, particulars.parent_id)
    return asdict(particulars) | {"name": name, "purpose": particulars.purpose.strip()}


def _check_parent(standing: Mapping[UUID, Alliance], alliance_id: UUID, parent_id: UUID) -> None:
    """No network lies inside itself, nor deeper than the number of levels that people keep apart."""
    if parent_id == alliance_id:
        raise FieldError("A network cannot lie inside itself.", field="parent")
    if parent_id not in standing:
        raise NotFound("This network does not exist.")
    parents = {each.id: each.parent_id for each in standing.values()}
    above = list(queries.ancestry(parents, parent_id))
    if alliance_id in above:
        raise FieldError(
            "“%(parent)s” lies inside “%(name)s”. Choose a place that is not inside the network itself.",
            field="parent",
            parent=standing[parent_id].name,
            name=standing[alliance_id].name,
        )
    if len(above) + queries.height(parents, alliance_id) > MOST_LEVELS:
        raise FieldError(
            "Networks may lie inside one another at most %(most)s levels deep.",
            field="parent",
            most=MOST_LEVELS,
        )


def _lock_open(session: Session) -> dict[UUID, Alliance]:
    """Every open network, locked and read anew: whoever moves one sees where all others lie now."""
    found = session.scalars(
        select(Alliance)
        .where(Alliance.closed_on.is_(None))
        .order_by(Alliance.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in found}


def _store(session: Session, entry: Alliance) -> Alliance:
    try:
        with session.begin_nested():
            session.add(entry)
            session.flush()
    except IntegrityError as problem:
        stored = session.get(Alliance, (entry.district_id, entry.id))
        if stored is not None and stored is not entry:
            return stored
        raise FieldError(_TAKEN, field="name") from problem
    return entry


def _check_joining(entry: Alliance, from_day: date) -> None:
    if entry.closed_on is not None:
        raise Refused("This network is closed. A closed network is not changed.")
    if from_day > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="from_day")
    if from_day < entry.valid_from:
        raise FieldError(
            "The network exists from %(day)s. The day cannot be before it.",
            field="from_day",
            day=show_date(entry.valid_from, style="numeric"),
        )


def _open_communities(session: Session, community_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of the communities, locked so that none is closed meanwhile."""
    found = session.execute(
        select(Community.id, Community.name)
        .where(Community.id.in_(community_ids), is_open())
        .order_by(Community.id)
        .with_for_update(read=True)
    )
    names = {row[0]: row[1] for row in found}
    if any(each not in names for each in community_ids):
        raise FieldError(
            "A community of your choice is closed or does not exist. Choose from the list.",
            field="communities",
        )
    return names


def _join(  # noqa: PLR0917 - one community with its own past
    session: Session,
    entry: Alliance,
    community_id: UUID,
    name: str,
    from_day: date,
    past: Sequence[AllianceMembership],
) -> None:
    """Begin a membership; one that ended on the same day goes on instead."""
    last = max(past, key=lambda each: each.valid_to or date.min, default=None)
    if last is not None and last.valid_to is not None:
        if from_day < last.valid_to:
            raise FieldError(
                "%(community)s left the network on %(day)s. The day cannot be before it.",
                field="from_day",
                community=name,
                day=show_date(last.valid_to, style="numeric"),
            )
        if from_day == last.valid_to:
            last.valid_to = None
            return
    session.add(
        AllianceMembership(
            district_id=entry.district_id,
            id=uuid7(),
            alliance_id=entry.id,
            community_id=community_id,
            valid_from=from_day,
            is_example=entry.is_example,
        )
    )


def _locked_history(session: Session, alliance_id: UUID) -> list[AllianceMembership]:
    return list(
        session.scalars(
            select(AllianceMembership)
            .where(AllianceMembership.alliance_id == alliance_id)
            .order_by(AllianceMembership.valid_from)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
