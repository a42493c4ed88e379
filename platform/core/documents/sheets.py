"""Lists that people sign by hand: who came, and who was paid. Tables on A4 portrait."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from core.documents.content import (
    AttendanceRow,
    AttendanceSheetDocument,
    Paper,
    PayListDocument,
)
from core.documents.foot import foot_values
from core.documents.measuring import width_of
from core.documents.money import baht_in_figures, baht_in_words
from core.documents.phrases import BLANK, in_brackets, lines_of, marks_of, metadata_title, thai
from core.documents.text import line_pieces, name_pieces
from core.documents.typesetting import typeset
from core.i18n.dates import show_date

WIDTH = 18.0
"""Of the table in centimetres: A4 less 1.8 cm on the left and 1.2 cm on the right."""

NO_NAMES = "ยังไม่มีรายชื่อ"
NO_PAY = "ไม่มีผู้ได้รับเงิน"

_NUMBER = 1.3
_REMARK = 1.8
_LEAST_SIGNATURE = {1: 3.0, 2: 2.3}
_NARROW_SIGNATURE = 1.8
_NARROWEST = 1.2
_WIDEST_ROLE = 3.4
_WHEN_EMPTY = 4.6
_POINTS = 10.5
_INSET = 0.3
_HEADS = {"name": "ชื่อ - สกุล", "position": "", "role": "ตำแหน่งในที่ประชุม"}
_PAY_HEADER = ("ลำดับ", "ชื่อ - สกุล", "ตำแหน่ง", "จำนวนเงิน (บาท)", "ลายมือชื่อผู้รับเงิน")
_PAY_WIDTHS = (_NUMBER, 6.2, 3.9, 2.4, 4.2)


def render_attendance_sheet(document: AttendanceSheetDocument) -> bytes:
    """The list to sign as PDF: the header again on every page, a line a person."""
    heads = _HEADS | {"position": document.position_label}
    kept = [
        part for part in heads if part == "name" or any(getattr(row, part) for row in document.rows)
    ]
    if not document.rows and document.blank_rows:
        kept = ["name", "position"]
    rows = [*document.rows, *(AttendanceRow(name="") for _ in range(document.blank_rows))]
    widths, signature = _widths(document, {part: heads[part] for part in kept})
    table = {
        "header": ["ลำดับ", *(heads[part] for part in kept), *document.columns, "หมายเหตุ"],
        "widths": [_NUMBER, *widths, *(signature for _ in document.columns), _REMARK],
        "centred": [0],
        "figures": [],
        "signed": 1 + len(kept),
        "rows": [
            [
                [thai(str(number))],
                *(_cell(row, part) for part in kept),
                *([] for _ in document.columns),
                line_pieces(row.remark),
            ]
            for number, row in enumerate(rows, start=1)
        ],
        "empty": NO_NAMES,
        "total": None,
        "hand": [],
    }
    title = metadata_title(document, thai(document.title), None)
    return _typeset(document, table, metadata=title, title=document.title, heading=document.heading)


def render_pay_list(document: PayListDocument) -> bytes:
    """The proof of payment as PDF: what everybody got, the total in figures and words, the payer."""
    total = sum((row.amount for row in document.rows), Decimal())
    table = {
        "header": list(_PAY_HEADER),
        "widths": list(_PAY_WIDTHS),
        "centred": [0],
        "figures": [3],
        "signed": 4,
        "rows": [
            [
                [thai(str(number))],
                name_pieces(row.name),
                line_pieces(row.role),
                [baht_in_figures(row.amount)],
                [],
            ]
            for number, row in enumerate(document.rows, start=1)
        ],
        "empty": NO_PAY,
        "total": {
            "label": line_pieces(f"รวมเป็นเงินทั้งสิ้น {baht_in_words(total)}"),
            "value": baht_in_figures(total),
        },
        "hand": _payer(document),
    }
    title = metadata_title(document, f"{thai(document.title)} {thai(document.payer)}", None)
    return _typeset(
        document,
        table,
        metadata=title,
        title=document.title,
        heading=document.heading,
        lead=_statements(document),
    )


def _widths(document: AttendanceSheetDocument, heads: dict[str, str]) -> tuple[list[float], float]:
    """The columns of words, and one to sign: no word is cut, most people stand on one line.

    Every column has room for its longest word. The role has what it asks for; name and position
    share the rest so that as many people as possible need one line; what all leave is for signing.
    Only where not even the longest words have room beside the narrowest places to sign are they cut.
    """
    count = max(1, len(document.columns))
    signature = _LEAST_SIGNATURE.get(count, _NARROW_SIGNATURE)
    cells = {part: [_cell(row, part) for row in document.rows] for part in heads}
    least = {part: _least(heads[part], cells[part]) for part in heads}
    if not document.rows:
        least |= dict.fromkeys(heads, _WHEN_EMPTY)
    whole = WIDTH - _NUMBER - _REMARK
    room = max(whole - signature * count, sum(least.values()))
    widths = dict(least)
    if "role" in heads:
        spare = room - sum(least.values())
        widths["role"] += min(
            spare, max(0.0, min(_WIDEST_ROLE, _most(cells["role"])) - least["role"])
        )
        room -= widths["role"]
    if "position" in heads:
        widths["name"] = _best_name(cells["name"], cells["position"], room, least)
        widths["position"] = max(
            least["position"], min(_most(cells["position"]), room - widths["name"])
        )
    else:
        widths["name"] = max(least["name"], min(_most(cells["name"]), room))
    signature = (whole - sum(widths.values())) / count
    if signature < _NARROWEST:
        share = (whole - _NARROWEST * count) / sum(widths.values())
        widths = {part: width * share for part, width in widths.items()}
        signature = _NARROWEST
    return [widths[part] for part in heads], signature


def _best_name(
    names: list[list[str]], positions: list[list[str]], room: float, least: dict[str, float]
) -> float:
    """The width of the names with which most people stand on one line."""
    people = [
        (_width(name), _width(position)) for name, position in zip(names, positions, strict=True)
    ]
    widest = room - least["position"]
    candidates = {least["name"]} | {name for name, _ in people if least["name"] <= name <= widest}
    return max(
        sorted(candidates),
        key=lambda one: sum(
            1 for name, position in people if name <= one and position <= room - one
        ),
    )


def _least(head: str, cells: list[list[str]]) -> float:
    words = [piece for pieces in cells for piece in pieces]
    headings = [f"{piece.rstrip()}ก" for piece in line_pieces(head)]
    return _INSET + max(map(_extent, (*words, *headings)), default=0.0)


def _most(cells: list[list[str]]) -> float:
    return max(map(_width, cells), default=0.0)


def _width(pieces: list[str]) -> float:
    return _INSET + _extent("".join(pieces))


def _extent(words: str) -> float:
    return width_of(words.rstrip(), points=_POINTS)


def _cell(row: AttendanceRow, part: str) -> list[str]:
    words = str(getattr(row, part))
    return name_pieces(words) if part == "name" else line_pieces(words)


def _statements(document: PayListDocument) -> list[str]:
    sentences = [
        (
            f"ข้าพเจ้าผู้มีรายชื่อข้างท้ายนี้ ได้รับเงิน{document.purpose}จาก{document.payer} "
            "ไว้เป็นการถูกต้องแล้ว จึงลงลายมือชื่อไว้เป็นหลักฐาน"
        )
    ]
    if document.rate:
        source = document.rate_source.strip().removeprefix("ตาม")
        sentences.append(f"อัตราที่จ่าย {document.rate}" + (f" ตาม{source}" if source else ""))
    if document.approved_by:
        sentence = f"{document.approved_by}ได้อนุมัติให้จ่าย{document.purpose}ครั้งนี้ไว้ก่อนแล้ว"
        if document.approved_on is not None:
            sentence += f" เมื่อวันที่ {show_date(document.approved_on, era=True)}"
        sentences.append(sentence)
    return sentences


def _payer(document: PayListDocument) -> list[str]:
    day = f"วันที่ ........ {BLANK} พ.ศ. ........"
    if document.paid_on is not None:
        day = f"วันที่ {show_date(document.paid_on, digits='thai', era=True)}"
    return [
        in_brackets(document.payer_name),
        *lines_of(document.payer_position),
        "ผู้จ่ายเงิน",
        day,
    ]


def _typeset(
    document: Paper,
    table: dict[str, Any],
    *,
    metadata: str,
    title: str,
    heading: Iterable[str],
    lead: Iterable[str] = (),
) -> bytes:
    marks = marks_of(document)
    content = {
        "metadata_title": metadata,
        "title": line_pieces(title),
        "heading": [line_pieces(line) for line in heading if line.strip()],
        "lead": [line_pieces(words) for words in lead],
        **table,
        "header": [line_pieces(words) for words in table["header"]],
        "draft": marks["draft"],
        "is_example": marks["is_example"],
        "note": marks["note"],
        "foot": foot_values(marks["verification"], marks["signed_by_note"]),
    }
    return typeset("sheet", content, at=document.prepared_at)
