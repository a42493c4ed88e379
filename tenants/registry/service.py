"""Changes of the register. A community is never deleted: it is closed with a day and a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today
from core.i18n.text import match_key
from core.identity.actor import Actor
from core.indicators.service import mark_filled_months
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.registry import queries
from tenants.registry.models import (
    FIGURES,
    Community,
    CommunityFigures,
    CommunityStatus,
)
from tenants.zones.service import leave_zone

EDITED = ("name", "kind", "status", "subdistrict_code", "lat", "lon", "founded_on", "note")
"""What the form of a community changes."""


@dataclass(frozen=True)
class Particulars:
    """What an officer says about a community. A point is both numbers (WGS84) or none."""

    name: str
    kind: str
    status: str = CommunityStatus.REGISTERED.value
    subdistrict_code: int | None = None
    lat: float | None = None
    lon: float | None = None
    founded_on: date | None = None
    note: str = ""


def register_community(
    session: Session, *, actor: Actor, record_id: UUID, particulars: Particulars
) -> Community:
    """Enter a community. Sent twice with one `record_id` it is one record.

    Refuses a name that the register already holds in another spelling (DOMAIN 4.3).
    """
    scope.name_change(session, "community:registered")
    _check(particulars)
    existing = session.get(Community, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _refuse_known_name(session, particulars.name)
    leaves_examples = queries.lives_on_examples(session)
    entry = Community(
        district_id=actor.district_id,
        id=record_id,
        match_key=match_key(particulars.name),
        registered_from=bangkok_today(),
        source="",
        changed_by=actor.name,
        **_values(particulars),
    )
    stored = _add(session, entry)
    if leaves_examples:
        # The first real community: from now on every month counts real rows alone.
        mark_filled_months(session, "communities")
    return stored


def change_community(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    community_id: UUID,
    seen_version: int,
    particulars: Particulars,
) -> Community:
    """Change a community; EditConflict where somebody else has saved it since it was opened."""
    scope.name_change(session, "community:changed")
    entry = lock(session, queries.community(session, within, community_id))
    _check(particulars)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this community while you were editing."),
        {name: getattr(entry, name) for name in EDITED},
    )
    if entry.status == CommunityStatus.CLOSED:
        raise Refused("This community is closed. A closed community is not changed.")
    if match_key(particulars.name) != entry.match_key:
        _refuse_known_name(session, particulars.name)
    for name, value in _values(particulars).items():
        setattr(entry, name, value)
    entry.match_key = match_key(particulars.name)
    sign(entry, actor)
    return _flush_name(session, entry)


def close_community(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    community_id: UUID,
    closed_on: date,
    reason: str,
) -> Community:
    """Close a community from a day on, with a reason. Closing it once more changes nothing."""
    scope.name_change(session, "community:closed", reason)
    entry = lock(session, queries.community(session, within, community_id))
    if entry.status == CommunityStatus.CLOSED:
        return entry
    if not reason.strip():
        raise FieldError("Say why the community is closed.", field="reason")
    if closed_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="closed_on")
    if closed_on < entry.registered_from:
        raise FieldError("The community was registered after this day.", field="closed_on")
    leave_zone(session, community_id=entry.id, day=closed_on)
    entry.status = CommunityStatus.CLOSED.value
    entry.closed_on, entry.closing_reason = closed_on, reason
    sign(entry, actor)
    return entry


def record_figures(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    community_id: UUID,
    record_id: UUID,
    as_of: date,
    source: str,
    figures: dict[str, int | None],
    explanation: str = "",
) -> CommunityFigures:
    """Add a dated snapshot (F15).

    An earlier snapshot is never overwritten; a second one of the same day and source is refused.
    Fewer families than houses need an explanation (M15), which is kept with the figures; where the
    figures need none, none is kept.
    """
    scope.name_change(session, "figures:recorded")
    entry = queries.community(session, within, community_id)
    existing = session.get(CommunityFigures, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check_figures(as_of, figures)
    doubtful = has_too_few_families(figures)
    if doubtful and not explanation.strip():
        raise FieldError(
            "%(families)s families are fewer than %(houses)s houses. Correct the figures, or say why they are right.",
            field="explanation",
            families=f"{figures['families']:,}",
            houses=f"{figures['houses']:,}",
        )
    snapshot = CommunityFigures(
        district_id=actor.district_id,
        id=record_id,
        community_id=entry.id,
        as_of=as_of,
        source=source,
        explanation=explanation.strip() if doubtful else "",
        recorded_by=actor.name,
        is_example=entry.is_example,
        **{name: figures.get(name) for name in FIGURES},
    )
    try:
        with session.begin_nested():
            session.add(snapshot)
    except IntegrityError as problem:
        raise FieldError(
            "There are figures of this day from this source already.", field="as_of"
        ) from problem
    return snapshot


def has_too_few_families(figures: Mapping[str, int | None]) -> bool:
    """Whether the figures name fewer families than houses, which the city's figures never do (M15)."""
    families, houses = figures.get("families"), figures.get("houses")
    return families is not None and houses is not None and families < houses


