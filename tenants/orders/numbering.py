"""Number and day of papers at their signature: the platform's next ones, or what the register gave (F39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import FieldError
from core.i18n.dates import bangkok_today, buddhist_year
from tenants.office.models import Numbering
from tenants.office.queries import profile
from tenants.orders import numbers
from tenants.orders.models import Order, OrderKind, Register


@dataclass(frozen=True)
class TypedNumber:
    """What the office's register gave. `number` None: an announcement without one."""

    number: int | None
    dated_on: date


@dataclass(frozen=True)
class Signature:
    """One paper of a batch: the version that was read, and its number where the register gives it."""

    order_id: UUID
    seen_version: int
    typed: TypedNumber | None = None


def number_field(order_id: UUID) -> str:
    """The name of the field in which a batch takes the number of one paper."""
    return f"number_{order_id.hex}"


def numbers_for(
    session: Session,
    orders: Sequence[Order],
    signatures: Sequence[Signature],
    *,
    fields: Sequence[str],
) -> list[TypedNumber]:
    """Number and day of each paper: the next of the own series today, or what the register gave."""
    today = bangkok_today()
    if profile(session).numbering is Numbering.OWN_SERIES:
        return _own_numbers(session, orders, today)
    named = _days_of_named(session, orders)
    given: dict[tuple[str, int, int], str] = {}
    found = []
    for order, signature, field in zip(orders, signatures, fields, strict=True):
        typed = signature.typed
        if typed is None or (typed.number is None and order.kind != OrderKind.ANNOUNCEMENT):
            raise FieldError("Type the number that the office's register gave.", field=field)
        numbers.refuse_day(typed.dated_on, today=today, not_before=named.get(order.id, ()))
        if typed.number is not None:
            _refuse_number(session, order, typed, given, field)
        found.append(typed)
    return found


def _refuse_number(
    session: Session,
    order: Order,
    typed: TypedNumber,
    given: dict[tuple[str, int, int], str],
    field: str,
) -> None:
    """FieldError where another paper, on file or of the same batch, has this number."""
    register, number = Register(order.register), typed.number or 0
    year = buddhist_year(typed.dated_on)
    if not any(key[:2] == (register.value, year) for key in given):
        numbers.hold_register(
            session, district_id=order.district_id, register=register, day=typed.dated_on
        )
    other = given.get((register.value, year, number))
    if other is not None:
        raise FieldError(
            "Number %(number)s is typed for “%(subject)s” as well.",
            field=field,
            number=number,
            subject=other,
        )
    numbers.refuse_taken(session, register=register, number=number, day=typed.dated_on, field=field)
    given[register.value, year, number] = order.subject


def _own_numbers(session: Session, orders: Sequence[Order], today: date) -> list[TypedNumber]:
    found: dict[UUID, int] = {}
    for register in sorted({order.register for order in orders}):
        own = [order.id for order in orders if order.register == register]
        taken = numbers.take_numbers(
            session,
            district_id=orders[0].district_id,
            register=Register(register),
            day=today,
            count=len(own),
        )
        found |= dict(zip(own, taken, strict=True))
    return [TypedNumber(found[order.id], today) for order in orders]


def _days_of_named(session: Session, orders: Sequence[Order]) -> dict[UUID, tuple[date, ...]]:
    """The days of the papers that these amend or revoke: none may be dated before them."""
    wanted = {order.id: order.amends_id or order.revokes_id for order in orders}
    rows = session.execute(
        select(Order.id, Order.dated_on).where(
            Order.id.in_([one for one in wanted.values() if one])
        )
    )
    days = {row[0]: row[1] for row in rows}
    return {
        order_id: (day,)
        for order_id, named in wanted.items()
        if named is not None and (day := days.get(named)) is not None
    }
