from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from core.documents.content.base import Paper

SIGNATURE = "ลายมือชื่อ"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """One person who is expected; the place of the signature stays empty."""

    name: str
    position: str = ""
    role: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSheetDocument(Paper):
    """The list that people sign when they come (บัญชีลงลายมือชื่อ), on A4 portrait.

    `title` and `heading` (body, number, day, place) stand above the table, whose header stands again
    on every page. `position_label` heads the column of positions or communities. `columns` are the
    places to sign ("เช้า", "บ่าย"). `blank_rows` are counted lines for people who come unannounced.
    A column in which nobody has anything is left out, but the remark's; a sheet of blank lines alone
    has name and position.
    """

    form: ClassVar[str] = "attendance-sheet/1"

    title: str
    heading: tuple[str, ...]
    rows: tuple[AttendanceRow, ...]
    columns: tuple[str, ...] = (SIGNATURE,)
    position_label: str = "ตำแหน่ง/ชุมชน"
    blank_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRow:
    """What one person is paid, in baht."""

    name: str
    amount: Decimal
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayListDocument(Paper):
    """The proof that meeting pay was handed out (หลักฐานการจ่ายเงินค่าเบี้ยประชุม; DOMAIN 4.4).

    `payer` is the office that pays ("สำนักงานเขตบางนา"). `rate` ("อัตราคนละ 200 บาทต่อครั้ง") and
    `rate_source` (the rule that sets it) are printed above the table where they are known. Pay must
    be approved beforehand: `approved_by` (a position) and `approved_on` make that sentence, and
    without `approved_by` it is left out. `purpose` is what the money is for. The payer's name may
    be empty: a dotted line.
    """

    form: ClassVar[str] = "pay-list/1"

    payer: str
    heading: tuple[str, ...]
    rows: tuple[PayRow, ...]
    title: str = "หลักฐานการจ่ายเงินค่าเบี้ยประชุม"
    purpose: str = "ค่าเบี้ยประชุม"
    rate: str = ""
    rate_source: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    payer_name: str = ""
    payer_position: str = ""
    paid_on: date | None = None
