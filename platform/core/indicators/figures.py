"""Figures of indicators for many districts, zones and spans at once, and how districts add up.

A figure that is not known says why: it is never a zero that looks like a fact.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, partial
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from core.indicators import reaching, reading
from core.indicators.amounts import (
    Figure,
    Place,
    Standing,
    Subtotal,
    Total,
    add_up,
    reached,
    standing_words,
)
from core.indicators.asking import BEGUN, Asked, Parsed
from core.indicators.definitions import Catalogue
from core.indicators.formulas import How, Leaf, Offices, Reaching, Read, parts_of, prepare
from core.indicators.measures import Measure
from core.indicators.reading import Counts, Ledger, Term, Values, Where
from core.indicators.spans import Span

__all__ = [
    "Basis",
    "Figure",
    "Figures",
    "Place",
    "Standing",
    "Subtotal",
    "Total",
    "Wanted",
    "figures",
    "figures_of_several",
    "reached",
    "standing_words",
]


class Basis(StrEnum):
    """Which facts are read."""

    OFFICIAL = "official"
    """Approved facts where the month was approved, otherwise what was reported (F90)."""
    REPORTED = "reported"
    ACCEPTED = "accepted"
    """What the section accepted, of measures whose records are accepted one by one."""


class Figures:
    """What was read, for every place, span and indicator that was asked for."""

    def __init__(self, asked: Asked, ledger: Ledger, values: Values, counts: Counts) -> None:
        self._asked = asked
        self._ledger = ledger
        self._values = values
        self._counts = counts
        self._communities = values.get(BEGUN, {})
        self._found: dict[tuple[str, Where], Figure] = {}
        self._examples: dict[tuple[frozenset[int], int], set[int]] = {}
        self._books: dict[tuple[int, int, int | None], _Book] = {}
        self._prepared: dict[tuple[str, int], tuple[_Formula, ...]] = {}

    def of(self, key: str, place: Place, span: Span) -> Figure:
        """The figure of a district or zone. KeyError for what was not asked for."""
        return self._of(key, (place.code, place.zone_id, self._asked.place_of(span)))

    def total(self, key: str, codes: Collection[int], span: Span) -> Total:
        """These districts together; examples are left out as soon as one of them has real records.

        Figures of different versions are never added up: they count different things under one key,
        and no note beside such a sum would make it a number of something. The total is that of the
        version by which most of the districts are counted, of equally many the one of which more is
        approved, then the newest. The districts of the other versions stand beside it, added up by
        themselves. So a new reading never renames a total that was approved under the old one, and a
        single district that is not approved yet never turns the figure of all the others into its own.
        Where none has a number, those districts tell the version that have approved the span, if any.
        """
        number = self._asked.place_of(span)
        left_out = self._left_out(frozenset(codes), number)
        chosen = [self._of(key, (code, None, number)) for code in codes if code not in left_out]
        known = [each for each in chosen if each.is_known]
        approved = [each for each in chosen if each.is_approved]
        main, *others = _by_version(known or approved or chosen) or [[]]
        if not known:
            others = []
        elsewhere = sum(len(each) for each in others)
        return Total(
            self._sum(key, main if known else chosen, main, offices=len(codes) - elsewhere),
            len(main) if known else 0,
            len(left_out),
            len(chosen) - len(known),
            tuple(
                Subtotal(self._sum(key, each, each, offices=len(each)), len(each))
                for each in others
            ),
        )

    def _sum(
        self, key: str, parts: Sequence[Figure], of: Sequence[Figure], *, offices: int
    ) -> Figure:
        """Added up under the version of `of`, which is that of all of them; the newest of none."""
        version = of[0].definition if of else self._asked.catalogue.versions[key][-1]
        counts_offices = self._asked.parsed(version).counts_offices
        return add_up(version, parts, offices=offices if counts_offices else None)

    def zones(self, code: int) -> list[UUID]:
        """The zones of a district that have facts in the spans asked for."""
        return self._zones.get(code, [])

    def has_begun(self, code: int, span: Span) -> bool:
        """Whether the district's register held a community in the latest counted month of the span."""
        return self._has_begun(code, self._asked.place_of(span))

    @cached_property
    def _zones(self) -> dict[int, list[UUID]]:
        found: dict[int, set[UUID]] = defaultdict(set)
        for column in (*self._values.values(), *self._counts.values()):
            for code, zone_id, _ in column:
                if zone_id is not None:
                    found[code].add(zone_id)
        return {code: sorted(ids) for code, ids in found.items()}

    def _left_out(self, codes: frozenset[int], number: int) -> set[int]:
        """Districts that live on examples, where another one has real records."""
        found = self._examples.get((codes, number))
        if found is None:
            begun = [code for code in codes if self._has_begun(code, number)]
            examples = {code for code in begun if self._book(code, number, None).is_example}
            found = examples if len(examples) < len(begun) else set()
            self._examples[codes, number] = found
        return found

    def _has_begun(self, code: int, number: int) -> bool:
        return self._communities.get((code, None, number), _ZERO) > 0

    def _book(self, code: int, number: int, window: int | None) -> "_Book":
        """What the ledger says about a district's months of a window, or of the span itself without one."""
        found = self._books.get((code, number, window))
        if found is None:
            months = self._asked.months_back(window, number)
            counted = self._ledger.months.get(code, {})
            known = [counted[month] for month in months if month in counted]
            found = self._books[code, number, window] = _Book(
                months=len(known),
                approved_months=sum(each.approved_at is not None for each in known),
                is_example=any(each.is_example for each in known),
                asked_months=len(months),
                standing=self._standing(code, number) if known else Standing.NOT_COUNTED,
            )
        return found

    def _standing(self, code: int, number: int) -> Standing:
        """Whether anything at all can be known of a district in a span."""
        counted = self._ledger.months.get(code, {})
        if not any(month in counted for month in self._asked.own_months(number)):
            return Standing.NOT_COUNTED
        return Standing.KNOWN if self._has_begun(code, number) else Standing.NOT_STARTED

    def _of(self, key: str, where: Where) -> Figure:
        found = self._found.get((key, where))
        if found is None:
            found = self._found[key, where] = self._figure(key, where)
        return found

    def _figure(self, key: str, where: Where) -> Figure:
        code, _, number = where
        parsed = self._asked.parsed(self._asked.version(key, code, number, self._ledger))
        book = self._book(code, number, parsed.window)
        if not parsed.has_source:
            parts: _Parts = None, None, Standing.NO_SOURCE
        elif book.standing is not Standing.KNOWN:
            parts = None, None, book.standing
        else:
            parts = self._parts(parsed, where)
        return Figure(
            parsed.definition,
            *parts,
            book.months,
            book.approved_months,
            book.is_example,
            book.asked_months,
            self._asked.approved_elsewhere(parsed.definition, code, number, self._ledger),
        )

    def _parts(self, parsed: Parsed, where: Where) -> "_Parts":
        try:
            numerator, *rest = [work_out(where) for work_out in self._formulas(parsed)]
        except _Unknown as why:
            return None, None, why.standing
        except ZeroDivisionError:
            return None, None, Standing.NO_BASE
        denominator = rest[0] if rest else None
        standing = Standing.KNOWN
        if denominator is not None and not denominator:
            standing = Standing.NO_BASE
        elif parsed.definition.zero_is_unknown and not numerator:
            standing = Standing.NOT_RECORDED
        return numerator, denominator, standing

    def _formulas(self, parsed: Parsed) -> "tuple[_Formula, ...]":
        """The numerator and the denominator of a version, prepared once for all places."""
        version = (parsed.definition.key, parsed.definition.version)
        found = self._prepared.get(version)
        if found is None:
            found = self._prepared[version] = tuple(
                prepare(each.node, partial(self._reader, parsed)) for each in parsed.expressions
            )
        return found

    def _reader(self, parsed: Parsed, leaf: Leaf) -> "_Formula":
        if isinstance(leaf, Read):
            return self._reader_of_measure(leaf)
        if isinstance(leaf, Reaching):
            return self._reader_of_term(parsed.term(leaf))
        return _one_office if isinstance(leaf, Offices) else self._people

    def _reader_of_measure(self, read: Read) -> "_Formula":
        """The measure in the span; of a zone without a fact zero, where its district was counted."""
        if read.how is How.CUMULATIVE:
            return partial(self._cumulated, read)
        column = self._values.get(read, {})

        def value(where: Where) -> Decimal:
            code, zone_id, number = where
            whole = column.get((code, None, number))
            if whole is None:
                raise _Unknown(Standing.NOT_COUNTED)
            return whole if zone_id is None else column.get(where, _ZERO)

        return value

    def _reader_of_term(self, term: Term) -> "_Formula":
        """How many zones or communities reach it, where the whole district's measures inside were counted."""
        column = self._counts.get(term, {})
        inside = [
            self._reader_of_measure(part)
            for part in parts_of(term.node.inner)
            if isinstance(part, Read)
        ]

        def count(where: Where) -> Decimal:
            code, _, number = where
            for read in inside:
                read((code, None, number))
            return Decimal(column.get(where, 0))

        return count

    def _people(self, where: Where) -> Decimal:
        code, zone_id, number = where
        people = self._ledger.population(code, self._asked.spans[number].last_day)
        if people is None or zone_id is not None:
            raise _Unknown(Standing.NO_BASE)
        return people

    def _cumulated(self, read: Read, where: Where) -> Decimal:
        code, zone_id, number = where
        last, column = self._asked.spans[number].last, self._values.get(read, {})
        every = [
            column.get((code, zone_id, month.toordinal()))
            for month in self._ledger.months.get(code, {})
            if month <= last
        ]
        known = [value for value in every if value is not None]
        if not known and zone_id is None:
            raise _Unknown(Standing.NOT_COUNTED)
        return sum(known, _ZERO)


