"""Counting measures into facts: what changed is counted again, and a full pass proves that nothing drifted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Date, Integer, Uuid, cast, delete, func, insert, literal, select, text, union
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.indicators.measures import Measure, Period
from core.indicators.models import DirtyMark, Fact, FillState
from core.tenancy import scope

MONTHS_A_JOB = 12
"""How many months one transaction counts; the rest follows in the next job, so that locks stay short."""

_MONTH_LOCK = 4_711


@dataclass(frozen=True)
class Drift:
    """A fact that differs from a fresh count; `fact` or `counted` is None where one side has no row."""

    district_id: int
    month: date
    measure: str
    zone_id: UUID | None
    state: str
    fact: Decimal | None
    counted: Decimal | None


def period_of(month: date, today: date) -> Period:
    """A month with the day on which its stocks are taken: its last day, or today if it still runs."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    last = date.fromordinal(following.toordinal() - 1)
    return Period(month=month, last_day=last, stock_day=min(last, today))


def refresh_facts(
    session: Session,
    measures: Sequence[Measure],
    *,
    lives_on_examples: Callable[[Session], bool],
    today: date,
) -> bool:
    """Count the dirty months of this district again, the newest first; True where more are left.

    Marks that arrive while a month is counted have other ids and stay for the next job. Whether the
    district lives on examples is asked for each month, after its marks were read: the first real
    community may be entered in between.
    """
    months = list(
        session.scalars(
            select(DirtyMark.month)
            .distinct()
            .order_by(DirtyMark.month.desc())
            .limit(MONTHS_A_JOB + 1)
        )
    )
    for month in sorted(months[:MONTHS_A_JOB]):
        _count_month(session, measures, period_of(month, today), lives_on_examples)
    return len(months) > MONTHS_A_JOB


def mark_month(session: Session, month: date, source: str) -> None:
    """Ask for a month of this district to be counted again."""
    session.add(DirtyMark(district_id=_district(session), source=source, month=month))
    session.flush()


def mark_filled_months(session: Session, source: str) -> None:
    """Ask for every month that this district has facts of: for a change that touches all of them.

    A month that is marked already is marked once more: it may be in the middle of its first count,
    which does not see this change and has no facts to show for itself yet.
    """
    months = union(
        select(FillState.district_id, FillState.month),
        select(DirtyMark.district_id, DirtyMark.month),
    ).subquery()
    session.execute(
        insert(DirtyMark).from_select(
            ["district_id", "source", "month"],
            select(months.c.district_id, literal(source), months.c.month),
        )
    )


def drifts(
    session: Session, measures: Sequence[Measure], *, examples: bool, today: date
) -> list[Drift]:
    """Facts of this district that differ from a fresh count of the same months."""
    found: list[Drift] = []
    states = list(session.scalars(select(FillState).order_by(FillState.month)))
    for filled in states:
        last_day = period_of(filled.month, today).last_day
        period = Period(filled.month, last_day, filled.stock_day, examples)
        stored = {
            (fact.measure, fact.zone_id, fact.state): fact.value
            for fact in session.scalars(select(Fact).where(Fact.month == filled.month))
        }
        counted = {
            (measure.key, row.zone_id, row.state): Decimal(row.value)
            for measure in measures
            for row in session.execute(measure.count(period))
        }
        found += [
            Drift(
                _district(session),
                filled.month,
                cell[0],
                cell[1],
                cell[2],
                stored.get(cell),
                counted.get(cell),
            )
            for cell in sorted(stored.keys() | counted.keys(), key=str)
            if stored.get(cell) != counted.get(cell)
        ]
    return found


def _count_month(
    session: Session,
    measures: Sequence[Measure],
    period: Period,
    lives_on_examples: Callable[[Session], bool],
) -> None:
    district_id = _district(session)
    session.execute(
        text("SELECT pg_advisory_xact_lock(:space, :cell)"),
        {"space": _MONTH_LOCK + district_id, "cell": period.month.toordinal()},
    )
    marks = list(session.scalars(select(DirtyMark.id).where(DirtyMark.month == period.month)))
    period = replace(period, examples=lives_on_examples(session))
    session.execute(delete(Fact).where(Fact.month == period.month))
    for measure in measures:
        counted = measure.count(period).subquery()
        session.execute(
            insert(Fact).from_select(
                [
                    "district_id",
                    "id",
                    "measure",
                    "month",
                    "zone_id",
                    "state",
                    "value",
                    "is_example",
                ],
                select(
                    literal(district_id, Integer),
                    func.gen_random_uuid(),
                    literal(measure.key),
                    literal(period.month, Date),
                    # A measure without zones selects a NULL that PostgreSQL takes for text.
                    cast(counted.c.zone_id, Uuid),
                    counted.c.state,
                    counted.c.value,
                    literal(period.examples),
                ),
            )
        )
    session.execute(delete(DirtyMark).where(DirtyMark.id.in_(marks)))
    _note_filled(session, district_id, period)


def _note_filled(session: Session, district_id: int, period: Period) -> None:
    statement = upsert(FillState).values(
        district_id=district_id,
        id=uuid7(),
        month=period.month,
        stock_day=period.stock_day,
        filled_at=func.clock_timestamp(),
        is_example=period.examples,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["district_id", "month"],
            set_={
                name: statement.excluded[name] for name in ("stock_day", "filled_at", "is_example")
            },
        )
    )


def _district(session: Session) -> int:
    district_id = scope.current(session).district_id
    if district_id is None:
        raise scope.ScopeError("Facts belong to a district; this scope has none.")
    return district_id
