"""The maps, the ranking and the trend of the board."""

from dataclasses import replace

from flask_babel import gettext

from city.dashboards.board import Board, Line
from city.districts.addresses import board_address, district_address
from core.web.figures.maps import name_on_tile, name_that_fits
from core.web.figures.versions import comparable_value, with_version
from core.web.figures.words import (
    SHARE,
    differ,
    lower_is_better,
    maximum_of,
    note_of,
    reported_words,
    target_value,
    trend_chart,
    unit_of,
    value_of,
)
from core.web.offices import office_name
from ui.charts import BarChart, Datum, LineChart, bar_chart
from ui.comparisons import Strip, peer_strip
from ui.maps import Area, AreaMap, Tile, TileMap, area_map, tile_map

TILE = 54
DIFFERS = "*"
"""After the number of a tile whose district has reported something else than was approved."""


def note_beside(line: Line) -> str:
    """What a reader must know beside a district's number: also what was reported, where that differs."""
    notes = (note_of(line.figure), reported_words(line.figure, line.reported))
    return " · ".join(note for note in notes if note)


def tiles(board: Board) -> TileMap:
    """All districts as squares in their places; the empty lane between them is the Chao Phraya."""
    definition = board.definition
    return tile_map(
        [
            Tile(
                label=office_name(line.office),
                column=line.office.tile_column or 0,
                row=line.office.tile_row or 0,
                value=comparable_value(line.figure, definition),
                short=name_on_tile(office_name(line.office)),
                note=with_version(line.figure, definition, note_beside(line)),
                url=district_address(board.choice, line.office),
                mark=DIFFERS if differ(line.figure, line.reported) else "",
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
    definition = board.definition
    return area_map(
        [
            Area(
                label=office_name(line.office),
                rings=line.district.rings,
                value=comparable_value(line.figure, definition),
                short=name_that_fits(office_name(line.office), line.district.rings),
                note=with_version(line.figure, definition, note_beside(line)),
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
    definition = board.definition
    values = [value_of(line.figure) for line in board.ranking]
    targets = {target_value(line.target) for line in board.ranking}
    return bar_chart(
        [
            Datum(
                label=office_name(line.office),
                value=value_of(line.figure),
                note=note_beside(line),
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
    definition = board.definition
    known = [line for line in board.lines if line.figure.is_known]
    values = [comparable_value(line.figure, definition) for line in known]
    return peer_strip(
        [
            Datum(
                label=office_name(line.office),
                value=value,
                note=with_version(line.figure, definition, note_beside(line)),
                url=district_address(board.choice, line.office),
            )
            for line, value in zip(known, values, strict=True)
        ],
        unit=SHARE if definition.is_share else "",
        decimals=definition.decimals,
        maximum=maximum_of(definition, values),
    )


def trend(board: Board, place: str) -> LineChart:
    """The line of the shown districts; each period of its table leads to the board of that period."""
    drawn = trend_chart(
        board.definition,
        board.choice.series,
        [total.figure for total in board.trend],
        place,
        board.trend_target,
        totals=board.trend,
    )
    urls = [board_address(board.choice, period=span.key) for span in board.choice.series]
    return replace(drawn, urls=tuple(urls))


def why_unranked(board: Board, line: Line) -> str:
    """Why a district does not stand in the comparison."""
    if line.figure.amount is None:
        return note_of(line.figure)
    if not line.is_comparable:
        return with_version(line.figure, board.definition, "")
    if line.communities is None:
        return gettext("the number of communities is not known")
    if line.is_too_small:
        return gettext("%(number)s communities", number=line.communities)
    return gettext("divided by %(number)s only", number=line.figure.denominator)
