"""The matrix, the small multiples, the comparison and the picture of stages."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask_babel import gettext

from city.dashboards.matrix import Grid, Row
from city.dashboards.roll_out import RollOut, Stage
from city.dashboards.trends import Compared, Comparison, Course, Trends
from city.districts.addresses import district_address, evidence_address, evidence_addresses
from core.indicators.definitions import Definition, Target
from core.indicators.figures import Figure, Standing, reached, standing_words
from core.web.figures.levels import in_groups
from core.web.figures.maps import name_on_tile
from core.web.figures.versions import (
    comparable_value,
    eras_of,
    is_counted_by,
    other_version_words,
    points_words,
    version_words,
    with_version,
)
from core.web.figures.words import (
    SHARE,
    amount_words,
    lower_is_better,
    maximum_of,
    note_of,
    parts_words,
    reported_words,
    short_of,
    span_label,
    standing_note,
    target_value,
    title_of,
    unit_beside,
    value_of,
)
from core.web.offices import group_name, office_name
from ui.charts import BarChart, Datum, bar_chart
from ui.comparisons import (
    BulletChart,
    Cell,
    Matrix,
    MatrixColumn,
    MatrixRow,
    Measured,
    Multiples,
    bullet_chart,
    matrix,
    small_multiples,
    stage_legend,
    stage_limits,
)
from ui.comparisons import Course as DrawnCourse
from ui.maps import Tile, TileMap, tile_map

TILE = 54
COLUMNS_ON_A_SHEET = 10

Heading = Callable[[str], dict[str, str]]
"""The address that sorts by a column, and how the page is sorted by it now."""


def shades(grid: Grid, heading: Heading) -> Matrix:
    """Districts by indicators; every number leads to its evidence."""
    return matrix(
        [_column(each, **heading(each.key)) for each in grid.columns],
        _rows(grid),
    )


def sheets(grid: Grid) -> list[tuple[list[str], Matrix]]:
    """The same for paper: whole levels of indicators, at most so many columns that a sheet holds."""
    places = {each.key: number for number, each in enumerate(grid.columns)}
    rows = _rows(grid)
    return [
        (
            [gettext(level) for level in levels],
            matrix(
                [_column(each) for each in columns],
                [
                    replace(row, cells=[row.cells[places[each.key]] for each in columns])
                    for row in rows
                ],
            ),
        )
        for levels, columns in in_groups(grid.columns, COLUMNS_ON_A_SHEET)
    ]


def multiples(trends: Trends, courses: Sequence[Course]) -> Multiples:
    """One group's districts; the scale is that of all groups on the page."""
    definition = trends.definition
    everything = [
        value
        for group in trends.groups
        for course in group
        for value in _on_one_scale(definition, course.figures)
    ]
    return small_multiples(
        [span_label(span) for span in trends.choice.series],
        [
            DrawnCourse(
                label=office_name(course.office),
                values=_on_one_scale(definition, course.figures),
                note=_short_note(definition, course.figures[-1]),
                eras=eras_of(course.figures, definition),
                remark=points_words(trends.choice.series, course.figures, definition),
                url=district_address(trends.choice, course.office),
            )
            for course in courses
        ],
        target=target_value(trends.target),
        lower_is_better=lower_is_better(definition),
        unit=SHARE if definition.is_share else "",
        decimals=definition.decimals,
        maximum=maximum_of(definition, everything),
        ceiling=max((value for value in everything if value is not None), default=None),
    )


def bullets(comparison: Comparison, compared: Compared) -> BulletChart:
    """The chosen districts beside each other, each with its own target."""
    definition = compared.definition
    newest = {code: line[-1] for code, line in compared.lines.items()}
    values = [comparable_value(figure, definition) for figure in newest.values()]
    return bullet_chart(
        [
            Measured(
                label=office_name(office),
                value=comparable_value(newest[office.code], definition),
                target=target_value(compared.targets[office.code])
                if is_counted_by(newest[office.code], definition)
                else None,
                note=with_version(newest[office.code], definition, note_of(newest[office.code])),
                url=evidence_address(office.code, definition.key, comparison.choice.span),
            )
            for office in comparison.chosen
        ],
        lower_is_better=lower_is_better(definition),
        unit=SHARE if definition.is_share else "",
        decimals=definition.decimals,
        maximum=maximum_of(definition, values),
    )


def courses(comparison: Comparison, compared: Compared) -> Multiples:
    """The way of the chosen districts, to one scale."""
    definition = compared.definition
    targets = {target_value(target) for target in compared.targets.values()}
    values = [
        value for line in compared.lines.values() for value in _on_one_scale(definition, line)
    ]
    return small_multiples(
        [span_label(span) for span in comparison.choice.series],
        [
            DrawnCourse(
                label=office_name(office),
                values=_on_one_scale(definition, compared.lines[office.code]),
                note=_short_note(definition, compared.lines[office.code][-1]),
                eras=eras_of(compared.lines[office.code], definition),
                remark=points_words(
                    comparison.choice.series, compared.lines[office.code], definition
                ),
            )
            for office in comparison.chosen
        ],
        target=targets.pop() if len(targets) == 1 else None,
        lower_is_better=lower_is_better(definition),
        unit=SHARE if definition.is_share else "",
        decimals=definition.decimals,
        maximum=maximum_of(definition, values),
    )


