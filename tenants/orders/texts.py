"""The texts of a draft: the manual's wordings with the names of this network and office filled in (F43)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.errors import FieldError
from core.i18n.dates import show_date
from core.manual.structure import (
    CommitteeKind,
    ManualContent,
    OrderWording,
    SeatBlock,
    SeatSource,
    WordingKind,
)
from core.tenancy.models import Office
from tenants.committees.queries import CommitteeView, Group, SeatLine
from tenants.elections.queries import DeclaredElection
from tenants.orders.models import Order, OrderKind
from tenants.orders.papers import EMPTY_CONTENT, shown_number

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

ADVISERS = "ที่ปรึกษา"
REPLACEMENTS = "กรรมการที่ได้รับแต่งตั้งแทนตำแหน่งที่ว่าง"
_ANY_ZONE = "เครือข่ายชุมชน {network}"
_MEMBERS_OF_ZONE = f"กรรมการ{_ANY_ZONE}"
_CHAIR_OF_ZONE = f"ประธาน{_ANY_ZONE}"

_OF_COMMITTEE = {
    CommitteeKind.STUDY: WordingKind.STUDY_COMMITTEE,
    CommitteeKind.ASSEMBLY: WordingKind.ASSEMBLY_CHAIR,
}
_OF_KIND = {
    OrderKind.REPLACEMENT: WordingKind.REPLACEMENT,
    OrderKind.REVOCATION: WordingKind.REVOCATION,
    OrderKind.ANNOUNCEMENT: WordingKind.ANNOUNCEMENT,
    OrderKind.MEMO: WordingKind.MEMO,
}


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

    def as_content(self) -> dict[str, Any]:
        """What a draft keeps of it; the subject has a column of its own."""
        return {
            "reason": self.reason,
            "authority": self.authority,
            "duties": list(self.duties),
            "effect": self.effect,
            "signer_name": self.signer_name,
            "signer_position": self.signer_position,
        }


@dataclass(frozen=True)
class Source:
    """What a draft is written from: the manual as it holds here, the committee, the office."""

    content: ManualContent
    view: CommitteeView
    place: Office
    named: Order | None = None
    """The order that a replacement, a revocation or a memo speaks of."""
    declared: DeclaredElection | None = None


def wording_of(kind: OrderKind, source: Source) -> Wording:
    """The manual's texts for a paper about this committee, to be signed by the director."""
    view = source.view
    manual = _plain(source.content.wording(_wording_kind(kind, view)), view)
    names = _names(source)
    duties = tuple(_fill(duty, names) for duty in manual.duties)
    if source.declared is not None and "{names}" not in manual.reason + manual.authority:
        duties = (f"{names['names']} ได้รับเลือกตั้งเป็น{_chair_of(view)}", *duties)
    return Wording(
        subject=_fill(manual.subject, names),
        reason=_fill(manual.reason, names),
        authority=_fill(manual.authority, names),
        duties=duties,
        effect=_fill(manual.effect, names),
        signer_name=_director(view),
        signer_position=f"ผู้อำนวยการเขต{source.place.name_th}",
    )


def card_title(kind: OrderKind, view: CommitteeView) -> str:
    """What a paper is about, for the evidence card: it names no person, whatever the subject says."""
    title = view.label
    return {
        OrderKind.APPOINTMENT: f"แต่งตั้ง{title}",
        OrderKind.REPLACEMENT: f"แต่งตั้ง{title.removeprefix('คณะ')} แทนตำแหน่งที่ว่าง",
        OrderKind.REVOCATION: f"ยกเลิกคำสั่งแต่งตั้ง{title}",
        OrderKind.ANNOUNCEMENT: f"ผลการเลือกตั้ง{_chair_of(view)}",
        OrderKind.MEMO: f"เสนอแต่งตั้ง{title}",
    }[kind]


def member_blocks(view: CommitteeView) -> list[dict[str, Any]]:
    """The two lists of an order, in the manual's order; an empty seat is a line without a name."""
    titles = {SeatBlock.COMMITTEE: view.label, SeatBlock.ADVISERS: ADVISERS}
    blocks = [
        {"title": title, "members": list(_members(view.block(block)))}
        for block, title in titles.items()
    ]
    return [block for block in blocks if block["members"]]


