"""The shape that a signed paper has on any medium: lines of the heading, a flow of parts, an end.

All words are ready to print (Thai digits, numbers counted), so that PDF and DOCX cannot differ.
"""

from dataclasses import dataclass

from core.documents.content import Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph that begins one indent in, `label` ("๑.", "ข้อ ๑") before its words.

    `lead` stays with what follows it; `close` stands without a gap under what is before it. `flush`
    begins at the margin instead; the lines of a `hanging` one stand under its first words, not
    under its label, which `strong_label` prints bold.
    """

    text: str
    label: str = ""
    bold: bool = False
    lead: bool = False
    close: bool = False
    flush: bool = False
    hanging: bool = False
    strong_label: bool = False


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
    """Seats in columns: number, name, position, role; one indent in, or `flush` at the margin."""

    seats: tuple[Seat, ...]
    flush: bool = False


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
class LetterHead:
    """What stands between the garuda and the body of a letter (form 1).

    `lines` are labels with their words ("เรื่อง", "เรียน"), one entry a line for what is attached.
    """

    number: str
    office: tuple[str, ...]
    dated: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A place to sign with what stands under it, centred: name in brackets, position, part played."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What begins on a page of its own behind a letter: centred heading, then parts."""

    heading: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """`number` are the words before and after the place of the registry's number (None: no line).

    `effect_lead` and `effect` come before the day; `dated` is empty where the day stands elsewhere.
    `note` stands at the foot of the last page, on drafts of every page. A paper has one signer, or
    several `hands` below each other, behind which come the parts of `afterword`. `farewell` stands
    before the signature of a letter, `contact` below it, `attachments` behind everything.
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
    letter: LetterHead | None = None
    farewell: str = ""
    signer_rank: str = ""
    signer: str = ""
    signer_position: tuple[str, ...] = ()
    hands: tuple[Hand, ...] = ()
    afterword: tuple[Part, ...] = ()
    contact: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    draft: bool
    is_example: bool
    note: str
    verification: Verification | None
    signed_by_note: str
