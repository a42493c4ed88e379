from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from city.dashboards import board_pictures, pictures_of_many, roll_out
from city.dashboards.board import Board, board
from city.dashboards.board_words import board_filters, show_outlines
from city.dashboards.export import matrix_file
from city.dashboards.fairness import SMALLEST_BASE, SMALLEST_RANKED
from city.dashboards.matrix import NAME, Grid, grid
from city.dashboards.permissions import DashboardPermission
from city.dashboards.roll_out import Stage
from city.dashboards.trends import FEWEST, MOST, comparison, trends
from city.districts.addresses import board_address, district_address, evidence_addresses, kept
from city.districts.filters import group_filter, place_words
from city.districts.reading import ledger
from core.composition import current_composition
from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.i18n.messages import translate
from core.indicators.figures import reached
from core.web.downloads import send_bytes
from core.web.figures import filters, words
from core.web.figures.choices import Asked
from core.web.guard import city_blueprint, requires
from core.web.offices import group_name, office_name

blueprint = city_blueprint("dashboards", __name__)


@blueprint.get("/")
@requires(DashboardPermission.READ)
def show_city() -> ResponseReturnValue:
    found = board(
        db.session(),
        current_composition().measures,
        _asked(),
        today=bangkok_today(),
        outlines=show_outlines(request.args),
    )
    return render_template("dashboards/city.html", **_board_page(found))


@blueprint.get("/facts-state")
@requires(DashboardPermission.READ, poll=True)
def show_facts_state() -> ResponseReturnValue:
    """Only whether anything was counted or approved since: 304, or a new ETag."""
    response = Response(status=200)
    response.set_etag(ledger(db.session()).mark)
    return response.make_conditional(request)


@blueprint.get("/matrix")
@requires(DashboardPermission.READ)
def show_matrix() -> ResponseReturnValue:
    """All columns in one table; `view=print` groups of columns, each as wide as a sheet of A4."""
    found = _grid()
    heading = _heading(found)
    printing = request.args.get("view") == "print"
    return render_template(
        "dashboards/matrix.html",
        grid=found,
        printing=printing,
        sheets=pictures_of_many.sheets(found) if printing else [],
        shades=None if printing else pictures_of_many.shades(found, heading),
        print_url=url_for(".show_matrix", sort=_sort(found), view="print", **kept(found.choice)),
        name_heading=heading(NAME),
        name_url=url_for(".show_matrix", **kept(found.choice)),
        smallest=SMALLEST_RANKED,
        smallest_base=SMALLEST_BASE,
        filters=[
            filters.period_filter(found.choice),
            group_filter(found.choice, found.offices),
            filters.basis_filter(found.choice),
        ],
        file_url=url_for(".show_matrix_file", sort=_sort(found), **kept(found.choice)),
        **_around(found),
    )


@blueprint.get("/matrix/file")
@requires(DashboardPermission.READ)
def show_matrix_file() -> ResponseReturnValue:
    found = _grid()
    if found.choice.misunderstood:
        raise NotFound("The address of this file names something that does not exist.")
    return send_bytes(
        matrix_file(found),
        name=f"matrix-{found.choice.span.key}.csv",
        content_type="text/csv; charset=utf-8",
    )


@blueprint.get("/trends")
@requires(DashboardPermission.READ)
def list_trends() -> ResponseReturnValue:
    found = trends(db.session(), current_composition().measures, _asked(), today=bangkok_today())
    return render_template(
        "dashboards/trends.html",
        trends=found,
        drawn=[(courses, pictures_of_many.multiples(found, courses)) for courses in found.groups],
        filters=[
            filters.indicator_filter(found.choice, found.catalogue, found.definition),
            filters.period_filter(found.choice),
            group_filter(found.choice, found.offices),
            filters.basis_filter(found.choice),
        ],
        **_around(found),
    )


