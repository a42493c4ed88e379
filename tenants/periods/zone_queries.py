"""What the zones have confirmed of a month, and what stands in it: for chairs, the section and the director."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Date, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.i18n.dates import last_of_month
from core.indicators.measures import Measure, MeasureKind
from core.indicators.models import Fact, FactState, FillState
from core.periods.models import DataPeriod, Step, ZonePeriod
from core.periods.rules import due_on, is_over
from core.quality.models import FindingState, QualityFinding
from tenants.periods.models import LateEntry
from tenants.zones.models import Zone
from tenants.zones.queries import zones_within

REPORTS = "activities.count"
"""The measure whose records the section accepts one by one, so that some of them may wait."""

OWN_PREFIXES = ("reporting.", "quality.")
"""Measures about the reporting itself, which nobody approves."""

FOR_ZONES = (
    REPORTS,
    "activities.participants",
    "activities.active_communities",
    "meetings.held",
    "training.present",
)
"""What a chair reads before confirming, as far as there are figures of the zone."""


@dataclass(frozen=True)
class ZoneState:
    """A zone in a month: whether it has confirmed, and whether in time; None where nothing is due."""

    zone: Zone
    month: date
    confirmed_at: datetime | None
    first_confirmed_on: date | None

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def was_in_time(self) -> bool:
        return self.first_confirmed_on is not None and self.first_confirmed_on <= due_on(self.month)


@dataclass(frozen=True)
class Amount:
    """A measure in a month: what was reported, and of it what counts once the month is approved."""

    measure: Measure
    reported: Decimal
    accepted: Decimal | None
    approved: Decimal | None = None

    @property
    def counted(self) -> Decimal:
        """What the approval counts: what was accepted, or all where nothing is accepted one by one."""
        return self.reported if self.accepted is None else self.accepted

    @property
    def left_out(self) -> Decimal:
        return self.reported - self.counted


@dataclass(frozen=True)
class MonthLine:
    """A month of the office: its step, its zones, its reports and what is still open in it."""

    month: date
    period: DataPeriod | None
    due: int
    confirmed: int
    reported: int | None
    accepted: int
    late: int
    findings: int

    @property
    def step(self) -> Step:
        return Step(self.period.step) if self.period is not None else Step.OPEN

    @property
    def is_over(self) -> bool:
        return is_over(self.month)

    @property
    def waiting(self) -> int | None:
        """Reports that the section has not accepted; None where nobody has counted them yet."""
        return None if self.reported is None else self.reported - self.accepted


def zones_due(session: Session, month: date, within: Within = WHOLE_DISTRICT) -> list[Zone]:
    """The zones that were open at the month's end, by number."""
    last = last_of_month(month)
    return list(
        session.scalars(
            select(Zone)
            .where(
                zones_within(within),
                Zone.valid_from <= last,
                or_(Zone.closed_on.is_(None), Zone.closed_on > last),
            )
            .order_by(Zone.number)
        )
    )


def zone_states(session: Session, month: date, within: Within = WHOLE_DISTRICT) -> list[ZoneState]:
    """Every zone of which the month is due, with what it confirmed."""
    last = last_of_month(month)
    rows = session.execute(
        select(Zone, ZonePeriod)
        .outerjoin(ZonePeriod, (ZonePeriod.zone_id == Zone.id) & (ZonePeriod.month == month))
        .where(
            zones_within(within),
            Zone.valid_from <= last,
            or_(Zone.closed_on.is_(None), Zone.closed_on > last),
        )
        .order_by(Zone.number)
    )
    return [
        ZoneState(
            zone,
            month,
            known.confirmed_at if known else None,
            known.first_confirmed_on if known else None,
        )
        for zone, known in rows
    ]


def zones_lacking(session: Session, month: date) -> list[Zone]:
    return [each.zone for each in zone_states(session, month) if not each.is_confirmed]


def zone_month_states(
    session: Session, months: Sequence[date], within: Within
) -> dict[date, list[ZoneState]]:
    """The same for several months at once: two statements."""
    zones = session.scalars(select(Zone).where(zones_within(within)).order_by(Zone.number)).all()
    known = {
        (row.month, row.zone_id): row
        for row in session.scalars(select(ZonePeriod).where(ZonePeriod.month.in_(months)))
    }
    found: dict[date, list[ZoneState]] = {}
    for month in months:
        last = last_of_month(month)
        found[month] = [
            ZoneState(
                zone,
                month,
                row.confirmed_at if (row := known.get((month, zone.id))) else None,
                row.first_confirmed_on if row else None,
            )
            for zone in zones
            if zone.valid_from <= last and (zone.closed_on is None or zone.closed_on > last)
        ]
    return found


