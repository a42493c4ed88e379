from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from city.quality import queries
from city.quality.permissions import CityQualityPermission
from city.quality.queries import Board
from core.extensions import db
from core.quality.rules import RULE_OF, RULES
from core.web.guard import city_blueprint, requires
from core.web.offices import office_name
from ui.charts import BarChart, Datum, bar_chart

blueprint = city_blueprint("data_quality", __name__)

SHOWN_BARS = 15
"""So many districts stand in the picture; the table below has all of them."""


@blueprint.get("/data-quality")
@requires(CityQualityPermission.READ)
def list_districts() -> ResponseReturnValue:
    asked = request.args.get("rule", "")
    rule = asked if asked in RULE_OF else ""
    board = queries.board(db.session())
    return render_template(
        "data_quality/districts.html",
        board=board,
        rule=rule,
        rules=RULES,
        rule_of=RULE_OF,
        chart=_most_open(board, rule),
        name_of=office_name,
    )


@blueprint.get("/data-quality/<int(max=9999):code>")
@requires(CityQualityPermission.READ)
def show_district(code: int) -> ResponseReturnValue:
    found = queries.district_quality(db.session(), code)
    return render_template(
        "data_quality/district.html",
        district=found,
        name=office_name(found.office),
        rules=RULES,
    )


def _most_open(board: Board, rule: str) -> BarChart | None:
    """The districts with the most open findings; None where nothing is open."""
    ranked = sorted(
        (each for each in board.districts if each.count(rule).open),
        key=lambda each: -each.count(rule).open,
    )
    if not ranked:
        return None
    return bar_chart(
        [
            Datum(
                office_name(each.office),
                each.count(rule).open,
                url=url_for(".show_district", code=each.office.code),
            )
            for each in ranked[:SHOWN_BARS]
        ]
    )
