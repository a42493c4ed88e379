"""Writing workbooks whose cells stay text: what begins like a formula never becomes one (T25)."""

import unicodedata
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

_SIGNS = ("=", "+", "-", "@", "\t", "\r", "|")
FONT = {"font_name": "TH Sarabun New", "font_size": 16}


class Workbook:
    """A workbook in memory. Every cell is written as text, marked so that it stays text when it is saved again."""

    def __init__(self) -> None:
        self._buffer = BytesIO()
        self.book: Any = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        cell = {**FONT, "num_format": "@", "valign": "top", "text_wrap": True}
        self.plain = self.book.add_format(cell)
        self.quoted = self.book.add_format({**cell, "quote_prefix": True})
        self.head = self.book.add_format({**cell, "bold": True, "bg_color": "#E6EFEA", "border": 1})
        self.title = self.book.add_format({**FONT, "bold": True, "font_size": 18})

    def put(self, sheet: Any, row: int, cells: Sequence[str], *, column: int = 0) -> None:
        """Write a row of texts."""
        for at, text in enumerate(cells, start=column):
            sheet.write_string(
                row, at, text, self.quoted if looks_like_formula(text) else self.plain
            )

    def put_heading(self, sheet: Any, row: int, cells: Sequence[str]) -> None:
        for at, text in enumerate(cells):
            sheet.write_string(row, at, text, self.head)

    def close(self) -> bytes:
        self.book.close()
        return self._buffer.getvalue()


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula, in full-width letters or after a space too."""
    bare = text.lstrip(" \u00a0\u200b\ufeff")
    return bool(bare) and (
        text[0] in _SIGNS or bare[0] in _SIGNS or unicodedata.normalize("NFKC", bare[0]) in _SIGNS
    )
