"""ข้อเสนอการจัดโซน: computed, edited by an officer, then applied in one step (F32, F36).

A plan is a list of groups, each with a name, a reason and its communities, plus those that stand
outside. It is a draft until it is applied: no zone and no membership changes before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.adoption.queries import ContentInForce, content_in_force
from tenants.networks.grouping import Grouping, Site, propose_groups
from tenants.networks.models import ProposalState, ZoneProposal
from tenants.registry.models import Community
from tenants.registry.queries import figures_on, open_communities
from tenants.zones.models import Zone
from tenants.zones.queries import open_zones
from tenants.zones.service import create_zones, place_community

OUTSIDE = -1
"""The place of communities that stand in no group."""

LONGEST_REASON = 300

WHOLE = 100
"""Per cent."""


@dataclass(frozen=True)
class Wish:
    """What the officer asks for: how many zones, and how much shared problems count, in per cent."""

    count: int
    problem_percent: int


@dataclass(frozen=True)
class GroupText:
    """What an officer writes on a group."""

    name: str
    reason: str


def sites_of(session: Session, within: Within) -> list[Site]:
    """The open communities as the grouping sees them."""
    newest = figures_on(bangkok_today()).subquery()
    residents: dict[UUID, int | None] = {
        row.community_id: row.residents
        for row in session.execute(select(newest.c.community_id, newest.c.residents))
    }
    return [_site(entry, residents.get(entry.id)) for entry in open_communities(session, within)]


def draft_of(session: Session) -> ZoneProposal | None:
    """The proposal that is being worked on; an office has one at a time."""
    return session.scalars(
        select(ZoneProposal).where(ZoneProposal.state == ProposalState.DRAFT.value)
    ).one_or_none()


def proposal(session: Session, proposal_id: UUID) -> ZoneProposal:
    found = session.scalars(
        select(ZoneProposal).where(ZoneProposal.id == proposal_id)
    ).one_or_none()
    if found is None:
        raise NotFound("This proposal does not exist.")
    return found


def propose(
    session: Session, *, actor: Actor, within: Within, record_id: UUID, wish: Wish
) -> ZoneProposal:
    """Compute a proposal and keep it as the office's draft; a draft that exists stays as it is.

    Refuses a number of zones that the manual does not allow, or one below the zones that are open.
    """
    scope.name_change(session, "proposal:drafted")
    existing = draft_of(session)
    if existing is not None:
        return existing
    in_force = _manual(session)
    zones = open_zones(session, within)
    _check(wish, in_force, len(zones))
    sites = sites_of(session, within)
    if not sites:
        raise Refused("The register is empty. Register communities first.")
    found = propose_groups(sites, wish.count, wish.problem_percent / 100)
    entry = ZoneProposal(
        district_id=actor.district_id,
        id=record_id,
        edition=in_force.edition,
        plan=_plan(found, zones, in_force),
        basis={"count": wish.count, "problem_percent": wish.problem_percent},
        proposed_by=actor.name,
        changed_by=actor.name,
        is_example=False,
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        # Somebody else asked at the same moment: theirs is the office's draft.
        return draft_of(session) or proposal(session, record_id)
    return entry


def change_proposal(
    session: Session,
    *,
    actor: Actor,
    proposal_id: UUID,
    seen_version: int,
    texts: Sequence[GroupText],
) -> ZoneProposal:
    """Keep the names and reasons of the groups; EditConflict where somebody else saved them meanwhile."""
    scope.name_change(session, "proposal:changed")
    entry = _locked_draft(session, proposal_id)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this proposal while you were editing."),
        text_values(entry.plan),
    )
    entry.plan = _with_texts(entry.plan, texts)
    sign(entry, actor)
    return entry


def move_in_proposal(
    session: Session, *, actor: Actor, proposal_id: UUID, community_id: UUID, place: int
) -> ZoneProposal:
    """Put one community into another group of the draft, or OUTSIDE. The texts' version stays."""
    scope.name_change(session, "proposal:changed")
    entry = _locked_draft(session, proposal_id)
    if not OUTSIDE <= place < len(entry.plan["groups"]):
        raise NotFound("This zone does not exist.")
    entry.plan = _with_move(entry.plan, str(community_id), place)
    entry.changed_by, entry.changed_at = actor.name, func.now()
    return entry