def _by_version(parts: Sequence[Figure]) -> list[list[Figure]]:
    """The figures of each version: most districts first, then what is more approved, then the newest."""
    found: dict[int, list[Figure]] = defaultdict(list)
    for each in parts:
        found[each.definition.version].append(each)

    def weight(of_version: list[Figure]) -> tuple[int, int, int]:
        approved = sum(each.is_approved for each in of_version)
        return len(of_version), approved, of_version[0].definition.version

    return sorted(found.values(), key=weight, reverse=True)


class _Book(NamedTuple):
    """What is known of a district's months before any formula is worked out."""

    months: int
    approved_months: int
    is_example: bool
    asked_months: int
    standing: Standing


_Formula = Callable[[Where], Decimal]
_Parts = tuple[Decimal | None, Decimal | None, Standing]
_ZERO = Decimal(0)


def _one_office(where: Where) -> Decimal:
    _, zone_id, _ = where
    if zone_id is not None:
        raise _Unknown(Standing.NO_BASE)
    return Decimal(1)


class _Unknown(Exception):  # noqa: N818 - a standing, not an error of the program
    def __init__(self, standing: Standing) -> None:
        self.standing = standing


@dataclass(frozen=True)
class Wanted:
    """One of several readings that are made together; its parts as `figures` takes them."""

    keys: Collection[str]
    codes: Collection[int]
    spans: Sequence[Span]
    basis: Basis = Basis.OFFICIAL
    zones: bool = False


