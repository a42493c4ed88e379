"""One indicator of one place as a page shows it: official and reported, its way, its target."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from core.indicators.definitions import Definition, Target
from core.indicators.figures import Figure
from core.indicators.spans import Span
from core.indicators.words import amount_words, parts_words, span_words, standing_note
from core.web.figures.versions import eras_of, spark_note, version_words
from core.web.figures.words import SHARE, short_of, target_value, title_of, value_of
from ui.charts import Sparkline, sparkline
from ui.comparisons import Cell, MatrixColumn


@dataclass(frozen=True)
class Standings:
    """`line` are the figures of the series that ends with the period of `official` and `reported`.

    `definition` is the version that counted both: where the period was approved, that of the approval.
    """

    official: Figure
    reported: Figure
    line: Sequence[Figure]
    target: Target | None

    @property
    def definition(self) -> Definition:
        return self.official.definition

    @property
    def has_way(self) -> bool:
        return any(figure.is_known for figure in self.line)


def spark(spans: Sequence[Span], each: Standings) -> Sparkline:
    """The way in little, with its first and last known value in words."""
    known = [
        (span, figure) for span, figure in zip(spans, each.line, strict=True) if figure.is_known
    ]
    (first, oldest), (last, newest) = known[0], known[-1]
    return sparkline(
        [
            value_of(figure) if figure.definition.measures_like(each.definition) else None
            for figure in each.line
        ],
        gettext(
            "%(first)s: %(oldest)s, %(last)s: %(newest)s",
            first=span_words(first, "short"),
            oldest=amount_words(oldest),
            last=span_words(last, "short"),
            newest=amount_words(newest),
        ),
        target=target_value(each.target),
        eras=eras_of(each.line, each.definition),
        note=spark_note(each.line, each.definition),
    )


def matrix_column(definition: Definition) -> MatrixColumn:
    """An indicator as the heading of a matrix; shares are shaded by their steps."""
    return MatrixColumn(
        label=short_of(definition),
        limits=definition.steps if definition.is_share else (),
        title=f"{title_of(definition)} · {version_words(definition)}",
        unit=SHARE if definition.is_share else "",
    )


def matrix_cell(figure: Figure, url: str = "") -> Cell:
    """A figure in a matrix whose heading carries the unit."""
    return Cell(
        words=amount_words(figure).removesuffix(f" {SHARE}"),
        value=value_of(figure),
        note=parts_words(figure),
        url=url,
        why=standing_note(figure),
    )
