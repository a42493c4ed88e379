"""What every paper is: plain values that are signed, hashed and kept, and how they are written."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any, ClassVar

PRINTED_ONLY = frozenset({"verification", "signed_by_note"})
"""Said about a paper after it was hashed; never part of what is hashed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Where anybody can check a paper: `url` is printed as QR code and as text.

    `code` is the paper's own code, `sha256` the first letters of the SHA-256 of its content. All
    three are printed with their own digits.
    """

    url: str
    code: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The values that all papers share.

    A `draft` bears its mark on every page and neither `verification` nor `signed_by_note`; an
    example (`is_example`) says on every page that it is no official paper. `edition_note` names the
    manual's edition at the foot. `prepared_at` must know its time zone. `verification` and
    `signed_by_note` stand small at the foot of the last page and do not count for the hash.
    """

    form: ClassVar[str]

    draft: bool
    is_example: bool
    edition_note: str
    prepared_at: datetime
    verification: Verification | None = None
    signed_by_note: str = ""

    def __post_init__(self) -> None:
        if self.prepared_at.tzinfo is None:
            raise ValueError("prepared_at needs a time zone")

    def canonical_json(self) -> str:
        """The one text that stands for this content: sorted keys, no spaces, moments in UTC.

        Amounts of money are written with two places after the point.
        """
        said = {key: value for key, value in asdict(self).items() if key not in PRINTED_ONLY}
        content: dict[str, Any] = {"form": self.form, **said}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPaper(Paper):
    """A paper that one person signs on a day.

    `signed_on` None prints an empty date, `signer_name` None a dotted line. The name is without
    rank: a rank or academic title goes to `signer_rank` and stands before the signature
    (DOMAIN 5.1). `signer_position` may hold several lines.
    """

    signed_on: date | None
    signer_name: str | None
    signer_position: str
    signer_rank: str = ""


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    raise TypeError(f"{type(value).__name__} has no canonical form")
