"""Figures of indicators for many districts, zones and spans at once, and how districts add up.

A figure that is not known says why: it is never a zero that looks like a fact.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from sqlalchemy.orm import Session

from core.indicators import reaching, reading
from core.indicators.amounts import (
    Figure,
    Place,
    Standing,
    Total,
    add_up,
    reached,
    standing_words,
)
from core.indicators.asking import REGISTER, Asked, Parsed
from core.indicators.definitions import Catalogue
from core.indicators.formulas import How, Leaf, Offices, Reaching, Read, parts_of, work_out
from core.indicators.measures import Measure
from core.indicators.reading import Ledger, TermKey, ValueKey
from core.indicators.spans import Span

__all__ = [
    "Basis",
    "Figure",
    "Figures",
    "Place",
    "Standing",
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

    def __init__(
        self,
        asked: Asked,
        ledger: Ledger,
        values: Mapping[ValueKey, Decimal],
        counts: Mapping[TermKey, int],
    ) -> None:
        self._asked = asked
        self._ledger = ledger
        self._values = values
        self._counts = counts
        self._found: dict[tuple[str, Place, str], Figure] = {}

    def of(self, key: str, place: Place, span: Span) -> Figure:
        """The figure of a district or zone. KeyError for what was not asked for."""
        found = self._found.get((key, place, span.key))
        if found is None:
            found = self._figure(key, place, self._asked.place_of(span))
            self._found[key, place, span.key] = found
        return found

    def total(self, key: str, codes: Collection[int], span: Span) -> Total:
        """These districts together; examples are left out as soon as one of them has real records."""
        number = self._asked.place_of(span)
        begun = [code for code in codes if self._has_begun(code, number)]
        examples = {
            code for code in begun if self._is_example(code, self._asked.own_months(number))
        }
        left_out = examples if len(examples) < len(begun) else set()
        chosen = [self.of(key, Place(code), span) for code in codes if code not in left_out]
        known = [each for each in chosen if each.is_known]
        newest = self._asked.parsed(self._asked.catalogue.versions[key][-1])
        figure = add_up(
            newest.definition,
            known or chosen,
            offices=len(codes) if newest.counts_offices else None,
        )
        return Total(figure, len(known), len(left_out), len(chosen) - len(known))

    def zones(self, code: int) -> list[UUID]:
        """The zones of a district that have facts in the spans asked for."""
        return self._zones.get(code, [])

    def has_begun(self, code: int, span: Span) -> bool:
        """Whether the district's register held a community in the latest counted month of the span."""
        return self._has_begun(code, self._asked.place_of(span))

    @cached_property
    def _zones(self) -> dict[int, list[UUID]]:
        found: dict[int, set[UUID]] = defaultdict(set)
        for _, _, code, zone_id, _ in self._values:
            if zone_id is not None:
                found[code].add(zone_id)
        for _, code, zone_id, _ in self._counts:
            if zone_id is not None:
                found[code].add(zone_id)
        return {code: sorted(ids) for code, ids in found.items()}

    def _has_begun(self, code: int, number: int) -> bool:
        return self._values.get((How.LATEST, REGISTER, code, None, number), Decimal(0)) > 0

    def _is_counted(self, code: int, number: int) -> bool:
        counted = self._ledger.months.get(code, {})
        return any(month in counted for month in self._asked.own_months(number))

    def _is_example(self, code: int, months: Iterable[date]) -> bool:
        counted = self._ledger.months.get(code, {})
        return any(counted[month].is_example for month in months if month in counted)

    def _figure(self, key: str, place: Place, number: int) -> Figure:
        asked, counted = self._asked, self._ledger.months.get(place.code, {})
        parsed = asked.parsed(asked.version(key, place.code, number, self._ledger))
        months = asked.months_of(parsed, number)
        known = [month for month in months if month in counted]
        unknown = Figure(
            parsed.definition,
            None,
            None,
            Standing.NOT_COUNTED,
            months=len(known),
            approved_months=sum(counted[month].approved_at is not None for month in known),
            is_example=self._is_example(place.code, known),
            asked_months=len(months),
        )
        if not parsed.has_source:
            return replace(unknown, standing=Standing.NO_SOURCE)
        if not known or not self._is_counted(place.code, number):
            return unknown
        if not self._has_begun(place.code, number):
            return replace(unknown, standing=Standing.NOT_STARTED)
        return self._worked_out(parsed, place, number, unknown)

    def _worked_out(self, parsed: Parsed, place: Place, number: int, unknown: Figure) -> Figure:
        def value_of(leaf: Leaf) -> Decimal:
            return self._value(parsed, leaf, place, number)

        try:
            numerator, *rest = [work_out(each.node, value_of) for each in parsed.expressions]
        except _Unknown as why:
            return replace(unknown, standing=why.standing)
        except ZeroDivisionError:
            return replace(unknown, standing=Standing.NO_BASE)
        denominator = rest[0] if rest else None
        standing = Standing.KNOWN
        if denominator is not None and not denominator:
            standing = Standing.NO_BASE
        elif parsed.definition.zero_is_unknown and not numerator:
            standing = Standing.NOT_RECORDED
        return replace(unknown, numerator=numerator, denominator=denominator, standing=standing)

    def _value(self, parsed: Parsed, leaf: Leaf, place: Place, number: int) -> Decimal:
        if isinstance(leaf, Read):
            return self._read(leaf, place, number)
        if isinstance(leaf, Reaching):
            for part in parts_of(leaf.inner):
                if isinstance(part, Read):
                    self._read(part, Place(place.code), number)
            return Decimal(
                self._counts.get((parsed.term(leaf), place.code, place.zone_id, number), 0)
            )
        if place.zone_id is not None:
            raise _Unknown(Standing.NO_BASE)
        if isinstance(leaf, Offices):
            return Decimal(1)
        people = self._ledger.population(place.code, self._asked.spans[number].last_day)
        if people is None:
            raise _Unknown(Standing.NO_BASE)
        return people

    def _read(self, read: Read, place: Place, number: int) -> Decimal:
        """The measure in the span; of a zone without a fact zero, where its district was counted."""
        if read.how is How.CUMULATIVE:
            return self._cumulated(read, place, number)
        whole = self._values.get((read.how, read.measure, place.code, None, number))
        if whole is None:
            raise _Unknown(Standing.NOT_COUNTED)
        if place.zone_id is None:
            return whole
        key = (read.how, read.measure, place.code, place.zone_id, number)
        return self._values.get(key, Decimal(0))

    def _cumulated(self, read: Read, place: Place, number: int) -> Decimal:
        last = self._asked.spans[number].last
        months = [month for month in self._ledger.months.get(place.code, {}) if month <= last]
        every = [
            self._values.get((read.how, read.measure, place.code, zone, month.toordinal()))
            for month in months
            for zone in (place.zone_id,)
        ]
        known = [value for value in every if value is not None]
        if not known and place.zone_id is None:
            raise _Unknown(Standing.NOT_COUNTED)
        return sum(known, Decimal(0))


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
