"""What the rows of a file say about seats: headings in Thai, cells as people type them. Nothing is read elsewhere."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.errors import FieldError, InputProblem, Message
from core.i18n.dates import parse_date, parse_iso_date
from core.i18n.text import match_key, normalise, shorten
from core.manual.structure import CommitteeKind
from tenants.people.queries import person_key
from tenants.people.service import holds_national_id
from tenants.registry.import_lines import Line

MOST_ROWS = 600
"""Rows with a name in one file; every one is tried out against all rules of the committees."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "kind": ("คณะกรรมการ", "ประเภทคณะกรรมการ"),
    "place": ("ชุมชนหรือโซน", "ชื่อชุมชนหรือโซน", "ชุมชน/โซน", "โซน"),
    "seat": ("ตำแหน่งในคณะกรรมการ", "ตำแหน่งกรรมการ", "ตำแหน่งตามคู่มือ"),
    "community": ("ผู้แทนของชุมชน", "ชุมชนของประธาน"),
    "person_name": ("ชื่อ-สกุล", "ชื่อ - สกุล", "ชื่อ สกุล", "ชื่อ", "ชื่อและนามสกุล"),
    "person_position": ("ตำแหน่งหรือสังกัด", "สังกัด", "ตำแหน่ง/สังกัด"),
    "valid_from": ("ดำรงตำแหน่งตั้งแต่วันที่", "ตั้งแต่วันที่", "วันที่เริ่มดำรงตำแหน่ง"),
    "term_ends_on": ("วันที่พ้นตามวาระ", "ครบวาระวันที่", "วันที่ครบวาระ"),
    "reason": ("เหตุผลที่วาระไม่เป็นตามปกติ", "เหตุผล"),
    "another": ("เป็นคนละคนกับชื่อเดียวกันในทะเบียน", "คนละคน"),
}
"""Each column with the headings that name it; the first is the one of the workbook that is offered."""

NEEDED = ("kind", "place", "seat", "person_name", "valid_from")

KINDS: Mapping[CommitteeKind, tuple[str, ...]] = {
    CommitteeKind.COMMUNITY: ("คณะกรรมการชุมชน", "ชุมชน", "กรรมการชุมชน"),
    CommitteeKind.ZONE: (
        "คณะกรรมการเครือข่ายชุมชน",
        "คณะกรรมการเครือข่าย",
        "คณะกรรมการเครือข่ายชุมชนโซน",
        "เครือข่าย",
        "โซน",
    ),
    CommitteeKind.STUDY: ("คณะกรรมการศึกษาและจัดทำคู่มือ", "คณะกรรมการศึกษา"),
    CommitteeKind.ASSEMBLY: ("ประธานประชาคมชุมชน", "ประชาคมชุมชน", "ประชาคม"),
}
"""The kinds of committees that a file fills; the first word is the one of the workbook."""

