"""The shape that a signed paper has on any medium: lines of the heading, a flow of parts, an end.

All words are ready to print (Thai digits, numbers counted), so that PDF and DOCX cannot differ.
"""

from dataclasses import dataclass

from core.documents.content import Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph that begins one indent in, `label` ("๑.", "ข้อ ๑") before its words.

    `lead` stays with what follows it; `close` stands without a gap under what is before it.
    """

    text: str
    label: str = ""
    bold: bool = False
    lead: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Centred bold lines that stay with what follows."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    number: str
    name: str
    position: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Seats in columns: number, name, position, role."""

    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts in a column: what, how many, of which unit."""

    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A ruled table whose `widths` are centimetres that make 16.

    `centred` and `names` are columns; a name is never cut inside.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    centred: tuple[int, ...] = ()
    names: tuple[int, ...] = ()


Part = Paragraph | Chapter | Seats | Figures | Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoHead:
    """What stands on the dotted lines of paper 29."""

    department: str
    number: str
    dated: str
    subject: str
    addressee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """`number` are the words before and after the place of the registry's number (None: no line).

    `effect_lead` and `effect` come before the day; `dated` is empty where the day stands elsewhere.
    `note` stands at the foot of the last page, on drafts of every page.
    """

    metadata_title: str
    title: str
    parts: tuple[Part, ...]
    number: tuple[str, str] | None = None
    heading: tuple[str, ...] = ()
    emblem_height: float = 0
    memo: MemoHead | None = None
    effect_lead: str = ""
    effect: str = ""
    dated: str = ""
    signer_rank: str
    signer: str
    signer_position: tuple[str, ...]
    draft: bool
    is_example: bool
    note: str
    verification: Verification | None
    signed_by_note: str
