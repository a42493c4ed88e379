from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import login_user, logout_user

from core.errors import DomainError, FieldError
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.i18n.digits import to_arabic_digits
from core.i18n.messages import translate
from core.identity import attempts, queries, second_factor, secrets, service
from core.identity.authenticator import enrolment
from core.identity.forms import IdentityForm, PassForm, PasswordForm, SecondFactorForm, SignInForm
from core.identity.sessions import (
    Newcomer,
    client_address,
    current_person,
    keep_pending_token,
    now,
    offered_secret,
    pending_account,
    pending_token,
    settings,
)
from core.tenancy import scope
from core.web.guard import public, requires_sign_in, signed_in_person

blueprint = Blueprint("identity", __name__, template_folder="templates")

UNPROCESSABLE = 422
LANGUAGES = ("th", "en")


@blueprint.get("/")
@public(reason="sends everybody to where they work, or to the sign-in page")
def home() -> ResponseReturnValue:
    person = current_person()
    if person is None:
        return redirect(url_for(".new_session"))
    offices = person.offices()
    if len(offices) == 1:
        return redirect(office_address(offices[0].slug, offices[0].district_id))
    return render_template("identity/offices.html", offices=offices, address=office_address)


@blueprint.get("/sign-in")
@public(reason="the sign-in page itself")
def new_session() -> ResponseReturnValue:
    if current_person() is not None:
        return redirect(url_for(".home"))
    return render_template("identity/sign_in.html", form=SignInForm(), next=_wanted())


@blueprint.post("/sign-in")
@public(reason="the sign-in page itself")
def create_session() -> ResponseReturnValue:
    form = SignInForm()

    def check(attempt_id: int) -> ResponseReturnValue:
        opened = service.sign_in(
            db.session(),
            attempt_id=attempt_id,
            username=_username(form),
            password=form.password.data,
            device=request.user_agent.string,
            now=now(),
            today=bangkok_today(),
            limits=settings().sign_in,
        )
        return _enter(opened)

    return _try(form, _username(form), check, "identity/sign_in.html")


@blueprint.get("/sign-in/second-factor")
@public(reason="the second step of signing in")
def new_second_factor() -> ResponseReturnValue:
    token = pending_token()
    if token is None:
        return redirect(url_for(".new_session"))
    return render_template(
        "identity/second_factor.html", form=SecondFactorForm(), next=_wanted(), **_offer(token)
    )


@blueprint.post("/sign-in/second-factor")
@public(reason="the second step of signing in")
def create_second_factor() -> ResponseReturnValue:
    token = pending_token()
    if token is None:
        return redirect(url_for(".new_session"))
    form, offer = SecondFactorForm(), _offer(token)

    def check(attempt_id: int) -> ResponseReturnValue:
        details: dict[str, Any] = {
            "attempt_id": attempt_id,
            "token": token,
            "code": to_arabic_digits(form.code.data or "").strip(),
            "now": now(),
            "today": bangkok_today(),
            "limits": settings().sign_in,
        }
        if offer:
            secret = offered_secret(pending_account())
            opened = second_factor.set_up_at_sign_in(db.session(), secret=secret, **details)
        else:
            opened = second_factor.confirm_sign_in(db.session(), **details)
        return _enter(opened)

    # Counted for the person, not for the browser: a new sign-in does not begin the count again.
    counter = attempts.code_counter(pending_account())
    return _try(form, counter, check, "identity/second_factor.html", **offer)


@blueprint.get("/sign-in/slip/<string:token>")
@public(reason="a leader's one-time slip; nothing is used up by looking")
def show_slip(token: str) -> ResponseReturnValue:
    return _slip_page(IdentityForm(), token)


@blueprint.post("/sign-in/slip/<string:token>")
@public(reason="a leader's one-time slip")
def redeem_slip(token: str) -> ResponseReturnValue:
    form = IdentityForm()

    def check(attempt_id: int) -> ResponseReturnValue:
        return _redeem(attempt_id, token)

    return _try(
        form,
        f"slip:{_short(token)}",
        check,
        "identity/slip.html",
        token=token,
        holder=_holder_of(token),
        asked=True,
    )


@blueprint.get("/sign-in/code")
@public(reason="the way back for somebody who is locked out")
def new_code_session() -> ResponseReturnValue:
    return render_template("identity/code.html", form=PassForm())


@blueprint.post("/sign-in/code")
@public(reason="the way back for somebody who is locked out")
def create_code_session() -> ResponseReturnValue:
    form = PassForm()
    code = secrets.canonical_code(form.code.data or "")

    def check(attempt_id: int) -> ResponseReturnValue:
        return _redeem(attempt_id, code)

    return _try(form, f"pass:{_short(code)}", check, "identity/code.html")


@blueprint.post("/sign-out")
@requires_sign_in
def delete_session() -> ResponseReturnValue:
    service.sign_out(db.session(), signed_in_person().session_id, now())
    logout_user()
    session.clear()
    return redirect(url_for(".new_session"), code=303)


@blueprint.get("/account")
@requires_sign_in
def show_account() -> ResponseReturnValue:
    return _account_page(PasswordForm())


