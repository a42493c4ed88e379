"""Signing in and out. The web opens one transaction for the attempt and another for the check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.access.roles import Role
from core.config import SignInLimits
from core.errors import FieldError
from core.i18n.dates import bangkok_today
from core.identity import attempts, queries, secrets
from core.identity.models import (
    Account,
    PassKind,
    SignInPass,
    SignInSession,
)
from core.marks import mark
from core.tenancy import scope
from core.tenancy.queries import note_opening

_WRONG = mark("The user name or the password is not right.")
_WRONG_PASS = mark(
    "This slip or code has been used, has expired or is not right. Ask the office for a new one."
)


@dataclass(frozen=True)
class Opened:
    """A new session: the token goes to the browser; `pending` waits for the second factor.

    `account_id` counts the failures of the second factor; `language` is the person's own.
    """

    token: str
    pending: bool
    lasting: bool
    account_id: UUID | None = None
    language: str = ""


def sign_in(
    session: Session,
    *,
    attempt_id: int,
    username: str,
    password: str,
    device: str,
    now: datetime,
    today: date,
    limits: SignInLimits,
) -> Opened:
    """Check a password. The answer for an unknown user is the same, and takes as long."""
    account = queries.account_named(session, username)
    matches = secrets.password_matches(account.password_hash if account else None, password)
    if account is None or not matches or account.disabled_at is not None:
        raise FieldError(_WRONG, field="password")
    attempts.mark_succeeded(session, attempt_id)
    roles = queries.roles_of(session, account.id, today)
    office = queries.home_office(session, account.id, today) or scope.DEPARTMENT
    return _open(session, account, roles, office, device=device, now=now, limits=limits)


def redeem_pass(
    session: Session,
    *,
    attempt_id: int,
    token: str,
    device: str,
    now: datetime,
    today: date,
    limits: SignInLimits,
) -> Opened:
    """Sign in by a one-time slip or code; it works once and only until its last minute.

    Neither gets past the second factor, and only the roles in the issuing office count: the session
    is limited to it.
    """
    found = queries.open_pass(session, token, now)
    if found is None:
        raise FieldError(_WRONG_PASS, field="code")
    office = found.district_id
    account = session.get_one(Account, found.account_id)
    roles = queries.roles_of(session, account.id, today, office=office)
    # A slip asks for nothing but itself, so it never opens the door for staff.
    fits = found.kind == PassKind.CODE or (
        found.kind == PassKind.SLIP and all(role.value.field for role in roles)
    )
    if account.disabled_at is not None or not roles or not fits:
        raise FieldError(_WRONG_PASS, field="code")
    if not use_up(session, found, now):
        raise FieldError(_WRONG_PASS, field="code")
    attempts.mark_succeeded(session, attempt_id)
    return _open(
        session,
        account,
        roles,
        office,
        device=device,
        now=now,
        limits=limits,
        limited_to=office,
    )


def use_up(session: Session, found: SignInPass, now: datetime) -> bool:
    """Mark a slip or code as used; False where another browser was quicker."""
    used = session.scalars(
        update(SignInPass)
        .where(
            SignInPass.district_id == found.district_id,
            SignInPass.id == found.id,
            SignInPass.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(SignInPass.id)
    )
    return used.one_or_none() is not None


def touch(session: Session, session_id: UUID, now: datetime) -> None:
    """Note that a person was here; asked for at most once a minute, and never by a page that polls."""
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=now)
    )


def sign_out(session: Session, session_id: UUID, now: datetime) -> None:
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(revoked_at=now)
    )


def sign_out_everywhere(
    session: Session, account_id: UUID, now: datetime, *, but: UUID | None = None
) -> None:
    """End all sessions of an account, except one if so wished."""
    statement = update(SignInSession).where(
        SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None)
    )
    if but is not None:
        statement = statement.where(SignInSession.id != but)
    session.execute(statement.values(revoked_at=now))


def change_password(
    session: Session,
    account_id: UUID,
    *,
    current: str,
    new: str,
    now: datetime,
    keep: UUID | None,
) -> None:
    """Set a new password and end every other session.

    `current` may stay empty for a person who has none yet, and for staff whom their office let in
    by a one-time code. Never where the account belongs to another office too: an office could
    otherwise take its people's accounts over and act as them there.
    """
    account = session.get_one(Account, account_id, with_for_update=True)
    opened = session.get(SignInSession, keep) if keep is not None else None
    may_skip = _may_skip_present(session, account, opened.limited_to if opened else None)
    if not may_skip and not secrets.password_matches(account.password_hash, current):
        raise FieldError("The present password is not right.", field="current")
    if len(new) < secrets.MINIMUM_PASSWORD_LENGTH:
        raise FieldError(
            "The password needs at least %(length)s characters.",
            field="new",
            length=secrets.MINIMUM_PASSWORD_LENGTH,
        )
    account.password_hash = secrets.hash_password(new)
    sign_out_everywhere(session, account_id, now, but=keep)


def may_skip_present_password(session: Session, account_id: UUID, session_id: UUID) -> bool:
    """Whether this browser may set a password without the present one; see `change_password`."""
    account = session.get_one(Account, account_id)
    opened = session.get_one(SignInSession, session_id)
    return _may_skip_present(session, account, opened.limited_to)


def choose_language(session: Session, account_id: UUID, language: str) -> None:
    session.execute(update(Account).where(Account.id == account_id).values(language=language))


def _may_skip_present(session: Session, account: Account, limited_to: int | None) -> bool:
    """Whether the present password need not be known, by where the session came from."""
    if limited_to is None:
        return not account.password_hash
    if queries.belongs_elsewhere(session, account.id, limited_to):
        return False
    roles = queries.roles_of(session, account.id, bangkok_today(), office=limited_to)
    return not account.password_hash or any(not role.value.field for role in roles)


def _open(
    session: Session,
    account: Account,
    roles: Sequence[Role],
    office: int,
    *,
    device: str,
    now: datetime,
    limits: SignInLimits,
    limited_to: int | None = None,
) -> Opened:
    """Open a session; it waits for a code wherever a second factor is set up or a role demands one.

    Also where no role demands it: a person who set one up expects that the password alone lets
    nobody in, and who signs papers is not to be impersonated in drafts either.
    """
    pending = account.totp_secret is not None or any(role.value.second_factor for role in roles)
    lasting = bool(roles) and all(role.value.field for role in roles)
    absolute = limits.field_absolute if lasting else limits.staff_absolute
    idle = limits.field_absolute if lasting else limits.staff_idle
    token = secrets.new_token(office)
    session.add(
        SignInSession(
            token_hash=secrets.hash_token(token),
            account_id=account.id,
            idle_seconds=int(idle.total_seconds()),
            last_seen_at=now,
            expires_at=now + (limits.second_factor_lifetime if pending else absolute),
            confirmed_at=None if pending else now,
            device=device[:200],
            limited_to=limited_to,
        )
    )
    if not pending and not lasting:
        note_opening(session, office, now)
    return Opened(
        token=token,
        pending=pending,
        lasting=lasting,
        account_id=account.id,
        language=account.language,
    )
