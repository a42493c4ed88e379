"""The garuda in Word: the office's own picture, or the dashed square of a draft."""

from io import BytesIO

from docx.shared import Cm
from docx.text.paragraph import Paragraph
from PIL import Image, ImageDraw

from core.documents.outline import Outline
from core.documents.word.markup import float_picture

_EMBLEM_WORDS = "ตราครุฑ"
_EMPTY_WORDS = "ที่สำหรับตราครุฑ"


def add_emblem(
    paragraph: Paragraph, outline: Outline, emblem: bytes | None, *, centred: bool
) -> None:
    """The picture at its fixed place; a paper that is no draft and has none leaves it blank."""
    if emblem is None and not outline.draft:
        return
    float_picture(
        paragraph.add_run(),
        emblem or _empty_place(),
        height=Cm(outline.emblem_height),
        centred=centred,
        top=Cm(1.5),
        words=_EMPTY_WORDS if emblem is None else _EMBLEM_WORDS,
    )


def _empty_place() -> bytes:
    """The dashed square that a draft shows where the garuda will be."""
    side, dash = 360, 12
    picture = Image.new("L", (side, side), 255)
    pencil = ImageDraw.Draw(picture)
    for start in range(0, side, 2 * dash):
        for edge in (1, side - 2):
            pencil.line((start, edge, start + dash, edge), fill=90, width=3)
            pencil.line((edge, start, edge, start + dash), fill=90, width=3)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
