from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from city.districts import pictures
from city.districts.addresses import district_address, evidence_address, kept
from city.districts.district_page import DistrictPage, district_page
from city.districts.permissions import DistrictPermission
from core.composition import current_composition
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.indicators.figures import reached
from core.web.figures import filters, words
from core.web.figures.choices import Asked
from core.web.figures.standings import spark
from core.web.guard import city_blueprint, requires
from core.web.offices import group_name, office_name

blueprint = city_blueprint("districts", __name__)


@blueprint.get("/districts/<int(max=9999):code>")
@requires(DistrictPermission.READ)
def show_district(code: int) -> ResponseReturnValue:
    found = district_page(
        db.session(),
        current_composition().measures,
        Asked.from_address(request.args),
        code=code,
        today=bangkok_today(),
    )
    return render_template("districts/district.html", **_page(found))


def _page(found: DistrictPage) -> dict[str, Any]:
    office, choice = found.office, found.choice
    return {
        "district": found,
        "choice": choice,
        "kept": kept(choice),
        "name": office_name(office),
        "group": group_name(office),
        "filters": [
            filters.indicator_filter(choice, found.catalogue, found.chosen.definition),
            filters.period_filter(choice),
            filters.basis_filter(choice),
        ],
        "filled": found.ledger.districts.get(office.code),
        "trend": pictures.trend(found),
        "sparks": {
            each.definition.key: spark(choice.series, each)
            for each in found.indicators
            if each.has_way
        },
        "peers": pictures.peers(found),
        "zones": pictures.zones(found) if found.zones else None,
        "months": filters.month_options(choice.today),
        "evidence_of": lambda key: evidence_address(office.code, key, choice.span),
        "own_url": lambda key: district_address(choice, office, indicator=key),
        "reached": reached,
        "words": words,
    }