def text_values(plan: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a plan by the names of the form's fields."""
    values: dict[str, str] = {}
    for place, group in enumerate(plan["groups"]):
        values |= {f"name-{place}": group["name"], f"reason-{place}": group["reason"]}
    return values


def discard_proposal(session: Session, *, actor: Actor, proposal_id: UUID) -> None:
    """Lay the draft aside. It stays in the history; discarding it once more changes nothing."""
    scope.name_change(session, "proposal:discarded")
    entry = lock(session, proposal(session, proposal_id))
    if entry.state == ProposalState.DRAFT.value:
        entry.state = ProposalState.DISCARDED.value
        sign(entry, actor)


def apply_proposal(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    proposal_id: UUID,
    seen_version: int,
    from_day: date,
) -> int:
    """Make the zones that are missing and place every community as planned; returns how many moved.

    The first groups become the zones that are open, in their order. All or nothing; applying it once
    more changes nothing.
    """
    scope.name_change(session, "proposal:applied")
    entry = lock(session, proposal(session, proposal_id))
    if entry.state == ProposalState.APPLIED.value:
        return 0
    _refuse_unless_draft(entry)
    refuse_stale(
        entry, seen_version, mark("%(name)s changed this proposal while you were editing."), {}
    )
    moved = _place_all(
        session,
        actor=actor,
        within=within,
        entry=entry,
        zones=_zones_for(session, actor, entry, from_day),
        from_day=from_day,
    )
    scope.name_change(session, "proposal:applied")
    entry.state = ProposalState.APPLIED.value
    entry.applied_at, entry.applied_by = func.now(), actor.name
    sign(entry, actor)
    return moved


def members_of(plan: Mapping[str, Any], place: int) -> list[UUID]:
    """The communities of a group, or those outside."""
    entries = plan["outside"] if place == OUTSIDE else plan["groups"][place]["communities"]
    return [UUID(entry) for entry in entries]


def _site(entry: Community, residents: int | None) -> Site:
    point = (entry.lat, entry.lon) if entry.lat is not None and entry.lon is not None else None
    return Site(entry.id, entry.name, point, frozenset(entry.problems), residents)


def _manual(session: Session) -> ContentInForce:
    in_force = content_in_force(session, bangkok_today())
    if in_force is None:
        raise Refused("Adopt the manual first: it says how many zones the office may have.")
    return in_force


def _check(wish: Wish, in_force: ContentInForce, open_now: int) -> None:
    rules = in_force.content.zones
    if not rules.minimum <= wish.count <= rules.maximum:
        raise FieldError(
            "The manual allows %(minimum)s to %(maximum)s zones.",
            field="count",
            minimum=rules.minimum,
            maximum=rules.maximum,
        )
    if wish.count < open_now:
        raise FieldError(
            "The office has %(number)s zones. Close a zone first, or ask for as many.",
            field="count",
            number=open_now,
        )
    if not 0 <= wish.problem_percent <= WHOLE:
        raise FieldError("Type a number from 0 to 100.", field="problem_percent")


def _plan(found: Grouping, zones: Sequence[Zone], in_force: ContentInForce) -> dict[str, Any]:
    pattern = in_force.content.zones.name_pattern
    names = [zone.name for zone in zones]
    number = max((zone.number for zone in zones), default=0)
    while len(names) < len(found.groups):
        number += 1
        names.append(pattern.replace("{number}", str(number)))
    return {
        "groups": [
            {
                "name": names[place],
                "reason": in_force.content.zones.criteria[:LONGEST_REASON],
                "communities": [str(site.id) for site in group],
            }
            for place, group in enumerate(found.groups)
        ],
        "outside": [str(site.id) for site in found.unplaced],
    }


def _with_texts(plan: Mapping[str, Any], texts: Sequence[GroupText]) -> dict[str, Any]:
    if len(texts) != len(plan["groups"]):
        raise Refused("The proposal has other groups now. Look at the page again.")
    groups: list[dict[str, Any]] = []
    for place, (group, text) in enumerate(zip(plan["groups"], texts, strict=True)):
        name = normalise(text.name)
        if not name:
            raise FieldError("Type the name of the zone.", field=f"name-{place}")
        if name in {other["name"] for other in groups}:
            raise FieldError("There is a zone of this name already.", field=f"name-{place}")
        groups.append(group | {"name": name, "reason": text.reason.strip()})
    return {**plan, "groups": groups}


def _with_move(plan: Mapping[str, Any], community_id: str, place: int) -> dict[str, Any]:
    standing = {entry for group in plan["groups"] for entry in group["communities"]}
    if community_id not in standing | set(plan["outside"]):
        raise NotFound("This community does not exist.")

    def kept(entries: Sequence[str], here: int) -> list[str]:
        others = [entry for entry in entries if entry != community_id]
        return [*others, community_id] if here == place else others

    return {
        "groups": [
            group | {"communities": kept(group["communities"], here)}
            for here, group in enumerate(plan["groups"])
        ],
        "outside": kept(plan["outside"], OUTSIDE),
    }


def _locked_draft(session: Session, proposal_id: UUID) -> ZoneProposal:
    entry = lock(session, proposal(session, proposal_id))
    _refuse_unless_draft(entry)
    return entry


def _refuse_unless_draft(entry: ZoneProposal) -> None:
    if entry.state != ProposalState.DRAFT.value:
        raise Refused("This proposal has been applied or laid aside. It is not changed any more.")


def _zones_for(session: Session, actor: Actor, entry: ZoneProposal, from_day: date) -> list[Zone]:
    """The zone of each group: the open ones in their order, and new ones for the rest."""
    zones = open_zones(session, WHOLE_DISTRICT)
    groups = entry.plan["groups"]
    if len(zones) > len(groups):
        raise Refused(
            "The office has %(number)s zones now, more than the proposal. Begin a new one.",
            number=len(zones),
        )
    missing = [group["name"] for group in groups[len(zones) :]]
    if missing:
        create_zones(session, actor=actor, record_id=uuid7(), names=missing, valid_from=from_day)
        zones = open_zones(session, WHOLE_DISTRICT)
    return zones


def _place_all(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    entry: ZoneProposal,
    zones: Sequence[Zone],
    from_day: date,
) -> int:
    known = {community.id: community for community in open_communities(session, within)}
    moved = 0
    for place, group in enumerate(entry.plan["groups"]):
        for community_id in members_of(entry.plan, place):
            community = known.get(community_id)
            if community is None:
                continue
            placed = place_community(
                session,
                actor=actor,
                within=within,
                community_id=community_id,
                zone_id=zones[place].id,
                from_day=from_day,
                reason=group["reason"] or "จัดโซนตามข้อเสนอการจัดโซน",
                is_example=community.is_example,
            )
            moved += int(placed is not None and placed.valid_from == from_day)
    return moved
