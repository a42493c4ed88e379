"""What figures need: which version of each indicator holds for which district and span, and which facts it reads."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from core.errors import InputProblem
from core.i18n.dates import first_of_month, shift_month
from core.indicators.definitions import Catalogue, Definition
from core.indicators.expressions import Expression, Vocabulary, parse_with, vocabulary_of
from core.indicators.formulas import (
    How,
    Leaf,
    Offices,
    Over,
    Population,
    Reaching,
    Read,
    leaves_of,
    parts_of,
)
from core.indicators.measures import Measure
from core.indicators.models import FactState
from core.indicators.reading import Cell, Ledger, Order, Term
from core.indicators.spans import Span

REGISTER = "registry.communities"
"""A district has begun when its register holds a community: this measure tells."""

BEGUN = Read(REGISTER, How.LATEST)


@dataclass(frozen=True)
class Parsed:
    """A version with its formulas; without them where they name what no feature counts."""

    definition: Definition
    numerator: Expression | None
    denominator: Expression | None

    @cached_property
    def has_source(self) -> bool:
        return self.numerator is not None and not any(each.awaited for each in self.expressions)

    @property
    def counts_offices(self) -> bool:
        """Whether it is a share of all districts, of those that have not begun as well."""
        return self.denominator is not None and isinstance(self.denominator.node, Offices)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaf for each in self.expressions for leaf in leaves_of(each.node))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(self.term(leaf) for leaf in self.leaves if isinstance(leaf, Reaching))

    def term(self, node: Reaching) -> Term:
        if node.over is not Over.EVERY_MONTH:
            return Term(node)
        return Term(node, self.definition.window or 0)

    @cached_property
    def reads(self) -> frozenset[Read]:
        """Measures of whole districts: also those inside a count of zones, which tell whether it was counted."""
        return frozenset(
            part
            for each in self.expressions
            for part in parts_of(each.node)
            if isinstance(part, Read)
        )

    @cached_property
    def window(self) -> int | None:
        """How many months it looks back, as `Asked.window` takes it; None where it reads the span's own."""
        looks_back = any(term.window is not None for term in self.terms)
        return self.definition.window or 0 if looks_back else None

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """The numerator and, where there is one, the denominator."""
        return tuple(each for each in (self.numerator, self.denominator) if each is not None)


