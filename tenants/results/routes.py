"""Evidence behind the office's own figures. Dashboards stand beside it and use the same blueprint."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.composition import current_composition
from core.errors import InputProblem, NotFound
from core.evidence.models import EvidenceCard, EvidenceKind
from core.extensions import db
from core.feature import PaperPage
from core.i18n.dates import bangkok_today
from core.indicators.definitions import catalogue
from core.indicators.evidence import Evidence, Part, evidence
from core.indicators.figures import Place, reached
from core.indicators.measures import Periods
from core.indicators.tracing import RecordPage, records
from core.indicators.words import amount_words, parts_words, span_words, standing_note
from core.web import evidence as words
from core.web.evidence import chosen
from core.web.guard import current_actor, current_reach, district_blueprint, may_open, requires
from tenants.results import queries
from tenants.results.counted import Named, named_units
from tenants.results.permissions import ResultsPermission
from tenants.zones.models import Zone

blueprint = district_blueprint("results", __name__)

ACCEPTED = "accepted"


@blueprint.get("/results/<string(maxlength=80):indicator>/evidence")
@requires(ResultsPermission.EVIDENCE)
def show_evidence(indicator: str) -> ResponseReturnValue:
    """The parts and papers behind a figure, and the records behind one of its measures (`measure`)."""
    session, within, composition = db.session(), current_reach(), current_composition()
    known, today = catalogue(session), bangkok_today()
    choice = chosen(known, indicator, today=today)
    zones = queries.zones_to_choose(session, within)
    zone_id = queries.zone_read(zones, within, request.args.get("zone", ""))
    place = Place(current_actor().district_id, zone_id)
    found = evidence(
        session,
        known,
        composition.measures,
        choice.definition,
        place=place,
        span=choice.span,
        today=today,
    )
    target = known.target_for(found.definition, choice.span.last_day, place.code)
    part, address = _part_read(found), _addresser(indicator, choice.span.key)
    return render_template(
        "results/evidence.html",
        found=found,
        place=place,
        words=words,
        zones=zones,
        zone_names={zone.id: zone.name for zone in zones},
        whole=within.whole_district,
        shown=_figure_words(found),
        reached=reached(found.definition, found.figure, target),
        target=target,
        part=part,
        page=_records(part, place) if part else None,
        units=_units(found, zones) if part else [],
        accepted_only=request.args.get("state") == ACCEPTED,
        address=address,
        part_url=lambda each: (
            address(measure=each.key, _anchor="records") if _is_readable(each) else ""
        ),
        zone_url=lambda zone: address(zone=zone, measure=None),
        record_url=_record_url(part),
        paper_url=_paper_url,
    )


@blueprint.get("/results/papers/<uuid:record_id>")
@requires(ResultsPermission.EVIDENCE)
def show_paper(record_id: UUID) -> ResponseReturnValue:
    """The page of the paper that an evidence card stands for."""
    card = queries.card_within(db.session(), current_reach(), record_id)
    page = current_composition().papers.get(EvidenceKind(card.kind))
    if page is None:
        raise NotFound("This paper has no page.")
    named = page.find(db.session(), record_id) if page.find else record_id
    if named is None:
        raise NotFound("This paper does not exist.")
    values: dict[str, Any] = {page.parameter: named} if page.parameter else {}
    return redirect(url_for(_endpoint_of(page), **values))


def _part_read(found: Evidence) -> Part | None:
    """The measure whose records are listed: the one that was asked for, else the first that the person may read."""
    asked = request.args.get("measure", "")
    open_parts = [part for part in found.parts if _is_readable(part)]
    if asked:
        return next((part for part in open_parts if part.key == asked), None)
    return open_parts[0] if open_parts else None


def _is_readable(part: Part) -> bool:
    """Whether the person may read a measure's records: as their own pages do.

    Records without a page of their own are for who reaches the whole office, and for no look.
    """
    trace = part.measure.trace if part.measure else None
    if trace is None:
        return False
    if trace.endpoint:
        return may_open(trace.endpoint)
    return current_reach().whole_district and current_actor().look is None


def _records(part: Part, place: Place) -> RecordPage:
    if part.measure is None:
        raise NotFound("This measure does not exist.")
    examples = current_composition().lives_on_examples(db.session())
    try:
        return records(
            db.session(),
            part.measure,
            Periods(part.months, examples),
            place,
            accepted_only=request.args.get("state") == ACCEPTED,
            after=request.args.get("after", ""),
        )
    except InputProblem as problem:
        raise NotFound("This page of the list does not exist.") from problem


def _units(found: Evidence, zones: list[Zone]) -> list[Named]:
    """Zones and communities by name, where the person may read the records that decide who is counted."""
    inside = [part for part in found.parts if part.within]
    if not all(_is_readable(part) for part in inside):
        return []
    session, composition = db.session(), current_composition()
    return named_units(
        session,
        found,
        composition.measures,
        zones,
        examples=composition.lives_on_examples(session),
    )


def _record_url(part: Part | None) -> Callable[[UUID], str]:
    trace = part.measure.trace if part and part.measure else None

    def address(record_id: UUID) -> str:
        if trace is None or not trace.endpoint:
            return ""
        values: dict[str, Any] = {trace.parameter: record_id} if trace.parameter else {}
        return url_for(trace.endpoint, **values)

    return address


def _paper_url(card: EvidenceCard) -> str:
    """The way to a paper; empty where it has no page that this person may open."""
    page = current_composition().papers.get(EvidenceKind(card.kind))
    if page is None or not may_open(_endpoint_of(page)):
        return ""
    return url_for(".show_paper", record_id=card.record_id)


def _endpoint_of(page: PaperPage) -> str:
    return (current_actor().look is not None and page.in_look) or page.endpoint


def _addresser(indicator: str, period: str) -> Callable[..., str]:
    """The address of this page with some of its choices changed."""

    def address(**changed: Any) -> str:
        kept = {name: request.args.get(name) for name in ("zone", "measure", "state")}
        values = {name: value for name, value in (kept | changed).items() if value}
        return url_for(".show_evidence", indicator=indicator, period=period, **values)

    return address


def _figure_words(found: Evidence) -> dict[str, str]:
    return {
        "amount": amount_words(found.figure),
        "parts": parts_words(found.figure),
        "note": standing_note(found.figure),
        "period": span_words(found.span),
        "whole": gettext("Whole district"),
    }
