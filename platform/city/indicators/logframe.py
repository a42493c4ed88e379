"""The logframe of the study (F81, M10, M11, M78-M84): goal, indicator, means of verification, as data."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Row:
    """An output, an outcome or the programme, with the keys of the indicators that measure it."""

    level: str
    number: int
    row: str
    goal_th: str
    goal_en: str
    indicator_th: str
    indicator_en: str
    means_th: tuple[str, ...]
    means_en: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Logframe:
    """What everything maps up to, and the rows below it. The texts are the study's own."""

    root_th: str
    root_en: str
    root_row: str
    strategies_th: tuple[str, ...]
    strategies_en: tuple[str, ...]
    strategies_row: str
    source_th: str
    source_en: str
    rows: tuple[Row, ...]


@cache
def logframe() -> Logframe:
    text = files(__package__).joinpath("logframe.json").read_text(encoding="utf-8")
    stored: dict[str, Any] = json.loads(text)
    rows = tuple(Row(**_listed(row)) for row in stored.pop("rows"))
    return Logframe(rows=rows, **_listed(stored))


def _listed(stored: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
