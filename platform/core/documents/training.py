"""Papers of a training: certificates, cards with personal codes, the code on the wall of a room."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from core.documents.content import (
    BadgeSheetDocument,
    CertificateDocument,
    CodePosterDocument,
    Paper,
)
from core.documents.emblem import checked_emblem
from core.documents.foot import foot_lines, foot_values, pieces_of_line
from core.documents.phrases import dated, end_of, marks_of, metadata_title, thai, weekday_date
from core.documents.qr import qr_svg
from core.documents.text import line_pieces, name_pieces
from core.documents.typesetting import typeset
from core.i18n.dates import show_date

SERIAL_LEAD = "เลขที่"
NO_CARDS = "ยังไม่มีรายชื่อ"


def render_certificate(document: CertificateDocument, *, emblem: bytes | None = None) -> bytes:
    """One certificate as PDF on A4 landscape; `emblem` is the office's own picture."""
    return render_certificates((document,), emblem=emblem)


def render_certificates(
    documents: Sequence[CertificateDocument], *, emblem: bytes | None = None
) -> bytes:
    """Many certificates in one PDF, a page each. Raises ValueError where there is none."""
    if not documents:
        raise ValueError("there is no certificate to print")
    first = documents[0]
    kind = f"{thai(first.title)} {thai(first.office_name)}"
    serial = first.serial if len(documents) == 1 and first.serial else None
    content = {
        "metadata_title": metadata_title(first, kind, serial, label=SERIAL_LEAD),
        "emblem": checked_emblem(emblem),
        "certificates": [_certificate(document) for document in documents],
    }
    return typeset("certificate", content, at=first.prepared_at)


def render_badge_sheet(document: BadgeSheetDocument) -> bytes:
    """Cards as PDF, eight on a page with lines to cut along."""
    kind = f"บัตรผู้เข้าร่วม {thai(document.event)}"
    content = {
        "metadata_title": metadata_title(document, kind, None),
        "event": line_pieces(document.event),
        "hint": line_pieces(document.hint),
        "empty": NO_CARDS,
        "cards": [
            {
                "name": name_pieces(card.name),
                "affiliation": line_pieces(card.affiliation),
                "picture": qr_svg(card.url, border=2),
                "code": card.code,
            }
            for card in document.cards
        ],
        **_marks(document),
    }
    return typeset("badges", content, at=document.prepared_at)


def render_code_poster(document: CodePosterDocument) -> bytes:
    """The page for the wall as PDF. The address and the code keep their own digits."""
    when = weekday_date(document.day)
    kind = f"รหัสลงชื่อ {thai(document.event)}"
    content = {
        "metadata_title": metadata_title(document, kind, None),
        "office": line_pieces(document.office_name),
        "event": line_pieces(document.event),
        "when": line_pieces(when),
        "place": line_pieces(document.place),
        "instruction": line_pieces(document.instruction),
        "picture": qr_svg(document.url),
        "address": document.url.removeprefix("https://"),
        "code": document.code,
        **_marks(document),
    }
    return typeset("poster", content, at=document.prepared_at)


def _certificate(document: CertificateDocument) -> dict[str, Any]:
    end = end_of(document)
    lines = foot_lines(end["verification"], end["signed_by_note"])
    serial = f"{SERIAL_LEAD} {thai(document.serial)}" if document.serial.strip() else ""
    return {
        "office": line_pieces(document.office_name),
        "title": line_pieces(document.title),
        "lead": line_pieces(document.lead),
        "holder": name_pieces(document.holder_name),
        "achievement": line_pieces(document.achievement),
        "course": line_pieces(document.course),
        "held": line_pieces(_held(document)),
        "dated": dated("ให้ไว้", document),
        "serial": serial,
        "signer": end["signer"],
        "signer_rank": end["signer_rank"],
        "signer_position": end["signer_position"],
        "draft": end["draft"],
        "is_example": end["is_example"],
        "note": end["note"],
        "picture": None
        if end["verification"] is None
        else qr_svg(end["verification"].url, border=0),
        "lines": [_narrow(pieces_of_line(line)) for line in lines],
    }


def _narrow(pieces: list[str]) -> list[str]:
    """An address may go on in the next line behind one of its strokes, not in the midst of a name."""
    parts = [part for piece in pieces for part in re.split(r"(?<=[^:/]/)", piece)]
    return [part for part in parts if part]


def _held(document: CertificateDocument) -> str:
    last = document.last_day
    words = _days(document.first_day, document.first_day if last is None else last)
    if document.hours is None:
        return words
    return f"{words} รวม {document.hours} ชั่วโมง"


def _days(first: date, last: date) -> str:
    """เมื่อวันที่ ๒ ธันวาคม; ระหว่างวันที่ ๒ – ๔ ธันวาคม, with the month twice where there are two."""
    whole = show_date(last, era=True)
    if last <= first:
        return f"เมื่อวันที่ {show_date(first, era=True)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"ระหว่างวันที่ {first.day} – {whole}"
    if first.year == last.year:
        return f"ระหว่างวันที่ {show_date(first).rsplit(' ', 1)[0]} – {whole}"
    return f"ระหว่างวันที่ {show_date(first, era=True)} – {whole}"


def _marks(document: Paper) -> dict[str, Any]:
    marks = marks_of(document)
    return {
        "draft": marks["draft"],
        "is_example": marks["is_example"],
        "note": marks["note"],
        "foot": foot_values(marks["verification"], marks["signed_by_note"]),
    }
