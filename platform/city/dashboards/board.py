"""The board of executives: totals, the map, the trend, peers, and which districts have a number or approved it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from sqlalchemy.orm import Session

from city.dashboards.fairness import is_fair, is_too_small
from city.dashboards.printed import Printed, keys_of_printed, printed_beside, with_printed
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
    stated,
    surroundings,
)
from core.i18n.dates import first_of_month
from core.indicators.definitions import Catalogue, Definition, Target, catalogue
from core.indicators.figures import Basis, Figure, Place, Total, Wanted, figures_of_several
from core.indicators.measures import Measure
from core.tenancy.models import Office
from core.tenancy.scope import DEPARTMENT
from core.web.figures.both import differ
from core.web.figures.choices import Asked, Choice, Part, choose

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
    reported: Figure | None = None
    """What was reported, where the official figure may differ from it."""
    is_comparable: bool = True
    """Whether the version that counts the district is that of the page's heading."""

    @property
    def office(self) -> Office:
        return self.district.office

    @property
    def differs(self) -> bool:
        """Whether something else was reported than was approved."""
        return differ(self.figure, self.reported)

    @property
    def is_too_small(self) -> bool:
        return is_too_small(self.communities)

    @property
    def is_ranked(self) -> bool:
        return self.is_comparable and is_fair(self.figure, self.communities)


@dataclass(frozen=True)
class Tile:
    """A figure of all counted districts together, with the target of the city."""

    total: Total
    target: Target | None
    reported: Total | None = None
    """As all months were reported; None where the total is that already."""

    @property
    def definition(self) -> Definition:
        """The version that counted it."""
        return self.total.figure.definition


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
    printed: Sequence[Printed]
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
    def definition(self) -> Definition:
        """The version by which most of the shown districts are counted: that of the heading."""
        return self.chosen.definition

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
    known = known.beginning(choice.span.first)
    around = surroundings(session, choice.span, rings=outlines)
    if not is_group(choice.group, around.offices):
        choice = choice.without(Part.GROUP, choice.group)
    codes = [each.office.code for each in around.districts]
    keys = [each.key for each in known.current]
    both = choice.basis is Basis.OFFICIAL and around.ledger.approved_months > 0
    now, over_time, *as_reported = figures_of_several(
        session,
        with_printed(known),
        measures,
        [
            Wanted([*keys, *keys_of_printed()], codes, [choice.span], choice.basis),
            Wanted([choice.definition.key], codes, choice.series, choice.basis),
            *([Wanted(keys, codes, [choice.span], Basis.REPORTED)] if both else ()),
        ],
        today=today,
    )
    sizes = sizes_of(now, register_of(known), codes, choice.span)
    key, span = choice.definition.key, choice.span
    of_chosen = {
        code: stated(now.of(key, Place(code), span), code, span, around.ledger) for code in codes
    }
    shown = [
        each.office.code for each in around.districts if in_group(choice.group, each.office, sizes)
    ]
    chosen_codes = frozenset(shown)
    totals = {each.key: now.total(each.key, shown, span) for each in known.current}
    heading = totals[key].figure.definition
    map_lines = [
        Line(
            district=each,
            figure=figure,
            reported=as_reported[0].of(key, Place(each.office.code), span) if both else None,
            target=known.target_for(figure.definition, span.last_day, each.office.code),
            communities=sizes.get(each.office.code),
            opened=opened_in(each.office, first_of_month(today)),
            is_comparable=figure.definition.version == heading.version,
        )
        for each in around.districts
        for figure in (of_chosen[each.office.code],)
    ]
    target = known.target_for(heading, span.last_day, DEPARTMENT)
    documents = published(session, [DEPARTMENT, BANG_NA])
    return Board(
        choice=choice,
        catalogue=known,
        map_lines=map_lines,
        lines=[line for line in map_lines if line.office.code in chosen_codes],
        tiles=[
            Tile(
                total,
                known.target_for(total.figure.definition, span.last_day, DEPARTMENT),
                as_reported[0].total(name, shown, span) if both else None,
            )
            for name, total in totals.items()
        ],
        trend=[over_time.total(key, shown, each) for each in choice.series],
        trend_target=target,
        progress=progress_of(shown, of_chosen, around.ledger),
        has_outlines=around.has_outlines,
        snapshots=_snapshots(documents, around.districts),
        printed=printed_beside(documents.get(DEPARTMENT, {}), now, codes, span),
        ledger=around.ledger,
        proof=around.proof,
    )


def _snapshots(
    printed: Mapping[int, Mapping[str, Published]], districts: Sequence[Outlined]
) -> list[Snapshot]:
    """The study's share of Bang Na, beside the computed one (C1)."""
    offices = {each.office.code: each.office for each in districts}
    found = []
    for code in (BANG_NA,):
        known = printed.get(code, {})
        residents, people = known.get("community_residents"), known.get("registered_population")
        if residents and people:
            found.append(Snapshot(offices.get(code), residents, people))
    return found
