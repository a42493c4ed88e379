"""Papers as PDF: one function a kind, and `render` for whatever comes (DOMAIN 5.1-5.6)."""

from collections.abc import Callable
from typing import Any

from core.documents.content import (
    AnnouncementDocument,
    AttendanceSheetDocument,
    BadgeSheetDocument,
    ByLawDocument,
    CertificateDocument,
    CodePosterDocument,
    ElectionResultDocument,
    InvitationDocument,
    MemoDocument,
    MinutesDocument,
    OrderDocument,
    Paper,
    PayListDocument,
    RegisterDocument,
    SignedPaper,
)
from core.documents.emblem import checked_emblem
from core.documents.foot import foot_values
from core.documents.outline import (
    Chapter,
    Figures,
    Grid,
    LetterHead,
    MemoHead,
    Outline,
    Paragraph,
    Part,
    Seats,
)
from core.documents.register import render_register
from core.documents.sheets import render_attendance_sheet, render_pay_list
from core.documents.text import line_pieces, name_pieces
from core.documents.training import (
    render_badge_sheet,
    render_certificate,
    render_certificates,
    render_code_poster,
)
from core.documents.typesetting import typeset
from core.documents.wording import outline_of

__all__ = [
    "render",
    "render_announcement",
    "render_attendance_sheet",
    "render_badge_sheet",
    "render_by_law",
    "render_certificate",
    "render_certificates",
    "render_code_poster",
    "render_election_result",
    "render_invitation",
    "render_memo",
    "render_minutes",
    "render_order",
    "render_pay_list",
    "render_register",
]


def render(document: Paper, *, emblem: bytes | None = None) -> bytes:
    """Any paper as PDF. The emblem is left out where the form has no place for it.

    Raises TypeError for a paper of an unknown kind.
    """
    without_emblem = _WITHOUT_EMBLEM.get(type(document))
    if without_emblem is not None:
        return without_emblem(document)
    if isinstance(document, CertificateDocument):
        return render_certificate(document, emblem=emblem)
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


def render_minutes(document: MinutesDocument) -> bytes:
    """The minutes as PDF. They bear no garuda (DOMAIN 5.6)."""
    return _render(document, None)


def render_invitation(document: InvitationDocument, *, emblem: bytes | None = None) -> bytes:
    """The letter and what is attached to it as PDF, with `emblem` as `render_order` has it."""
    return _render(document, emblem)


_WITHOUT_EMBLEM: dict[type[Paper], Callable[[Any], bytes]] = {
    RegisterDocument: render_register,
    ByLawDocument: render_by_law,
    MinutesDocument: render_minutes,
    AttendanceSheetDocument: render_attendance_sheet,
    PayListDocument: render_pay_list,
    BadgeSheetDocument: render_badge_sheet,
    CodePosterDocument: render_code_poster,
}


def _render(document: Paper, emblem: bytes | None) -> bytes:
    outline = outline_of(document)
    content = _values(outline)
    content["emblem"] = checked_emblem(emblem)
    return typeset(_template_of(outline), content, at=document.prepared_at)


def _template_of(outline: Outline) -> str:
    if outline.memo is not None:
        return "memo"
    if outline.letter is not None:
        return "invitation"
    return "minutes" if outline.hands else "letter"


def _values(outline: Outline) -> dict[str, Any]:
    return {
        "metadata_title": outline.metadata_title,
        "title": line_pieces(outline.title),
        "number": outline.number,
        "heading": [line_pieces(line) for line in outline.heading],
        "has_emblem_place": outline.emblem_height > 0,
        "memo": None if outline.memo is None else _memo(outline.memo),
        "letter": None if outline.letter is None else _letter(outline.letter),
        "parts": [_part(part) for part in outline.parts],
        "effect_lead": outline.effect_lead,
        "effect": line_pieces(outline.effect),
        "dated": outline.dated,
        "signer": outline.signer,
        "signer_rank": outline.signer_rank,
        "signer_position": outline.signer_position,
        "farewell": outline.farewell,
        "hands": [hand.lines for hand in outline.hands],
        "afterword": [_part(part) for part in outline.afterword],
        "contact": [line_pieces(line) for line in outline.contact],
        "attachments": [
            {
                "heading": [line_pieces(line) for line in attachment.heading],
                "parts": [_part(part) for part in attachment.parts],
            }
            for attachment in outline.attachments
        ],
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


def _letter(head: LetterHead) -> dict[str, Any]:
    return {
        "number": head.number,
        "office": [line_pieces(line) for line in head.office],
        "dated": head.dated,
        "lines": [
            (label, [line_pieces(words) for words in entries]) for label, entries in head.lines
        ],
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
                "flush": part.flush,
                "hanging": part.hanging,
                "strong_label": part.strong_label,
            }
        case Chapter():
            return {"kind": "chapter", "lines": [line_pieces(line) for line in part.lines]}
        case Seats():
            return {
                "kind": "seats",
                "flush": part.flush,
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
