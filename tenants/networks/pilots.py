"""การเลือกเครือข่ายต้นแบบ: zones scored by the manual's criteria, chosen in a meeting, with the reason (F37, M59)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today
from core.identity.actor import Actor
from core.manual.structure import PilotCriterion
from core.tenancy import scope
from tenants.adoption.queries import content_in_force
from tenants.networks.models import PilotChoice
from tenants.zones.models import Zone
from tenants.zones.queries import open_zones

BEST = 5
"""Scores run from 1 to this."""

Scores = Mapping[UUID, Mapping[str, int]]
"""Zone → criterion → 1 to BEST."""


@dataclass(frozen=True)
class Decision:
    """What the meeting decided, and why."""

    zone_id: UUID
    reason: str
    meeting: str
    decided_on: date


@dataclass(frozen=True)
class Ranked:
    """A zone with its scores, and their sum by the weights of the criteria."""

    zone: Zone
    scores: Mapping[str, int]
    total: int


def pilot(session: Session) -> PilotChoice | None:
    """The newest choice of the office."""
    return session.scalars(
        select(PilotChoice).order_by(PilotChoice.recorded_at.desc(), PilotChoice.id.desc()).limit(1)
    ).one_or_none()


def choices(session: Session) -> list[PilotChoice]:
    """Every choice that was ever recorded, the newest first."""
    return list(session.scalars(select(PilotChoice).order_by(PilotChoice.recorded_at.desc())))


def criteria_in_force(session: Session) -> tuple[PilotCriterion, ...]:
    in_force = content_in_force(session, bangkok_today())
    return in_force.content.pilot_criteria if in_force else ()


def ranking(
    zones: Sequence[Zone], scores: Scores, criteria: Sequence[PilotCriterion]
) -> list[Ranked]:
    """The zones by their weighted sums, the best first, and by number where they are equal."""
    found = [_ranked(zone, scores.get(zone.id, {}), criteria) for zone in zones]
    return sorted(found, key=lambda each: (-each.total, each.zone.number))


def scores_of(choice: PilotChoice) -> Scores:
    return {UUID(zone_id): scores for zone_id, scores in choice.scores.items()}


def record_pilot(
    session: Session, *, actor: Actor, record_id: UUID, scores: Scores, decision: Decision
) -> PilotChoice:
    """Record the choice of the pilot network; it is never changed, a later choice follows it.

    Every open zone is scored by every criterion. The meeting may choose a zone that has not the
    highest sum: the reason says why. Sent twice with one `record_id` it is one choice.
    """
    scope.name_change(session, "pilot:chosen", decision.reason)
    existing = session.get(PilotChoice, (actor.district_id, record_id))
    if existing is not None:
        return existing
    in_force = content_in_force(session, bangkok_today())
    if in_force is None or not in_force.content.pilot_criteria:
        raise Refused("The manual names no criteria for the pilot network.")
    zones = open_zones(session, WHOLE_DISTRICT)
    _check(zones, scores, in_force.content.pilot_criteria)
    chosen = next((zone for zone in zones if zone.id == decision.zone_id), None)
    if chosen is None:
        raise NotFound("This zone does not exist.")
    if decision.decided_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="decided_on")
    row = PilotChoice(
        district_id=actor.district_id,
        id=record_id,
        zone_id=chosen.id,
        edition=in_force.edition,
        scores={str(zone_id): dict(values) for zone_id, values in scores.items()},
        reason=decision.reason,
        meeting=decision.meeting,
        decided_on=decision.decided_on,
        recorded_by=actor.name,
        recorded_by_position=actor.position,
        is_example=chosen.is_example,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # The same form was sent twice at once.
        return session.get_one(PilotChoice, (actor.district_id, record_id))
    return row


def _ranked(zone: Zone, scores: Mapping[str, int], criteria: Sequence[PilotCriterion]) -> Ranked:
    return Ranked(zone, scores, sum(scores.get(each.key, 0) * each.weight for each in criteria))


def _check(zones: Sequence[Zone], scores: Scores, criteria: Sequence[PilotCriterion]) -> None:
    for zone in zones:
        for criterion in criteria:
            if not 1 <= scores.get(zone.id, {}).get(criterion.key, 0) <= BEST:
                raise FieldError(
                    "Score %(zone)s by “%(criterion)s” from 1 to %(best)s.",
                    field=f"score-{zone.id}-{criterion.key}",
                    zone=zone.name,
                    criterion=criterion.title,
                    best=BEST,
                )
