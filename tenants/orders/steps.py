"""The way of a draft to the signature: handed in, proposed, returned with a comment (F40, M97, M98)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_now
from core.identity.actor import Actor
from core.records import lock, sign
from core.tenancy import scope
from tenants.committees.queries import view_of_committee
from tenants.orders import queries, service, texts
from tenants.orders.models import Order, OrderKind, OrderState, OrderStep, Step


def submit_draft(session: Session, *, actor: Actor, within: Within, order_id: UUID) -> Order:
    """Hand a draft to the section head; handing it in once more changes nothing."""
    scope.name_change(session, "order:submitted")
    order = service.locked_draft(session, within, order_id)
    if queries.last_step(session, order.id) is not Step.SUBMITTED:
        _refuse_unready(session, within, order)
        take_step(session, order, actor=actor, step=Step.SUBMITTED)
    return order


def propose_order(
    session: Session, *, actor: Actor, within: Within, order_id: UUID, seen_version: int
) -> Order:
    """Propose a draft for signature; its texts are closed until it is signed or sent back.

    Proposing it once more changes nothing.
    """
    scope.name_change(session, "order:proposed")
    order = lock(session, queries.reading(session, within, order_id).order)
    if order.state == OrderState.PROPOSED:
        return order
    if order.state != OrderState.DRAFT:
        raise Refused("Only a draft can be proposed.")
    if order.kind == OrderKind.MEMO:
        raise Refused(
            "A memo is signed by the section head and goes with the order that it proposes."
        )
    if order.version != seen_version:
        raise Refused("Somebody changed this paper while you were reading it. Read it again.")
    _refuse_unready(session, within, order)
    order.state = OrderState.PROPOSED.value
    order.proposed_at = func.now()
    order.proposed_by, order.proposed_by_position = actor.name, actor.position
    sign(order, actor)
    take_step(session, order, actor=actor, step=Step.PROPOSED)
    return order


def return_draft(
    session: Session, *, actor: Actor, within: Within, order_id: UUID, comment: str
) -> Order:
    """The section head gives a draft back to who wrote it, with what must be changed."""
    scope.name_change(session, "order:returned", comment)
    order = service.locked_draft(session, within, order_id)
    if queries.last_step(session, order.id) is Step.RETURNED:
        return order
    _refuse_without_comment(comment)
    take_step(session, order, actor=actor, step=Step.RETURNED, comment=comment)
    return order


def send_back(
    session: Session, *, actor: Actor, within: Within, order_id: UUID, comment: str
) -> Order:
    """Who signs sends a proposed paper back; it is a draft again and bears the comment."""
    scope.name_change(session, "order:sent_back", comment)
    order = lock(session, queries.reading(session, within, order_id).order)
    if queries.last_step(session, order.id) is Step.SENT_BACK:
        return order
    if order.state != OrderState.PROPOSED:
        raise Refused("This paper is not waiting for a signature.")
    _refuse_without_comment(comment)
    order.state = OrderState.DRAFT.value
    order.proposed_at = order.proposed_by = order.proposed_by_position = None
    sign(order, actor)
    take_step(session, order, actor=actor, step=Step.SENT_BACK, comment=comment)
    return order


def take_step(
    session: Session,
    order: Order,
    *,
    actor: Actor,
    step: Step,
    comment: str = "",
    moment: datetime | None = None,
) -> None:
    """Write a step into the trail, in the name and position of that day; it was taken now, or at `moment`."""
    session.add(
        OrderStep(
            district_id=order.district_id,
            order_id=order.id,
            step=step.value,
            comment=comment,
            taken_by=actor.name,
            taken_by_position=actor.position,
            taken_at=moment or bangkok_now(),
        )
    )
    session.flush()


def _refuse_without_comment(comment: str) -> None:
    if not comment.strip():
        raise FieldError("Say what must be changed.", field="comment")


def _refuse_unready(session: Session, within: Within, order: Order) -> None:
    """An appointment goes on only with a complete committee whose members the draft names."""
    empty = texts.empty_lines(order)
    if empty:
        raise Refused(
            "Seats without a name: %(count)s. Fill them in the committee, then take the members over.",
            count=empty,
        )
    if order.kind == OrderKind.APPOINTMENT and order.committee_id is not None:
        view = view_of_committee(session, within, order.committee_id)
        if not view.is_complete:
            raise Refused(
                "The committee lacks %(count)s seats that the manual demands.",
                count=view.minimum_missing,
            )
        if texts.member_blocks(view) != order.content["blocks"]:
            raise Refused("The members differ from the committee. Take them over, then go on.")