def replacement_blocks(view: CommitteeView, named: Order, known: set[str]) -> list[dict[str, Any]]:
    """Who took a seat since the order in force; `known` are the names that earlier papers appoint.

    An order of which only a scan exists names nobody here: then the day on the seat decides.
    """
    members = [
        {
            "name": line.seat.person_name,
            "position": _in_place_of(line, view),
            "role": group.rule.order_role,
        }
        for group in view.groups
        for line in group.lines
        if line.seat is not None and not line.outside and _is_new(line, named, known)
    ]
    return [{"title": REPLACEMENTS, "members": members}] if members else []


def names_in(orders: Iterable[Order]) -> set[str]:
    return {
        member["name"]
        for order in orders
        for block in order.content["blocks"]
        for member in block["members"]
    }


def empty_lines(order: Order) -> int:
    """How many seats of a draft have no name."""
    return sum(
        1 for block in order.content["blocks"] for member in block["members"] if not member["name"]
    )


def refuse_empty(wording: Wording, kind: OrderKind) -> None:
    """FieldError for a part without which the paper says nothing."""
    if not wording.subject.strip():
        raise FieldError("Type the subject of the order.", field="subject")
    if not wording.reason.strip():
        raise FieldError("Type why the order is made.", field="reason")
    if not wording.authority.strip():
        raise FieldError("Type on what authority the order is made.", field="authority")
    if kind is OrderKind.APPOINTMENT and not wording.duties:
        raise FieldError("Type at least one duty.", field="duties")
    if kind is not OrderKind.ANNOUNCEMENT and not wording.effect.strip():
        raise FieldError("Type from when the order has effect.", field="effect")
    if not wording.signer_position.strip():
        raise FieldError("Type the position of the person who signs.", field="signer_position")


def content_of_registered(place: Office) -> dict[str, Any]:
    """The content of a paper of which only the scan exists."""
    return EMPTY_CONTENT | {"office_name": place.title_th}


def _wording_kind(kind: OrderKind, view: CommitteeView) -> WordingKind:
    if kind is OrderKind.APPOINTMENT:
        return _OF_COMMITTEE.get(view.body.kind, WordingKind.ZONE_COMMITTEE)
    return _OF_KIND[kind]


def _plain(wording: OrderWording, view: CommitteeView) -> OrderWording:
    """The manual speaks of zone networks; a paper about another committee names that one."""
    if view.body.kind is CommitteeKind.ZONE:
        return wording

    def named(text: str) -> str:
        text = text.replace(_MEMBERS_OF_ZONE, view.label.removeprefix("คณะ"))
        text = text.replace(_CHAIR_OF_ZONE, _chair_of(view))
        return text.replace(_ANY_ZONE, view.label.removeprefix("คณะกรรมการ"))

    return OrderWording(
        subject=named(wording.subject),
        reason=named(wording.reason),
        authority=named(wording.authority),
        duties=tuple(named(duty) for duty in wording.duties),
        effect=named(wording.effect),
    )


def _chair_of(view: CommitteeView) -> str:
    """ประธานเครือข่ายชุมชน โซน 1; the assembly's committee is its chair alone."""
    if view.body.kind is CommitteeKind.ASSEMBLY:
        return view.label
    return f"ประธาน{view.label.removeprefix('คณะกรรมการ')}"


def _names(source: Source) -> dict[str, str]:
    names = {
        "network": source.view.name or source.view.label,
        "office": source.place.title_th,
        "district": source.place.name_th,
        "committee": source.view.label,
    }
    named = source.named
    if named is not None and named.dated_on is not None:
        names["number"] = shown_number(named) or ""
        names["date"] = show_date(named.dated_on)
    if source.declared is not None:
        winner = f"{source.declared.winner_name} {source.declared.winner_position}"
        names["names"] = winner.strip()
        names["date"] = show_date(source.declared.held_on)
    return names


def _fill(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _director(view: CommitteeView) -> str:
    """The director as named on the committee; "" while that seat is empty or the committee has none."""
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


def _is_new(line: SeatLine, named: Order, known: set[str]) -> bool:
    if line.seat is None:
        return False
    if known:
        return line.seat.person_name not in known
    return named.dated_on is not None and line.seat.valid_from > named.dated_on


def _in_place_of(line: SeatLine, view: CommitteeView) -> str:
    seat = line.seat
    if seat is None:
        return ""
    former = next((old for old, _ in view.former if old.id == seat.replaces_seat_id), None)
    return (
        seat.person_position
        if former is None
        else f"{seat.person_position} แทน {former.person_name}"
    )
