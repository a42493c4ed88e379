"""Drafting orders, announcements and memos from the committee and the manual's wording (M61, F29, F39)."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.db import uuid7
from core.errors import NotFound, Refused
from core.i18n.dates import bangkok_today
from core.identity.actor import Actor
from core.manual.structure import SeatSource
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from core.tenancy.queries import office
from tenants.adoption.queries import content_in_force
from tenants.committees.models import Committee
from tenants.committees.queries import (
    Body,
    CommitteeView,
    body_of,
    committees_of,
    view_of,
)
from tenants.committees.service import ensure_committee
from tenants.elections.queries import declared_result
from tenants.office.queries import profile
from tenants.orders import queries, texts
from tenants.orders.models import Order, OrderKind, OrderState
from tenants.orders.papers import EMPTY_CONTENT, register_of, shown_number
from tenants.orders.texts import Source, Wording

SECTION = "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม"
_OPEN_STATES = (OrderState.DRAFT.value, OrderState.PROPOSED.value)


def draft_appointment(
    session: Session, *, actor: Actor, within: Within, body: Body, record_id: UUID
) -> Order:
    """Draft the order that appoints a committee. Its composition must be complete (F25).

    A committee has one open draft: asked for again, under the same `record_id` or another, it is that.
    """
    scope.name_change(session, "order:drafted")
    committee = ensure_committee(session, actor=actor, within=within, body=body)
    existing = _open_draft(session, OrderKind.APPOINTMENT, committee.id, record_id)
    if existing is not None:
        return existing
    view = view_of(session, within, body)
    if not view.is_complete:
        raise Refused(
            "The committee lacks %(count)s seats that the manual demands. Fill them first, then draft the order.",
            count=view.minimum_missing,
        )
    return new_draft(
        session,
        kind=OrderKind.APPOINTMENT,
        view=view,
        district_id=actor.district_id,
        record_id=record_id,
        drafted_by=actor.name,
        drafted_by_position=actor.position,
    )


def draft_ready_zones(session: Session, *, actor: Actor, within: Within) -> list[Order]:
    """Draft the order of every zone whose committee is complete and that has neither order nor draft."""
    papers = queries.papers_of_zones(session, within)
    drafted = []
    for view in committees_of(session, within):
        known = papers.get(view.zone.id) if view.zone else None
        has_paper = known is not None and (known.order is not None or known.draft is not None)
        if view.zone is not None and view.is_complete and not has_paper:
            drafted.append(
                draft_appointment(
                    session,
                    actor=actor,
                    within=within,
                    body=Body.zone(view.zone.id),
                    record_id=uuid7(),
                )
            )
    return drafted


def draft_announcement(
    session: Session, *, actor: Actor, within: Within, body: Body, record_id: UUID
) -> Order:
    """Draft the announcement of who was elected chair, from the newest declared result."""
    scope.name_change(session, "order:drafted")
    committee = ensure_committee(session, actor=actor, within=within, body=body)
    existing = _open_draft(session, OrderKind.ANNOUNCEMENT, committee.id, record_id)
    if existing is not None:
        return existing
    if declared_result(session, committee_id=committee.id) is None:
        raise Refused(
            "No result has been declared for this committee. There is nothing to announce."
        )
    return new_draft(
        session,
        kind=OrderKind.ANNOUNCEMENT,
        view=view_of(session, within, body),
        district_id=actor.district_id,
        record_id=record_id,
        drafted_by=actor.name,
        drafted_by_position=actor.position,
    )


def draft_about(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    kind: OrderKind,
    order_id: UUID,
    record_id: UUID,
) -> Order:
    """Draft a paper about another one: a replacement, a revocation, or the memo that proposes it.

    What is signed is amended or revoked by a later order and never edited.
    """
    scope.name_change(session, "order:drafted")
    named = queries.reading(session, within, order_id).order
    if named.committee_id is None:
        raise Refused("This paper is about no committee.")
    session.execute(
        select(Committee.id).where(Committee.id == named.committee_id).with_for_update()
    )
    existing = _open_draft(session, kind, named.committee_id, record_id)
    if existing is not None:
        return existing
    _refuse_without_ground(session, kind, named)
    return new_draft(
        session,
        kind=kind,
        view=view_with_history(session, within, named.committee_id),
        district_id=actor.district_id,
        record_id=record_id,
        drafted_by=actor.name,
        drafted_by_position=actor.position,
        named=named,
    )


def new_draft(
    session: Session,
    *,
    kind: OrderKind,
    view: CommitteeView,
    district_id: int,
    record_id: UUID,
    drafted_by: str,
    drafted_by_position: str,
    named: Order | None = None,
) -> Order:
    """Write the draft about a committee that exists: the manual's texts and the people on its seats."""
    current = content_in_force(session, bangkok_today())
    if current is None or view.committee_id is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    place = office(session, district_id)
    source = Source(
        content=current.content,
        view=view,
        place=place,
        named=named,
        declared=declared_result(session, committee_id=view.committee_id)
        if kind is OrderKind.ANNOUNCEMENT
        else None,
    )
    wording = texts.wording_of(kind, source)
    blocks = _blocks(session, kind, view, named)
    if kind is OrderKind.REPLACEMENT and named is not None and not blocks:
        raise Refused(
            "Nobody has taken a seat since order %(number)s. Fill the vacant seats first.",
            number=shown_number(named),
        )
    content = EMPTY_CONTENT | wording.as_content() | {"office_name": place.title_th}
    if kind is OrderKind.MEMO:
        content |= _memo_head(session, source, drafted_by)
    order = Order(
        district_id=district_id,
        id=record_id,
        kind=kind.value,
        register=register_of(kind).value,
        committee_id=view.committee_id,
        edition=current.edition,
        subject=wording.subject,
        content=content | {"about": texts.card_title(kind, view), "blocks": blocks},
        drafted_by=drafted_by,
        drafted_by_position=drafted_by_position,
        amends_id=named.id if named and kind is OrderKind.REPLACEMENT else None,
        revokes_id=named.id if named and kind is OrderKind.REVOCATION else None,
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
    order = locked_draft(session, within, order_id)
    refuse_stale(
        order,
        seen_version,
        mark("%(name)s changed this draft while you were editing."),
        values_of(order),
    )
    texts.refuse_empty(wording, OrderKind(order.kind))
    order.subject = wording.subject
    order.content = order.content | wording.as_content()
    sign(order, actor)
    return order


def refresh_members(session: Session, *, actor: Actor, within: Within, order_id: UUID) -> Order:
    """Take the members of a draft from the committee as it is today.

    The version stays: it guards the texts, which this does not touch.
    """
    scope.name_change(session, "order:members_refreshed")
    order = locked_draft(session, within, order_id)
    blocks = blocks_today(session, within, order)
    if blocks != order.content["blocks"]:
        order.content = order.content | {"blocks": blocks}
        order.changed_by, order.changed_at = actor.name, func.now()
    return order


def delete_draft(session: Session, *, within: Within, order_id: UUID) -> None:
    """Delete a draft. The audit trail keeps what it said, and who deleted it."""
    scope.name_change(session, "order:deleted")
    session.delete(locked_draft(session, within, order_id))


def blocks_today(session: Session, within: Within, order: Order) -> list[dict[str, Any]]:
    """The members that a draft would take over from its committee now."""
    kind = OrderKind(order.kind)
    if order.committee_id is None or kind not in {OrderKind.APPOINTMENT, OrderKind.REPLACEMENT}:
        return list(order.content["blocks"])
    named = session.get(Order, (order.district_id, order.amends_id)) if order.amends_id else None
    return _blocks(session, kind, view_with_history(session, within, order.committee_id), named)


def view_with_history(session: Session, within: Within, committee_id: UUID) -> CommitteeView:
    """A committee with those who have left it: a replacement says in whose place somebody comes."""
    return view_of(session, within, body_of(session, committee_id), history=True)


def locked_draft(session: Session, within: Within, order_id: UUID) -> Order:
    """A draft with its row locked; what is proposed or signed is changed no more."""
    order = lock(session, queries.reading(session, within, order_id).order)
    if order.state != OrderState.DRAFT:
        raise Refused("Only a draft can be changed.")
    return order


def values_of(order: Order) -> dict[str, Any]:
    """The texts of a draft as its form shows them: duties one a line."""
    kept = {name: order.content[name] for name in texts.EDITED if name not in {"subject", "duties"}}
    return {"subject": order.subject, "duties": "\n".join(order.content["duties"])} | kept


def _open_draft(
    session: Session, kind: OrderKind, committee_id: UUID, record_id: UUID
) -> Order | None:
    existing = session.scalars(
        select(Order).where(
            Order.committee_id == committee_id,
            Order.kind == kind.value,
            Order.state.in_(_OPEN_STATES),
        )
    ).first()
    return existing or session.scalars(select(Order).where(Order.id == record_id)).one_or_none()


def _refuse_without_ground(session: Session, kind: OrderKind, named: Order) -> None:
    if kind is OrderKind.MEMO:
        if named.kind == OrderKind.MEMO or named.state == OrderState.SIGNED:
            raise Refused("A memo proposes an order that is not signed yet.")
        return
    if kind not in {OrderKind.REPLACEMENT, OrderKind.REVOCATION} or named.committee_id is None:
        raise NotFound("This kind of paper does not exist.")
    in_force = queries.order_in_force(session, named.committee_id)
    if in_force is None or in_force.id != named.id:
        raise Refused("Only the order in force is amended or revoked.")


def _blocks(
    session: Session, kind: OrderKind, view: CommitteeView, named: Order | None
) -> list[dict[str, Any]]:
    if kind is OrderKind.APPOINTMENT:
        return texts.member_blocks(view)
    if kind is not OrderKind.REPLACEMENT or named is None:
        return []
    known = texts.names_in([named, *queries.amendments_of(session, named.id)])
    return texts.replacement_blocks(view, named, known)


def _memo_head(session: Session, source: Source, drafted_by: str) -> dict[str, Any]:
    """What stands on a memo's dotted lines, from the office's letterhead; the section head signs it."""
    letterhead = profile(session)
    head = next(
        (
            line.seat
            for group in source.view.groups
            if group.rule.source is SeatSource.SECTION_HEAD
            for line in group.lines
            if line.seat
        ),
        None,
    )
    phone = f" โทร. {letterhead.phone}" if letterhead.phone else ""
    return {
        "department": f"{SECTION} {source.place.title_th}{phone}",
        "letter_code": f"{letterhead.letter_code}/" if letterhead.letter_code else "",
        "addressee": f"ผู้อำนวยการเขต{source.place.name_th}",
        "proposes": str(source.named.id) if source.named else None,
        "signer_name": head.person_name if head else drafted_by,
        "signer_position": head.person_position if head else f"หัวหน้า{SECTION}",
    }
