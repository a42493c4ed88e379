"""Pages about contacts, networks and memoranda of one organisation, on the blueprint of `routes`."""

from uuid import UUID

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.access.permissions import WHOLE_DISTRICT
from core.errors import EditConflict, NotFound
from core.extensions import db
from core.files.current import current_store
from core.i18n.dates import bangkok_today
from core.web.downloads import send_stored
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from core.web.step_forms import EndingForm, ReasonForm
from core.web.uploads import sent_scan
from tenants.partners import agreements, queries
from tenants.partners.forms import ContactForm, MemorandumForm, NetworksForm, place_of, places_of
from tenants.partners.giving_routes import blueprint
from tenants.partners.permissions import PartnerPermission
from tenants.partners.service import refuse_ended
from tenants.people.queries import names_to_choose
from tenants.zones.queries import open_zones

__all__ = ["blueprint"]


@blueprint.get("/partners/<uuid:organisation_id>/contacts/new")
@requires(PartnerPermission.EDIT)
def new_contact(organisation_id: UUID) -> ResponseReturnValue:
    refuse_ended(queries.organisation(db.session(), organisation_id))
    return _contact_page(organisation_id, ContactForm())


@blueprint.post("/partners/<uuid:organisation_id>/contacts")
@requires(PartnerPermission.EDIT)
def create_contact(organisation_id: UUID) -> ResponseReturnValue:
    form = ContactForm()

    def add() -> str:
        agreements.add_contact(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            organisation_id=organisation_id,
            name=form.name.data,
            position=form.position.data,
            duty=form.duty.data,
        )
        return url_for(".show_organisation", organisation_id=organisation_id)

    return submit(form, add, lambda: _contact_page(organisation_id, form))


@blueprint.get("/partner-contacts/<uuid:contact_id>/ending/new")
@requires(PartnerPermission.EDIT)
def new_contact_ending(contact_id: UUID) -> ResponseReturnValue:
    return _contact_ending_page(contact_id, ReasonForm())


