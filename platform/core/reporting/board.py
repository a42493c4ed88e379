"""Pictures of released figures: drawn from the rows that are public, and from nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from core.i18n.dates import show_month
from core.i18n.sorting import thai_sort_key
from core.i18n.text import shorten
from core.reporting.datasets import DatasetKey
from core.reporting.earlier import SUPPRESSED
from core.reporting.released import Released
from core.tenancy.models import Office
from core.tenancy.queries import districts
from core.tenancy.scope import DEPARTMENT
from core.web.figures.choices import LONGEST_ASKED
from core.web.figures.maps import name_on_tile
from core.web.shell import language
from ui.charts import BarChart, Datum, LineChart, bar_chart, line_chart
from ui.maps import Tile, TileMap, tile_map

MOST_BARS = 12
SHARE = "%"
TREND = 12
TILE = 54
_STEPS_OF_SHARE = (30.0, 50.0, 70.0, 85.0)
_ENGLISH_UNITS = {
    "ชุมชน": "communities",
    "โซน": "zones",
    "เครือข่าย": "networks",
    "ขั้น": "stages",
    "กิจกรรม": "activities",
    "ครั้ง": "meetings",
    "คน": "people",
    "คน-ครั้ง": "attendances",
}


@dataclass(frozen=True)
class Shown:
    """One indicator of a release: its months, and its districts as a map or all zones in the last month.

    `districts` have a number in it, out of the `places` that the release lists: both 0 of an office's own.

    All under the version that counted the month; a line is cut where another one counted.
    """

    key: str
    title: str
    unit: str
    words: str
    parts: str
    version: int
    districts: int
    places: int
    trend: LineChart | None
    bars: BarChart | None
    tiles: TileMap | None


@dataclass(frozen=True)
class Board:
    """All indicators of which anything is known, in the chosen month; `unknown_*` was asked for in vain."""

    month: date
    months: tuple[date, ...]
    indicators: tuple[Shown, ...]
    chosen: Shown | None
    unknown_month: str = ""
    unknown_indicator: str = ""


Row = Mapping[str, Any]


@dataclass(frozen=True)
class Frame:
    """What stands around released numbers: the districts with their places and names."""

    offices: Mapping[str, Office]

    def unit(self, row: Row) -> str:
        """In the reader's language; releases of old hold Thai units, of which ours are known in English."""
        unit = str(row["unit"])
        return unit if language() == "th" else row.get("unit_en") or _ENGLISH_UNITS.get(unit, unit)

    def place(self, row: Row) -> str:
        """The name of a district, or of Bangkok, in the reader's language."""
        office = self.offices.get(str(row["district_code"]))
        if office is None:
            return gettext("Bangkok") if _is_city(row) else str(row["district"])
        return office.name_th if language() == "th" else office.name_en


def frame_of(session: Session) -> Frame:
    return Frame({str(each.code): each for each in districts(session)})


def board_of(found: Released, frame: Frame, asked: str, indicator: str = "") -> Board:
    """The month as asked for, the newest where the release has no such month; likewise the indicator."""
    records = found.records()
    keys = sorted({str(row["month"]) for row in records})
    chosen = asked if asked in keys else (keys[-1] if keys else f"{found.last_month:%Y-%m}")
    by_key: dict[str, list[Row]] = {}
    for row in records:
        by_key.setdefault(row["indicator"], []).append(row)
    drawn = (_shown(found, frame, rows, chosen) for rows in by_key.values())
    shown = tuple(each for each in drawn if each is not None)
    named = next((each for each in shown if each.key == indicator), None)
    return Board(
        month=_month(chosen),
        months=tuple(_month(key) for key in keys),
        indicators=shown,
        chosen=named or next((each for each in shown if each.words), next(iter(shown), None)),
        unknown_month=shorten(asked, LONGEST_ASKED) if asked != chosen else "",
        unknown_indicator="" if named else shorten(indicator, LONGEST_ASKED),
    )


def picture_of(found: Released, frame: Frame) -> Shown | None:
    """One picture that tells what a release holds: its first indicator with a known course."""
    known = board_of(found, frame, "").indicators
    return next((each for each in known if each.trend or each.bars), None)


def _shown(found: Released, frame: Frame, rows: Sequence[Row], month: str) -> Shown | None:
    whole = [row for row in rows if _is_whole(found, row)]
    now = next((row for row in whole if row["month"] == month), None)
    if now is None or all(row["value"] is None for row in rows):
        return None
    share = now["unit"] == SHARE
    same = [row for row in rows if row["month"] == month and row["version"] == now["version"]]
    places = [row for row in rows if row["month"] == month and _is_district(found, row)]
    title = str(now["title_th"] if language() == "th" else now["title_en"])
    return Shown(
        key=now["indicator"],
        title=title,
        unit=frame.unit(now),
        words=_words(now),
        parts=_parts(now),
        version=int(now["version"]),
        districts=sum(_is_counted(row) for row in same if _is_district(found, row)),
        places=len(places),
        trend=_trend(frame, whole, month, share=share),
        bars=_bars(found, same, share=share),
        tiles=_tiles(frame, now, places, same),
    )


