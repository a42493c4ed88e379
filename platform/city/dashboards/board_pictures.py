"""The maps, the ranking and the trend of the board."""

from flask_babel import gettext

from city.dashboards.board import Board, Line
from city.districts.addresses import district_address
from core.i18n.text import shorten
from core.web.figures.maps import letters_of, name_that_fits
from core.web.figures.words import (
    SHARE,
    lower_is_better,
    maximum_of,
    note_of,
    target_value,
    trend_chart,
    unit_of,
    value_of,
)
from core.web.offices import office_name
from ui.charts import BarChart, Datum, LineChart, bar_chart
from ui.comparisons import Strip, peer_strip
from ui.maps import Area, AreaMap, Tile, TileMap, area_map, tile_map

LETTERS_ON_TILE = 8
TILE = 54


def tiles(board: Board) -> TileMap:
    """All districts as squares in their places; the empty lane between them is the Chao Phraya."""
    definition = board.choice.definition
    return tile_map(
        [
            Tile(
                label=office_name(line.office),
                column=line.office.tile_column or 0,
                row=line.office.tile_row or 0,
                value=value_of(line.figure),
                short=_name_on_tile(line),
                note=note_of(line.figure),
                url=district_address(board.choice, line.office),
            )
            for line in board.map_lines
        ],
        definition.steps,
        unit=unit_of(definition),
        decimals=definition.decimals,
        size=TILE,
    )


def areas(board: Board) -> AreaMap:
    """All districts in their imported outlines."""
    definition = board.choice.definition
    return area_map(
        [
            Area(
                label=office_name(line.office),
                rings=line.district.rings,
                value=value_of(line.figure),
                short=name_that_fits(office_name(line.office), line.district.rings),
                note=note_of(line.figure),
                url=district_address(board.choice, line.office),
            )
            for line in board.map_lines
        ],
        definition.steps,
        unit=unit_of(definition),
        decimals=definition.decimals,
    )


def credit_of_areas(board: Board) -> str:
    """Whose boundaries they are, as stored at the import."""
    return next((line.district.credit for line in board.map_lines if line.district.credit), "")


def ranking(board: Board) -> BarChart:
    """The districts of one group only, the highest first. The target is drawn where all share it."""
    definition = board.choice.definition
    values = [value_of(line.figure) for line in board.ranking]
    targets = {target_value(line.target) for line in board.ranking}
    return bar_chart(
        [
            Datum(
                label=office_name(line.office),
                value=value_of(line.figure),
                note=note_of(line.figure),
                url=district_address(board.choice, line.office),
            )
            for line in board.ranking
        ],
        target=targets.pop() if len(targets) == 1 else None,
        lower_is_better=lower_is_better(definition),
        unit=SHARE if definition.is_share else "",
        decimals=definition.decimals,
        maximum=maximum_of(definition, values),
    )


def spread(board: Board) -> Strip:
    """Districts with a number as dots without an order: how far they lie apart, and their median."""
    definition = board.choice.definition
    known = [line for line in board.lines if line.figure.is_known]
    values = [value_of(line.figure) for line in known]
    return peer_strip(
        [
            Datum(
                label=office_name(line.office),
                value=value,
                note=note_of(line.figure),
                url=district_address(board.choice, line.office),
            )
            for line, value in zip(known, values, strict=True)
        ],
        unit=SHARE if definition.is_share else "",
        decimals=definition.decimals,
        maximum=maximum_of(definition, values),
    )


def trend(board: Board, place: str) -> LineChart:
    return trend_chart(
        board.choice.definition,
        board.choice.series,
        [total.figure for total in board.trend],
        place,
        board.trend_target,
    )


def why_unranked(line: Line) -> str:
    """Why a district does not stand in the comparison."""
    if line.figure.amount is None:
        return note_of(line.figure)
    if line.communities is None:
        return gettext("the number of communities is not known")
    if line.is_too_small:
        return gettext("%(number)s communities", number=line.communities)
    return gettext("divided by %(number)s only", number=line.figure.denominator)


def _name_on_tile(line: Line) -> str:
    """The name, cut to the letters that a tile has room for."""
    name = office_name(line.office)
    lengths = range(len(name), 1, -1)
    cuts = (shorten(name, length) for length in lengths)
    return next((cut for cut in cuts if letters_of(cut) <= LETTERS_ON_TILE), name)