def stage_map(roll_out: RollOut, names: Sequence[str]) -> TileMap:
    """Districts as squares in their places, each with the number of its stage."""
    drawn = tile_map(
        [
            Tile(
                label=office_name(each.office),
                column=each.office.tile_column or 0,
                row=each.office.tile_row or 0,
                value=float(each.stage) if each.stage else None,
                short=name_on_tile(office_name(each.office)),
                note=names[each.stage - 1] if each.stage else gettext("Not started"),
                url=district_address(roll_out.choice, each.office),
            )
            for each in roll_out.districts
        ],
        stage_limits(names),
        size=TILE,
    )
    return replace(drawn, legend=stage_legend(names))


def stage_counts(roll_out: RollOut, names: Sequence[str]) -> BarChart:
    """How many districts stand on each stage, from the last to those that have not started."""
    return bar_chart(
        [
            Datum(
                label=names[stage - 1] if stage else gettext("Not started"),
                value=float(len(roll_out.at(stage))),
                url=f"#stage-{int(stage)}",
            )
            for stage in reversed(Stage)
        ],
        unit=gettext("districts"),
        maximum=float(max(1, len(roll_out.districts))),
    )


def stage_names() -> list[str]:
    """The stages in the reader's words, from the first on."""
    words = {
        Stage.READY: gettext("Ready"),
        Stage.MANUAL: gettext("Manual adopted"),
        Stage.PILOT: gettext("Pilot network"),
        Stage.ALL_ZONES: gettext("All zones established"),
        Stage.SELF_SUSTAINING: gettext("Self-sustaining"),
    }
    return [words[stage] for stage in Stage if stage]


def _column(definition: Definition, **heading: str) -> MatrixColumn:
    return MatrixColumn(
        label=short_of(definition),
        limits=definition.steps,
        title=f"{title_of(definition)} · {version_words(definition)}",
        unit=SHARE if definition.is_share else "",
        **heading,
    )


def _rows(grid: Grid) -> list[MatrixRow]:
    """The rows, under the names of their groups where they are ordered by a value."""
    rows = [_row(grid, row) for row in grid.rows]
    if grid.column is None:
        return rows
    groups = ["" if grid.choice.group else group_name(row.office) for row in grid.rows]
    return [
        replace(
            row,
            heading=group if number == 0 or group != groups[number - 1] else "",
            note="" if grid.is_ordered(found) or row.why else gettext("not in the order"),
        )
        for number, (row, found, group) in enumerate(zip(rows, grid.rows, groups, strict=True))
    ]


def _row(grid: Grid, row: Row) -> MatrixRow:
    address = evidence_addresses(row.office.code, grid.choice.span)
    return MatrixRow(
        label=office_name(row.office),
        cells=[
            _cell(definition, figure, target, reported, address(definition.key))
            for definition, figure, target, reported in zip(
                grid.columns, row.figures, row.targets, row.reported, strict=True
            )
        ],
        url=district_address(grid.choice, row.office),
        is_example=row.is_example,
        why="" if row.has_begun else _why_nothing(row),
    )


def _why_nothing(row: Row) -> str:
    """Why nothing at all is known of a district: that it has not started tells more than any other reason."""
    standings = {figure.standing for figure in row.figures}
    started = Standing.NOT_STARTED not in standings
    return gettext(standing_words(Standing.NOT_COUNTED if started else Standing.NOT_STARTED))


def _cell(
    definition: Definition,
    figure: Figure,
    target: Target | None,
    reported: Figure | None,
    url: str,
) -> Cell:
    """A figure of another version than the column's has its own unit and version, and no shade."""
    other = other_version_words(figure, definition)
    words = amount_words(figure)
    notes = [parts_words(figure), other, reported_words(figure, reported)]
    return Cell(
        words=f"{words} {unit_beside(figure.definition)}".rstrip()
        if other
        else words.removesuffix(f" {SHARE}"),
        value=comparable_value(figure, definition),
        note=" · ".join(note for note in notes if note),
        url=url if figure.is_known else "",
        reached=reached(figure.definition, figure, target),
        sealed=figure.is_known and figure.is_approved,
        why=standing_note(figure),
    )


def _short_note(definition: Definition, figure: Figure) -> str:
    note = parts_words(figure) if figure.is_known else standing_note(figure)
    return with_version(figure, definition, note)


def _on_one_scale(definition: Definition, figures: Sequence[Figure]) -> list[float | None]:
    """The values of a line; those of a version with another unit are not drawn."""
    return [
        value_of(each) if each.definition.measures_like(definition) else None for each in figures
    ]