@blueprint.get("/comparison")
@requires(DashboardPermission.READ)
def show_comparison() -> ResponseReturnValue:
    codes = request.args.getlist("district", type=int)
    found = comparison(
        db.session(),
        current_composition().measures,
        _asked(),
        codes=codes,
        today=bangkok_today(),
    )
    page = render_template(
        "dashboards/comparison.html",
        comparison=found,
        problem=translate(found.problem) if found.problem else "",
        drawn=[
            (
                each,
                pictures_of_many.bullets(found, each),
                pictures_of_many.courses(found, each),
            )
            for each in found.indicators
            if each.is_known
        ],
        unknown=[each for each in found.indicators if not each.is_known],
        codes={office.code for office in found.chosen},
        fewest=FEWEST,
        most=MOST,
        filters=[filters.period_filter(found.choice), filters.basis_filter(found.choice)],
        **_around(found),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if found.problem else HTTPStatus.OK


@blueprint.get("/roll-out")
@requires(DashboardPermission.READ)
def show_roll_out() -> ResponseReturnValue:
    found = roll_out.roll_out(
        db.session(), current_composition().measures, _asked(), today=bangkok_today()
    )
    names = pictures_of_many.stage_names()
    return render_template(
        "dashboards/roll_out.html",
        roll_out=found,
        stages=list(Stage),
        Stage=Stage,
        names=names,
        map=pictures_of_many.stage_map(found, names),
        counts=pictures_of_many.stage_counts(found, names),
        filters=[group_filter(found.choice, found.offices, by_size=False)],
        **_around(found),
    )


def _asked() -> Asked:
    return Asked.from_address(request.args)


def _grid() -> Grid:
    return grid(
        db.session(),
        current_composition().measures,
        _asked(),
        sort=request.args.get("sort", NAME),
        today=bangkok_today(),
    )


def _board_page(found: Board) -> dict[str, Any]:
    shows_outlines = found.has_outlines and show_outlines(request.args)
    place = place_words(found.choice, found.offices)
    return {
        "board": found,
        "filters": board_filters(found, shows_outlines=shows_outlines),
        "map": board_pictures.areas(found) if shows_outlines else board_pictures.tiles(found),
        "map_credit": board_pictures.credit_of_areas(found) if shows_outlines else "",
        "ranking": board_pictures.ranking(found) if found.ranking else None,
        "spread": None if found.choice.group else board_pictures.spread(found),
        "trend": board_pictures.trend(found, place),
        "evidence_of": lambda line: evidence_addresses(line.office.code, found.choice.span)(
            found.choice.definition.key
        ),
        "differs": board_pictures.DIFFERS if any(line.differs for line in found.map_lines) else "",
        "why_unranked": partial(board_pictures.why_unranked, found),
        "smallest": SMALLEST_RANKED,
        "smallest_base": SMALLEST_BASE,
        **_around(found),
    }


def _around(found: Any) -> dict[str, Any]:
    """What every page of figures shares: its choice, its words, the months of a period of one's own."""
    return {
        "choice": found.choice,
        "kept": kept(found.choice),
        "place": place_words(found.choice, found.offices),
        "months": filters.month_options(found.choice.today),
        "words": words,
        "reached": reached,
        "office_words": office_name,
        "group_words": group_name,
        "address_of": lambda office: district_address(found.choice, office),
        "board_of": lambda **parts: board_address(found.choice, **parts),
    }


def _sort(found: Grid) -> str | None:
    return None if found.sort == NAME else found.sort


def _heading(found: Grid) -> Callable[[str], dict[str, str]]:
    """The heading of a column: its address sorts by it, and once more in the other direction."""

    def heading(column: str) -> dict[str, str]:
        current, falling = found.sort.removeprefix("-") == column, found.sort.startswith("-")
        first = column if column == NAME else f"-{column}"
        following = (column if falling else f"-{column}") if current else first
        sorted_as = "descending" if falling else "ascending"
        return {
            "sort_url": url_for(".show_matrix", sort=following, **kept(found.choice)),
            "sorted": sorted_as if current else "",
        }

    return heading
