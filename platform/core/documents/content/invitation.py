from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from core.documents.content.base import SignedPaper

BY_LIST = "ผู้รับตามบัญชีรายชื่อแนบท้าย"
"""The addressee of a letter that goes to everybody on its list."""
AGENDA_TITLE = "ระเบียบวาระการประชุม"
COME = "จึงเรียนมาเพื่อโปรดเข้าร่วมประชุมตามวัน เวลา และสถานที่ดังกล่าว"
COME_TO_TRAINING = "จึงเรียนมาเพื่อโปรดเข้ารับการอบรมตามวัน เวลา และสถานที่ดังกล่าว"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """A line of the attached agenda with its matters, which the layout counts (๓.๑, ๓.๒).

    `label` stands before the title ("๐๙.๐๐ – ๑๐.๓๐ น." in the programme of a training); empty counts
    "ระเบียบวาระที่ ๑" and so on.
    """

    title: str
    items: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteeLine:
    """Somebody on the attached list of those to whom the letter goes."""

    name: str
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDocument(SignedPaper):
    """A letter that invites to a meeting or a training (หนังสือเชิญประชุม, form 1; DOMAIN 5.1).

    `office_address` are the lines at the right of the head (the office's name first). `letter_code`
    with its stroke ("กท 7001/") and `number` as in a memo: None leaves the place empty. `subject` is
    all that follows "เรื่อง". `paragraphs` are the reason; after them the layout writes
    "จึงขอเชิญ{whom} {event} ในวัน... เวลา ... ณ ...", with `event` as "เข้าร่วมประชุมคณะกรรมการ..." or
    "เข้ารับการอบรมหลักสูตร...". `held_until` is the last day of a training of several days. `agenda`
    is an attachment of its own page under `agenda_title`, `invitees` another; both count themselves
    under สิ่งที่ส่งมาด้วย, before `enclosures`. `contact` are the lines at the foot (the section that
    wrote the letter, its telephone).
    """

    form: ClassVar[str] = "invitation/1"

    office_address: tuple[str, ...]
    letter_code: str
    number: str | None
    subject: str
    addressee: str
    paragraphs: tuple[str, ...]
    event: str
    held_on: date
    begins: time | None
    place: str
    held_until: date | None = None
    ends: time | None = None
    whom: str = "ท่าน"
    conclusion: str = COME
    agenda_title: str = AGENDA_TITLE
    agenda_heading: tuple[str, ...] = ()
    agenda: tuple[AgendaLine, ...] = ()
    invitees: tuple[InviteeLine, ...] = ()
    enclosures: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
