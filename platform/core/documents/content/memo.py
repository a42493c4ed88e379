from dataclasses import dataclass
from typing import ClassVar

from core.documents.content.base import SignedPaper

REQUEST = "จึงเรียนมาเพื่อโปรดพิจารณา"
PART_TITLES = ("เรื่องเดิม", "ข้อเท็จจริง", "ข้อกฎหมาย/ระเบียบ", "ข้อพิจารณาและเสนอแนะ")
"""The four parts of an internal memo's body, in their order (DOMAIN 5.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoPart:
    """A numbered part of the body; `title` is usually one of `PART_TITLES`."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoDocument(SignedPaper):
    """An internal letter (บันทึกข้อความ, form 2 on paper 29; DOMAIN 5.5).

    `department` follows ส่วนราชการ (the section, the office, the telephone). `letter_code` is the
    office's code with its stroke ("กท 7001/"), empty where no code is set; `number` is the running
    number behind it, None on a draft (5.7). `signed_on` is the letter's date, printed without
    "พ.ศ.". `introduction` stands before the parts, `request` after them.
    """

    form: ClassVar[str] = "memo/1"

    department: str
    letter_code: str
    number: str | None
    subject: str
    addressee: str
    parts: tuple[MemoPart, ...]
    introduction: tuple[str, ...] = ()
    request: str = REQUEST
