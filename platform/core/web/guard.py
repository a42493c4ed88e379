"""The access rule of every endpoint: who may come in, how far, and in which scope the page runs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access.permissions import GrantTable, Permission, Within
from core.extensions import db
from core.i18n.digits import to_arabic_digits
from core.identity.actor import Actor, Person
from core.identity.confirming import Confirmation, confirm
from core.identity.sessions import current_person
from core.identity.tickets import TicketMaker, hash_ticket
from core.tenancy import scope
from core.tenancy.queries import code_of_slug, is_district
from core.web.looking import look_opens, reader_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

View = Callable[..., ResponseReturnValue]

_TICKET_HOLDER = scope.Stamp(name="ผู้ถือรหัสส่วนตัว")
"""In whose name the changes of a person without an account stand; the record itself says who it is."""


@dataclass(frozen=True)
class Access:
    """What an endpoint demands: a permission, or nothing but a sign-in, or nothing for a stated reason."""

    permission: Permission | None = None
    signed_in: bool = True
    public_reason: str = ""
    poll: bool = False
    confirmed: bool = False
    in_office: str = ""


def requires(
    permission: Permission,
    *,
    poll: bool = False,
    confirmed: bool = False,
    in_office: str = "",
    across: bool = False,
) -> Callable[[View], View]:
    """Only for people whose grants hold this permission in the office of the address.

    The page runs in that office's scope, read-only for safe methods; returning commits. A person of
    another office is told that the page does not exist. A `poll` does not keep a session alive.
    Somebody of the department reads a district's page while an own look is open there, if the look
    opens it (`core.web.looking`).

    `in_office` names the part of the address that is a district's code: somebody of the department
    then writes, in the own name, in that district's scope. Only for looks: what is written there is
    the district's, and a guard lists every such endpoint.

    `across`: a page that only shows how the machinery of all offices does: it runs in the sweeper's
    scope, which sees that work is waiting and never its content.

    `confirmed`: what is sent needs the password and a code of the second factor (a signature). They
    are checked before the office's scope opens; the view calls `confirmation().require()`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            actor = _actor_of_address(permission, poll=poll)
            within = actor.within(grants(), permission)
            if within is None:
                abort(403)
            g.actor, g.within = actor, within
            if confirmed and request.method not in SAFE_METHODS:
                g.confirmation = _confirm(actor.person)
            code = values[in_office] if in_office else actor.district_id
            opened = scope.jobs_scope(read_only=True) if across else page_scope(actor, code)
            with scope.work(db.session, opened):
                if in_office and not is_district(db.session(), code):
                    abort(404)
                return view(**values)

        return _declare(
            guarded, Access(permission, poll=poll, confirmed=confirmed, in_office=in_office)
        )

    return decorate


def requires_sign_in(view: View) -> View:
    """For everybody who is signed in, about themselves: runs in the platform's scope."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        person = signed_in_person()
        with scope.work(db.session, scope.platform_scope(stamp=scope.Stamp(person.account_id))):
            return view(**values)

    return _declare(guarded, Access())


def requires_confirmed_sign_in(view: View) -> View:
    """As `requires_sign_in`, after the password, and after a code where a second factor is set up."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        person = signed_in_person()
        if request.method not in SAFE_METHODS:
            g.confirmation = _confirm(person, demands_code=False)
        with scope.work(db.session, scope.platform_scope(stamp=scope.Stamp(person.account_id))):
            return view(**values)

    return _declare(guarded, Access(confirmed=True))


def public(*, reason: str) -> Callable[[View], View]:
    """Open to everybody, for a reason that is written down. No scope: such a page reads nothing."""

    def decorate(view: View) -> View:
        return _declare(view, Access(signed_in=False, public_reason=reason))

    return decorate


def public_of_office(*, reason: str) -> Callable[[View], View]:
    """Open to everybody, about one office: the view takes its code as `office` and reads what it published.

    The office is named by the address, by its code or by its slug.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*, office: int | None = None, **values: Any) -> ResponseReturnValue:
            code = _code_of_address() if office is None else office
            # The page's frame asks who is looking; read it now, since no scope opens inside another.
            current_person()
            with scope.work(db.session, scope.public_scope(code)):
                return view(office=code, **values)

        return _declare(guarded, Access(signed_in=False, public_reason=reason))

    return decorate


def public_of_all(*, reason: str) -> Callable[[View], View]:
    """Open to everybody, about what all offices have published together."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            current_person()
            with scope.work(db.session, scope.public_scope()):
                return view(**values)

        return _declare(guarded, Access(signed_in=False, public_reason=reason))

    return decorate


