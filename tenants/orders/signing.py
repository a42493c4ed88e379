"""Signing papers in the platform: number, day, text, hash and card in one transaction (F39, F47)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.access.roles import Role
from core.errors import FieldError, NotFound, Refused
from core.evidence.models import EvidenceKind, EvidenceState
from core.evidence.service import mark_card, new_verification_code, put_card
from core.i18n.dates import bangkok_now, bangkok_today, buddhist_year, show_date
from core.identity.actor import Actor
from core.jobs.service import enqueue
from core.records import lock, sign
from core.tenancy import scope
from tenants.committees.models import Committee
from tenants.office.models import Delegation
from tenants.office.queries import signing_right
from tenants.orders import queries
from tenants.orders.jobs import RENDER
from tenants.orders.models import (
    Order,
    OrderKind,
    OrderState,
    SigningBatch,
    SigningMethod,
    Step,
)
from tenants.orders.numbering import Signature, TypedNumber, number_field, numbers_for
from tenants.orders.papers import Ending, Seal, document_of, printed_number, seal, shown_number
from tenants.orders.steps import take_step

LARGEST_BATCH = 300

CARDS = {
    OrderKind.ANNOUNCEMENT: EvidenceKind.ANNOUNCEMENT,
    OrderKind.MEMO: EvidenceKind.MEMO,
}

TOO_EARLY = "The day is before %(first)s."
"""What the field of a date says of such a day."""

AddressOf = Callable[[str], str]
"""From a verification code to the address at which anybody checks the paper."""


@dataclass(frozen=True)
class Signer:
    """Who signs on that day, as the paper names them; `position` may hold several lines.

    `since` is the first day that their papers may bear, None where there is no such day.
    """

    name: str
    position: str
    since: date | None = None


def sign_order(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    signature: Signature,
    address_of: AddressOf,
) -> Order:
    """Sign one paper. Sent twice by the same person it is signed once.

    Refuses who has no right to sign on that day, a paper that was changed since it was read, and a
    number or a day that the register cannot have.
    """
    scope.name_change(session, "order:signed")
    order = lock(session, queries.reading(session, within, signature.order_id).order)
    if order.state == OrderState.SIGNED and order.signed_account_id == actor.account_id:
        return order
    signer = signer_of(session, actor=actor, kind=OrderKind(order.kind))
    _refuse_unsignable(
        order,
        signature,
        waiting=OrderState.DRAFT if order.kind == OrderKind.MEMO else OrderState.PROPOSED,
    )
    hold_committees(session, [order])
    [number] = numbers_for(session, [order], [signature], fields=["number"])
    _refuse_before_right(signer, number)
    finish(session, order, actor=actor, signer=signer, typed=number, address_of=address_of)
    return order


def sign_batch(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    batch_id: UUID,
    signatures: Sequence[Signature],
    address_of: AddressOf,
) -> SigningBatch:
    """Sign several proposed papers with one confirmation: all of them or none.

    In the platform's own series they get consecutive numbers in the order in which they were given.
    Sent twice with one `batch_id` it is one batch.
    """
    scope.name_change(session, "order:signed")
    existing = session.get(SigningBatch, (actor.district_id, batch_id))
    if existing is not None:
        return existing
    if not signatures:
        raise Refused("Choose at least one paper to sign.")
    if len(signatures) > LARGEST_BATCH:
        raise Refused("At most %(most)s papers are signed at once.", most=LARGEST_BATCH)
    orders = _locked(session, within, signatures)
    signer = signer_of(session, actor=actor, kind=OrderKind.APPOINTMENT)
    for order, signature in zip(orders, signatures, strict=True):
        _refuse_unsignable(order, signature, waiting=OrderState.PROPOSED)
    hold_committees(session, orders)
    typed = numbers_for(session, orders, signatures, fields=[number_field(o.id) for o in orders])
    batch = SigningBatch(
        district_id=actor.district_id, id=batch_id, papers=len(orders), signed_by=signer.name
    )
    session.add(batch)
    session.flush()
    for order, number in zip(orders, typed, strict=True):
        _refuse_before_right(signer, number)
        order.batch_id = batch.id
        finish(session, order, actor=actor, signer=signer, typed=number, address_of=address_of)
    return batch


def signer_of(session: Session, *, actor: Actor, kind: OrderKind) -> Signer:
    """Who this person is on a paper that is signed today; Refused where they may not sign it.

    A memo is the section head's own paper; everything else is the director's, or that of who acts
    for them on this day.
    """
    if kind is OrderKind.MEMO:
        if Role.SECTION_HEAD not in actor.roles:
            raise Refused("A memo is signed by the head of the section that writes it.")
        return Signer(actor.name, actor.position)
    today = bangkok_today()
    right = signing_right(session, actor=actor, day=today)
    if right is not None:
        return Signer(right.name, right.position, right.since)
    ended = session.scalars(
        select(Delegation)
        .where(Delegation.account_id == actor.account_id, Delegation.valid_from <= today)
        .order_by(Delegation.last_day.desc())
    ).first()
    if ended is None:
        raise Refused(
            "Only the director signs, or who acts for the director on that day. No delegation names you today."
        )
    raise Refused(
        "Your delegation to act for the director ended on %(day)s. This paper was not signed.",
        day=show_date(min(ended.last_day, ended.ended_on or ended.last_day)),
    )


def hold_committees(session: Session, orders: Sequence[Order]) -> None:
    """Let nobody else sign about these committees until the commit, before any number is taken.

    Refuses a paper whose order was replaced or revoked since it was drafted.
    """
    wanted = {order.committee_id for order in orders if order.committee_id is not None}
    session.execute(
        select(Committee.id)
        .where(Committee.id.in_(wanted))
        .order_by(Committee.id)
        .with_for_update()
    )
    for order in orders:
        named = order.amends_id or order.revokes_id
        if named is None or order.committee_id is None:
            continue
        in_force = queries.order_in_force(session, order.committee_id)
        if in_force is None or in_force.id != named:
            raise Refused(
                "The order that “%(subject)s” names is no longer in force.", subject=order.subject
            )


def close_paper(
    session: Session,
    order: Order,
    *,
    actor: Actor,
    ending: Ending,
    number: int | None,
    sealed: Seal,
    method: SigningMethod,
) -> None:
    """Make a paper final: the row, the trail, its card, and what becomes of the papers before it."""
    before = _order_before(session, order)
    order.state = OrderState.SIGNED.value
    order.number, order.number_year = number, buddhist_year(ending.dated_on)
    order.dated_on, order.method = ending.dated_on, method.value
    order.signed_at = ending.signed_at
    order.signed_by, order.signed_by_position = ending.signer_name, ending.signer_position
    order.signed_account_id = actor.account_id
    order.canonical, order.sha256 = sealed.canonical, sealed.sha256
    order.verification_code = sealed.verification_code
    order.content = order.content | {
        "signer_name": ending.signer_name,
        "signer_position": ending.signer_position,
    }
    sign(order, actor)
    take_step(session, order, actor=actor, step=Step.SIGNED, moment=ending.signed_at)
    _put_card(session, order)
    _mark_before(session, order, before)


def finish(
    session: Session,
    order: Order,
    *,
    actor: Actor,
    signer: Signer,
    typed: TypedNumber,
    address_of: AddressOf,
    moment: datetime | None = None,
) -> None:
    """Sign one paper in the platform: its text, its number, and the job that makes its files."""
    kind = OrderKind(order.kind)
    ending = Ending(
        number=printed_number(kind, typed.number, typed.dated_on),
        dated_on=typed.dated_on,
        signer_name=signer.name,
        signer_position=signer.position,
        signed_at=moment or bangkok_now(),
    )
    code = new_verification_code(order.district_id)
    sealed = seal(
        order,
        paper=document_of(order, ending),
        ending=ending,
        method=SigningMethod.SYSTEM,
        code=code,
        address=address_of(code),
    )
    close_paper(
        session,
        order,
        actor=actor,
        ending=ending,
        number=typed.number,
        sealed=sealed,
        method=SigningMethod.SYSTEM,
    )
    enqueue(session, RENDER, order_id=str(order.id))


def _refuse_unsignable(order: Order, signature: Signature, *, waiting: OrderState) -> None:
    if order.state == OrderState.SIGNED:
        raise Refused("%(name)s has signed this paper already.", name=order.signed_by)
    if order.state != waiting:
        raise Refused("“%(subject)s” is not waiting for a signature.", subject=order.subject)
    if order.version != signature.seen_version:
        raise Refused(
            "Somebody changed “%(subject)s” while you were reading it. Read it again before you sign.",
            subject=order.subject,
        )


def _refuse_before_right(signer: Signer, typed: TypedNumber) -> None:
    """FieldError for a paper dated before the signer was director, or acted for the director."""
    if signer.since is not None and typed.dated_on < signer.since:
        raise FieldError(
            TOO_EARLY, field="dated_on", first=show_date(signer.since, style="numeric")
        )


def _locked(session: Session, within: Within, signatures: Sequence[Signature]) -> list[Order]:
    """The papers as they were given. Rows are locked by id, so that no two batches wait for each other."""
    wanted = {signature.order_id for signature in signatures}
    rows = session.scalars(
        select(Order)
        .where(Order.id.in_(wanted), queries.in_reach(within))
        .order_by(Order.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {order.id: order for order in rows}
    if len(found) != len(wanted) or len(wanted) != len(signatures):
        raise NotFound("This order does not exist.")
    return [found[signature.order_id] for signature in signatures]


def _order_before(session: Session, order: Order) -> Order | None:
    """The appointment in force before this one is signed."""
    if order.kind != OrderKind.APPOINTMENT or order.committee_id is None:
        return None
    return queries.order_in_force(session, order.committee_id)


def _put_card(session: Session, order: Order) -> None:
    kind = OrderKind(order.kind)
    zone_id = session.scalars(
        select(Committee.zone_id).where(Committee.id == order.committee_id)
    ).one_or_none()
    put_card(
        session,
        kind=CARDS.get(kind, EvidenceKind.ORDER),
        record_id=order.id,
        title=order.content["about"],
        dated_on=order.dated_on or bangkok_today(),
        sha256=order.sha256 or "",
        number=shown_number(order),
        zone_id=zone_id,
        edition=order.edition,
        verification_code=order.verification_code,
        is_example=order.is_example,
    )


def _mark_before(session: Session, order: Order, before: Order | None) -> None:
    """The older appointment is replaced by the newer one, whichever of them was signed last here."""
    if order.revokes_id is not None:
        _mark_with_amendments(session, order.revokes_id, EvidenceState.REVOKED)
    if before is None or before.dated_on is None or order.dated_on is None:
        return
    older = order if order.dated_on < before.dated_on else before
    _mark_with_amendments(session, older.id, EvidenceState.REPLACED)


def _mark_with_amendments(session: Session, order_id: UUID, state: EvidenceState) -> None:
    """What ends an appointment ends the orders that filled its seats anew."""
    amendments = [each.id for each in queries.amendments_of(session, order_id)]
    for record_id in (order_id, *amendments):
        mark_card(session, record_id=record_id, state=state)
