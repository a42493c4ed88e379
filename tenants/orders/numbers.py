"""Numbers of papers: without a gap from the platform's own series, or as the office's register gave them (F39).

Each register begins anew with a calendar year of the Buddhist era (DOMAIN 5.1). Whoever numbers
holds the row of the register and year until the commit, so that people come one after the other
and a number that is not kept is given again.
"""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError
from core.i18n.dates import buddhist_year
from tenants.orders.models import Order, OrderSeries, Register

BACKDATED_DAYS = 30
"""How long after its date a paper may still be signed in the platform."""


def take_numbers(
    session: Session, *, district_id: int, register: Register, day: date, count: int = 1
) -> list[int]:
    """The next numbers of the platform's own series; numbers that papers bear already are left out.

    They are used exactly if the caller's transaction commits.
    """
    year = buddhist_year(day)
    series = _series(session, district_id, register, year)
    taken = set(
        session.scalars(
            select(Order.number).where(
                Order.register == register.value,
                Order.number_year == year,
                Order.number > series.last,
            )
        )
    )
    found: list[int] = []
    number = series.last
    while len(found) < count:
        number += 1
        if number not in taken:
            found.append(number)
    series.last = number
    session.flush()
    return found


def hold_register(session: Session, *, district_id: int, register: Register, day: date) -> None:
    """Let nobody else number in this register and year until the commit."""
    _series(session, district_id, register, buddhist_year(day))


def refuse_taken(
    session: Session, *, register: Register, number: int, day: date, field: str = "number"
) -> None:
    """FieldError where a paper bears this number in the year of that day; the sentence names it."""
    year = buddhist_year(day)
    other = session.scalars(
        select(Order.subject).where(
            Order.register == register.value, Order.number_year == year, Order.number == number
        )
    ).one_or_none()
    if other is not None:
        raise FieldError(
            "Number %(number)s/%(year)s belongs to “%(subject)s”. Check the register.",
            field=field,
            number=number,
            year=year,
            subject=other,
        )


def refuse_day(
    day: date, *, today: date, not_before: Collection[date] = (), field: str = "dated_on"
) -> None:
    """FieldError for a day that a paper signed now cannot bear.

    Never in the future, at most BACKDATED_DAYS in the past, and not before the papers that it names.
    """
    if day > today:
        raise FieldError("The day cannot be in the future.", field=field)
    if day < today - timedelta(days=BACKDATED_DAYS):
        raise FieldError(
            "A paper is dated at most %(days)s days back. Register an older one with its scan.",
            field=field,
            days=BACKDATED_DAYS,
        )
    refuse_before(day, not_before, field=field)


def refuse_before(day: date, not_before: Collection[date], *, field: str = "dated_on") -> None:
    """FieldError for a day before that of a paper which this one amends or revokes."""
    if any(day < earlier for earlier in not_before):
        raise FieldError("The day is before that of the order that this one names.", field=field)


def _series(session: Session, district_id: int, register: Register, year: int) -> OrderSeries:
    session.execute(
        insert(OrderSeries)
        .values(district_id=district_id, id=uuid7(), register=register.value, year=year, last=0)
        .on_conflict_do_nothing(index_elements=["district_id", "register", "year"])
    )
    return session.scalars(
        select(OrderSeries)
        .where(OrderSeries.register == register.value, OrderSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
