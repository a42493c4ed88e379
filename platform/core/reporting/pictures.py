"""Pictures of a report, the same on the page, in print and in the PDF."""

from dataclasses import dataclass
from datetime import date

from core.i18n.dates import Language, show_month
from core.i18n.text import shorten
from core.reporting.content import Cell, Content, Defined, Place
from ui.charts import BarChart, Datum, LineChart, bar_chart, line_chart
from ui.maps import Tile, TileMap, tile_map

WHOLE = 100
MOST_PICTURES = 4
LETTERS_ON_TILE = 8
TILE = 54


@dataclass(frozen=True)
class Picture:
    """What is drawn of one indicator: its months, and its districts or zones."""

    definition: Defined
    trend: LineChart | None
    tiles: TileMap | None
    bars: BarChart | None


def pictures(content: Content, language: Language, most: int = MOST_PICTURES) -> list[Picture]:
    """The main indicators: those with a target first, then the others that are known."""
    entries = content.whole.entries
    known = [each for each in content.definitions if entries[each.key].official.is_known]
    ordered = sorted(known, key=lambda each: entries[each.key].target is None)
    return [_picture(content, each, language) for each in ordered[:most]]


def _picture(content: Content, definition: Defined, language: Language) -> Picture:
    return Picture(
        definition,
        trend=_trend(content, definition, language),
        tiles=tiles(content, definition, language),
        bars=_bars(content, definition, language),
    )


def _trend(content: Content, definition: Defined, language: Language) -> LineChart | None:
    cells = content.trends[definition.key]
    if sum(cell.is_known for cell in cells) <= 1:
        return None
    target = content.whole.entries[definition.key].target
    return line_chart(
        [_month_label(month, language) for month in content.trend_months],
        [(content.whole.name(language), [_value(cell) for cell in cells])],
        target=None if target is None else float(target),
        unit="%" if definition.is_share else "",
        decimals=definition.decimals,
        maximum=WHOLE if definition.is_share else None,
    )


def tiles(content: Content, definition: Defined, language: Language) -> TileMap | None:
    """The districts as equal squares; None for a district's own report."""
    if not content.places or any(place.column is None for place in content.places):
        return None
    return tile_map(
        [
            Tile(
                label=place.name(language),
                column=place.column or 0,
                row=place.row or 0,
                value=_value(place.entries[definition.key].official),
                short=shorten(place.name(language), LETTERS_ON_TILE),
            )
            for place in content.places
        ],
        definition.steps,
        unit="%" if definition.is_share else definition.unit(language),
        decimals=definition.decimals,
        size=TILE,
    )


def _bars(content: Content, definition: Defined, language: Language) -> BarChart | None:
    if not content.places or content.places[0].column is not None:
        return None
    return bar_chart(
        [_datum(place, definition, language) for place in content.places],
        unit="%" if definition.is_share else "",
        decimals=definition.decimals,
        maximum=WHOLE if definition.is_share else None,
    )


def _datum(place: Place, definition: Defined, language: Language) -> Datum:
    cell = place.entries[definition.key].official
    return Datum(place.name(language), _value(cell))


def _value(cell: Cell) -> float | None:
    return None if cell.amount is None else float(cell.amount)


def _month_label(month: date, language: Language) -> str:
    """พ.ย. 69; in English 11/2569."""
    if language != "th":
        return show_month(month, style="numeric", language=language)
    name, year = show_month(month, style="short").rsplit(" ", 1)
    return f"{name} {year[-2:]}"
