from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.dashboards import pictures, queries
from city.dashboards.permissions import DashboardPermission
from city.dashboards.queries import NAME, Board, Choice
from city.districts.queries import MONTHS, months_until
from city.indicators import pictures as words
from city.indicators.indicators import ACTIVE_COMMUNITIES, BY_KEY, INDICATORS
from city.indicators.queries import ledger
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month
from core.indicators.indicators import target_reached
from core.web.guard import city_blueprint, requires

blueprint = city_blueprint("dashboards", __name__)

TILES, OUTLINES = "tiles", "outlines"
KEPT = ("indicator", "month", "group", "window", "map")
"""What a heading keeps of the address when it sorts."""


@blueprint.get("/")
@requires(DashboardPermission.READ)
def show_city() -> ResponseReturnValue:
    board = queries.board(db.session(), _choice())
    return render_template("dashboards/city.html", **_page(board))


@blueprint.get("/facts-state")
@requires(DashboardPermission.READ, poll=True)
def show_facts_state() -> ResponseReturnValue:
    """Only whether anything was counted since: 304, or a new ETag."""
    response = Response(status=200)
    response.set_etag(ledger(db.session()).mark)
    return response.make_conditional(request)


def _choice() -> Choice:
    """The choice in the address; whatever cannot be read falls back to the default."""
    asked = request.args
    this_month = first_of_month(bangkok_today())
    months = months_until(this_month, MONTHS)
    sort = asked.get("sort", NAME)
    return Choice(
        indicator=BY_KEY.get(asked.get("indicator", ""), ACTIVE_COMMUNITIES),
        month=_month(asked.get("month", ""), months),
        this_month=this_month,
        group=asked.get("group", ""),
        window=words.chosen_window(asked.get("window", type=int)),
        sort=sort if queries.is_sortable(sort) else NAME,
        outlines=asked.get("map", OUTLINES) == OUTLINES,
    )


def _month(text: str, months: tuple[date, ...]) -> date:
    return next((month for month in months if f"{month:%Y-%m}" == text), months[-1])


def _page(board: Board) -> dict[str, Any]:
    choice = board.choice
    shows_outlines = board.has_outlines and bool(choice.outlines)
    return {
        "board": board,
        "choice": choice,
        "indicators": INDICATORS,
        "filters": _filters(board, TILES if not shows_outlines else OUTLINES),
        "map": pictures.areas(board) if shows_outlines else pictures.tiles(board),
        "map_credit": pictures.credit_of_areas(board) if shows_outlines else "",
        "ranking": pictures.ranking(board) if board.ranking else None,
        "trend": words.trend_chart(
            choice.indicator, board.months, board.trend, _place(board), of_city=True
        ),
        "place": _place(board),
        "reached": target_reached,
        "sort_address": _sort_address(choice),
        "words": words,
        "note_of": pictures.note_of,
        "address_of": pictures.address_of,
    }


def _place(board: Board) -> str:
    group = board.choice.group
    chosen = next((office for office in board.groups if office.group_code == group), None)
    return words.group_name(chosen) if group and chosen else gettext("All of Bangkok")


def _filters(board: Board, shown_map: str) -> list[dict[str, Any]]:
    choice = board.choice
    months = months_until(choice.this_month, MONTHS)[::-1]
    filters: list[dict[str, Any]] = [
        {
            "name": "indicator",
            "label": gettext("Indicator"),
            "value": choice.indicator.key,
            "options": [(each.key, gettext(each.title)) for each in INDICATORS],
        },
        {
            "name": "month",
            "label": gettext("Month"),
            "value": f"{choice.month:%Y-%m}",
            "options": [(f"{month:%Y-%m}", _month_words(month, choice)) for month in months],
        },
        {
            "name": "group",
            "label": gettext("Group of districts"),
            "value": choice.group,
            "options": [
                ("", gettext("All groups")),
                *((office.group_code, words.group_name(office)) for office in board.groups),
            ],
        },
        words.window_filter(choice.window),
    ]
    if board.has_outlines:
        filters.append(
            {
                "name": "map",
                "label": gettext("Map"),
                "value": shown_map,
                "options": [(OUTLINES, gettext("Boundaries")), (TILES, gettext("Equal squares"))],
            }
        )
    return filters


def _month_words(month: date, choice: Choice) -> str:
    shown = words.month_words(month)
    return gettext("%(month)s (running)", month=shown) if month == choice.this_month else shown


def _sort_address(choice: Choice) -> Callable[[str], dict[str, str]]:
    """The heading of a column: its address sorts by it, and once more in the other direction."""

    def heading(column: str) -> dict[str, str]:
        current, falling = choice.sort.removeprefix("-") == column, choice.sort.startswith("-")
        first = column if column == NAME else f"-{column}"
        following = (column if falling else f"-{column}") if current else first
        sorted_as = "descending" if falling else "ascending"
        kept = {name: request.args[name] for name in KEPT if name in request.args}
        arguments: dict[str, Any] = kept | {"sort": following}
        return {
            "sort_url": url_for(".show_city", _anchor="districts", **arguments),
            "sorted": sorted_as if current else "",
        }

    return heading
