"""Small cells: counts of people so low that one might recognise somebody are held back (F102).

The rule. A count of people from 1 to 4 is held back, and so is one of which all but 1 to 4 have the
mark that is counted (148 of 150: two have not). A zero names nobody and is shown. A held-back cell
must not come out of a total: wherever parts are held back and their total is shown, at least two are
held back, at least one of them with 5 or more people, so that neither the sum nor the rule gives one
away; where no part can serve as that cover, the total is held back too. What has been held back once
stays held back, and what somebody else has shown is no cover.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

SMALLEST_SHOWN = 5
"""People: fewer than this, and more than none, are not shown."""

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Column(Generic[Name]):
    """Counts of people of one kind in one month, by place. `total` names the cell of the whole.

    `bases` are the people among whom a cell counts, where there are such.
    """

    cells: Mapping[Name, Decimal]
    total: Name | None = None
    bases: Mapping[Name, Decimal] = field(default_factory=dict)


def held_back(
    column: Column[Name],
    *,
    held: Collection[Name] = frozenset(),
    shown: Collection[Name] = frozenset(),
) -> frozenset[Name]:
    """The cells that are not shown.

    `held` were held back in an earlier release or by another office, `shown` are known from there.
    """
    hidden = {name for name in column.cells if name in held or _is_small(column, name)}
    total = column.total
    if total is None or total not in column.cells:
        return frozenset(hidden)
    parts = {name: value for name, value in column.cells.items() if name != total}
    hidden_parts = hidden & parts.keys()
    if total in hidden:
        if not hidden_parts and parts:
            hidden |= _cover(parts, hidden, shown) or {max(parts, key=lambda name: parts[name])}
        return frozenset(hidden)
    if not hidden_parts or _is_covered(parts, hidden_parts):
        return frozenset(hidden)
    # A total that is known already hides nothing by being left out: then no part is shown.
    last_resort = set(parts) if total in shown else {total}
    return frozenset(hidden | (_cover(parts, hidden, shown) or last_resort))


def is_small(count: Decimal | None) -> bool:
    """From 1 to 4 people."""
    return count is not None and 0 < count < SMALLEST_SHOWN


def _is_small(column: Column[Name], name: Name) -> bool:
    count, base = column.cells[name], column.bases.get(name)
    return is_small(count) or (base is not None and is_small(base - count))


def _is_covered(parts: Mapping[Name, Decimal], hidden: set[Name]) -> bool:
    return len(hidden) > 1 and any(parts[name] >= SMALLEST_SHOWN for name in hidden)


def _cover(parts: Mapping[Name, Decimal], hidden: set[Name], shown: Collection[Name]) -> set[Name]:
    """The smallest cell with enough people that nobody else has shown; nothing where there is none."""
    able = [
        name
        for name, value in parts.items()
        if value >= SMALLEST_SHOWN and name not in hidden and name not in shown
    ]
    return {min(able, key=lambda name: (parts[name], str(name)))} if able else set()
