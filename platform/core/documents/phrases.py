"""The turns of phrase that papers of several kinds share: digits, days, hours, their ends."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any

from core.documents.content import Paper, SignedPaper
from core.documents.outline import Paragraph
from core.i18n.dates import buddhist_year, show_date, show_time, to_bangkok
from core.i18n.digits import to_thai_digits

BLANK = "........................"
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")


def thai(text: str) -> str:
    """The text as papers bear it: Thai digits, no space around it."""
    return to_thai_digits(text).strip()


def weekday_date(day: date) -> str:
    """วันพุธที่ ๒ ธันวาคม ๒๕๖๙, as letters and minutes name a day: without "พ.ศ."."""
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {show_date(day, digits='thai')}"


def clock(hour: time | None) -> str:
    """๐๙.๐๐ น., dots where the hour is not known yet."""
    return "................ น." if hour is None else show_time(hour, digits="thai")


def hours(begins: time | None, ends: time | None) -> str:
    """๐๙.๐๐ – ๑๒.๐๐ น.; the beginning alone where no end is planned."""
    if begins is None or ends is None:
        return clock(begins)
    return f"{clock(begins).removesuffix(' น.')} – {clock(ends)}"


def paragraphs_of(texts: Iterable[str]) -> list[Paragraph]:
    """A paragraph of each text that says something."""
    return [Paragraph(text=thai(text)) for text in texts if text.strip()]


def numbered(texts: Iterable[str]) -> Iterator[Paragraph]:
    """Points counted ๑. ๒. ๓., one close under the other."""
    kept = (text for text in texts if text.strip())
    for number, text in enumerate(kept, start=1):
        yield Paragraph(text=thai(text), label=thai(f"{number}."), close=True)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something, in Thai digits."""
    return tuple(line.strip() for line in thai(text).splitlines() if line.strip())


def in_brackets(name: str | None) -> str:
    """(นายตัวอย่าง ใจดี) under a signature, dots for a name that is not known."""
    return f"({thai(name or '') or BLANK * 2})"


def marks_of(document: Paper) -> dict[str, Any]:
    """The marks and the foot, which all papers have in common."""
    return {
        "draft": document.draft,
        "is_example": document.is_example,
        "note": note_of(document),
        "verification": None if document.draft else document.verification,
        "signed_by_note": "" if document.draft else thai(document.signed_by_note),
    }


def end_of(document: SignedPaper) -> dict[str, Any]:
    """The signer, the marks and the foot, which all signed papers have in common."""
    return {
        "signer_rank": thai(document.signer_rank),
        "signer": in_brackets(document.signer_name),
        "signer_position": lines_of(document.signer_position),
        **marks_of(document),
    }


def note_of(document: Paper) -> str:
    """What stands small at the foot: when a draft was made, and the edition that it follows."""
    note = thai(document.edition_note)
    if not document.draft:
        return note
    day = to_bangkok(document.prepared_at).date()
    made = f"ร่างเมื่อวันที่ {show_date(day, style='long', digits='thai', era=True)}"
    return f"{made} · {note}" if note else made


def metadata_title(document: Paper, kind: str, number: str | None, *, label: str = "ที่") -> str:
    """Kind, office and number only: a subject might name a person, metadata never does."""
    if document.draft:
        return f"ร่าง{kind}"
    return kind if number is None else f"{kind} {label} {thai(number)}"


def dated(verb: str, document: SignedPaper) -> str:
    """สั่ง ณ วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙; an unsigned paper leaves day and month to the pen."""
    if document.signed_on is None:
        return f"{verb} ณ วันที่ ........ {BLANK} พ.ศ. {year_of(document)}"
    return f"{verb} ณ วันที่ {show_date(document.signed_on, style='long', digits='thai', era=True)}"


def letter_date(document: SignedPaper) -> str:
    """Letters bear no "พ.ศ."; a draft leaves the day to be written by hand."""
    if document.signed_on is None:
        return ""
    return show_date(document.signed_on, style="long", digits="thai")


def year_of(document: SignedPaper) -> str:
    """The calendar year of a paper that is not signed yet, in the Buddhist era."""
    day = document.signed_on or to_bangkok(document.prepared_at).date()
    return thai(str(buddhist_year(day)))
