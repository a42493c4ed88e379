"""The parts of a paper's body in Word: paragraphs, seats in columns of tab stops, tables."""

from itertools import zip_longest

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from core.documents.measuring import width_of
from core.documents.outline import Chapter, Figures, Grid, Part, Seat, Seats
from core.documents.outline import Paragraph as Words
from core.documents.text import line_pieces
from core.documents.word.markup import add_run, repeat_row

WIDTH = 16.0
"""Of the text between the margins, in centimetres."""
INDENT = 2.5

_PART_GAP = Pt(6)
_NUMBER_WIDTH = 1.25
_FLUSH_NUMBER_WIDTH = 1.0
_LABEL_GAP = 0.4
_COLUMN_GAP = 0.35
_WIDEST_ROLE = 4.15
_WITH_SIGNATURE = 2


def add_text(
    word: Document,
    text: str,
    *,
    bold: bool = False,
    centred: bool = False,
    body: bool = False,
    gap: bool = False,
) -> Paragraph:
    """One paragraph; `body` spreads it to both margins and begins it one indent in."""
    paragraph = word.add_paragraph()
    if text:
        add_run(paragraph, text, bold=bold)
    shape = paragraph.paragraph_format
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if body:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
        shape.first_line_indent = Cm(INDENT)
    if gap:
        shape.space_before = _PART_GAP
    return paragraph


def add_parts(word: Document, parts: tuple[Part, ...], *, before_signature: bool = True) -> None:
    """All parts; the last ones stay with what follows, so that no signature stands alone."""
    groups = [part for part in parts if isinstance(part, Seats)]
    start = 0.0 if groups and groups[0].flush else INDENT
    columns = _columns([seat for group in groups for seat in group.seats], start)
    first = len(word.paragraphs)
    for part in parts:
        match part:
            case Words():
                _add_words(word, part)
            case Chapter():
                _add_chapter(word, part)
            case Seats():
                for seat in part.seats:
                    _add_seat(word, seat, columns, start)
            case Figures():
                _add_figures(word, part)
            case Grid():
                _add_grid(word, part)
    if before_signature:
        for paragraph in word.paragraphs[first:][-_WITH_SIGNATURE:]:
            paragraph.paragraph_format.keep_with_next = True


def _add_words(word: Document, part: Words) -> None:
    paragraph = add_text(word, "", body=True, gap=not part.close)
    shape = paragraph.paragraph_format
    first = 0.0 if part.flush else INDENT
    shape.first_line_indent = Cm(first)
    between = " "
    if part.hanging:
        start = first + width_of(part.label, bold=part.strong_label) + _LABEL_GAP
        shape.left_indent, shape.first_line_indent = Cm(start), Cm(first - start)
        shape.tab_stops.add_tab_stop(Cm(start))
        between = "\t"
    if part.label:
        add_run(paragraph, part.label + between, bold=part.bold or part.strong_label)
    add_run(paragraph, part.text, bold=part.bold)
    shape.keep_with_next = part.lead


def _add_chapter(word: Document, part: Chapter) -> None:
    for place, line in enumerate(part.lines):
        paragraph = add_text(word, line, bold=True, centred=True)
        paragraph.paragraph_format.keep_with_next = True
        if place == 0:
            paragraph.paragraph_format.space_before = 2 * _PART_GAP


def _columns(seats: list[Seat], start: float) -> tuple[float, float, float]:
    """Where names, positions and roles begin, in centimetres from the left margin.

    As in the PDF, names take as much as lets most seats stand on one line.
    """
    place = start + (_NUMBER_WIDTH if start else _FLUSH_NUMBER_WIDTH)
    role = max([2.0, *(min(_WIDEST_ROLE, width_of(seat.role) + 0.1) for seat in seats)])
    room = WIDTH - place - role - _COLUMN_GAP
    extents = [
        (width_of(seat.name), width_of(seat.position) + _COLUMN_GAP)
        for seat in seats
        if seat.position
    ]
    candidates = sorted({name for name, _ in extents})
    best = max(
        candidates,
        key=lambda one: (
            sum(1 for name, position in extents if name <= one and one + position <= room),
            -one,
        ),
        default=0.0,
    )
    return place, place + best + _COLUMN_GAP, WIDTH - role


def _add_seat(
    word: Document, seat: Seat, columns: tuple[float, float, float], start: float
) -> None:
    name, position, role = columns
    paragraph = word.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = Cm(name), Cm(start - name)
    shape.keep_together = True
    stops = shape.tab_stops
    stops.add_tab_stop(Cm(name))
    stops.add_tab_stop(Cm(role))
    fits = (
        width_of(seat.name) <= position - name - _COLUMN_GAP + 0.05
        and width_of(seat.position) <= role - position - _COLUMN_GAP + 0.05
    )
    roles = _lines(seat.role, WIDTH - role)
    if seat.position and fits:
        stops.add_tab_stop(Cm(position))
        lines = [f"{seat.name}\t{seat.position}"] + ["\t"] * (len(roles) - 1)
    else:
        lines = [seat.name] + ([seat.position] if seat.position else [])
    for place, (left, right) in enumerate(zip_longest(lines, roles, fillvalue="")):
        if place:
            paragraph.add_run().add_break()
        number = f"{seat.number}\t" if place == 0 else ""
        add_run(paragraph, number + (f"{left}\t{right}" if right else left))


def _lines(text: str, room: float) -> list[str]:
    """The text in lines of at most `room` centimetres, broken between words."""
    lines = [""]
    for piece in line_pieces(text):
        if lines[-1] and width_of(lines[-1] + piece.rstrip()) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _add_figures(word: Document, part: Figures) -> None:
    value = INDENT + 0.6
    value += max(width_of(row[0]) for row in part.rows) + max(width_of(row[1]) for row in part.rows)
    for place, (label, number, unit) in enumerate(part.rows):
        paragraph = add_text(word, f"{label}\t{number}\t{unit}", gap=place == 0)
        paragraph.paragraph_format.left_indent = Cm(INDENT)
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(value), WD_TAB_ALIGNMENT.RIGHT)
        stops.add_tab_stop(Cm(value + _COLUMN_GAP))
    paragraph.paragraph_format.space_after = _PART_GAP


def _add_grid(word: Document, part: Grid) -> None:
    table = word.add_table(rows=0, cols=len(part.header), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for place, words in enumerate((part.header, *part.rows)):
        row = table.add_row()
        for column, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
            paragraph = cell.paragraphs[0]
            if place == 0 or column in part.centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            add_run(paragraph, text, bold=place == 0)
            paragraph.paragraph_format.keep_with_next = True
        if place == 0:
            repeat_row(row)
    set_widths(table, part.widths)


def set_widths(table: Table, widths: tuple[float, ...]) -> None:
    """The columns' widths in centimetres, in the places where Word and others look for them."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def centre_under(paragraph: Paragraph, start: float, extent: float, width: float) -> None:
    """Centred around the middle of `extent`, with more room to both sides if it is longer."""
    half = max(extent, width + 0.4) / 2
    middle = start + extent / 2
    half = min(half, middle, WIDTH - middle)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.left_indent = Cm(middle - half)
    paragraph.paragraph_format.right_indent = Cm(WIDTH - middle - half)
