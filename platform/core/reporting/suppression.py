"""Small cells: counts of people so low that one might recognise somebody are held back (F102).

The rule. A count of people from 1 to 4 is held back, and so is one of which all but 1 to 4 have the
mark that is counted (148 of 150: two have not). A zero names nobody and is shown. A held-back cell
must not come out of a total: wherever parts are held back and their total is shown, at least two are
held back, at least one of them with 5 or more people, so that neither the sum nor the rule gives one
away; where no part can serve as that cover, the total is held back too. What has been held back once
stays held back, and a value that has been shown already is no cover.

Releases are compared with each other as well. Whoever has an earlier release subtracts it from this
one, and the table of differences has small cells like any other (disclosure by differencing). So a cell
is held back, too, where it lies 1 to 4 away from what was shown of it before; and where a total is shown
in both, what is left of it after all parts that both show may not have moved by 1 to 4, nor only by parts
of which each has. Cover is a part that has moved by 5 or more, otherwise the total is held back. A value
that was shown stays known whatever one does: the newer one is what can be kept.

Not every earlier release shows all: districts show themselves alone, without a total. Whoever collects
them has the newest value of every place, so a release is compared with each earlier one by itself and
with all that was public at each moment before it. Where the earlier whole was not shown, or is older than
its parts, their sum stands for it. What the shown total leaves for the parts held back is compared with
their earlier values as soon as all of them were public, whether or not the others were. A part that only
one side has may have been counted in the other's total or not: both are tried. In doubt more is held back.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Generic, TypeVar

SMALLEST_SHOWN = 5
"""People: fewer than this, and more than none, are not shown."""

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Column(Generic[Name]):
    """Counts of people of one kind in one month, by place. `total` names the cell of the whole.

    `bases` are the people among whom a cell counts, where there are such. `earlier` are the values that
    each earlier release showed of these places and this whole, the oldest first. Where a column does not
    count people but what they gave, its values say nothing by being small: whoever asks knows how few
    gave it, and says so by `held`.
    """

    cells: Mapping[Name, Decimal]
    total: Name | None = None
    bases: Mapping[Name, Decimal] = field(default_factory=dict)
    earlier: Sequence[Mapping[Name, Decimal]] = ()
    counts_people: bool = True

    @property
    def parts(self) -> dict[Name, Decimal]:
        return {name: value for name, value in self.cells.items() if name != self.total}

    @cached_property
    def known_before(self) -> Sequence[Mapping[Name, Decimal]]:
        """What a reader could subtract: each earlier release, and all that was public at each moment.

        Of the moments only those before a value changed, and the last: they say what the others say.
        """
        found: list[Mapping[Name, Decimal]] = [*self.earlier]
        public: dict[Name, Decimal] = {}
        for old in self.earlier:
            if any(public.get(name, value) != value for name, value in old.items()):
                found.append(public.copy())
            public.update(old)
        found.append(public)
        found += [self._added_up(each) for each in found]
        return list({frozenset(each.items()): each for each in found}.values())

    def _added_up(self, old: Mapping[Name, Decimal]) -> Mapping[Name, Decimal]:
        """The same with the sum of its parts as the whole, where all of them were shown."""
        if self.total is None or not self.parts.keys() <= old.keys():
            return old
        whole = sum((value for name, value in old.items() if name != self.total), Decimal())
        return {**old, self.total: whole}


def held_back(
    column: Column[Name],
    *,
    held: Collection[Name] = frozenset(),
    shown: Collection[Name] = frozenset(),
) -> frozenset[Name]:
    """The cells that are not shown.

    `held` are held back for another reason, as in an earlier release or by another office; the present
    value of those in `shown` is known from elsewhere.
    """
    known = {*shown, *_shown_before(column)}
    hidden = {
        name
        for name in column.cells
        if name in held or (column.counts_people and _is_telling(column, name))
    }
    size = -1
    while size < len(hidden):
        size = len(hidden)
        hidden = _covered(column, hidden, known)
        for old in column.known_before:
            hidden |= _against(column, hidden, known, old)
    return frozenset(hidden)


def is_small(count: Decimal | None) -> bool:
    """From 1 to 4 people."""
    return count is not None and 0 < count < SMALLEST_SHOWN


def _is_telling(column: Column[Name], name: Name) -> bool:
    """A small count, all but a small count, or a small distance from what was shown before."""
    count, base = column.cells[name], column.bases.get(name)
    return (
        is_small(count)
        or (base is not None and is_small(base - count))
        or any(is_small(abs(count - old[name])) for old in column.known_before if name in old)
    )


def _shown_before(column: Column[Name]) -> set[Name]:
    """The cells of which an earlier release has shown the present value."""
    return {
        name
        for old in column.earlier
        for name, value in old.items()
        if column.cells.get(name) == value
    }


def _covered(column: Column[Name], hidden: set[Name], known: set[Name]) -> set[Name]:
    """What is hidden, with what else must be so that no sum gives it away."""
    total, parts = column.total, column.parts
    if total is None or total not in column.cells:
        return hidden
    hidden_parts = hidden & parts.keys()
    if total in hidden:
        if not hidden_parts and parts:
            return hidden | (
                _cover(parts, hidden, known) or {max(parts, key=lambda name: parts[name])}
            )
        return hidden
    if not hidden_parts or _is_covered(parts, hidden_parts):
        return hidden
    return hidden | (_cover(parts, hidden, known) or _last_resort(column, known))


def _last_resort(column: Column[Name], known: set[Name]) -> set[Name]:
    """The total; one that is known already hides nothing by being left out: then no part is shown."""
    return set(column.parts) if column.total is None or column.total in known else {column.total}


def _is_covered(parts: Mapping[Name, Decimal], hidden: set[Name]) -> bool:
    return len(hidden) > 1 and any(parts[name] >= SMALLEST_SHOWN for name in hidden)


def _cover(parts: Mapping[Name, Decimal], hidden: set[Name], known: Collection[Name]) -> set[Name]:
    """The smallest cell with enough people that is not known already; nothing where there is none."""
    able = [
        name
        for name, value in parts.items()
        if value >= SMALLEST_SHOWN and name not in hidden and name not in known
    ]
    return {min(able, key=lambda name: (parts[name], str(name)))} if able else set()


def _against(
    column: Column[Name], hidden: set[Name], known: set[Name], old: Mapping[Name, Decimal]
) -> set[Name]:
    """What else must be held back so that the difference to what was known gives nothing away."""
    total, parts = column.total, column.parts
    if not column.counts_people or total is None or total in hidden or total not in column.cells:
        return set()
    rest = next(
        (rest for rest, unseen in _remainders(column, hidden, old) if _is_told(rest, unseen)), None
    )
    if rest is None:
        return set()
    moved = {name: parts[name] - old[name] for name in (parts.keys() & old.keys()) - hidden}
    able = {
        name: parts[name]
        for name, move in moved.items()
        if abs(move) >= SMALLEST_SHOWN and not is_small(abs(rest + move))
    }
    found = _cover(able, hidden, known) or _last_resort(column, known)
    # A total that came back to an earlier value tells even where no part is shown: nobody knew it did.
    return {total} if found <= hidden else found


def _remainders(
    column: Column[Name], hidden: set[Name], old: Mapping[Name, Decimal]
) -> Iterator[tuple[Decimal, list[Decimal | None]]]:
    """By how much that moved which the total leaves for the parts held back, and each of these parts."""
    total, parts = column.total, column.parts
    if total is None:
        return
    unseen = hidden & parts.keys()
    moves = [parts[name] - old[name] if name in old else None for name in unseen]
    left = column.cells[total] - _sum_of(parts, parts.keys() - unseen)
    if unseen and unseen <= old.keys():
        yield left - _sum_of(old, unseen), moves
    if total not in old:
        return
    rest = left - old[total] + _sum_of(old, (parts.keys() & old.keys()) - unseen)
    begun = parts.keys() - unseen - old.keys()
    gone = _sum_of(old, old.keys() - column.cells.keys())
    for ended in {Decimal(), gone}:
        yield rest + ended, moves
        if begun:
            yield rest + ended + _sum_of(parts, begun), [*moves, *([None] * len(begun))]


def _sum_of(values: Mapping[Name, Decimal], names: Collection[Name]) -> Decimal:
    return sum((values[name] for name in names), Decimal())


def _is_told(rest: Decimal, unseen: Sequence[Decimal | None]) -> bool:
    """Whether a remainder tells of a few people, by itself or since each of its parts moved by a few.

    Of `unseen` parts None says that an earlier release did not show them either. Several that moved by
    1 to 4 keep each other's secret unless all moved nearly as far as they can.
    """
    few = [each for each in unseen if each is not None and is_small(abs(each))]
    covered = any(each is None or abs(each) >= SMALLEST_SHOWN for each in unseen)
    furthest = (SMALLEST_SHOWN - 1) * (len(few) - 1)
    return is_small(abs(rest)) or (bool(few) and not covered and abs(rest) > furthest)
