"""Two wordings side by side: which words went and which came, for Thai, which has no spaces between words.

Phrases are compared first, then the letters of phrases that differ, in groups that are read as one
(a consonant with its vowels and tone mark). A few equal letters between two changes are no help to
a reader and count as changed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PHRASE = re.compile(r"\S+\s*|\s+")
_GROUP = re.compile(r"[เ-ไ]?[ก-ฮ][ัิ-ฺ็-๎]*[ะาำๅ]?|[0-9๐-๙]+|[A-Za-z]+|\s+|.", re.DOTALL)
_ISLAND = 4
"""Fewer equal groups than this between two changes are changed with them."""
_KEPT_AT_LEAST = 0.4
"""Where less than this share stayed, marks would be a patchwork: the wording is shown as a new one."""
_MOST_PAIRS = 400_000
"""Above this (two phrases of some 600 groups) the phrases are shown whole: the comparison stays quick."""


class State(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    text: str
    state: State


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both wordings in reading order; a wording that is mostly new comes after the old one whole.

    Joined without what was added they are `before`, without what was removed `after`.
    """
    pieces = _joined(_compare(_PHRASE.findall(before), _PHRASE.findall(after)))
    kept = sum(len(piece.text) for piece in pieces if piece.state is State.SAME)
    if kept < _KEPT_AT_LEAST * max(len(before), len(after)):
        return _joined(_replaced(before, after))
    return pieces


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one state made one; empty ones left out."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].state is piece.state:
            found[-1] = Piece(found[-1].text + piece.text, piece.state)
        else:
            found.append(piece)
    return tuple(found)


def _compare(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "equal":
            yield Piece(old, State.SAME)
        elif tag == "replace":
            yield from _compare_letters(_GROUP.findall(old), _GROUP.findall(new))
        else:
            yield from _replaced(old, new)


def _compare_letters(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if len(before) * len(after) > _MOST_PAIRS:
        yield from _replaced("".join(before), "".join(after))
        return
    old = new = ""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        inside = 0 < place < len(codes) - 1
        if tag == "equal" and not (inside and i2 - i1 < _ISLAND):
            yield from _replaced(old, new)
            old = new = ""
            yield Piece("".join(before[i1:i2]), State.SAME)
        else:
            old += "".join(before[i1:i2])
            new += "".join(after[j1:j2])
    yield from _replaced(old, new)


def _replaced(old: str, new: str) -> Iterator[Piece]:
    yield Piece(old, State.REMOVED)
    yield Piece(new, State.ADDED)
