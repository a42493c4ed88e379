"""What a report says: figures of all indicators, and the definitions by which they were counted.

The content is plain data that is read without any definition or fact of today: a published report
says the same for ever. Its canonical JSON (sorted keys, no spaces, UTF-8) is what the printed
SHA-256 is of.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from core.i18n.dates import Language
from core.indicators.spans import Span, parse_span

FORM = 1


@dataclass(frozen=True)
class Cell:
    """A figure as it was counted; `amount` is scaled and rounded, None where `standing` says why."""

    standing: str
    amount: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    months: int
    approved_months: int
    asked_months: int
    is_example: bool
    version: int

    @property
    def is_known(self) -> bool:
        return self.amount is not None

    @property
    def is_approved(self) -> bool:
        """Whether every month of its period was approved."""
        return 0 < max(self.asked_months, self.months) == self.approved_months


@dataclass(frozen=True)
class Apart:
    """Districts that another version counts, added up by themselves: they are in no other number."""

    cell: Cell
    districts: int


@dataclass(frozen=True)
class Entry:
    """An indicator at a place: `official` beside what was `reported`, and the target of the period's end.

    Of the city as a whole `districts` of one version entered; `others` are those of other versions.
    """

    official: Cell
    reported: Cell
    target: Decimal | None
    reached: bool | None
    districts: int | None = None
    left_out: int = 0
    others: tuple[Apart, ...] = ()


@dataclass(frozen=True)
class Place:
    """The office as a whole, a district of the city, or a zone of a district (`code` 0).

    `column` and `row` place a district on the map of equal squares.
    """

    id: str
    code: int
    name_th: str
    name_en: str
    entries: Mapping[str, Entry]
    column: int | None = None
    row: int | None = None

    def name(self, language: str) -> str:
        return self.name_th if language == "th" else self.name_en


@dataclass(frozen=True)
class Defined:
    """A version of an indicator: one that counted something of the report."""

    key: str
    version: int
    code: str
    title_th: str
    title_en: str
    short_th: str
    short_en: str
    definition_th: str
    definition_en: str
    choice_th: str
    choice_en: str
    source_th: str
    source_en: str
    unit_th: str
    unit_en: str
    numerator: str
    denominator: str | None
    scale: int
    decimals: int
    direction: str
    level: str
    roll_up: str
    window: int | None
    steps: tuple[float, ...]
    published_at: str | None

    @property
    def is_share(self) -> bool:
        return self.denominator is not None and self.scale == 100  # noqa: PLR2004 - hundredths

    def measures_like(self, other: "Defined") -> bool:
        """Whether numbers of both stand on one scale: the same unit, and good in the same direction."""
        return (self.is_share, self.unit_th, self.direction) == (
            other.is_share,
            other.unit_th,
            other.direction,
        )

    @property
    def lower_is_better(self) -> bool:
        return self.direction == "lower"

    @property
    def formula(self) -> str:
        """Both parts as they are written in the catalogue."""
        if self.denominator is None:
            return self.numerator
        scaled = f" × {self.scale}" if self.scale != 1 else ""
        return f"({self.numerator}) ÷ ({self.denominator}){scaled}"

    def title(self, language: str) -> str:
        return self.title_th if language == "th" else self.title_en

    def short(self, language: str) -> str:
        return self.short_th if language == "th" else self.short_en

    def unit(self, language: str) -> str:
        return self.unit_th if language == "th" else self.unit_en

    def definition(self, language: str) -> str:
        return self.definition_th if language == "th" else self.definition_en

    def choice(self, language: str) -> str:
        return self.choice_th if language == "th" else self.choice_en

    def source(self, language: str) -> str:
        return self.source_th if language == "th" else self.source_en


Outline = tuple[tuple[int, ...], ...]
"""Rings of a district: longitude and latitude by turns, in ten-thousandths of a degree (about 11 m)."""


@dataclass(frozen=True)
class Approval:
    """How many offices had approved a month of the period when the report was drawn up."""

    month: date
    approved: int
    offices: int


@dataclass(frozen=True)
class Content:
    """All that a report says, but for its title and the remarks of people.

    `definitions` are those of the office's own figures; `earlier` are other versions by which a
    place or a month of the trend was counted. `previous` are the official figures of the whole in the
    period before; `approved_offices` is how many offices had approved every month of the period.
    `outlines` are the districts as they are drawn, where boundaries had been imported. The last
    three are empty in reports that were drawn up before they were kept.
    """

    office_code: int
    office_th: str
    office_en: str
    span: Span
    as_of: datetime
    counted_at: datetime | None
    is_example: bool
    definitions: tuple[Defined, ...]
    earlier: tuple[Defined, ...]
    whole: Place
    places: tuple[Place, ...]
    trend_months: tuple[date, ...]
    trends: Mapping[str, tuple[Cell, ...]]
    approvals: tuple[Approval, ...]
    previous: Mapping[str, Cell] = field(default_factory=dict)
    approved_offices: int | None = None
    outlines: Mapping[int, Outline] = field(default_factory=dict)
    credit: str = ""

    def office(self, language: Language) -> str:
        return self.office_th if language == "th" else self.office_en

    def definition(self, key: str) -> Defined:
        return next(each for each in self.definitions if each.key == key)

    def counted_by(self, key: str, cell: Cell) -> Defined:
        """The version that counted a figure: its own title, unit and decimals, not those of a later one."""
        return self._versions.get((key, cell.version)) or self.definition(key)

    @cached_property
    def _versions(self) -> dict[tuple[str, int], Defined]:
        return {(each.key, each.version): each for each in (*self.definitions, *self.earlier)}


def canonical(values: Mapping[str, Any]) -> str:
    """The one text that stands for these values."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def fingerprint(values: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical text in UTF-8, 64 hexadecimal letters."""
    return sha256(canonical(values).encode()).hexdigest()


