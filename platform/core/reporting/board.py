"""Pictures of released figures: drawn from the rows that are public, and from nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.i18n.dates import show_month
from core.reporting.datasets import DatasetKey
from core.reporting.holding import SUPPRESSED
from core.reporting.released import Released
from core.tenancy.scope import DEPARTMENT
from core.web.shell import language
from ui.charts import BarChart, Datum, LineChart, bar_chart, line_chart

MOST_BARS = 12
SHARE = "%"
TREND = 12


@dataclass(frozen=True)
class Shown:
    """One indicator of a release: its months, and its highest districts or all zones in the last month."""

    key: str
    title: str
    unit: str
    words: str
    parts: str
    trend: LineChart | None
    bars: BarChart | None


@dataclass(frozen=True)
class Board:
    """All indicators of which anything is known, in the chosen month."""

    month: date
    months: tuple[date, ...]
    indicators: tuple[Shown, ...]


Row = Mapping[str, Any]


def board_of(found: Released, asked: str) -> Board:
    """The month as asked for, the newest where the release has no such month."""
    records = found.records()
    keys = sorted({str(row["month"]) for row in records})
    chosen = asked if asked in keys else (keys[-1] if keys else f"{found.last_month:%Y-%m}")
    by_key: dict[str, list[Row]] = {}
    for row in records:
        by_key.setdefault(row["indicator"], []).append(row)
    shown = [_shown(found, rows, chosen) for rows in by_key.values()]
    return Board(
        month=_month(chosen),
        months=tuple(_month(key) for key in keys),
        indicators=tuple(each for each in shown if each is not None),
    )


def picture_of(found: Released) -> Shown | None:
    """One picture that tells what a release holds: its first indicator with a known course."""
    known = board_of(found, "").indicators
    return next((each for each in known if each.trend or each.bars), None)


def _shown(found: Released, rows: Sequence[Row], month: str) -> Shown | None:
    whole = [row for row in rows if _is_whole(found, row)]
    now = next((row for row in whole if row["month"] == month), None)
    if now is None or all(row["value"] is None for row in rows):
        return None
    share = now["unit"] == SHARE
    title = str(now["title_th"] if language() == "th" else now["title_en"])
    return Shown(
        key=now["indicator"],
        title=title,
        unit=str(now["unit"]),
        words=_words(now),
        parts=_parts(now),
        trend=_trend(whole, month, share=share),
        bars=_bars(found, [row for row in rows if row["month"] == month], share=share),
    )


def _is_whole(found: Released, row: Row) -> bool:
    if found.dataset == DatasetKey.BY_DISTRICT:
        return str(row["district_code"]) == str(DEPARTMENT)
    return not row.get("zone")


def _words(row: Row) -> str:
    return "" if row["value"] is None else f"{row['value']:,}"


def _parts(row: Row) -> str:
    if row["numerator"] is None or row["denominator"] is None:
        return ""
    return f"{row['numerator']:,}/{row['denominator']:,}"


def _trend(whole: Sequence[Row], month: str, *, share: bool) -> LineChart | None:
    until = sorted((row for row in whole if row["month"] <= month), key=lambda row: row["month"])
    rows = until[-TREND:]
    if sum(row["value"] is not None for row in rows) <= 1:
        return None
    return line_chart(
        [_label(_month(row["month"])) for row in rows],
        [(str(rows[-1]["district"]), [_value(row) for row in rows])],
        unit="%" if share else "",
        decimals=1 if share else 0,
        maximum=100 if share else None,
    )


def _bars(found: Released, rows: Sequence[Row], *, share: bool) -> BarChart | None:
    parts = [row for row in rows if not _is_whole(found, row) and row["value"] is not None]
    if len(parts) <= 1:
        return None
    ordered = parts if "zone" in parts[0] else sorted(parts, key=lambda row: -row["value"])
    return bar_chart(
        [Datum(_name(row, parts), _value(row)) for row in ordered[:MOST_BARS]],
        unit="%" if share else "",
        decimals=1 if share else 0,
        maximum=100 if share else None,
    )


def _name(row: Row, among: Sequence[Row]) -> str:
    """A district or a zone; a zone with its number where a closed one had the same name."""
    if not row.get("zone"):
        return str(row["district"])
    name = str(row["zone"])
    twice = sum(each.get("zone") == name for each in among) > 1
    return f"{row['zone_number']} {name}" if twice and "zone_number" in row else name


def _value(row: Row) -> float | None:
    return None if row["value"] is None or row["status"] == SUPPRESSED else float(row["value"])


def _month(key: str) -> date:
    year, month = key.split("-")
    return date(int(year), int(month), 1)


def _label(month: date) -> str:
    if language() != "th":
        return show_month(month, style="numeric", language="en")
    name, year = show_month(month, style="short").rsplit(" ", 1)
    return f"{name} {year[-2:]}"
