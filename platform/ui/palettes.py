"""Colours of charts: kinds (Okabe-Ito, safe for colour-blind eyes) and amounts (one hue).

The same values stand in ``styles/_tokens.scss``; templates write both, so that a chart keeps its
colours where the style sheet is absent (a PDF) and follows the dark mode where it is present.
"""

from collections.abc import Sequence
from itertools import pairwise

KINDS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#5c625e",
    "#f0e442",
)
AMOUNTS = ("#e3f1ea", "#bcddcd", "#8cc5aa", "#55ab87", "#0b7a54", "#00503a")
NO_DATA = "#eae8e2"
INK = "#1f2421"
LIGHT = "#ffffff"
FIRST_DARK_AMOUNT = 5
SHAPES = ("circle", "square", "triangle", "diamond", "cross", "ring", "bar", "star")
DASHES = ("", "7 4", "2 4", "9 3 2 3", "4 2", "12 4", "1 3", "6 2 2 2")


def kind_colour(index: int) -> str:
    """Colour of the kind with this number, counted from 1; beyond eight they begin again."""
    return KINDS[(index - 1) % len(KINDS)]


def amount_step(value: float | None, limits: Sequence[float]) -> int:
    """Step 1 to ``len(limits) + 1`` of a value, 0 for no data; a limit belongs to the step above.

    :raises ValueError: when the limits do not rise or there are more than five.
    """
    if len(limits) >= len(AMOUNTS) or any(low >= high for low, high in pairwise(limits)):
        raise ValueError("Limits must rise, and five are the most that six colours can show.")
    if value is None:
        return 0
    return 1 + sum(value >= limit for limit in limits)


def amount_class(step: int, steps: int) -> int:
    """Spread few steps over the six colours, so that two steps are light and dark."""
    if step == 0:
        return 0
    if steps <= 1:
        return len(AMOUNTS) - 1
    return 1 + round((step - 1) * (len(AMOUNTS) - 1) / (steps - 1))


def amount_colour(number: int) -> str:
    """Colour of an amount class, 0 meaning no data."""
    return AMOUNTS[number - 1] if number else NO_DATA


def contrast(first: str, second: str) -> float:
    """Contrast of two colours as WCAG 2 computes it, 1 to 21."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the formula's own
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
