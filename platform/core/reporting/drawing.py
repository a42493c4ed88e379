"""Drawing a report up: the figures of all current indicators for a period, as they are known now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.i18n.dates import bangkok_now
from core.indicators.definitions import Catalogue, Definition, catalogue
from core.indicators.figures import Basis, Figure, Figures, figures, reached
from core.indicators.figures import Place as FigurePlace
from core.indicators.measures import Measure
from core.indicators.models import FillState
from core.indicators.spans import Span, month_span
from core.reporting.content import Apart, Approval, Cell, Content, Defined, Entry, Place
from core.reporting.outlines import kept_outlines
from core.tenancy.models import Office
from core.tenancy.queries import districts, office
from core.tenancy.scope import DEPARTMENT

TREND = 12
"""Months of the trend, the last one that of the period's end."""


@dataclass(frozen=True)
class ZoneName:
    """A zone of the district, as the feature that knows zones names it; from a day on, until it is closed.

    `id` and `number` stay with it for good, whatever it is called, and no other zone ever gets them.
    """

    id: UUID
    number: int
    name: str
    valid_from: date = date.min
    closed_on: date | None = None

    def exists_in(self, span: Span) -> bool:
        """On any day of the period."""
        return self.valid_from <= span.last_day and (
            self.closed_on is None or self.closed_on > span.first
        )


@dataclass(frozen=True)
class Sources:
    """What figures are read from: the measures of the application, and the zones of a district."""

    measures: Sequence[Measure]
    zones: Sequence[ZoneName] = ()


@dataclass(frozen=True)
class _Reading:
    """Both readings of the same places and spans."""

    catalogue: Catalogue
    official: Figures
    reported: Figures
    codes: tuple[int, ...]
    span: Span


def drawn_content(session: Session, sources: Sources, *, office_code: int, span: Span) -> Content:
    """What a report of this office and period says now.

    The city (1000) has its districts as places, a district its zones.
    """
    here = office(session, office_code)
    of_city = office_code == DEPARTMENT
    offices = districts(session) if of_city else [here]
    codes = tuple(each.code for each in offices)
    trend = month_span(span.last).series(TREND)
    before = span.before()
    reading = _read(session, sources, codes, (span, before, *trend), zones=not of_city)
    keys = [each.key for each in reading.catalogue.current]
    whole = _whole(reading, here, keys)
    places = (
        tuple(_district(reading, each, keys) for each in offices)
        if of_city
        else tuple(
            _zone(reading, office_code, zone, keys)
            for zone in sources.zones
            if zone.exists_in(span)
        )
    )
    trends = {key: tuple(_cell(_total(reading, key, month)) for month in trend) for key in keys}
    main = [_total(reading, key, span).definition for key in keys]
    previous = {key: _cell(_total(reading, key, before)) for key in keys}
    ledger = _ledger(session, codes, span)
    outlines, credit = kept_outlines(session, codes) if of_city else ({}, "")
    return Content(
        office_code=office_code,
        office_th=here.title_th,
        office_en=here.title_en,
        span=span,
        as_of=bangkok_now(),
        counted_at=ledger.counted_at,
        is_example=any(entry.official.is_example for entry in whole.entries.values()),
        definitions=tuple(_defined(each) for each in main),
        earlier=_earlier(reading.catalogue, main, [*places, whole], trends, previous),
        whole=whole,
        places=places,
        trend_months=tuple(month.first for month in trend),
        trends=trends,
        approvals=ledger.approvals,
        previous=previous,
        approved_offices=ledger.approved_offices,
        outlines=outlines,
        credit=credit,
    )


def _read(
    session: Session,
    sources: Sources,
    codes: tuple[int, ...],
    spans: Sequence[Span],
    *,
    zones: bool,
) -> _Reading:
    known = catalogue(session).beginning(spans[0].first)
    asked: dict[str, Any] = {
        "keys": [each.key for each in known.current],
        "codes": codes,
        "spans": list(dict.fromkeys(spans)),
        "today": bangkok_now().date(),
        "zones": zones,
    }
    official, reported = (
        figures(session, known, sources.measures, basis=basis, **asked)
        for basis in (Basis.OFFICIAL, Basis.REPORTED)
    )
    return _Reading(known, official, reported, codes, spans[0])


def _total(reading: _Reading, key: str, span: Span) -> Figure:
    """The official figure of the office as a whole."""
    if len(reading.codes) == 1:
        return reading.official.of(key, FigurePlace(reading.codes[0]), span)
    return reading.official.total(key, reading.codes, span).figure


