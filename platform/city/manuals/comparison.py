"""Two editions side by side, part by part: what was added, changed, moved and removed.

Within a text the words that came and went are told apart. Thai has no spaces between words, so
texts are compared by written clusters (a consonant with its vowels and tones), and differences that
lie close together are shown as one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from city.manuals.editing import Draft, Keyed
from city.manuals.parts import ListPart, SinglePart, list_parts, single_parts

_CLUSTER = re.compile("[เแโใไ]?.[ัิีึืฺุู็่้๊๋์ํ๎ะาำๅ]*", re.DOTALL)


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True)
class FieldChange:
    """One field of a part; None where the part was not there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """A part that differs. `entry` is the new entry of a list, or the old one where it was removed."""

    part: SinglePart | ListPart
    kind: Kind
    fields: tuple[FieldChange, ...]
    entry: Any = None
    moved: bool = False

    @property
    def name(self) -> str:
        return self.part.name

    @property
    def key(self) -> str:
        return self.entry.key if self.entry else ""


def changes(before: Draft, after: Draft) -> list[Change]:
    """Every difference in the order of the new edition; in a list, what was removed comes last.

    The titles are not compared: each names its own edition.
    """
    before = replace(before, title=after.title)
    found = [change for part in single_parts() for change in _of_single(part, before, after)]
    old = {part.name: part for part in list_parts(before.content)}
    new = {part.name: part for part in list_parts(after.content)}
    for name, part in {**old, **new}.items():
        found += _of_list(
            part,
            old[name].read(before.content) if name in old else (),
            new[name].read(after.content) if name in new else (),
        )
    order = [*new, *(name for name in old if name not in new), *(p.name for p in single_parts())]
    return sorted(found, key=lambda change: order.index(change.name))


def _of_single(part: SinglePart, before: Draft, after: Draft) -> Iterator[Change]:
    different = _different(part.fields, part.read(before), part.read(after))
    if different:
        yield Change(part, Kind.CHANGED, different)


def _of_list(part: ListPart, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    old = {entry.key: entry for entry in before}
    kept = {entry.key for entry in after} & set(old)
    moved = _moved(before, after, kept)
    for entry in after:
        different = _different(part.fields, old.get(entry.key), entry)
        if entry.key not in old:
            yield Change(part, Kind.ADDED, different, entry)
        elif different:
            yield Change(part, Kind.CHANGED, different, entry, entry.key in moved)
        elif entry.key in moved:
            yield Change(part, Kind.MOVED, (), entry, moved=True)
    for entry in before:
        if entry.key not in kept:
            yield Change(part, Kind.REMOVED, _different(part.fields, entry, None), entry)


def _different(names: Iterable[str], before: Any, after: Any) -> tuple[FieldChange, ...]:
    compared = (
        FieldChange(name, getattr(before, name, None), getattr(after, name, None)) for name in names
    )
    return tuple(each for each in compared if each.before != each.after)


def _moved(before: Sequence[Keyed], after: Sequence[Keyed], kept: set[str]) -> set[str]:
    """The entries that changed their place among those that stayed, as few as explain the new order."""
    old = [entry.key for entry in before if entry.key in kept]
    new = [entry.key for entry in after if entry.key in kept]
    stayed = _longest_in_order([old.index(key) for key in new])
    return {key for key in new if old.index(key) not in stayed}


def _longest_in_order(places: Sequence[int]) -> set[int]:
    """The longest run of rising places: what need not have moved."""
    longest: tuple[int, ...] = ()
    runs: dict[int, tuple[int, ...]] = {}
    for place in places:
        runs[place] = (*_longest(run for last, run in runs.items() if last < place), place)
        longest = _longest((longest, runs[place]))
    return set(longest)


def _longest(runs: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return max(runs, key=len, default=())


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: `kind` None where both editions say it."""

    text: str
    kind: Kind | None = None


_SHORT = 3
"""Clusters between two differences that are too few to be read as unchanged."""
_ALIKE = 0.35
"""Texts with less in common are shown whole, the old one and then the new one."""
_MOST_CLUSTERS = 1500
"""Longer stretches are compared by their phrases alone: the comparison grows with the square."""


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts as one, with what went marked REMOVED and what came marked ADDED."""
    old, new = _phrases(before), _phrases(after)
    found: list[Piece] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, False).get_opcodes():
        gone, come = "".join(old[first:last]), "".join(new[start:end])
        found += [Piece(gone)] if tag == "equal" else _within(gone, come)
    return found


def _within(gone: str, come: str) -> list[Piece]:
    old, new = _CLUSTER.findall(gone), _CLUSTER.findall(come)
    if not (old and new) or max(len(old), len(new)) > _MOST_CLUSTERS:
        return _replaced(gone, come)
    matcher = SequenceMatcher(None, old, new, False)
    if matcher.ratio() < _ALIKE:
        return _replaced(gone, come)
    found: list[Piece] = []
    pending = ("", "")
    blocks = matcher.get_opcodes()
    for index, (tag, first, last, start, end) in enumerate(blocks):
        left, right = old[first:last], new[start:end]
        at_the_edge = index in (0, len(blocks) - 1)
        if tag == "equal" and (at_the_edge or len(left) > _SHORT):
            tail = int(any(pending) and _ends_a_syllable(left))
            shared = "".join(left[:tail])
            found += _replaced(pending[0] + shared, pending[1] + shared)
            found += [Piece("".join(left[tail:]))] if left[tail:] else []
            pending = ("", "")
        else:
            pending = (pending[0] + "".join(left), pending[1] + "".join(right))
    return found + _replaced(*pending)


def _ends_a_syllable(clusters: Sequence[str]) -> bool:
    """Whether the first cluster belongs to the syllable before: น in คนเห็น, but not ป in ประชุม."""
    first, *others = clusters
    followed_by_consonant = bool(others) and _is_consonant(others[0][0])
    return len(first) == 1 and _is_consonant(first) and not followed_by_consonant


def _is_consonant(letter: str) -> bool:
    return "ก" <= letter <= "ฮ"


def _replaced(gone: str, come: str) -> list[Piece]:
    both = (Piece(gone, Kind.REMOVED), Piece(come, Kind.ADDED))
    return [piece for piece in both if piece.text]


def _phrases(text: str) -> list[str]:
    """A text in stretches that end with their white space."""
    return re.findall(r"\S+\s*|\s+", text)