class Asked:
    """Indicators, districts and spans that one reading is asked for."""

    def __init__(
        self,
        catalogue: Catalogue,
        measures: Iterable[Measure],
        *,
        keys: Collection[str],
        codes: Collection[int],
        spans: Sequence[Span],
        today: date,
    ) -> None:
        self.catalogue = catalogue
        self.keys = tuple(dict.fromkeys(keys))
        self.codes = tuple(dict.fromkeys(codes))
        self.spans = tuple(spans)
        self.this_month = first_of_month(today)
        self._measures = tuple(measures)
        self._vocabulary = vocabulary_of(self._measures)
        self._places = {span.key: number for number, span in enumerate(self.spans)}
        self._parsed: dict[tuple[str, int], Parsed] = {}
        self._months = [span.months for span in self.spans]
        self._windows_of: dict[tuple[int, int], tuple[date, ...]] = {}
        self._approvals: dict[tuple[int, int], datetime | None] = {}

    def place_of(self, span: Span) -> int:
        """The span's place in the list; KeyError for one that was not asked for."""
        return self._places[span.key]

    def parsed(self, definition: Definition) -> Parsed:
        found = self._parsed.get((definition.key, definition.version))
        if found is None:
            found = _parsed(definition, self._vocabulary)
            self._parsed[definition.key, definition.version] = found
        return found

    def own_months(self, number: int) -> tuple[date, ...]:
        """The span's own months, worked out once."""
        return self._months[number]

    def months_of(self, parsed: Parsed, number: int) -> tuple[date, ...]:
        """The months that a version looks at: the span's own, or those of its window."""
        return self.months_back(parsed.window, number)

    def months_back(self, length: int | None, number: int) -> tuple[date, ...]:
        """The months of a window of this length; the span's own without one."""
        return self._months[number] if length is None else self.window(length, number)

    def window(self, length: int, number: int) -> tuple[date, ...]:
        """So many full months that end with the span's last full one; the span's own full ones for 0.

        The running month is not full. A span that lies in the future has no window.
        """
        found = self._windows_of.get((length, number))
        if found is None:
            found = self._window(length, number)
            self._windows_of[length, number] = found
        return found

    def _window(self, length: int, number: int) -> tuple[date, ...]:
        span = self.spans[number]
        if not length:
            return tuple(month for month in self._months[number] if month < self.this_month)
        if span.first > self.this_month:
            return ()
        last = min(span.last, shift_month(self.this_month, -1))
        return tuple(shift_month(last, offset) for offset in range(1 - length, 1))

    @property
    def first_month(self) -> date | None:
        """The earliest month that any version looks at; None where one looks at all that ever were."""
        every = [parsed for key in self.keys for parsed in self._versions(key)]
        if any(read.how is How.CUMULATIVE for parsed in every for read in parsed.reads):
            return None
        return min(
            (
                month
                for number, span in enumerate(self.spans)
                for month in (
                    span.first,
                    *(m for parsed in every for m in self.months_of(parsed, number)[:1]),
                )
            ),
            default=self.this_month,
        )

    @property
    def last_month(self) -> date:
        """No month of the future is read."""
        return min(
            max((span.last for span in self.spans), default=self.this_month), self.this_month
        )

    @property
    def asks_population(self) -> bool:
        return any(
            isinstance(leaf, Population)
            for key in self.keys
            for parsed in self._versions(key)
            for leaf in parsed.leaves
        )

    def version(self, key: str, code: int, number: int, ledger: Ledger) -> Definition:
        """The version that holds for a district's span.

        The newest one, unless every month of the span was approved: then that of the last approval.
        """
        return self.catalogue.version_at(key, self._approved_at(code, number, ledger))

    def approved_elsewhere(
        self, definition: Definition, code: int, number: int, ledger: Ledger
    ) -> frozenset[tuple[int, date]]:
        """The approved months of a span of several that another version than this one counted when they were."""
        months = self._months[number]
        if len(months) == 1 or len(self.catalogue.versions[definition.key]) == 1:
            return frozenset()
        counted = ledger.months.get(code, {})
        return frozenset(
            (version, month)
            for month in months
            if month in counted and (moment := counted[month].approved_at) is not None
            if (version := self.catalogue.version_at(definition.key, moment).version)
            != definition.version
        )

    def order(self, ledger: Ledger, *, official: bool, accepted: bool, zones: bool) -> Order:
        """The facts to be read, now that it is known which months were counted."""
        moments = {
            self._approved_at(code, number, ledger)
            for code in self.codes
            for number in range(len(self.spans))
        }
        in_use = {
            (version.key, version.version): version
            for key in self.keys
            for moment in moments
            for version in (self.catalogue.version_at(key, moment),)
        }
        every = [self.parsed(version) for version in in_use.values()]
        readable = [parsed for parsed in every if parsed.has_source]
        terms = tuple(dict.fromkeys(term for parsed in readable for term in parsed.terms))
        reads = frozenset({BEGUN}.union(*(parsed.reads for parsed in readable)))
        all_months = list(self._cells(ledger, official=official))
        lengths = {term.window for term in terms if term.window is not None}
        return Order(
            codes=self.codes,
            reads=reads,
            terms=terms,
            all_months=all_months,
            last_months=list({(cell.code, cell.span): cell for cell in all_months}.values()),
            earlier_months=list(self._earlier(ledger, reads, official=official)),
            windows={
                length: list(self._windows(ledger, length, official=official)) for length in lengths
            },
            window_months={
                length: [self.window(length, number) for number in range(len(self.spans))]
                for length in lengths
            },
            accepted=frozenset(
                each.key for each in self._measures if FactState.ACCEPTED in each.states
            )
            if accepted
            else frozenset(),
            zones=zones,
        )

    def counted_months(self, code: int, months: Iterable[date], ledger: Ledger) -> list[date]:
        counted = ledger.months.get(code, {})
        return [month for month in months if month in counted]

    def _cells(self, ledger: Ledger, *, official: bool) -> Iterator[Cell]:
        """In the order of months, so that the last of a span is its latest."""
        for number, months in enumerate(self._months):
            for code in self.codes:
                for month in self.counted_months(code, months, ledger):
                    yield Cell(code, month, _state(ledger, code, month, official), number)

    def _windows(self, ledger: Ledger, length: int, *, official: bool) -> Iterator[Cell]:
        """Every month that any span's window looks at, once: windows of neighbouring spans overlap."""
        months = sorted(
            {month for number in range(len(self.spans)) for month in self.window(length, number)}
        )
        for code in self.codes:
            for month in self.counted_months(code, months, ledger):
                yield Cell(code, month, _state(ledger, code, month, official), 0)

    def _earlier(
        self, ledger: Ledger, reads: Collection[Read], *, official: bool
    ) -> Iterator[Cell]:
        """Every counted month once, under its ordinal: they are cumulated for each span afterwards."""
        if any(read.how is How.CUMULATIVE for read in reads):
            for code in self.codes:
                for month in ledger.months.get(code, {}):
                    yield Cell(
                        code, month, _state(ledger, code, month, official), month.toordinal()
                    )

    def _versions(self, key: str) -> Iterator[Parsed]:
        return (self.parsed(definition) for definition in self.catalogue.versions[key])

    def _approved_at(self, code: int, number: int, ledger: Ledger) -> datetime | None:
        """When the last month of a district's span was approved; None where one was not."""
        place = (code, number)
        if place not in self._approvals:
            self._approvals[place] = self._last_approval(code, number, ledger)
        return self._approvals[place]

    def _last_approval(self, code: int, number: int, ledger: Ledger) -> datetime | None:
        counted = ledger.months.get(code, {})
        moments = [
            counted[month].approved_at if month in counted else None
            for month in self._months[number]
        ]
        approved = [moment for moment in moments if moment is not None]
        return max(approved) if len(approved) == len(moments) else None


def _state(ledger: Ledger, code: int, month: date, official: bool) -> str:  # noqa: FBT001 - one of a call's plain values
    approved = official and ledger.months[code][month].approved_at is not None
    return FactState.APPROVED.value if approved else FactState.ALL.value


def _parsed(definition: Definition, vocabulary: Vocabulary) -> Parsed:
    try:
        numerator = parse_with(definition.numerator, vocabulary)
        denominator = (
            parse_with(definition.denominator, vocabulary) if definition.denominator else None
        )
    except InputProblem:
        # A measure that this release no longer counts: the figure has no source.
        return Parsed(definition, None, None)
    return Parsed(definition, numerator, denominator)
