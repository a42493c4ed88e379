"""Districts by indicators in one period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from city.dashboards.fairness import is_fair
from city.districts.reading import (
    Ledger,
    in_group,
    is_group,
    register_of,
    sizes_of,
    stated,
    surroundings,
)
from core.indicators.definitions import Catalogue, Definition, Target, catalogue
from core.indicators.figures import (
    Basis,
    Figure,
    Place,
    Standing,
    Total,
    Wanted,
    figures_of_several,
)
from core.indicators.measures import Measure
from core.tenancy.models import Office
from core.tenancy.scope import DEPARTMENT
from core.web.figures.choices import Asked, Choice, Part, choose
from core.web.figures.versions import comparable_amount

NAME = "name"
_NOTHING = (Standing.NOT_STARTED, Standing.NOT_COUNTED, Standing.NO_SOURCE)


@dataclass(frozen=True)
class Row:
    """One district with its figure and target of each column."""

    office: Office
    figures: Sequence[Figure]
    targets: Sequence[Target | None]
    reported: Sequence[Figure | None] = ()
    """What was reported, column by column, where months were approved."""
    communities: int | None = None

    @property
    def has_begun(self) -> bool:
        return any(figure.standing not in _NOTHING for figure in self.figures)

    @property
    def is_example(self) -> bool:
        return any(figure.is_example and figure.is_known for figure in self.figures)


@dataclass(frozen=True)
class Grid:
    """`totals` and `total_targets` are those of the districts that are shown, column by column.

    `columns` are the versions that counted the totals; a cell may stand under another one.
    """

    choice: Choice
    catalogue: Catalogue
    offices: Sequence[Office]
    columns: Sequence[Definition]
    rows: Sequence[Row]
    totals: Sequence[Total]
    total_targets: Sequence[Target | None]
    ledger: Ledger
    sort: str
    reported_totals: Sequence[Total | None] = ()

    @property
    def column(self) -> int | None:
        """The place of the column by which the rows are ordered; None of the order by name."""
        key = self.sort.removeprefix("-")
        return next((n for n, each in enumerate(self.columns) if each.key == key), None)

    def is_ordered(self, row: Row) -> bool:
        """Whether the row stands in the order by a column, or after it."""
        return self.column is None or _amount(row, self.column, self.columns) is not None


def grid(
    session: Session, measures: Sequence[Measure], asked: Asked, *, sort: str, today: date
) -> Grid:
    """Every published indicator of every district of the group; what is not known comes last."""
    known = catalogue(session)
    choice = choose(asked, known, today)
    known = known.beginning(choice.span.first)
    around = surroundings(session, choice.span)
    offices = around.offices
    codes = [office.code for office in offices]
    columns = known.current
    keys = [each.key for each in columns]
    both = choice.basis is Basis.OFFICIAL and around.ledger.approved_months > 0
    found, *as_reported = figures_of_several(
        session,
        known,
        measures,
        [
            Wanted(keys, codes, [choice.span], choice.basis),
            *([Wanted(keys, codes, [choice.span], Basis.REPORTED)] if both else ()),
        ],
        today=today,
    )
    span = choice.span
    if not is_group(choice.group, offices):
        choice = choice.without(Part.GROUP, choice.group)
    sizes = sizes_of(found, register_of(known), codes, span)
    shown = [office for office in offices if in_group(choice.group, office, sizes)]
    rows = []
    for office in shown:
        own = [
            stated(found.of(key, Place(office.code), span), office.code, span, around.ledger)
            for key in keys
        ]
        rows.append(
            Row(
                office,
                own,
                [known.target_for(each.definition, span.last_day, office.code) for each in own],
                [
                    as_reported[0].of(key, Place(office.code), span)
                    if each.approved_months
                    else None
                    for key, each in zip(keys, own, strict=True)
                ]
                if both
                else [None] * len(keys),
                sizes.get(office.code),
            )
        )
    codes_shown = [office.code for office in shown]
    totals = [found.total(key, codes_shown, span) for key in keys]
    columns = tuple(total.figure.definition for total in totals)
    chosen = sort if is_sortable(sort, columns) else NAME
    if chosen != sort:
        choice = choice.without(Part.SORT, sort)
    return Grid(
        choice=choice,
        catalogue=known,
        offices=offices,
        columns=columns,
        rows=_in_order(rows, chosen, columns, are_peers=bool(choice.group)),
        totals=totals,
        total_targets=[known.target_for(each, span.last_day, DEPARTMENT) for each in columns],
        ledger=around.ledger,
        sort=chosen,
        reported_totals=[
            as_reported[0].total(key, codes_shown, span) if both else None for key in keys
        ],
    )


def is_sortable(sort: str, columns: Sequence[Definition]) -> bool:
    return sort.removeprefix("-") in {NAME, *(each.key for each in columns)}


def _in_order(
    rows: Sequence[Row], sort: str, columns: Sequence[Definition], *, are_peers: bool
) -> list[Row]:
    """By name, or by a column inside each group of districts: there is no order of all 50 by a value (F91).

    Rows that are peers, of one group by place or by size, are one group. After the ordered ones follow
    those that cannot be compared, then those without a number.
    """
    key, falling = sort.removeprefix("-"), sort.startswith("-")
    if key == NAME:
        return list(reversed(rows)) if falling else list(rows)
    index = next(number for number, each in enumerate(columns) if each.key == key)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault("" if are_peers else row.office.group_th or "", []).append(row)
    ordered: list[Row] = []
    for name in sorted(groups):
        amounts = {row.office.code: _amount(row, index, columns) for row in groups[name]}
        ordered += _ordered(groups[name], amounts, falling=falling)
        others = [row for row in groups[name] if amounts[row.office.code] is None]
        ordered += sorted(others, key=lambda row: not row.figures[index].is_known)
    return ordered


def _ordered(
    rows: Sequence[Row], amounts: Mapping[int, Decimal | None], *, falling: bool
) -> list[Row]:
    fair = [row for row in rows if amounts[row.office.code] is not None]
    return sorted(fair, key=lambda row: amounts[row.office.code] or Decimal(0), reverse=falling)


def _amount(row: Row, index: int, columns: Sequence[Definition]) -> Decimal | None:
    """The value by which a row may be ordered; None where it rests on too little, or on another version."""
    figure = row.figures[index]
    fair = is_fair(figure, row.communities)
    return comparable_amount(figure, columns[index]) if fair else None
