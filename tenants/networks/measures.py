"""How many networks exist on paper, the pilot network among them, and how many work by the manual (F34, P1)."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Uuid,
    and_,
    cast,
    exists,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from core.evidence.models import EvidenceKind
from core.indicators.counting import number_if, tally_of
from core.indicators.measures import Measure, MeasureKind, Periods
from core.marks import mark
from tenants.bylaws.models import ByLaw, ByLawState
from tenants.committees.models import Committee
from tenants.meetings.models import Meeting, MeetingState, Minutes, MinutesState
from tenants.networks.models import PilotChoice
from tenants.orders.models import Order, OrderKind, OrderState
from tenants.zones.models import Zone


def established_networks(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Zones open on the stock day whose committee has a signed order and whose by-law is in force that day.

    An order that a later one has revoked by then counts no longer. The pilot network is that of the
    newest choice of a meeting that was held by then; it is established when it has met once (OUT3).
    A network works by the manual when one of its minutes was adopted (OUTC1); what it reports to the
    office afterwards has no place here yet and is not asked for.
    """
    days = periods.table()
    day = days.c.stock_day
    pilot = (
        select(PilotChoice.zone_id)
        .where(PilotChoice.decided_on <= day)
        .order_by(PilotChoice.recorded_at.desc(), PilotChoice.id.desc())
        .limit(1)
        .correlate(days)
        .scalar_subquery()
    )
    met = exists().where(
        Meeting.zone_id == Zone.id,
        Meeting.state == MeetingState.CLOSED.value,
        Meeting.held_on <= day,
    )
    minuted = exists().where(
        Meeting.zone_id == Zone.id,
        Minutes.meeting_id == Meeting.id,
        Minutes.state == MinutesState.ADOPTED.value,
        Minutes.adopted_on <= day,
    )
    return (
        select(
            Zone.id.label("record_id"),
            days.c.month,
            day.label("day"),
            Zone.name.label("title"),
            Zone.id.label("zone_id"),
            cast(null(), Uuid).label("community_id"),
            true().label("accepted"),
            number_if(true()).label("networks.established"),
            number_if(and_(Zone.id == pilot, met)).label("networks.pilot_established"),
            number_if(minuted).label("networks.using_manual"),
        )
        .select_from(Zone)
        .join(Committee, Committee.zone_id == Zone.id)
        .join(days, Zone.valid_from <= day)
        .where(
            _ordered(days),
            exists().where(
                ByLaw.committee_id == Committee.id,
                ByLaw.state == ByLawState.ADOPTED.value,
                ByLaw.in_force_from <= day,
            ),
            or_(Zone.closed_on.is_(None), Zone.closed_on > day),
            Zone.is_example.is_(periods.examples),
        )
    )


def _ordered(days: FromClause) -> ColumnElement[bool]:
    """Whether a signed appointment of the committee holds on the stock day."""
    revocation = aliased(Order)
    revoked = exists().where(
        revocation.revokes_id == Order.id,
        revocation.state == OrderState.SIGNED.value,
        revocation.dated_on <= days.c.stock_day,
    )
    return exists().where(
        Order.committee_id == Committee.id,
        Order.kind == OrderKind.APPOINTMENT.value,
        Order.state == OrderState.SIGNED.value,
        Order.dated_on <= days.c.stock_day,
        ~revoked,
    )


def _measure(key: str, title: str, evidence: str, *papers: EvidenceKind) -> Measure:
    return Measure(
        key=f"networks.{key}",
        title=title,
        unit=mark("zones"),
        kind=MeasureKind.STOCK,
        of_people=False,
        evidence=evidence,
        papers=(EvidenceKind.ORDER, EvidenceKind.BY_LAW, *papers),
    )


TALLIES = (
    tally_of(
        "networks",
        (
            "zones",
            "committees",
            "orders",
            "by_laws",
            "pilot_choices",
            "meetings_onwards",
            "minutes_onwards",
        ),
        (
            _measure(
                "established",
                mark("Zones with an order and a by-law"),
                mark("The signed order of each zone's committee and the by-law it adopted"),
            ),
            _measure(
                "pilot_established",
                mark("Pilot network with an order, a by-law and a meeting"),
                mark("The order, the by-law and the meetings of the pilot network"),
            ),
            _measure(
                "using_manual",
                mark("Zones with an order, a by-law and adopted minutes"),
                mark("The order, the by-law and the adopted minutes of each zone"),
                EvidenceKind.MINUTES,
            ),
        ),
        established_networks,
        endpoint="networks.show_zone",
        parameter="zone_id",
    ),
)
