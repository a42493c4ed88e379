"""The workbook in which an office types its seats: a row for every place that is still empty."""

from collections.abc import Iterator, Sequence
from datetime import date

from core.i18n.dates import bangkok_now, show_date
from core.manual.structure import CommitteeKind, SeatSource
from core.reporting.cells import Book
from tenants.committees.bodies import Place
from tenants.committees.seat_import_rows import HEADINGS, KINDS, MOST_ROWS, YES
from tenants.committees.view import CommitteeView, Group

_WIDTHS = (26, 26, 48, 24, 32, 36, 24, 22, 30, 22)
_FIRST_SHEET, _TITLES, _HELP = "รายชื่อ", "ตำแหน่งตามคู่มือ", "คำอธิบาย"


def seat_workbook(views: Sequence[CommitteeView], today: date) -> bytes:
    """The workbook of an office, with its communities, zones and the seats of the manual filled in."""
    book = Book(title=_FIRST_SHEET, made_at=bangkok_now())
    rows = [row for view in views for row in _rows(view)]
    sheet = book.book.add_worksheet(_FIRST_SHEET)
    book.put_heading(sheet, 0, [words[0] for words in HEADINGS.values()])
    for number, row in enumerate(rows, start=1):
        book.put_row(sheet, number, row)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, book.text)
    sheet.freeze_panes(1, 0)
    sheet.data_validation(
        1,
        0,
        MOST_ROWS * 2,
        0,
        {"validate": "list", "source": [words[0] for words in KINDS.values()]},
    )
    sheet.data_validation(
        1,
        len(HEADINGS) - 1,
        MOST_ROWS * 2,
        len(HEADINGS) - 1,
        {"validate": "list", "source": [YES]},
    )
    _put_titles(book, views)
    _put_help(book, today)
    return book.close()


def _rows(view: CommitteeView) -> Iterator[list[str]]:
    """An empty place each; one more where the rule takes further people and all places are filled."""
    kind = KINDS[view.body.kind][0]
    for group in view.groups:
        empty = [line for line in group.lines if line.seat is None]
        if not empty and group.has_room:
            yield [kind, view.name, group.rule.title, "", "", _position(view, group, None)]
        for line in empty:
            yield [
                kind,
                view.name,
                group.rule.title,
                line.community.name if line.community else "",
                "",
                _position(view, group, line.community),
            ]


def _position(view: CommitteeView, group: Group, place: Place | None) -> str:
    """The usual position of people on such a seat, where the name of the community gives it."""
    if group.rule.source is SeatSource.COMMUNITY_CHAIR and place:
        return place.chair
    if view.body.kind is CommitteeKind.COMMUNITY and view.body.id:
        of = Place(view.body.id, view.name).title
        role = group.rule.title.removesuffix("ชุมชน").replace("ประธานกรรมการ", "ประธาน")
        return f"{role}{of}"
    return ""


def _put_titles(book: Book, views: Sequence[CommitteeView]) -> None:
    sheet = book.book.add_worksheet(_TITLES)
    heads = (HEADINGS["kind"][0], HEADINGS["seat"][0], "ตำแหน่งในคำสั่ง", "จำนวนอย่างน้อย", "จำนวนไม่เกิน")
    book.put_heading(sheet, 0, heads)
    seen: set[tuple[str, str]] = set()
    number = 0
    for view in views:
        for group in view.groups:
            rule, kind = group.rule, KINDS[view.body.kind][0]
            if (kind, rule.key) in seen:
                continue
            seen.add((kind, rule.key))
            number += 1
            most = "ไม่จำกัด" if rule.maximum is None else str(rule.maximum)
            book.put_row(
                sheet, number, [kind, rule.title, rule.order_role, str(rule.minimum), most]
            )
    for column, width in enumerate((28, 60, 30, 18, 18)):
        sheet.set_column(column, column, width)


def _put_help(book: Book, today: date) -> None:
    sheet = book.book.add_worksheet(_HELP)
    sheet.set_column(0, 0, 120)
    day = show_date(today, style="numeric")
    lines = (
        "กรอกชื่อ - สกุลในแถวที่ต้องการ แถวที่ไม่มีชื่อจะถูกข้ามไป และเพิ่มแถวได้",
        f"วันที่ใช้ปีพุทธศักราช เช่น {day} พิมพ์ด้วยเลขไทยหรือเลขอารบิกก็ได้",
        f"ช่อง “{HEADINGS['term_ends_on'][0]}” คือวันแรกที่พ้นจากตำแหน่ง เว้นว่างไว้หากวาระเป็นไปตามระเบียบ หากต่างไปให้ระบุเหตุผล",
        f"ช่อง “{HEADINGS['community'][0]}” ใช้กับประธานชุมชนในคณะกรรมการเครือข่ายเท่านั้น",
        f"ช่อง “{HEADINGS['another'][0]}” ใส่คำว่า “{YES}” เมื่อชื่อซ้ำกับบุคคลในทะเบียนแต่เป็นคนละคน",
        f"ไฟล์หนึ่งมีรายชื่อได้ไม่เกิน {MOST_ROWS} คน",
        "ห้ามใส่เลขประจำตัวประชาชนและหมายเลขโทรศัพท์ในไฟล์นี้",
    )
    for number, line in enumerate(lines):
        book.put_row(sheet, number, [line])
