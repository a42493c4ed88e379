"""Which periods people may name in an address."""

from datetime import date

from core.errors import InputProblem, NotFound
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators.spans import Span, SpanKind, parse_span

YEARS_BACK = 10
"""Months further back are no periods of ours."""


def named_span(key: str) -> Span:
    """The month or quarter that an address names; NotFound for anything else and far away."""
    try:
        span = parse_span(key)
    except InputProblem as problem:
        raise NotFound("This month does not exist.") from problem
    today = bangkok_today()
    if span.kind not in (SpanKind.MONTH, SpanKind.QUARTER):
        raise NotFound("This month does not exist.")
    if not shift_month(today, -12 * YEARS_BACK) <= span.first <= first_of_month(today):
        raise NotFound("This month does not exist.")
    return span


def named_month(key: str) -> date:
    """The one month that an address names."""
    span = named_span(key)
    if span.kind is not SpanKind.MONTH:
        raise NotFound("This month does not exist.")
    return span.first
