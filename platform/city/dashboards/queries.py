"""The board of all districts: lines, city totals, trend, and who has not opened the platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from city.districts.queries import (
    MONTHS,
    Outlined,
    months_until,
    opened_in,
    outlined_districts,
)
from city.indicators import queries as reported
from city.indicators.indicators import ACTIVE_NETWORKS, INDICATORS, RESIDENTS
from city.indicators.queries import Facts, Filled, Ledger, Published, Reference, Reports
from core.indicators.indicators import Figure, Indicator, roll_up
from core.tenancy.models import Office
from core.tenancy.scope import DEPARTMENT

SMALLEST_RANKED = 10
"""Districts with fewer communities than this are not ranked: one activity would move them too far (F91)."""

BANG_NA = 1047
"""The district that the study published figures of (M17)."""

NAME, OPENED = "name", "opened"


@dataclass(frozen=True)
class Choice:
    """What the person chose in the address. `sort` is a column, with a minus for the largest first."""

    indicator: Indicator
    month: date
    this_month: date
    group: str = ""
    window: int = 3
    sort: str = NAME
    outlines: bool | None = None

    @property
    def window_months(self) -> tuple[date, ...]:
        return reported.window_before(self.month, self.window, self.this_month)


@dataclass(frozen=True)
class Line:
    """One district in the chosen month."""

    district: Outlined
    figures: dict[str, Figure | None]
    has_begun: bool
    is_example: bool
    filled: Filled | None
    opened: bool

    @property
    def office(self) -> Office:
        return self.district.office


@dataclass(frozen=True)
class Total:
    """A figure of all counted districts together, and how many they are."""

    figure: Figure | None
    districts: int


@dataclass(frozen=True)
class Snapshot:
    """A share that a document printed, recomputed from its two printed numbers."""

    office: Office | None
    residents: Published
    people: Published


@dataclass(frozen=True)
class Board:
    """`map_lines` are all districts; `lines` those of the chosen group, in the chosen order."""

    choice: Choice
    map_lines: list[Line]
    lines: list[Line]
    totals: dict[str, Total]
    months: tuple[date, ...]
    trend: list[Figure | None]
    begun: int
    left_out: int
    only_examples: bool
    has_outlines: bool
    snapshots: list[Snapshot]
    population_as_of: date | None
    ledger: Ledger

    @property
    def groups(self) -> list[Office]:
        """One office of each group, to name the groups."""
        first: dict[str, Office] = {}
        for line in self.map_lines:
            first.setdefault(line.office.group_code or "", line.office)
        return sorted(first.values(), key=lambda office: office.group_th or "")

    @property
    def unopened(self) -> list[Line]:
        return [line for line in self.lines if not line.opened]

    @property
    def ranking(self) -> list[Line]:
        """The group's districts by the chosen indicator, the small ones left out; empty without a group."""
        if not self.choice.group:
            return []
        ranked = [line for line in self.lines if self._is_ranked(line)]
        return sorted(ranked, key=lambda line: self._amount(line) or Decimal(0), reverse=True)

    @property
    def as_of(self) -> datetime | None:
        return self.ledger.newest

    def _is_ranked(self, line: Line) -> bool:
        communities = line.figures[INDICATORS[0].key]
        return (
            communities is not None
            and communities.numerator >= SMALLEST_RANKED
            and self._amount(line) is not None
        )

    def _amount(self, line: Line) -> Decimal | None:
        figure = line.figures[self.choice.indicator.key]
        return figure.amount(self.choice.indicator) if figure else None


