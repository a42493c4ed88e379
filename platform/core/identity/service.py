"""Signing in and out. The web opens one transaction for the attempt and another for the check."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.config import SignInLimits
from core.errors import FieldError, Refused
from core.identity import queries, secrets
from core.identity.models import (
    Account,
    PassKind,
    SignInAttempt,
    SignInPass,
    SignInSession,
)
from core.marks import mark

_WRONG = mark("The user name or the password is not right.")
_WRONG_CODE = mark("The code is not right or has been used.")
_WRONG_PASS = mark(
    "This slip or code has been used, has expired or is not right. Ask the office for a new one."
)
_TOO_MANY = mark(
    "Too many failed attempts. Wait %(minutes)s minutes, "
    "or ask your office's administrator for a one-time code."
)


@dataclass(frozen=True)
class Opened:
    """A new session: the token goes to the browser; `pending` waits for the second factor."""

    token: str
    pending: bool
    lasting: bool


def record_attempt(
    session: Session, *, username: str, address: str, now: datetime, limits: SignInLimits
) -> int:
    """Write the attempt down as failed, before anything is checked; refuse where there were too many.

    Returns the attempt's id, for `sign_in` to mark as succeeded.
    """
    failures = queries.recent_failures(
        session, username=username, address=address, since=now - limits.window
    )
    if failures.user >= limits.per_user or failures.address >= limits.per_address:
        raise Refused(_TOO_MANY, minutes=int(limits.window.total_seconds() // 60))
    attempt = SignInAttempt(username=username, address=address)
    session.add(attempt)
    session.flush()
    return attempt.id


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
    _mark_succeeded(session, attempt_id)
    pending = any(
        role.value.second_factor for role in queries.roles_of(session, account.id, today)
    )
    return _open(
        session, account, device=device, now=now, today=today, limits=limits, pending=pending
    )


def confirm_second_factor(
    session: Session,
    *,
    attempt_id: int,
    token: str,
    code: str,
    now: datetime,
    limits: SignInLimits,
) -> None:
    """Confirm a pending session with a code of the authenticator."""
    pending = session.scalars(
        select(SignInSession).where(
            SignInSession.token_hash == secrets.hash_token(token),
            SignInSession.confirmed_at.is_(None),
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now,
        )
    ).one_or_none()
    if pending is None:
        raise Refused("Sign-in took too long. Start again.")
    account = session.get_one(Account, pending.account_id, with_for_update=True)
    step = secrets.matching_totp_step(
        account.totp_secret or secrets.new_totp_secret(),
        code,
        now=now.timestamp(),
        used=account.totp_last_step,
    )
    if step is None:
        raise FieldError(_WRONG_CODE, field="code")
    account.totp_last_step = step
    pending.confirmed_at = now
    pending.expires_at = now + limits.staff_absolute
    _mark_succeeded(session, attempt_id)


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

    A code brings a locked-out person in, but never past the second factor.
    """
    office = secrets.office_of_token(token)
    sign_in_pass = session.scalars(
        select(SignInPass)
        .where(
            SignInPass.district_id == office,
            SignInPass.token_hash == secrets.hash_token(token),
            SignInPass.used_at.is_(None),
            SignInPass.expires_at > now,
        )
        .with_for_update()
    ).one_or_none()
    if sign_in_pass is None:
        raise FieldError(_WRONG_PASS, field="code")
    account = session.get_one(Account, sign_in_pass.account_id)
    roles = queries.roles_of(session, account.id, today)
    if account.disabled_at is not None or not roles:
        raise FieldError(_WRONG_PASS, field="code")
    sign_in_pass.used_at = now
    _mark_succeeded(session, attempt_id)
    pending = sign_in_pass.kind == PassKind.CODE and any(
        role.value.second_factor for role in roles
    )
    return _open(
        session,
        account,
        device=device,
        now=now,
        today=today,
        limits=limits,
        pending=pending,
        limited_to=sign_in_pass.district_id,
    )


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
    """Set a new password and end every other session. A person who has none yet may leave `current` empty."""
    account = session.get_one(Account, account_id, with_for_update=True)
    if account.password_hash and not secrets.password_matches(account.password_hash, current):
        raise FieldError("The present password is not right.", field="current")
    if len(new) < secrets.MINIMUM_PASSWORD_LENGTH:
        raise FieldError(
            "The password needs at least %(length)s characters.",
            field="new",
            length=secrets.MINIMUM_PASSWORD_LENGTH,
        )
    account.password_hash = secrets.hash_password(new)
    sign_out_everywhere(session, account_id, now, but=keep)


def choose_language(session: Session, account_id: UUID, language: str) -> None:
    session.execute(update(Account).where(Account.id == account_id).values(language=language))


def _mark_succeeded(session: Session, attempt_id: int) -> None:
    session.execute(
        update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=True)
    )


def _open(
    session: Session,
    account: Account,
    *,
    device: str,
    now: datetime,
    today: date,
    limits: SignInLimits,
    pending: bool,
    limited_to: int | None = None,
) -> Opened:
    roles = queries.roles_of(session, account.id, today)
    lasting = bool(roles) and all(role.value.field for role in roles)
    absolute = limits.field_absolute if lasting else limits.staff_absolute
    idle = limits.field_absolute if lasting else limits.staff_idle
    token = secrets.new_token(queries.home_office(session, account.id, today) or 1000)
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
    return Opened(token=token, pending=pending, lasting=lasting)

