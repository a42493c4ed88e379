"""Indicators: what the city reads out of the districts' measures, and how districts add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.i18n.numbers import percent

REGISTERED_POPULATION = "registered_population"
"""A denominator that is no measure: ประชากรตามทะเบียนราษฎร, from the catalogue."""


class RollUp(StrEnum):
    """How districts become the city. There is no mean of ratios (F88, F91)."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio of sums"


class Direction(StrEnum):
    HIGHER_IS_BETTER = "higher is better"
    NEUTRAL = "neutral"


class Level(StrEnum):
    """Where the target applies: to the city as to a district, or to each district alone."""

    CITY = "city"
    DISTRICT = "district"


@dataclass(frozen=True)
class Indicator:
    """A declared figure: numerator, denominator, unit, target, period, evidence (F87).

    `numerator` names measure keys, which are added. `denominator` is a measure key, or
    REGISTERED_POPULATION, or None for a plain count. With `every_month` a zone counts only if the
    numerator is at least 1 in every month of the chosen window (M89). `zero_is_unknown`: a sum of
    zero means that nobody has recorded figures yet. `short_title` heads a column; `steps` divide the
    colours of the maps.
    """

    key: str
    title: str
    short_title: str
    unit: str
    numerator: tuple[str, ...]
    definition: str
    evidence: str
    roll_up: RollUp = RollUp.SUM
    denominator: str | None = None
    target: Decimal | None = None
    direction: Direction = Direction.NEUTRAL
    level: Level = Level.CITY
    every_month: bool = False
    zero_is_unknown: bool = False
    steps: tuple[float, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether it is read in hundredths."""
        return self.roll_up is RollUp.RATIO_OF_SUMS

    @property
    def measures(self) -> frozenset[str]:
        """The measure keys that it is made of."""
        named = {*self.numerator, self.denominator} - {None, REGISTERED_POPULATION}
        return frozenset(key for key in named if key is not None)


@dataclass(frozen=True)
class Figure:
    """Both parts of a number, so that it is never alone."""

    numerator: Decimal
    denominator: Decimal | None = None

    def amount(self, indicator: Indicator) -> Decimal | None:
        """The number itself: a percentage with two decimals, or the count; None without a denominator."""
        if not indicator.is_share:
            return self.numerator
        return percent(self.numerator, self.denominator) if self.denominator else None


def roll_up(figures: Iterable[Figure]) -> Figure | None:
    """Districts added up part by part: of a share this is the ratio of sums, never the mean of ratios."""
    parts = list(figures)
    if not parts:
        return None
    denominators = [each.denominator for each in parts if each.denominator is not None]
    return Figure(
        sum((each.numerator for each in parts), Decimal(0)),
        sum(denominators, Decimal(0)) if denominators else None,
    )


def target_reached(indicator: Indicator, figure: Figure | None) -> bool | None:
    """Whether the target is met; None where there is no target or no number."""
    amount = figure.amount(indicator) if figure else None
    if indicator.target is None or amount is None:
        return None
    return amount >= indicator.target
