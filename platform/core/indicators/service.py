"""Counting measures into facts: what changed is counted again, and a full pass proves that nothing drifted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    text,
    true,
    union,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.indicators import statements
from core.indicators.measures import Month, Periods, Tally, touched
from core.indicators.models import DirtyMark, Fact, FactState, FillState
from core.tenancy import scope

MONTHS_A_JOB = 36
"""How many months one transaction counts; the rest follows in the next job, so that locks stay short."""

MONTHS_OF_A_CHANGE = 3
"""Up to so many months are counted with a plan that the connection keeps: making one takes longer than using it."""

_MONTH_LOCK = 4_711

MACHINE_SOURCES = ("calendar", "proof", "rebuild", "recount", "tallies", "tally")
"""Sources of marks that no person's change has left, as far as a colon; all others are tables."""

_Cell = tuple[date, str, UUID | None, UUID | None, str]


@dataclass(frozen=True)
class Drift:
    """A fact that differs from a fresh count; `fact` or `counted` is None where one side has no row."""

    district_id: int
    month: date
    measure: str
    zone_id: UUID | None
    community_id: UUID | None
    state: str
    fact: Decimal | None
    counted: Decimal | None


@dataclass(frozen=True)
class Comparison:
    """What a full count found: how many cells were compared, and those that differ."""

    cells: int
    drifts: tuple[Drift, ...]


