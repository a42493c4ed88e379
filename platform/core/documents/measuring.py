"""How wide words are, so that columns can be chosen before anything is laid out.

Sarabun at 12 points stands for TH SarabunPSK at 16, which only the office's own machines have.
"""

from functools import cache
from typing import Any

from fontTools.ttLib import TTFont

from core.documents.fonts import FAMILY, font_directory

_POINTS = 12
_CENTIMETRES_PER_POINT = 2.54 / 72


def width_of(text: str, *, bold: bool = False, points: float = _POINTS) -> float:
    """The width in centimetres, at the size of the body if no other is named."""
    advances, default = _advances("Bold" if bold else "Regular")
    ems = sum(advances.get(ord(letter), default) for letter in text)
    return ems * points * _CENTIMETRES_PER_POINT


@cache
def _advances(weight: str) -> tuple[dict[int, float], float]:
    font: Any = TTFont(font_directory() / f"{FAMILY}-{weight}.ttf")
    units = font["head"].unitsPerEm
    widths = font["hmtx"].metrics
    advances = {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}
    return advances, advances[ord("ก")]
