"""The stretches of time that figures are read over: months, quarters and fiscal years (1 October to 30 September).

Facts are stored by month; everything longer is derived. Fiscal years are named in the Buddhist era, as
every Thai office does: ปีงบประมาณ 2570 began on 1 October 2569 (2026).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from core.errors import InputProblem
from core.i18n.dates import last_of_month, shift_month

ERA = 543
QUARTER = 3
YEAR = 12
OCTOBER = 10
LONGEST = 120
"""Months: no reader asks for more than ten years at once."""
YEARS = range(1900, 2401)
"""Years of the Common Era in which periods lie; spans of a line reach back from there without trouble."""


class SpanKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    FISCAL_YEAR = "fiscal_year"
    RANGE = "range"


@dataclass(frozen=True)
class Span:
    """Whole calendar months from `first` to `last`, both the first days of their months."""

    kind: SpanKind
    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        return tuple(shift_month(self.first, offset) for offset in range(self.length))

    @property
    def length(self) -> int:
        return (self.last.year - self.first.year) * YEAR + self.last.month - self.first.month + 1

    @property
    def last_day(self) -> date:
        return last_of_month(self.last)

    @cached_property
    def key(self) -> str:
        """As it stands in an address: 2026-11, 2570q1, 2570, 2017-05_2017-09."""
        if self.kind is SpanKind.MONTH:
            return _month_key(self.first)
        if self.kind is SpanKind.RANGE:
            return f"{_month_key(self.first)}_{_month_key(self.last)}"
        year = fiscal_year_of(self.first)
        if self.kind is SpanKind.FISCAL_YEAR:
            return str(year)
        return f"{year}q{(self.first.month - OCTOBER) % YEAR // QUARTER + 1}"

    def before(self, steps: int = 1) -> "Span":
        """The span of the same kind and length that lies so many steps earlier."""
        distance = -steps * self.length
        return Span(self.kind, shift_month(self.first, distance), shift_month(self.last, distance))

    def series(self, length: int) -> tuple["Span", ...]:
        """So many spans of this kind that end with this one, the oldest first."""
        return tuple(self.before(steps) for steps in range(length - 1, -1, -1))


def fiscal_year_of(day: date) -> int:
    """ปีงบประมาณ of a day, in the Buddhist era."""
    return day.year + ERA + (1 if day.month >= OCTOBER else 0)


def month_span(day: date) -> Span:
    first = day.replace(day=1)
    return Span(SpanKind.MONTH, first, first)


def quarter_span(day: date) -> Span:
    """The fiscal quarter of a day: October to December is the first."""
    first = shift_month(day.replace(day=1), -((day.month - OCTOBER) % QUARTER))
    return Span(SpanKind.QUARTER, first, shift_month(first, QUARTER - 1))


def fiscal_year_span(year: int) -> Span:
    """The fiscal year of this number in the Buddhist era."""
    first = date(year - ERA - 1, OCTOBER, 1)
    return Span(SpanKind.FISCAL_YEAR, first, shift_month(first, YEAR - 1))


def range_span(first: date, last: date) -> Span:
    """Any months; InputProblem where they are in the wrong order or too many."""
    span = Span(SpanKind.RANGE, first.replace(day=1), last.replace(day=1))
    if not 1 <= span.length <= LONGEST:
        raise InputProblem("Choose a first month before the last one, and at most ten years.")
    return span


_MONTH = r"(\d{4})-(0[1-9]|1[0-2])"
_FORMS = (
    re.compile(_MONTH, re.ASCII),
    re.compile(r"(\d{4})q([1-4])", re.ASCII),
    re.compile(r"(\d{4})", re.ASCII),
    re.compile(f"{_MONTH}_{_MONTH}", re.ASCII),
)


def _month_key(month: date) -> str:
    return f"{month.year:04}-{month.month:02}"


def parse_span(key: str) -> Span:
    """The span that an address names; InputProblem for anything else."""
    span = _named(key)
    if span is None or not (span.first.year in YEARS and span.last.year in YEARS):
        raise InputProblem("This period does not exist.")
    return span


def _named(key: str) -> Span | None:
    month, quarter, year, months = (form.fullmatch(key) for form in _FORMS)
    try:
        if month:
            return month_span(date(int(month[1]), int(month[2]), 1))
        if quarter:
            start = fiscal_year_span(int(quarter[1])).first
            return quarter_span(shift_month(start, (int(quarter[2]) - 1) * QUARTER))
        if year:
            return fiscal_year_span(int(year[1]))
        if months:
            return range_span(
                date(int(months[1]), int(months[2]), 1), date(int(months[3]), int(months[4]), 1)
            )
    except ValueError:
        # A year that no calendar has.
        return None
    return None
