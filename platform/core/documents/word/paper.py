"""A paper's outline as a Word document: page, heading, body, end."""

from datetime import UTC

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph

from core.documents.content import Paper
from core.documents.emblem import checked_emblem
from core.documents.measuring import width_of
from core.documents.outline import MemoHead, Outline
from core.documents.word.body import INDENT, WIDTH, add_parts, add_text, centre_under
from core.documents.word.emblem import add_emblem
from core.documents.word.foot import add_foot
from core.documents.word.letter import add_attachments, add_contact, add_hands, add_letter_heading
from core.documents.word.markup import (
    add_page_field,
    add_rule,
    add_run,
    count_pages_in_thai,
    fixed_bytes,
    name_fonts,
    set_defaults,
)
from core.documents.wording import outline_of

TITLE_SIZE, LABEL_SIZE = 29, 20
TITLE_LINE = Pt(35)
_RULE_SIDE = (WIDTH - 5) / 2
_SIGNATURE_GAP = Pt(54)
_MARK_SIZE = 12
_MARK_LINE = Pt(14)
_PAGE_LINE = Pt(18)


def render_docx(document: Paper, *, emblem: bytes | None = None) -> bytes:
    """The paper as DOCX: same words, margins and columns as the PDF, equal bytes for equal content.

    Raises TypeError for a paper without outline (a register), ValueError for an emblem that is no
    picture that we take. The properties name the paper and nobody; the comment holds the SHA-256 of
    the content.
    """
    outline = outline_of(document)
    checked_emblem(emblem)
    word = docx.Document()
    set_defaults(word)
    name_fonts(word)
    _set_page(word, outline)
    if outline.memo is not None:
        _add_memo_heading(word, outline, outline.memo, emblem)
    elif outline.letter is not None:
        add_letter_heading(word, outline, outline.letter, emblem)
    else:
        _add_heading(word, outline, emblem)
    add_parts(word, outline.parts)
    if outline.hands:
        add_hands(word, outline)
    else:
        _add_end(word, outline)
    add_contact(word, outline)
    add_attachments(word, outline)
    add_foot(word, outline)
    properties = word.core_properties
    properties.title = outline.metadata_title
    properties.author = properties.last_modified_by = properties.keywords = ""
    properties.comments = f"SHA-256 {document.sha256()}"
    properties.created = properties.modified = document.prepared_at.astimezone(UTC)
    properties.language = "th-TH"
    properties.revision = 1
    return fixed_bytes(word)


def _set_page(word: Document, outline: Outline) -> None:
    """Margins of DOMAIN 5.1.

    The memo's first page begins higher; the header of the pages behind it is so high that their
    text begins where that of all papers does.
    """
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.bottom_margin, section.footer_distance = Cm(2), Cm(0.75)
    section.top_margin = Cm(2.5) if outline.memo is None else Emu(Cm(3) - TITLE_LINE)
    section.header_distance = Cm(0.7)
    count_pages_in_thai(word)
    section.different_first_page_header_footer = True
    marks = [
        words
        for said, words in (
            (outline.draft, "ร่าง – ยังไม่มีผลบังคับ"),
            (outline.is_example, "ตัวอย่าง – มิใช่เอกสารราชการ"),
        )
        if said
    ]
    for header in (section.first_page_header, section.header):
        line = _fixed_line(header.paragraphs[0], _MARK_LINE)
        if marks:
            add_run(line, "  ·  ".join(marks), bold=True, size=_MARK_SIZE, grey=True)
    page = _fixed_line(section.header.add_paragraph(), _PAGE_LINE)
    page.paragraph_format.space_before = Cm(1.45 - 0.7) - _MARK_LINE
    add_run(page, "- ")
    add_page_field(page)
    add_run(page, " -")
    _fixed_line(section.header.add_paragraph(), Cm(2.5 - 1.45) - _PAGE_LINE)
    if outline.draft:
        for footer in (section.first_page_footer, section.footer):
            add_run(footer.paragraphs[0], outline.note, size=11, grey=True)


