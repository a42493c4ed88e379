"""Papers as PDF: one function a kind, and `render` for whatever comes (DOMAIN 5.1-5.5)."""

from typing import Any

from core.documents.content import (
    AnnouncementDocument,
    ByLawDocument,
    ElectionResultDocument,
    MemoDocument,
    OrderDocument,
    Paper,
    RegisterDocument,
    SignedPaper,
)
from core.documents.emblem import checked_emblem
from core.documents.foot import foot_values
from core.documents.outline import Chapter, Figures, Grid, MemoHead, Outline, Paragraph, Part, Seats
from core.documents.register import render_register
from core.documents.text import line_pieces, name_pieces
from core.documents.typesetting import typeset
from core.documents.wording import outline_of

__all__ = [
    "render",
    "render_announcement",
    "render_by_law",
    "render_election_result",
    "render_memo",
    "render_order",
    "render_register",
]


def render(document: Paper, *, emblem: bytes | None = None) -> bytes:
    """Any paper as PDF. The emblem is left out where the form has no place for it.

    Raises TypeError for a paper of an unknown kind.
    """
    if isinstance(document, RegisterDocument):
        return render_register(document)
    if isinstance(document, ByLawDocument):
        return render_by_law(document)
    if isinstance(document, SignedPaper):
        return _render(document, emblem)
    raise TypeError(f"{type(document).__name__} is no paper that we render")


def render_order(document: OrderDocument, *, emblem: bytes | None = None) -> bytes:
    """The order as PDF. `emblem` is the office's own picture (PNG or JPEG), 3 cm high.

    Without it the place of the garuda stays blank; the picture is never part of the product.
    Raises ValueError if the emblem is no picture that we take.
    """
    return _render(document, emblem)


def render_announcement(document: AnnouncementDocument, *, emblem: bytes | None = None) -> bytes:
    """The announcement as PDF, with `emblem` as `render_order` has it."""
    return _render(document, emblem)


def render_election_result(
    document: ElectionResultDocument, *, emblem: bytes | None = None
) -> bytes:
    """The announcement of an election's result as PDF, with `emblem` as `render_order` has it."""
    return _render(document, emblem)


def render_memo(document: MemoDocument, *, emblem: bytes | None = None) -> bytes:
    """The internal memo as PDF; `emblem` is 1.5 cm high and stands at the left."""
    return _render(document, emblem)


def render_by_law(document: ByLawDocument) -> bytes:
    """The network's by-law as PDF. It is no paper of the state and bears no garuda."""
    return _render(document, None)


def _render(document: SignedPaper, emblem: bytes | None) -> bytes:
    outline = outline_of(document)
    content = _values(outline)
    content["emblem"] = checked_emblem(emblem)
    template = "letter" if outline.memo is None else "memo"
    return typeset(template, content, at=document.prepared_at)


def _values(outline: Outline) -> dict[str, Any]:
    return {
        "metadata_title": outline.metadata_title,
        "title": line_pieces(outline.title),
        "number": outline.number,
        "heading": [line_pieces(line) for line in outline.heading],
        "has_emblem_place": outline.emblem_height > 0,
        "memo": None if outline.memo is None else _memo(outline.memo),
        "parts": [_part(part) for part in outline.parts],
        "effect_lead": outline.effect_lead,
        "effect": line_pieces(outline.effect),
        "dated": outline.dated,
        "signer": outline.signer,
        "signer_rank": outline.signer_rank,
        "signer_position": outline.signer_position,
        "draft": outline.draft,
        "is_example": outline.is_example,
        "note": outline.note,
        "foot": foot_values(outline.verification, outline.signed_by_note),
    }


def _memo(head: MemoHead) -> dict[str, Any]:
    return {
        "department": line_pieces(head.department),
        "number": head.number,
        "dated": head.dated,
        "subject": line_pieces(head.subject),
        "addressee": line_pieces(head.addressee),
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Paragraph():
            return {
                "kind": "paragraph",
                "label": part.label,
                "pieces": line_pieces(part.text),
                "bold": part.bold,
                "lead": part.lead,
                "close": part.close,
            }
        case Chapter():
            return {"kind": "chapter", "lines": [line_pieces(line) for line in part.lines]}
        case Seats():
            return {
                "kind": "seats",
                "seats": [
                    {
                        "number": seat.number,
                        "name": name_pieces(seat.name),
                        "position": line_pieces(seat.position),
                        "role": line_pieces(seat.role),
                    }
                    for seat in part.seats
                ],
            }
        case Figures():
            return {"kind": "figures", "rows": part.rows}
        case Grid():
            return {
                "kind": "grid",
                "header": [line_pieces(words) for words in part.header],
                "rows": [
                    [
                        name_pieces(words) if column in part.names else line_pieces(words)
                        for column, words in enumerate(row)
                    ]
                    for row in part.rows
                ],
                "widths": part.widths,
                "centred": part.centred,
            }
