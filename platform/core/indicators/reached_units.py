"""Which zones or communities reach a term of a formula: a count of them is no sum of their months.

The same rule as `reaching`, which only counts; here every one of them is named.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.indicators.figures import Place
from core.indicators.formulas import How, Leaf, Over, Reaching, Read, parts_of, work_out
from core.indicators.models import Fact

StateOf = Callable[[str, date], str]
"""The state in which a measure's facts of a month are read."""


@dataclass(frozen=True)
class UnitFacts:
    """Facts of single zones or communities: by unit, measure, month and state; and their zones by month."""

    values: Mapping[UUID, Mapping[tuple[str, date, str], Decimal]]
    zones: Mapping[UUID, Mapping[date, UUID | None]]

    def zone_of(self, unit: UUID) -> UUID | None:
        """The zone at the end of the months: membership is that of the end."""
        known = self.zones.get(unit, {})
        return known[max(known)] if known else None


def facts_of_communities(
    session: Session, place: Place, measures: Iterable[str], months: Sequence[date]
) -> UnitFacts:
    """In one statement."""
    rows = session.execute(
        select(
            Fact.community_id, Fact.zone_id, Fact.measure, Fact.month, Fact.state, Fact.value
        ).where(
            Fact.district_id == place.code,
            Fact.community_id.is_not(None),
            Fact.measure.in_(list(measures)),
            Fact.month.in_(months),
        )
    )
    values: dict[UUID, dict[tuple[str, date, str], Decimal]] = defaultdict(dict)
    zones: dict[UUID, dict[date, UUID | None]] = defaultdict(dict)
    for community_id, zone_id, measure, month, state, value in rows:
        if community_id is not None:
            values[community_id][measure, month, state] = value
            zones[community_id][month] = zone_id
    return UnitFacts(values, zones)


def facts_of_zones(facts: Mapping[tuple[str, date, UUID, str], Decimal]) -> UnitFacts:
    """Facts of zones that have been read already."""
    values: dict[UUID, dict[tuple[str, date, str], Decimal]] = defaultdict(dict)
    zones: dict[UUID, dict[date, UUID | None]] = defaultdict(dict)
    for (measure, month, zone, state), value in facts.items():
        values[zone][measure, month, state] = value
        zones[zone][month] = zone
    return UnitFacts(values, zones)


def reached_by(
    node: Reaching,
    facts: UnitFacts,
    *,
    counted: Sequence[date],
    asked: Sequence[date],
    state_of: StateOf,
) -> frozenset[UUID]:
    """The units that reach the term over the counted months; of `every_month` in each month asked for."""
    if node.over is not Over.EVERY_MONTH:
        return frozenset(
            unit for unit in facts.values if _reaches(node, facts, unit, counted, state_of)
        )
    if not asked or not set(asked) <= set(counted):
        return frozenset()
    return frozenset(
        unit
        for unit in facts.values
        if all(_reaches(node, facts, unit, [month], state_of) for month in asked)
    )


def measures_in(node: Reaching) -> frozenset[str]:
    return frozenset(part.measure for part in parts_of(node.inner) if isinstance(part, Read))


def _reaches(
    node: Reaching, facts: UnitFacts, unit: UUID, months: Sequence[date], state_of: StateOf
) -> bool:
    stored = facts.values[unit]

    def value_of(leaf: Leaf) -> Decimal:
        if not isinstance(leaf, Read):
            raise TypeError(f"{leaf} cannot stand inside a count of zones.")
        read = months[-1:] if leaf.how is How.LATEST else months
        found = [stored.get((leaf.measure, month, state_of(leaf.measure, month))) for month in read]
        return sum((value for value in found if value is not None), Decimal(0))

    try:
        return work_out(node.inner, value_of) >= 1
    except ZeroDivisionError:
        return False
