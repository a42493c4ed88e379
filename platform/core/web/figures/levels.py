"""Indicators by the level of the logical framework that their code names (MISSION 2.14)."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from core.marks import mark

_LETTERS = re.compile(r"[^\d.\s]*")

OTHER = mark("Other indicators")
LEVELS = {
    "OUT": mark("Outputs"),
    "OUTC": mark("Outcomes"),
    "P": mark("Process"),
    "C": mark("Context"),
    "Q": mark("Quality of the data"),
    "กทม": mark("Indicators of Bangkok"),
    "BMA": mark("Indicators of Bangkok"),
    "N": mark("Numbers behind the indicators"),
}
"""The letters before the number of a code, and what they stand for."""


class Coded(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=Coded)


def level_of(code: str) -> str:
    """The level of a code such as OUTC3, P3.1 or กทม. 1: an English id that has a Thai text."""
    letters = _LETTERS.match(code)
    return LEVELS.get(letters[0] if letters else "", OTHER)


def by_level(indicators: Sequence[C]) -> list[tuple[str, list[C]]]:
    """The indicators under their levels, both in the order of the catalogue."""
    found: dict[str, list[C]] = {}
    for each in indicators:
        found.setdefault(level_of(each.code), []).append(each)
    return list(found.items())


def in_groups(indicators: Sequence[C], most: int) -> list[tuple[list[str], list[C]]]:
    """Whole levels beside each other as long as they are `most` at most; a longer level is divided."""
    groups: list[tuple[list[str], list[C]]] = []
    for level, members in by_level(indicators):
        for start in range(0, len(members), most):
            part = members[start : start + most]
            if groups and len(groups[-1][1]) + len(part) <= most:
                groups[-1][0].append(level)
                groups[-1][1].extend(part)
            else:
                groups.append(([level], list(part)))
    return groups
