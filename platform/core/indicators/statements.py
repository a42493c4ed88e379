"""The statements that count a tally: put into words once a process, and run for any district and any months.

Putting one into words costs more than PostgreSQL needs to run it for a month, so the months are
parameters, and the words are kept.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Numeric,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    column,
    delete,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
    values,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from core.indicators.measures import Day, Periods, Tally
from core.indicators.models import Fact, FactState
from core.tenancy import scope

_KEY = ("measure", "month", "zone_id", "community_id", "state")

_MONTHS: BindParameter[Any] = bindparam("months", [], ARRAY(Date))
_LAST_DAYS: BindParameter[Any] = bindparam("last_days", [], ARRAY(Date))
_FIRST_DAY: BindParameter[Any] = bindparam("first_day", date.min, Date)
_LAST_DAY: BindParameter[Any] = bindparam("last_day", date.max, Date)
_DISTRICT: BindParameter[Any] = bindparam("district_id", 0, Integer)
_STOCK_DAYS: BindParameter[Any] = bindparam("stock_days", [], ARRAY(Date))


@dataclass(frozen=True)
class _AnyPeriods(Periods):
    """Months that are said when the statement runs. `in_a_row`: none is left out between the first and the last."""

    in_a_row: bool = True

    def table(self, name: str = "periods") -> FromClause:
        columns = [column(each, Date) for each in ("month", "last_day", "stock_day")]
        return (
            func.unnest(_MONTHS, _LAST_DAYS, _STOCK_DAYS)
            .table_valued(*columns, name=name)
            .render_derived()
        )

    def hold(self, day: Day) -> ColumnElement[bool]:
        within = day.between(_FIRST_DAY, _LAST_DAY)
        return within if self.in_a_row else and_(within, self.month_of(day) == any_(_MONTHS))


_words: dict[tuple[int, bool, bool], tuple[Tally, SQLCompiler]] = {}


def count(session: Session, tally: Tally, periods: Periods) -> None:
    """Bring the facts of a tally to what it counts now; rows that stay as they are are not written."""
    connection = session.connection()
    compiled = _compiled(tally, connection.dialect, periods)
    months = periods.months
    run = compiled.construct_expanded_state(
        {
            "district_id": scope.office_of(session),
            "months": [each.first_day for each in months],
            "last_days": [each.last_day for each in months],
            "stock_days": [each.stock_day for each in months],
            "first_day": periods.first_day,
            "last_day": periods.last_day,
        }
    )
    connection.exec_driver_sql(run.statement, run.parameters)


def cells(tally: Tally, periods: Periods) -> Select[*tuple[Any, ...]]:
    """Every cell of a tally: what it counts, and zero where the district's own row is missing."""
    source = tally.count(periods).subquery("counted_rows")
    counted = select(
        cast(source.c[0], Text).label("measure"),
        cast(source.c[1], Date).label("month"),
        # A tally without zones selects a NULL that PostgreSQL takes for text.
        cast(source.c[2], Uuid).label("zone_id"),
        cast(source.c[3], Uuid).label("community_id"),
        cast(source.c[4], Text).label("state"),
        cast(source.c[5], Numeric).label("value"),
    ).cte("counted")
    months = periods.table("every_month")
    declared = values(column("measure", Text), column("state", Text), name="declared").data(
        [(measure.key, state.value) for measure in tally.measures for state in measure.states]
    )
    missing = (
        select(
            declared.c.measure,
            cast(months.c.month, Date),
            cast(null(), Uuid),
            cast(null(), Uuid),
            declared.c.state,
            cast(literal(0), Numeric),
        )
        .select_from(declared)
        .join(months, literal(True))
        .where(
            ~exists().where(
                counted.c.measure == declared.c.measure,
                counted.c.month == months.c.month,
                counted.c.state == declared.c.state,
                counted.c.zone_id.is_(None),
                counted.c.community_id.is_(None),
            )
        )
    )
    whole = union_all(select(counted), missing).subquery("cells")
    return select(whole)


def _compiled(tally: Tally, dialect: Dialect, periods: Periods) -> SQLCompiler:
    first, last = periods.first_day, periods.last_day
    in_a_row = _distance(first, last) == len(periods.months)
    key = (id(tally), periods.examples, in_a_row)
    kept = _words.get(key)
    if kept is not None and kept[0] is tally:
        return kept[1]
    statement = _statement(tally, _AnyPeriods((), periods.examples, in_a_row))
    compiled: SQLCompiler = statement.compile(dialect=dialect)
    _words[key] = (tally, compiled)
    return compiled


def _distance(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _statement(tally: Tally, periods: _AnyPeriods) -> Any:
    fresh = cells(tally, periods).cte("fresh").prefix_with("MATERIALIZED")
    # Plain equality can be hashed; IS NOT DISTINCT FROM would compare every row with every other.
    nothing = literal(UUID(int=0), Uuid)
    gone = (
        delete(Fact)
        .where(
            Fact.measure.in_([measure.key for measure in tally.measures]),
            Fact.month == any_(_MONTHS),
            Fact.state != FactState.APPROVED.value,
            ~exists().where(
                *(
                    func.coalesce(Fact.__table__.c[name], nothing)
                    == func.coalesce(fresh.c[name], nothing)
                    if name.endswith("_id")
                    else Fact.__table__.c[name] == fresh.c[name]
                    for name in _KEY
                )
            ),
        )
        .cte("gone")
    )
    statement = upsert(Fact).from_select(
        ["district_id", "id", *_KEY, "value", "is_example"],
        select(
            _DISTRICT,
            func.gen_random_uuid(),
            *(fresh.c[name] for name in _KEY),
            fresh.c.value,
            literal(periods.examples, Boolean),
        ),
    )
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["district_id", "month", "measure", "zone_id", "community_id", "state"],
        set_={"value": new.value, "is_example": new.is_example},
        where=Fact.value.is_distinct_from(new.value)
        | Fact.is_example.is_distinct_from(new.is_example),
    ).add_cte(gone)
