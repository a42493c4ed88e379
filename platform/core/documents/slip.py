"""The slip that lets a person in for the first time, readable at arm's length at sixty-five."""

from datetime import datetime

from core.documents.content import SignInSlip
from core.documents.qr import qr_svg
from core.documents.text import line_pieces, name_pieces
from core.documents.typesetting import typeset
from core.i18n.dates import bangkok_now, show_date
from core.i18n.digits import to_thai_digits

__all__ = ["STEPS", "SignInSlip", "render_slip"]

STEPS = (
    "เปิดกล้องถ่ายรูปในโทรศัพท์ของท่าน",
    "ส่องกล้องไปที่ภาพสี่เหลี่ยมด้านบน ไม่ต้องกดถ่ายรูป",
    "แตะข้อความที่ขึ้นบนจอ",
    "ดูว่าชื่อบนจอเป็นชื่อของท่าน แล้วทำตามที่จอบอก",
)


def render_slip(
    slip: SignInSlip, *, steps: tuple[str, ...] = STEPS, at: datetime | None = None
) -> bytes:
    """The slip as an A5 PDF, issued `at` (now). The address keeps its own digits."""
    content = {
        "metadata_title": to_thai_digits(f"ใบเข้าสู่ระบบ {slip.office_name}"),
        "office": to_thai_digits(slip.office_name),
        "holder": name_pieces(slip.holder_name),
        "role": line_pieces(slip.role),
        "picture": qr_svg(slip.url),
        "address": slip.url.removeprefix("https://"),
        "steps": [line_pieces(step) for step in steps],
        "valid": line_pieces(f"ใช้ได้ถึงวันที่ {show_date(slip.valid_until, digits='thai', era=True)}"),
        "warning": line_pieces(
            f"ใบนี้เป็นของท่านคนเดียว อย่าให้ผู้อื่นใช้หรือถ่ายรูป ถ้าทำหาย โปรดแจ้ง{slip.office_name}ทันที"
        ),
        "issued_by": line_pieces(f"ออกโดย {slip.issued_by}"),
    }
    return typeset("slip", content, at=at or bangkok_now())