@dataclass(frozen=True)
class ProblemChoice:
    """What a person ticked for a community, and what was ticked when they opened the page."""

    seen: frozenset[str]
    chosen: frozenset[str]


def record_problems(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    choices: Mapping[UUID, ProblemChoice],
    kinds: Sequence[str],
) -> int:
    """Note which of the manual's kinds of problems communities have (F36); returns how many changed.

    Only communities whose ticks a person changed are written. Where somebody else changed the same
    community meanwhile, nothing is written and the sentence names it. A kind that the manual names
    no longer stays on the community.
    """
    scope.name_change(session, "problems:recorded")
    changed = {key: choice for key, choice in choices.items() if choice.seen != choice.chosen}
    entries = queries.open_communities(session, within, list(changed))
    known = set(kinds)
    for entry in entries:
        choice = changed[entry.id]
        lock(session, entry)
        stored = set(entry.problems)
        if stored & known not in (choice.seen, choice.chosen):
            raise Refused(
                "%(name)s changed the problems of %(community)s meanwhile. Look at the page again.",
                name=entry.changed_by,
                community=entry.name,
            )
        entry.problems = sorted(stored - known) + [kind for kind in kinds if kind in choice.chosen]
        sign(entry, actor)
    return len(entries)


def bare_name(said: str) -> str:
    """The name as typed, without the word ชุมชน in front, which the pages add."""
    bare = said.removeprefix("ชุมชน").strip()
    return bare if bare and match_key(bare) == match_key(said) else said


def _check(particulars: Particulars) -> None:
    if not match_key(particulars.name):
        raise FieldError("Type the name of the community.", field="name")
    if (particulars.lat is None) != (particulars.lon is None):
        missing = "lat" if particulars.lat is None else "lon"
        raise FieldError("A point needs both numbers.", field=missing)
    if particulars.founded_on and particulars.founded_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="founded_on")


def _check_figures(as_of: date, figures: dict[str, int | None]) -> None:
    if as_of > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="as_of")
    if all(figures.get(name) is None for name in FIGURES):
        raise FieldError("Type at least one figure.", field="residents")
    male, female, residents = figures.get("male"), figures.get("female"), figures.get("residents")
    if residents is not None and None not in (male, female) and residents != male + female:  # type: ignore[operator]
        raise FieldError(
            "Men and women add up to %(sum)s, not to %(residents)s.",
            field="residents",
            sum=male + female,  # type: ignore[operator]
            residents=residents,
        )


def _refuse_known_name(session: Session, name: str) -> None:
    known = session.scalars(
        select(Community.name).where(Community.match_key == match_key(name))
    ).one_or_none()
    if known is not None:
        raise FieldError(
            "The register holds this name already: %(name)s.", field="name", name=known
        )


def _add(session: Session, entry: Community) -> Community:
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError as problem:
        stored = session.get(Community, (entry.district_id, entry.id))
        if stored is not None:
            return stored
        raise FieldError("The register holds this name already.", field="name") from problem
    return entry


def _flush_name(session: Session, entry: Community) -> Community:
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as problem:
        raise FieldError("The register holds this name already.", field="name") from problem
    return entry


def _values(particulars: Particulars) -> dict[str, Any]:
    return {name: getattr(particulars, name) for name in EDITED} | {
        "name": bare_name(particulars.name)
    }
