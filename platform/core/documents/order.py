"""An office order on paper (คำสั่ง), laid out as DOMAIN 5.1 and 5.2 say (M61, M62)."""

from typing import Any

from core.documents.content import MemberBlock, MemberLine, OrderDocument
from core.documents.text import line_pieces, name_pieces
from core.documents.typesetting import typeset
from core.i18n.dates import buddhist_year, show_date, to_bangkok
from core.i18n.digits import to_thai_digits

__all__ = ["MemberBlock", "MemberLine", "OrderDocument", "render_order"]

BLANK = "........................"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_EFFECT_LEAD = "ทั้งนี้"


def render_order(document: OrderDocument, *, emblem: bytes | None = None) -> bytes:
    """The order as PDF. `emblem` is the office's own picture (PNG or JPEG), 3 cm high.

    Without it the place of the garuda stays blank; the picture is never part of the product.
    Raises ValueError if the emblem is no picture that we take.
    """
    if emblem is not None and not emblem.startswith(_PICTURES):
        raise ValueError("the emblem must be PNG or JPEG")
    content = _content(document)
    content["emblem"] = None if emblem is None else list(emblem)
    return typeset("order", content, at=document.prepared_at)


def _content(document: OrderDocument) -> dict[str, Any]:
    effect = document.effect.strip().removeprefix(_EFFECT_LEAD).strip()
    return {
        "title": f"คำสั่ง{to_thai_digits(document.office_name)}",
        "metadata_title": _metadata_title(document),
        "number": None if document.number is None else to_thai_digits(document.number),
        "year": _year(document),
        "subject": line_pieces(document.subject),
        "paragraphs": [line_pieces(paragraph) for paragraph in document.paragraphs],
        "blocks": [_block(number, block) for number, block in enumerate(document.blocks, start=1)],
        "duties_lead": line_pieces(document.duties_lead),
        "duties": [line_pieces(f"{number}. {duty}") for number, duty in _numbered(document.duties)],
        "effect_lead": _EFFECT_LEAD,
        "effect": line_pieces(effect),
        "ordered": _ordered(document),
        "signer": f"({to_thai_digits((document.signer_name or '').strip()) or BLANK * 2})",
        "signer_rank": to_thai_digits(document.signer_rank.strip()),
        "signer_position": to_thai_digits(document.signer_position).splitlines(),
        "draft": document.draft,
        "is_example": document.is_example,
        "note": _note(document),
    }


def _metadata_title(document: OrderDocument) -> str:
    """Kind, office and number only: a subject might name a person, metadata never does."""
    if document.draft or document.number is None:
        return to_thai_digits(f"ร่างคำสั่ง{document.office_name}")
    return to_thai_digits(f"คำสั่ง{document.office_name} ที่ {document.number}")


def _year(document: OrderDocument) -> str:
    """The calendar year of an order that has no number yet, in the Buddhist era."""
    day = document.signed_on or to_bangkok(document.prepared_at).date()
    return to_thai_digits(str(buddhist_year(day)))


def _numbered(lines: tuple[str, ...]) -> list[tuple[int, str]]:
    return list(enumerate((line for line in lines if line.strip()), start=1))


def _block(number: int, block: MemberBlock) -> dict[str, Any]:
    return {
        "title": line_pieces(f"{number}. {block.title}"),
        "members": [
            {
                "number": to_thai_digits(f"{number}.{place}"),
                "name": name_pieces(member.name) or [BLANK * 2],
                "position": line_pieces(member.position),
                "role": line_pieces(member.role),
            }
            for place, member in enumerate(block.members, start=1)
        ],
    }


def _ordered(document: OrderDocument) -> str:
    if document.signed_on is None:
        return f"สั่ง ณ วันที่ ........ {BLANK} พ.ศ. {_year(document)}"
    return f"สั่ง ณ วันที่ {show_date(document.signed_on, style='long', digits='thai', era=True)}"


def _note(document: OrderDocument) -> str:
    note = to_thai_digits(document.edition_note.strip())
    if not document.draft:
        return note
    day = to_bangkok(document.prepared_at).date()
    made = f"ร่างเมื่อวันที่ {show_date(day, style='long', digits='thai', era=True)}"
    return f"{made} · {note}" if note else made
