"""QR codes for papers: vector for PDF, pixels for Word."""

from functools import lru_cache
from io import BytesIO

import segno

_QUIET_ZONE = 4
"""Modules of white around a code that cameras need."""


def qr_svg(text: str, *, border: int = _QUIET_ZONE) -> str:
    """The code as SVG; without `border` the paper itself must stay white around it."""
    drawing = BytesIO()
    _code(text).save(drawing, kind="svg", border=border, xmldecl=False)
    return drawing.getvalue().decode()


def qr_png(text: str, *, border: int = 0, scale: int = 8) -> bytes:
    """The code as PNG, one module `scale` pixels wide."""
    picture = BytesIO()
    _code(text).save(picture, kind="png", border=border, scale=scale)
    return picture.getvalue()


@lru_cache(maxsize=64)
def _code(text: str) -> segno.QRCode:
    """Kept for a while: the PDF and the Word file of a paper bear the same code."""
    return segno.make(text, error="m", micro=False)
