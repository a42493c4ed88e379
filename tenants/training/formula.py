"""Formulas with their inputs: who is expected at a course, and what it costs (F64, M60, M69-M72, M87).

A line is a product of factors, each with its unit and, where it was taken from the register, the day
of which it is. Sums are computed from the lines, never typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import prod
from typing import Any, Self

from core.errors import FieldError

REGISTER = "register"
"""The source of a factor that is the number of communities in the office's register."""

MOST_LINES = 8
INVITEE_FACTORS, BUDGET_FACTORS = 2, 3
"""Factors of a line: people × groups; baht × people × times."""

LARGEST = Decimal(10_000_000)
MOST_PEOPLE = 20_000


@dataclass(frozen=True)
class Factor:
    """A number with its unit; `as_of` is the day of a number taken from a `source`."""

    value: Decimal
    unit: str = ""
    source: str = ""
    as_of: date | None = None

    def to_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = {"value": str(self.value), "unit": self.unit}
        if self.source:
            kept |= {"source": self.source, "as_of": self.as_of.isoformat() if self.as_of else None}
        return kept

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        day = data.get("as_of")
        return cls(
            Decimal(data["value"]),
            data.get("unit", ""),
            data.get("source", ""),
            date.fromisoformat(day) if day else None,
        )


@dataclass(frozen=True)
class Line:
    """A line of a formula. `in_target` is asked of lines of people only (M87)."""

    label: str
    factors: tuple[Factor, ...]
    in_target: bool = True

    @property
    def total(self) -> Decimal:
        return prod((factor.value for factor in self.factors), start=Decimal(1))

    @property
    def from_register(self) -> Factor | None:
        """The factor that was taken from the register, None where all were typed."""
        return next((each for each in self.factors if each.source == REGISTER), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "factors": [factor.to_json() for factor in self.factors],
            "in_target": self.in_target,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            data["label"],
            tuple(Factor.from_json(each) for each in data["factors"]),
            data.get("in_target", True),
        )


def lines_of(kept: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines as they are stored in a course."""
    return tuple(Line.from_json(each) for each in kept)


def expected(lines: Iterable[Line]) -> int:
    """How many people the lines come to."""
    return int(sum(line.total for line in lines))


def target(lines: Iterable[Line]) -> int:
    """How many of them belong to the target group: staff do not (M87)."""
    return int(sum(line.total for line in lines if line.in_target))


def needed(number: int, percent: int) -> int:
    """The fewest people that make `percent` of a hundred of `number`: 135 of 150 are 90 %."""
    return -(-number * percent // 100)


def total(lines: Iterable[Line]) -> Decimal:
    return sum((line.total for line in lines), Decimal(0))


def check_people(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a formula of people: FieldError for a factor of zero, a fraction or a line without words."""
    for place, line in enumerate(lines, 1):
        _check(line, place)
        for number, factor in enumerate(line.factors, 1):
            if factor.value != factor.value.to_integral_value():
                raise FieldError("People are counted in whole numbers.", field=f"n{place}_{number}")
    if not lines:
        raise FieldError("Type at least one line of the formula.", field="label1")
    if expected(lines) > MOST_PEOPLE:
        raise FieldError("This is more people than a course can hold.", field="n1_1")
    return tuple(lines)


def check_budget(lines: Sequence[Line]) -> tuple[Line, ...]:
    for place, line in enumerate(lines, 1):
        _check(line, place)
    return tuple(lines)


def _check(line: Line, place: int) -> None:
    if not line.label.strip():
        raise FieldError("Say what this line counts.", field=f"label{place}")
    if not line.factors:
        raise FieldError("Type the number of this line.", field=f"n{place}_1")
    for number, factor in enumerate(line.factors, 1):
        if factor.value <= 0:
            raise FieldError(
                "A factor of zero makes the line empty. Type a number above zero, or leave the line out.",
                field=f"n{place}_{number}",
            )
        if factor.value > LARGEST:
            raise FieldError("This number is too large.", field=f"n{place}_{number}")


def fees(rates: Iterable[tuple[Decimal | None, Decimal | None]]) -> tuple[Line, ...]:
    """The trainers' fees as lines: who is paid alike stands together, 600 × 2 people × 6 hours (M70)."""
    alike: dict[tuple[Decimal, Decimal], int] = {}
    for rate, hours in rates:
        if rate and hours:
            alike[rate, hours] = alike.get((rate, hours), 0) + 1
    return tuple(
        Line(
            "ค่าสมนาคุณวิทยากร",
            (
                Factor(rate, "บาท"),
                Factor(Decimal(number), "คน"),
                Factor(hours, "ชั่วโมง"),
            ),
        )
        for (rate, hours), number in alike.items()
    )


def invitee_values(kept: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return field_values(lines_of(kept), INVITEE_FACTORS)


def budget_values(kept: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return field_values(lines_of(kept), BUDGET_FACTORS)


def field_values(lines: Sequence[Line], factors: int) -> dict[str, Any]:
    """The lines as the fields of a form hold them: `label1`, `n1_1`, `unit1_1`, `staff1`, …; empty ones None."""
    values: dict[str, Any] = {}
    for place in range(1, MOST_LINES + 1):
        line = lines[place - 1] if place <= len(lines) else None
        values[f"label{place}"] = line.label if line else ""
        values[f"staff{place}"] = bool(line) and not (line and line.in_target)
        for number in range(1, factors + 1):
            factor = line.factors[number - 1] if line and number <= len(line.factors) else None
            values[f"n{place}_{number}"] = factor.value if factor else None
            values[f"unit{place}_{number}"] = factor.unit if factor else ""
    return values
