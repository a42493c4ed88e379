"""The register of committees as a workbook, for work in Excel."""

from datetime import date

from core.i18n.dates import bangkok_now, show_date
from core.reporting.cells import Book
from tenants.committees.register_content import Register

HEADINGS = (
    "ลำดับ",
    "คณะกรรมการ",
    "ชื่อ - สกุล",
    "ตำแหน่งในคณะกรรมการ",
    "ตำแหน่งหรือสังกัด",
    "ชุมชน",
    "วาระตั้งแต่",
    "วาระถึง",
    "คำสั่งที่",
)
_WIDTHS = (8, 40, 32, 28, 36, 26, 16, 16, 14)
_EMPTY_SEAT = "(ว่าง)"
_EXAMPLE = "ตัวอย่าง ไม่ใช่เอกสารราชการ"


def register_workbook(register: Register, *, office_name: str) -> bytes:
    """One sheet with a row for every seat. Numbers begin anew with every committee."""
    book = Book(title=register.title, made_at=bangkok_now())
    sheet = book.sheet("ทะเบียน", _WIDTHS)
    day = show_date(register.as_of, style="long", era=True)
    sheet.write_string(0, 0, f"{register.title} {office_name}", book.title)
    note = f"ข้อมูล ณ วันที่ {day}" + (f" · {_EXAMPLE}" if register.is_example else "")
    sheet.write_string(1, 0, note, book.title)
    book.put_heading(sheet, 3, HEADINGS)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    line = 4
    for group in register.groups:
        for number, row in enumerate(group.rows, start=1):
            book.put_row(
                sheet,
                line,
                [
                    str(number),
                    group.title,
                    row.name or _EMPTY_SEAT,
                    row.role,
                    row.position,
                    row.community,
                    _day(row.term_from),
                    _day(row.term_to),
                    row.order_number,
                ],
            )
            line += 1
    return book.close()


def _day(day: date | None) -> str:
    return show_date(day, style="numeric") if day else ""
