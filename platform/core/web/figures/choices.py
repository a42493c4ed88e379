"""What a reader of figures chose in the address: indicator, period, group of districts, basis.

What the address asks for and does not exist becomes the default, and the page says so in words: a
page of figures is a view with filters, and an old link should still lead there. A page or a file
that is about exactly one thing (the evidence of a figure, the table as a file) does not exist then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from core.errors import InputProblem
from core.i18n.dates import first_of_month
from core.i18n.text import shorten
from core.indicators.definitions import Catalogue, Definition
from core.indicators.figures import Basis
from core.indicators.spans import Span, SpanKind, month_span, parse_span

DEFAULT = "p1"
"""The indicator that opens the board: zones with order and by-law, the one of the city's plan (M84)."""

SERIES = {
    SpanKind.MONTH: 24,
    SpanKind.QUARTER: 8,
    SpanKind.FISCAL_YEAR: 5,
    SpanKind.RANGE: 4,
}
"""How many periods of each kind a line shows."""

EARLIEST = date(2007, 10, 1)
LONGEST_ASKED = 40
"""Letters of an address that a page repeats when it does not understand them."""
BASES = (Basis.OFFICIAL, Basis.REPORTED)


class Part(StrEnum):
    """A part of the address that names nothing."""

    INDICATOR = "indicator"
    PERIOD = "period"
    ORDER = "order"
    """A period of one's own whose last month lies before its first, or that is too long."""
    TOO_EARLY = "too_early"
    FUTURE = "future"
    GROUP = "group"
    SIZE = "size"
    """A group by size, on a page that has none."""
    BASIS = "basis"
    SORT = "sort"


@dataclass(frozen=True)
class Misunderstood:
    """What was asked for and is not shown; `asked` as it stood in the address, shortened."""

    part: Part
    asked: str


@dataclass(frozen=True)
class Asked:
    """The address as it came; `choose` tells what of it names nothing."""

    indicator: str = ""
    period: str = ""
    first: str = ""
    last: str = ""
    group: str = ""
    basis: str = ""

    @classmethod
    def from_address(cls, arguments: Mapping[str, str]) -> "Asked":
        """`from` and `until` name months of a period of one's own, which then holds instead of `period`."""
        return cls(
            indicator=arguments.get("indicator", ""),
            period=arguments.get("period", ""),
            first=arguments.get("from", ""),
            last=arguments.get("until", ""),
            group=arguments.get("group", ""),
            basis=arguments.get("basis", ""),
        )


@dataclass(frozen=True)
class Choice:
    """What the page shows. `group` is empty for all districts."""

    definition: Definition
    span: Span
    today: date
    group: str = ""
    basis: Basis = Basis.OFFICIAL
    misunderstood: tuple[Misunderstood, ...] = ()

    @cached_property
    def series(self) -> tuple[Span, ...]:
        """The periods of a line, the oldest first, ending with the chosen one."""
        return self.span.series(SERIES[self.span.kind])

    @property
    def is_running(self) -> bool:
        """Whether the period has not ended: its numbers still grow."""
        return self.span.last_day >= self.today

    @property
    def is_default_period(self) -> bool:
        return self.span == month_span(self.today)

    def of_all(self) -> "Choice":
        return replace(self, group="")

    def without(self, part: Part, asked: str) -> "Choice":
        """The same, but this part of the address named nothing."""
        return replace(
            self,
            group="" if part in (Part.GROUP, Part.SIZE) else self.group,
            misunderstood=(*self.misunderstood, _misunderstood(part, asked)),
        )


def choose(asked: Asked, catalogue: Catalogue, today: date) -> Choice:
    """The choice that an address names, out of what is not retired when its period begins.

    LookupError where there is no indicator at all.
    """
    span, problem = _span(asked, today)
    catalogue = catalogue.beginning(span.first)
    named = catalogue.get(asked.indicator)
    basis = next((basis for basis in BASES if basis.value == asked.basis), None)
    return Choice(
        definition=named or catalogue.get(DEFAULT) or catalogue.current[0],
        span=span,
        today=today,
        group=asked.group,
        basis=basis or Basis.OFFICIAL,
        misunderstood=tuple(
            each
            for each in (
                _misunderstood(Part.INDICATOR, "" if named else asked.indicator),
                problem,
                _misunderstood(Part.BASIS, "" if basis else asked.basis),
            )
            if each and each.asked
        ),
    )


def _span(asked: Asked, today: date) -> tuple[Span, Misunderstood | None]:
    """The period of the address, or this month and why it is not the one that was asked for."""
    own = f"{asked.first}_{asked.last}" if asked.first or asked.last else ""
    key, this_month = own or asked.period, month_span(today)
    try:
        span = parse_span(key) if key else this_month
    except InputProblem:
        return this_month, _misunderstood(_why_not(asked), own.replace("_", " – ") or key)
    if span.first < EARLIEST:
        return this_month, _misunderstood(Part.TOO_EARLY, key)
    if span.first > first_of_month(today):
        return this_month, _misunderstood(Part.FUTURE, key)
    return span, None


def _why_not(asked: Asked) -> Part:
    """Whether a period names nothing at all, or two months in the wrong order or too far apart."""
    try:
        first, last = parse_span(asked.first), parse_span(asked.last)
    except InputProblem:
        return Part.PERIOD
    months = first.kind is SpanKind.MONTH and last.kind is SpanKind.MONTH
    return Part.ORDER if months else Part.PERIOD


def _misunderstood(part: Part, asked: str) -> Misunderstood:
    return Misunderstood(part, shorten(asked, LONGEST_ASKED))
