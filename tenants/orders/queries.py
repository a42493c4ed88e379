"""Reads of papers: one with all that belongs to it, and what is in force for zones and committees."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased, defer

from core.access.permissions import Within
from core.errors import NotFound
from core.evidence.models import EvidenceCard, FileKind
from core.evidence.queries import card_of, files_of
from tenants.committees.models import Committee
from tenants.committees.queries import CommitteeView, committees_of
from tenants.orders.models import (
    Order,
    OrderKind,
    OrderState,
    OrderStep,
    SigningBatch,
    SigningMethod,
    Step,
)
from tenants.zones.models import Zone
from tenants.zones.queries import zones_within

HEAVY = (defer(Order.content), defer(Order.canonical))
"""What lists do not need of a paper."""


@dataclass(frozen=True)
class ZonePapers:
    """What is on file for a zone: the appointment in force, and the newest one on its way."""

    order: Order | None
    draft: Order | None


@dataclass(frozen=True)
class ZoneOrders:
    """A zone in the list: how far its committee is, its order in force, and what is on its way."""

    committee: CommitteeView
    drafts: tuple[Order, ...]
    order: Order | None = None


@dataclass(frozen=True)
class Reading:
    """A paper with its committee; `zone` None where the committee is none of a zone."""

    order: Order
    committee: Committee | None
    zone: Zone | None


@dataclass(frozen=True)
class Dossier:
    """What belongs to a paper: its way, its files, its card, the papers before and after it."""

    steps: Sequence[OrderStep]
    files: Mapping[FileKind, UUID]
    card: EvidenceCard | None
    names: Order | None
    """The order that it amends or revokes."""
    named_by: Sequence[Order]
    """Those that amend or revoke it."""
    batch: SigningBatch | None

    @property
    def by_one_person(self) -> bool:
        """Whether one person proposed and signed it: allowed to who acts for the director, and said."""
        takers = {step.step: step.taken_by for step in self.steps}
        return Step.SIGNED in takers and takers.get(Step.PROPOSED) == takers[Step.SIGNED]


@dataclass(frozen=True)
class BatchProgress:
    """A batch with its papers in the order of their numbers, and which of them have their files."""

    batch: SigningBatch
    orders: Sequence[Order]
    ready: frozenset[UUID]

    @property
    def is_done(self) -> bool:
        return len(self.ready) == len(self.orders)


def in_reach(within: Within) -> ColumnElement[bool]:
    """The papers that a grant reaches: all of the district, or those of the own zone's committee."""
    if within.whole_district:
        return Order.district_id.is_not(None)
    reached = select(Committee.id).join(Zone, Zone.id == Committee.zone_id)
    return Order.committee_id.in_(reached.where(zones_within(within)))


