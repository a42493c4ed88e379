"""Geometry of charts that the server draws; pure functions without flask and database.

Every function takes plain values and returns a frozen object that a macro of ``ui/charts.html``
turns into SVG with its data table. Lengths are units of the drawing (``viewBox``), 480 wide by
default: letters are 12 to 17 units high, by the width that the chart gets on the page.
Maps are in :mod:`ui.maps`, pictures that compare many units in :mod:`ui.comparisons`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ui.drawings import (
    Bar,
    BarChart,
    Datum,
    HeatCell,
    HeatMap,
    HeatRow,
    LegendStep,
    Line,
    LineChart,
    Point,
    Sparkline,
    Target,
)
from ui.palettes import DASHES, SHAPES, amount_class, amount_step
from ui.scales import Scale, Tick, fit_scale, label_room, show, show_short

WIDTH = 480
ROW = 30
LABEL_SHARE = 0.34
VALUE_ROOM = 76
CELL = 44

__all__ = [
    "Bar",
    "BarChart",
    "Datum",
    "HeatCell",
    "HeatMap",
    "HeatRow",
    "LegendStep",
    "Line",
    "LineChart",
    "Point",
    "Sparkline",
    "Target",
    "amount_legend",
    "bar_chart",
    "changes_of",
    "column_chart",
    "cut_paths",
    "draw_breaks",
    "draw_paths",
    "heat_map",
    "line_chart",
    "sparkline",
]


def bar_chart(
    data: Sequence[Datum],
    *,
    target: float | None = None,
    lower_is_better: bool = False,
    unit: str = "",
    decimals: int = 0,
    maximum: float | None = None,
    width: float = WIDTH,
) -> BarChart:
    """Lying bars, one row each, for a ranking: the label left, the value right of the bar."""
    left = round(width * LABEL_SHARE)
    scale = fit_scale(
        [*(each.value for each in data), target], left, width - VALUE_ROOM, maximum=maximum
    )
    top = 24 if target is not None else 4
    bars = tuple(
        Bar(
            label=each.label,
            words=_with_unit(each.value, decimals, unit),
            x=min(scale.place(0), scale.place(each.value or 0)),
            y=top + index * ROW + 5,
            width=round(abs(scale.place(each.value or 0) - scale.place(0)), 1),
            height=ROW - 10,
            note=each.note,
            url=each.url,
            strong=each.strong,
            reached=_reached(each.value, target, lower_is_better=lower_is_better),
        )
        for index, each in enumerate(data)
    )
    return BarChart(
        width=width,
        height=top + len(data) * ROW + 4,
        bars=bars,
        ticks=scale.ticks(),
        base=scale.place(0),
        unit=unit,
        lying=True,
        target=_target(target, scale, unit),
    )


def column_chart(
    data: Sequence[Datum],
    *,
    target: float | None = None,
    lower_is_better: bool = False,
    unit: str = "",
    decimals: int = 0,
    maximum: float | None = None,
    width: float = WIDTH,
    height: float = 280,
) -> BarChart:
    """Standing bars, for few steps of time; more than twelve belong into :func:`line_chart`."""
    left, bottom, top = 52, height - 36, 24
    scale = fit_scale([*(each.value for each in data), target], bottom, top, maximum=maximum)
    slot = (width - left) / max(1, len(data))
    bars = tuple(
        Bar(
            label=each.label,
            words=_with_unit(each.value, decimals, unit),
            x=round(left + index * slot + slot * 0.18, 1),
            y=min(scale.place(0), scale.place(each.value or 0)),
            width=round(slot * 0.64, 1),
            height=round(abs(scale.place(each.value or 0) - scale.place(0)), 1),
            note=each.note,
            url=each.url,
            strong=each.strong,
            reached=_reached(each.value, target, lower_is_better=lower_is_better),
        )
        for index, each in enumerate(data)
    )
    return BarChart(
        width=width,
        height=height,
        bars=bars,
        ticks=scale.ticks(),
        base=scale.place(0),
        unit=unit,
        lying=False,
        target=_target(target, scale, unit),
    )


def line_chart(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    *,
    target: float | None = None,
    unit: str = "",
    decimals: int = 0,
    maximum: float | None = None,
    width: float = WIDTH,
    height: float = 280,
    eras: Sequence[str] = (),
    notes: Sequence[str] = (),
    remark: str = "",
) -> LineChart:
    """Lines over steps of time; a gap where a value is None.

    ``eras`` say by what each step was counted, "" where nothing is known: where they change every line
    is cut, and the words of the new one stand at the place. ``notes`` stand beside the steps
    in the table, and with them every point says its era; ``remark`` stands below the picture.

    :raises ValueError: when a series has another length than the labels.
    """
    if any(len(values) != len(labels) for _, values in series):
        raise ValueError("Every series needs one value for each label.")
    left, right, top, bottom = 52, width - 18, 24, height - 36
    known = [value for _, values in series for value in values]
    scale = fit_scale([*known, target], bottom, top, maximum=maximum)
    gap = (right - left - 12) / max(1, len(labels) - 1)
    places = [round(left + 12 + index * gap, 1) for index in range(len(labels))]
    every = max(1, -(-len(labels) * label_room(labels) // int(right - left)))
    shown = tuple(
        Tick(label, place)
        for index, (label, place) in enumerate(zip(labels, places, strict=True))
        if (len(labels) - 1 - index) % every == 0
    )
    cuts, named = changes_of(eras), (notes and eras) or [""] * len(labels)
    lines = tuple(
        _line(
            number,
            name,
            tuple(
                None
                if value is None
                else Point(label, _with_unit(value, decimals, unit), place, scale.place(value), era)
                for label, value, place, era in zip(labels, values, places, named, strict=True)
            ),
            cuts,
        )
        for number, (name, values) in enumerate(series, start=1)
    )
    return LineChart(
        width=width,
        height=height,
        labels=shown,
        names=tuple(labels),
        lines=_mark_lowest(lines),
        ticks=scale.ticks(),
        left=left,
        bottom=bottom,
        unit=unit,
        target=_target(target, scale, unit),
        breaks=draw_breaks(cuts, places),
        notes=tuple(notes),
        remark=remark,
    )


def sparkline(
    values: Sequence[float | None],
    words: str,
    *,
    target: float | None = None,
    width: float = 136,
    height: float = 32,
    eras: Sequence[str] = (),
    note: str = "",
) -> Sparkline:
    """A small line beside a figure, from its lowest to its highest value.

    ``words`` says its course, such as the first and the last value. It is cut where ``eras`` change
    (see :func:`line_chart`); ``note`` says why.
    """
    known = [value for value in [*values, target] if value is not None] or [0.0]
    low, high = min(known), max(known)
    scale = Scale(low, high if high > low else low + 1, height - 4, 4, 1)
    gap = (width - 8) / max(1, len(values) - 1)
    steps = [round(4 + index * gap, 1) for index in range(len(values))]
    places = [
        None if value is None else (step, scale.place(value))
        for step, value in zip(steps, values, strict=True)
    ]
    cuts = changes_of(eras)
    return Sparkline(
        width=width,
        height=height,
        paths=cut_paths(places, cuts),
        breaks=tuple(each.place for each in draw_breaks(cuts, steps)),
        note=note,
        end=next((place for place in reversed(places) if place), None),
        words=words,
        target_y=None if target is None else scale.place(target),
    )


def heat_map(
    rows: Sequence[Datum],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    limits: Sequence[float],
    *,
    unit: str = "",
    decimals: int = 0,
    width: float = WIDTH,
    urls: Sequence[Sequence[str]] = (),
) -> HeatMap:
    """Rows by columns with the number in every cell; ``limits`` divide the colours.

    ``urls`` makes a cell a way to what it counts; an empty one is none.

    :raises ValueError: when ``values`` is not a row for each row with a cell for each column.
    """
    if len(values) != len(rows) or any(len(line) != len(columns) for line in values):
        raise ValueError("Values need one row for each row and one cell for each column.")
    left, top, high = round(width * 0.28), 30, 34
    wide = max(float(CELL), round((width - left) / max(1, len(columns)), 1))
    drawn = tuple(
        HeatRow(
            label=row.label,
            middle_y=top + index * high + high / 2,
            url=row.url,
            cells=tuple(
                HeatCell(
                    words=show(value, decimals),
                    x=round(left + column * wide, 1),
                    y=top + index * high,
                    amount=amount_class(amount_step(value, limits), len(limits) + 1),
                    url=urls[index][column] if urls else "",
                )
                for column, value in enumerate(line)
            ),
        )
        for index, (row, line) in enumerate(zip(rows, values, strict=True))
    )
    return HeatMap(
        width=round(left + wide * len(columns), 1),
        height=top + high * len(rows),
        cell_width=wide,
        cell_height=high,
        columns=tuple(
            Tick(name, round(left + (index + 0.5) * wide, 1)) for index, name in enumerate(columns)
        ),
        rows=drawn,
        legend=amount_legend(limits, unit=unit),
        unit=unit,
    )


def amount_legend(limits: Sequence[float], *, unit: str = "") -> tuple[LegendStep, ...]:
    """The ranges of the colours, low to high: below the first limit, between, from the last on."""
    steps = len(limits) + 1
    ends = [show_short(limit) for limit in limits]
    suffix = f" {unit}" if unit else ""
    ranges = [f"< {ends[0]}{suffix}"] if ends else []
    ranges += [f"{low} – < {high}{suffix}" for low, high in pairwise(ends)]
    ranges += [f"≥ {ends[-1]}{suffix}"] if ends else [unit]
    return tuple(
        LegendStep(amount_class(index, steps), words) for index, words in enumerate(ranges, start=1)
    )


def changes_of(eras: Sequence[str]) -> dict[int, str]:
    """The steps with which another era begins, with its words; steps without an era do not count."""
    found: dict[int, str] = {}
    before = ""
    for index, era in enumerate(eras):
        if era and before and era != before:
            found[index] = era
        before = era or before
    return found


def draw_breaks(cuts: Mapping[int, str], places: Sequence[float]) -> tuple[Tick, ...]:
    """Marks halfway before the steps with which something else begins."""
    return tuple(
        Tick(words, round((places[index - 1] + places[index]) / 2, 1))
        for index, words in cuts.items()
    )


def cut_paths(
    places: Sequence[tuple[float, float] | None], cuts: Collection[int]
) -> tuple[str, ...]:
    """SVG paths as :func:`draw_paths` has them, that never lead across a cut."""
    steps: list[tuple[float, float] | None] = []
    for index, place in enumerate(places):
        if index in cuts:
            steps.append(None)
        steps.append(place)
    return draw_paths(steps)


def draw_paths(places: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    """SVG paths through the places, a new one after every gap; a lone place becomes a dot."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return tuple(_path(run) for run in runs if run)


