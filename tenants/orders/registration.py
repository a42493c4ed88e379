"""Papers that were signed by hand: what is proposed here, and orders from before the platform (F47, F48)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.evidence.models import FileKind
from core.evidence.service import attach_file, new_verification_code
from core.files.models import StoredFile
from core.files.scans import check_scan
from core.files.service import keep
from core.files.store import FolderStore
from core.i18n.dates import bangkok_now, bangkok_today
from core.identity.actor import Actor
from core.records import lock
from core.tenancy import scope
from core.tenancy.queries import office
from tenants.committees.queries import Body, view_of
from tenants.committees.service import ensure_committee
from tenants.orders import numbers, queries, texts
from tenants.orders.models import Order, OrderKind, OrderState, Register, SigningMethod
from tenants.orders.papers import Ending, document_of, printed_number, seal
from tenants.orders.signing import AddressOf, close_paper, hold_committees

_SUFFIXES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True)
class HandSigned:
    """What stands on the signed paper, and its scan."""

    number: int | None
    dated_on: date
    signer_name: str
    signer_position: str
    scan: bytes


def record_hand_signature(
    session: Session,
    store: FolderStore,
    *,
    actor: Actor,
    within: Within,
    order_id: UUID,
    seen_version: int,
    paper: HandSigned,
    address_of: AddressOf,
) -> Order:
    """A proposed paper was printed and signed by hand: keep number, day, signer and scan.

    Sent twice it is recorded once.
    """
    scope.name_change(session, "order:hand_signed")
    order = lock(session, queries.reading(session, within, order_id).order)
    if order.state == OrderState.SIGNED and order.method == SigningMethod.PAPER:
        return order
    if order.state == OrderState.SIGNED:
        raise Refused("%(name)s has signed this paper already.", name=order.signed_by)
    waiting = OrderState.DRAFT if order.kind == OrderKind.MEMO else OrderState.PROPOSED
    if order.state != waiting:
        raise Refused("This paper is not waiting for a signature.")
    if order.version != seen_version:
        raise Refused("Somebody changed this paper while you were reading it. Read it again.")
    hold_committees(session, [order])
    _check(session, order, paper)
    return _close(
        session, store, order, actor=actor, paper=paper, address_of=address_of, seals_text=True
    )


def register_order(
    session: Session,
    store: FolderStore,
    *,
    actor: Actor,
    within: Within,
    body: Body,
    record_id: UUID,
    subject: str,
    paper: HandSigned,
    address_of: AddressOf,
) -> Order:
    """Enter an appointment order that exists on paper: it counts as the order of its committee.

    Sent twice with one `record_id` it is one order. Any day up to today: the paper says it.
    """
    scope.name_change(session, "order:registered")
    existing = session.get(Order, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if not subject.strip():
        raise FieldError("Type the subject of the order.", field="subject")
    committee = ensure_committee(session, actor=actor, within=within, body=body)
    view = view_of(session, within, body)
    order = Order(
        district_id=actor.district_id,
        id=record_id,
        kind=OrderKind.APPOINTMENT.value,
        register=Register.ORDERS.value,
        committee_id=committee.id,
        edition=view.edition,
        state=OrderState.DRAFT.value,
        subject=subject,
        content=texts.content_of_registered(office(session, actor.district_id))
        | {"about": texts.card_title(OrderKind.APPOINTMENT, view)},
        drafted_by=actor.name,
        drafted_by_position=actor.position,
        is_example=view.is_example,
        changed_by=actor.name,
    )
    _check(session, order, paper)
    session.add(order)
    session.flush()
    return _close(
        session, store, order, actor=actor, paper=paper, address_of=address_of, seals_text=False
    )


def _check(session: Session, order: Order, paper: HandSigned) -> None:
    if not paper.signer_name.strip():
        raise FieldError("Type who signed the paper.", field="signer_name")
    if paper.dated_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="dated_on")
    named = order.amends_id or order.revokes_id
    numbers.refuse_before(
        paper.dated_on,
        session.scalars(select(Order.dated_on).where(Order.id == named)).all() if named else (),  # type: ignore[arg-type]
    )
    register = Register(order.register)
    if paper.number is None:
        if order.kind != OrderKind.ANNOUNCEMENT:
            raise FieldError("Type the number that stands on the paper.", field="number")
        return
    numbers.hold_register(
        session, district_id=order.district_id, register=register, day=paper.dated_on
    )
    numbers.refuse_taken(session, register=register, number=paper.number, day=paper.dated_on)


def _close(
    session: Session,
    store: FolderStore,
    order: Order,
    *,
    actor: Actor,
    paper: HandSigned,
    address_of: AddressOf,
    seals_text: bool,
) -> Order:
    kind = OrderKind(order.kind)
    scan = _keep_scan(session, store, actor, order, paper.scan)
    ending = Ending(
        number=printed_number(kind, paper.number, paper.dated_on),
        dated_on=paper.dated_on,
        signer_name=paper.signer_name,
        signer_position=paper.signer_position,
        signed_at=bangkok_now(),
    )
    code = new_verification_code(order.district_id)
    sealed = seal(
        order,
        paper=document_of(order, ending) if seals_text else None,
        ending=ending,
        method=SigningMethod.PAPER,
        code=code,
        address=address_of(code),
        scan_sha256=scan.sha256,
    )
    close_paper(
        session,
        order,
        actor=actor,
        ending=ending,
        number=paper.number,
        sealed=sealed,
        method=SigningMethod.PAPER,
    )
    attach_file(session, record_id=order.id, kind=FileKind.SCAN, file=scan)
    return order


def _keep_scan(
    session: Session, store: FolderStore, actor: Actor, order: Order, content: bytes
) -> StoredFile:
    content_type = check_scan(content)
    return keep(
        session,
        store,
        actor=actor,
        name=f"order-{order.id}.{_SUFFIXES[content_type]}",
        content=content,
        content_type=content_type,
        purpose="order-scan",
    )