def board(session: Session, choice: Choice) -> Board:
    """Everything on the page of the city, in five statements."""
    districts, has_outlines = outlined_districts(session, rings=bool(choice.outlines))
    codes = [each.office.code for each in districts]
    months = months_until(choice.month)
    known = reported.facts(
        session,
        codes,
        months=months,
        measures=choice.indicator.measures,
        zone_months=_zone_months(choice),
        window=choice.window,
        whole_month=choice.month,
    )
    others = reported.reference(session, [*codes, DEPARTMENT])
    reports = Reports(known, others, choice.window, choice.this_month)
    ledger = reported.ledger(session, choice.month)
    map_lines = [_line(each, choice, reports, ledger) for each in districts]
    lines = [line for line in map_lines if choice.group in ("", line.office.group_code)]
    counted = [line for line in lines if line.has_begun and not _left_out(line, known)]
    population = others.population(BANG_NA, choice.month)
    return Board(
        choice=choice,
        map_lines=map_lines,
        lines=_in_order(lines, choice.sort),
        totals={each.key: _total(each, counted) for each in INDICATORS},
        months=months,
        trend=_trend(choice, reports, [line.office.code for line in lines], months),
        begun=sum(line.has_begun for line in lines),
        left_out=sum(line.has_begun and _left_out(line, known) for line in lines),
        only_examples=bool(counted) and not known.any_real,
        has_outlines=has_outlines,
        snapshots=_snapshots(others, districts),
        population_as_of=population.as_of if population else None,
        ledger=ledger,
    )


def _zone_months(choice: Choice) -> Sequence[date]:
    if choice.indicator is not ACTIVE_NETWORKS:
        return choice.window_months
    return months_until(choice.month, MONTHS + choice.window)


def _line(district: Outlined, choice: Choice, reports: Reports, ledger: Ledger) -> Line:
    code = district.office.code
    return Line(
        district=district,
        figures={each.key: reports.figure(each, code, choice.month) for each in INDICATORS},
        has_begun=reports.facts.has_begun(code, choice.month),
        is_example=reports.facts.is_example(code, choice.month),
        filled=ledger.months.get(code),
        opened=opened_in(district.office, choice.this_month),
    )


def _left_out(line: Line, known: Facts) -> bool:
    """City figures leave examples out as soon as any district has real records."""
    return line.is_example and known.any_real


def _total(indicator: Indicator, counted: list[Line]) -> Total:
    figures = [figure for line in counted if (figure := line.figures[indicator.key])]
    return Total(roll_up(figures), len(figures))


def _trend(
    choice: Choice, reports: Reports, codes: Sequence[int], months: tuple[date, ...]
) -> list[Figure | None]:
    """The chosen indicator of all counted districts together, month by month."""
    real_only = reports.facts.any_real
    by_district = {code: reports.line(choice.indicator, code, months) for code in codes}
    return [
        roll_up(
            figure
            for code in codes
            if (figure := by_district[code][index])
            and not (real_only and reports.facts.is_example(code, month))
        )
        for index, month in enumerate(months)
    ]


def _in_order(lines: list[Line], sort: str) -> list[Line]:
    """Lines by a column; equal ones stay in dictionary order, and what is not known comes last."""
    column = sort.removeprefix("-")
    falling = sort.startswith("-")
    if column == NAME:
        return lines[::-1] if falling else lines
    known = [line for line in lines if _sort_value(line, column) is not None]
    unknown = [line for line in lines if _sort_value(line, column) is None]
    return sorted(known, key=lambda line: _sort_value(line, column), reverse=falling) + unknown  # type: ignore[arg-type, return-value]


def _sort_value(line: Line, column: str) -> Decimal | datetime | None:
    if column == OPENED:
        return line.office.last_opened_at
    indicator = next(each for each in INDICATORS if each.key == column)
    figure = line.figures[column]
    return figure.amount(indicator) if figure else None


def _snapshots(others: Reference, districts: list[Outlined]) -> list[Snapshot]:
    """The study's shares of the city and of Bang Na, beside the computed ones (C1)."""
    offices = {each.office.code: each.office for each in districts}
    found = []
    for code in (DEPARTMENT, BANG_NA):
        printed = others.published.get(code, {})
        residents, people = printed.get("community_residents"), printed.get("registered_population")
        if residents and people:
            found.append(Snapshot(offices.get(code), residents, people))
    return found


def is_sortable(sort: str) -> bool:
    return sort.removeprefix("-") in {NAME, OPENED, *(each.key for each in INDICATORS)}


__all__ = [
    "NAME",
    "OPENED",
    "RESIDENTS",
    "Board",
    "Choice",
    "Line",
    "Total",
    "board",
    "is_sortable",
]
