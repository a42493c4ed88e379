"""Drafting an appointment order from a zone's committee and the manual's wording (M61, F29, F39)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.identity.actor import Actor
from core.manual.structure import OrderWording, SeatSource
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from core.tenancy.models import Office
from core.tenancy.queries import office
from tenants.committees.queries import CommitteeView, committee_of
from tenants.committees.service import ensure_committee
from tenants.orders import queries
from tenants.orders.models import Order, OrderState

EDITED = (
    "subject",
    "reason",
    "authority",
    "duties",
    "effect",
    "signer_name",
    "signer_position",
)
"""What the form of a draft changes. The members come from the committee and are never typed here."""


@dataclass(frozen=True)
class Wording:
    """The texts of a draft; an empty `signer_name` prints as a dotted line."""

    subject: str
    reason: str
    authority: str
    duties: tuple[str, ...]
    effect: str
    signer_name: str
    signer_position: str


def draft_order(
    session: Session, *, actor: Actor, within: Within, zone_id: UUID, record_id: UUID
) -> Order:
    """Draft the order that appoints a zone's committee, under the edition that the committee follows.

    A zone has one draft: asked for again, under the same `record_id` or another, it is that draft.
    """
    scope.name_change(session, "order:drafted")
    committee = ensure_committee(session, actor=actor, within=within, zone_id=zone_id)
    existing = session.scalars(
        select(Order).where(
            Order.committee_id == committee.id, Order.state == OrderState.DRAFT.value
        )
    ).first()
    existing = existing or session.get(Order, (actor.district_id, record_id))
    if existing is not None:
        return existing
    return new_draft(
        session,
        within=within,
        district_id=actor.district_id,
        zone_id=zone_id,
        record_id=record_id,
        drafted_by=actor.name,
        drafted_by_position=actor.position,
    )


def new_draft(
    session: Session,
    *,
    within: Within,
    district_id: int,
    zone_id: UUID,
    record_id: UUID,
    drafted_by: str,
    drafted_by_position: str,
) -> Order:
    """Write the draft of a committee that exists: the manual's texts and the people on its seats."""
    view = committee_of(session, within, zone_id)
    if view is None or view.committee_id is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    place = office(session, district_id)
    texts = _filled_wording(view, place)
    order = Order(
        district_id=district_id,
        id=record_id,
        committee_id=view.committee_id,
        edition=view.edition,
        subject=texts.subject,
        content=_content(texts)
        | {"office_name": place.title_th, "blocks": queries.member_blocks(view)},
        drafted_by=drafted_by,
        drafted_by_position=drafted_by_position,
        is_example=view.is_example,
        changed_by=drafted_by,
    )
    session.add(order)
    session.flush()
    return order


def change_order(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    order_id: UUID,
    seen_version: int,
    wording: Wording,
) -> Order:
    """Change the texts of a draft; EditConflict where somebody else has saved it since it was opened."""
    scope.name_change(session, "order:changed")
    order = _locked(session, within, order_id)
    refuse_stale(
        order,
        seen_version,
        mark("%(name)s changed this draft while you were editing."),
        values_of(order),
    )
    _check(wording)
    order.subject = wording.subject
    order.content = order.content | _content(wording)
    sign(order, actor)
    return order


def refresh_members(session: Session, *, actor: Actor, within: Within, order_id: UUID) -> Order:
    """Take the members of a draft from the committee as it is today.

    The version stays: it guards the texts, which this does not touch.
    """
    scope.name_change(session, "order:members_refreshed")
    zone_id = queries.draft(session, within, order_id).zone.id
    order = _locked(session, within, order_id)
    view = committee_of(session, within, zone_id)
    blocks = queries.member_blocks(view) if view else order.content["blocks"]
    if blocks != order.content["blocks"]:
        order.content = order.content | {"blocks": blocks}
        order.changed_by, order.changed_at = actor.name, func.now()
    return order


def delete_draft(session: Session, *, within: Within, order_id: UUID) -> None:
    """Delete a draft. The audit trail keeps what it said, and who deleted it."""
    scope.name_change(session, "order:deleted")
    order = _locked(session, within, order_id)
    session.delete(order)


def values_of(order: Order) -> dict[str, Any]:
    """The texts of a draft as its form shows them: duties one a line."""
    texts = {name: order.content[name] for name in EDITED if name not in {"subject", "duties"}}
    return {"subject": order.subject, "duties": "\n".join(order.content["duties"])} | texts


def _filled_wording(view: CommitteeView, place: Office) -> Wording:
    """The manual's texts with the names of this network and office, to be signed by the director."""
    names = {"network": view.zone.name, "office": place.title_th, "district": place.name_th}
    manual: OrderWording = view.content.zone_order
    return Wording(
        subject=_fill(manual.subject, names),
        reason=_fill(manual.reason, names),
        authority=_fill(manual.authority, names),
        duties=tuple(_fill(duty, names) for duty in manual.duties),
        effect=_fill(manual.effect, names),
        signer_name=_director(view),
        signer_position=f"ผู้อำนวยการเขต{place.name_th}",
    )


def _fill(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _director(view: CommitteeView) -> str:
    """The director as named among the advisers; "" while that seat is empty."""
    return next(
        (
            line.seat.person_name
            for group in view.groups
            if group.rule.source is SeatSource.DIRECTOR
            for line in group.lines
            if line.seat
        ),
        "",
    )


def _content(wording: Wording) -> dict[str, Any]:
    return {
        "reason": wording.reason,
        "authority": wording.authority,
        "duties": list(wording.duties),
        "effect": wording.effect,
        "signer_name": wording.signer_name,
        "signer_position": wording.signer_position,
    }


def _check(wording: Wording) -> None:
    for name, sentence in (
        ("subject", "Type the subject of the order."),
        ("reason", "Type why the order is made."),
        ("authority", "Type on what authority the order is made."),
        ("effect", "Type from when the order has effect."),
        ("signer_position", "Type the position of the person who signs."),
    ):
        if not getattr(wording, name).strip():
            raise FieldError(sentence, field=name)
    if not wording.duties:
        raise FieldError("Type at least one duty.", field="duties")


def _locked(session: Session, within: Within, order_id: UUID) -> Order:
    order = lock(session, queries.draft(session, within, order_id).order)
    if order.state != OrderState.DRAFT:
        raise Refused("Only a draft can be changed.")
    return order
