"""Figures in the words and numbers that the city's pages and drawings take."""

from collections.abc import Sequence

from flask_babel import gettext

from core.i18n.dates import show_month
from core.i18n.numbers import show_number
from core.indicators.definitions import Definition, Direction, Target
from core.indicators.figures import Figure, Total, reached
from core.indicators.spans import Span, SpanKind
from core.indicators.words import amount_words, parts_words, span_words, standing_note
from core.web.figures.both import both_words, differ, reported_words
from core.web.figures.misunderstood import misunderstood_words
from core.web.figures.versions import (
    apart_words,
    approved_elsewhere_words,
    eras_of,
    line_notes,
    other_version_words,
    points_words,
    version_words,
)
from core.web.shell import language
from ui.charts import LineChart, line_chart

WHOLE = 100
SHARE = "%"


def value_of(figure: Figure) -> float | None:
    """The number as the drawings take it, rounded once."""
    amount = figure.amount
    return None if amount is None else float(amount)


def title_of(definition: Definition) -> str:
    return definition.title(language())


def short_of(definition: Definition) -> str:
    return definition.short(language())


def unit_of(definition: Definition) -> str:
    """The unit beside a number in a picture; that of a share is the sign."""
    return SHARE if definition.is_share else definition.unit(language())


def unit_beside(definition: Definition) -> str:
    """The unit after an amount in words, which already carries the sign of a share."""
    return "" if definition.is_share else definition.unit(language())


def definition_words(definition: Definition) -> str:
    return definition.definition_th if language() == "th" else definition.definition_en


def source_words(definition: Definition) -> str:
    return definition.source_th if language() == "th" else definition.source_en


def choice_words(definition: Definition) -> str:
    """Which reading of an ambiguous target this is; empty where there is only one."""
    return definition.choice_th if language() == "th" else definition.choice_en


def maximum_of(definition: Definition, values: Sequence[float | None]) -> float | None:
    """The upper end of a scale: 100 for a share, unless one lies above."""
    if not definition.is_share or any(value is not None and value > WHOLE for value in values):
        return None
    return WHOLE


def target_value(target: Target | None) -> float | None:
    return None if target is None or target.value is None else float(target.value)


def lower_is_better(definition: Definition) -> bool:
    return definition.direction is Direction.LOWER_IS_BETTER


def target_words(definition: Definition, target: Target | None) -> str:
    """Target 70 %; empty where none was set."""
    if target is None or target.value is None:
        return ""
    shown = show_number(target.value.normalize() + 0)
    return gettext("Target %(value)s", value=f"{shown} %" if definition.is_share else shown)


def distance_words(definition: Definition, figure: Figure, target: Target | None) -> str:
    """How far it is to a target that is not reached; empty otherwise."""
    if target is None or target.value is None or figure.amount is None:
        return ""
    if reached(definition, figure, target) is not False:
        return ""
    gap = show_number(abs(target.value - figure.amount), definition.decimals)
    if lower_is_better(definition):
        return gettext("%(gap)s above the target", gap=gap)
    if definition.is_share:
        return gettext("%(gap)s percentage points to go", gap=gap)
    return gettext("%(gap)s to go", gap=gap)


def note_of(figure: Figure) -> str:
    """What a reader must know beside the number: both parts, an example, or why there is none."""
    words = [parts_words(figure) if figure.is_known else standing_note(figure)]
    if figure.is_example and figure.is_known:
        words.append(gettext("Example"))
    return " · ".join(word for word in words if word)


def span_label(span: Span) -> str:
    """The period below a line, where room is short: พ.ย. 69, ไตรมาส 2/68, 2570; in English 11/2569."""
    if span.kind is SpanKind.FISCAL_YEAR:
        return span.key
    if span.kind is SpanKind.MONTH and language() != "th":
        return show_month(span.first, style="numeric")
    words = span_words(span, style="short")
    if span.kind is SpanKind.QUARTER:
        return words.replace(span.key[:4], span.key[2:4])
    head, _, year = words.rpartition(" ")
    return f"{head} {year[-2:]}" if head and year.isdigit() and language() == "th" else words


def trend_chart(
    definition: Definition,
    spans: Sequence[Span],
    figures: Sequence[Figure],
    name: str,
    target: Target | None,
    *,
    totals: Sequence[Total] = (),
) -> LineChart:
    """The line of periods, with the target where there is one; it is cut where the definition changes.

    Points of another version than the heading's have its name, and a sentence below says which they are.
    What a version of another unit counted is not drawn on this scale: the table has it in words.
    """
    values = [
        value_of(figure) if figure.definition.measures_like(definition) else None
        for figure in figures
    ]
    drawn = [each.definition.decimals for each in figures if each.is_known]
    return line_chart(
        [span_label(span) for span in spans],
        [(name, values)],
        target=target_value(target),
        unit=SHARE if definition.is_share else "",
        decimals=max([definition.decimals, *drawn]),
        maximum=maximum_of(definition, values),
        eras=eras_of(figures, definition),
        notes=_with_amounts(figures, values, line_notes(figures, definition, totals)),
        remark=points_words(spans, figures, definition),
    )


def _with_amounts(
    figures: Sequence[Figure], values: Sequence[float | None], notes: Sequence[str]
) -> list[str]:
    """The notes of a line, with those numbers that it does not draw."""
    if not notes:
        return []
    return [
        f"{note}: {amount_words(figure)} {unit_beside(figure.definition)}".rstrip()
        if figure.is_known and value is None
        else note
        for figure, value, note in zip(figures, values, notes, strict=True)
    ]


__all__ = [
    "amount_words",
    "apart_words",
    "approved_elsewhere_words",
    "both_words",
    "choice_words",
    "definition_words",
    "differ",
    "distance_words",
    "lower_is_better",
    "maximum_of",
    "misunderstood_words",
    "note_of",
    "other_version_words",
    "parts_words",
    "reported_words",
    "short_of",
    "source_words",
    "span_label",
    "span_words",
    "standing_note",
    "target_value",
    "target_words",
    "title_of",
    "trend_chart",
    "unit_beside",
    "unit_of",
    "value_of",
    "version_words",
]
