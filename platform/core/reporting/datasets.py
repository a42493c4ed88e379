"""Open data sets: what an office may release of its figures, without anything about a person (F102)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from core.i18n.dates import bangkok_today
from core.indicators.definitions import Catalogue, catalogue
from core.indicators.figures import Basis, Figure, Figures, Place, figures
from core.indicators.spans import Span, month_span
from core.reporting.drawing import Sources, ZoneName
from core.reporting.earlier import SUPPRESSED, Where, rows_of
from core.reporting.holding import (
    Counted,
    People,
    Spot,
    hidden_spots,
    parts_of_figure,
)
from core.tenancy.models import Office
from core.tenancy.queries import districts, office
from core.tenancy.scope import DEPARTMENT

LONGEST = 36
"""Months of one release."""


class DatasetKey(StrEnum):
    BY_DISTRICT = "indicators-by-district"
    BY_MONTH = "indicators-by-month"
    BY_ZONE = "indicators-by-zone"


@dataclass(frozen=True)
class Field:
    """A column: its name, Frictionless type, and what it holds in both languages."""

    name: str
    type: str
    title_th: str
    title_en: str
    unit: str = ""


@dataclass(frozen=True)
class Dataset:
    """A data set that an office of one tier may release."""

    key: DatasetKey
    of_city: bool
    title_th: str
    title_en: str
    description_th: str
    description_en: str
    coverage_th: str
    coverage_en: str
    fields: tuple[Field, ...]


_COMMON = (
    Field("month", "yearmonth", "เดือน", "Month"),
    Field("indicator", "string", "คีย์ของตัวชี้วัด", "Key of the indicator"),
    Field(
        "version",
        "integer",
        "ฉบับของนิยามที่ใช้นับแถวนี้ (แถวรวมรวมเฉพาะเขตที่นับตามฉบับเดียวกัน)",
        "Version of the definition that counted this row; a total adds up only districts of that version",
    ),
    Field("title_th", "string", "ชื่อตัวชี้วัด", "Title in Thai"),
    Field("title_en", "string", "ชื่อตัวชี้วัดภาษาอังกฤษ", "Title in English"),
    Field("numerator", "number", "ตัวตั้ง", "Numerator"),
    Field("denominator", "number", "ตัวหาร", "Denominator"),
    Field("value", "number", "ผล", "Value"),
    Field("unit", "string", "หน่วย", "Unit"),
    Field("unit_en", "string", "หน่วยภาษาอังกฤษ", "Unit in English"),
    Field("status", "string", "สถานะของตัวเลข", "Whether the figure is known, and why not"),
    Field("approved", "boolean", "เดือนนั้นรับรองแล้ว", "Whether the month was approved"),
)
_DISTRICT = (
    Field("district_code", "string", "รหัสเขต", "Code of the district"),
    Field("district", "string", "ชื่อเขต", "Name of the district"),
    Field("district_en", "string", "ชื่อเขตภาษาอังกฤษ", "Name of the district in English"),
)
_ZONE = (
    Field(
        "zone_id",
        "string",
        "รหัสประจำโซน ไม่เปลี่ยนแม้เปลี่ยนชื่อ (ว่างคือทั้งเขต)",
        "Identifier of the zone, the same under every name; empty: the whole district",
    ),
    Field("zone_number", "integer", "โซนที่", "Number of the zone, never given twice"),
    Field("zone", "string", "ชื่อโซนในวันที่เผยแพร่", "Name of the zone on the day of the release"),
)

_HELD_TH = (
    "จำนวนคนตั้งแต่ 1 ถึง 4 คน และจำนวนที่ต่างจากที่เคยเผยแพร่เพียง 1 ถึง 4 คน จะถูกปกปิด "
    "พร้อมกับช่องอื่นที่จะทำให้คำนวณย้อนกลับได้"
)
_HELD_EN = (
    "Counts of 1 to 4 people, and those that lie only 1 to 4 away from what was released before, are "
    "held back, with the other cells that would give them away"
)

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        DatasetKey.BY_DISTRICT,
        of_city=True,
        title_th="ตัวชี้วัดเครือข่ายชุมชนรายเขต รายเดือน",
        title_en="Indicators of community networks by district and month",
        description_th=(
            "ผลของตัวชี้วัดเครือข่ายชุมชน จำนวนชุมชน และประชากรในชุมชน "
            f"ของ 50 เขตและรวมทั้งกรุงเทพมหานคร {_HELD_TH}"
        ),
        description_en=(
            f"Indicators, communities and their residents, of 50 districts and of Bangkok. {_HELD_EN}"
        ),
        coverage_th="เขต",
        coverage_en="Districts",
        fields=(*_DISTRICT, *_COMMON),
    ),
    Dataset(
        DatasetKey.BY_MONTH,
        of_city=False,
        title_th="ตัวชี้วัดเครือข่ายชุมชนของเขต รายเดือน",
        title_en="Indicators of community networks of the district by month",
        description_th=(f"ผลของตัวชี้วัดเครือข่ายชุมชน จำนวนชุมชน และประชากรในชุมชน ของเขต {_HELD_TH}"),
        description_en=(
            "Indicators of community networks, communities and their residents, of the district. "
            f"{_HELD_EN}"
        ),
        coverage_th="เขต",
        coverage_en="Districts",
        fields=(*_DISTRICT, *_COMMON),
    ),
    Dataset(
        DatasetKey.BY_ZONE,
        of_city=False,
        title_th="ตัวชี้วัดเครือข่ายชุมชนของเขต รายโซน รายเดือน",
        title_en="Indicators of community networks of the district by zone and month",
        description_th=(
            "ผลของตัวชี้วัดเครือข่ายชุมชนและจำนวนชุมชนของแต่ละโซนในเขต และรวมทั้งเขต "
            f"โซนมีรหัสประจำที่ไม่เปลี่ยนแม้เปลี่ยนชื่อ {_HELD_TH}"
        ),
        description_en=(
            "Indicators of community networks and communities of each zone, and of the whole district. "
            f"A zone keeps its identifier under every name. {_HELD_EN}"
        ),
        coverage_th="โซนเครือข่ายชุมชน",
        coverage_en="Zones of community networks",
        fields=(*_DISTRICT, *_ZONE, *_COMMON),
    ),
)


Released = tuple[Sequence[str], Sequence[Sequence[Any]]]
"""The names of the fields of an earlier release, and its rows."""


class Line(NamedTuple):
    """A row before anything is held back; without a zone it is of the whole district."""

    code: int
    district: str
    zone: ZoneName | None
    month: date
    figure: Figure
    is_partial: bool = False
    """Of the city as a whole: districts that another version counts are not in it."""

    @property
    def where(self) -> Where:
        return self.code, str(self.zone.id) if self.zone else ""

    def spot(self, part: str) -> Spot:
        return Spot(self.where, self.month, self.figure.definition.key, part)


class _Asked(NamedTuple):
    office_code: int
    dataset: Dataset
    span: Span


@dataclass(frozen=True)
class Table:
    """A data set as the public gets it: `rows` under `fields`, and which cells are held back."""

    dataset: Dataset
    span: Span
    rows: tuple[tuple[Any, ...], ...]
    suppressed: int
    is_example: bool


def dataset_of(key: str, *, of_city: bool) -> Dataset | None:
    return next((each for each in DATASETS if each.key == key and each.of_city is of_city), None)


def datasets_of(office_code: int) -> list[Dataset]:
    return [each for each in DATASETS if each.of_city is (office_code == DEPARTMENT)]


def build(
    session: Session,
    sources: Sources,
    *,
    office_code: int,
    dataset: Dataset,
    span: Span,
    earlier: Iterable[Released],
) -> Table:
    """The table as it would be released now, small cells held back, also against `earlier` releases.

    These come the oldest first. Indicators are left out from the month of their retirement.
    """
    known = catalogue(session)
    people = People(known, sources.measures)
    behind = people.hidden_definitions
    versions = {**known.versions, **{key: (each,) for key, each in behind.items()}}
    read = Catalogue(versions, {}, known.retired)
    lines = list(_lines(session, sources, _Asked(office_code, dataset, span), read))
    hidden = hidden_spots(
        people,
        (
            Counted(line.where, line.month, line.figure, line.figure.definition.key not in behind)
            for line in lines
            if not line.is_partial
        ),
        [rows_of(*each, _ids(sources.zones)) for each in earlier],
        None if dataset.key is DatasetKey.BY_MONTH else (office_code, ""),
    )
    hidden |= _partial_spots(lines, hidden)
    lines = [line for line in lines if line.figure.definition.key not in behind]
    english = {each.code: each.name_en for each in districts(session)} | {DEPARTMENT: "Bangkok"}
    rows = tuple(_row(dataset, line, english[line.code], hidden) for line in lines)
    held = sum(
        1 for line in lines for part in parts_of_figure(line.figure) if line.spot(part) in hidden
    )
    return Table(dataset, span, rows, held, any(line.figure.is_example for line in lines))


def _lines(session: Session, sources: Sources, asked: _Asked, known: Catalogue) -> Iterator[Line]:
    """What `known` says of every place and month, of each indicator of it."""
    office_code, dataset, span = asked
    months = [each for each in map(month_span, span.months) if each.first <= bangkok_today()]
    offices = districts(session) if dataset.of_city else [office(session, office_code)]
    codes = [each.code for each in offices]
    by_zone = dataset.key is DatasetKey.BY_ZONE
    read = figures(
        session,
        known,
        sources.measures,
        keys=[*known.versions],
        codes=codes,
        spans=months,
        today=bangkok_today(),
        basis=Basis.OFFICIAL,
        zones=by_zone,
    )
    for month in months:
        for definition in known.beginning(month.first).current:
            yield from _of_month(read, definition.key, offices, month)
            if by_zone:
                for zone in (each for each in sources.zones if each.exists_in(month)):
                    figure = read.of(definition.key, Place(office_code, zone.id), month)
                    yield Line(office_code, offices[0].name_th, zone, month.first, figure)
            if dataset.of_city:
                total = read.total(definition.key, codes, month)
                yield Line(
                    DEPARTMENT,
                    "กรุงเทพมหานคร",
                    None,
                    month.first,
                    total.figure,
                    is_partial=bool(total.others),
                )


def _partial_spots(lines: Sequence[Line], hidden: frozenset[Spot]) -> frozenset[Spot]:
    """The totals of some of the districts that are not shown: all that add up what is held back.

    So each of them tells no more than a reader can add up from the rows that are shown.
    """
    held = {
        (line.month, line.figure.definition.key, line.figure.definition.version)
        for line in lines
        if any(line.spot(part) in hidden for part in parts_of_figure(line.figure))
    }
    return frozenset(
        line.spot(part)
        for line in lines
        if line.is_partial
        and (line.month, line.figure.definition.key, line.figure.definition.version) in held
        for part in parts_of_figure(line.figure)
    )


def _ids(zones: Sequence[ZoneName]) -> dict[str, str]:
    """The id of each zone by the name under which releases of old had it, when they had no ids."""
    often = Counter(zone.name for zone in zones)
    return {
        f"{zone.name} (ถึง {zone.closed_on.isoformat()})"
        if zone.closed_on and often[zone.name] > 1
        else zone.name: str(zone.id)
        for zone in zones
    }


def _of_month(read: Figures, key: str, offices: Sequence[Office], month: Span) -> Iterator[Line]:
    for each in offices:
        yield Line(
            each.code, each.name_th, None, month.first, read.of(key, Place(each.code), month)
        )


def _row(
    dataset: Dataset, line: Line, district_en: str, hidden: frozenset[Spot]
) -> tuple[Any, ...]:
    figure, definition = line.figure, line.figure.definition
    parts = parts_of_figure(figure)
    shown = {part: value for part, value in parts.items() if line.spot(part) not in hidden}
    complete = len(shown) == len(parts)
    values: dict[str, Any] = {
        "district_code": str(line.code),
        "district": line.district,
        "district_en": district_en,
        "zone_id": str(line.zone.id) if line.zone else "",
        "zone_number": line.zone.number if line.zone else None,
        "zone": line.zone.name if line.zone else "",
        "month": f"{line.month:%Y-%m}",
        "indicator": definition.key,
        "version": definition.version,
        "title_th": definition.title_th,
        "title_en": definition.title_en,
        "numerator": _number(shown.get("numerator")),
        "denominator": _number(shown.get("denominator")),
        "value": _number(figure.amount) if complete else None,
        "unit": definition.unit_th,
        "unit_en": definition.unit_en,
        "status": figure.standing.value if complete else SUPPRESSED,
        "approved": figure.is_approved,
    }
    return tuple(values[each.name] for each in dataset.fields)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
