from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.documents.content.base import Paper, SignedPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateDocument(SignedPaper):
    """A certificate of a course (วุฒิบัตร, ประกาศนียบัตร) on A4 landscape; M68.

    `title` is the kind of certificate. `lead` stands before the name, `achievement` between the name
    and `course`. `last_day` None is a course of one day, `hours` None leaves them out. `serial` is
    the running number ("1/2569"), empty without one. `signed_on` is the day on which it is given.
    """

    form: ClassVar[str] = "certificate/1"

    office_name: str
    holder_name: str
    course: str
    first_day: date
    last_day: date | None = None
    hours: int | None = None
    serial: str = ""
    title: str = "วุฒิบัตร"
    lead: str = "มอบวุฒิบัตรฉบับนี้ให้ไว้เพื่อแสดงว่า"
    achievement: str = "ได้ผ่านการอบรม"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeCard:
    """A person's card: `url` is its QR code, `code` what is typed where no camera is at hand."""

    name: str
    affiliation: str
    url: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeSheetDocument(Paper):
    """Cards with personal codes to cut out, eight on a page of A4.

    `event` is the short title on every card, `hint` what the code is for (one short line).
    """

    form: ClassVar[str] = "badges/1"

    event: str
    cards: tuple[BadgeCard, ...]
    hint: str = "สแกนเพื่อลงชื่อและทำแบบทดสอบ"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePosterDocument(Paper):
    """A page for the wall of a room, with one large code for everybody.

    `url` is the QR code and is printed as text with `code` below it; `instruction` is one sentence.
    """

    form: ClassVar[str] = "code-poster/1"

    office_name: str
    event: str
    day: date
    url: str
    code: str
    instruction: str
    place: str = ""
