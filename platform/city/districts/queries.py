"""The districts with what the city knows of each, in few statements."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from city.indicators import queries as reported
from city.indicators.indicators import INDICATORS
from city.indicators.queries import Ledger, Population, Published, Reports
from core.errors import NotFound
from core.i18n.dates import first_of_month, shift_month, to_bangkok
from core.i18n.sorting import thai_sort_key
from core.indicators.indicators import Figure, Indicator
from core.tenancy.models import Boundary, Office, OfficeKind

MONTHS = 24
"""How far a line of months goes back."""

MANUAL_IN_FORCE = "adoption.manuals"
"""A measure of the districts: 1 where an edition of the manual is in force."""


@dataclass(frozen=True)
class Outlined:
    """A district with its imported outline, empty where none was asked for."""

    office: Office
    rings: list[Any]
    credit: str


@dataclass(frozen=True)
class DistrictMonths:
    """One district: its figures month by month, and what the page says around them."""

    office: Office
    months: tuple[date, ...]
    lines: dict[str, list[Figure | None]]
    examples: frozenset[date]
    has_begun: bool
    follows_manual: bool | None
    ledger: Ledger
    population: Population | None
    published: dict[str, Published]

    @property
    def is_example(self) -> bool:
        return self.months[-1] in self.examples

    def newest(self, indicator: Indicator) -> Figure | None:
        return self.lines[indicator.key][-1]


def outlined_districts(session: Session, *, rings: bool) -> tuple[list[Outlined], bool]:
    """The 50 districts in the order of a Thai dictionary, and whether outlines have been imported."""
    rows = session.execute(
        select(
            Office,
            Boundary.office_code,
            Boundary.rings if rings else null(),
            Boundary.credit,
        )
        .outerjoin(Boundary, Boundary.office_code == Office.code)
        .where(Office.kind == OfficeKind.DISTRICT)
    ).all()
    found = [Outlined(row[0], row[2] or [], row[3] or "") for row in rows]
    found.sort(key=lambda each: thai_sort_key(each.office.name_th))
    return found, any(row[1] is not None for row in rows)


def months_until(month: date, count: int = MONTHS) -> tuple[date, ...]:
    """So many months that end with this one."""
    return tuple(shift_month(month, offset) for offset in range(1 - count, 1))


def district_months(session: Session, code: int, *, today: date, window: int) -> DistrictMonths:
    """The line of months of every indicator in one district; NotFound where no district has this code."""
    office = session.get(Office, code)
    if office is None or office.kind != OfficeKind.DISTRICT:
        raise NotFound("This district does not exist.")
    this_month = first_of_month(today)
    months = months_until(this_month)
    known = reported.facts(
        session,
        [code],
        months=months,
        measures={*reported.MEASURES, MANUAL_IN_FORCE},
        zone_months=months_until(this_month, MONTHS + window),
        window=window,
    )
    manuals = known.values.get((code, this_month, MANUAL_IN_FORCE))
    others = reported.reference(session, [code])
    reports = Reports(known, others, window, this_month)
    return DistrictMonths(
        office=office,
        months=months,
        lines={each.key: reports.line(each, code, months) for each in INDICATORS},
        examples=frozenset(month for each, month in known.examples if each == code),
        has_begun=any(known.has_begun(code, month) for month in months),
        follows_manual=None if manuals is None else manuals > 0,
        ledger=reported.ledger(session, this_month),
        population=others.population(code, this_month),
        published=others.published.get(code, {}),
    )


def opened_in(office: Office, month: date) -> bool:
    """Whether somebody of the office opened the platform since the month began, on Bangkok's clock."""
    return office.last_opened_at is not None and to_bangkok(office.last_opened_at).date() >= month
