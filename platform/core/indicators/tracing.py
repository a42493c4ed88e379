"""The records behind a measure, page by page, from its trace; only in a district's own scope (F92)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from core.errors import InputProblem
from core.indicators.figures import Place
from core.indicators.measures import Measure, Periods

PAGE = 50


@dataclass(frozen=True)
class Record:
    """A record of the district: what it counts with. Without a page where `has_page` is false."""

    id: UUID
    day: date
    title: str
    accepted: bool
    amount: Decimal
    has_page: bool


@dataclass(frozen=True)
class RecordPage:
    """Some of the records behind a measure: all of them are `number`, and add up to `total`.

    `after` is where the next page goes on; None on the last one.
    """

    records: tuple[Record, ...]
    number: int
    total: Decimal
    after: str | None


def records(
    session: Session,
    measure: Measure,
    periods: Periods,
    place: Place,
    *,
    accepted_only: bool = False,
    after: str = "",
    limit: int = PAGE,
) -> RecordPage:
    """The records behind a measure, the newest first; only in the district's own scope.

    InputProblem for an `after` that no page gave.
    """
    if measure.trace is None or not periods.months:
        return RecordPage((), 0, Decimal(0), None)
    traced = measure.trace.select(periods).subquery("traced")
    amount = traced.c.of_district
    conditions: list[ColumnElement[bool]] = []
    if place.zone_id is not None:
        amount = traced.c.amount
        conditions.append(traced.c.zone_id == place.zone_id)
    if place.community_id is not None:
        amount = traced.c.amount
        conditions.append(traced.c.community_id == place.community_id)
    if accepted_only:
        conditions.append(traced.c.accepted)
    each = (
        select(
            traced.c.record_id,
            traced.c.day,
            func.max(traced.c.title).label("title"),
            func.bool_and(traced.c.accepted).label("accepted"),
            func.bool_and(traced.c.has_page).label("has_page"),
            func.sum(amount).label("amount"),
            func.count().over().label("number"),
            func.sum(func.sum(amount)).over().label("total"),
        )
        .where(*conditions)
        .group_by(traced.c.record_id, traced.c.day)
        .having(func.sum(amount) != 0)
        .subquery("each")
    )
    wanted = select(each).order_by(each.c.day.desc(), each.c.record_id.desc()).limit(limit + 1)
    if after:
        wanted = wanted.where(tuple_(each.c.day, each.c.record_id) < tuple_(*_place_of(after)))
    rows = session.execute(wanted).all()
    shown = rows[:limit]
    return RecordPage(
        tuple(
            Record(row.record_id, row.day, row.title or "", row.accepted, row.amount, row.has_page)
            for row in shown
        ),
        number=rows[0].number if rows else 0,
        total=rows[0].total if rows else Decimal(0),
        after=f"{shown[-1].day}_{shown[-1].record_id}" if len(rows) > limit else None,
    )


def _place_of(after: str) -> tuple[date, UUID]:
    day, _, record_id = after.partition("_")
    try:
        return date.fromisoformat(day), UUID(record_id)
    except ValueError as problem:
        raise InputProblem("This page of the list does not exist.") from problem
