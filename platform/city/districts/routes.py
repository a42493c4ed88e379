from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from city.districts import queries
from city.districts.permissions import DistrictPermission
from city.districts.queries import DistrictMonths
from city.indicators import pictures
from city.indicators.indicators import INDICATORS
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month
from core.indicators.indicators import target_reached
from core.web.guard import city_blueprint, requires

blueprint = city_blueprint("districts", __name__)


@blueprint.get("/districts/<int(max=9999):code>")
@requires(DistrictPermission.READ)
def show_district(code: int) -> ResponseReturnValue:
    today = bangkok_today()
    window = pictures.chosen_window(request.args.get("window", type=int))
    found = queries.district_months(db.session(), code, today=today, window=window)
    return render_template("districts/district.html", **_page(found, today, window))


def _page(found: DistrictMonths, today: date, window: int) -> dict[str, Any]:
    name = pictures.office_name(found.office)
    return {
        "district": found,
        "name": name,
        "indicators": INDICATORS,
        "charts_of": {
            each.key: pictures.trend_chart(
                each, found.months, found.lines[each.key], name, of_city=False
            )
            for each in INDICATORS
        },
        "opened": queries.opened_in(found.office, first_of_month(today)),
        "this_month": first_of_month(today),
        "filled": found.ledger.months.get(found.office.code),
        "reached": target_reached,
        "window": window,
        "filters": [pictures.window_filter(window)],
        "words": pictures,
    }
