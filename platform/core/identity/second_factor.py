"""The second factor (TOTP) of an account: checked, set up, removed, and made good again when a phone is lost.

Some roles are never held without one (`RoleDetails.second_factor`); everybody else may set one up,
and needs it to sign a paper.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import SignInLimits
from core.errors import FieldError, Refused
from core.identity import attempts, queries, secrets
from core.identity.models import Account, PassKind, SignInSession
from core.identity.service import Opened, sign_out_everywhere, use_up
from core.marks import mark
from core.tenancy.queries import note_opening

WRONG_PASSWORD = mark("The password is not right.")
WRONG_CODE = mark("The code is not right or has been used.")
NO_SECOND_FACTOR = mark("You have no second factor yet. Set one up under “My account” first.")
_TOOK_TOO_LONG = mark("Sign-in took too long. Start again.")


def check_password(session: Session, *, attempt_id: int, account_id: UUID, password: str) -> None:
    """Check the password of somebody who is signed in; takes as long where there is none."""
    account = session.get_one(Account, account_id)
    matches = secrets.password_matches(account.password_hash, password)
    if not matches or account.disabled_at is not None:
        raise FieldError(WRONG_PASSWORD, field="password")
    attempts.mark_succeeded(session, attempt_id)


def check_code(
    session: Session, *, attempt_id: int, account_id: UUID, code: str, now: datetime
) -> None:
    """Check a code of the authenticator and use its step up: no step is ever accepted twice."""
    account = session.get_one(Account, account_id, with_for_update=True)
    if not _use_code(account, code, now):
        raise FieldError(WRONG_CODE, field="code")
    attempts.mark_succeeded(session, attempt_id)


def confirm_sign_in(
    session: Session,
    *,
    attempt_id: int,
    token: str,
    code: str,
    now: datetime,
    today: date,
    limits: SignInLimits,
) -> Opened:
    """Confirm a pending session with a code of the authenticator, or with the office's for a lost one.

    The office's takes the old second factor away and ends every other session. Where a role demands
    a second factor the session goes on waiting: a new one is set up before anything opens.
    """
    pending = _pending(session, token, now)
    account = session.get_one(Account, pending.account_id, with_for_update=True)
    if _use_code(account, code, now):
        pending.second_factor_at = now
    elif _use_office_code(session, account, pending, code, now):
        account.totp_secret = account.totp_last_step = None
        sign_out_everywhere(session, account.id, now, but=pending.id)
    else:
        raise FieldError(WRONG_CODE, field="code")
    attempts.mark_succeeded(session, attempt_id)
    if account.totp_secret is None and is_demanded(session, account.id, today):
        return Opened(token, pending=True, lasting=False, account_id=account.id)
    return _confirmed(session, pending, token, now=now, today=today, limits=limits)


def name_without_factor(session: Session, token: str, now: datetime) -> str | None:
    """The user name of a pending sign-in that has no second factor yet, and must set one up; else None."""
    account = session.get_one(Account, _pending(session, token, now).account_id)
    return account.username if account.totp_secret is None else None


def set_up_at_sign_in(
    session: Session,
    *,
    attempt_id: int,
    token: str,
    secret: str,
    code: str,
    now: datetime,
    today: date,
    limits: SignInLimits,
) -> Opened:
    """Set up the second factor that a role demands, and open the session that waited for it."""
    pending = _pending(session, token, now)
    account = session.get_one(Account, pending.account_id, with_for_update=True)
    if account.totp_secret is not None:
        raise Refused(_TOOK_TOO_LONG)
    _put_in_place(session, account, pending, secret=secret, code=code, field="code", now=now)
    attempts.mark_succeeded(session, attempt_id)
    return _confirmed(session, pending, token, now=now, today=today, limits=limits)


def set_up(
    session: Session, *, account_id: UUID, session_id: UUID, secret: str, code: str, now: datetime
) -> None:
    """Set up or replace the second factor of a person whose password (and present code) were checked.

    `code` proves that the authenticator has the new secret. All other sessions end.
    """
    account = session.get_one(Account, account_id, with_for_update=True)
    here = session.get_one(SignInSession, session_id)
    _put_in_place(session, account, here, secret=secret, code=code, field="new_code", now=now)


def remove(
    session: Session, *, account_id: UUID, session_id: UUID, today: date, now: datetime
) -> None:
    """Take the second factor away; refused while a role demands one."""
    if is_demanded(session, account_id, today):
        raise Refused("Your role may not be without a second factor. You can replace it.")
    account = session.get_one(Account, account_id, with_for_update=True)
    account.totp_secret = account.totp_last_step = None
    sign_out_everywhere(session, account_id, now, but=session_id)


def is_demanded(session: Session, account_id: UUID, today: date) -> bool:
    """Whether a role that the account holds today, in any office, may not be without a second factor."""
    return any(role.value.second_factor for role in queries.roles_of(session, account_id, today))


def _use_code(account: Account, code: str, now: datetime) -> bool:
    """Whether a code is right; its step is used up. As long, and never right, without a second factor."""
    step = secrets.matching_totp_step(
        account.totp_secret or secrets.new_totp_secret(),
        code,
        now=now.timestamp(),
        used=account.totp_last_step,
    )
    if step is None or account.totp_secret is None:
        return False
    account.totp_last_step = step
    return True


def _use_office_code(
    session: Session, account: Account, pending: SignInSession, typed: str, now: datetime
) -> bool:
    """Whether an office may and did replace this person's authenticator, once.

    Only after the password: an office that could give a one-time code and this one would be the
    person. Who has lost both turns to the operators. Never where the account belongs to another
    office too: see `change_password`.
    """
    found = queries.open_pass(session, secrets.canonical_code(typed), now)
    fits = found is not None and (found.kind, found.account_id) == (
        PassKind.SECOND_FACTOR,
        account.id,
    )
    if found is None or not fits or pending.limited_to is not None:
        return False
    if queries.belongs_elsewhere(session, account.id, found.district_id):
        raise FieldError(
            "You work in more than one office, so one alone cannot replace your second factor. "
            "Ask the operators of the system.",
            field="code",
        )
    return use_up(session, found, now)


def _put_in_place(
    session: Session,
    account: Account,
    here: SignInSession,
    *,
    secret: str,
    code: str,
    field: str,
    now: datetime,
) -> None:
    step = secrets.matching_totp_step(secret, code, now=now.timestamp(), used=None)
    if step is None:
        raise FieldError(
            "The code does not belong to this picture. Wait for the next one and type it.",
            field=field,
        )
    account.totp_secret, account.totp_last_step = secret, step
    here.second_factor_at = now
    sign_out_everywhere(session, account.id, now, but=here.id)


def _pending(session: Session, token: str, now: datetime) -> SignInSession:
    pending = session.scalars(
        select(SignInSession).where(
            SignInSession.token_hash == secrets.hash_token(token),
            SignInSession.confirmed_at.is_(None),
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now,
        )
    ).one_or_none()
    if pending is None:
        raise Refused(_TOOK_TOO_LONG)
    return pending


def _confirmed(
    session: Session,
    pending: SignInSession,
    token: str,
    *,
    now: datetime,
    today: date,
    limits: SignInLimits,
) -> Opened:
    """The session opens, for as long as the person's roles allow."""
    roles = queries.roles_of(session, pending.account_id, today)
    lasting = bool(roles) and all(role.value.field for role in roles)
    pending.confirmed_at = now
    pending.expires_at = now + (limits.field_absolute if lasting else limits.staff_absolute)
    office = secrets.office_of_token(token)
    if office is not None and not lasting:
        note_opening(session, office, now)
    return Opened(token, pending=False, lasting=lasting, account_id=pending.account_id)
