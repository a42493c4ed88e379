"""Passwords, tokens and one-time codes. Nothing here is stored in the clear but the TOTP secret."""

import hashlib
import re
import secrets

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.i18n.digits import to_arabic_digits

MINIMUM_PASSWORD_LENGTH = 10

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""argon2id with the parameters that OWASP recommends for interactive sign-in (19 MiB, 2 passes)."""

_NOBODY = _hasher.hash(secrets.token_urlsafe(16))

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_TYPED_CODE = re.compile(
    rf"([0-9]{{4}})([{CODE_ALPHABET}]{{4}})([{CODE_ALPHABET}]{{4}})([{CODE_ALPHABET}]{{4}})"
)
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Whether the password is right. Takes as long for an account that does not exist."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def new_token(office: int) -> str:
    """`<office>.<random>`: what a browser or a slip holds; 256 bits of chance."""
    return f"{office}.{secrets.token_urlsafe(32)}"


def new_spoken_code() -> str:
    """Twelve letters and digits (about 59 bits) that are not mistaken for each other when read out."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def new_code(office: int) -> str:
    """`1047.ABCD-EFGH-JKLM`: a one-time code with the office that issued it."""
    return f"{office}.{new_spoken_code()}"


def canonical_code(typed: str) -> str:
    """A code as it was issued, however it was typed: small letters, spaces, no points, Thai digits."""
    found = _TYPED_CODE.fullmatch(_BETWEEN.sub("", to_arabic_digits(typed)).upper())
    return "{}.{}-{}-{}".format(*found.groups()) if found else typed.strip()


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def office_of_token(token: str) -> int | None:
    """The office that a token says it belongs to."""
    head = token.partition(".")[0]
    return int(head) if head.isascii() and head.isdecimal() and len(head) == 4 else None  # noqa: PLR2004 - office codes have four digits


def new_totp_secret() -> str:
    return pyotp.random_base32()


def matching_totp_step(secret: str, code: str, *, now: float, used: int | None) -> int | None:
    """The 30-second step of a right code, one step of drift allowed; a step is never accepted twice."""
    totp = pyotp.TOTP(secret)
    typed = code.replace(" ", "").encode()
    current = int(now) // totp.interval
    for step in (current, current - 1, current + 1):
        if (used is None or step > used) and secrets.compare_digest(
            totp.generate_otp(step).encode(), typed
        ):
            return step
    return None
