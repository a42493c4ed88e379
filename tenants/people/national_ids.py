"""National id numbers are never kept: they are known by their length and check digit (DOMAIN 6.1)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from core.errors import FieldError
from core.marks import mark

REFUSAL = mark(
    "This looks like a national id number. The register keeps none: leave the number out."
)

_DIGITS = 13
_GROUPS = [1, 4, 5, 2, 1]
"""How the number is printed on the card: 1-2345-67890-12-1."""

_RUN = re.compile(r"[0-9](?:[0-9]|[\s.,_/\-\u2010-\u2015\u2212]{1,3}(?=[0-9]))*")
"""Digits that belong together: a dash, a dot or a space may stand between them."""


def holds_national_id(text: str) -> bool:
    """Whether a text holds a Thai national id number, with or without dashes, in any digits."""
    return any(
        _is_valid(number) for run in _RUN.findall(_plain(text)) for number in _candidates(run)
    )


def refuse_national_ids(values: Mapping[str, str]) -> None:
    """FieldError beside the first of these fields that holds a national id number."""
    for field, value in values.items():
        if holds_national_id(value):
            raise FieldError(REFUSAL, field=field)


def _plain(text: str) -> str:
    """The text with the digits of every script as Arabic ones."""
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )


def _candidates(run: str) -> Iterator[str]:
    """Thirteen digits in a row of whole groups.

    Several groups that begin with 0 are telephone numbers, unless they are grouped as on the card.
    """
    groups = re.findall("[0-9]+", run)
    for first in range(len(groups)):
        for last in range(first + 1, len(groups) + 1):
            chosen = groups[first:last]
            number = "".join(chosen)
            if len(number) > _DIGITS:
                break
            printed = len(chosen) == 1 or [len(group) for group in chosen] == _GROUPS
            if len(number) == _DIGITS and (printed or not number.startswith("0")):
                yield number


def _is_valid(number: str) -> bool:
    """The thirteenth digit is 11 less the weighted sum of the twelve before it, modulo 11."""
    total = sum(
        int(digit) * weight for digit, weight in zip(number, range(_DIGITS, 1, -1), strict=False)
    )
    return (11 - total % 11) % 10 == int(number[-1])
