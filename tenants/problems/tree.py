"""The picture of a tree of causes: boxes from left to right, the problem first. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.i18n.text import shorten
from tenants.problems.queries import Branch

BOX_WIDTH, BOX_HEIGHT = 250, 44
COLUMN, ROW = 290, 56
MOST_LETTERS = 30
"""So many letters fit into a box; the whole words stand in the list below the picture."""


@dataclass(frozen=True)
class Box:
    """A cause in the picture, or the problem itself, which has no number."""

    x: float
    y: float
    number: str
    words: str
    whole: str

    @property
    def middle(self) -> float:
        return self.y + BOX_HEIGHT / 2


@dataclass(frozen=True)
class Picture:
    """Boxes and the lines between them, in the units of the drawing."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]


def draw_tree(title: str, branches: Sequence[Branch]) -> Picture:
    """The problem on the left, its causes in columns to the right, each beside what it brings about."""
    boxes: list[Box] = []
    lines: list[str] = []
    rows = 0

    def place(branch: Branch, level: int) -> Box:
        nonlocal rows
        inside = [place(each, level + 1) for each in branch.inside]
        if not inside:
            rows += 1
        return _join(level, rows - 1, branch.number, branch.cause.text, inside)

    def _join(level: int, row: int, number: str, words: str, inside: Sequence[Box]) -> Box:
        y = (inside[0].y + inside[-1].y) / 2 if inside else row * ROW + 2
        box = Box(level * COLUMN + 2, y, number, shorten(words, MOST_LETTERS), words)
        boxes.append(box)
        for each in inside:
            start, bend = box.x + BOX_WIDTH, each.x - (COLUMN - BOX_WIDTH) / 2
            lines.append(f"M{start:g} {box.middle:g}H{bend:g}V{each.middle:g}H{each.x:g}")
        return box

    _join(0, 0, "", title, [place(each, 1) for each in branches])
    return Picture(
        width=max(box.x for box in boxes) + BOX_WIDTH + 2,
        height=max(box.y for box in boxes) + BOX_HEIGHT + 2,
        boxes=tuple(sorted(boxes, key=lambda box: (box.x, box.y))),
        lines=tuple(lines),
    )
