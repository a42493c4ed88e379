"""Sealing of ballots: what the database keeps of a choice says nothing without the application's key.

Rows that were replaced stay in the files of the database for a while, in its log of changes and in
backups. Whoever compares two of these states finds the one ballot that is new; with the roll beside it
that would be the choice of one voter. Sealed, it is 44 bytes that look like chance.

The seal is AES-256-GCM: nonce 12, choice 16, tag 16 bytes. Two ballots for the same candidate differ,
and the election's id is authenticated with each, so that a ballot does not fit another election.
"""

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_NOBODY = UUID(int=0)


class BrokenSealError(ValueError):
    """A ballot that this key did not seal: the key was changed, or the ballot was."""


class BallotSeal:
    """Seals and opens the ballots of one installation."""

    def __init__(self, secret_key: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"elections.ballots")
        self._cipher = AESGCM(derived.derive(secret_key.encode()))

    def close(self, election_id: UUID, candidate_id: UUID | None) -> bytes:
        """A ballot of an election for a candidate, or for none; always of the same length."""
        nonce = secrets.token_bytes(_NONCE)
        choice = (candidate_id or _NOBODY).bytes
        return nonce + self._cipher.encrypt(nonce, choice, election_id.bytes)

    def open(self, election_id: UUID, ballot: bytes) -> UUID | None:
        """The candidate on a ballot, None for no choice; BrokenSealError where it is not a whole one of ours."""
        nonce, sealed = ballot[:_NONCE], ballot[_NONCE:]
        try:
            choice = UUID(bytes=self._cipher.decrypt(nonce, sealed, election_id.bytes))
        except (InvalidTag, ValueError) as problem:
            raise BrokenSealError from problem
        return None if choice == _NOBODY else choice
