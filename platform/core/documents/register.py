"""The register of committees as a table on A4 landscape, for the office's own files."""

from datetime import date

from core.documents.content import RegisterDocument, RegisterRow
from core.documents.foot import foot_values
from core.documents.phrases import note_of
from core.documents.text import line_pieces, name_pieces
from core.documents.typesetting import typeset
from core.i18n.dates import show_date, to_bangkok
from core.i18n.digits import to_thai_digits

HEADER = (
    "ลำดับ",
    "ชื่อ - สกุล",
    "ตำแหน่งในคณะกรรมการ",
    "ตำแหน่งหรือสังกัด",
    "ชุมชน",
    "วาระตั้งแต่ – ถึง",
    "คำสั่งที่",
)
EMPTY_SEAT = "(ว่าง)"
NO_COMMITTEE = "ยังไม่มีคณะกรรมการในทะเบียน"

_WIDTHS = (1.3, 5.1, 4.1, 4.3, 3.2, 5.4, 2.3)
_CENTRED = (0, 5, 6)


def render_register(document: RegisterDocument) -> bytes:
    """The register as PDF: the header row again on every page, the committee's name as well."""
    kind = to_thai_digits(f"{document.title.strip()} {document.office_name.strip()}")
    printed = to_bangkok(document.prepared_at).date()
    note = note_of(document)
    made = "" if document.draft else f"พิมพ์เมื่อวันที่ {_long(printed)}"
    content = {
        "metadata_title": f"ร่าง{kind}" if document.draft else kind,
        "title": line_pieces(document.title),
        "heading": [
            line_pieces(document.office_name),
            line_pieces(f"ข้อมูล ณ วันที่ {_long(document.as_of or printed)}"),
        ],
        "header": [line_pieces(words) for words in HEADER],
        "widths": _WIDTHS,
        "centred": _CENTRED,
        "groups": [
            {
                "title": line_pieces(group.title),
                "rows": [_cells(number, row) for number, row in enumerate(group.rows, start=1)],
            }
            for group in document.groups
        ]
        or [{"title": [NO_COMMITTEE], "rows": []}],
        "draft": document.draft,
        "is_example": document.is_example,
        "note": " · ".join(words for words in (made, note) if words),
        "foot": foot_values(
            None if document.draft else document.verification,
            "" if document.draft else to_thai_digits(document.signed_by_note.strip()),
        ),
    }
    return typeset("register", content, at=document.prepared_at)


def _cells(number: int, row: RegisterRow) -> list[list[str]]:
    return [
        [to_thai_digits(str(number))],
        name_pieces(row.name) or [EMPTY_SEAT],
        line_pieces(row.role),
        line_pieces(row.position),
        line_pieces(row.community),
        _term(row.term_from, row.term_to),
        line_pieces(row.order_number),
    ]


def _term(first: date | None, last: date | None) -> list[str]:
    """The days as pieces that are never cut: "๑ ต.ค. ๒๕๖๙ –" above "๓๐ ก.ย. ๒๕๗๑"."""
    if first is None:
        return [] if last is None else [f"ถึง {_short(last)}"]
    return [f"{_short(first)} – "] + ([] if last is None else [_short(last)])


def _short(day: date) -> str:
    return show_date(day, style="short", digits="thai")


def _long(day: date) -> str:
    return show_date(day, style="long", digits="thai", era=True)
