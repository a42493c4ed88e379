"""The choices above a page of figures."""

from datetime import date
from typing import Any

from flask_babel import gettext

from core.indicators.definitions import Catalogue, Definition
from core.indicators.figures import Basis
from core.indicators.spans import (
    Span,
    SpanKind,
    fiscal_year_of,
    fiscal_year_span,
    month_span,
    quarter_span,
)
from core.indicators.words import span_words
from core.web.figures.choices import SERIES, Choice
from core.web.figures.words import title_of

Filter = dict[str, Any]
MONTHS_BACK = 72
"""How far back a period of one's own may begin in the list."""


def indicator_filter(choice: Choice, catalogue: Catalogue, shown: Definition) -> Filter:
    """`shown` is the version that counted what the page shows: the chosen line has its title."""
    return {
        "name": "indicator",
        "label": gettext("Indicator"),
        "value": choice.definition.key,
        "options": [
            (each.key, title_of(shown if each.key == shown.key else each))
            for each in catalogue.current
        ],
    }


def period_filter(choice: Choice) -> Filter:
    """Months, quarters and fiscal years that end with the running one; a period of one's own stays."""
    own = [(choice.span.key, span_words(choice.span), gettext("Own period"))]
    return {
        "name": "period",
        "label": gettext("Period"),
        "value": choice.span.key,
        "options": [
            *(own if choice.span.kind is SpanKind.RANGE else ()),
            *_periods(choice, month_span(choice.today), gettext("By month")),
            *_periods(choice, quarter_span(choice.today), gettext("By quarter")),
            *_periods(
                choice,
                fiscal_year_span(fiscal_year_of(choice.today)),
                gettext("By fiscal year"),
            ),
        ],
    }


def basis_filter(choice: Choice) -> Filter:
    return {
        "name": "basis",
        "label": gettext("Figures"),
        "value": choice.basis.value,
        "options": [
            (Basis.OFFICIAL.value, gettext("Official: approved where approved")),
            (Basis.REPORTED.value, gettext("As reported")),
        ],
    }


def month_options(today: date) -> list[tuple[str, str]]:
    """The months of a period of one's own, the newest first."""
    spans = month_span(today).series(MONTHS_BACK)
    return [(span.key, span_words(span)) for span in reversed(spans)]


def _periods(choice: Choice, running: Span, heading: str) -> list[tuple[str, str, str]]:
    spans = running.series(SERIES[running.kind])
    is_older = choice.span.kind is running.kind and choice.span not in spans
    shown = [choice.span, *spans] if is_older else [*spans]
    return [(span.key, _words(span, choice), heading) for span in reversed(shown)]


def _words(span: Span, choice: Choice) -> str:
    shown = span_words(span)
    if span.last_day < choice.today:
        return shown
    return _unfinished(span, shown)


def _unfinished(span: Span, shown: str) -> str:
    """A period that is not over is called so, each kind by its own word."""
    if span.kind is SpanKind.QUARTER:
        return gettext("%(period)s (running quarter)", period=shown)
    if span.kind is SpanKind.FISCAL_YEAR:
        return gettext("%(period)s (running year)", period=shown)
    return gettext("%(period)s (running)", period=shown)
