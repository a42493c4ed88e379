"""The second of at most three steps from a number to its paper: what stands behind a district's figure."""

from collections.abc import Callable
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from city.districts.permissions import DistrictPermission
from city.districts.routes import blueprint
from core.composition import current_composition
from core.errors import NotFound
from core.evidence.models import EvidenceCard, EvidenceKind
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.indicators.definitions import catalogue
from core.indicators.evidence import Evidence, evidence
from core.indicators.figures import Place, reached
from core.indicators.words import amount_words, parts_words, span_words, standing_note
from core.oversight.models import OversightLook
from core.oversight.queries import open_into
from core.tenancy.models import Office, OfficeKind
from core.web import evidence as words
from core.web.evidence import chosen, zone_asked
from core.web.guard import current_actor, opens_in_look, requires
from core.web.offices import office_name

__all__ = ["blueprint"]


@blueprint.get("/districts/<int(max=9999):code>/evidence/<string(maxlength=80):indicator>")
@requires(DistrictPermission.READ)
def show_evidence(code: int, indicator: str) -> ResponseReturnValue:
    """Parts and cards, never a record or a person; the paper itself opens in a look."""
    session, today = db.session(), bangkok_today()
    office = session.get(Office, code)
    if office is None or office.kind != OfficeKind.DISTRICT:
        raise NotFound("This district does not exist.")
    known = catalogue(session)
    choice = chosen(known, indicator, today=today)
    place = Place(code, zone_asked())
    found = evidence(
        session,
        known,
        current_composition().measures,
        choice.definition,
        place=place,
        span=choice.span,
        today=today,
    )
    if not found.knows_place:
        raise NotFound("This zone does not exist.")
    person = current_actor().person
    look = open_into(session, code=code, account_id=person.account_id, session_id=person.session_id)
    target = known.target_for(found.definition, choice.span.last_day, code)
    return render_template(
        "districts/evidence.html",
        found=found,
        office=office,
        name=office_name(office),
        words=words,
        zone_names=_zone_names(found),
        amount=amount_words(found.figure),
        parts=parts_words(found.figure),
        note=standing_note(found.figure),
        period=span_words(found.span),
        target=target,
        reached=reached(found.definition, found.figure, target),
        look=look,
        paper_url=_paper_address(office, look),
        records_url=_in_a_look(
            office,
            look,
            url_for(
                "results.show_evidence",
                office_slug=office.slug,
                indicator=indicator,
                period=choice.span.key,
                zone=place.zone_id,
            ),
        ),
        zone_url=lambda zone: url_for(
            ".show_evidence", code=code, indicator=indicator, period=choice.span.key, zone=zone
        ),
        whole_url=url_for(".show_evidence", code=code, indicator=indicator, period=choice.span.key),
    )


def _zone_names(found: Evidence) -> dict[UUID, str]:
    """The department calls a zone by its number, which is the district's own; it knows no names."""
    return {
        zone: _("Zone %(number)s", number=number) for zone, number in found.zone_numbers.items()
    }


def _paper_address(office: Office, look: OversightLook | None) -> Callable[[EvidenceCard], str]:
    """Ways to papers; empty for a paper that no look opens."""
    papers = current_composition().papers

    def address(card: EvidenceCard) -> str:
        paper = papers.get(EvidenceKind(card.kind))
        if paper is None or not opens_in_look(paper.in_look or paper.endpoint):
            return ""
        page = url_for("results.show_paper", office_slug=office.slug, record_id=card.record_id)
        return _in_a_look(office, look, page)

    return address


def _in_a_look(office: Office, look: OversightLook | None, page: str) -> str:
    """The district's page, or the form that opens a look and leads there."""
    if look is not None:
        return page
    return url_for("looks.new_look", code=office.code, next=page)
