"""Reads of order drafts, and the paper that a draft would become."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.documents.content import MemberBlock, MemberLine, OrderDocument
from core.errors import NotFound
from core.i18n.digits import to_thai_digits
from core.manual.structure import SeatBlock
from tenants.committees.models import Committee
from tenants.committees.queries import CommitteeView, Group, SeatLine, committees_of
from tenants.orders.models import Order
from tenants.zones.models import Zone
from tenants.zones.queries import zones_within

BLANK = "........"
"""What stands where a draft has no number or no name."""


@dataclass(frozen=True)
class Draft:
    """An order with the zone whose committee it appoints."""

    order: Order
    zone: Zone


@dataclass(frozen=True)
class ZoneOrders:
    """A zone in the list: how far its committee is, and the drafts that were written for it."""

    committee: CommitteeView
    drafts: tuple[Order, ...]


def orders_by_zone(session: Session, within: Within) -> list[ZoneOrders]:
    """Every open zone with the drafts of its order, by the zone's number."""
    rows = session.execute(
        select(Committee.zone_id, Order)
        .join(Order, Order.committee_id == Committee.id)
        .order_by(Order.drafted_at.desc())
    ).all()
    return [
        ZoneOrders(view, tuple(row[1] for row in rows if row[0] == view.zone.id))
        for view in committees_of(session, within)
    ]


def orders_of_zone(session: Session, zone_id: UUID) -> list[Order]:
    """The orders of a zone's committee, the newest first."""
    return list(
        session.scalars(
            select(Order)
            .join(Committee, Committee.id == Order.committee_id)
            .where(Committee.zone_id == zone_id)
            .order_by(Order.drafted_at.desc())
        )
    )


def draft(session: Session, within: Within, order_id: UUID) -> Draft:
    """One draft in the reader's reach; NotFound for all others."""
    row = session.execute(
        select(Order, Zone)
        .join(Committee, Committee.id == Order.committee_id)
        .join(Zone, Zone.id == Committee.zone_id)
        .where(Order.id == order_id, zones_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This order does not exist.")
    return Draft(row[0], row[1])


def document_of(order: Order) -> OrderDocument:
    """The paper that a draft would become: without number and day of signing (DOMAIN 5.7)."""
    content = order.content
    return OrderDocument(
        office_name=content["office_name"],
        number=None,
        subject=order.subject,
        paragraphs=(content["reason"], content["authority"]),
        blocks=tuple(_block(block) for block in content["blocks"]),
        duties=tuple(content["duties"]),
        effect=content["effect"],
        signed_on=None,
        signer_name=content["signer_name"] or None,
        signer_position=content["signer_position"],
        draft=True,
        is_example=order.is_example,
        edition_note=f"จัดทำตามคู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ {to_thai_digits(str(order.edition))}",
        prepared_at=order.changed_at,
    )


def heading_of(document: OrderDocument) -> tuple[str, ...]:
    """The lines that stand above a draft: the office, the empty number, the subject."""
    return (
        f"คำสั่ง{document.office_name}",
        f"ที่ {BLANK} / {BLANK}",
        f"เรื่อง {document.subject}",
    )


def member_blocks(committee: CommitteeView) -> list[dict[str, Any]]:
    """The two lists of an order, in the manual's order; an empty seat is a line without a name."""
    titles = {
        SeatBlock.COMMITTEE: f"คณะกรรมการเครือข่ายชุมชน {committee.zone.name}",
        SeatBlock.ADVISERS: "ที่ปรึกษา",
    }
    blocks = [
        {"title": title, "members": list(_members(committee.block(block)))}
        for block, title in titles.items()
    ]
    return [block for block in blocks if block["members"]]


def empty_lines(order: Order) -> int:
    """How many seats of a draft have no name."""
    return sum(
        1 for block in order.content["blocks"] for member in block["members"] if not member["name"]
    )


def _members(groups: Iterable[Group]) -> Iterable[dict[str, str]]:
    for group in groups:
        for line in group.lines:
            if not line.outside:
                yield {
                    "name": line.seat.person_name if line.seat else "",
                    "position": line.seat.person_position if line.seat else _empty(group, line),
                    "role": group.rule.order_role,
                }


def _empty(group: Group, line: SeatLine) -> str:
    """What an empty line says about its seat, so that the reader knows whom it waits for."""
    return f"({line.community.chair})" if line.community else f"({group.rule.title})"


def _block(block: dict[str, Any]) -> MemberBlock:
    return MemberBlock(
        title=block["title"], members=tuple(MemberLine(**member) for member in block["members"])
    )
