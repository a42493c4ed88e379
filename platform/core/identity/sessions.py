"""Flask-Login over sessions that live in the database and can be ended there."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask, current_app, g, request, session
from flask_login import UserMixin, current_user

from core.config import Config
from core.extensions import db, login_manager
from core.i18n.dates import bangkok_today
from core.identity import queries, secrets, service
from core.identity.actor import Person
from core.tenancy import scope
from core.tenancy.queries import note_opening


class SignedIn(UserMixin):
    """What Flask-Login calls the current user: the frozen person and the token that the browser holds."""

    def __init__(self, person: Person, token: str) -> None:
        self.person = person
        self.token = token

    def get_id(self) -> str:
        return self.token


class Newcomer(UserMixin):
    """A browser that has just been given a token; the next request reads the person."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        return self.token


def init_sessions(app: Flask) -> None:
    login_manager.init_app(app)
    # The token is looked up at every request; a change of network must not sign a phone out.
    setattr(login_manager, "session_protection", None)  # noqa: B010 - typed as str, documented as optional

    @login_manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedIn | None:
        person = _read_person(token)
        return SignedIn(person, token) if person else None


def current_person() -> Person | None:
    """The person who is signed in, or None for a stranger."""
    user: Any = current_user
    return user.person if user.is_authenticated else None


def now() -> datetime:
    return datetime.now(UTC)


def settings() -> Config:
    return current_app.extensions["config"]  # type: ignore[no-any-return]


def client_address() -> str:
    """The browser's address, as the trusted proxies tell it."""
    return request.remote_addr or "unknown"


def keep_pending_token(token: str, account_id: UUID | None) -> None:
    """Hold the token of a sign-in that waits for its second factor, and whose it is."""
    session["pending"], session["pending_account"] = token, str(account_id or "")


def pending_token() -> str | None:
    return session.get("pending")


def pending_account() -> str:
    """The account that waits for its second factor; the cookie is signed, so nobody makes it up."""
    return str(session.get("pending_account", ""))


def offered_secret(account: str) -> str:
    """The secret of a second factor that is being set up: the same until it is confirmed.

    It waits in the signed cookie of the person who reads it off the page anyway.
    """
    offered: list[str] = session.get("offered_secret", [])
    if len(offered) != 2 or offered[0] != account:  # noqa: PLR2004 - whose it is, and the secret
        offered = [account, secrets.new_totp_secret()]
        session["offered_secret"] = offered
    return offered[1]


def forget_offered_secret() -> None:
    session.pop("offered_secret", None)


def _read_person(token: str) -> Person | None:
    limits, moment = settings().sign_in, now()
    with scope.work(db.session, scope.platform_scope(request_id=g.get("request_id", ""))):
        person = queries.person_of_session(
            db.session(),
            secrets.hash_token(token),
            now=moment,
            today=bangkok_today(),
            fresh=limits.last_seen_every,
        )
        if person and not person.seen_recently and not _is_poll():
            service.touch(db.session(), person.session_id, moment)
            here = person.acting_in(slug=g.get("office_slug"))
            if here is not None and not all(role.value.field for role in here.roles):
                note_opening(db.session(), here.district_id, moment)
    return person


def _is_poll() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    access = getattr(view, "access", None)
    return bool(access and access.poll)
