"""What an order says, as plain values: the part that is signed, hashed and kept."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

CONTENT_FORM = "order/1"
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
class OrderDocument:
    """An office order (คำสั่ง, form 4 of the correspondence rules; DOMAIN 5.2).

    `office_name` is the whole name ("สำนักงานเขตบางนา"). `number` is the registry's number with its
    Buddhist year ("123/2569"); None prints an empty place before the year. `paragraphs` are the
    reason, then the authority. `effect` may begin with "ทั้งนี้" or leave it to the layout.
    `signer_name` is without rank: a rank or academic title goes to `signer_rank` and stands before
    the signature (DOMAIN 5.1). `signer_position` may hold several lines. Digits of any kind are
    printed as Thai digits. `prepared_at` must know its time zone.
    """

    office_name: str
    number: str | None
    subject: str
    paragraphs: tuple[str, ...]
    blocks: tuple[MemberBlock, ...]
    duties: tuple[str, ...]
    effect: str
    signed_on: date | None
    signer_name: str | None
    signer_position: str
    draft: bool
    is_example: bool
    edition_note: str
    prepared_at: datetime
    duties_lead: str = DUTIES_LEAD
    signer_rank: str = ""

    def __post_init__(self) -> None:
        if self.prepared_at.tzinfo is None:
            raise ValueError("prepared_at needs a time zone")

    def canonical_json(self) -> str:
        """The one text that stands for this content: sorted keys, no spaces, moments in UTC."""
        content: dict[str, Any] = {"form": CONTENT_FORM, **asdict(self)}
        return json.dumps(
            content,
            default=_plain,
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,
        )

    def sha256(self) -> str:
        """The SHA-256 of the canonical JSON in UTF-8, 64 hexadecimal letters."""
        return sha256(self.canonical_json().encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSlip:
    """What a person needs to open the platform for the first time, on one A5 page.

    `url` is printed as a QR code and as text; `valid_until` is the last day on which it works.
    """

    office_name: str
    holder_name: str
    role: str
    url: str
    valid_until: date
    issued_by: str
