"""What a formula of an indicator is made of once it has been read, and how its value is worked out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

At = TypeVar("At")


class How(StrEnum):
    """How the months of a span become one value of a measure."""

    SUM = "sum"
    """All months of the span added up: what a flow is without a word."""
    LATEST = "latest"
    """The latest month of the span that was counted: what a stock is without a word."""
    CUMULATIVE = "cumulative"
    """All months up to the end of the span."""


class Over(StrEnum):
    """What a term counts."""

    ZONES = "zones"
    COMMUNITIES = "communities"
    EVERY_MONTH = "every_month"


@dataclass(frozen=True)
class Number:
    value: Decimal


@dataclass(frozen=True)
class Offices:
    """1 for each district."""


@dataclass(frozen=True)
class Population:
    """ประชากรตามทะเบียนราษฎร of the district, the newest known at the end of the span."""


@dataclass(frozen=True)
class Read:
    """A measure, as its months are taken together."""

    measure: str
    how: How


@dataclass(frozen=True)
class Operation:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Extreme:
    """The smallest or the largest of several values."""

    name: str
    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class Reaching:
    """How many zones or communities of the place reach 1 with the inner expression."""

    over: Over
    inner: "Node"


Node = Number | Offices | Population | Read | Operation | Extreme | Reaching

Leaf = Offices | Population | Read | Reaching
"""What has to be read before a formula can be worked out."""


def parts_of(node: Node) -> Iterator[Node]:
    """The node and everything inside it, from left to right."""
    yield node
    if isinstance(node, Operation):
        yield from parts_of(node.left)
        yield from parts_of(node.right)
    elif isinstance(node, Extreme):
        for part in node.parts:
            yield from parts_of(part)
    elif isinstance(node, Reaching):
        yield from parts_of(node.inner)


def leaves_of(node: Node) -> Iterator[Leaf]:
    """What a formula reads for a place as a whole; what stands inside zones(…) is not read by itself."""
    if isinstance(node, Operation):
        yield from leaves_of(node.left)
        yield from leaves_of(node.right)
    elif isinstance(node, Extreme):
        for part in node.parts:
            yield from leaves_of(part)
    elif not isinstance(node, Number):
        yield node


def prepare(
    node: Node, reader_of: Callable[[Leaf], Callable[[At], Decimal]]
) -> Callable[[At], Decimal]:
    """A function that works a formula out at a place, for formulas that are worked out at many.

    `reader_of` is asked once for every leaf and gives the function that reads it at a place. The
    function raises ZeroDivisionError where the formula divides by nothing.
    """
    if isinstance(node, Number):
        number = node.value
        return lambda _at: number
    if isinstance(node, Operation):
        operate = _OPERATIONS[node.sign]
        left, right = prepare(node.left, reader_of), prepare(node.right, reader_of)
        return lambda at: operate(left(at), right(at))
    if isinstance(node, Extreme):
        choose = EXTREMES[node.name]
        parts = [prepare(part, reader_of) for part in node.parts]
        return lambda at: choose(part(at) for part in parts)
    return reader_of(node)


def work_out(node: Node, value_of: Callable[[Leaf], Decimal]) -> Decimal:
    """The value of a formula at one place; ZeroDivisionError where it divides by nothing."""

    def reader_of(leaf: Leaf) -> Callable[[None], Decimal]:
        return lambda _at: value_of(leaf)

    return prepare(node, reader_of)(None)


def _divide(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        # Decimal calls 0 ÷ 0 by another name than 1 ÷ 0.
        raise ZeroDivisionError
    return left / right


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divide,
}
EXTREMES: dict[str, Callable[[Iterator[Decimal]], Decimal]] = {"min": min, "max": max}