def _path(run: Sequence[tuple[float, float]]) -> str:
    if len(run) == 1:
        return f"M{run[0][0]:g} {run[0][1]:g}h0.1"
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in run)


def _line(number: int, name: str, points: tuple[Point | None, ...], cuts: Collection[int]) -> Line:
    return Line(
        name=name,
        number=(number - 1) % len(SHAPES) + 1,
        shape=SHAPES[(number - 1) % len(SHAPES)],
        dash=DASHES[(number - 1) % len(DASHES)],
        points=points,
        paths=cut_paths([(each.x, each.y) if each else None for each in points], cuts),
    )


def _mark_lowest(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The line that ends lowest has its number below, so that two ends do not cover each other."""
    ends = [line.last.y for line in lines if line.last]
    if len(ends) <= 1:
        return tuple(lines)
    return tuple(
        replace(line, lowest=line.last is not None and line.last.y == max(ends)) for line in lines
    )


def _target(value: float | None, scale: Scale, unit: str) -> Target | None:
    if value is None:
        return None
    return Target(f"{show_short(value)} {unit}".rstrip(), scale.place(value))


def _reached(value: float | None, target: float | None, *, lower_is_better: bool) -> bool | None:
    if value is None or target is None:
        return None
    return value <= target if lower_is_better else value >= target


def _with_unit(value: float | None, decimals: int, unit: str) -> str:
    return show(value, decimals) + (f" {unit}" if unit and value is not None else "")