def _fixed_line(paragraph: Paragraph, height: int) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(max(1, height / Pt(1)))
    return paragraph


def _add_heading(word: Document, outline: Outline, emblem: bytes | None) -> None:
    title = add_text(word, outline.title, bold=True, centred=True)
    if outline.emblem_height:
        title.paragraph_format.space_before = Cm(2) + Pt(8)
        add_emblem(title, outline, emblem, centred=True)
    if outline.number is not None:
        before, after = outline.number
        add_text(word, before + (" " * 12 + after if after else ""), centred=True)
    for line in outline.heading:
        add_text(word, line, centred=True)
    rule = add_text(word, "", centred=True)
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Cm(_RULE_SIDE)
    _fixed_line(rule, Pt(6))
    add_rule(rule)


def _add_memo_heading(
    word: Document, outline: Outline, memo: MemoHead, emblem: bytes | None
) -> None:
    title = _fixed_line(word.add_paragraph(), TITLE_LINE)
    add_run(title, outline.title, bold=True, size=TITLE_SIZE)
    add_emblem(title, outline, emblem, centred=False)
    _add_dotted(word, (("ส่วนราชการ", memo.department, WIDTH),))
    _add_dotted(word, (("ที่", memo.number, WIDTH / 2 - 0.15), ("วันที่", memo.dated, WIDTH)))
    _add_dotted(word, (("เรื่อง", memo.subject, WIDTH),))
    addressee = add_text(word, f"เรียน\t{memo.addressee}")
    addressee.paragraph_format.space_before = Pt(8)
    start = Cm(width_of("เรียน") + 0.3)
    addressee.paragraph_format.tab_stops.add_tab_stop(start)
    addressee.paragraph_format.left_indent = start
    addressee.paragraph_format.first_line_indent = -start


def _add_dotted(word: Document, fields: tuple[tuple[str, str, float], ...]) -> None:
    """One row of paper 29: each label with its value on dots that reach to its end (centimetres)."""
    paragraph = word.add_paragraph()
    stops = paragraph.paragraph_format.tab_stops
    for place, (label, value, end) in enumerate(fields):
        if place:
            stops.add_tab_stop(Cm(WIDTH / 2))
            paragraph.add_run("\t")
        add_run(paragraph, label, bold=True, size=LABEL_SIZE)
        add_run(paragraph, "  ")
        stops.add_tab_stop(Cm(end), WD_TAB_ALIGNMENT.RIGHT)
        add_run(paragraph, f"{value}\t", dotted=True)


def _add_end(word: Document, outline: Outline) -> None:
    start, extent = WIDTH / 2, WIDTH / 2
    if outline.dated:
        start = 2 * INDENT
        if outline.effect_lead:
            start = INDENT + width_of(f"{outline.effect_lead} ")
        extent = min(width_of(outline.dated), WIDTH - start)
    if outline.effect:
        effect = add_text(word, f"{outline.effect_lead} {outline.effect}", gap=True, body=True)
        effect.paragraph_format.keep_with_next = True
    if outline.dated:
        dated = add_text(word, outline.dated, gap=True)
        dated.paragraph_format.left_indent = Cm(start)
        dated.paragraph_format.keep_with_next = True
    if outline.farewell:
        farewell = add_text(word, outline.farewell, gap=True)
        centre_under(farewell, start, extent, width_of(outline.farewell))
        farewell.paragraph_format.keep_with_next = True
    lines = [outline.signer, *outline.signer_position]
    if outline.signer_rank:
        rank = add_text(word, outline.signer_rank)
        rank.paragraph_format.left_indent = Cm(start)
        rank.paragraph_format.space_before = _SIGNATURE_GAP - Pt(18)
        rank.paragraph_format.keep_with_next = True
    for place, line in enumerate(lines):
        paragraph = add_text(word, line)
        centre_under(paragraph, start, extent, width_of(line))
        if place == 0 and not outline.signer_rank:
            paragraph.paragraph_format.space_before = _SIGNATURE_GAP
        paragraph.paragraph_format.keep_with_next = True
