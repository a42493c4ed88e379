"""The maps and the ranking of the board."""

import unicodedata

from flask import url_for
from flask_babel import gettext

from city.dashboards.queries import Board, Line
from city.indicators.pictures import (
    WHOLE,
    WINDOW,
    amount_words,
    decimals_of,
    office_name,
    parts_words,
    target_of,
    unit_words,
    value_of,
)
from core.i18n.text import shorten
from ui.charts import BarChart, Datum, bar_chart
from ui.maps import Area, AreaMap, Tile, TileMap, area_map, tile_map

LETTERS_ON_TILE = 8
LETTER_IN_AREA = 0.015
"""Room of one letter of a label, in degrees of longitude at the width of the whole city."""

TILE = 54


def tiles(board: Board) -> TileMap:
    """All districts as squares in their places; the empty lane between them is the Chao Phraya."""
    indicator = board.choice.indicator
    return tile_map(
        [
            Tile(
                label=office_name(line.office),
                column=line.office.tile_column or 0,
                row=line.office.tile_row or 0,
                value=value_of(indicator, line.figures[indicator.key]),
                short=_name_on_tile(line),
                note=note_of(board, line),
                url=address_of(board, line),
            )
            for line in board.map_lines
        ],
        indicator.steps,
        unit=unit_words(indicator),
        decimals=decimals_of(indicator),
        size=TILE,
    )


def areas(board: Board) -> AreaMap:
    """All districts in their imported outlines."""
    indicator = board.choice.indicator
    return area_map(
        [
            Area(
                label=office_name(line.office),
                rings=line.district.rings,
                value=value_of(indicator, line.figures[indicator.key]),
                short=_label_that_fits(line),
                note=note_of(board, line),
                url=address_of(board, line),
            )
            for line in board.map_lines
        ],
        indicator.steps,
        unit=unit_words(indicator),
        decimals=decimals_of(indicator),
    )


def credit_of_areas(board: Board) -> str:
    """Whose boundaries they are, as stored at the import."""
    return next((line.district.credit for line in board.map_lines if line.district.credit), "")


def ranking(board: Board) -> BarChart:
    """The districts of one group only, the highest first."""
    indicator = board.choice.indicator
    return bar_chart(
        [
            Datum(
                label=office_name(line.office),
                value=value_of(indicator, line.figures[indicator.key]),
                note=note_of(board, line),
                url=address_of(board, line),
            )
            for line in board.ranking
        ],
        target=target_of(indicator, of_city=False),
        unit="%" if indicator.is_share else "",
        decimals=decimals_of(indicator),
        maximum=WHOLE if indicator.is_share else None,
    )


def note_of(board: Board, line: Line) -> str:
    """What a reader must know beside the number: both parts, an example, or why there is none."""
    if not line.has_begun:
        return gettext("Not started")
    figure = line.figures[board.choice.indicator.key]
    words = [parts_words(figure) if figure else gettext("Not known")]
    if line.is_example:
        words.append(gettext("Example"))
    return " · ".join(word for word in words if word)


def address_of(board: Board, line: Line) -> str:
    """The district's own page, with the same window of months."""
    window = None if board.choice.window == WINDOW else board.choice.window
    return url_for("districts.show_district", code=line.office.code, window=window)


def _name_on_tile(line: Line) -> str:
    """The name, cut to the letters that a tile has room for."""
    name = office_name(line.office)
    lengths = range(len(name), 1, -1)
    cuts = (shorten(name, length) for length in lengths)
    return next((cut for cut in cuts if _letters(cut) <= LETTERS_ON_TILE), name)


def _label_that_fits(line: Line) -> str:
    """The name where the district is wide enough for it, so that labels never cover each other."""
    name = office_name(line.office)
    widths = [
        max(point[0] for point in ring) - min(point[0] for point in ring)
        for ring in line.district.rings
    ]
    return name if _letters(name) * LETTER_IN_AREA <= max(widths, default=0) else ""


def _letters(name: str) -> int:
    """How many letters stand beside each other: vowels above and below and tones take no room."""
    return sum(1 for letter in name if unicodedata.category(letter) != "Mn")


__all__ = ["address_of", "amount_words", "areas", "credit_of_areas", "note_of", "ranking", "tiles"]
