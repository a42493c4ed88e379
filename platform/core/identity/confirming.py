"""Asking a signed-in person once more for the password and a code, before a page's own scope opens.

The attempt is committed first, as at sign-in and counted with it: whoever guesses passwords at a
signature locks the sign-in too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.errors import DomainError, FieldError
from core.extensions import db
from core.identity import attempts, second_factor
from core.identity.actor import Person
from core.identity.sessions import client_address, now, settings
from core.marks import mark
from core.tenancy import scope

NO_PASSWORD_TYPED = mark("Type your password.")
NO_CODE_TYPED = mark("Type the six digits that your authenticator shows.")

Check = Callable[[Session, int], None]


@dataclass(frozen=True)
class Confirmation:
    """What came of asking: nothing to object to, or the sentence for the field `password` or `code`."""

    problem: FieldError | None = None

    def require(self) -> None:
        """Raise the FieldError where the person was not confirmed: call it before anything is written."""
        if self.problem is not None:
            raise self.problem


def confirm(person: Person, *, password: str, code: str, demands_code: bool = True) -> Confirmation:
    """Check the password, and then the code.

    `demands_code` refuses an account without a second factor; else a code is asked for only where
    one is set up. A code is looked at, and used up, only after a right password.
    """
    try:
        _confirm(person, password, code, demands_code=demands_code)
    except FieldError as problem:
        return Confirmation(problem)
    return Confirmation()


def _confirm(person: Person, password: str, code: str, *, demands_code: bool) -> None:
    if demands_code and not person.has_second_factor:
        raise FieldError(second_factor.NO_SECOND_FACTOR, field="code")
    if not password:
        raise FieldError(NO_PASSWORD_TYPED, field="password")
    if person.has_second_factor and not code:
        raise FieldError(NO_CODE_TYPED, field="code")
    _attempt(
        person.username,
        "password",
        lambda session, attempt_id: second_factor.check_password(
            session, attempt_id=attempt_id, account_id=person.account_id, password=password
        ),
    )
    if person.has_second_factor:
        _attempt(
            attempts.code_counter(person.account_id),
            "code",
            lambda session, attempt_id: second_factor.check_code(
                session,
                attempt_id=attempt_id,
                account_id=person.account_id,
                code=code,
                now=now(),
            ),
        )


def _attempt(counted_as: str, field: str, check: Check) -> None:
    """Write the attempt down, commit, then check: a refusal does not take the record back."""
    try:
        with scope.work(db.session, scope.platform_scope()):
            attempt_id = attempts.record_attempt(
                db.session(),
                username=counted_as,
                address=client_address(),
                now=now(),
                limits=settings().sign_in,
            )
    except DomainError as problem:
        raise FieldError(problem.message, field=field) from problem
    with scope.work(db.session, scope.platform_scope()):
        check(db.session(), attempt_id)
