"""How many networks exist on paper (F34, P1)."""

from sqlalchemy import Integer, and_, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from core.indicators.measures import Counting, Measure, MeasureKind, Period
from core.marks import mark
from tenants.bylaws.models import ByLaw, ByLawState
from tenants.committees.models import Committee
from tenants.orders.models import Order, OrderKind, OrderState
from tenants.zones.models import Zone


def established_networks(period: Period) -> Counting:
    """Zones open on the stock day whose committee has a signed order and whose by-law is in force that day.

    An order that a later one has revoked by then counts no longer.
    """
    day = period.stock_day
    revocation = aliased(Order)
    revoked = exists().where(
        revocation.revokes_id == Order.id,
        revocation.state == OrderState.SIGNED.value,
        revocation.dated_on <= day,
    )
    ordered = exists().where(
        Order.committee_id == Committee.id,
        Order.kind == OrderKind.APPOINTMENT.value,
        Order.state == OrderState.SIGNED.value,
        Order.dated_on <= day,
        ~revoked,
    )
    in_force = exists().where(
        ByLaw.committee_id == Committee.id,
        ByLaw.state == ByLawState.ADOPTED.value,
        ByLaw.in_force_from <= day,
    )
    established = (
        select(Zone.id.label("zone_id"))
        .join(Committee, Committee.zone_id == Zone.id)
        .where(
            and_(ordered, in_force),
            Zone.valid_from <= day,
            or_(Zone.closed_on.is_(None), Zone.closed_on > day),
            Zone.is_example.is_(period.examples),
        )
        .cte("established")
    )
    whole = select(
        null().label("zone_id"), literal("all").label("state"), func.count().label("value")
    ).select_from(established)
    return union_all(whole, select(established.c.zone_id, literal("all"), literal(1, Integer)))


MEASURES = (
    Measure(
        key="networks.established",
        title=mark("Zones with an order and a by-law"),
        unit=mark("zones"),
        kind=MeasureKind.STOCK,
        sources=("zones", "orders", "by_laws"),
        count=established_networks,
        evidence=mark("The signed order of each zone's committee and the by-law it adopted"),
    ),
)
