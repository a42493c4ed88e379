"""A figure with both its parts and what is known about it; how figures of districts become one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from core.i18n.numbers import round_half_up
from core.indicators.definitions import Definition, Direction, Target
from core.marks import mark


class Standing(StrEnum):
    """Whether a figure is known, and if not, why."""

    KNOWN = "known"
    NOT_STARTED = "not_started"
    """The district's register holds no community yet."""
    NOT_COUNTED = "not_counted"
    """No month of the span has been counted."""
    NO_SOURCE = "no_source"
    """No feature counts one of its measures yet."""
    NO_BASE = "no_base"
    """There is nothing to divide by."""
    NOT_RECORDED = "not_recorded"
    """A sum of zero, where zero means that nobody has recorded anything."""


_WORDS = {
    Standing.KNOWN: mark("Known"),
    Standing.NOT_STARTED: mark("Not started yet"),
    Standing.NOT_COUNTED: mark("Not counted yet"),
    Standing.NO_SOURCE: mark("No source of data yet"),
    Standing.NO_BASE: mark("Nothing to divide by"),
    Standing.NOT_RECORDED: mark("Nothing recorded yet"),
}


def standing_words(standing: Standing) -> str:
    """The message id that tells a person why a figure is not known."""
    return _WORDS[standing]


@dataclass(frozen=True)
class Place:
    """A district, or one of its zones."""

    code: int
    zone_id: UUID | None = None
    community_id: UUID | None = None


@dataclass(frozen=True)
class Figure:
    """Both parts of a number under the version that holds for its period.

    `months` are those that were counted out of `asked_months`, `approved_months` those that were
    approved. `is_example` where it stands on example records. `approved_elsewhere` are the approved
    months of a longer period that were approved under another version, each with that version.
    """

    definition: Definition
    numerator: Decimal | None
    denominator: Decimal | None
    standing: Standing
    months: int = 0
    approved_months: int = 0
    is_example: bool = False
    asked_months: int = 0
    approved_elsewhere: frozenset[tuple[int, date]] = frozenset()

    @property
    def is_known(self) -> bool:
        return self.standing is Standing.KNOWN

    @property
    def is_approved(self) -> bool:
        """Whether every month of the period was approved."""
        return 0 < max(self.asked_months, self.months) == self.approved_months

    @cached_property
    def amount(self) -> Decimal | None:
        """The number itself, scaled and rounded half up once; None where it is not known."""
        if not self.is_known or self.numerator is None:
            return None
        exact = self.numerator * self.definition.scale
        if self.definition.denominator is not None:
            if not self.denominator:
                return None
            exact /= self.denominator
        return round_half_up(exact, self.definition.decimals)


@dataclass(frozen=True)
class Subtotal:
    """The districts that are counted by one version, added up by themselves."""

    figure: Figure
    districts: int


@dataclass(frozen=True)
class Total:
    """Districts added up part by part: of a share the ratio of sums, never the mean of ratios.

    `districts` entered it; the examples of `left_out` districts did not, since others have real
    records; of `unknown` districts there is no figure. All that entered are counted by one version;
    `others` are those that are counted by another one, each version by itself.
    """

    figure: Figure
    districts: int
    left_out: int
    unknown: int = 0
    others: tuple[Subtotal, ...] = ()

    @property
    def elsewhere(self) -> int:
        """How many districts have a figure that stands under another version and did not enter."""
        return sum(each.districts for each in self.others)


_TELLING = (
    Standing.NO_SOURCE,
    Standing.NO_BASE,
    Standing.NOT_RECORDED,
    Standing.NOT_COUNTED,
    Standing.NOT_STARTED,
)
"""Which reason stands for several districts of which nothing is known."""


def add_up(definition: Definition, parts: Sequence[Figure], *, offices: int | None) -> Figure:
    """Figures added up part by part; those that are not known only tell why."""
    known = [each for each in parts if each.is_known]
    whole = Figure(
        definition,
        None,
        None,
        Standing.KNOWN,
        months=min((each.months for each in parts), default=0),
        approved_months=min((each.approved_months for each in parts), default=0),
        is_example=bool(known) and all(each.is_example for each in known),
        asked_months=max((each.asked_months for each in parts), default=0),
        approved_elsewhere=frozenset[tuple[int, date]]().union(
            *(each.approved_elsewhere for each in known)
        ),
    )
    if not known:
        reasons = {each.standing for each in parts}
        why = next((each for each in _TELLING if each in reasons), Standing.NOT_COUNTED)
        return replace(whole, standing=why)
    denominators = [each.denominator for each in known if each.denominator is not None]
    denominator = sum(denominators, Decimal(0)) if denominators else None
    return replace(
        whole,
        numerator=sum((each.numerator or Decimal(0) for each in known), Decimal(0)),
        denominator=denominator if offices is None else Decimal(offices),
    )


def reached(definition: Definition, figure: Figure, target: Target | None) -> bool | None:
    """Whether a target is met; None where there is no target, no number or no direction."""
    amount = figure.amount
    if target is None or target.value is None or amount is None:
        return None
    if definition.direction is Direction.NEUTRAL:
        return None
    if definition.direction is Direction.LOWER_IS_BETTER:
        return amount <= target.value
    return amount >= target.value