@blueprint.post("/account/password")
@requires_sign_in
def update_password() -> ResponseReturnValue:
    form, person = PasswordForm(), signed_in_person()
    if form.validate_on_submit() and form.new.data != form.repeated.data:
        form.repeated.errors = (gettext("The two new passwords differ."),)
    elif form.validate_on_submit():
        try:
            service.change_password(
                db.session(),
                person.account_id,
                current=form.current.data or "",
                new=form.new.data,
                now=now(),
                keep=person.session_id,
            )
        except FieldError as problem:
            db.session.rollback()
            form[problem.field].errors = [translate(problem.message)]
        else:
            return redirect(url_for(".show_account", changed=1), code=303)
    return _account_page(form), UNPROCESSABLE


@blueprint.post("/account/sign-out-everywhere")
@requires_sign_in
def delete_other_sessions() -> ResponseReturnValue:
    person = signed_in_person()
    service.sign_out_everywhere(db.session(), person.account_id, now(), but=person.session_id)
    return redirect(url_for(".show_account"), code=303)


@blueprint.post("/language")
@public(reason="everybody may choose a language")
def update_language() -> ResponseReturnValue:
    language = request.form.get("language", "")
    if language in LANGUAGES:
        session["language"] = language
        person = current_person()
        if person is not None:
            with scope.work(db.session, scope.platform_scope()):
                service.choose_language(db.session(), person.account_id, language)
    return redirect(_wanted() or url_for(".home"), code=303)


def office_address(slug: str, district_id: int) -> str:
    """The home of an office: the city's for the department."""
    return "/city/" if district_id == scope.DEPARTMENT else f"/d/{slug}/"


def _try(
    form: IdentityForm,
    username: str,
    check: Callable[[int], ResponseReturnValue],
    template: str,
    **shown: object,
) -> ResponseReturnValue:
    """Record the attempt in a transaction of its own, then check; raising would undo the record."""
    if form.validate_on_submit():
        try:
            with scope.work(db.session, scope.platform_scope()):
                attempt_id = attempts.record_attempt(
                    db.session(),
                    username=username,
                    address=client_address(),
                    now=now(),
                    limits=settings().sign_in,
                )
            with scope.work(db.session, scope.platform_scope()):
                return check(attempt_id)
        except FieldError as problem:
            _refuse(form, problem.field, translate(problem.message))
        except DomainError as problem:
            form.problem = translate(problem.message)
    return render_template(template, form=form, next=_wanted(), **shown), UNPROCESSABLE


def _refuse(form: IdentityForm, field: str, sentence: str) -> None:
    if field in form:
        form[field].errors = [sentence]
    else:
        form.problem = sentence


def _redeem(attempt_id: int, token: str) -> ResponseReturnValue:
    return _enter(
        service.redeem_pass(
            db.session(),
            attempt_id=attempt_id,
            token=token,
            device=request.user_agent.string,
            now=now(),
            today=bangkok_today(),
            limits=settings().sign_in,
        )
    )


def _enter(opened: service.Opened) -> ResponseReturnValue:
    """Give the browser its token in a fresh cookie, so that nothing from before signing in survives."""
    language, wanted = session.get("language"), _wanted()
    session.clear()
    if language or opened.language:
        session["language"] = language or opened.language
    if opened.pending:
        keep_pending_token(opened.token, opened.account_id)
        return redirect(url_for(".new_second_factor", next=wanted), code=303)
    session.permanent = opened.lasting
    login_user(Newcomer(opened.token))
    return redirect(wanted or url_for(".home"), code=303)


def _wanted() -> str | None:
    """The page that the person came for, if it is one of ours.

    A backslash or a control character is refused: browsers read both as something else.
    """
    wanted = request.values.get("next", "")
    odd = "\\" in wanted or any(ord(letter) < ord(" ") for letter in wanted)
    if odd or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    parts = urlsplit(wanted)
    return None if parts.netloc or parts.scheme else wanted


def _offer(token: str) -> dict[str, object]:
    """What a person sees who must set up a second factor before the office opens; else nothing."""
    try:
        with scope.work(db.session, scope.platform_scope(read_only=True)):
            username = second_factor.name_without_factor(db.session(), token, now())
    except DomainError:
        return {}
    if username is None:
        return {}
    return {"enrolment": enrolment(username, offered_secret(pending_account()))}


def _slip_page(form: IdentityForm, token: str) -> str:
    return render_template(
        "identity/slip.html", form=form, token=token, holder=_holder_of(token), asked=False
    )


def _holder_of(token: str) -> str:
    """The name on a slip that still works, so that the person sees whose it is; else nothing."""
    with scope.work(db.session, scope.platform_scope(read_only=True)):
        found = queries.open_pass(db.session(), token, now())
        return found.holder_name if found else ""


def _username(form: SignInForm) -> str:
    return (form.username.data or "").strip().lower()[:100]


def _short(token: str) -> str:
    """Enough of a token to count failures by, too little to use it."""
    return token[:8]


def _account_page(form: PasswordForm) -> str:
    person = signed_in_person()
    return render_template(
        "identity/account.html",
        form=form,
        person=person,
        sessions=queries.open_sessions(db.session(), person.account_id, now()),
        may_skip=service.may_skip_present_password(
            db.session(), person.account_id, person.session_id
        ),
    )
