"""The filters of the board, with the choice of its map."""

from collections.abc import Mapping

from flask_babel import gettext

from city.dashboards.board import Board
from city.districts.filters import group_filter
from core.web.figures.filters import Filter, basis_filter, indicator_filter, period_filter

TILES, OUTLINES = "tiles", "outlines"


def show_outlines(arguments: Mapping[str, str]) -> bool:
    """Whether the address asks for boundaries, as it does unless it says tiles."""
    return arguments.get("map", OUTLINES) != TILES


def board_filters(board: Board, *, shows_outlines: bool) -> list[Filter]:
    found = [
        indicator_filter(board.choice, board.catalogue, board.definition),
        period_filter(board.choice),
        group_filter(board.choice, board.offices),
        basis_filter(board.choice),
    ]
    if board.has_outlines:
        found.append(
            {
                "name": "map",
                "label": gettext("Map"),
                "value": OUTLINES if shows_outlines else TILES,
                "options": [(OUTLINES, gettext("Boundaries")), (TILES, gettext("Equal squares"))],
            }
        )
    return found
