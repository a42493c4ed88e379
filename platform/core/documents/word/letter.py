"""What only letters and minutes have in Word: a letter's head, several signers, attachments."""

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt

from core.documents.measuring import width_of
from core.documents.outline import LetterHead, Outline
from core.documents.word.body import WIDTH, add_parts, add_text, centre_under
from core.documents.word.emblem import add_emblem
from core.documents.word.markup import add_run

_OFFICE_START = 10.0
_LABEL_GAP = 0.35
_LINE_GAP = Pt(6)
_SIGNATURE_GAP = Pt(48)
_BLANK_DAY = "................ ........................ ............"


def add_letter_heading(
    word: Document, outline: Outline, letter: LetterHead, emblem: bytes | None
) -> None:
    """Number at the left and the office at the right of one line, the day, then the labelled lines."""
    first, *others = letter.office or ("",)
    number = word.add_paragraph()
    add_run(number, f"ที่  {letter.number}\t{first}")
    number.paragraph_format.space_before = Cm(1.55)
    number.paragraph_format.tab_stops.add_tab_stop(Cm(_OFFICE_START), WD_TAB_ALIGNMENT.LEFT)
    add_emblem(number, outline, emblem, centred=True)
    for line in others:
        add_text(word, line).paragraph_format.left_indent = Cm(_OFFICE_START)
    day = add_text(word, letter.dated or _BLANK_DAY, gap=True)
    day.paragraph_format.left_indent = Cm(WIDTH / 2)
    for label, entries in letter.lines:
        _add_line(word, label, entries)


def _add_line(word: Document, label: str, entries: tuple[str, ...]) -> None:
    start = width_of(label) + _LABEL_GAP
    for place, words in enumerate(entries):
        paragraph = word.add_paragraph()
        shape = paragraph.paragraph_format
        shape.left_indent = Cm(start)
        if place == 0:
            shape.first_line_indent = -Cm(start)
            shape.space_before = _LINE_GAP
            shape.tab_stops.add_tab_stop(Cm(start))
            add_run(paragraph, f"{label}\t{words}")
        else:
            add_run(paragraph, words)


def add_hands(word: Document, outline: Outline) -> None:
    """Those who sign below each other in the right half, then what stands behind their names."""
    for hand in outline.hands:
        for place, line in enumerate(hand.lines):
            paragraph = add_text(word, line)
            centre_under(paragraph, WIDTH / 2, WIDTH / 2, width_of(line))
            if place == 0:
                paragraph.paragraph_format.space_before = _SIGNATURE_GAP
            paragraph.paragraph_format.keep_with_next = place < len(hand.lines) - 1
    if outline.afterword:
        add_text(word, "", gap=True)
        add_parts(word, outline.afterword, before_signature=False)


def add_contact(word: Document, outline: Outline) -> None:
    """The section that wrote the letter, with its telephone, at the left below the signature."""
    for place, line in enumerate(outline.contact):
        paragraph = add_text(word, line)
        if place == 0:
            paragraph.paragraph_format.space_before = Pt(27)


def add_attachments(word: Document, outline: Outline) -> None:
    """What is attached, each on a page of its own."""
    for attachment in outline.attachments:
        for place, line in enumerate(attachment.heading):
            heading = add_text(word, line, bold=place == 0, centred=True)
            heading.paragraph_format.page_break_before = place == 0
        heading.paragraph_format.space_after = Pt(9)
        add_parts(word, attachment.parts, before_signature=False)
