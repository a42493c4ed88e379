from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.documents.content.base import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One seat of a committee: no telephone, no address, no number of an identity card.

    `role` is the place in the committee, `position` the place the person comes from. An empty name
    is an empty seat. An open end of the term is None. `order_number` is empty before the order.
    """

    name: str
    role: str
    position: str
    community: str
    term_from: date | None
    term_to: date | None
    order_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterGroup:
    """A committee with its seats, counted from 1."""

    title: str
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDocument(Paper):
    """The register of committees (ทะเบียนคณะกรรมการ): a table on A4 landscape, nobody's signature.

    `title` is the whole heading ("ทะเบียนคณะกรรมการเครือข่ายชุมชน"), `as_of` the day whose state it
    shows, None for the day it was prepared. The day of printing is that of `prepared_at`.
    """

    form: ClassVar[str] = "register/1"

    office_name: str
    title: str
    groups: tuple[RegisterGroup, ...]
    as_of: date | None = None
