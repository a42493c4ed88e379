"""What stands small below the signer in Word: where the paper can be checked, how it was signed."""

from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Cm, Pt

from core.documents.foot import foot_lines
from core.documents.outline import Outline
from core.documents.qr import qr_png
from core.documents.word.body import WIDTH, set_widths
from core.documents.word.markup import add_run, pin_table_to_foot

_SIZE = 11
_CODE_WIDTH = 1.6
_CODE_COLUMN = 2.0


def add_foot(word: Document, outline: Outline) -> None:
    """A table at the foot of the last page; on drafts the note stands in the footer instead."""
    lines = foot_lines(outline.verification, outline.signed_by_note)
    if outline.note and not outline.draft:
        lines.append(outline.note)
    if not lines:
        return
    picture = None if outline.verification is None else qr_png(outline.verification.url)
    widths = (WIDTH,) if picture is None else (_CODE_COLUMN, WIDTH - _CODE_COLUMN)
    table = word.add_table(rows=1, cols=len(widths))
    table.autofit = False
    pin_table_to_foot(table)
    cells = table.rows[0].cells
    set_widths(table, widths)
    if picture is not None:
        cells[0].paragraphs[0].add_run().add_picture(BytesIO(picture), width=Cm(_CODE_WIDTH))
    for cell in cells:
        cell.paragraphs[0].paragraph_format.space_before = Pt(6)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    paragraph = cells[-1].paragraphs[0]
    for place, line in enumerate(lines):
        if place:
            paragraph.add_run().add_break()
        add_run(paragraph, line, size=_SIZE, grey=True)
    anchor = word.add_paragraph().paragraph_format
    anchor.line_spacing_rule, anchor.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
