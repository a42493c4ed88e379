"""The board of executives: totals, the map, the trend, peers, and which districts have a number or approved it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from sqlalchemy.orm import Session

from city.districts.queries import Outlined, opened_in
from city.districts.reading import (
    Ledger,
    Progress,
    Proof,
    Published,
    in_group,
    is_group,
    progress_of,
    published,
    register_of,
    sizes_of,
    surroundings,
)
from core.i18n.dates import first_of_month
from core.indicators.definitions import Catalogue, Definition, Target, catalogue
from core.indicators.figures import Figure, Place, Total, Wanted, figures_of_several
from core.indicators.measures import Measure
from core.tenancy.models import Office
from core.tenancy.scope import DEPARTMENT
from core.web.figures.choices import Asked, Choice, choose

SMALLEST_RANKED = 10
"""Communities: in a smaller district one activity would move the figure too far (F91)."""

SMALLEST_BASE = 5
"""Of a share: what it is divided by. Below, a single record is more than 20 percentage points (F91)."""

BANG_NA = 1047
"""The district that the study published figures of (M17)."""


@dataclass(frozen=True)
class Line:
    """One district: the chosen indicator in the chosen period."""

    district: Outlined
    figure: Figure
    target: Target | None
    communities: int | None
    opened: bool

    @property
    def office(self) -> Office:
        return self.district.office

    @property
    def is_too_small(self) -> bool:
        return self.communities is not None and self.communities < SMALLEST_RANKED

    @property
    def has_small_base(self) -> bool:
        figure = self.figure
        return (
            figure.is_known
            and figure.definition.is_share
            and figure.denominator is not None
            and figure.denominator < SMALLEST_BASE
        )

    @property
    def is_ranked(self) -> bool:
        return (
            self.figure.amount is not None
            and self.communities is not None
            and not self.is_too_small
            and not self.has_small_base
        )


@dataclass(frozen=True)
class Tile:
    """A figure of all counted districts together, with the target of the city."""

    definition: Definition
    total: Total
    target: Target | None


@dataclass(frozen=True)
class Snapshot:
    """A share that a document printed, recomputed from its two printed numbers."""

    office: Office | None
    residents: Published
    people: Published


@dataclass(frozen=True)
class Board:
    """`map_lines` are all districts; `lines` those of the chosen group, in dictionary order."""

    choice: Choice
    catalogue: Catalogue
    map_lines: Sequence[Line]
    lines: Sequence[Line]
    tiles: Sequence[Tile]
    trend: Sequence[Total]
    trend_target: Target | None
    progress: Progress
    has_outlines: bool
    snapshots: Sequence[Snapshot]
    ledger: Ledger
    proof: Proof | None

    @property
    def offices(self) -> list[Office]:
        return [line.office for line in self.map_lines]

    @property
    def as_of(self) -> datetime | None:
        return self.ledger.newest

    @property
    def chosen(self) -> Tile:
        return next(
            tile for tile in self.tiles if tile.definition.key == self.choice.definition.key
        )

    @property
    def only_examples(self) -> bool:
        """Whether every number stands on examples, because no district has real records."""
        counted = [tile.total for tile in self.tiles if tile.total.districts]
        return bool(counted) and all(total.figure.is_example for total in counted)

    @property
    def left_out(self) -> int:
        return max((tile.total.left_out for tile in self.tiles), default=0)

    @cached_property
    def ranking(self) -> list[Line]:
        """The group's districts, the highest first; empty without a group: there is no table of all 50."""
        if not self.choice.group:
            return []
        ranked = [line for line in self.lines if line.is_ranked]
        return sorted(ranked, key=lambda line: line.figure.amount or Decimal(0), reverse=True)

    @property
    def unranked(self) -> list[Line]:
        return [line for line in self.lines if not line.is_ranked] if self.choice.group else []

    @property
    def unopened(self) -> list[Line]:
        return [line for line in self.lines if not line.opened]


def board(
    session: Session,
    measures: Sequence[Measure],
    asked: Asked,
    *,
    today: date,
    outlines: bool,
) -> Board:
    """Everything on the board, in few statements: the whole catalogue once, one indicator as a line."""
    known = catalogue(session)
    choice = choose(asked, known, today)
    around = surroundings(session, choice.span, rings=outlines)
    if not is_group(choice.group, around.offices):
        choice = choice.of_all()
    codes = [each.office.code for each in around.districts]
    now, over_time = figures_of_several(
        session,
        known,
        measures,
        [
            Wanted([each.key for each in known.current], codes, [choice.span], choice.basis),
            Wanted([choice.definition.key], codes, choice.series, choice.basis),
        ],
        today=today,
    )
    sizes = sizes_of(now, register_of(known), codes, choice.span)
    key, span = choice.definition.key, choice.span
    of_chosen = {code: now.of(key, Place(code), span) for code in codes}
    map_lines = [
        Line(
            district=each,
            figure=of_chosen[each.office.code],
            target=known.target_on(key, span.last_day, each.office.code),
            communities=sizes.get(each.office.code),
            opened=opened_in(each.office, first_of_month(today)),
        )
        for each in around.districts
    ]
    lines = [line for line in map_lines if in_group(choice.group, line.office, sizes)]
    shown = [line.office.code for line in lines]
    return Board(
        choice=choice,
        catalogue=known,
        map_lines=map_lines,
        lines=lines,
        tiles=[
            Tile(
                each,
                now.total(each.key, shown, span),
                known.target_on(each.key, span.last_day, DEPARTMENT),
            )
            for each in known.current
        ],
        trend=[over_time.total(key, shown, each) for each in choice.series],
        trend_target=known.target_on(key, span.last_day, DEPARTMENT),
        progress=progress_of(shown, of_chosen, around.ledger),
        has_outlines=around.has_outlines,
        snapshots=_snapshots(published(session, [DEPARTMENT, BANG_NA]), around.districts),
        ledger=around.ledger,
        proof=around.proof,
    )


def _snapshots(
    printed: Mapping[int, Mapping[str, Published]], districts: Sequence[Outlined]
) -> list[Snapshot]:
    """The study's shares of the city and of Bang Na, beside the computed ones (C1)."""
    offices = {each.office.code: each.office for each in districts}
    found = []
    for code in (DEPARTMENT, BANG_NA):
        known = printed.get(code, {})
        residents, people = known.get("community_residents"), known.get("registered_population")
        if residents and people:
            found.append(Snapshot(offices.get(code), residents, people))
    return found
