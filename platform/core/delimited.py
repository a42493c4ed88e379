"""CSV files for Excel: UTF-8 with a mark, and no text that a spreadsheet takes for a formula (T25, DOMAIN 6.3)."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

FORMULA_SIGNS = frozenset("=+-@\t\r\n|")
_INVISIBLE = ("Cc", "Cf", "Zs", "Zl", "Zp")

Value = str | int | Decimal | None


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """The rows as a file. Numbers stay numbers, also below zero; of texts see `disarm`."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    for row in rows:
        writer.writerow([disarm(value) if isinstance(value, str) else value for value in row])
    return lines.getvalue().encode("utf-8-sig")


def disarm(text: str) -> str:
    """The text, after an apostrophe where a spreadsheet would calculate it.

    What a program may overlook is overlooked here as well: leading spaces and invisible letters, and
    the full-width forms of the signs.
    """
    first = next((letter for letter in text if unicodedata.category(letter) not in _INVISIBLE), "")
    if text[:1] in FORMULA_SIGNS or unicodedata.normalize("NFKC", first)[:1] in FORMULA_SIGNS:
        return f"'{text}"
    return text
