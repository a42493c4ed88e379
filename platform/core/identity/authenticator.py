"""A new secret as an authenticator app reads it: a picture, and letters where no camera works."""

from dataclasses import dataclass

import pyotp
import segno

ISSUER = "Bangkok community networks"
"""How the account is called in an authenticator app."""

_GROUP = 4


@dataclass(frozen=True)
class Enrolment:
    """`picture` is a data address for an <img>; `key` is the secret in groups of four letters."""

    picture: str
    key: str


def enrolment(username: str, secret: str) -> Enrolment:
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    letters = [secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP)]
    return Enrolment(qr_picture(address), " ".join(letters))


def qr_picture(text: str) -> str:
    """A QR code as a data address, with the quiet zone that cameras need."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_data_uri(border=4, scale=6, light="#ffffff"))