YES = "ใช่"
_HEADING_LINES = 15
_LONGEST = {"person_name": 120, "person_position": 200, "reason": 500}
_SHOWN = 60
_SPACES = re.compile(r"[\s._/()-]+")
_DATE_CELL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?: 00:00:00)?")
_FIRST_BUDDHIST_YEAR = 2400


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell; `column` is a key of HEADINGS, or "" for the whole row."""

    column: str
    message: Message


@dataclass
class Reading:
    """One row of the file that names somebody, as far as it can be understood by itself."""

    line: int
    said: Mapping[str, str]
    kind: CommitteeKind | None = None
    valid_from: date | None = None
    term_ends_on: date | None = None
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return shorten(self.said["person_name"], _LONGEST["person_name"])

    @property
    def is_another(self) -> bool:
        """Any mark in the column counts, but a plain no."""
        return self.said["another"] not in ("", "-", "ไม่", "ไม่ใช่")

    def refuse(self, column: str, message: Message) -> None:
        self.problems.append(CellProblem(column, message))


@dataclass(frozen=True)
class SeatTable:
    """The rows with a name; `blank` is how many places of the file nobody was named for."""

    readings: Sequence[Reading]
    blank: int


def read_seats(lines: Sequence[Line]) -> SeatTable:
    """Every row on its own. FieldError on `file` where headings are missing or numbers of id cards stand in it."""
    position, columns = _headings(lines)
    rows = lines[position + 1 :]
    _refuse_national_ids(lines[position][1], lines)
    named = [
        (number, said)
        for number, cells in rows
        if (said := _said(cells, columns))["person_name"] not in ("", "-")
    ]
    if not named:
        raise FieldError("No row of the file names a person.", field="file")
    if len(named) > MOST_ROWS:
        raise FieldError(
            "The file names more than %(most)s people. Divide it into several files.",
            field="file",
            most=MOST_ROWS,
        )
    return SeatTable([_reading(*each) for each in named], len(rows) - len(named))


def plain(text: str) -> str:
    """A heading or title without spaces, brackets and marks, as people vary them."""
    return match_key(_SPACES.sub("", normalise(text))) or normalise(text)


_COLUMNS = {plain(word): name for name, words in HEADINGS.items() for word in words}
_KINDS = {plain(word): kind for kind, words in KINDS.items() for word in words}


def _headings(lines: Sequence[Line]) -> tuple[int, dict[str, int]]:
    best: set[str] = set()
    for position, (_number, cells) in enumerate(lines[:_HEADING_LINES]):
        named = [_COLUMNS.get(plain(cell)) for cell in cells]
        found = {name: place for place, name in reversed(list(enumerate(named))) if name}
        if set(NEEDED) <= found.keys():
            return position, found
        if len(found) > len(best):
            best = set(found)
    missing = [HEADINGS[name][0] for name in NEEDED if name not in best]
    raise FieldError(
        "The file lacks the column “%(heading)s”. Use the headings of the workbook that is offered.",
        field="file",
        heading=missing[0],
    )


def _refuse_national_ids(headings: Sequence[str], lines: Sequence[Line]) -> None:
    """A file with numbers of id cards is not even kept (DOMAIN 6.1)."""
    places = [
        Message(
            "row %(row)s, column “%(column)s”",
            row=number,
            column=shorten(normalise(headings[at]), _SHOWN) if at < len(headings) else at + 1,
        )
        for number, cells in lines
        for at, cell in enumerate(cells)
        if holds_national_id(cell)
    ]
    if places:
        raise FieldError(
            "National id numbers stand in %(count)s cells, the first in %(place)s. "
            "The system keeps none: remove them and send the file again.",
            field="file",
            count=len(places),
            place=places[0],
        )


def _said(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        name: normalise(cells[columns[name]])
        if name in columns and columns[name] < len(cells)
        else ""
        for name in HEADINGS
    }


def _reading(number: int, said: dict[str, str]) -> Reading:
    reading = Reading(number, said, kind=_KINDS.get(plain(said["kind"])))
    if reading.kind is None:
        reading.refuse(
            "kind",
            Message(
                "“%(typed)s” is not a kind of committee that can be filled from a file.",
                typed=shorten(said["kind"], _SHOWN) or "–",
            ),
        )
    if not person_key(said["person_name"]):
        reading.refuse("person_name", Message("Type who sits on this seat."))
    for column, most in _LONGEST.items():
        if len(said[column]) > most:
            reading.refuse(column, Message("Use at most %(most)s characters here.", most=most))
    if not said["person_position"]:
        reading.refuse("person_position", Message("Type the person's position."))
    reading.valid_from = _day(reading, "valid_from")
    if reading.valid_from is None and not said["valid_from"]:
        reading.refuse("valid_from", Message("Type the day from which the person sits here."))
    reading.term_ends_on = _day(reading, "term_ends_on")
    return reading


def _day(reading: Reading, column: str) -> date | None:
    """A day of the Buddhist era in any digits, or a date cell of Excel in either era."""
    text = reading.said[column]
    if text in ("", "-"):
        return None
    cell = _DATE_CELL.fullmatch(text)
    read: Callable[[str], date] = parse_date
    if cell and int(cell[1]) >= _FIRST_BUDDHIST_YEAR:
        text = f"{int(cell[3])}/{int(cell[2])}/{cell[1]}"
    elif cell:
        text, read = text[:10], parse_iso_date
    try:
        return read(text)
    except InputProblem as problem:
        reading.refuse(column, Message(problem.message, **problem.parameters))
        return None
