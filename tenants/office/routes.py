from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import NotFound
from core.extensions import db
from core.files.current import current_store
from core.i18n.dates import bangkok_today
from core.web.downloads import send_stored
from core.web.forms import RecordForm, submit
from core.web.guard import confirmation, current_actor, district_blueprint, requires
from tenants.office import queries, service
from tenants.office.forms import NUMBERING_TITLES, DelegationForm, EmblemForm, ProfileForm
from tenants.office.models import Numbering
from tenants.office.permissions import OfficePermission
from tenants.office.queries import DelegationState

blueprint = district_blueprint("office", __name__)


@blueprint.get("/office")
@requires(OfficePermission.READ)
def show_office() -> ResponseReturnValue:
    return _office_page(EmblemForm())


@blueprint.get("/office/edit")
@requires(OfficePermission.EDIT)
def edit_office() -> ResponseReturnValue:
    profile = queries.profile(db.session())
    return _edit_page(ProfileForm(version=str(profile.version), **service.values_of(profile)))


@blueprint.post("/office")
@requires(OfficePermission.EDIT)
def update_office() -> ResponseReturnValue:
    form = ProfileForm()

    def change() -> str:
        service.change_profile(
            db.session(),
            actor=current_actor(),
            seen_version=form.seen_version,
            letterhead=service.Letterhead(
                letter_code=form.letter_code.data,
                address=form.address.data,
                phone=form.phone.data,
                numbering=form.numbering.data or Numbering.REGISTRY,
                publishes_chair=form.publishes_chair.data == "1",
            ),
        )
        flash(gettext("The office's details are saved."), "success")
        return url_for(".show_office")

    return submit(form, change, lambda: _edit_page(form))


@blueprint.get("/office/emblem")
@requires(OfficePermission.READ)
def show_emblem() -> ResponseReturnValue:
    file_id = queries.profile(db.session()).emblem_file_id
    if file_id is None:
        raise NotFound("This office has no emblem.")
    return send_stored(db.session(), file_id, inline=True)


@blueprint.post("/office/emblem")
@requires(OfficePermission.EDIT)
def create_emblem() -> ResponseReturnValue:
    form = EmblemForm()

    def put() -> str:
        service.put_emblem(
            db.session(),
            current_store(),
            actor=current_actor(),
            name=form.file.data.filename or "",
            content=form.file.data.stream.read(service.LARGEST_EMBLEM + 1),
        )
        flash(gettext("The emblem is kept. New papers carry it."), "success")
        return url_for(".show_office")

    return submit(form, put, lambda: _office_page(form))


@blueprint.post("/office/emblem/removal")
@requires(OfficePermission.EDIT)
def create_emblem_removal() -> ResponseReturnValue:
    form = RecordForm()

    def remove() -> str:
        service.remove_emblem(db.session(), actor=current_actor())
        flash(gettext("The emblem was removed. New papers show an empty box."), "success")
        return url_for(".show_office")

    return submit(form, remove, lambda: _office_page(EmblemForm()))


@blueprint.get("/office/delegations")
@requires(OfficePermission.READ_DELEGATIONS)
def list_delegations() -> ResponseReturnValue:
    today = bangkok_today()
    entries = queries.delegations(db.session())
    return render_template(
        "office/delegations.html",
        lines=[(entry, queries.state_of(entry, today).value) for entry in entries],
        states=DelegationState,
    )


@blueprint.get("/office/delegations/new")
@requires(OfficePermission.DELEGATE)
def new_delegation() -> ResponseReturnValue:
    return _delegation_page(_delegation_form(valid_from=bangkok_today()))


@blueprint.post("/office/delegations")
@requires(OfficePermission.DELEGATE, confirmed=True)
def create_delegation() -> ResponseReturnValue:
    form = _delegation_form()

    def delegate() -> str:
        confirmation().require()
        entry = service.delegate(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            account_id=form.chosen_account,
            first_day=form.valid_from.data,
            last_day=form.last_day.data,
            basis=form.basis.data,
            today=bangkok_today(),
        )
        flash(gettext("%(name)s may act for the director.", name=entry.person_name), "success")
        return url_for(".list_delegations")

    return submit(form, delegate, lambda: _delegation_page(form))


@blueprint.get("/office/delegations/<uuid:delegation_id>/ending/new")
@requires(OfficePermission.DELEGATE)
def new_ending(delegation_id: UUID) -> ResponseReturnValue:
    return _ending_page(delegation_id, RecordForm())


@blueprint.post("/office/delegations/<uuid:delegation_id>/ending")
@requires(OfficePermission.DELEGATE)
def create_ending(delegation_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def end() -> str:
        entry = service.end_delegation(
            db.session(),
            actor=current_actor(),
            delegation_id=delegation_id,
            today=bangkok_today(),
        )
        flash(
            gettext("%(name)s no longer acts for the director.", name=entry.person_name), "success"
        )
        return url_for(".list_delegations")

    return submit(form, end, lambda: _ending_page(delegation_id, form))


def _office_page(form: EmblemForm) -> str:
    return render_template(
        "office/office.html",
        form=form,
        profile=queries.profile(db.session()),
        numbering_titles=NUMBERING_TITLES,
        acting=queries.acting_director(db.session(), bangkok_today()),
    )


def _edit_page(form: ProfileForm) -> str:
    return render_template("office/edit.html", form=form)


def _delegation_form(**values: object) -> DelegationForm:
    people = queries.possible_delegates(db.session(), bangkok_today())
    return DelegationForm(people=people, **values)


def _delegation_page(form: DelegationForm) -> str:
    return render_template("office/new_delegation.html", form=form)


def _ending_page(delegation_id: UUID, form: RecordForm) -> str:
    entry = queries.delegation(db.session(), delegation_id)
    return render_template("office/ending.html", form=form, entry=entry)
