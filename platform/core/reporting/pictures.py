"""Pictures of a report, the same on the page, in print and in the PDF."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.i18n.dates import Language, show_month
from core.reporting.content import Cell, Content, Defined, Place
from core.reporting.outlines import in_degrees
from core.reporting.versions import shown_in_full, version_mark, version_words
from core.web.figures.maps import LETTER, name_on_tile, name_that_fits
from ui.charts import BarChart, Datum, LineChart, bar_chart, line_chart
from ui.maps import Area, AreaMap, Tile, TileMap, area_map, tile_map
from ui.scales import show

WHOLE = 100
MOST_PICTURES = 6


@dataclass(frozen=True)
class Size:
    """How large a picture is drawn, in units: letters have 12 to 14 of them whatever its width is."""

    line: tuple[float, float] = (480, 280)
    bars: float = 480
    map: float = 480
    tile: float = 54


ON_PAGE = Size()
ON_PAPER = Size(line=(380, 216), bars=270, map=240, tile=20.5)
"""Two beside each other on A4: no letters under 8 points."""

LETTERS_OF_SMALL_TILE = 4


@dataclass(frozen=True)
class Picture:
    """What is drawn of one indicator: its months, and its districts or zones."""

    definition: Defined
    trend: LineChart | None
    tiles: TileMap | None
    areas: AreaMap | None
    bars: BarChart | None


def main_indicators(content: Content, most: int = MOST_PICTURES) -> list[Defined]:
    """Those with a target first, then the others that are known."""
    entries = content.whole.entries
    known = [each for each in content.definitions if entries[each.key].official.is_known]
    return sorted(known, key=lambda each: entries[each.key].target is None)[:most]


def pictures(content: Content, language: Language, size: Size = ON_PAGE) -> list[Picture]:
    """Of the main indicators, as far as there is something to draw."""
    drawn = [
        Picture(
            each,
            trend=_trend(content, each, language, size),
            tiles=None if content.outlines else tiles(content, each, language, size),
            areas=areas(content, each, language, size),
            bars=_bars(content, each, language, size),
        )
        for each in main_indicators(content)
    ]
    return [each for each in drawn if each.trend or each.tiles or each.areas or each.bars]


def _trend(
    content: Content, definition: Defined, language: Language, size: Size
) -> LineChart | None:
    cells = content.trends[definition.key]
    if sum(cell.is_known for cell in cells) <= 1:
        return None
    counted = [content.counted_by(definition.key, cell) for cell in cells]
    values = [
        _value(cell) if each.measures_like(definition) else None
        for each, cell in zip(counted, cells, strict=True)
    ]
    eras = [
        version_words(each, language) if cell.is_known else ""
        for each, cell in zip(counted, cells, strict=True)
    ]
    target = content.whole.entries[definition.key].target
    width, height = size.line
    return line_chart(
        [_month_label(month, language) for month in content.trend_months],
        [(content.whole.name(language), values)],
        target=None if target is None else float(target),
        unit="%" if definition.is_share else "",
        decimals=definition.decimals,
        maximum=_maximum(definition, cells),
        width=width,
        height=height,
        eras=eras,
        notes=_notes(counted, cells, eras) if len(set(filter(None, eras))) > 1 else (),
    )


def _notes(counted: Sequence[Defined], cells: Sequence[Cell], eras: Sequence[str]) -> list[str]:
    """What counted each month, with its number in its own unit."""
    return [
        f"{era} “{each.short_th}”: {show(_value(cell), each.decimals)} {each.unit_th}"
        if era
        else ""
        for each, cell, era in zip(counted, cells, eras, strict=True)
    ]


def tiles(
    content: Content, definition: Defined, language: Language, size: Size = ON_PAGE
) -> TileMap | None:
    """The districts as equal squares; None for a district's own report.

    Small ones have room for a rounded number and no name: the table has both.
    """
    if not content.places or any(place.column is None for place in content.places):
        return None
    small = size.tile < ON_PAGE.tile
    drawn = tile_map(
        [
            Tile(
                label=place.name(language),
                column=place.column or 0,
                row=place.row or 0,
                value=_value(place.entries[definition.key].official, definition),
                note=_other_version(content, definition, place),
                short=" " if small else name_on_tile(place.name(language)),
            )
            for place in content.places
        ],
        definition.steps,
        unit="%" if definition.is_share else definition.unit(language),
        decimals=0 if small else definition.decimals,
        size=size.tile,
    )
    if not small:
        return drawn
    return replace(
        drawn,
        tiles=tuple(
            replace(each, words=each.words if len(each.words) <= LETTERS_OF_SMALL_TILE else " ")
            for each in drawn.tiles
        ),
    )


def areas(
    content: Content, definition: Defined, language: Language, size: Size = ON_PAGE
) -> AreaMap | None:
    """The districts in the outlines that the report keeps; None where it keeps none.

    A small one has room for numbers and for no names.
    """
    if not content.outlines:
        return None
    return area_map(
        [_area(content, place, definition, language, size) for place in content.places],
        definition.steps,
        unit="%" if definition.is_share else definition.unit(language),
        decimals=definition.decimals,
        width=size.map,
    )


def _area(
    content: Content, place: Place, definition: Defined, language: Language, size: Size
) -> Area:
    rings = in_degrees(content.outlines.get(place.code, ()))
    value = _value(place.entries[definition.key].official, definition)
    small = size.map < ON_PAGE.map
    words = show(value, definition.decimals) if small else place.name(language)
    return Area(
        label=place.name(language),
        rings=rings,
        value=value,
        note=_other_version(content, definition, place),
        short=""
        if small and value is None
        else name_that_fits(words, rings, LETTER * ON_PAGE.map / size.map),
    )


def _bars(content: Content, definition: Defined, language: Language, size: Size) -> BarChart | None:
    if not content.places or content.places[0].column is not None:
        return None
    cells = [place.entries[definition.key].official for place in content.places]
    if not any(cell.is_known for cell in cells):
        return None
    return bar_chart(
        [
            Datum(place.name(language), _value(cell, definition))
            for place, cell in zip(content.places, cells, strict=True)
        ],
        unit="%" if definition.is_share else "",
        decimals=definition.decimals,
        maximum=_maximum(definition, cells),
        width=size.bars,
    )


def _maximum(definition: Defined, cells: Sequence[Cell]) -> float | None:
    """100 for a share, unless one lies above."""
    if not definition.is_share or any((_value(cell) or 0) > WHOLE for cell in cells):
        return None
    return WHOLE


def _value(cell: Cell, definition: Defined | None = None) -> float | None:
    """The number; beside others under one definition None of a figure that another version counted."""
    if cell.amount is None or (definition and cell.version != definition.version):
        return None
    return float(cell.amount)


def _other_version(content: Content, definition: Defined, place: Place) -> str:
    """The number of a place that is not drawn, because another version counted it."""
    cell = place.entries[definition.key].official
    if not cell.is_known or cell.version == definition.version:
        return ""
    return f"{shown_in_full(content, definition.key, cell)} {version_mark(cell)}"


def _month_label(month: date, language: Language) -> str:
    """พ.ย. 69; in English 11/2569."""
    if language != "th":
        return show_month(month, style="numeric", language=language)
    name, year = show_month(month, style="short").rsplit(" ", 1)
    return f"{name} {year[-2:]}"
