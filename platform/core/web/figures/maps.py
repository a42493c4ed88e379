"""What a map of districts has room for."""

import unicodedata
from collections.abc import Sequence

LETTER = 0.015
"""Room of one letter of a label, in degrees of longitude at the width of the whole city."""

Ring = Sequence[Sequence[float]]


def name_that_fits(name: str, rings: Sequence[Ring], letter: float = LETTER) -> str:
    """The name where the district is wide enough for it, so that labels never cover each other."""
    widths = [max(point[0] for point in ring) - min(point[0] for point in ring) for ring in rings]
    return name if letters_of(name) * letter <= max(widths, default=0) else ""


def letters_of(name: str) -> int:
    """How many letters stand beside each other: vowels above and below and tones take no room."""
    return sum(1 for letter in name if unicodedata.category(letter) != "Mn")
