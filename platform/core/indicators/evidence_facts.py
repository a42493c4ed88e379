"""The ledger and the facts of one place, as its evidence pages read them, and what they come to in each state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from core.indicators.figures import Place
from core.indicators.measures import Measure
from core.indicators.models import Fact, FactState, FillState, ZoneNumber
from core.indicators.reached_units import UnitFacts, facts_of_zones


@dataclass(frozen=True)
class Values:
    """What a measure comes to in each state; None where there is no such state or nothing was counted.

    `counted` is what the figure takes: of approved months the approved facts, of others the reported ones.
    """

    counted: Decimal | None = None
    reported: Decimal | None = None
    accepted: Decimal | None = None
    approved: Decimal | None = None


def zone_numbers(session: Session, code: int) -> dict[UUID, int]:
    """The numbers of a district's zones, the smallest first: the same in the district and in the department."""
    rows = session.execute(
        select(ZoneNumber.id, ZoneNumber.number)
        .where(ZoneNumber.district_id == code)
        .order_by(ZoneNumber.number)
    )
    return {row.id: row.number for row in rows}


@dataclass(frozen=True)
class CountedMonth:
    """A month of the ledger."""

    stock_day: date
    filled_at: datetime
    is_approved: bool


@dataclass(frozen=True)
class Stored:
    """The ledger and the facts of a place. The facts by measure, month, zone and state."""

    months: dict[date, CountedMonth]
    facts: dict[tuple[str, date, UUID | None, str], Decimal]
    place: Place
    numbers: dict[UUID, int]

    def zones(self, measure: str) -> list[UUID]:
        """The zones that have facts of a measure, in the order of their numbers."""
        if self.place.zone_id is not None:
            return []
        return self.in_order({zone for key, _, zone, _ in self.facts if key == measure and zone})

    def in_order(self, zones: Iterable[UUID]) -> list[UUID]:
        """By number; those without one last."""
        last = max(self.numbers.values(), default=0) + 1
        return sorted(zones, key=lambda zone: (self.numbers.get(zone, last), zone))

    def of_zones(self) -> UnitFacts:
        """The facts of single zones; where the place is a zone, its own."""
        return facts_of_zones(
            {
                (measure, month, unit, state): value
                for (measure, month, zone, state), value in self.facts.items()
                if (unit := zone or self.place.zone_id) is not None
            }
        )


def stored_facts(
    session: Session,
    place: Place,
    keys: Iterable[str],
    first: date | None,
    last: date,
) -> Stored:
    """Ledger and facts, and the zones' numbers; of a zone only its own facts, beside the district's ledger.

    Without a first month they are read from the beginning.
    """
    held = [FillState.district_id == place.code, FillState.month <= last]
    if first is not None:
        held.append(FillState.month >= first)
    wanted = and_(
        Fact.district_id == FillState.district_id,
        Fact.month == FillState.month,
        Fact.measure.in_(list(keys)),
        Fact.community_id.is_(None)
        if place.community_id is None
        else Fact.community_id == place.community_id,
    )
    if place.zone_id is not None:
        wanted = and_(wanted, Fact.zone_id == place.zone_id)
    rows = session.execute(
        select(
            FillState.month,
            FillState.stock_day,
            FillState.filled_at,
            FillState.approved_at,
            Fact.measure,
            Fact.zone_id,
            Fact.state,
            Fact.value,
        )
        .outerjoin(Fact, wanted)
        .where(*held)
    )
    found = Stored({}, {}, place, zone_numbers(session, place.code))
    for month, stock_day, filled_at, approved_at, measure, zone_id, state, value in rows:
        found.months[month] = CountedMonth(stock_day, filled_at, approved_at is not None)
        if measure is not None:
            zone = None if place.zone_id or place.community_id else zone_id
            found.facts[measure, month, zone, state] = value
    return found


def values_over(
    stored: Stored, measure: Measure | None, key: str, months: Sequence[date], zone: UUID | None
) -> Values:
    if measure is None or not months:
        return Values()

    def total(state: FactState, of: Sequence[date]) -> Decimal | None:
        if not of:
            return None
        known = [stored.facts.get((key, month, zone, state.value)) for month in of]
        return sum((value for value in known if value is not None), Decimal(0))

    approved = [month for month in months if stored.months[month].is_approved]
    others = [month for month in months if month not in approved]
    parts = [total(FactState.APPROVED, approved), total(FactState.ALL, others)]
    return Values(
        counted=sum((part for part in parts if part is not None), Decimal(0)),
        reported=total(FactState.ALL, months),
        accepted=total(FactState.ACCEPTED, months)
        if FactState.ACCEPTED in measure.states
        else None,
        approved=total(FactState.APPROVED, approved),
    )
