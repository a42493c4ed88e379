"""Reading an uploaded table: CSV in Thai encodings, or XLSX. Nothing in a cell is ever executed."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import FieldError
from core.files.service import LARGEST_FILE
from core.i18n.text import decode
from tenants.registry.import_workbooks import (
    HEADROOM,
    MOST_COLUMNS,
    MOST_ROWS,
    damaged,
    measure,
    too_long,
    too_wide,
    with_macros,
)

_SNIPPET = 256 * 1024
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
_MACRO_SUFFIXES = {".xlsm", ".xltm", ".xlam", ".xlsb"}
_SEPARATORS = ",;\t"


Line = tuple[int, list[str]]
"""The number of a line in the file, and its cells as they stand there."""


def read_lines(content: bytes, file_name: str) -> list[Line]:
    """The lines of a file that hold anything; FieldError on `file` says why it cannot be read."""
    if not content:
        raise FieldError("The file is empty.", field="file")
    if len(content) > LARGEST_FILE:
        raise too_large()
    suffix = PurePath(file_name).suffix.lower()
    if suffix in _MACRO_SUFFIXES:
        raise with_macros()
    if suffix in _TEXT_SUFFIXES:
        found = _lines_of_text(content)
    elif suffix == ".xlsx":
        found = _lines_of_workbook(content)
    else:
        raise FieldError("Choose a file of the kind .csv or .xlsx.", field="file")
    rows = list(_limited(found))
    if not rows:
        raise FieldError("The file is empty.", field="file")
    return rows


def too_large() -> FieldError:
    return FieldError("The largest file that can be sent is 20 megabytes.", field="file")


def _limited(lines: Iterable[Line]) -> Iterator[Line]:
    kept = 0
    for number, cells in lines:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise too_wide()
        kept += 1
        if kept > MOST_ROWS + HEADROOM:
            raise too_long()
        yield number, cells


def _lines_of_text(content: bytes) -> Iterator[Line]:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FieldError(
            "The name says a text file, but it is a workbook. Save it again as .xlsx.", field="file"
        )
    try:
        text = decode(content)
    except UnicodeDecodeError as problem:
        raise FieldError(
            "The letters of this file cannot be read. Save it as “CSV UTF-8”.", field="file"
        ) from problem
    if "\0" in text:
        raise FieldError(
            "This is no table of text. Choose a file of the kind .csv or .xlsx.", field="file"
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        before = 0
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as problem:
        raise FieldError(
            "The file breaks off inside a cell at line %(line)s.",
            field="file",
            line=reader.line_num,
        ) from problem


def _separator(text: str) -> str:
    """Comma, semicolon or tab: the one that parts the first lines into the most columns."""
    first = [line for line in text[:_SNIPPET].splitlines() if line.strip()][:5]
    return max(
        _SEPARATORS, key=lambda sign: max((len(row) for row in _parted(first, sign)), default=0)
    )


def _parted(lines: list[str], sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=sign))
    except csv.Error:
        return []


def _lines_of_workbook(content: bytes) -> Iterator[Line]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FieldError(
            "This is an old or locked workbook. Save it as .xlsx without a password.", field="file"
        )
    measure(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as problem:
        raise damaged() from problem
    for number, cells in enumerate(rows, start=1):
        yield number, [_cell_text(cell) for cell in cells]


def _cell_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
