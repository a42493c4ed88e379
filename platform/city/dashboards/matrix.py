"""Districts by indicators in one period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from city.districts.reading import (
    Ledger,
    in_group,
    is_group,
    register_of,
    sizes_of,
    surroundings,
)
from core.indicators.definitions import Catalogue, Definition, Target, catalogue
from core.indicators.figures import Figure, Place, Standing, Total, figures
from core.indicators.measures import Measure
from core.tenancy.models import Office
from core.tenancy.scope import DEPARTMENT
from core.web.figures.choices import Asked, Choice, choose

NAME = "name"
_NOTHING = (Standing.NOT_STARTED, Standing.NOT_COUNTED, Standing.NO_SOURCE)


@dataclass(frozen=True)
class Row:
    """One district with its figure and target of each column."""

    office: Office
    figures: Sequence[Figure]
    targets: Sequence[Target | None]

    @property
    def has_begun(self) -> bool:
        return any(figure.standing not in _NOTHING for figure in self.figures)

    @property
    def is_example(self) -> bool:
        return any(figure.is_example and figure.is_known for figure in self.figures)


@dataclass(frozen=True)
class Grid:
    """`totals` and `total_targets` are those of the districts that are shown, column by column."""

    choice: Choice
    catalogue: Catalogue
    offices: Sequence[Office]
    columns: Sequence[Definition]
    rows: Sequence[Row]
    totals: Sequence[Total]
    total_targets: Sequence[Target | None]
    ledger: Ledger
    sort: str


def grid(
    session: Session, measures: Sequence[Measure], asked: Asked, *, sort: str, today: date
) -> Grid:
    """Every published indicator of every district of the group; what is not known comes last."""
    known = catalogue(session)
    choice = choose(asked, known, today)
    around = surroundings(session, choice.span)
    offices = around.offices
    codes = [office.code for office in offices]
    columns = known.current
    found = figures(
        session,
        known,
        measures,
        keys=[each.key for each in columns],
        codes=codes,
        spans=[choice.span],
        today=today,
        basis=choice.basis,
    )
    span = choice.span
    if not is_group(choice.group, offices):
        choice = choice.of_all()
    sizes = sizes_of(found, register_of(known), codes, span)
    shown = [office for office in offices if in_group(choice.group, office, sizes)]
    rows = [
        Row(
            office,
            [found.of(each.key, Place(office.code), span) for each in columns],
            [known.target_on(each.key, span.last_day, office.code) for each in columns],
        )
        for office in shown
    ]
    chosen = sort if is_sortable(sort, columns) else NAME
    return Grid(
        choice=choice,
        catalogue=known,
        offices=offices,
        columns=columns,
        rows=_in_order(rows, chosen, columns),
        totals=[found.total(each.key, [office.code for office in shown], span) for each in columns],
        total_targets=[known.target_on(each.key, span.last_day, DEPARTMENT) for each in columns],
        ledger=around.ledger,
        sort=chosen,
    )


def is_sortable(sort: str, columns: Sequence[Definition]) -> bool:
    return sort.removeprefix("-") in {NAME, *(each.key for each in columns)}


def _in_order(rows: Sequence[Row], sort: str, columns: Sequence[Definition]) -> list[Row]:
    """By a column; equal ones stay in dictionary order."""
    key, falling = sort.removeprefix("-"), sort.startswith("-")
    if key == NAME:
        return list(reversed(rows)) if falling else list(rows)
    index = next(number for number, each in enumerate(columns) if each.key == key)
    known = [row for row in rows if row.figures[index].amount is not None]
    unknown = [row for row in rows if row.figures[index].amount is None]
    return [
        *sorted(known, key=lambda row: row.figures[index].amount or Decimal(0), reverse=falling),
        *unknown,
    ]
