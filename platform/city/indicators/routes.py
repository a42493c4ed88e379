"""Reading the catalogue of indicators: the list, the logframe, one indicator, one version on real data."""

from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.indicators import queries
from city.indicators.forms import DIRECTION_TITLES, LEVEL_TITLES, PERIOD_TITLES, SCALES, Natural
from city.indicators.logframe import logframe
from city.indicators.permissions import IndicatorPermission
from core.audit.queries import changes
from core.composition import current_composition
from core.errors import InputProblem, NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.indicators.definitions import Definition, catalogue, definition_of
from core.indicators.expressions import Expression, parse
from core.indicators.figures import reached
from core.indicators.formula_words import formula_words
from core.indicators.models import IndicatorDefinition
from core.indicators.spans import (
    Span,
    fiscal_year_of,
    fiscal_year_span,
    month_span,
    parse_span,
    quarter_span,
)
from core.indicators.words import amount_words, parts_words, span_words, standing_note
from core.tenancy.models import Office
from core.tenancy.queries import districts
from core.web.evidence import KINDS
from core.web.guard import city_blueprint, may, requires
from core.web.shell import language

blueprint = city_blueprint("indicators", __name__)

OFFERED = {Natural.MONTH: 13, Natural.QUARTER: 9, Natural.FISCAL_YEAR: 5}
"""How many of each kind the preview offers."""

NEWEST_CHANGES = 10


@blueprint.get("/indicators")
@requires(IndicatorPermission.READ)
def list_indicators() -> ResponseReturnValue:
    session = db.session()
    known = catalogue(session)
    today = bangkok_today()
    return render_template(
        "indicators/list.html",
        entries=queries.entries(session, known.retired),
        target_of=lambda key: queries.general_target(known, key, today),
        words=figure_words(),
    )


@blueprint.get("/indicators/logframe")
@requires(IndicatorPermission.READ)
def show_logframe() -> ResponseReturnValue:
    known = catalogue(db.session())
    today = bangkok_today()
    return render_template(
        "indicators/logframe.html",
        frame=logframe(),
        catalogue=known,
        target_of=lambda key: queries.general_target(known, key, today),
        words=figure_words(),
    )


@blueprint.get("/indicators/<string:key>")
@requires(IndicatorPermission.READ)
def show_indicator(key: str) -> ResponseReturnValue:
    session = db.session()
    kept = queries.kept(session, key)
    composition = current_composition()
    history = [
        change
        for table in ("indicator_definitions", "indicator_targets", "indicator_retirements")
        for change in changes(session, table=table, row_id=key)[:NEWEST_CHANGES]
        if change.action
    ]
    today = bangkok_today()
    return render_template(
        "indicators/indicator.html",
        kept=kept,
        newest=_newest(kept, today),
        shown=definition_of(kept.shown),
        is_published=queries.is_published,
        offices={office.code: office for office in districts(session)},
        history=sorted(history, key=lambda change: change.at, reverse=True)[:NEWEST_CHANGES],
        actions={name: text for f in composition.features for name, text in f.actions.items()},
        today=today,
        words=figure_words(),
    )


@blueprint.get("/indicators/<string:key>/versions/<int:number>")
@requires(IndicatorPermission.READ)
def show_version(key: str, number: int) -> ResponseReturnValue:
    session = db.session()
    kept = queries.kept(session, key)
    version = kept.version(number)
    today = bangkok_today()
    span = chosen_span(version, today)
    tried = None
    if not queries.is_published(version) and may(IndicatorPermission.EDIT):
        measures = current_composition().measures
        tried = queries.preview(session, version, measures, span=span, today=today)
    return render_template(
        "indicators/version.html",
        kept=kept,
        version=version,
        shown=definition_of(version),
        is_published=queries.is_published(version),
        preview=tried,
        span=span,
        filters=[_period_filter(version, span, today)],
        words=figure_words(),
    )


def _newest(kept: queries.Kept, today: date) -> queries.Newest | None:
    """Its value in the last finished period of its own kind, else in the running one; of a retired one nothing."""
    if kept.current is None or kept.retired is not None:
        return None
    now = running(Natural(kept.current.period), today)
    return queries.newest(
        db.session(),
        current_composition().measures,
        kept.key,
        spans=[now.before(), now],
        today=today,
    )


def chosen_span(version: IndicatorDefinition, today: date) -> Span:
    """The period of the address; otherwise the last finished one of the version's own kind."""
    asked = request.args.get("period")
    if asked:
        try:
            return parse_span(asked)
        except InputProblem as problem:
            raise NotFound("This period does not exist.") from problem
    return running(Natural(version.period), today).before()


def running(kind: Natural, today: date) -> Span:
    """The period of a kind that a day lies in."""
    if kind is Natural.FISCAL_YEAR:
        return fiscal_year_span(fiscal_year_of(today))
    return quarter_span(today) if kind is Natural.QUARTER else month_span(today)


def _period_filter(version: IndicatorDefinition, span: Span, today: date) -> dict[str, Any]:
    """Periods of the version's own kind first, then those of the others, the newest of each on top."""
    own = Natural(version.period)
    options = [
        (each.key, span_words(each), gettext(PERIOD_TITLES[kind]))
        for kind in (own, *(other for other in Natural if other is not own))
        for each in reversed(running(kind, today).series(OFFERED[kind]))
    ]
    if span.key not in {key for key, *_rest in options}:
        options.insert(0, (span.key, span_words(span), gettext("Chosen period")))
    return {"name": "period", "label": gettext("Period"), "value": span.key, "options": options}


def figure_words() -> dict[str, Any]:
    """What the templates say figures, formulas and choices with."""
    return {
        "amount": amount_words,
        "parts": parts_words,
        "note": standing_note,
        "span": span_words,
        "reached": reached,
        "formula": _formula,
        "office": _office,
        "language": language(),
        "directions": {member.value: title for member, title in DIRECTION_TITLES.items()},
        "levels": {member.value: title for member, title in LEVEL_TITLES.items()},
        "periods": {member.value: title for member, title in PERIOD_TITLES.items()},
        "scales": dict(SCALES),
        "kinds": {kind.value: title for kind, title in KINDS.items()},
        "target": target_words,
    }


def target_words(definition: Definition, value: Any) -> str:
    """A target with its unit: 70 %, 3 networks."""
    if value is None:
        return "–"
    return f"{value.normalize():,f} {definition.unit(language())}"


def _formula(text: str | None) -> str:
    """A formula in words; empty where it can no longer be read."""
    if not text:
        return ""
    measures = current_composition().measures
    try:
        expression: Expression = parse(text, measures)
    except InputProblem:
        return ""
    return formula_words(expression, measures)


def _office(office: Office) -> str:
    return office.name_th if language() == "th" else office.name_en
