"""A report as an official paper in Thai: PDF with Thai digits, charts, tables and its definitions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.documents.foot import pieces_of_line
from core.documents.text import line_pieces
from core.documents.typesetting import typeset
from core.i18n.dates import show_datetime, show_month
from core.i18n.digits import to_thai_digits
from core.i18n.numbers import NOTHING, show_number
from core.reporting.content import Cell, Content, Defined, Entry, Place
from core.reporting.drawings import drawing_of
from core.reporting.pictures import pictures
from core.reporting.tables import standing_of
from core.reporting.words import period_words

INDICATORS_IN_A_TABLE = 3
"""Columns of figures beside the name of a district on A4 portrait."""

SUMMARY = ("ที่", "ตัวชี้วัด", "ผลตามข้อมูลทางการ", "ผลตามรายงาน", "เป้าหมาย", "ผลเทียบเป้าหมาย")
SUMMARY_WIDTHS = (1.3, 5.5, 3.0, 2.4, 1.8, 2.0)
PLACE_WIDTH = 3.4
FIGURE_WIDTH = 4.2


@dataclass(frozen=True)
class Sealing:
    """What the paper says about itself: who drew it up and published it, its hash and how to check it."""

    draft: bool
    lines: tuple[str, ...]
    checking: tuple[str, ...]
    prepared_at: datetime


def report_pdf(content: Content, *, title: str, remarks: str, sealing: Sealing) -> bytes:
    """The report as PDF. A draft bears its mark on every page, and so does an example."""
    heading = period_words(content.span, digits="thai")
    values = {
        "metadata_title": to_thai_digits(title),
        "title": line_pieces(title),
        "heading": [
            line_pieces(content.office_th),
            line_pieces(f"ข้อมูล ณ {show_datetime(content.as_of)}"),
        ],
        "period": heading,
        "draft": sealing.draft,
        "is_example": content.is_example,
        "note": to_thai_digits(f"{content.office_th} · {heading}"),
        "explanation": [line_pieces(words) for words in explanation(content)],
        "summary": {
            "header": [line_pieces(words) for words in SUMMARY],
            "widths": SUMMARY_WIDTHS,
            "rows": [
                _summary_row(content, number, each)
                for number, each in enumerate(content.definitions, start=1)
            ],
        },
        "pictures": [_picture(picture) for picture in pictures(content, "th")],
        "tables": [_table(content, group) for group in _groups(content.definitions)]
        if content.places
        else [],
        "approvals": [line_pieces(words) for words in approval_lines(content)],
        "remarks": [line_pieces(words) for words in remarks.splitlines() if words.strip()],
        "definitions": [_definition(each) for each in (*content.definitions, *content.earlier)],
        "sealing": [line_pieces(words) for words in sealing.lines],
        "checking": [pieces_of_line(words) for words in sealing.checking],
    }
    return typeset("report", values, at=sealing.prepared_at)


def explanation(content: Content) -> Iterator[str]:
    """How to read the figures."""
    yield (
        "ผลตามข้อมูลทางการ หมายถึง ผลที่นับจากข้อมูลซึ่งผู้อำนวยการเขตรับรองแล้ว "
        "เดือนใดยังไม่รับรองนับจากข้อมูลที่รายงาน ส่วนผลตามรายงานนับจากข้อมูลที่รายงานทั้งหมด "
        "ผลรวมของอัตราส่วนคำนวณจากผลรวมของตัวตั้งหารด้วยผลรวมของตัวหาร มิใช่ค่าเฉลี่ยของร้อยละ"
    )
    yield "ตัวเลขที่ยังไม่ทราบระบุเหตุไว้แทนตัวเลข และมิได้นับเป็นศูนย์"
    left_out = max((entry.left_out for entry in content.whole.entries.values()), default=0)
    if left_out:
        yield f"ข้อมูลตัวอย่างของ {left_out} เขตไม่นับรวมในผลของกรุงเทพมหานคร"


def approval_lines(content: Content) -> list[str]:
    """For each month how many districts had approved it; for a district whether it had."""
    one = all(each.offices == 1 for each in content.approvals)
    return [
        f"{show_month(each.month)} "
        + (
            ("รับรองแล้ว" if each.approved else "ยังไม่รับรอง")
            if one
            else f"รับรองแล้ว {each.approved} จาก {each.offices} เขต"
        )
        for each in content.approvals
    ]


def amount_words(definition: Defined, cell: Cell) -> str:
    """71.1 %, 38; why it is not known where it is not."""
    if cell.amount is None:
        return standing_of(cell)
    shown = show_number(cell.amount, definition.decimals)
    return f"ร้อยละ {shown}" if definition.is_share else shown


def parts_words(cell: Cell) -> str:
    """27/38; empty where there is no denominator."""
    if not cell.is_known or cell.numerator is None or cell.denominator is None:
        return ""
    return f"{_whole(cell.numerator)}/{_whole(cell.denominator)}"


def target_words(definition: Defined, entry: Entry) -> str:
    if entry.target is None:
        return NOTHING
    shown = (
        show_number(entry.target, definition.decimals) if entry.target % 1 else _whole(entry.target)
    )
    return f"ร้อยละ {shown}" if definition.is_share else shown


def reached_words(entry: Entry) -> str:
    return {True: "ถึงเป้าหมาย", False: "ยังไม่ถึง", None: NOTHING}[entry.reached]


def _whole(value: Decimal) -> str:
    return show_number(value, 0 if value == value.to_integral_value() else None)


def _summary_row(content: Content, number: int, definition: Defined) -> list[list[Any]]:
    entry = content.whole.entries[definition.key]
    return [
        [line_pieces(str(number))],
        [
            line_pieces(definition.title_th),
            pieces_of_line(
                f"({definition.code} หน่วย: {'ร้อยละ' if definition.is_share else definition.unit_th})"
            ),
        ],
        _lines_of(definition, entry.official),
        _lines_of(definition, entry.reported),
        [line_pieces(target_words(definition, entry))],
        [line_pieces(reached_words(entry))],
    ]


def _lines_of(definition: Defined, cell: Cell) -> list[list[str]]:
    """The number above both of its parts."""
    lines = [line_pieces(amount_words(definition, cell))]
    parts = parts_words(cell)
    return [*lines, line_pieces(f"({parts})")] if parts else lines


def _picture(picture: Any) -> dict[str, Any]:
    drawn = [
        ("lines", picture.trend, 12.5),
        ("tiles", picture.tiles, 12.5),
        ("bars", picture.bars, 12.5),
    ]
    return {
        "title": line_pieces(picture.definition.title_th),
        "drawings": [
            {
                "caption": line_pieces(_CAPTIONS[macro]),
                "picture": drawing_of(macro, chart),
                "alt": to_thai_digits(f"{_CAPTIONS[macro]} {picture.definition.title_th}"),
                "width": width,
            }
            for macro, chart, width in drawn
            if chart is not None
        ],
    }


_CAPTIONS = {
    "lines": "แนวโน้มรายเดือน 12 เดือน",
    "tiles": "ผลของแต่ละเขตตามตำแหน่งโดยประมาณ",
    "bars": "ผลของแต่ละโซน",
}


def _groups(definitions: Sequence[Defined]) -> list[Sequence[Defined]]:
    starts = range(0, len(definitions), INDICATORS_IN_A_TABLE)
    return [definitions[start : start + INDICATORS_IN_A_TABLE] for start in starts]


def _table(content: Content, definitions: Sequence[Defined]) -> dict[str, Any]:
    of_city = content.places[0].code != 0
    rows = [_place_row(place, definitions) for place in (*content.places, content.whole)]
    return {
        "title": pieces_of_line(
            f"ผลราย{'เขต' if of_city else 'โซน'}: " + ", ".join(each.code for each in definitions)
        ),
        "header": [
            [line_pieces("เขต" if of_city else "โซน")],
            *(
                [line_pieces(each.short_th), pieces_of_line(f"({each.code})")]
                for each in definitions
            ),
        ],
        "widths": [PLACE_WIDTH, *(FIGURE_WIDTH for _ in definitions)],
        "rows": rows,
    }


def _place_row(place: Place, definitions: Sequence[Defined]) -> list[list[Any]]:
    cells = []
    for definition in definitions:
        cell = place.entries[definition.key].official
        parts = parts_words(cell)
        cells.append(
            [line_pieces(amount_words(definition, cell) + (f" ({parts})" if parts else ""))]
        )
    return [[line_pieces(place.name_th)], *cells]


def _definition(definition: Defined) -> dict[str, Any]:
    rows = [
        ("นิยาม", line_pieces(definition.definition_th)),
        ("สูตร", pieces_of_line(definition.formula)),
        ("แนวทางที่เลือกใช้", line_pieces(definition.choice_th)),
        ("ที่มา", line_pieces(definition.source_th)),
    ]
    return {
        "title": [
            *pieces_of_line(f"{definition.code} "),
            " ",
            *line_pieces(f"{definition.title_th} (ฉบับที่ {definition.version})"),
        ],
        "rows": [(label, pieces) for label, pieces in rows if pieces],
    }
