"""Measures: what a feature counts in its own district, month by month, and the tallies that count them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Select,
    and_,
    cast,
    column,
    func,
    text,
    values,
)
from sqlalchemy.orm import InstrumentedAttribute

from core.evidence.models import EvidenceKind
from core.indicators.models import FactState

Counting = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
"""Selects `(measure, month, zone_id, community_id, state, value)`."""

Tracing = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
"""Selects the columns of `TRACED`, in this order."""

TRACED = (
    "record_id",
    "day",
    "title",
    "zone_id",
    "community_id",
    "accepted",
    "amount",
    "of_district",
    "has_page",
)

Day = ColumnElement[date] | InstrumentedAttribute[date] | InstrumentedAttribute[date | None]


class MeasureKind(StrEnum):
    """A flow happens in a month; a stock is taken at the month's end (today for the running month)."""

    FLOW = "flow"
    STOCK = "stock"


@dataclass(frozen=True)
class Month:
    """A month: its first day, its last day, and the day on which its stocks are taken."""

    first_day: date
    last_day: date
    stock_day: date


@dataclass(frozen=True)
class Periods:
    """The months that one statement counts, in order.

    `examples` says whether the district still lives on example data: then example rows are counted,
    and nothing else.
    """

    months: tuple[Month, ...]
    examples: bool = False

    @property
    def first_day(self) -> date:
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        return self.months[-1].last_day

    def table(self, name: str = "periods") -> FromClause:
        """A row for each month: `month`, `last_day`, `stock_day`. Stocks join it on their stock day."""
        rows = [(each.first_day, each.last_day, each.stock_day) for each in self.months]
        return values(
            column("month", Date), column("last_day", Date), column("stock_day", Date), name=name
        ).data(rows)

    def month_of(self, day: Day) -> ColumnElement[date]:
        """The first day of the month of a day: what flows are grouped by."""
        # Of a timestamp without a zone, since of a date PostgreSQL takes the session's time zone.
        return cast(func.date_trunc(text("'month'"), cast(day, TIMESTAMP)), Date)

    def hold(self, day: Day) -> ColumnElement[bool]:
        """Whether a day lies in one of the months; an index on the day answers it."""
        within = day.between(self.first_day, self.last_day)
        if len(self.months) == self._distance:
            return within
        return and_(within, self.month_of(day).in_([each.first_day for each in self.months]))

    @property
    def _distance(self) -> int:
        first, last = self.first_day, self.last_day
        return (last.year - first.year) * 12 + last.month - first.month + 1


@dataclass(frozen=True)
class Trace:
    """The records behind a measure, so that a reader can add them up again.

    `select(periods)` has one row for each record and zone. The `amount` of the rows of a zone adds up
    to the zone's fact, `of_district` of all rows to the district's: a record that counts for two zones
    says it once. Those that are `accepted` add up to the accepted facts. `endpoint` shows a record and
    takes its id as `parameter`; without it, and where `has_page` is false, a record has no page of its
    own. Of a stock it is asked for one month. The statement runs in the district's own scope.
    """

    select: Callable[[Periods], Tracing]
    endpoint: str = ""
    parameter: str = ""


@dataclass(frozen=True)
class Measure:
    """A count or a sum per month.

    `states` are those in which it is counted: `accepted` too where the section accepts record by
    record. `by_community` says that it has facts of single communities. `evidence` tells in words
    what a reader finds behind the number, `papers` which kinds of evidence cards stand for it.

    Every measure says whether it is `of_people`: whether it counts persons or families, or what persons
    gave, so that a number of few may give somebody away and open data hold it back. `answered_by` names
    the measure of the persons behind it where it does not count them itself, as of answers in a test.
    `beside` are measures that a reader of its evidence sees apart from it, and that no figure adds to it.
    """

    key: str
    title: str
    unit: str
    kind: MeasureKind
    states: tuple[FactState, ...] = (FactState.ALL,)
    by_community: bool = False
    evidence: str = ""
    papers: tuple[EvidenceKind, ...] = ()
    trace: Trace | None = None
    of_people: bool = field(kw_only=True)
    answered_by: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """One statement that counts several measures out of the same records in one pass.

    `count(periods)` selects `(measure, month, zone_id, community_id, state, value)`: both ids NULL for
    the whole district (never the sum of its zones: a community counts once), `zone_id` alone for a
    zone, `community_id` for a community with its zone at the month's end. It runs in the district's own
    scope. A district's row that is missing counts as zero; zones and communities without a row have no
    fact.

    `sources` name the tables whose changes make it count again: every table whose rows it reads. A
    stock that reads the records of a flow names `<table>_onwards`: the months after the record's own.
    """

    name: str
    sources: tuple[str, ...]
    measures: tuple[Measure, ...]
    count: Callable[[Periods], Counting]


def touched(tallies: Sequence[Tally], marked: frozenset[str]) -> list[Tally]:
    """The tallies that marks of these sources ask for: all of them, unless each source is known.

    A source is known when it is a table that some tally reads, or `tally:<name>`, after which a colon
    and who asks may follow.
    """
    marked = frozenset(_asked(source) for source in marked)
    tables = {source for tally in tallies for source in tally.sources}
    names = {f"tally:{tally.name}" for tally in tallies}
    if not marked <= tables | names:
        return list(tallies)
    return [
        tally for tally in tallies if marked & {*tally.sources} or f"tally:{tally.name}" in marked
    ]


def _asked(source: str) -> str:
    kind, _, rest = source.partition(":")
    return f"tally:{rest.partition(':')[0]}" if kind == "tally" else source