def month_lines(session: Session, months: Sequence[date]) -> list[MonthLine]:
    """The months with their counts, the newest first: five statements."""
    periods = {
        row.month: row
        for row in session.scalars(select(DataPeriod).where(DataPeriod.month.in_(months)))
    }
    zones = zone_month_states(session, months, WHOLE_DISTRICT)
    facts = _facts(session, months, [REPORTS])
    waiting = _open_matters(session, months)
    return [
        MonthLine(
            month=month,
            period=periods.get(month),
            due=len(zones[month]),
            confirmed=sum(each.is_confirmed for each in zones[month]),
            reported=_whole(facts.get((month, REPORTS, FactState.ALL.value))),
            accepted=_whole(facts.get((month, REPORTS, FactState.ACCEPTED.value))) or 0,
            late=waiting.get((month, "late"), 0),
            findings=waiting.get((month, "finding"), 0),
        )
        for month in sorted(months, reverse=True)
    ]


def amounts(
    session: Session,
    measures: Sequence[Measure],
    months: Sequence[date],
    *,
    zone_id: UUID | None = None,
) -> list[Amount]:
    """What happened in these months by measure, in the order in which they are declared; stocks are left out."""
    asked = [
        measure
        for measure in measures
        if measure.kind is MeasureKind.FLOW and not measure.key.startswith(OWN_PREFIXES)
    ]
    if zone_id is not None:
        asked = [measure for measure in asked if measure.key in FOR_ZONES]
    facts = _sums(session, months, [measure.key for measure in asked], zone_id)
    found = []
    for measure in asked:
        reported = facts.get((measure.key, FactState.ALL.value))
        if reported is None:
            continue
        has_accepted = FactState.ACCEPTED in measure.states
        found.append(
            Amount(
                measure,
                reported,
                facts.get((measure.key, FactState.ACCEPTED.value), Decimal(0))
                if has_accepted
                else None,
                facts.get((measure.key, FactState.APPROVED.value)),
            )
        )
    return found


def fill_of(session: Session, month: date) -> FillState | None:
    """When the month was last counted, and since when its approved figures are the ones that count."""
    return session.scalars(select(FillState).where(FillState.month == month)).one_or_none()


def is_being_approved(period: DataPeriod | None, fill: FillState | None) -> bool:
    """Whether the director has approved the month and a worker has not copied its figures yet."""
    if period is None or period.director_at is None:
        return False
    return fill is None or fill.approved_at is None or fill.approved_at < period.director_at


def _facts(
    session: Session, months: Sequence[date], keys: Sequence[str]
) -> Mapping[tuple[date, str, str], Decimal]:
    rows = session.execute(
        select(Fact.month, Fact.measure, Fact.state, Fact.value).where(
            Fact.month.in_(months),
            Fact.measure.in_(keys),
            Fact.zone_id.is_(None),
            Fact.community_id.is_(None),
        )
    )
    return {(row.month, row.measure, row.state): row.value for row in rows}


def _sums(
    session: Session, months: Sequence[date], keys: Sequence[str], zone_id: UUID | None
) -> Mapping[tuple[str, str], Decimal]:
    rows = session.execute(
        select(Fact.measure, Fact.state, func.sum(Fact.value))
        .where(
            Fact.month.in_(months),
            Fact.measure.in_(keys),
            Fact.zone_id.is_not_distinct_from(zone_id),
            Fact.community_id.is_(None),
        )
        .group_by(Fact.measure, Fact.state)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _open_matters(session: Session, months: Sequence[date]) -> dict[tuple[date, str], int]:
    """Late reports that wait, and findings that nobody has answered, by month."""
    parts: list[Any] = [
        select(cast(LateEntry.month, Date), literal("late"), func.count())
        .where(LateEntry.month.in_(months), LateEntry.settled_at.is_(None))
        .group_by(LateEntry.month),
        select(cast(QualityFinding.month, Date), literal("finding"), func.count())
        .where(QualityFinding.month.in_(months), QualityFinding.state == FindingState.OPEN.value)
        .group_by(QualityFinding.month),
    ]
    return {(row[0], row[1]): row[2] for row in session.execute(union_all(*parts))}


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
