"""The words of what leaves the house. They are Thai, as the notices themselves are."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.i18n.text import shorten
from core.notices.line import LONGEST_TEXT
from core.notices.models import Notice
from core.web.addresses import public_address


@dataclass(frozen=True)
class Words:
    subject: str
    text: str


def mail_words(notices: Sequence[Notice], *, office_name: str, settings_url: str) -> Words:
    """One mail for everything that is due: with one notice its title is the subject."""
    if len(notices) == 1:
        subject, text = notices[0].title, _part(notices[0])
    else:
        subject = f"แจ้งเตือน {len(notices)} เรื่อง จาก{office_name}"
        text = "\n\n".join(f"{number}. {_part(each)}" for number, each in enumerate(notices, 1))
    return Words(subject, f"{text}\n\n{_foot(office_name, settings_url)}\n")


def line_words(notices: Sequence[Notice], *, office_name: str) -> str:
    """One message for everything that is due: titles and addresses, without the longer texts."""
    lines = [f"{each.title}{_address(each)}" for each in notices]
    return shorten("\n\n".join([office_name, *lines]), LONGEST_TEXT)


def _part(notice: Notice) -> str:
    body = f"\n\n{notice.body}" if notice.body else ""
    # Somebody without an account could not open the page behind the address.
    return f"{notice.title}{body}{_address(notice, before='เปิดดู: ') if notice.account_id else ''}"


def _address(notice: Notice, before: str = "") -> str:
    return f"\n{before}{public_address(notice.url)}" if notice.url else ""


def _foot(office_name: str, settings_url: str) -> str:
    way_out = (
        f"เลือกวิธีรับการแจ้งเตือนหรือเลิกรับทางอีเมลได้ที่ {settings_url}"
        if settings_url
        else f"หากไม่ต้องการรับอีเมลเช่นนี้ โปรดแจ้ง{office_name}"
    )
    return f"-- \n{office_name}\n{way_out}\nอีเมลฉบับนี้ส่งโดยระบบ โปรดอย่าตอบกลับ"
