"""ยืนยันตัวตนขั้นที่สอง: everybody's own second factor, set up, replaced and removed under “My account”."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import DomainError, FieldError
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.i18n.digits import to_arabic_digits
from core.i18n.messages import translate
from core.identity import queries, second_factor
from core.identity.authenticator import enrolment
from core.identity.forms import IdentityForm, NewFactorForm, PresentFactorForm
from core.identity.sessions import forget_offered_secret, now, offered_secret
from core.web.forms import UNPROCESSABLE
from core.web.guard import (
    confirmation,
    requires_confirmed_sign_in,
    requires_sign_in,
    signed_in_person,
)

blueprint = Blueprint("second_factor", __name__, template_folder="templates")


@blueprint.get("/account/second-factor")
@requires_sign_in
def show_second_factor() -> ResponseReturnValue:
    person = signed_in_person()
    if not person.has_second_factor:
        return _set_up_page(NewFactorForm())
    return render_template("identity/own_factor.html", demanded=_is_demanded())


@blueprint.get("/account/second-factor/new")
@requires_sign_in
def new_second_factor() -> ResponseReturnValue:
    return _set_up_page(NewFactorForm())


@blueprint.post("/account/second-factor")
@requires_confirmed_sign_in
def create_second_factor() -> ResponseReturnValue:
    form, person = NewFactorForm(), signed_in_person()
    if not form.validate_on_submit():
        return _set_up_page(form), UNPROCESSABLE
    try:
        confirmation().require()
        second_factor.set_up(
            db.session(),
            account_id=person.account_id,
            session_id=person.session_id,
            secret=offered_secret(str(person.account_id)),
            code=to_arabic_digits(form.new_code.data or "").strip(),
            now=now(),
        )
    except DomainError as problem:
        _refuse(form, problem)
        return _set_up_page(form), UNPROCESSABLE
    forget_offered_secret()
    flash(gettext("Your second factor is in force. All other browsers were signed out."), "success")
    return redirect(url_for(".show_second_factor"), code=303)


@blueprint.get("/account/second-factor/removal/new")
@requires_sign_in
def new_removal() -> ResponseReturnValue:
    return _removal_page(PresentFactorForm())


@blueprint.post("/account/second-factor/removal")
@requires_confirmed_sign_in
def create_removal() -> ResponseReturnValue:
    form, person = PresentFactorForm(), signed_in_person()
    if not form.validate_on_submit():
        return _removal_page(form), UNPROCESSABLE
    try:
        confirmation().require()
        second_factor.remove(
            db.session(),
            account_id=person.account_id,
            session_id=person.session_id,
            today=bangkok_today(),
            now=now(),
        )
    except DomainError as problem:
        _refuse(form, problem)
        return _removal_page(form), UNPROCESSABLE
    flash(gettext("The second factor was removed."), "success")
    return redirect(url_for("identity.show_account"), code=303)


def _set_up_page(form: NewFactorForm) -> str:
    person = signed_in_person()
    return render_template(
        "identity/new_factor.html",
        form=form,
        replaces=person.has_second_factor,
        has_password=queries.has_password(db.session(), person.account_id),
        enrolment=enrolment(person.username, offered_secret(str(person.account_id))),
    )


def _removal_page(form: PresentFactorForm) -> str:
    return render_template("identity/factor_removal.html", form=form, demanded=_is_demanded())


def _is_demanded() -> bool:
    return second_factor.is_demanded(db.session(), signed_in_person().account_id, bangkok_today())


def _refuse(form: IdentityForm, problem: DomainError) -> None:
    """The sentence beside its field, and nothing half saved."""
    db.session.rollback()
    sentence = translate(problem.message)
    if isinstance(problem, FieldError) and problem.field in form:
        form[problem.field].errors = [sentence]
    else:
        form.problem = sentence
