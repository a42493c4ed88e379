"""Activities that another district office led and in which our networks took part (F61)."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from core.errors import FieldError
from core.extensions import db
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from tenants.activities import joint, queries
from tenants.activities.forms import ReferenceForm
from tenants.activities.permissions import ActivityPermission
from tenants.activities.routes import blueprint
from tenants.activities.words import KIND_TITLES, REFERENCE_TITLES, REFERENCE_TONES
from tenants.zones.queries import open_zones

__all__ = ["blueprint"]


@blueprint.get("/activities/joint")
@requires(ActivityPermission.READ)
def list_references() -> ResponseReturnValue:
    return render_template(
        "activities/references.html",
        lines=queries.references(db.session(), current_reach()),
        kinds=KIND_TITLES,
        titles=REFERENCE_TITLES,
        tones=REFERENCE_TONES,
    )


@blueprint.get("/activities/joint/<uuid:reference_id>")
@requires(ActivityPermission.ACCEPT)
def show_reference(reference_id: UUID) -> ResponseReturnValue:
    line = queries.reference(db.session(), current_reach(), reference_id)
    form = _form(version=str(line.reference.version), zone_id=line.reference.zone_id)
    return _page(line, form)


@blueprint.post("/activities/joint/<uuid:reference_id>/acceptance")
@requires(ActivityPermission.ACCEPT)
def create_reference_acceptance(reference_id: UUID) -> ResponseReturnValue:
    form = _form()

    def accept() -> str:
        if form.zone_id.data is None:
            raise FieldError("Choose the network that took part.", field="zone_id")
        joint.accept_reference(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            reference_id=reference_id,
            zone_id=form.zone_id.data,
            seen_version=form.seen_version,
        )
        return url_for(".list_references")

    return submit(form, accept, lambda: _again(reference_id, form))


@blueprint.post("/activities/joint/<uuid:reference_id>/refusal")
@requires(ActivityPermission.ACCEPT)
def create_reference_refusal(reference_id: UUID) -> ResponseReturnValue:
    form = _form()

    def decline() -> str:
        joint.decline_reference(
            db.session(),
            actor=current_actor(),
            reference_id=reference_id,
            seen_version=form.seen_version,
        )
        return url_for(".list_references")

    return submit(form, decline, lambda: _again(reference_id, form))


def _form(**values: object) -> ReferenceForm:
    zones = [(zone.id, zone.name) for zone in open_zones(db.session(), current_reach())]
    return ReferenceForm(zones=zones, **values)


def _again(reference_id: UUID, form: ReferenceForm) -> str:
    line = queries.reference(db.session(), current_reach(), reference_id)
    form.version.data = str(line.reference.version)
    return _page(line, form)


def _page(line: queries.ReferenceLine, form: ReferenceForm) -> str:
    return render_template(
        "activities/reference.html",
        line=line,
        entry=line.reference,
        form=form,
        kinds=KIND_TITLES,
        titles=REFERENCE_TITLES,
        tones=REFERENCE_TONES,
    )
