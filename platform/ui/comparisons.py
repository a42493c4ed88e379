"""Geometry of pictures that compare many units: small multiples, a strip of peers, bullet bars, a matrix.

Pure functions like those of :mod:`ui.charts`; the macros stand in ``ui/comparisons.html``. Every
picture has its table, and a word or a shape says what its colour says.
"""

from collections.abc import Sequence
from statistics import median

from ui.charts import WIDTH, amount_legend, changes_of, cut_paths, draw_breaks
from ui.drawings import (
    Bullet,
    BulletChart,
    Cell,
    Course,
    Datum,
    Dot,
    LegendStep,
    Matrix,
    MatrixColumn,
    MatrixRow,
    Measured,
    Multiples,
    Panel,
    ShadedCell,
    ShadedRow,
    Strip,
    Target,
)
from ui.palettes import amount_class, amount_step
from ui.scales import Scale, fit_scale, show, show_short

PANEL_WIDTH = 168
PANEL_HEIGHT = 64
DOT = 6.5
STRIP_ROW = 14
LABEL_LINE = 20
BULLET_ROW = 44
BULLET_LABEL = 0.34
BULLET_VALUE = 132


__all__ = [
    "Bullet",
    "BulletChart",
    "Cell",
    "Course",
    "Datum",
    "Dot",
    "Matrix",
    "MatrixColumn",
    "MatrixRow",
    "Measured",
    "Multiples",
    "Panel",
    "ShadedCell",
    "ShadedRow",
    "Strip",
    "bullet_chart",
    "matrix",
    "peer_strip",
    "small_multiples",
    "stage_legend",
    "stage_limits",
]


def small_multiples(
    names: Sequence[str],
    courses: Sequence[Course],
    *,
    target: float | None = None,
    lower_is_better: bool = False,
    unit: str = "",
    decimals: int = 0,
    maximum: float | None = None,
    ceiling: float | None = None,
) -> Multiples:
    """A small line for each unit over the same steps of time; a gap where a value is None.

    ``ceiling`` is a value that the scale must reach, so that several grids share one scale.

    :raises ValueError: when a course has another length than the names.
    """
    if any(len(each.values) != len(names) for each in courses):
        raise ValueError("Every course needs one value for each name.")
    known = [value for each in courses for value in each.values]
    scale = fit_scale([*known, target, ceiling], PANEL_HEIGHT - 6, 8, maximum=maximum)
    gap = (PANEL_WIDTH - 12) / max(1, len(names) - 1)
    steps = [round(6 + index * gap, 1) for index in range(len(names))]
    return Multiples(
        width=PANEL_WIDTH,
        height=PANEL_HEIGHT,
        names=tuple(names),
        panels=tuple(
            _panel(
                each,
                [
                    None if value is None else (step, scale.place(value))
                    for step, value in zip(steps, each.values, strict=True)
                ],
                steps,
                unit=unit,
                decimals=decimals,
                target=target,
                lower_is_better=lower_is_better,
            )
            for each in courses
        ),
        base=scale.place(0),
        low=show_short(scale.low),
        high=f"{show_short(scale.high)} {unit}".rstrip(),
        unit=unit,
        target=_target(target, scale, unit),
    )


def peer_strip(
    data: Sequence[Datum],
    *,
    target: float | None = None,
    unit: str = "",
    decimals: int = 0,
    maximum: float | None = None,
    width: float = WIDTH,
) -> Strip:
    """Dots of a group on one axis; equal or near values are stacked. ``strong`` names one of them."""
    known = sorted(
        (each for each in data if each.value is not None), key=lambda each: each.value or 0
    )
    scale = fit_scale([*(each.value for each in known), target], 14, width - 14, maximum=maximum)
    places = _stack([scale.place(each.value or 0) for each in known])
    height = (max((level for _, level in places), default=0) + 1) * STRIP_ROW
    axis_y = 2 * LABEL_LINE + height + 6
    middle = median([each.value for each in known if each.value is not None]) if known else None
    return Strip(
        width=width,
        height=axis_y + 2 * LABEL_LINE + 6,
        axis_y=axis_y,
        dots=tuple(
            Dot(
                label=each.label,
                words=_with_unit(each.value, decimals, unit),
                x=x,
                y=round(axis_y - 10 - level * STRIP_ROW, 1),
                note=each.note,
                url=each.url,
                strong=each.strong,
            )
            for each, (x, level) in zip(known, places, strict=True)
        ),
        missing=tuple(each for each in data if each.value is None),
        ticks=scale.ticks(),
        unit=unit,
        median=None
        if middle is None
        else Target(_with_unit(middle, decimals, unit), scale.place(middle)),
        target=_target(target, scale, unit),
    )


