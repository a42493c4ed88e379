"""ทะเบียนบุคคล. Contact details are in no page but the answer to a request with a reason."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import FieldError, Refused
from core.extensions import db
from core.i18n.messages import translate
from core.web.forms import UNPROCESSABLE, submit
from core.web.guard import current_actor, district_blueprint, may, requires
from tenants.people import queries, service
from tenants.people.forms import (
    CONTACT_TITLES,
    NewPersonForm,
    PersonEditForm,
    ReadingForm,
    SignInForm,
)
from tenants.people.permissions import PeoplePermission

blueprint = district_blueprint("people", __name__)


@blueprint.get("/people")
@requires(PeoplePermission.READ)
def list_people() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()
    page = queries.people_page(
        db.session(), text=text, number=request.args.get("page", 1, type=int)
    )
    return render_template("people/people.html", page=page, text=text)


@blueprint.get("/people/new")
@requires(PeoplePermission.EDIT)
def new_person() -> ResponseReturnValue:
    return _new_page(NewPersonForm())


@blueprint.post("/people")
@requires(PeoplePermission.EDIT)
def create_person() -> ResponseReturnValue:
    form = NewPersonForm()

    def enter() -> str:
        if form.chosen_person is not None:
            known = queries.person(db.session(), form.chosen_person)
            flash(
                gettext("This person is in the register already. Nobody was added."),
                "info",
            )
            return url_for(".show_person", person_id=known.id)
        entry = service.enter_person(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            name=form.name.data,
            position=form.position.data,
            contacts=form.contacts,
            another=form.is_another,
        )
        return url_for(".show_person", person_id=entry.id)

    return submit(form, enter, lambda: _new_page(form))


@blueprint.get("/people/<uuid:person_id>")
@requires(PeoplePermission.READ)
def show_person(person_id: UUID) -> ResponseReturnValue:
    return _person_page(person_id, ReadingForm())


@blueprint.get("/people/<uuid:person_id>/edit")
@requires(PeoplePermission.EDIT)
def edit_person(person_id: UUID) -> ResponseReturnValue:
    entry = queries.person(db.session(), person_id)
    form = PersonEditForm(name=entry.name, position=entry.position, version=entry.version)
    return _edit_page(person_id, form)


@blueprint.post("/people/<uuid:person_id>")
@requires(PeoplePermission.EDIT)
def update_person(person_id: UUID) -> ResponseReturnValue:
    form = PersonEditForm()

    def change() -> str:
        entry = service.change_person(
            db.session(),
            actor=current_actor(),
            person_id=person_id,
            seen_version=form.seen_version,
            name=form.name.data,
            position=form.position.data,
            contacts=form.contacts,
            removed=form.taken_off,
            another=bool(form.another.data),
        )
        return url_for(".show_person", person_id=entry.id)

    return submit(form, change, lambda: _edit_page(person_id, form))


@blueprint.post("/people/<uuid:person_id>/contact-readings")
@requires(PeoplePermission.READ_CONTACTS)
def create_contact_reading(person_id: UUID) -> ResponseReturnValue:
    """Answers with the details themselves and no redirect: no address leads to them a second time."""
    form = ReadingForm()
    if not form.validate_on_submit():
        return _person_page(person_id, form), UNPROCESSABLE
    try:
        contacts = service.read_contacts(
            db.session(),
            actor=current_actor(),
            person_id=person_id,
            record_id=form.id_of_record,
            reason=form.reason.data,
        )
    except FieldError as problem:
        db.session.rollback()
        form.refuse(problem.field, translate(problem.message))
        return _person_page(person_id, form), UNPROCESSABLE
    except Refused as problem:
        db.session.rollback()
        flash(translate(problem.message), "warning")
        return redirect(url_for(".show_person", person_id=person_id), code=303)
    return render_template(
        "people/contacts.html",
        person=queries.person(db.session(), person_id),
        contacts=contacts,
        titles=CONTACT_TITLES,
        reason=form.reason.data,
    )


@blueprint.get("/people/<uuid:person_id>/sign-in")
@requires(PeoplePermission.LINK_ACCOUNT)
def edit_sign_in(person_id: UUID) -> ResponseReturnValue:
    entry = queries.person(db.session(), person_id)
    form = SignInForm(account=str(entry.account_id or ""), version=entry.version)
    return _sign_in_page(person_id, form)


@blueprint.post("/people/<uuid:person_id>/sign-in")
@requires(PeoplePermission.LINK_ACCOUNT)
def update_sign_in(person_id: UUID) -> ResponseReturnValue:
    form = SignInForm()
    form.offer(queries.sign_ins_to_choose(db.session(), queries.person(db.session(), person_id)))

    def link() -> str:
        entry = service.link_account(
            db.session(),
            actor=current_actor(),
            person_id=person_id,
            seen_version=form.seen_version,
            account_id=form.chosen,
        )
        return url_for(".show_person", person_id=entry.id)

    return submit(form, link, lambda: _sign_in_page(person_id, form))


def _sign_in_page(person_id: UUID, form: SignInForm) -> str:
    session = db.session()
    entry = queries.person(session, person_id)
    form.offer(queries.sign_ins_to_choose(session, entry))
    return render_template("people/sign_in.html", form=form, person=entry)


def _new_page(form: NewPersonForm) -> str:
    form.offer(
        queries.duplicates_of(db.session(), form.name.data)
        if form.name.data and form.errors
        else []
    )
    return render_template("people/new.html", form=form)


def _edit_page(person_id: UUID, form: PersonEditForm) -> str:
    entry = queries.person(db.session(), person_id)
    form.describe(queries.known_contacts(entry))
    return render_template("people/edit.html", form=form, person_id=entry.id, name=entry.name)


def _person_page(person_id: UUID, form: ReadingForm) -> str:
    entry = queries.person(db.session(), person_id)
    shown: dict[str, Any] = {"readings": [], "sign_in": None}
    if may(PeoplePermission.LINK_ACCOUNT):
        shown["sign_in"] = queries.sign_in_of(db.session(), entry)
    if may(PeoplePermission.READ_CONTACTS):
        shown["readings"] = queries.readings_of(db.session(), entry.id)
    return render_template(
        "people/person.html",
        person=entry,
        known=queries.known_contacts(entry),
        titles=CONTACT_TITLES,
        form=form,
        **shown,
    )
