"""Pages about what one organisation gives, on the blueprint of `routes`."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from core.access.permissions import WHOLE_DISTRICT
from core.errors import EditConflict
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.web.forms import submit
from core.web.guard import current_actor, requires
from core.web.step_forms import ReasonForm
from tenants.partners import giving, queries
from tenants.partners.forms import ContributionForm, place_of, places_of
from tenants.partners.permissions import PartnerPermission
from tenants.partners.routes import blueprint
from tenants.partners.service import refuse_ended
from tenants.registry.queries import communities_to_choose
from tenants.zones.queries import open_zones

__all__ = ["blueprint"]


@blueprint.get("/partners/<uuid:organisation_id>/contributions/new")
@requires(PartnerPermission.EDIT)
def new_contribution(organisation_id: UUID) -> ResponseReturnValue:
    refuse_ended(queries.organisation(db.session(), organisation_id))
    return _new_page(organisation_id, _form(given_on=bangkok_today()))


@blueprint.post("/partners/<uuid:organisation_id>/contributions")
@requires(PartnerPermission.EDIT)
def create_contribution(organisation_id: UUID) -> ResponseReturnValue:
    form = _form()

    def record() -> str:
        entry = giving.record_contribution(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            organisation_id=organisation_id,
            gift=form.gift,
        )
        return url_for(".show_organisation", organisation_id=entry.organisation_id)

    return submit(form, record, lambda: _new_page(organisation_id, form))


@blueprint.get("/partner-contributions/<uuid:contribution_id>/edit")
@requires(PartnerPermission.EDIT)
def edit_contribution(contribution_id: UUID) -> ResponseReturnValue:
    entry = queries.contribution(db.session(), contribution_id).contribution
    return _edit_page(
        contribution_id,
        _form(
            kind=entry.kind,
            given_on=entry.given_on,
            description=entry.description,
            value=entry.value,
            people=entry.people,
            version=str(entry.version),
            place=place_of(entry.zone_id, entry.community_id),
        ),
    )


@blueprint.post("/partner-contributions/<uuid:contribution_id>")
@requires(PartnerPermission.EDIT)
def update_contribution(contribution_id: UUID) -> ResponseReturnValue:
    form = _form()

    def change() -> str:
        try:
            entry = giving.change_contribution(
                db.session(),
                actor=current_actor(),
                contribution_id=contribution_id,
                seen_version=form.seen_version,
                gift=form.gift,
            )
        except EditConflict as problem:
            current = problem.current
            current["place"] = place_of(current.pop("zone_id"), current.pop("community_id"))
            raise
        return url_for(".show_organisation", organisation_id=entry.organisation_id)

    return submit(form, change, lambda: _edit_page(contribution_id, form))


@blueprint.get("/partner-contributions/<uuid:contribution_id>/removal/new")
@requires(PartnerPermission.EDIT)
def new_contribution_removal(contribution_id: UUID) -> ResponseReturnValue:
    return _removal_page(contribution_id, ReasonForm())


@blueprint.post("/partner-contributions/<uuid:contribution_id>/removal")
@requires(PartnerPermission.EDIT)
def create_contribution_removal(contribution_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def remove() -> str:
        owner = giving.remove_contribution(
            db.session(), contribution_id=contribution_id, reason=form.reason.data
        )
        return url_for(".show_organisation", organisation_id=owner)

    return submit(form, remove, lambda: _removal_page(contribution_id, form))


def _form(**values: object) -> ContributionForm:
    session = db.session()
    form = ContributionForm(**values)
    form.offer(
        places_of(
            open_zones(session, WHOLE_DISTRICT), communities_to_choose(session, WHOLE_DISTRICT)
        )
    )
    return form


def _new_page(organisation_id: UUID, form: ContributionForm) -> str:
    entry = queries.organisation(db.session(), organisation_id)
    return render_template("partners/contribution_new.html", form=form, entry=entry)


def _edit_page(contribution_id: UUID, form: ContributionForm) -> str:
    line = queries.contribution(db.session(), contribution_id)
    return render_template("partners/contribution_edit.html", form=form, line=line)


def _removal_page(contribution_id: UUID, form: ReasonForm) -> str:
    line = queries.contribution(db.session(), contribution_id)
    return render_template("partners/contribution_removal.html", form=form, line=line)
