"""Measures: what a feature counts in its own district, month by month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CompoundSelect, Select

Counting = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
"""Selects `(zone_id, state, value)`."""


class MeasureKind(StrEnum):
    """A flow happens in a month; a stock is taken at the month's end (today for the running month)."""

    FLOW = "flow"
    STOCK = "stock"


@dataclass(frozen=True)
class Period:
    """A month: its first day, its last day, and the day on which its stocks are taken.

    `examples` says whether the district still lives on example data: then example rows are counted.
    """

    month: date
    last_day: date
    stock_day: date
    examples: bool = False


@dataclass(frozen=True)
class Measure:
    """A count or a sum per month.

    `count(period)` selects `(zone_id, state, value)`: `zone_id` NULL for the whole district
    (never the sum of its zones: a community counts once), `state` `all` or `accepted`. It runs in the
    district's own scope.

    `sources` name the tables whose changes make the month dirty; `evidence` says what a reader finds
    behind the number.
    """

    key: str
    title: str
    unit: str
    kind: MeasureKind
    sources: tuple[str, ...]
    count: Callable[[Period], Counting]
    evidence: str = ""
