"""Thai and Arabic digits: forms and tables show Arabic ones, official documents Thai ones."""

from typing import Literal

Digits = Literal["arabic", "thai"]

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def to_thai_digits(text: str) -> str:
    return text.translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    return text.translate(_TO_ARABIC)


def in_digits(text: str, digits: Digits) -> str:
    """`text` with Thai digits where they are asked for, otherwise as it is."""
    return to_thai_digits(text) if digits == "thai" else text
