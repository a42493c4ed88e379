"""Cells of workbooks and CSV files that stay what they are: no text becomes a formula (T25)."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

BOM = "\ufeff"
"""With it Excel reads a CSV file as UTF-8."""

Value = str | int | Decimal | None
FONT = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "top"}

_SIGNS = frozenset("=+-@\t\r\n|")
_BEFORE = " \u00a0\u200b\ufeff\u3000'"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula, in full-width letters or after a space too."""
    bare = text.lstrip(_BEFORE)
    return bool(bare) and (
        text[0] in _SIGNS or bare[0] in _SIGNS or unicodedata.normalize("NFKC", bare[0]) in _SIGNS
    )


def safe_text(text: str) -> str:
    """A text that a spreadsheet shows as it is; a stray formula gets an apostrophe before it."""
    return f"'{text}" if looks_like_formula(text) else text


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Rows as CSV in UTF-8 with BOM, lines ended as RFC 4180 has it. Numbers stay numbers."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else plain(cell) for cell in row])
    return (BOM + text.getvalue()).encode()


def plain(value: int | Decimal | None) -> str:
    """A number with a point and without thousands; nothing where there is none."""
    if value is None:
        return ""
    shown = f"{Decimal(value):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


class Book:
    """A workbook in memory: texts are text, numbers are numbers, and only `formula` writes formulas."""

    def __init__(self, *, title: str, made_at: datetime) -> None:
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
        self.book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        text = {**FONT, "num_format": "@", "text_wrap": True}
        self.text = self.book.add_format(text)
        self.quoted = self.book.add_format({**text, "quote_prefix": True})
        self.head = self.book.add_format({**text, "bold": True, "bg_color": "#E6EFEA", "border": 1})
        self.title = self.book.add_format({**FONT, "bold": True, "font_size": 18})
        self._numbers: dict[int, Any] = {}

    def sheet(self, name: str, widths: Sequence[float]) -> Any:
        """A new sheet on A4 landscape, as wide as one page when it is printed."""
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def number(self, decimals: int) -> Any:
        if decimals not in self._numbers:
            places = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
            self._numbers[decimals] = self.book.add_format({**FONT, "num_format": places})
        return self._numbers[decimals]

    def put(self, sheet: Any, row: int, column: int, value: Value, *, decimals: int = 0) -> None:
        """One cell; nothing is written for None."""
        if isinstance(value, str):
            quoted = looks_like_formula(value)
            sheet.write_string(row, column, value, self.quoted if quoted else self.text)
        elif value is not None:
            sheet.write_number(row, column, value, self.number(decimals))

    def put_row(self, sheet: Any, row: int, values: Sequence[Value]) -> None:
        for column, value in enumerate(values):
            self.put(sheet, row, column, value)

    def put_heading(self, sheet: Any, row: int, texts: Sequence[str]) -> None:
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, self.head)

    def formula(
        self, sheet: Any, row: int, column: int, formula: str, *, value: Decimal, decimals: int
    ) -> None:
        """A living formula of ours, with the value that it has now. Never give it what a person typed."""
        sheet.write_formula(row, column, formula, self.number(decimals), float(value))

    def close(self) -> bytes:
        self.book.close()
        return self._buffer.getvalue()