@blueprint.post("/partner-contacts/<uuid:contact_id>/ending")
@requires(PartnerPermission.EDIT)
def create_contact_ending(contact_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def end() -> str:
        owner = agreements.end_contact(
            db.session(), actor=current_actor(), contact_id=contact_id, reason=form.reason.data
        )
        return url_for(".show_organisation", organisation_id=owner)

    return submit(form, end, lambda: _contact_ending_page(contact_id, form))


@blueprint.get("/partners/<uuid:organisation_id>/networks/edit")
@requires(PartnerPermission.EDIT)
def edit_networks(organisation_id: UUID) -> ResponseReturnValue:
    session = db.session()
    entry = queries.organisation(session, organisation_id)
    refuse_ended(entry)
    present = queries.networks_of(session, entry.id, bangkok_today())
    return _networks_page(
        organisation_id, NetworksForm(zones=[str(line.zone.id) for line in present])
    )


@blueprint.post("/partners/<uuid:organisation_id>/networks")
@requires(PartnerPermission.EDIT)
def update_networks(organisation_id: UUID) -> ResponseReturnValue:
    form = NetworksForm()

    def choose() -> str:
        agreements.set_networks(
            db.session(),
            actor=current_actor(),
            organisation_id=organisation_id,
            zone_ids=form.chosen,
        )
        flash(gettext("The networks that it works with are saved."), "success")
        return url_for(".show_organisation", organisation_id=organisation_id)

    return submit(form, choose, lambda: _networks_page(organisation_id, form))


@blueprint.get("/partners/<uuid:organisation_id>/memoranda/new")
@requires(PartnerPermission.EDIT)
def new_memorandum(organisation_id: UUID) -> ResponseReturnValue:
    refuse_ended(queries.organisation(db.session(), organisation_id))
    return _memorandum_page(organisation_id, _form(signed_on=bangkok_today()))


@blueprint.post("/partners/<uuid:organisation_id>/memoranda")
@requires(PartnerPermission.EDIT)
def create_memorandum(organisation_id: UUID) -> ResponseReturnValue:
    form = _form()

    def enter() -> str:
        entry = agreements.sign_memorandum(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            organisation_id=organisation_id,
            terms=form.agreed,
            scan=sent_scan(form.scan),
            store=current_store(),
        )
        return url_for(".show_organisation", organisation_id=entry.organisation_id)

    return submit(form, enter, lambda: _memorandum_page(organisation_id, form))


@blueprint.get("/memoranda/<uuid:memorandum_id>/edit")
@requires(PartnerPermission.EDIT)
def edit_memorandum(memorandum_id: UUID) -> ResponseReturnValue:
    entry = queries.memorandum(db.session(), memorandum_id).memorandum
    return _memorandum_edit_page(
        memorandum_id,
        _form(
            title=entry.title,
            terms=entry.terms,
            signed_on=entry.signed_on,
            valid_until=entry.valid_until,
            version=str(entry.version),
            place=place_of(entry.zone_id, None),
        ),
    )


@blueprint.post("/memoranda/<uuid:memorandum_id>")
@requires(PartnerPermission.EDIT)
def update_memorandum(memorandum_id: UUID) -> ResponseReturnValue:
    form = _form()

    def change() -> str:
        try:
            entry = agreements.change_memorandum(
                db.session(),
                actor=current_actor(),
                memorandum_id=memorandum_id,
                seen_version=form.seen_version,
                terms=form.agreed,
                scan=sent_scan(form.scan),
                store=current_store(),
            )
        except EditConflict as problem:
            problem.current["place"] = place_of(problem.current.pop("zone_id"), None)
            raise
        return url_for(".show_organisation", organisation_id=entry.organisation_id)

    return submit(form, change, lambda: _memorandum_edit_page(memorandum_id, form))


@blueprint.get("/memoranda/<uuid:memorandum_id>/ending/new")
@requires(PartnerPermission.EDIT)
def new_memorandum_ending(memorandum_id: UUID) -> ResponseReturnValue:
    return _memorandum_ending_page(memorandum_id, EndingForm(ended_on=bangkok_today()))


@blueprint.post("/memoranda/<uuid:memorandum_id>/ending")
@requires(PartnerPermission.EDIT)
def create_memorandum_ending(memorandum_id: UUID) -> ResponseReturnValue:
    form = EndingForm()

    def end() -> str:
        entry = agreements.end_memorandum(
            db.session(),
            actor=current_actor(),
            memorandum_id=memorandum_id,
            ended_on=form.ended_on.data,
            reason=form.reason.data,
        )
        return url_for(".show_organisation", organisation_id=entry.organisation_id)

    return submit(form, end, lambda: _memorandum_ending_page(memorandum_id, form))


@blueprint.get("/memoranda/<uuid:memorandum_id>/scan")
@requires(PartnerPermission.READ)
def show_scan(memorandum_id: UUID) -> Response:
    """The signed paper; it names who signed, so that only readers of the whole district open it."""
    entry = queries.memorandum(db.session(), memorandum_id).memorandum
    if entry.file_id is None or not current_reach().whole_district:
        raise NotFound("This file does not exist.")
    return send_stored(db.session(), entry.file_id, inline=True)


def _form(**values: object) -> MemorandumForm:
    form = MemorandumForm(**values)
    form.offer(places_of(open_zones(db.session(), WHOLE_DISTRICT)))
    return form


def _contact_page(organisation_id: UUID, form: ContactForm) -> str:
    session = db.session()
    return render_template(
        "partners/contact_new.html",
        form=form,
        entry=queries.organisation(session, organisation_id),
        names=names_to_choose(session),
    )


def _contact_ending_page(contact_id: UUID, form: ReasonForm) -> str:
    line = queries.contact(db.session(), contact_id)
    entry = queries.organisation(db.session(), line.contact.organisation_id)
    return render_template("partners/contact_ending.html", form=form, line=line, entry=entry)


def _networks_page(organisation_id: UUID, form: NetworksForm) -> str:
    form.offer(open_zones(db.session(), WHOLE_DISTRICT))
    entry = queries.organisation(db.session(), organisation_id)
    return render_template("partners/networks.html", form=form, entry=entry)


def _memorandum_page(organisation_id: UUID, form: MemorandumForm) -> str:
    entry = queries.organisation(db.session(), organisation_id)
    return render_template("partners/memorandum_new.html", form=form, entry=entry)


def _memorandum_edit_page(memorandum_id: UUID, form: MemorandumForm) -> str:
    line = queries.memorandum(db.session(), memorandum_id)
    return render_template("partners/memorandum_edit.html", form=form, line=line)


def _memorandum_ending_page(memorandum_id: UUID, form: EndingForm) -> str:
    line = queries.memorandum(db.session(), memorandum_id)
    return render_template("partners/memorandum_ending.html", form=form, line=line)
