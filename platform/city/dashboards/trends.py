"""One indicator over time: a small line for each district, and several districts beside each other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from city.districts.queries import district_of
from city.districts.reading import (
    Ledger,
    in_group,
    is_group,
    register_of,
    sizes_of,
    stated,
    surroundings,
)
from core.errors import InputProblem
from core.indicators.definitions import Catalogue, Definition, Target, catalogue
from core.indicators.figures import Figure, Place, figures
from core.indicators.measures import Measure
from core.tenancy.models import Office
from core.web.figures.choices import Asked, Choice, Part, choose

FEWEST, MOST = 2, 5
"""Districts beside each other: one has nothing to be compared with, six are no longer read."""


@dataclass(frozen=True)
class Course:
    """One district's figures, period by period."""

    office: Office
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Trends:
    """Courses by group of districts, in the order of the groups' names. The target is every district's.

    `definition` is the version by which most of the districts are counted in the last period.
    """

    definition: Definition
    choice: Choice
    catalogue: Catalogue
    offices: Sequence[Office]
    groups: Sequence[Sequence[Course]]
    target: Target | None
    ledger: Ledger


@dataclass(frozen=True)
class Compared:
    """One indicator of the chosen districts. `lines` are by district; targets may be their own.

    `definition` is the version by which most of them are counted in the last period.
    """

    definition: Definition
    lines: Mapping[int, Sequence[Figure]]
    targets: Mapping[int, Target | None]

    @property
    def is_known(self) -> bool:
        return any(figure.is_known for line in self.lines.values() for figure in line)


@dataclass(frozen=True)
class Comparison:
    """`chosen` is empty, and `problem` says why, where too few or too many districts were asked for."""

    choice: Choice
    catalogue: Catalogue
    offices: Sequence[Office]
    chosen: Sequence[Office]
    indicators: Sequence[Compared]
    ledger: Ledger
    problem: InputProblem | None = None


def trends(session: Session, measures: Sequence[Measure], asked: Asked, *, today: date) -> Trends:
    known = catalogue(session)
    choice = choose(asked, known, today)
    known = known.beginning(choice.span.first)
    around = surroundings(session, choice.span)
    offices = around.offices
    codes = [office.code for office in offices]
    key, register = choice.definition.key, register_of(known)
    keys = {key, register.key} if register else {key}
    found = figures(
        session,
        known,
        measures,
        keys=keys,
        codes=codes,
        spans=choice.series,
        today=today,
        basis=choice.basis,
    )
    if not is_group(choice.group, offices):
        choice = choice.without(Part.GROUP, choice.group)
    sizes = sizes_of(found, register, codes, choice.span)
    shown = [office.code for office in offices if in_group(choice.group, office, sizes)]
    definition = found.total(key, shown, choice.span).figure.definition
    groups: dict[str, list[Course]] = {}
    for office in offices:
        if office.code in shown:
            line = [
                stated(found.of(key, Place(office.code), span), office.code, span, around.ledger)
                for span in choice.series
            ]
            groups.setdefault(office.group_th or "", []).append(Course(office, line))
    return Trends(
        definition=definition,
        choice=choice,
        catalogue=known,
        offices=offices,
        groups=[groups[name] for name in sorted(groups)],
        target=_common_target(known, definition, choice, codes),
        ledger=around.ledger,
    )


def comparison(
    session: Session,
    measures: Sequence[Measure],
    asked: Asked,
    *,
    codes: Sequence[int],
    today: date,
) -> Comparison:
    """Two to five districts over all indicators; NotFound for a code of no district."""
    known = catalogue(session)
    choice = choose(asked, known, today)
    known = known.beginning(choice.span.first)
    around = surroundings(session, choice.span)
    offices = around.offices
    wanted = list(dict.fromkeys(codes))
    chosen = [district_of(offices, code) for code in wanted]
    problem = _problem(wanted)
    if problem or not chosen:
        return Comparison(choice, known, offices, chosen, (), around.ledger, problem)
    found = figures(
        session,
        known,
        measures,
        keys=[each.key for each in known.current],
        codes=wanted,
        spans=choice.series,
        today=today,
        basis=choice.basis,
    )
    indicators = [
        Compared(
            found.total(each.key, wanted, choice.span).figure.definition,
            {
                code: [
                    stated(found.of(each.key, Place(code), span), code, span, around.ledger)
                    for span in choice.series
                ]
                for code in wanted
            },
            {
                code: known.target_for(
                    found.of(each.key, Place(code), choice.span).definition,
                    choice.span.last_day,
                    code,
                )
                for code in wanted
            },
        )
        for each in known.current
    ]
    return Comparison(choice, known, offices, chosen, indicators, around.ledger)


def _problem(wanted: Sequence[int]) -> InputProblem | None:
    if not wanted or FEWEST <= len(wanted) <= MOST:
        return None
    return InputProblem("Choose two to five districts; chosen now: %(number)s.", number=len(wanted))


def _common_target(
    known: Catalogue, definition: Definition, choice: Choice, codes: Collection[int]
) -> Target | None:
    """The target of every district; none where a district has one of its own."""
    found = {known.target_for(definition, choice.span.last_day, code) for code in codes}
    return found.pop() if len(found) == 1 else None
