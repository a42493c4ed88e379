"""Open data sets: what an office may release of its figures, without anything about a person (F102)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.i18n.dates import bangkok_today
from core.indicators.definitions import catalogue
from core.indicators.expressions import parse
from core.indicators.figures import Basis, Figure, Figures, Place, figures
from core.indicators.formulas import Node
from core.indicators.measures import Measure
from core.indicators.spans import Span, month_span
from core.reporting.drawing import Sources, ZoneName
from core.reporting.suppression import Column, held_back, is_small
from core.tenancy.models import Office
from core.tenancy.queries import districts, office
from core.tenancy.scope import DEPARTMENT

SUPPRESSED = "suppressed"
"""The status of a row of which a count of people is held back."""

PEOPLE = "people"
"""The unit of measures that count persons: only these can give somebody away."""

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
    fields: tuple[Field, ...]


_COMMON = (
    Field("month", "yearmonth", "เดือน", "Month"),
    Field("indicator", "string", "คีย์ของตัวชี้วัด", "Key of the indicator"),
    Field("version", "integer", "รุ่นของนิยาม", "Version of its definition"),
    Field("title_th", "string", "ชื่อตัวชี้วัด", "Title in Thai"),
    Field("title_en", "string", "ชื่อตัวชี้วัดภาษาอังกฤษ", "Title in English"),
    Field("numerator", "number", "ตัวตั้ง", "Numerator"),
    Field("denominator", "number", "ตัวหาร", "Denominator"),
    Field("value", "number", "ผล", "Value"),
    Field("unit", "string", "หน่วย", "Unit"),
    Field("status", "string", "สถานะของตัวเลข", "Whether the figure is known, and why not"),
    Field("approved", "boolean", "เดือนนั้นรับรองแล้ว", "Whether the month was approved"),
)
_DISTRICT = (
    Field("district_code", "string", "รหัสเขต", "Code of the district"),
    Field("district", "string", "ชื่อเขต", "Name of the district"),
)
_ZONE = (Field("zone", "string", "โซน (ว่างคือทั้งเขต)", "Zone; empty: the whole district"),)

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        DatasetKey.BY_DISTRICT,
        of_city=True,
        title_th="ตัวชี้วัดเครือข่ายชุมชนรายเขต รายเดือน",
        title_en="Indicators of community networks by district and month",
        description_th=(
            "ผลของตัวชี้วัดเครือข่ายชุมชน จำนวนชุมชน และประชากรในชุมชน ของ 50 เขตและรวมทั้งกรุงเทพมหานคร"
        ),
        description_en="Indicators, communities and their residents, of 50 districts and of Bangkok",
        coverage_th="เขต",
        fields=(*_DISTRICT, *_COMMON),
    ),
    Dataset(
        DatasetKey.BY_MONTH,
        of_city=False,
        title_th="ตัวชี้วัดเครือข่ายชุมชนของเขต รายเดือน",
        title_en="Indicators of community networks of the district by month",
        description_th="ผลของตัวชี้วัดเครือข่ายชุมชน จำนวนชุมชน และประชากรในชุมชน ของเขต",
        description_en="Indicators of community networks, communities and their residents, of the district",
        coverage_th="เขต",
        fields=(*_DISTRICT, *_COMMON),
    ),
    Dataset(
        DatasetKey.BY_ZONE,
        of_city=False,
        title_th="ตัวชี้วัดเครือข่ายชุมชนของเขต รายโซน รายเดือน",
        title_en="Indicators of community networks of the district by zone and month",
        description_th="ผลของตัวชี้วัดเครือข่ายชุมชนและจำนวนชุมชนของแต่ละโซนในเขต และรวมทั้งเขต",
        description_en="Indicators of community networks and communities of each zone, and of the whole district",
        coverage_th="โซนเครือข่ายชุมชน",
        fields=(*_DISTRICT, *_ZONE, *_COMMON),
    ),
)


@dataclass(frozen=True)
class Spot:
    """Where and when a figure was counted: what two releases have in common."""

    code: int
    zone: str
    month: str
    indicator: str
    part: str


@dataclass(frozen=True)
class Known:
    """What earlier releases, and those of other offices, have held back and shown."""

    held: frozenset[Spot] = frozenset()
    shown: frozenset[Spot] = frozenset()


@dataclass(frozen=True)
class Line:
    """A row before anything is held back."""

    code: int
    district: str
    zone: str
    month: date
    figure: Figure

    def spot(self, part: str) -> Spot:
        key = self.figure.definition.key
        return Spot(self.code, self.zone, f"{self.month:%Y-%m}", key, part)


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
    known: Known,
) -> Table:
    """The table as it would be released now, small cells held back."""
    lines = list(_lines(session, sources, office_code, dataset, span))
    hidden = _hidden(lines, sources.measures, _total_of(office_code, dataset), known)
    rows = tuple(_row(dataset, line, hidden) for line in lines)
    held = sum(1 for line in lines for part in _counts(line.figure) if line.spot(part) in hidden)
    return Table(dataset, span, rows, held, any(line.figure.is_example for line in lines))


def spots_of(fields: Sequence[str], row: Sequence[Any]) -> tuple[list[Spot], list[Spot]]:
    """The spots of a released row that were held back, and those that were shown."""
    values = dict(zip(fields, row, strict=True))
    held: list[Spot] = []
    shown: list[Spot] = []
    for part in ("numerator", "denominator"):
        spot = Spot(
            int(values["district_code"]),
            values.get("zone", ""),
            values["month"],
            values["indicator"],
            part,
        )
        if values[part] is not None:
            shown.append(spot)
        elif values["status"] == SUPPRESSED:
            held.append(spot)
    return held, shown


def _lines(
    session: Session, sources: Sources, office_code: int, dataset: Dataset, span: Span
) -> Iterator[Line]:
    known = catalogue(session)
    months = [each for each in map(month_span, span.months) if each.first <= bangkok_today()]
    offices = districts(session) if dataset.of_city else [office(session, office_code)]
    codes = [each.code for each in offices]
    by_zone = dataset.key is DatasetKey.BY_ZONE
    read = figures(
        session,
        known,
        sources.measures,
        keys=[each.key for each in known.current],
        codes=codes,
        spans=months,
        today=bangkok_today(),
        basis=Basis.OFFICIAL,
        zones=by_zone,
    )
    zones = _names(sources.zones)
    for month in months:
        for definition in known.current:
            yield from _of_month(read, definition.key, offices, month)
            if by_zone:
                for zone in (each for each in sources.zones if each.exists_in(month)):
                    figure = read.of(definition.key, Place(office_code, zone.id), month)
                    name = zones[zone.id]
                    yield Line(office_code, offices[0].name_th, name, month.first, figure)
            if dataset.of_city:
                total = read.total(definition.key, codes, month).figure
                yield Line(DEPARTMENT, "กรุงเทพมหานคร", "", month.first, total)


def _names(zones: Sequence[ZoneName]) -> dict[UUID, str]:
    """Each zone under a name of its own: a closed one may have left its name to another."""
    often = Counter(zone.name for zone in zones)
    return {
        zone.id: f"{zone.name} (ถึง {zone.closed_on.isoformat()})"
        if zone.closed_on and often[zone.name] > 1
        else zone.name
        for zone in zones
    }


def _of_month(read: Figures, key: str, offices: Sequence[Office], month: Span) -> Iterator[Line]:
    for each in offices:
        yield Line(each.code, each.name_th, "", month.first, read.of(key, Place(each.code), month))


def _total_of(office_code: int, dataset: Dataset) -> tuple[int, str] | None:
    """Code and zone of the rows that sum the others up."""
    return None if dataset.key is DatasetKey.BY_MONTH else (office_code, "")


def _hidden(
    lines: Sequence[Line],
    measures: Sequence[Measure],
    total: tuple[int, str] | None,
    known: Known,
) -> frozenset[Spot]:
    people = _teller(measures)
    columns: dict[tuple[date, Node], _Counts] = defaultdict(_Counts)
    for line in lines:
        parts = _counts(line.figure)
        definition = line.figure.definition
        texts = {"numerator": definition.numerator, "denominator": definition.denominator or ""}
        nodes = {part: node for part in parts if (node := people(texts[part])) is not None}
        for part, node in nodes.items():
            columns[line.month, node].add(line, part, parts[part])
        if len(nodes) > 1:
            columns[line.month, nodes["numerator"]].add_base(line, parts)
    return frozenset().union(*(each.hidden(total, known) for each in columns.values()))


_Where = tuple[int, str]
"""Code and zone."""

_REST: _Where = (0, "")
"""People of the whole who are in none of its parts: no row has them, and a subtraction would."""


@dataclass
class _Counts:
    """The same count of people in one month by place, under whatever indicators it is a part.

    Held back in one of them it is held back in all: the rows of a data set stand side by side.
    """

    cells: dict[_Where, Decimal] = field(default_factory=dict)
    bases: dict[_Where, Decimal] = field(default_factory=dict)
    spots: dict[_Where, set[Spot]] = field(default_factory=lambda: defaultdict(set))

    def add(self, line: Line, part: str, count: Decimal) -> None:
        self.cells[line.code, line.zone] = count
        self.spots[line.code, line.zone].add(line.spot(part))

    def add_base(self, line: Line, parts: Mapping[str, Decimal]) -> None:
        """The people among whom they count; of several those that tell most."""
        where, base = (line.code, line.zone), parts["denominator"]
        if where not in self.bases or is_small(base - parts["numerator"]):
            self.bases[where] = base

    def hidden(self, total: _Where | None, known: Known) -> set[Spot]:
        cells = dict(self.cells)
        whole = total if total in cells else None
        if whole is not None:
            rest = cells[whole] - sum(value for where, value in cells.items() if where != whole)
            if is_small(rest):
                cells[_REST] = rest
        found = held_back(
            Column(cells, whole, self.bases),
            held=self._among(known.held),
            shown=self._among(known.shown),
        )
        return {spot for where in found for spot in self.spots.get(where, ())}

    def _among(self, spots: frozenset[Spot]) -> set[_Where]:
        return {where for where, own in self.spots.items() if own & spots}


def _counts(figure: Figure) -> dict[str, Decimal]:
    """Both parts of a figure that is known."""
    if not figure.is_known:
        return {}
    parts = {"numerator": figure.numerator, "denominator": figure.denominator}
    return {name: value for name, value in parts.items() if value is not None}


def _teller(measures: Sequence[Measure]) -> Callable[[str], Node | None]:
    """What an expression counts, where it counts persons; each text is read once."""
    of_people = {measure.key for measure in measures if measure.unit == PEOPLE}

    @cache
    def counts_people(text: str) -> Node | None:
        found = parse(text, measures)
        return found.node if found.measures & of_people else None

    return counts_people


def _row(dataset: Dataset, line: Line, hidden: frozenset[Spot]) -> tuple[Any, ...]:
    figure, definition = line.figure, line.figure.definition
    parts = _counts(figure)
    shown = {part: value for part, value in parts.items() if line.spot(part) not in hidden}
    complete = len(shown) == len(parts)
    values: dict[str, Any] = {
        "district_code": str(line.code),
        "district": line.district,
        "zone": line.zone,
        "month": f"{line.month:%Y-%m}",
        "indicator": definition.key,
        "version": definition.version,
        "title_th": definition.title_th,
        "title_en": definition.title_en,
        "numerator": _number(shown.get("numerator")),
        "denominator": _number(shown.get("denominator")),
        "value": _number(figure.amount) if complete else None,
        "unit": definition.unit_th,
        "status": figure.standing.value if complete else SUPPRESSED,
        "approved": figure.is_approved,
    }
    return tuple(values[each.name] for each in dataset.fields)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