def _is_city(row: Row) -> bool:
    return str(row["district_code"]) == str(DEPARTMENT)


def _is_district(found: Released, row: Row) -> bool:
    """Whether it is the row of one district in a release of all of them."""
    return found.dataset == DatasetKey.BY_DISTRICT and not _is_city(row)


def _is_counted(row: Row) -> bool:
    """Whether there is a number, shown or held back."""
    return row["value"] is not None or row["status"] == SUPPRESSED


def _is_whole(found: Released, row: Row) -> bool:
    if found.dataset == DatasetKey.BY_DISTRICT:
        return _is_city(row)
    return not row.get("zone")


def _words(row: Row) -> str:
    """The number as released; a share with at least one decimal, as everywhere."""
    value = row["value"]
    if value is None:
        return ""
    return f"{value:,.1f}" if row["unit"] == SHARE and value == int(value) else f"{value:,}"


def _parts(row: Row) -> str:
    if row["numerator"] is None or row["denominator"] is None:
        return ""
    return f"{row['numerator']:,}/{row['denominator']:,}"


def _trend(frame: Frame, whole: Sequence[Row], month: str, *, share: bool) -> LineChart | None:
    until = sorted((row for row in whole if row["month"] <= month), key=lambda row: row["month"])
    rows = until[-TREND:]
    if all(row["value"] is None for row in rows):
        return None
    unit = rows[-1]["unit"]
    eras = ["" if row["value"] is None else _version_words(row) for row in rows]
    several = len(set(filter(None, eras))) > 1
    return line_chart(
        [_label(_month(row["month"])) for row in rows],
        [
            (
                frame.place(rows[-1]),
                [_value(row) if row["unit"] == unit else None for row in rows],
            )
        ],
        eras=eras,
        notes=[_note(frame, row, era) for row, era in zip(rows, eras, strict=True)]
        if several
        else (),
        unit="%" if share else "",
        decimals=1 if share else 0,
        maximum=100 if share else None,
    )


def _version_words(row: Row) -> str:
    return gettext("version %(number)s of the definition", number=row["version"])


def _note(frame: Frame, row: Row, era: str) -> str:
    """What counted a month, with its number in its own unit."""
    title = row["title_th"] if language() == "th" else row["title_en"]
    return f"{era} “{title}”: {_words(row)} {frame.unit(row)}" if era else ""


def _bars(found: Released, rows: Sequence[Row], *, share: bool) -> BarChart | None:
    """The zones of an office in their order; districts stand on a map: all 50 in one order would be unfair (F91)."""
    parts = [row for row in rows if not _is_whole(found, row) and row["value"] is not None]
    if len(parts) <= 1 or "zone" not in parts[0]:
        return None
    return bar_chart(
        [Datum(_name(row, parts), _value(row)) for row in parts[:MOST_BARS]],
        unit="%" if share else "",
        decimals=1 if share else 0,
        maximum=100 if share else None,
    )


def _tiles(frame: Frame, now: Row, places: Sequence[Row], same: Sequence[Row]) -> TileMap | None:
    """All districts as squares; one without a number of this version is empty."""
    known = {str(row["district_code"]): row for row in same}
    share = now["unit"] == SHARE
    drawn = [
        Tile(
            label=frame.place(row),
            column=office.tile_column,
            row=office.tile_row,
            value=_value(known.get(office_code, row)) if office_code in known else None,
            short=name_on_tile(frame.place(row)),
            note=_why(known.get(office_code)),
        )
        for row in sorted(places, key=lambda row: thai_sort_key(str(row["district"])))
        for office_code in (str(row["district_code"]),)
        for office in (frame.offices.get(office_code),)
        if office and office.tile_column is not None and office.tile_row is not None
    ]
    if not drawn:
        return None
    return tile_map(
        drawn,
        _STEPS_OF_SHARE if share else _steps(drawn),
        unit=frame.unit(now),
        decimals=max([int(share), *(_decimals(each.value) for each in drawn)]),
        size=TILE,
    )


def _steps(drawn: Sequence[Tile]) -> tuple[float, ...]:
    """Quarters of the largest number, in whole numbers."""
    most = max((each.value for each in drawn if each.value is not None), default=0.0)
    return tuple(sorted({float(ceil(most * part / 4)) for part in (1, 2, 3) if most > 0}))


def _decimals(value: float | None) -> int:
    """As many decimals as the release has."""
    return 0 if value is None or value == int(value) else len(repr(value).partition(".")[2])


def _why(row: Row | None) -> str:
    """Both parts of a share, or that the number is held back."""
    if row is None:
        return ""
    return gettext("held back") if row["status"] == SUPPRESSED else _parts(row)


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
