"""A report as Excel and as CSV: figures with both parts, and the definitions that they follow (F100)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext
from xlsxwriter.utility import xl_rowcol_to_cell

from core.i18n.dates import show_datetime, show_month
from core.indicators.figures import Standing, standing_words
from core.reporting.cells import Book, Value, write_csv
from core.reporting.content import Cell, Content, Defined, Entry, Place
from core.reporting.versions import apart_words, shown_in_full, version_mark
from core.reporting.words import period_words

LONG_FORM = (
    "place_code",
    "place",
    "indicator",
    "version",
    "title",
    "period",
    "basis",
    "numerator",
    "denominator",
    "value",
    "unit",
    "standing",
    "target",
    "target_reached",
    "approved_months",
    "months",
    "example",
    "districts",
)


def standing_of(cell: Cell) -> str:
    """Why a figure is not known, in the language that is open; empty where it is."""
    return "" if cell.is_known else gettext(standing_words(Standing(cell.standing)))


def report_csv(content: Content) -> bytes:
    """One line for each place, indicator and basis, with the version and title that counted it.

    Of the city as a whole one more for each other version that counts some of the districts.
    """
    return write_csv([LONG_FORM, *_lines(content)])


def report_workbook(
    content: Content,
    *,
    title: str,
    remarks: str,
    facts: Sequence[tuple[str, str]],
    made_at: datetime,
) -> bytes:
    """Sheets: the summary, places by indicators with living ratios, definitions, and `facts` about the report."""
    book = Book(title=title, made_at=made_at)
    _summary(book, content, title)
    _matrix(book, content)
    _definitions(book, content)
    _about(book, content, remarks, facts)
    return book.close()


def _lines(content: Content) -> Iterator[list[Value]]:
    for place in (content.whole, *content.places):
        for definition in content.definitions:
            entry = place.entries[definition.key]
            lines = [
                _CsvLine("official", entry.official, entry, entry.districts),
                _CsvLine("reported", entry.reported, entry, None),
                *(_CsvLine("official", each.cell, None, each.districts) for each in entry.others),
            ]
            for line in lines:
                yield _line(content, place, definition.key, line)


class _CsvLine(NamedTuple):
    """A figure; `entry` tells its target, and is None of districts apart, which have none."""

    basis: str
    cell: Cell
    entry: Entry | None
    districts: int | None


def _line(content: Content, place: Place, key: str, line: _CsvLine) -> list[Value]:
    cell, definition = line.cell, content.counted_by(key, line.cell)
    reached = line.entry.reached if line.entry else None
    return [
        str(place.code) if place.code else "",
        place.name_th,
        key,
        str(cell.version),
        definition.title_th,
        content.span.key,
        line.basis,
        cell.numerator,
        cell.denominator,
        cell.amount,
        definition.unit_th,
        cell.standing,
        line.entry.target if line.entry else None,
        {True: "yes", False: "no", None: ""}[reached],
        cell.approved_months,
        cell.months,
        "yes" if cell.is_example else "no",
        line.districts,
    ]


def _summary(book: Book, content: Content, title: str) -> None:
    sheet = book.sheet("สรุป", (10, 52, 12, 12, 12, 14, 12, 14, 26))
    sheet.write_string(0, 0, title, book.title)
    book.put(sheet, 1, 0, f"{content.office_th} · ข้อมูล ณ {show_datetime(content.as_of)}")
    book.put_heading(
        sheet,
        3,
        (
            "รหัส",
            "ตัวชี้วัด",
            "ตัวตั้ง",
            "ตัวหาร",
            "ผล",
            "หน่วย",
            "เป้าหมาย",
            "ผลตามรายงาน",
            "หมายเหตุ",
        ),
    )
    for row, definition in enumerate(content.definitions, start=4):
        entry = content.whole.entries[definition.key]
        book.put(sheet, row, 0, definition.code)
        book.put(sheet, row, 1, definition.title_th)
        _ratio(book, sheet, (row, 2), definition, entry.official)
        book.put(sheet, row, 5, definition.unit_th)
        book.put(sheet, row, 6, entry.target, decimals=definition.decimals)
        book.put(sheet, row, 7, entry.reported.amount, decimals=definition.decimals)
        book.put(sheet, row, 8, _note(content, definition, entry))
    sheet.freeze_panes(4, 2)


def _matrix(book: Book, content: Content) -> None:
    """A figure of another version than its column is a text with its version: no sum takes it by mistake."""
    of_city = any(place.code for place in content.places)
    sheet = book.sheet("เขต × ตัวชี้วัด" if of_city else "โซน × ตัวชี้วัด", (26,))
    book.put_heading(sheet, 1, ("เขต" if of_city else "โซน",))
    columns: list[tuple[Defined, int]] = []
    at = 1
    for definition in content.definitions:
        columns.append((definition, at))
        parts = (
            ("ตัวตั้ง", "ตัวหาร", definition.unit_th)
            if definition.denominator
            else (definition.unit_th,)
        )
        for offset, words in enumerate(parts):
            sheet.write_string(1, at + offset, words, book.head)
        if len(parts) > 1:
            sheet.merge_range(0, at, 0, at + len(parts) - 1, definition.short_th, book.head)
        else:
            sheet.write_string(0, at, definition.short_th, book.head)
        sheet.set_column(at, at + len(parts) - 1, 14)
        at += len(parts)
    for row, place in enumerate((content.whole, *content.places), start=2):
        book.put(sheet, row, 0, f"รวม{place.name_th}" if place is content.whole else place.name_th)
        for definition, column in columns:
            cell = place.entries[definition.key].official
            if cell.is_known and cell.version != definition.version:
                width = 2 if definition.denominator else 0
                words = f"{shown_in_full(content, definition.key, cell)} · {version_mark(cell)}"
                book.put(sheet, row, column + width, words)
            elif definition.denominator:
                _ratio(book, sheet, (row, column), definition, cell)
            else:
                _count(book, sheet, (row, column), definition, cell)
    sheet.freeze_panes(2, 1)


def _ratio(book: Book, sheet: Any, at: tuple[int, int], definition: Defined, cell: Cell) -> None:
    """Numerator, denominator and the ratio as a formula over both; in words where it is not known."""
    row, column = at
    if not definition.denominator:
        _count(book, sheet, (row, column + 2), definition, cell)
        return
    book.put(sheet, row, column, cell.numerator)
    book.put(sheet, row, column + 1, cell.denominator)
    if cell.amount is None:
        book.put(sheet, row, column + 2, standing_of(cell))
        return
    above, below = (xl_rowcol_to_cell(row, column + offset) for offset in (0, 1))
    formula = f'=IF({below}=0,"",ROUND({above}/{below}*{definition.scale},{definition.decimals}))'
    book.formula(sheet, row, column + 2, formula, value=cell.amount, decimals=definition.decimals)


def _count(book: Book, sheet: Any, at: tuple[int, int], definition: Defined, cell: Cell) -> None:
    value: Value = cell.amount if cell.is_known else standing_of(cell)
    book.put(sheet, *at, value, decimals=definition.decimals)


def _note(content: Content, definition: Defined, entry: Entry) -> str:
    cell = entry.official
    if not cell.is_known:
        return standing_of(cell)
    words = [
        "รับรองครบทุกเดือน" if cell.is_approved else "ยังรับรองไม่ครบ",
        f"นิยาม{version_mark(cell)}",
    ]
    if entry.others:
        words.append(apart_words(content, definition.key, entry))
    if entry.reported.is_known and entry.reported.version != cell.version:
        words.append(f"ผลตามรายงานนับตามนิยาม{version_mark(entry.reported)}")
    if entry.reached is not None:
        words.insert(0, "ถึงเป้าหมาย" if entry.reached else "ยังไม่ถึงเป้าหมาย")
    if cell.is_example:
        words.append("ตัวอย่าง")
    return " · ".join(words)


def _definitions(book: Book, content: Content) -> None:
    sheet = book.sheet("นิยาม", (10, 14, 8, 40, 60, 44, 44, 10, 40, 50))
    book.put_heading(
        sheet,
        0,
        (
            "รหัส",
            "คีย์",
            "รุ่น",
            "ชื่อ",
            "นิยาม",
            "ตัวตั้ง (แหล่งข้อมูล)",
            "ตัวหาร (แหล่งข้อมูล)",
            "คูณด้วย",
            "ทางเลือกที่ใช้",
            "ที่มา",
        ),
    )
    for row, each in enumerate((*content.definitions, *content.earlier), start=1):
        book.put_row(
            sheet,
            row,
            (
                each.code,
                each.key,
                each.version,
                each.title_th,
                each.definition_th,
                each.numerator,
                each.denominator or "",
                each.scale,
                each.choice_th,
                each.source_th,
            ),
        )
    sheet.freeze_panes(1, 0)


def _about(book: Book, content: Content, remarks: str, facts: Sequence[tuple[str, str]]) -> None:
    sheet = book.sheet("เกี่ยวกับรายงาน", (34, 110))
    rows = [
        ("หน่วยงาน", content.office_th),
        ("ช่วงเวลา", period_words(content.span)),
        *facts,
        *(
            (
                f"เดือนที่รับรองแล้ว {show_month(each.month)}",
                f"{each.approved} จาก {each.offices} เขต",
            )
            for each in content.approvals
        ),
        ("ข้อสังเกต", remarks or "–"),
    ]
    for row, cells in enumerate(rows):
        book.put_row(sheet, row, cells)
