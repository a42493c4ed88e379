"""What a reader of figures chose in the address: indicator, period, group of districts, basis."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from core.errors import InputProblem
from core.i18n.dates import first_of_month
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
BASES = (Basis.OFFICIAL, Basis.REPORTED)


@dataclass(frozen=True)
class Asked:
    """The address as it came; whatever cannot be read becomes the default."""

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


def choose(asked: Asked, catalogue: Catalogue, today: date) -> Choice:
    """The choice that an address names. LookupError where the catalogue has no indicator at all."""
    definition = catalogue.get(asked.indicator) or catalogue.get(DEFAULT) or catalogue.current[0]
    return Choice(
        definition=definition,
        span=_span(asked, today),
        today=today,
        group=asked.group,
        basis=next((basis for basis in BASES if basis.value == asked.basis), Basis.OFFICIAL),
    )


def _span(asked: Asked, today: date) -> Span:
    key = f"{asked.first}_{asked.last}" if asked.first and asked.last else asked.period
    this_month = month_span(today)
    try:
        span = parse_span(key) if key else this_month
    except InputProblem:
        return this_month
    return span if EARLIEST <= span.first <= first_of_month(today) else this_month
