"""An order as a paper: what a draft would print, what was signed, and the text that stands for it (F43-F46)."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from core.documents.content import (
    AnnouncementDocument,
    MemberBlock,
    MemberLine,
    MemoDocument,
    MemoPart,
    OrderDocument,
    SignedPaper,
    Verification,
    read_paper,
)
from core.i18n.dates import bangkok_now, buddhist_year, show_datetime, to_bangkok
from core.i18n.digits import to_thai_digits
from tenants.orders.models import Order, OrderKind, Register, SigningMethod

FORM = "signed-paper/1"
"""The shape of `Order.canonical`."""

SHOWN_LETTERS = 16
"""How many letters of the SHA-256 a paper bears."""

REGISTERS = {
    OrderKind.ANNOUNCEMENT: Register.ANNOUNCEMENTS,
    OrderKind.MEMO: Register.MEMOS,
}

EMPTY_CONTENT: dict[str, Any] = {
    "reason": "",
    "authority": "",
    "duties": [],
    "effect": "",
    "signer_name": "",
    "signer_position": "",
    "blocks": [],
}


@dataclass(frozen=True)
class Ending:
    """What a paper gets by its signature; `number` as it is printed, None where it has none."""

    number: str | None
    dated_on: date
    signer_name: str
    signer_position: str
    signed_at: datetime


@dataclass(frozen=True)
class Seal:
    """The text that was signed, its SHA-256 and the code under which anybody can check it."""

    canonical: str
    sha256: str
    verification_code: str


def register_of(kind: OrderKind) -> Register:
    return REGISTERS.get(kind, Register.ORDERS)


def shown_number(order: Order) -> str | None:
    """123/2569, as lists and sentences name a paper; None before it has a number."""
    return None if order.number is None else f"{order.number}/{order.number_year}"


def printed_number(kind: OrderKind, number: int | None, day: date) -> str | None:
    """As the paper bears it: a memo's number stands behind the office's code, without a year."""
    if number is None:
        return None
    return str(number) if kind is OrderKind.MEMO else f"{number}/{buddhist_year(day)}"


def document_of(order: Order, ending: Ending | None = None) -> SignedPaper:
    """The paper of a draft, without number and day (DOMAIN 5.7), or with the ending of its signature."""
    builder = _BUILDERS.get(OrderKind(order.kind), _order)
    return builder(order, ending)


def clean_copy(order: Order) -> SignedPaper:
    """What is printed to be signed by hand: no mark of a draft, an empty number and an empty day."""
    return replace(document_of(order), draft=False)


def paper_of(order: Order) -> SignedPaper | None:
    """The paper as it stands: of a draft, or as it was signed. None where only a scan exists."""
    if order.canonical is None:
        return document_of(order)
    if json.loads(order.canonical)["paper"] is None:
        return None
    return signed_document(order)


def signed_document(order: Order) -> SignedPaper:
    """The paper that was signed, read back from the text that was signed, with its foot."""
    content = json.loads(order.canonical or "{}")
    paper = read_paper(_dump(content["paper"]))
    if not isinstance(paper, SignedPaper):
        raise TypeError(f"The order {order.id} holds a paper that nobody signs.")
    return replace(
        paper,
        verification=Verification(
            url=content["address"],
            code=content["verification_code"],
            sha256=(order.sha256 or "")[:SHOWN_LETTERS],
        ),
        signed_by_note=_signed_by_note(order),
    )


def address_of(order: Order) -> str:
    """Where anybody can check the paper, as it is printed on it; "" for a draft."""
    return json.loads(order.canonical)["address"] if order.canonical else ""


def seal(
    order: Order,
    *,
    paper: SignedPaper | None,
    ending: Ending,
    method: SigningMethod,
    code: str,
    address: str,
    scan_sha256: str | None = None,
) -> Seal:
    """The canonical text of a paper: sorted keys, no spaces, UTF-8. `paper` None where only a scan exists."""
    content = {
        "form": FORM,
        "kind": order.kind,
        "subject": order.subject,
        "edition": order.edition,
        "method": method.value,
        "number": ending.number,
        "dated_on": ending.dated_on.isoformat(),
        "signed_by": {"name": ending.signer_name, "position": ending.signer_position},
        "amends": str(order.amends_id) if order.amends_id else None,
        "revokes": str(order.revokes_id) if order.revokes_id else None,
        "verification_code": code,
        "address": address,
        "scan_sha256": scan_sha256,
        "paper": None if paper is None else json.loads(paper.canonical_json()),
    }
    canonical = _dump(content)
    return Seal(canonical, sha256(canonical.encode()).hexdigest(), code)


def _order(order: Order, ending: Ending | None) -> SignedPaper:
    content = order.content
    return OrderDocument(
        office_name=content["office_name"],
        number=ending.number if ending else None,
        subject=order.subject,
        paragraphs=(*_lines(content["reason"]), *_lines(content["authority"])),
        blocks=tuple(_block(block) for block in content["blocks"]),
        duties=tuple(content["duties"]),
        effect=content["effect"],
        **_common(order, ending),
    )


def _announcement(order: Order, ending: Ending | None) -> SignedPaper:
    content = order.content
    return AnnouncementDocument(
        office_name=content["office_name"],
        number=ending.number if ending else None,
        subject=order.subject,
        paragraphs=(*_lines(content["reason"]), *_lines(content["authority"])),
        items=tuple(content["duties"]),
        conclusion=content["effect"],
        **_common(order, ending),
    )


def _memo(order: Order, ending: Ending | None) -> SignedPaper:
    content = order.content
    parts = (
        ("เรื่องเดิม", _lines(content["reason"])),
        ("ข้อกฎหมาย/ระเบียบ", _lines(content["authority"])),
        ("ข้อพิจารณาและเสนอแนะ", _counted(content["duties"])),
    )
    return MemoDocument(
        department=content.get("department", content["office_name"]),
        letter_code=content.get("letter_code", ""),
        number=ending.number if ending else None,
        subject=order.subject,
        addressee=content.get("addressee", ""),
        parts=tuple(
            MemoPart(title=title, paragraphs=paragraphs)
            for title, paragraphs in parts
            if paragraphs
        ),
        request=content["effect"],
        **_common(order, ending),
    )


_BUILDERS = {OrderKind.ANNOUNCEMENT: _announcement, OrderKind.MEMO: _memo}


def _common(order: Order, ending: Ending | None) -> dict[str, Any]:
    return {
        "signed_on": ending.dated_on if ending else None,
        "signer_name": (ending.signer_name if ending else order.content["signer_name"]) or None,
        "signer_position": ending.signer_position if ending else order.content["signer_position"],
        "draft": ending is None,
        "is_example": order.is_example,
        "edition_note": f"จัดทำตามคู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ {to_thai_digits(str(order.edition))}",
        "prepared_at": ending.signed_at if ending else order.changed_at or bangkok_now(),
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _counted(texts: list[str]) -> tuple[str, ...]:
    if len(texts) < 2:  # noqa: PLR2004 - a single point needs no number
        return tuple(texts)
    return tuple(f"{number}. {text}" for number, text in enumerate(texts, start=1))


def _block(block: dict[str, Any]) -> MemberBlock:
    return MemberBlock(
        title=block["title"], members=tuple(MemberLine(**member) for member in block["members"])
    )


def _signed_by_note(order: Order) -> str:
    if order.signed_at is None:
        return ""
    moment = show_datetime(to_bangkok(order.signed_at), digits="thai")
    return f"ลงนามในระบบโดย {order.signed_by} เมื่อ {moment}"


def _dump(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