def figures(
    session: Session,
    catalogue: Catalogue,
    measures: Sequence[Measure],
    *,
    keys: Collection[str],
    codes: Collection[int],
    spans: Sequence[Span],
    today: date,
    basis: Basis = Basis.OFFICIAL,
    zones: bool = False,
) -> Figures:
    """Read figures of these indicators, districts and spans at once, in at most three statements.

    In a district's scope only its own facts are seen. `zones` reads its zones as well. KeyError for
    an indicator that was never published.
    """
    wanted = Wanted(keys, codes, spans, basis, zones)
    return figures_of_several(session, catalogue, measures, [wanted], today=today)[0]


def figures_of_several(
    session: Session,
    catalogue: Catalogue,
    measures: Sequence[Measure],
    wanted: Sequence[Wanted],
    *,
    today: date,
) -> list[Figures]:
    """Several readings in the same three statements: a whole catalogue now, one indicator over time."""
    asked = [
        Asked(catalogue, measures, keys=one.keys, codes=one.codes, spans=one.spans, today=today)
        for one in wanted
    ]
    firsts = [each.first_month for each in asked]
    ledger = reading.ledger(
        session,
        {code for each in asked for code in each.codes},
        None if None in firsts else min(filter(None, firsts)),
        max(each.last_month for each in asked),
        population=any(each.asks_population for each in asked),
    )
    orders = [
        each.order(
            ledger,
            official=one.basis is Basis.OFFICIAL,
            accepted=one.basis is Basis.ACCEPTED,
            zones=one.zones,
        )
        for each, one in zip(asked, wanted, strict=True)
    ]
    values = reading.values(session, orders)
    counts = reaching.term_counts(session, orders)
    return [Figures(asked[n], ledger, values[n], counts[n]) for n in range(len(asked))]
