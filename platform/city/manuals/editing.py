"""Changes of a draft, as pure functions: one entry of a list is replaced, all others stay as they are."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol, TypeVar

from core.errors import FieldError, NotFound
from core.manual.structure import ManualContent

EMPTY = ManualContent()

_FIFTEEN_DIGITS = 10**15


class Keyed(Protocol):
    """An entry of a list; its key stays the same from edition to edition."""

    @property
    def key(self) -> str: ...


Entry = TypeVar("Entry", bound=Keyed)


@dataclass(frozen=True)
class Draft:
    """What the department writes: the edition's title and its content."""

    title: str
    content: ManualContent


@dataclass(frozen=True)
class Order:
    """The order of a list, a part of its own: who moves an entry does not touch its text."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """The edition's title, how districts divide themselves into zones, and what networks must hold."""

    title: str
    minimum: int
    maximum: int
    suggested: int
    name_pattern: str
    criteria: str
    activities_per_month: int


@dataclass(frozen=True)
class Term:
    """How many years the members of a committee serve; None where the manual sets no end."""

    term_years: int | None


@dataclass(frozen=True)
class ByLawHead:
    """What stands above the articles of the by-law draft."""

    title: str
    preamble: str


def version_of(part: Any) -> int:
    """A number that changes with the part: two people at different parts do not meet, at one part they do."""
    text = json.dumps(asdict(part), sort_keys=True, ensure_ascii=False, default=str)
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % _FIFTEEN_DIGITS + 1


def order_of(entries: Iterable[Keyed]) -> Order:
    return Order(tuple(each.key for each in entries))


def entry_of(entries: Sequence[Entry], key: str) -> Entry:
    return entries[position_of(entries, key) - 1]


def position_of(entries: Sequence[Keyed], key: str) -> int:
    """The place of an entry, counted from 1."""
    for position, each in enumerate(entries, start=1):
        if each.key == key:
            return position
    raise NotFound("This part of the manual does not exist.")


def with_entry(
    entries: Sequence[Entry], entry: Entry, position: int | None = None
) -> tuple[Entry, ...]:
    """The list with one more entry, at a place counted from 1 or at the end."""
    place = len(entries) if position is None else max(0, position - 1)
    return (*entries[:place], entry, *entries[place:])


def with_changed(entries: Sequence[Entry], entry: Entry) -> tuple[Entry, ...]:
    return tuple(entry if each.key == entry.key else each for each in entries)


def without_entry(entries: Sequence[Entry], key: str) -> tuple[Entry, ...]:
    entry_of(entries, key)
    return tuple(each for each in entries if each.key != key)


def with_moved(entries: Sequence[Entry], key: str, position: int) -> tuple[Entry, ...]:
    """The list with an entry at another place; refuses a place that the list does not have."""
    moved = entry_of(entries, key)
    if not 1 <= position <= len(entries):
        raise FieldError(
            "The list has the places 1 to %(most)s.", field="position", most=len(entries)
        )
    return with_entry(without_entry(entries, key), moved, position)


def next_key(keys: Iterable[str], prefix: str) -> str:
    """The first key of a counted row that none of `keys` reached: 1.10 after 1.9, seat_3 after seat_2."""
    counted = (key.removeprefix(prefix) for key in keys if key.startswith(prefix))
    numbers = [int(number) for number in counted if number.isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1}"
