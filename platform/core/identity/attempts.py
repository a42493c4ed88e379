"""Every guess is written down before it is looked at, and counted: sign-ins, codes, slips, signatures (T20)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.config import SignInLimits
from core.errors import Refused
from core.identity import queries
from core.identity.models import SignInAttempt
from core.marks import mark

_TOO_MANY = mark(
    "Too many failed attempts. Wait %(minutes)s minutes, "
    "or ask your office's administrator for a one-time code."
)


def record_attempt(
    session: Session, *, username: str, address: str, now: datetime, limits: SignInLimits
) -> int:
    """Write the attempt down as failed, before anything is checked; refuse where there were too many.

    Returns the attempt's id, for `mark_succeeded`.
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


def mark_succeeded(session: Session, attempt_id: int) -> None:
    session.execute(
        update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=True)
    )


def code_counter(account_id: UUID | str) -> str:
    """Under which name wrong codes are counted: for the person, not for the browser."""
    return f"code:{account_id}"
