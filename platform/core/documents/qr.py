"""QR codes for papers: vector for PDF, pixels for Word."""

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


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)