def requires_ticket(*, reason: str) -> Callable[[View], View]:
    """For whoever holds the personal code in the address (`ticket`); no account is asked for.

    The page runs in the scope of the address's office, in nobody's name. The view gets the code's
    hash as `ticket` and touches nothing beyond the one record that keeps it: NotFound otherwise.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*, ticket: str, **values: Any) -> ResponseReturnValue:
            code = _code_of_address()
            current_person()
            details = {"request_id": g.get("request_id", ""), "stamp": _TICKET_HOLDER}
            read_only = request.method in SAFE_METHODS
            opened = scope.tenant_scope(code, read_only=read_only, **details)
            with scope.work(db.session, opened):
                return view(ticket=hash_ticket(code, ticket), **values)

        return _declare(guarded, Access(signed_in=False, public_reason=reason))

    return decorate


def current_tickets() -> TicketMaker:
    """Makes the personal codes of this installation."""
    return TicketMaker(current_app.extensions["config"].secret_key)


def access_of(view: Callable[..., Any]) -> Access | None:
    """The rule that an endpoint declared, or None where somebody forgot."""
    return getattr(view, "access", None)


def district_blueprint(name: str, import_name: str) -> Blueprint:
    """Pages of a district office: their addresses begin with `/d/<office_slug>`."""
    blueprint = Blueprint(
        name,
        import_name,
        url_prefix="/d/<string:office_slug>",
        template_folder="templates",
    )

    @blueprint.url_value_preprocessor
    def take_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.office_slug = (values or {}).pop("office_slug", None)

    @blueprint.url_defaults
    def give_slug(_endpoint: str, values: dict[str, Any]) -> None:
        if "office_slug" not in values and g.get("office_slug"):
            values["office_slug"] = g.office_slug

    return blueprint


def city_blueprint(name: str, import_name: str) -> Blueprint:
    """Pages of the central department: their addresses begin with `/city`."""
    return Blueprint(name, import_name, url_prefix="/city", template_folder="templates")


def signed_in_person() -> Person:
    """The person who asks; sends a stranger to the sign-in page."""
    person = current_person()
    if person is None:
        abort(redirect(url_for("identity.new_session", next=_next_address())))
    return person


def current_actor() -> Actor:
    """The person in the office of the address, as the guard let them in."""
    return g.actor  # type: ignore[no-any-return]


def current_reach() -> Within:
    """How far the permission of this endpoint reaches for this person."""
    return g.within  # type: ignore[no-any-return]


def confirmation() -> Confirmation:
    """What came of asking for password and code, on an endpoint that is `confirmed`.

    Call `.require()` inside what `submit` runs: the sentence then stands beside its field.
    """
    if "confirmation" not in g:
        raise RuntimeError("Only an endpoint that says confirmed=True has a confirmation.")
    return g.confirmation  # type: ignore[no-any-return]


def may(permission: Permission) -> bool:
    """Whether to show the way to something; the endpoint behind it checks again."""
    actor: Actor | None = g.get("actor")
    return actor is not None and actor.within(grants(), permission) is not None


def may_open(endpoint: str) -> bool:
    """Whether the person may come to an endpoint of this office; in a look, whether the look opens it."""
    actor: Actor | None = g.get("actor")
    access = access_of(current_app.view_functions[endpoint])
    if actor is None or access is None or access.permission is None:
        return False
    if actor.look is not None and not look_opens(endpoint, access.permission):
        return False
    return actor.within(grants(), access.permission) is not None


def opens_in_look(endpoint: str) -> bool:
    """Whether a look of the department opens a page of a district, whoever asks now."""
    access = access_of(current_app.view_functions[endpoint])
    return (
        access is not None
        and access.permission is not None
        and look_opens(endpoint, access.permission)
    )


def grants() -> GrantTable:
    return current_app.extensions["grants"]  # type: ignore[no-any-return]


def page_scope(actor: Actor, code: int | None = None) -> scope.Scope:
    """The scope of the actor's office, or of the one with this code; read-only for safe methods and looks."""
    details: dict[str, Any] = {
        "stamp": actor.stamp,
        "request_id": g.get("request_id", ""),
        "read_only": actor.look is not None or request.method in SAFE_METHODS,
    }
    return scope.office_scope(actor.district_id if code is None else code, **details)


def _actor_of_address(permission: Permission, *, poll: bool) -> Actor:
    """The person as a member of the address's office, else as its reader by a look; 404 for everybody else."""
    person = signed_in_person()
    actor = person.acting_in(slug=g.get("office_slug"))
    if actor is None:
        actor = reader_of(person, permission, poll=poll)
    if actor is None:
        abort(404)
    return actor


def _confirm(person: Person, *, demands_code: bool = True) -> Confirmation:
    """The password as it was typed; the code with any spaces, in Thai or Arabic digits."""
    return confirm(
        person,
        password=request.form.get("password", ""),
        code=to_arabic_digits(request.form.get("code", "")).strip(),
        demands_code=demands_code,
    )


def _code_of_address() -> int:
    with scope.work(db.session, scope.public_scope()):
        code = code_of_slug(db.session(), g.get("office_slug") or "")
    if code is None:
        abort(404)
    return code


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _next_address() -> str | None:
    return request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