def _whole(reading: _Reading, here: Office, keys: Sequence[str]) -> Place:
    if here.code != DEPARTMENT:
        return _district(reading, here, keys)
    entries = {}
    for key in keys:
        official = reading.official.total(key, reading.codes, reading.span)
        reported = reading.reported.total(key, reading.codes, reading.span)
        entries[key] = _entry(
            reading,
            here.code,
            official.figure,
            reported.figure,
            districts=official.districts,
            left_out=official.left_out,
            others=tuple(Apart(_cell(each.figure), each.districts) for each in official.others),
        )
    return Place(str(here.code), here.code, "กรุงเทพมหานคร", "Bangkok", entries)


def _district(reading: _Reading, district: Office, keys: Sequence[str]) -> Place:
    place = FigurePlace(district.code)
    entries = {
        key: _entry(
            reading,
            district.code,
            reading.official.of(key, place, reading.span),
            reading.reported.of(key, place, reading.span),
        )
        for key in keys
    }
    return Place(
        str(district.code),
        district.code,
        district.name_th,
        district.name_en,
        entries,
        column=district.tile_column,
        row=district.tile_row,
    )


def _zone(reading: _Reading, code: int, zone: ZoneName, keys: Sequence[str]) -> Place:
    """A zone's figures; a target is the office's and not a zone's."""
    place = FigurePlace(code, zone.id)
    entries = {
        key: Entry(
            _cell(reading.official.of(key, place, reading.span)),
            _cell(reading.reported.of(key, place, reading.span)),
            target=None,
            reached=None,
        )
        for key in keys
    }
    return Place(str(zone.id), 0, zone.name, zone.name, entries)


def _entry(
    reading: _Reading, code: int, official: Figure, reported: Figure, **details: Any
) -> Entry:
    target = reading.catalogue.target_for(official.definition, reading.span.last_day, code)
    return Entry(
        _cell(official),
        _cell(reported),
        target=target.value if target else None,
        reached=reached(official.definition, official, target),
        **details,
    )


def _cell(figure: Figure) -> Cell:
    return Cell(
        standing=figure.standing.value,
        amount=figure.amount,
        numerator=figure.numerator if figure.is_known else None,
        denominator=figure.denominator if figure.is_known else None,
        months=figure.months,
        approved_months=figure.approved_months,
        asked_months=figure.asked_months,
        is_example=figure.is_example,
        version=figure.definition.version,
    )


_TAKEN = {each.name for each in fields(Definition)} & {each.name for each in fields(Defined)}


def _defined(definition: Definition) -> Defined:
    values = {name: getattr(definition, name) for name in _TAKEN}
    published: datetime | None = definition.published_at
    return Defined(
        **values
        | {
            "direction": definition.direction.value,
            "level": definition.level.value,
            "roll_up": definition.roll_up.value,
            "published_at": published.isoformat() if published else None,
        }
    )


def _earlier(
    known: Catalogue,
    main: Sequence[Definition],
    places: Iterable[Place],
    trends: Mapping[str, Sequence[Cell]],
    previous: Mapping[str, Cell],
) -> tuple[Defined, ...]:
    """Versions by which something of the report was counted, beside those of the whole."""
    shown = {(each.key, each.version) for each in main}
    used = (
        {
            (key, cell.version)
            for place in places
            for key, entry in place.entries.items()
            for cell in (entry.official, entry.reported, *(each.cell for each in entry.others))
        }
        | {(key, cell.version) for key, cells in trends.items() for cell in cells}
        | {(key, cell.version) for key, cell in previous.items()}
    )
    return tuple(
        _defined(version)
        for versions in known.versions.values()
        for version in versions
        if (version.key, version.version) in used - shown
    )


@dataclass(frozen=True)
class _Ledger:
    approvals: tuple[Approval, ...]
    approved_offices: int
    counted_at: datetime | None


def _ledger(session: Session, codes: Sequence[int], span: Span) -> _Ledger:
    """Which months the offices had approved, and when the facts were last counted."""
    rows = session.execute(
        select(
            FillState.district_id, FillState.month, FillState.filled_at, FillState.approved_at
        ).where(FillState.district_id.in_(codes), FillState.month.in_(span.months))
    ).all()
    approved = [row for row in rows if row.approved_at]
    by_month = Counter(row.month for row in approved)
    by_office = Counter(row.district_id for row in approved)
    return _Ledger(
        tuple(Approval(month, by_month[month], len(codes)) for month in span.months),
        sum(1 for months in by_office.values() if months == span.length),
        max((row.filled_at for row in rows), default=None),
    )
