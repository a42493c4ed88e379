"""ความรู้ความเข้าใจเพิ่มขึ้น: what "improved by 70 per cent" means (M82, M88).

The study does not say which of four readings it meant, so each is a definition with a version, and a
course names the one it is judged by. All of them are ratios of sums: groups add up part by part.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.i18n.numbers import percent
from core.marks import mark

GOOD_SHARE = 70
"""Per cent of right answers from which a test counts as passed in SHARE_70_CORRECT (M88)."""


@dataclass(frozen=True)
class Pair:
    """A person's two tests of the same `total` questions, as numbers of right answers."""

    pre: int
    post: int
    total: int

    @property
    def improved(self) -> bool:
        return self.post > self.pre


@dataclass(frozen=True)
class Gain:
    """Both parts of the number. The percentage has two decimals, half-up; None where nothing divides."""

    numerator: int
    denominator: int

    @property
    def amount(self) -> Decimal | None:
        return percent(self.numerator, self.denominator) if self.denominator else None

    def reaches(self, target: Decimal) -> bool | None:
        """Whether the target in per cent is met, on the exact ratio; None without a number."""
        if not self.denominator:
            return None
        return Decimal(self.numerator) * 100 >= target * self.denominator


@dataclass(frozen=True)
class GainDefinition:
    """A reading of the target. A change of its rule is a new `version`, and courses keep theirs."""

    key: str
    version: int
    title: str
    formula: str
    parts: tuple[str, str]
    undefined: str
    count: Callable[[Sequence[Pair]], Gain]


def _improved_share(pairs: Sequence[Pair]) -> Gain:
    return Gain(sum(pair.improved for pair in pairs), len(pairs))


def _relative_gain(pairs: Sequence[Pair]) -> Gain:
    return Gain(sum(pair.post - pair.pre for pair in pairs), sum(pair.pre for pair in pairs))


def _normalised_gain(pairs: Sequence[Pair]) -> Gain:
    return Gain(
        sum(pair.post - pair.pre for pair in pairs),
        sum(pair.total - pair.pre for pair in pairs),
    )


def _good_share(pairs: Sequence[Pair]) -> Gain:
    return Gain(sum(pair.post * 100 >= GOOD_SHARE * pair.total for pair in pairs), len(pairs))


DEFINITIONS = (
    GainDefinition(
        "improved_share",
        1,
        mark("Share of those who improved"),
        mark("People whose second test is better ÷ people with both tests"),
        (mark("people improved"), mark("people with both tests")),
        mark("Without anybody who took both tests there is no number."),
        _improved_share,
    ),
    GainDefinition(
        "mean_relative_gain",
        1,
        mark("Relative gain of the mean"),
        mark("(Right answers after − right answers before) ÷ right answers before"),
        (mark("more right answers"), mark("right answers before")),
        mark("Where nobody had a right answer before there is no number."),
        _relative_gain,
    ),
    GainDefinition(
        "normalised_gain",
        1,
        mark("Normalised gain"),
        mark("(Right answers after − right answers before) ÷ answers that were wrong before"),
        (mark("more right answers"), mark("wrong answers before")),
        mark("Where everything was right before there is no number."),
        _normalised_gain,
    ),
    GainDefinition(
        "share_70_correct",
        1,
        mark("Share with at least 70 per cent right"),
        mark("People with at least 70 per cent right in the second test ÷ people with both tests"),
        (mark("people with at least 70 per cent right"), mark("people with both tests")),
        mark("Without anybody who took both tests there is no number."),
        _good_share,
    ),
)
"""The readings of M88; the first one is what a new course is judged by."""

TARGET = Decimal(70)
"""Per cent (M82)."""


def definition_of(key: str, version: int) -> GainDefinition:
    """The definition that a course names; KeyError where there is none of that key and version."""
    return _BY_NAME[key, version]


def gains(pairs: Iterable[Pair]) -> list[tuple[GainDefinition, Gain]]:
    """The same results under every reading, in the order of DEFINITIONS."""
    both = list(pairs)
    return [(definition, definition.count(both)) for definition in DEFINITIONS]


_BY_NAME = {(definition.key, definition.version): definition for definition in DEFINITIONS}
