"""Measuring a workbook before it is opened.

A workbook is a zip file that anybody may have made. The reader lays a sheet out whole, so that one
cell in the last corner would ask for all the memory there is: the true sizes and positions are found
first, in small pieces.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, Never
from xml.parsers import expat

from core.errors import FieldError

MOST_ROWS = 20_000
MOST_COLUMNS = 60
HEADROOM = 20
"""Titles and headings may stand above the rows."""

_MOST_UNPACKED = 100 * 1024 * 1024
_MOST_LETTERS = 40 * 1024 * 1024
"""Letters that the cells show together; the longest honest file has less than half of it."""

_MOST_PACKED_RATIO = 200
_SMALL_ENTRY = 1024 * 1024
_MOST_ENTRIES = 500
_CHUNK = 256 * 1024
_POSITION = re.compile("([A-Za-z]{1,4})([0-9]{1,9})")
_XML_SUFFIXES = (".xml", ".rels", ".vml")
_CELLS = b"sheetData"
_NOT_A_WORKBOOK = {"content.xml", "mimetype", "xl/workbook.bin"}
_SIGNS_OF_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
)
"""What the standard library raises over broken archives and texts of unknown encodings."""

_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def measure(content: bytes) -> None:
    """Refuse a workbook that unpacks into too much, holds macros, or reaches too far (T24)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_other_kinds(entries)
            allowed, shared = _MOST_UNPACKED, _SharedTexts()
            for entry in entries:
                allowed -= _measure_entry(archive, entry, allowed, shared)
            if shared.letters > _MOST_LETTERS:
                raise _bomb()
    except _SIGNS_OF_DAMAGE as problem:
        raise damaged() from problem


def damaged() -> FieldError:
    return FieldError("This workbook is damaged or is none. Save it again as .xlsx.", field="file")


def with_macros() -> FieldError:
    return FieldError(
        "A workbook with macros is not taken. Save it as .xlsx or .csv.", field="file"
    )


def too_wide() -> FieldError:
    return FieldError(
        "The file has more than %(most)s columns. Remove the columns that are not needed.",
        field="file",
        most=MOST_COLUMNS,
    )


def too_long() -> FieldError:
    return FieldError(
        "The file has more than %(most)s rows. Divide it into several files.",
        field="file",
        most=f"{MOST_ROWS:,}",
    )


def _bomb() -> FieldError:
    return FieldError(
        "This workbook unpacks into far more than a list of communities. It was not opened.",
        field="file",
    )


def _refuse_other_kinds(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > _MOST_ENTRIES:
        raise _bomb()
    if any(name.endswith("vbaproject.bin") for name in names):
        raise with_macros()
    if "xl/workbook.xml" not in names or names & _NOT_A_WORKBOOK:
        raise damaged()
    if any(entry.compress_type not in _READABLE for entry in entries):
        raise damaged()


def _measure_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowed: int, shared: "_SharedTexts"
) -> int:
    """The true unpacked size: what the directory says about it may be a lie."""
    stated = entry.file_size
    packed = max(1, entry.compress_size)
    if stated > allowed or (stated > _SMALL_ENTRY and stated > _MOST_PACKED_RATIO * packed):
        raise _bomb()
    entry.file_size = stated + 1
    with archive.open(entry) as file:
        is_xml = entry.filename.lower().endswith(_XML_SUFFIXES)
        size = _read_xml(file, shared) if is_xml else _read_other(file)
    if size > stated:
        raise _bomb()
    return size


def _read_xml(file: IO[bytes], shared: "_SharedTexts") -> int:
    extent = _Extent(shared)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = extent.refuse_declaration
    parser.StartElementHandler = extent.begin
    parser.CharacterDataHandler = extent.read
    parser.EndElementHandler = extent.end
    parser.buffer_text = True
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return size


def _read_other(file: IO[bytes]) -> int:
    """Pictures and printer settings: whatever their names say, they hold no cells."""
    size, tail = 0, b""
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if _CELLS in tail + chunk:
            raise damaged()
        tail = chunk[-len(_CELLS) :]
    return size


@dataclass
class _SharedTexts:
    """Texts that cells only point to. The reader copies one for every cell that shows it."""

    lengths: list[int] = field(default_factory=list)
    shown: Counter[int] = field(default_factory=Counter)

    @property
    def letters(self) -> int:
        """How many letters all cells show; the texts and the cells may come in any order."""
        known = len(self.lengths)
        return sum(self.lengths[place] * n for place, n in self.shown.items() if 0 <= place < known)


@dataclass
class _Extent:
    """Follows the cells of a sheet as the reader will; a cell may leave out its position."""

    shared: _SharedTexts
    row: int = 0
    column: int = 0
    points: bool = False
    """Whether the present cell shows a shared text."""
    value: str | None = None
    """What the value of such a cell says so far."""
    text: bool = False
    """Whether a shared text is being read."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            stated = attributes.get("r", "")
            self.row = int(stated) if stated.isdecimal() else self.row + 1
            self.column = 0
        elif kind == "c":
            self._follow_cell(attributes.get("r", ""))
            self.points = attributes.get("t") == "s"
        elif kind == "si":
            self.shared.lengths.append(0)
            self.text = True
        elif kind == "v" and self.points:
            self.value = ""
        if self.column > MOST_COLUMNS:
            raise too_wide()
        if self.row > MOST_ROWS + HEADROOM:
            raise too_long()

    def read(self, text: str) -> None:
        if self.value is not None:
            self.value += text
        elif self.text:
            self.shared.lengths[-1] += len(text)

    def end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind == "si":
            self.text = False
        elif kind == "v" and self.value is not None:
            self.shared.shown[int(self.value or 0)] += 1
            self.value = None

    def _follow_cell(self, stated: str) -> None:
        if not stated:
            self.column += 1
            return
        position = _POSITION.fullmatch(stated)
        if position is None:
            raise damaged()
        self.column, self.row = _column_number(position[1]), int(position[2])

    def refuse_declaration(self, *_declaration: object) -> Never:
        raise damaged()


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
