"""The matrix as a file for a spreadsheet: numbers as numbers, both parts, and why a number is missing."""

from flask_babel import gettext

from city.dashboards.matrix import Grid
from core.delimited import Value, write_csv
from core.indicators.figures import Basis, reached
from core.web.figures.words import (
    parts_words,
    span_words,
    standing_note,
    target_value,
    title_of,
    unit_of,
)
from core.web.offices import group_name, office_name


def matrix_file(grid: Grid) -> bytes:
    """One line for each district and indicator: what a pivot table or another program reads easily."""
    return write_csv([_headings(), *_lines(grid)])


def _headings() -> list[Value]:
    return [
        gettext("Code"),
        gettext("District"),
        gettext("Group of districts"),
        gettext("Indicator"),
        gettext("Version of the definition"),
        gettext("Period"),
        gettext("Value"),
        gettext("Unit"),
        gettext("Numerator"),
        gettext("Denominator"),
        gettext("Target"),
        gettext("Target reached"),
        gettext("Figures"),
        gettext("Value as reported"),
        gettext("Remarks"),
    ]


def _lines(grid: Grid) -> list[list[Value]]:
    period = span_words(grid.choice.span)
    lines: list[list[Value]] = []
    for row in grid.rows:
        for figure, target, reported in zip(row.figures, row.targets, row.reported, strict=True):
            verdict = reached(figure.definition, figure, target)
            approved = grid.choice.basis is Basis.OFFICIAL and figure.is_approved
            lines.append(
                [
                    row.office.code,
                    office_name(row.office),
                    group_name(row.office),
                    title_of(figure.definition),
                    figure.definition.version,
                    period,
                    figure.amount,
                    unit_of(figure.definition),
                    figure.numerator if figure.is_known else None,
                    figure.denominator if parts_words(figure) else None,
                    None if target_value(target) is None or target is None else target.value,
                    "" if verdict is None else gettext("yes") if verdict else gettext("no"),
                    gettext("approved") if approved else gettext("as reported"),
                    (reported or figure).amount,
                    standing_note(figure) or (gettext("Example") if figure.is_example else ""),
                ]
            )
    return lines
