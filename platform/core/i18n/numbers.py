"""Numbers as the offices write them. `Decimal` only: a `float` never reaches a figure."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from core.errors import InputProblem
from core.i18n.digits import Digits, in_digits, to_arabic_digits
from core.i18n.text import normalise, shorten

_WHOLE = re.compile("-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)")
_DECIMAL = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
_MOST_DIGITS = 18
_LONGEST = 60
_ROOM = 28
_USUAL = Context(prec=_ROOM)
NOTHING = "–"


class NumberProblem(InputProblem):
    """A typed number that is none; `message` says what to do about it."""


def show_number(
    value: int | Decimal, decimals: int | None = None, *, digits: Digits = "arabic"
) -> str:
    """1,234 or, with two decimals, 1,234.50; halves are rounded away from zero."""
    exact = Decimal(value)
    rounded = exact if decimals is None else round_half_up(exact, decimals)
    return in_digits(f"{rounded:,f}", digits)


def show_percent(
    numerator: int | Decimal,
    denominator: int | Decimal,
    decimals: int = 2,
    *,
    digits: Digits = "arabic",
) -> str:
    """36.89 %; a dash when there is nothing to divide by."""
    if not denominator:
        return NOTHING
    return show_number(percent(numerator, denominator, decimals), digits=digits) + " %"


def percent(numerator: int | Decimal, denominator: int | Decimal, decimals: int = 2) -> Decimal:
    """The share in hundredths, half-up; the denominator is not zero."""
    return round_half_up(Decimal(numerator) * 100 / Decimal(denominator), decimals)


def round_half_up(value: Decimal, decimals: int = 0) -> Decimal:
    """However large the number is: all its digits find room."""
    digits = value.adjusted() + decimals + 2
    room = _USUAL if digits <= _ROOM else Context(prec=digits)
    return value.quantize(_unit(decimals), ROUND_HALF_UP, room)


@cache
def _unit(decimals: int) -> Decimal:
    """1, 0.1, 0.01: the last place that is kept."""
    return Decimal(1).scaleb(-decimals)


def parse_whole_number(text: str) -> int:
    """1,234 or ๑๒๓๔ as typed; at most 18 digits. Raises `NumberProblem`."""
    typed = to_arabic_digits(shorten(normalise(text), _LONGEST))
    if not _WHOLE.fullmatch(typed) or len(typed) > _MOST_DIGITS:
        raise NumberProblem(
            "“%(typed)s” is not a whole number. Type digits only, for example 1,250.", typed=typed
        )
    return int(typed.replace(",", ""))


def parse_decimal(text: str, example: str = "1,250.50") -> Decimal:
    """13.7563 or ๑๓.๗๕๖๓ as typed; a comma only parts thousands.

    Raises `NumberProblem`, which shows an example of the kind that is asked for.
    """
    typed = to_arabic_digits(shorten(normalise(text), _LONGEST))
    if not _DECIMAL.fullmatch(typed) or len(typed) > _MOST_DIGITS:
        raise NumberProblem(
            "“%(typed)s” is not a number, for example %(example)s.", typed=typed, example=example
        )
    return Decimal(typed.replace(",", ""))
