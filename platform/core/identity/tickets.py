"""Personal codes for one record: a member's check-in, a trainee's test. No account is needed.

A code is computed from the server's secret, the office, the record and a serial, so that it can be
printed again at any time while only its hash is stored; a new serial makes the old code worthless.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from uuid import UUID

from core.i18n.digits import to_arabic_digits
from core.identity.secrets import CODE_ALPHABET, hash_token

_LENGTH = 10
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")


@dataclass(frozen=True)
class TicketMaker:
    """Makes the codes of one installation; `secret_key` is the application's."""

    secret_key: str

    def code(self, district_id: int, record_id: UUID, serial: int) -> str:
        """`ABCDE-FGHJK`: ten letters and digits (49 bits) that are not mistaken for each other."""
        message = f"ticket/{district_id}/{record_id}/{serial}".encode()
        number = int.from_bytes(
            hmac.digest(self.secret_key.encode(), message, hashlib.sha256), "big"
        )
        letters = ""
        for _ in range(_LENGTH):
            number, rest = divmod(number, len(CODE_ALPHABET))
            letters += CODE_ALPHABET[rest]
        return f"{letters[:5]}-{letters[5:]}"

    def stored(self, district_id: int, record_id: UUID, serial: int) -> str:
        """What the record keeps of its code."""
        return hash_ticket(district_id, self.code(district_id, record_id, serial))


def hash_ticket(district_id: int, typed: str) -> str:
    """The hash of a code as somebody typed it: small letters, spaces and Thai digits are forgiven."""
    letters = _BETWEEN.sub("", to_arabic_digits(typed)).upper()
    return hash_token(f"{district_id}.{letters}")
