"""Numbers on an axis: round steps, rounded coordinates, words for a value."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
LABEL_ROOM = 54
LETTER_ROOM = 9


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: its value in words and its place."""

    words: str
    place: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values ``low``..``high`` onto the places ``start``..``end`` of a drawing."""

    low: float
    high: float
    start: float
    end: float
    step: float

    def place(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> tuple[Tick, ...]:
        count = round((self.high - self.low) / self.step)
        values = [self.low + index * self.step for index in range(count + 1)]
        return tuple(Tick(show_short(value), self.place(value)) for value in values)


def fit_scale(
    values: Iterable[float | None],
    start: float,
    end: float,
    *,
    maximum: float | None = None,
    steps: int = 4,
) -> Scale:
    """A scale from 0 (or a round number below the smallest negative) to a round number above all.

    ``maximum`` fixes the upper end, such as 100 for a share in percent.
    """
    known = [value for value in values if value is not None]
    low = min([0.0, *known])
    high = max([0.0, *known]) if maximum is None else maximum
    if high <= low:
        high = low + 1
    step = round_step((high - low) / steps)
    bottom = math.floor(low / step + 1e-9) * step
    top = math.ceil(high / step - 1e-9) * step
    return Scale(bottom, top, start, end, step)


def round_step(wanted: float) -> float:
    """The next step of 1, 2, 2.5 or 5 times a power of ten that is not below the wanted one."""
    power: float = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in ROUND_STEPS if step * power >= wanted - 1e-12)


def show(value: float | None, decimals: int = 0) -> str:
    """A number for reading: thousands separated, fixed decimals, a dash for no data."""
    return "–" if value is None else f"{value:,.{decimals}f}"


def show_short(value: float) -> str:
    """A number of an axis, target or limit: as many decimals as it has, six at most."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def label_room(labels: Sequence[str]) -> int:
    """The width of the longest label with a gap, in the letters of a phone, where they are largest."""
    longest = max((_letters(label) for label in labels), default=0)
    return max(LABEL_ROOM, (longest + 1) * LETTER_ROOM)


def _letters(words: str) -> int:
    return sum(unicodedata.category(letter) != "Mn" for letter in words)
