"""What the rows of a file say about communities: headings in Thai or English, cells as people type them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from core.errors import FieldError, InputProblem, Message
from core.i18n.digits import to_arabic_digits
from core.i18n.numbers import parse_decimal, parse_whole_number
from core.i18n.text import match_key, normalise, shorten
from core.tenancy.models import Office, Subdistrict
from tenants.registry.import_lines import Line
from tenants.registry.import_workbooks import MOST_ROWS, too_long
from tenants.registry.models import FIGURES, CommunityType
from tenants.registry.service import bare_name

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("ชื่อชุมชน", "name_th", "name", "ชุมชน", "รายชื่อชุมชน"),
    "kind": ("ประเภทชุมชน", "type_th", "ประเภท", "type", "kind"),
    "district_code": ("รหัสเขต", "district_code"),
    "district": ("เขต", "district_th", "ชื่อเขต", "สำนักงานเขต", "district"),
    "subdistrict_code": ("รหัสแขวง", "subdistrict_code"),
    "subdistrict": ("แขวง", "subdistrict_th", "ชื่อแขวง", "subdistrict"),
    "lat": ("ละติจูด", "lat", "latitude"),
    "lon": ("ลองจิจูด", "lon", "lng", "long", "longitude", "ลองติจูด"),
    "residents": ("ประชากร", "population", "จำนวนประชากร", "ประชากรรวม", "residents"),
    "male": ("ชาย", "male", "จำนวนชาย", "ประชากรชาย"),
    "female": ("หญิง", "female", "จำนวนหญิง", "ประชากรหญิง"),
    "families": ("ครอบครัว", "families", "จำนวนครอบครัว"),
    "houses": ("หลังคาเรือน", "houses", "จำนวนหลังคาเรือน", "จำนวนบ้าน"),
    "source_key": ("รหัสอ้างอิง", "key", "source_key", "รหัสชุมชน"),
}
"""Each value of a community with the headings that name it; the first is the one of the template."""

TEMPLATE = tuple(
    HEADINGS[name][0]
    for name in ("name", "kind", "subdistrict", "lat", "lon", *FIGURES, "source_key")
)

KINDS = {
    match_key(word): kind
    for kind, words in {
        CommunityType.SLUM: ("แออัด", "slum"),
        CommunityType.URBAN: ("เมือง", "urban"),
        CommunityType.SUBURBAN: ("ชานเมือง", "suburban"),
        CommunityType.HIGH_RISE: ("อาคารสูง", "high_rise"),
        CommunityType.SPECIAL: ("รูปแบบพิเศษ", "special"),
        CommunityType.HOUSING_ESTATE: ("หมู่บ้านจัดสรร", "housing_estate"),
    }.items()
    for word in words
}

SOUTH, NORTH = Decimal("13.45"), Decimal("14.0")
WEST, EAST = Decimal("100.3"), Decimal("101.0")
"""A rough box around Bangkok (WGS84)."""

LONGEST_NAME = 120
_LONGEST_KEY = 60
_DIGITS_OF_A_CODE = 9
_MOST = {"residents": 200_000, "male": 200_000, "female": 200_000}
_MOST_BUILDINGS = 100_000
_HEADING_LINES = 15
_SHOWN = 60
_BRACKETS = re.compile(r"\([^)]*\)")
_BETWEEN_WORDS = re.compile(r"[\s._-]+")
_OFFICE_WORDS = re.compile("\\A(?:สำนักงาน)?เขต")
_NOTHING = {"", "-", "–", "—"}
_SUMS = {"รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "ผลรวม", "total"}


@dataclass(frozen=True)
class Catalogue:
    """The districts and subdistricts, by code and by the spellings of their names."""

    districts: dict[int, str]
    codes: dict[str, int]
    subdistricts: dict[int, int]
    subdistrict_codes: dict[tuple[int, str], int]

    @classmethod
    def of(cls, offices: Sequence[Office], subdistricts: Sequence[Subdistrict]) -> "Catalogue":
        spellings = {
            match_key(name): office.code
            for office in offices
            for name in (office.name_th, office.name_en)
        }
        names = {
            (row.office_code, match_key(name)): row.code
            for row in subdistricts
            for name in (row.name_th, row.name_en)
        }
        return cls(
            districts={office.code: office.name_th for office in offices},
            codes=spellings,
            subdistricts={row.code: row.office_code for row in subdistricts},
            subdistrict_codes=names,
        )


@dataclass
class Reading:
    """One row of the file: what it says, or why it is not taken over.

    `values` holds only what the file says: an empty cell says nothing, and changes nothing.
    """

    line: int
    name: str = ""
    match_key: str = ""
    district_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    refusal: Message | None = None
    warning: Message | None = None


@dataclass(frozen=True)
class Table:
    """The rows of a file, and the headings that say nothing to the register."""

    readings: list[Reading]
    unused: tuple[str, ...]


class _Rejection(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


def read_table(lines: Sequence[Line], catalogue: Catalogue, home: int | None = None) -> Table:
    """Every row read on its own; `home` is the district of an import into one district alone.

    Rows of other districts are then refused, and rows that name no district belong to it.
    """
    position, columns, unused = _headings(lines)
    rows = lines[position + 1 :]
    if not rows:
        raise FieldError("There is no row under the headings.", field="file")
    if len(rows) > MOST_ROWS:
        raise too_long()
    readings = [_reading(number, cells, columns, catalogue, home) for number, cells in rows]
    _refuse_twins(readings)
    return Table(readings, unused)


def _headings(lines: Sequence[Line]) -> tuple[int, dict[str, int], tuple[str, ...]]:
    """Where the headings stand (titles may stand above them) and which column holds which value."""
    for position, (_number, cells) in enumerate(lines[:_HEADING_LINES]):
        named = [_VALUES.get(plain_heading(cell)) for cell in cells]
        if "name" in named:
            twins = [name for name, count in Counter(named).items() if name and count > 1]
            if twins:
                raise FieldError(
                    "Two columns are named “%(heading)s”. Keep one of them.",
                    field="file",
                    heading=normalise(cells[named.index(twins[0])]),
                )
            unused = tuple(
                shorten(normalise(cell), _SHOWN)
                for cell, name in zip(cells, named, strict=True)
                if name is None and cell.strip()
            )
            return position, {name: i for i, name in enumerate(named) if name}, unused
    raise FieldError(
        "No column is named “ชื่อชุมชน”. The first row holds the headings, as in the template.",
        field="file",
    )


def plain_heading(text: str) -> str:
    """A heading without brackets, spaces, case and marks: “ประชากร (คน)” is “ประชากร”."""
    return _BETWEEN_WORDS.sub("", _BRACKETS.sub("", normalise(text)).casefold())


_VALUES = {plain_heading(word): name for name, words in HEADINGS.items() for word in words}


def _reading(
    number: int, cells: list[str], columns: dict[str, int], catalogue: Catalogue, home: int | None
) -> Reading:
    said = {name: normalise(cells[index]) for name, index in columns.items() if index < len(cells)}
    reading = Reading(number, name=shorten(said.get("name", ""), LONGEST_NAME))
    try:
        reading.district_id = _district(said, catalogue, home)
        reading.name = _name(said.get("name", ""))
        reading.match_key = match_key(reading.name)
        reading.values = {
            name: value
            for name, value in (
                ("kind", _kind(said.get("kind", ""))),
                ("subdistrict_code", _subdistrict(said, catalogue, reading.district_id)),
                *_point(said),
                ("source_key", said.get("source_key", "")[:_LONGEST_KEY]),
            )
            if value not in (None, "")
        }
        reading.figures = dict(_figures(said))
    except _Rejection as rejection:
        reading.refusal = rejection.message
    except InputProblem as problem:
        reading.refusal = Message(problem.message, **problem.parameters)
    else:
        reading.warning = _warning(reading.figures)
    return reading


@lru_cache(maxsize=2_000)
def _key_of_word(word: str) -> str:
    """Types and districts are the same few words in every row."""
    return match_key(word)


def _name(said: str) -> str:
    name = bare_name(said)
    if not match_key(name):
        raise _Rejection(Message("The row has no name of a community."))
    if match_key(name) in _SUMS:
        raise _Rejection(Message("This is a row of sums and not a community."))
    if len(name) > LONGEST_NAME:
        raise _Rejection(Message("The name is longer than %(most)s characters.", most=LONGEST_NAME))
    return name


def _district(said: dict[str, str], catalogue: Catalogue, home: int | None) -> int:
    code, name = said.get("district_code", ""), said.get("district", "")
    found = {
        lookup(text, catalogue)
        for text, lookup in ((code, _district_by_code), (name, _district_by_name))
        if text
    }
    if len(found) > 1:
        raise _Rejection(
            Message(
                "The code %(code)s and the district “%(name)s” do not belong together.",
                code=code,
                name=name,
            )
        )
    district_id = found.pop() if found else home
    if district_id is None:
        raise _Rejection(Message("The row does not say which district it belongs to."))
    if home is not None and district_id != home:
        raise _Rejection(
            Message(
                "This row belongs to the district %(name)s.", name=catalogue.districts[district_id]
            )
        )
    return district_id


def _district_by_code(text: str, catalogue: Catalogue) -> int:
    code = _code(text)
    if code not in catalogue.districts:
        raise _Rejection(
            Message(
                "“%(code)s” is not the code of a district (1001–1050).", code=shorten(text, _SHOWN)
            )
        )
    return code


def _code(text: str) -> int:
    """The code of an office or a subdistrict; 0, which is none, for anything else."""
    plain = to_arabic_digits(text)
    return int(plain) if plain.isdecimal() and len(plain) <= _DIGITS_OF_A_CODE else 0


def _district_by_name(text: str, catalogue: Catalogue) -> int:
    key = _key_of_word(_OFFICE_WORDS.sub("", text))
    if key not in catalogue.codes:
        raise _Rejection(Message("There is no district “%(name)s”.", name=shorten(text, _SHOWN)))
    return catalogue.codes[key]


def _subdistrict(said: dict[str, str], catalogue: Catalogue, district_id: int) -> int | None:
    code, name = said.get("subdistrict_code", ""), said.get("subdistrict", "")
    if code:
        number = _code(code)
        if catalogue.subdistricts.get(number) == district_id:
            return number
        shown = code
    elif name:
        key = _key_of_word(name.removeprefix("แขวง"))
        if (district_id, key) in catalogue.subdistrict_codes:
            return catalogue.subdistrict_codes[district_id, key]
        shown = name
    else:
        return None
    raise _Rejection(
        Message(
            "There is no subdistrict “%(subdistrict)s” in the district %(district)s.",
            subdistrict=shorten(shown, _SHOWN),
            district=catalogue.districts[district_id],
        )
    )


def _kind(said: str) -> str | None:
    if said in _NOTHING:
        return None
    kind = KINDS.get(_key_of_word(said))
    if kind is None:
        raise _Rejection(
            Message("“%(kind)s” is not a type of community.", kind=shorten(said, _SHOWN))
        )
    return kind.value


def _point(said: dict[str, str]) -> Iterator[tuple[str, float | None]]:
    typed = {name: said.get(name, "") for name in ("lat", "lon")}
    given = {name: parse_decimal(text) for name, text in typed.items() if text not in _NOTHING}
    if len(given) == 1:
        raise _Rejection(Message("A point needs both numbers."))
    if not given:
        return
    if not (SOUTH <= given["lat"] <= NORTH and WEST <= given["lon"] <= EAST):
        raise _Rejection(
            Message(
                "The point %(lat)s, %(lon)s does not lie in Bangkok. Are latitude and longitude in the right columns?",
                lat=typed["lat"],
                lon=typed["lon"],
            )
        )
    yield from ((name, float(value)) for name, value in given.items())


def _figures(said: dict[str, str]) -> Iterator[tuple[str, int]]:
    for name in FIGURES:
        text = said.get(name, "")
        if text in _NOTHING:
            continue
        value = parse_whole_number(text)
        if value < 0:
            raise _Rejection(
                Message(
                    "“%(heading)s” is negative: %(typed)s.", heading=HEADINGS[name][0], typed=text
                )
            )
        if value > _MOST.get(name, _MOST_BUILDINGS):
            raise _Rejection(
                Message(
                    "“%(heading)s” is too large for one community: %(typed)s.",
                    heading=HEADINGS[name][0],
                    typed=text,
                )
            )
        yield name, value


def _warning(figures: dict[str, int]) -> Message | None:
    """What somebody should look at; the row is taken over all the same."""
    if "families" in figures and figures["families"] < figures.get("houses", 0):
        return Message(
            "%(families)s families are fewer than %(houses)s houses",
            families=f"{figures['families']:,}",
            houses=f"{figures['houses']:,}",
        )
    if not {"male", "female", "residents"} <= figures.keys():
        return None
    both = figures["male"] + figures["female"]
    if both == figures["residents"]:
        return None
    return Message(
        "Men and women add up to %(sum)s, not to %(residents)s.",
        sum=f"{both:,}",
        residents=f"{figures['residents']:,}",
    )


def _refuse_twins(readings: list[Reading]) -> None:
    """One name stands once in a district; the first row is taken, later ones are not merged into it."""
    first: dict[tuple[int, str], int] = {}
    for reading in readings:
        if reading.refusal or reading.district_id is None:
            continue
        line = first.setdefault((reading.district_id, reading.match_key), reading.line)
        if line != reading.line:
            reading.refusal = Message(
                "This name stands in line %(line)s of the file already.", line=line
            )
