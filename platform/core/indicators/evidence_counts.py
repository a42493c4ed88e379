"""Counts of zones and communities in a formula: how many reach them in each state, and which ones the figure counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from core.indicators.asking import Parsed
from core.indicators.evidence_facts import Stored, Values
from core.indicators.formulas import Over, Reaching, leaves_of
from core.indicators.measures import Measure
from core.indicators.models import FactState
from core.indicators.reached_units import (
    StateOf,
    UnitFacts,
    facts_of_communities,
    measures_in,
    reached_by,
)


class Role(StrEnum):
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    BESIDE = "beside"
    """Shown beside the figure and no part of it."""


@dataclass(frozen=True)
class CountOfUnits:
    """How many zones or communities reach a term of the formula, in each state, and which the figure counts.

    `by_zone` is empty where the place is a zone, and of a count of zones.
    """

    node: Reaching
    role: Role
    values: Values
    units: frozenset[UUID]
    by_zone: tuple[tuple[UUID, int], ...]

    @property
    def of_communities(self) -> bool:
        return self.node.over is Over.COMMUNITIES


def counts_of(
    session: Session,
    parsed: Parsed,
    stored: Stored,
    asked: Sequence[date],
    by_key: dict[str, Measure],
) -> tuple[CountOfUnits, ...]:
    """The counts of zones and communities in a formula; one statement where it counts communities."""
    named = dict.fromkeys(
        (role, leaf)
        for role, expression in zip(Role, parsed.expressions, strict=False)
        for leaf in leaves_of(expression.node)
        if isinstance(leaf, Reaching)
    )
    if not named or not parsed.has_source:
        return ()
    counted = sorted(month for month in stored.months if month in asked)
    of_communities = {
        key for _, node in named if node.over is Over.COMMUNITIES for key in measures_in(node)
    }
    communities = (
        facts_of_communities(session, stored.place, of_communities, counted)
        if of_communities
        else UnitFacts({}, {})
    )
    counter = _Counter(stored, counted, asked, by_key)
    zones = stored.of_zones()
    return tuple(
        counter.count(role, node, communities if node.over is Over.COMMUNITIES else zones)
        for role, node in named
    )


@dataclass(frozen=True)
class _Counter:
    """Counts over the counted months of those that were asked for."""

    stored: Stored
    counted: Sequence[date]
    asked: Sequence[date]
    measures: dict[str, Measure]

    def count(self, role: Role, node: Reaching, facts: UnitFacts) -> CountOfUnits:
        accepts = {
            key for key in measures_in(node) if FactState.ACCEPTED in self.measures[key].states
        }

        def accepted(measure: str, _month: date) -> str:
            return (FactState.ACCEPTED if measure in accepts else FactState.ALL).value

        entering = self._units(node, facts, self._official)
        values = Values(
            counted=Decimal(len(entering)),
            reported=Decimal(len(self._units(node, facts, _reported))),
            accepted=Decimal(len(self._units(node, facts, accepted))) if accepts else None,
            approved=Decimal(len(entering)) if self._is_approved else None,
        )
        return CountOfUnits(
            node,
            role,
            values if self.counted else Values(),
            entering,
            self._by_zone(entering, facts) if node.over is Over.COMMUNITIES else (),
        )

    def _units(self, node: Reaching, facts: UnitFacts, state_of: StateOf) -> frozenset[UUID]:
        reached = reached_by(node, facts, counted=self.counted, asked=self.asked, state_of=state_of)
        place = self.stored.place.zone_id
        return frozenset(unit for unit in reached if place in {None, facts.zone_of(unit)})

    def _by_zone(self, entering: frozenset[UUID], facts: UnitFacts) -> tuple[tuple[UUID, int], ...]:
        if self.stored.place.zone_id is not None:
            return ()
        found = Counter(zone for unit in entering if (zone := facts.zone_of(unit)))
        return tuple((zone, found[zone]) for zone in self.stored.in_order(found))

    def _official(self, _measure: str, month: date) -> str:
        approved = self.stored.months[month].is_approved
        return (FactState.APPROVED if approved else FactState.ALL).value

    @property
    def _is_approved(self) -> bool:
        return all(self.stored.months[month].is_approved for month in self.counted)


def _reported(_measure: str, _month: date) -> str:
    return FactState.ALL.value
