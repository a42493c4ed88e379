from dataclasses import dataclass
from typing import ClassVar

from core.documents.content.base import SignedPaper

DUTIES_LEAD = "ให้คณะกรรมการมีอำนาจหน้าที่ ดังนี้"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """One seat of a committee. An empty name is an empty seat: it prints as a dotted line."""

    name: str
    position: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberBlock:
    """A numbered group of seats: the committee, or the advisers as a group of their own (M62)."""

    title: str
    members: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDocument(SignedPaper):
    """An office order (คำสั่ง, form 4 of the correspondence rules; DOMAIN 5.2).

    `office_name` is the whole name ("สำนักงานเขตบางนา"). `number` is the registry's number with its
    Buddhist year ("123/2569"); None prints an empty place before the year. `paragraphs` are the
    reason, then the authority. `blocks` and `duties` may be empty: an order that revokes or changes
    another names nobody and gives no duties. `effect` may begin with "ทั้งนี้" or leave it to the
    layout. Digits of any kind are printed as Thai digits.
    """

    form: ClassVar[str] = "order/1"

    office_name: str
    number: str | None
    subject: str
    paragraphs: tuple[str, ...]
    blocks: tuple[MemberBlock, ...]
    duties: tuple[str, ...]
    effect: str
    duties_lead: str = DUTIES_LEAD