def reading(session: Session, within: Within, order_id: UUID) -> Reading:
    """One paper in the reader's reach; NotFound for all others."""
    row = session.execute(
        select(Order, Committee, Zone)
        .outerjoin(Committee, Committee.id == Order.committee_id)
        .outerjoin(Zone, Zone.id == Committee.zone_id)
        .where(Order.id == order_id, in_reach(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This order does not exist.")
    return Reading(row[0], row[1], row[2])


def dossier(session: Session, order: Order) -> Dossier:
    named = order.amends_id or order.revokes_id
    others = session.scalars(
        select(Order)
        .where(
            or_(
                Order.id == named,
                (Order.state == OrderState.SIGNED.value)
                & or_(Order.amends_id == order.id, Order.revokes_id == order.id),
            )
        )
        .order_by(Order.dated_on)
        .options(*HEAVY)
    ).all()
    return Dossier(
        steps=steps_of(session, order.id),
        files={kind: file_id for (_, kind), file_id in files_of(session, [order.id]).items()},
        card=card_of(session, order.id),
        names=next((one for one in others if one.id == named), None),
        named_by=[one for one in others if one.id != named],
        batch=session.get(SigningBatch, (order.district_id, order.batch_id))
        if order.batch_id
        else None,
    )


def steps_of(session: Session, order_id: UUID) -> list[OrderStep]:
    """The way of a paper, the first step first."""
    return list(
        session.scalars(
            select(OrderStep)
            .where(OrderStep.order_id == order_id)
            .order_by(OrderStep.taken_at, OrderStep.id)
        )
    )


def last_step(session: Session, order_id: UUID) -> Step | None:
    found = session.scalars(
        select(OrderStep.step)
        .where(OrderStep.order_id == order_id)
        .order_by(OrderStep.taken_at.desc(), OrderStep.id.desc())
        .limit(1)
    ).one_or_none()
    return None if found is None else Step(found)


def order_in_force(session: Session, committee_id: UUID) -> Order | None:
    """The newest signed appointment of a committee, by its day; None where a later order revokes it."""
    row = session.execute(
        select(Order, _revoked())
        .where(
            Order.committee_id == committee_id,
            Order.kind == OrderKind.APPOINTMENT.value,
            Order.state == OrderState.SIGNED.value,
        )
        .order_by(Order.dated_on.desc(), Order.signed_at.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None or row[1] else row[0]


def amendments_of(session: Session, order_id: UUID) -> list[Order]:
    """The signed replacements that follow an appointment, by their day."""
    return list(
        session.scalars(
            select(Order)
            .where(Order.amends_id == order_id, Order.state == OrderState.SIGNED.value)
            .order_by(Order.dated_on, Order.signed_at)
        )
    )


def papers_of_zones(session: Session, within: Within) -> dict[UUID, ZonePapers]:
    """The appointments of every zone in reach, by the zone's id, in one statement."""
    rows = session.execute(
        select(Committee.zone_id, Order, _revoked())
        .join(Order, Order.committee_id == Committee.id)
        .join(Zone, Zone.id == Committee.zone_id)
        .where(Order.kind == OrderKind.APPOINTMENT.value, zones_within(within))
        .order_by(
            Order.dated_on.desc().nulls_last(), Order.signed_at.desc(), Order.drafted_at.desc()
        )
        .options(*HEAVY)
    )
    signed: dict[UUID, Order | None] = {}
    drafts: dict[UUID, Order] = {}
    for zone_id, order, revoked in rows:
        if zone_id is None:
            continue
        if order.state == OrderState.SIGNED:
            found = None if revoked else order
            signed.setdefault(zone_id, found)
        else:
            drafts.setdefault(zone_id, order)
    return {
        zone_id: ZonePapers(signed.get(zone_id), drafts.get(zone_id))
        for zone_id in {*signed, *drafts}
    }


def orders_by_zone(session: Session, within: Within) -> list[ZoneOrders]:
    """Every open zone with its order in force and what is on its way, by the zone's number."""
    papers = papers_of_zones(session, within)
    nothing = ZonePapers(None, None)
    found = []
    for view in committees_of(session, within):
        known = papers.get(view.zone.id, nothing) if view.zone else nothing
        found.append(ZoneOrders(view, (known.draft,) if known.draft else (), known.order))
    return found


def orders_of_zone(session: Session, zone_id: UUID) -> list[Order]:
    """The papers about a zone's committee, the newest first."""
    return list(
        session.scalars(
            select(Order)
            .join(Committee, Committee.id == Order.committee_id)
            .where(Committee.zone_id == zone_id)
            .order_by(Order.drafted_at.desc())
            .options(*HEAVY)
        )
    )


def papers_of_committees(
    session: Session, committee_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Order]]:
    """The appointments and announcements of committees, the newest first."""
    found: dict[UUID, list[Order]] = defaultdict(list)
    for order in session.scalars(
        select(Order)
        .where(Order.committee_id.in_(list(committee_ids)))
        .order_by(Order.drafted_at.desc())
        .options(*HEAVY)
    ):
        if order.committee_id is not None:
            found[order.committee_id].append(order)
    return found


def batch_progress(session: Session, batch_id: UUID) -> BatchProgress:
    """A batch with how far its files are; NotFound where the office has none of that id."""
    batch = session.scalars(select(SigningBatch).where(SigningBatch.id == batch_id)).one_or_none()
    if batch is None:
        raise NotFound("This batch does not exist.")
    orders = session.scalars(
        select(Order)
        .where(Order.batch_id == batch_id)
        .order_by(Order.number, Order.id)
        .options(*HEAVY)
    ).all()
    files = files_of(session, [order.id for order in orders])
    ready = {record_id for record_id, kind in files if kind is FileKind.PDF}
    ready &= {record_id for record_id, kind in files if kind is FileKind.DOCX}
    return BatchProgress(batch, orders, frozenset(ready))


def batch_exists(session: Session, batch_id: UUID) -> bool:
    found = select(SigningBatch.id).where(SigningBatch.id == batch_id)
    return session.scalars(found).one_or_none() is not None


def orders_by_ids(
    session: Session, within: Within, order_ids: Sequence[UUID], *, waiting_alone: bool
) -> list[Order]:
    """Papers in reach in the order in which they were proposed, `waiting_alone` only proposed ones.

    NotFound where one of them is out of reach.
    """
    found = session.scalars(
        select(Order)
        .where(Order.id.in_(order_ids), in_reach(within))
        .order_by(Order.proposed_at, Order.id)
        .options(*HEAVY)
    ).all()
    if len(found) != len(set(order_ids)):
        raise NotFound("This order does not exist.")
    return [one for one in found if not waiting_alone or one.state == OrderState.PROPOSED]


def awaits_files(order: Order, files: Mapping[FileKind, UUID]) -> bool:
    """Whether a worker still makes the files of a paper that was signed in the platform."""
    return (
        order.state == OrderState.SIGNED
        and order.method == SigningMethod.SYSTEM
        and not {FileKind.PDF, FileKind.DOCX} <= set(files)
    )


def _revoked() -> ColumnElement[bool]:
    later = aliased(Order)
    return (
        select(later.id)
        .where(later.revokes_id == Order.id, later.state == OrderState.SIGNED.value)
        .correlate(Order)
        .exists()
    )
