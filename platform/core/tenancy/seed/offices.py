"""Readers of the seed files: what an empty database and the city's maps are filled with.

Every reader returns frozen rows in the order of the file. A blank cell is None: unknown, never
zero. A malformed file raises ValueError or KeyError, because the package itself would be broken.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from core.tenancy.models import OfficeKind

BUDDHIST_ERA_OFFSET = 543
"""Between a Buddhist-era and a Gregorian year; used for whole months only, never for a day."""


@dataclass(frozen=True)
class OfficeRow:
    """One office. The figures are None for the department, which has no area of its own.

    `name_th` and `name_en` are bare names (บางนา, Bang Na), as maps and tables need them;
    `office_th` and `office_en` are the names on paper. Area in square kilometres, points in
    WGS84 degrees, populations and houses at the end of the Buddhist-era year in the field's name.
    """

    code: int
    kind: OfficeKind
    slug: str
    name_th: str
    name_en: str
    group_code: str | None
    group_th: str | None
    group_en: str | None
    label_lat: float | None
    label_lon: float | None
    area_km2: float | None
    pop_2568_total: int | None
    houses_2568: int | None
    pop_2565_total: int | None
    pop_2563_total: int | None
    communities_2563: int | None

    @property
    def office_th(self) -> str:
        return f"สำนักงานเขต{self.name_th}" if self.kind is OfficeKind.DISTRICT else self.name_th

    @property
    def office_en(self) -> str:
        if self.kind is OfficeKind.DISTRICT:
            return f"{self.name_en} District Office"
        return self.name_en


@dataclass(frozen=True)
class SubdistrictRow:
    """แขวง. Credit GeoThai, CC BY 4.0, where the list is shown."""

    code: int
    office_code: int
    name_th: str
    name_en: str
    postal_code: str


@dataclass(frozen=True)
class PublishedFigureRow:
    """A figure that a named source printed (M12-M17): shown beside computed ones, never rolled up.

    `as_of` is a Buddhist-era year and month such as 2559-06.
    """

    office_code: int
    key: str
    value: int
    unit: str
    as_of: str
    source_th: str
    source_en: str

    @property
    def as_of_month(self) -> date:
        """The first day of the month of `as_of`, in the calendar of the database."""
        year, month = self.as_of.split("-")
        return date(int(year) - BUDDHIST_ERA_OFFSET, int(month), 1)


@dataclass(frozen=True)
class TilePosition:
    """A district's square on the tile map: columns from the west, rows from the north, from 1."""

    code: int
    column: int
    row: int


@dataclass(frozen=True)
class Border:
    """Two districts that touch (`code` < `neighbour_code`) and the kilometres that they share.

    `across_river`: one lies on the Thon Buri bank of the Chao Phraya, the other opposite.
    """

    code: int
    neighbour_code: int
    shared_km: float
    across_river: bool


def offices() -> tuple[OfficeRow, ...]:
    """The department (1000) and the 50 districts (1001-1050), by code."""
    return tuple(
        OfficeRow(
            code=int(row["code"]),
            kind=OfficeKind(row["kind"]),
            slug=row["slug"],
            name_th=row["name_th"],
            name_en=row["name_en"],
            group_code=row["group_code"] or None,
            group_th=row["group_th"] or None,
            group_en=row["group_en"] or None,
            label_lat=_decimal_or_none(row["label_lat"]),
            label_lon=_decimal_or_none(row["label_lon"]),
            area_km2=_decimal_or_none(row["area_km2"]),
            pop_2568_total=_whole_or_none(row["pop_2568_total"]),
            houses_2568=_whole_or_none(row["houses_2568"]),
            pop_2565_total=_whole_or_none(row["pop_2565_total"]),
            pop_2563_total=_whole_or_none(row["pop_2563_total"]),
            communities_2563=_whole_or_none(row["communities_2563"]),
        )
        for row in _rows("offices.csv")
    )


def subdistricts() -> tuple[SubdistrictRow, ...]:
    """The 180 subdistricts, by code."""
    return tuple(
        SubdistrictRow(
            code=int(row["code"]),
            office_code=int(row["office_code"]),
            name_th=row["name_th"],
            name_en=row["name_en"],
            postal_code=row["postal_code"],
        )
        for row in _rows("subdistricts.csv")
    )


def published_figures() -> tuple[PublishedFigureRow, ...]:
    """The study's snapshots of the city (office 1000) and of Bang Na (1047), M12-M18."""
    return tuple(
        PublishedFigureRow(
            office_code=int(row["office_code"]),
            key=row["key"],
            value=int(row["value"]),
            unit=row["unit"],
            as_of=row["as_of"],
            source_th=row["source_th"],
            source_en=row["source_en"],
        )
        for row in _rows("figures.csv")
    )


def tile_positions() -> tuple[TilePosition, ...]:
    """The tile map of the 50 districts, by code; the empty lane that winds through is the river."""
    return tuple(
        TilePosition(code=int(row["code"]), column=int(row["column"]), row=int(row["row"]))
        for row in _rows("tile_map.csv")
    )


def borders() -> tuple[Border, ...]:
    """Every pair of districts that shares a border, once, by code."""
    return tuple(
        Border(
            code=int(row["code"]),
            neighbour_code=int(row["neighbour_code"]),
            shared_km=float(row["shared_km"]),
            across_river=row["across_river"] == "1",
        )
        for row in _rows("borders.csv")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("core.tenancy.seed") / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _whole_or_none(text: str) -> int | None:
    return int(text) if text else None


def _decimal_or_none(text: str) -> float | None:
    return float(text) if text else None