def as_json(content: Content) -> dict[str, Any]:
    """The content as it is stored: numbers as text, so that no reader rounds them."""
    return {
        "form": FORM,
        "office": {"code": content.office_code, "th": content.office_th, "en": content.office_en},
        "period": content.span.key,
        "as_of": content.as_of.isoformat(),
        "counted_at": content.counted_at.isoformat() if content.counted_at else None,
        "is_example": content.is_example,
        "definitions": [_defined_json(each) for each in content.definitions],
        "earlier": [_defined_json(each) for each in content.earlier],
        "whole": _place_json(content.whole),
        "places": [_place_json(place) for place in content.places],
        "trend_months": [month.isoformat() for month in content.trend_months],
        "trends": {
            key: [_cell_json(cell) for cell in cells] for key, cells in content.trends.items()
        },
        "approvals": [
            {"month": each.month.isoformat(), "approved": each.approved, "offices": each.offices}
            for each in content.approvals
        ],
        "previous": {key: _cell_json(cell) for key, cell in content.previous.items()},
        "approved_offices": content.approved_offices,
        "outlines": {
            "credit": content.credit,
            "rings": {
                str(code): [list(ring) for ring in rings]
                for code, rings in content.outlines.items()
            },
        },
    }


def read(values: Mapping[str, Any]) -> Content:
    """The content out of what was stored. Raises ValueError for a form that we do not know."""
    if values.get("form") != FORM:
        raise ValueError("a report of an unknown form")
    counted, outlines = values["counted_at"], values.get("outlines", {})
    return Content(
        office_code=values["office"]["code"],
        office_th=values["office"]["th"],
        office_en=values["office"]["en"],
        span=parse_span(values["period"]),
        as_of=datetime.fromisoformat(values["as_of"]),
        counted_at=datetime.fromisoformat(counted) if counted else None,
        is_example=values["is_example"],
        definitions=tuple(_read_defined(each) for each in values["definitions"]),
        earlier=tuple(_read_defined(each) for each in values["earlier"]),
        whole=_read_place(values["whole"]),
        places=tuple(_read_place(place) for place in values["places"]),
        trend_months=tuple(date.fromisoformat(month) for month in values["trend_months"]),
        trends={
            key: tuple(_read_cell(cell) for cell in cells)
            for key, cells in values["trends"].items()
        },
        approvals=tuple(
            Approval(date.fromisoformat(each["month"]), each["approved"], each["offices"])
            for each in values["approvals"]
        ),
        previous={key: _read_cell(cell) for key, cell in values.get("previous", {}).items()},
        approved_offices=values.get("approved_offices"),
        outlines={
            int(code): tuple(tuple(ring) for ring in rings)
            for code, rings in outlines.get("rings", {}).items()
        },
        credit=outlines.get("credit", ""),
    )


def _defined_json(definition: Defined) -> dict[str, Any]:
    return {**vars(definition), "steps": [f"{step:g}" for step in definition.steps]}


def _read_defined(values: Mapping[str, Any]) -> Defined:
    return Defined(**{**values, "steps": tuple(float(step) for step in values["steps"])})


def _place_json(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "code": place.code,
        "th": place.name_th,
        "en": place.name_en,
        "column": place.column,
        "row": place.row,
        "entries": {
            key: {
                "official": _cell_json(entry.official),
                "reported": _cell_json(entry.reported),
                "target": _text(entry.target),
                "reached": entry.reached,
                "districts": entry.districts,
                "left_out": entry.left_out,
                "others": [
                    {"figure": _cell_json(each.cell), "districts": each.districts}
                    for each in entry.others
                ],
            }
            for key, entry in place.entries.items()
        },
    }


def _cell_json(cell: Cell) -> dict[str, Any]:
    return {
        "standing": cell.standing,
        "amount": _text(cell.amount),
        "numerator": _text(cell.numerator),
        "denominator": _text(cell.denominator),
        "months": cell.months,
        "approved_months": cell.approved_months,
        "asked_months": cell.asked_months,
        "version": cell.version,
        "is_example": cell.is_example,
    }


def _read_place(values: Mapping[str, Any]) -> Place:
    return Place(
        id=values["id"],
        code=values["code"],
        name_th=values["th"],
        name_en=values["en"],
        column=values["column"],
        row=values["row"],
        entries={
            key: Entry(
                official=_read_cell(entry["official"]),
                reported=_read_cell(entry["reported"]),
                target=_number(entry["target"]),
                reached=entry["reached"],
                districts=entry["districts"],
                left_out=entry["left_out"],
                others=tuple(
                    Apart(_read_cell(each["figure"]), each["districts"])
                    for each in entry.get("others", ())
                ),
            )
            for key, entry in values["entries"].items()
        },
    )


def _read_cell(values: Mapping[str, Any]) -> Cell:
    return Cell(
        standing=values["standing"],
        amount=_number(values["amount"]),
        numerator=_number(values["numerator"]),
        denominator=_number(values["denominator"]),
        months=values["months"],
        approved_months=values["approved_months"],
        asked_months=values["asked_months"],
        version=values["version"],
        is_example=values["is_example"],
    )


def _text(value: Decimal | None) -> str | None:
    """38 and 71.1, never 3.8E+1 and never 38.000."""
    if value is None:
        return None
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