def bullet_chart(
    data: Sequence[Measured],
    *,
    lower_is_better: bool = False,
    unit: str = "",
    decimals: int = 0,
    maximum: float | None = None,
    width: float = WIDTH,
) -> BulletChart:
    """Bars against targets; value and verdict stand in words at the right."""
    left, right = round(width * BULLET_LABEL), width - BULLET_VALUE
    values = [value for each in data for value in (each.value, each.target)]
    scale = fit_scale(values, left, right, maximum=maximum)
    return BulletChart(
        width=width,
        height=len(data) * BULLET_ROW + 4,
        left=left,
        right=right,
        bullets=tuple(
            Bullet(
                label=each.label,
                words=_with_unit(each.value, decimals, unit),
                width=round(max(0.0, scale.place(each.value or 0) - left), 1),
                middle_y=index * BULLET_ROW + BULLET_ROW / 2 + 2,
                target_x=None if each.target is None else scale.place(each.target),
                target_words=""
                if each.target is None
                else f"{show_short(each.target)} {unit}".rstrip(),
                reached=_reached(each.value, each.target, lower_is_better=lower_is_better),
                note=each.note,
                url=each.url,
                strong=each.strong,
            )
            for index, each in enumerate(data)
        ),
        ticks=scale.ticks(),
        unit=unit,
    )


def matrix(columns: Sequence[MatrixColumn], rows: Sequence[MatrixRow]) -> Matrix:
    """Rows by columns with the words in every cell, each column shaded by limits of its own.

    :raises ValueError: when a row has not a cell for each column.
    """
    if any(len(row.cells) != len(columns) for row in rows):
        raise ValueError("Every row needs one cell for each column.")
    return Matrix(
        columns=tuple(columns),
        rows=tuple(
            ShadedRow(
                row,
                tuple(
                    ShadedCell(cell, _shade(cell.value, column.limits))
                    for cell, column in zip(row.cells, columns, strict=True)
                ),
            )
            for row in rows
        ),
    )


def stage_legend(stages: Sequence[str]) -> tuple[LegendStep, ...]:
    """A legend of stages in their order, for a tile map whose values are the numbers 1, 2, 3.

    Draw the map with ``stage_limits`` and replace its legend by this one.
    """
    steps = amount_legend(stage_limits(stages))
    return tuple(
        LegendStep(step.amount, f"{number} {words}")
        for number, (step, words) in enumerate(zip(steps, stages, strict=True), start=1)
    )


def stage_limits(stages: Sequence[str]) -> tuple[float, ...]:
    return tuple(float(number) for number in range(2, len(stages) + 1))


def _panel(
    course: Course,
    places: Sequence[tuple[float, float] | None],
    steps: Sequence[float],
    *,
    unit: str,
    decimals: int,
    target: float | None,
    lower_is_better: bool,
) -> Panel:
    last = course.values[-1] if course.values else None
    cuts = changes_of(course.eras)
    shown = [show(value, decimals) for value in course.values]
    if course.eras:
        shown = [
            f"{words} ({era})" if era else words
            for words, era in zip(shown, course.eras, strict=True)
        ]
    return Panel(
        label=course.label,
        words=_with_unit(last, decimals, unit),
        values=tuple(shown),
        paths=cut_paths(places, cuts),
        breaks=draw_breaks(cuts, steps),
        remark=course.remark,
        end=places[-1] if places else None,
        reached=_reached(last, target, lower_is_better=lower_is_better),
        note=course.note,
        url=course.url,
        strong=course.strong,
    )


def _stack(places: Sequence[float]) -> list[tuple[float, int]]:
    """Each place with the lowest level on which no earlier dot is in the way; places rise."""
    last: list[float] = []
    stacked = []
    for place in places:
        level = next((index for index, x in enumerate(last) if place - x >= 2 * DOT), len(last))
        last[level : level + 1] = [place]
        stacked.append((place, level))
    return stacked


def _shade(value: float | None, limits: Sequence[float]) -> int:
    return amount_class(amount_step(value, limits), len(limits) + 1) if limits else 0


def _target(value: float | None, scale: Scale, unit: str) -> Target | None:
    return (
        None
        if value is None
        else Target(f"{show_short(value)} {unit}".rstrip(), scale.place(value))
    )


def _reached(value: float | None, target: float | None, *, lower_is_better: bool) -> bool | None:
    if value is None or target is None:
        return None
    return value <= target if lower_is_better else value >= target


def _with_unit(value: float | None, decimals: int, unit: str) -> str:
    return show(value, decimals) + (f" {unit}" if unit and value is not None else "")