def month_of(first_day: date, today: date) -> Month:
    """A month with the day on which its stocks are taken: its last day, or today if it still runs."""
    following = date(first_day.year + first_day.month // 12, first_day.month % 12 + 1, 1)
    last = date.fromordinal(following.toordinal() - 1)
    return Month(first_day=first_day, last_day=last, stock_day=min(last, today))


def of_changes() -> ColumnElement[bool]:
    """The marks that people's changes have left, and that somebody waits for."""
    return func.split_part(DirtyMark.source, ":", 1).not_in(MACHINE_SOURCES)


def is_bulk_left(session: Session) -> bool:
    """Whether this district has marks that only the machine waits for."""
    return bool(session.scalar(select(exists().where(~of_changes()))))


def refresh_facts(
    session: Session,
    tallies: Sequence[Tally],
    *,
    lives_on_examples: Callable[[Session], bool],
    today: date,
    only: ColumnElement[bool] | None = None,
) -> bool:
    """Count the dirty months of this district again, the newest first; True where more are left.

    Only the tallies that read a marked table are counted. Marks that arrive meanwhile have other ids
    and stay for the next job; those that are counted are locked, so that who stops a counting sees which
    they are. Whether the district lives on examples is asked after the marks were
    read: the first real community may be entered in between. With `only` no other marks are looked
    at: a change is counted while a counting of everything waits, and leaves that its own marks.
    """
    wanted = true() if only is None else only
    dirty = list(
        session.scalars(
            select(DirtyMark.month)
            .where(wanted)
            .distinct()
            .order_by(DirtyMark.month.desc())
            .limit(MONTHS_A_JOB + 1)
        )
    )
    months = sorted(dirty[:MONTHS_A_JOB])
    if not months:
        return False
    for month in months:
        _lock_month(session, month)
    if len(months) <= MONTHS_OF_A_CHANGE:
        scope.keep_plans(session)
    marks = session.execute(
        select(DirtyMark.id, DirtyMark.source, DirtyMark.month)
        .where(DirtyMark.month.in_(months), wanted)
        .with_for_update()
    ).all()
    examples = lives_on_examples(session)
    for group in _groups(session, marks, tallies, today=today, examples=examples):
        periods = Periods(group.months, examples)
        for tally in group.tallies:
            statements.count(session, tally, periods)
        _note_filled(session, periods)
    session.execute(delete(DirtyMark).where(DirtyMark.id.in_([row.id for row in marks])))
    return len(dirty) > MONTHS_A_JOB


@dataclass(frozen=True)
class _Group:
    """Months that the same tallies are counted for."""

    months: tuple[Month, ...]
    tallies: tuple[Tally, ...]


def _groups(
    session: Session,
    marks: Sequence[tuple[int, str, date]],
    tallies: Sequence[Tally],
    *,
    today: date,
    examples: bool,
) -> list[_Group]:
    """The marked months by the tallies that they need.

    All of them where the month was never counted, or for another stock day, or on the other kind of
    records: then the facts of the other tallies are of another day as well.
    """
    sources: dict[date, set[str]] = {}
    for _, source, dirty in marks:
        sources.setdefault(dirty, set()).add(source)
    filled = {
        row.month: row
        for row in session.scalars(select(FillState).where(FillState.month.in_(sources)))
    }
    found: dict[tuple[str, ...], list[Month]] = {}
    by_name = {tally.name: tally for tally in tallies}
    for first_day in sorted(sources):
        month, last = month_of(first_day, today), filled.get(first_day)
        is_whole = last is None or last.stock_day != month.stock_day or last.is_example != examples
        needed = tallies if is_whole else touched(tallies, frozenset(sources[first_day]))
        found.setdefault(tuple(tally.name for tally in needed), []).append(month)
    return [
        _Group(tuple(months), tuple(by_name[name] for name in names))
        for names, months in found.items()
    ]


def mark_month(session: Session, month: date, source: str) -> None:
    """Ask for a month of this district to be counted again."""
    session.add(DirtyMark(district_id=scope.office_of(session), source=source, month=month))
    session.flush()


def mark_filled_months(session: Session, source: str) -> int:
    """Ask for every month that this district has facts of, for a change that touches all; how many they are.

    A month that is marked already is marked once more: it may be in the middle of its first count,
    which does not see this change and has no facts to show for itself yet.
    """
    months = union(
        select(FillState.district_id, FillState.month),
        select(DirtyMark.district_id, DirtyMark.month),
    ).subquery()
    marked = session.execute(
        insert(DirtyMark)
        .from_select(
            ["district_id", "source", "month"],
            select(months.c.district_id, literal(source), months.c.month),
        )
        .returning(DirtyMark.id)
    )
    return len(marked.all())


def compare(
    session: Session, tallies: Sequence[Tally], *, examples: bool, today: date
) -> Comparison:
    """All facts of this district beside a fresh count of the same months. Approved facts are copies."""
    states = list(session.scalars(select(FillState).order_by(FillState.month)))
    if not states:
        return Comparison(0, ())
    months = tuple(
        Month(each.month, month_of(each.month, today).last_day, each.stock_day) for each in states
    )
    periods, cells = Periods(months, examples), 0
    drifts: list[Drift] = []
    for tally in tallies:
        counted = _by_cell(session, statements.cells(tally, periods))
        stored = _by_cell(session, _facts_of(tally, periods.months))
        cells += len(counted.keys() | stored.keys())
        drifts += [
            Drift(scope.office_of(session), *cell, stored.get(cell), counted.get(cell))
            for cell in sorted(stored.keys() | counted.keys(), key=str)
            if stored.get(cell) != counted.get(cell)
        ]
    return Comparison(cells, tuple(drifts))


def _by_cell(session: Session, rows: Select[*tuple[Any, ...]]) -> dict[_Cell, Decimal]:
    return {
        (row.month, row.measure, row.zone_id, row.community_id, row.state): row.value
        for row in session.execute(rows)
    }


def _facts_of(tally: Tally, months: Sequence[Month]) -> Select[*tuple[Any, ...]]:
    return select(
        Fact.measure, Fact.month, Fact.zone_id, Fact.community_id, Fact.state, Fact.value
    ).where(
        Fact.measure.in_([measure.key for measure in tally.measures]),
        Fact.month.in_([month.first_day for month in months]),
        Fact.state != FactState.APPROVED.value,
    )


def _lock_month(session: Session, month: date) -> None:
    session.execute(
        text("SELECT pg_advisory_xact_lock(:space, :cell)"),
        {"space": _MONTH_LOCK + scope.office_of(session), "cell": month.toordinal()},
    )


def _note_filled(session: Session, periods: Periods) -> None:
    district_id = scope.office_of(session)
    statement = upsert(FillState).values(
        [
            {
                "district_id": district_id,
                "id": uuid7(),
                "month": month.first_day,
                "stock_day": month.stock_day,
                "filled_at": func.clock_timestamp(),
                "is_example": periods.examples,
            }
            for month in periods.months
        ]
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["district_id", "month"],
            set_={
                name: statement.excluded[name] for name in ("stock_day", "filled_at", "is_example")
            },
        )
    )
