from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.composition import current_composition
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.indicators.figures import Basis, reached
from core.web.figures import filters, words
from core.web.figures.choices import Asked, Choice
from core.web.figures.standings import matrix_cell, matrix_column, spark
from core.web.guard import current_actor, current_reach, requires
from tenants.results.dashboard import Dashboard, dashboard
from tenants.results.permissions import ResultsPermission
from tenants.results.routes import blueprint
from ui.charts import BarChart, Datum, bar_chart
from ui.comparisons import Matrix, MatrixRow, matrix


@blueprint.get("/results")
@requires(ResultsPermission.READ)
def show_dashboard() -> ResponseReturnValue:
    """All indicators of the office or of a zone, with the chosen one over time and by zone."""
    found = dashboard(
        db.session(),
        current_composition().measures,
        Asked.from_address(request.args),
        within=current_reach(),
        code=current_actor().district_id,
        zone=request.args.get("zone", ""),
        today=bangkok_today(),
    )
    return render_template("results/dashboard.html", **_page(found))


def _page(found: Dashboard) -> dict[str, Any]:
    choice = found.choice
    kept = _kept(found)
    return {
        "found": found,
        "choice": choice,
        "chosen": found.chosen,
        "kept": kept,
        "place": _place(found),
        "filters": _filters(found),
        "months": filters.month_options(choice.today),
        "trend": words.trend_chart(
            found.chosen.definition,
            choice.series,
            found.chosen.line,
            _place(found),
            found.chosen.target,
        ),
        "bars": _bars(found) if found.zones else None,
        "zones": _zones(found) if found.zones and found.zone_columns else None,
        "sparks": {
            each.definition.key: spark(choice.series, each)
            for each in found.indicators
            if each.has_way
        },
        "evidence_of": lambda key: _evidence(choice, key, kept.get("zone")),
        "own_url": lambda key: _own(key, kept),
        "reached": reached,
        "words": words,
    }


def _own(indicator: str, kept: dict[str, str]) -> str:
    values: dict[str, Any] = {name: value for name, value in kept.items() if value}
    return url_for(".show_dashboard", indicator=indicator, **values)


def _place(found: Dashboard) -> str:
    return found.zone.name if found.zone else gettext("Whole district")


def _kept(found: Dashboard) -> dict[str, str]:
    """What the addresses of this page keep of its choices; what is the default is left out."""
    choice = found.choice
    return {
        "period": "" if choice.is_default_period else choice.span.key,
        "basis": "" if choice.basis is Basis.OFFICIAL else choice.basis.value,
        "zone": str(found.zone.id) if found.zone else "",
    }


def _filters(found: Dashboard) -> list[filters.Filter]:
    choice = found.choice
    shown = [
        filters.indicator_filter(choice, found.catalogue, found.chosen.definition),
        filters.period_filter(choice),
        filters.basis_filter(choice),
    ]
    if not current_reach().whole_district and len(found.zones_to_choose) == 1:
        return shown
    whole = [("", gettext("Whole district"))] if current_reach().whole_district else []
    shown.append(
        {
            "name": "zone",
            "label": gettext("Zone"),
            "value": str(found.zone.id) if found.zone else "",
            "options": [*whole, *((str(each.id), each.name) for each in found.zones_to_choose)],
        }
    )
    return shown


def _bars(found: Dashboard) -> BarChart:
    """The zones by the chosen indicator, in their own order: no ranking."""
    definition = found.chosen.definition
    values = [words.value_of(each.chosen) for each in found.zones]
    return bar_chart(
        [
            Datum(
                label=each.zone.name,
                value=value,
                note=words.note_of(each.chosen),
                url=_evidence(found.choice, definition.key, str(each.zone.id)),
            )
            for each, value in zip(found.zones, values, strict=True)
        ],
        target=words.target_value(found.chosen.target) if definition.is_share else None,
        lower_is_better=words.lower_is_better(definition),
        unit=words.SHARE if definition.is_share else "",
        decimals=definition.decimals,
        maximum=words.maximum_of(definition, values),
    )


def _zones(found: Dashboard) -> Matrix:
    return matrix(
        [matrix_column(each) for each in found.zone_columns],
        [
            MatrixRow(
                label=each.zone.name,
                cells=[
                    matrix_cell(
                        figure,
                        _evidence(found.choice, definition.key, str(each.zone.id)),
                    )
                    for definition, figure in zip(found.zone_columns, each.figures, strict=True)
                ],
                url=url_for(".show_dashboard", zone=each.zone.id),
                is_example=each.zone.is_example,
            )
            for each in found.zones
        ],
    )


def _evidence(choice: Choice, indicator: str, zone: str | None) -> str:
    return url_for(".show_evidence", indicator=indicator, period=choice.span.key, zone=zone or None)


__all__ = ["blueprint"]
