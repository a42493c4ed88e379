"""How far every district has come with community networks: its stage, since when, and what is missing next (F5).

The stages build on each other; a district stands on the last one of which all before are reached too.
Facts of the newest counted month decide; the day is that of the papers where they tell it, else the
month in which the facts reached the stage first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Numeric,
    Select,
    Uuid,
    cast,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from city.districts.reading import is_group, surroundings
from core.evidence.models import EvidenceCard, EvidenceKind, EvidenceState
from core.i18n.dates import shift_month
from core.indicators.definitions import Catalogue, Definition, Target, catalogue
from core.indicators.figures import Figure, Place, figures, reached
from core.indicators.measures import Measure
from core.indicators.models import Fact, FactState
from core.indicators.spans import Span, SpanKind, month_span
from core.tenancy.models import Office
from core.web.figures.choices import SERIES, Asked, Choice, Part, choose

COMMUNITIES = "registry.communities"
ZONES = "zones.count"
MANUALS = "adoption.manuals"
ESTABLISHED = "networks.established"
READ = (COMMUNITIES, ZONES, MANUALS, ESTABLISHED)

EVERY_MONTH = "every_month("
"""How the numerator of the indicator of steady networks is written (OUTC3)."""


class Stage(IntEnum):
    """ขั้นของเขต."""

    NOT_STARTED = 0
    READY = 1
    """The register holds communities, and they are in zones."""
    MANUAL = 2
    """An edition of the manual is in force."""
    PILOT = 3
    """One network has a signed order and a by-law in force."""
    ALL_ZONES = 4
    """Every zone has both."""
    SELF_SUSTAINING = 5
    """Enough networks are active in every month of the window."""


@dataclass(frozen=True)
class Reached:
    """When a stage was reached: on a day that papers tell, or in a month of the facts."""

    day: date | None
    month: date | None
    precedes: bool = False
    """Whether it is dated before an earlier stage, since papers are older than the records in the platform."""

    @property
    def on(self) -> date | None:
        return self.day or self.month


@dataclass(frozen=True)
class District:
    """A district's stage, when each stage was reached, and the numbers behind what is missing."""

    office: Office
    stage: Stage
    reached: Mapping[Stage, Reached]
    zones: int
    established: int
    communities: int
    steady: Figure | None
    is_example: bool

    @property
    def has_opened(self) -> bool:
        """Whether anybody of the office was ever on the platform: that alone begins no stage."""
        return self.office.last_opened_at is not None

    @property
    def missing(self) -> Stage | None:
        """The next stage; None at the last."""
        return Stage(self.stage + 1) if self.stage < Stage.SELF_SUSTAINING else None


@dataclass(frozen=True)
class RollOut:
    choice: Choice
    catalogue: Catalogue
    districts: Sequence[District]
    offices: Sequence[Office]
    steady: Definition | None
    target: Target | None
    as_of: datetime | None

    def at(self, stage: Stage) -> list[District]:
        return [each for each in self.districts if each.stage is stage]


@dataclass
class _Facts:
    """Of one district: the values of each counted month, and whether they stand on examples."""

    months: list[tuple[date, dict[str, int], bool]] = field(default_factory=list)

    @property
    def newest(self) -> dict[str, int]:
        return max(self.months, key=itemgetter(0))[1] if self.months else dict.fromkeys(READ, 0)

    @property
    def is_example(self) -> bool:
        return bool(self.months) and max(self.months, key=itemgetter(0))[2]

    @property
    def first(self) -> dict[Stage, date]:
        """The first month in which each stage's rule held."""
        found: dict[Stage, date] = {}
        for month, values, _ in sorted(self.months, key=itemgetter(0)):
            for stage in _stages_of(values):
                found.setdefault(stage, month)
        return found


def roll_out(
    session: Session, measures: Sequence[Measure], asked: Asked, *, today: date
) -> RollOut:
    """The stages of all districts of the group, in few statements."""
    known = catalogue(session)
    choice = choose(asked, known, today)
    around = surroundings(session, choice.span)
    offices = around.offices
    if choice.group not in {"", *(office.group_code for office in offices)}:
        part = Part.SIZE if is_group(choice.group, offices) else Part.GROUP
        choice = choice.without(part, choice.group)
    shown = [office for office in offices if choice.group in ("", office.group_code)]
    codes = [office.code for office in shown]
    facts, days = _read(session, codes, today)
    steady = next((each for each in known.current if EVERY_MONTH in each.numerator), None)
    lines = _steady_lines(session, known, measures, codes, steady=steady, today=today)
    return RollOut(
        choice=choice,
        catalogue=known,
        districts=[
            _district(
                office,
                facts.get(office.code, _Facts()),
                days.get(office.code, {}),
                lines.get(office.code, []),
                known,
            )
            for office in shown
        ],
        offices=offices,
        steady=steady,
        target=known.target_on(steady.key, today, codes[0]) if steady and codes else None,
        as_of=around.ledger.newest,
    )


def _read(
    session: Session, codes: Sequence[int], today: date
) -> tuple[dict[int, _Facts], dict[int, dict[Stage, date]]]:
    """What facts tell month by month, and the days that papers tell; in one statement."""
    facts: dict[int, _Facts] = {}
    cards: list[Any] = []
    for row in session.execute(union_all(_facts_by_month(codes, today), _cards_by_zone(codes))):
        if row.month is None:
            cards.append(row)
            continue
        found = facts.setdefault(row.code, _Facts())
        found.months.append(
            (
                row.month,
                {
                    COMMUNITIES: int(row.communities or 0),
                    ZONES: int(row.zones or 0),
                    MANUALS: int(row.manuals or 0),
                    ESTABLISHED: int(row.established or 0),
                },
                row.is_example,
            )
        )
    return facts, _days(cards)


def _facts_by_month(codes: Sequence[int], today: date) -> Select[*tuple[Any, ...]]:
    """A row for each district and counted month."""

    def value(measure: str) -> ColumnElement[Any]:
        return func.max(Fact.value).filter(Fact.measure == measure)

    return (
        select(
            Fact.district_id.label("code"),
            Fact.month.label("month"),
            cast(null(), Uuid).label("zone_id"),
            value(COMMUNITIES).label("communities"),
            value(ZONES).label("zones"),
            value(MANUALS).label("manuals"),
            value(ESTABLISHED).label("established"),
            func.bool_and(Fact.is_example).label("is_example"),
            cast(null(), Date).label("adopted"),
            cast(null(), Date).label("ordered"),
            cast(null(), Date).label("by_law"),
        )
        .where(
            Fact.district_id.in_(codes),
            Fact.measure.in_(READ),
            Fact.month <= today,
            Fact.state == FactState.ALL.value,
            Fact.zone_id.is_(None),
            Fact.community_id.is_(None),
        )
        .group_by(Fact.district_id, Fact.month)
    )


def _cards_by_zone(codes: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """A row for each district and zone with the first papers that were not revoked."""

    def first(kind: EvidenceKind) -> ColumnElement[Any]:
        return func.min(EvidenceCard.dated_on).filter(EvidenceCard.kind == kind.value)

    kinds = (EvidenceKind.ADOPTION, EvidenceKind.ORDER, EvidenceKind.BY_LAW)
    nothing = [cast(null(), Numeric)] * len(READ)
    return (
        select(
            EvidenceCard.district_id,
            cast(null(), Date),
            EvidenceCard.zone_id,
            *nothing,
            cast(null(), Boolean),
            *(first(kind) for kind in kinds),
        )
        .where(
            EvidenceCard.district_id.in_(codes),
            EvidenceCard.state != EvidenceState.REVOKED.value,
            EvidenceCard.kind.in_([kind.value for kind in kinds]),
        )
        .group_by(EvidenceCard.district_id, EvidenceCard.zone_id)
    )


def _days(cards: Sequence[Any]) -> dict[int, dict[Stage, date]]:
    """The first adoption, the first zone with order and by-law, and the last of those that have both."""
    found: dict[int, dict[Stage, date]] = {}
    zones: dict[int, list[date]] = {}
    for row in cards:
        days = found.setdefault(row.code, {})
        if row.adopted:
            days[Stage.MANUAL] = min(row.adopted, days.get(Stage.MANUAL, row.adopted))
        if row.zone_id and row.ordered and row.by_law:
            zones.setdefault(row.code, []).append(max(row.ordered, row.by_law))
    for code, complete in zones.items():
        found[code][Stage.PILOT] = min(complete)
        found[code][Stage.ALL_ZONES] = max(complete)
    return found


def _stages_of(values: Mapping[str, int]) -> list[Stage]:
    """The stages that one month's facts tell, each by itself."""
    rules = {
        Stage.READY: values[COMMUNITIES] > 0 and values[ZONES] > 0,
        Stage.MANUAL: values[MANUALS] > 0,
        Stage.PILOT: values[ESTABLISHED] > 0,
        Stage.ALL_ZONES: 0 < values[ZONES] <= values[ESTABLISHED],
    }
    return [stage for stage, holds in rules.items() if holds]


def _steady_lines(
    session: Session,
    known: Catalogue,
    measures: Sequence[Measure],
    codes: Sequence[int],
    *,
    steady: Definition | None,
    today: date,
) -> dict[int, list[tuple[Span, Figure]]]:
    """The indicator of steady networks, month by month, of each district."""
    if steady is None:
        return {}
    spans = month_span(today).series(SERIES[SpanKind.MONTH])
    found = figures(
        session, known, measures, keys=[steady.key], codes=codes, spans=spans, today=today
    )
    return {
        code: [(span, found.of(steady.key, Place(code), span)) for span in spans] for code in codes
    }


def _district(
    office: Office,
    facts: _Facts,
    days: Mapping[Stage, date],
    steady: Sequence[tuple[Span, Figure]],
    known: Catalogue,
) -> District:
    newest, first = facts.newest, facts.first
    holding = set(_stages_of(newest))
    sustained = [span for span, figure in steady if _is_steady(office, span, figure, known)]
    if sustained:
        first[Stage.SELF_SUSTAINING] = sustained[0].first
        if sustained[-1] == steady[-1][0]:
            holding.add(Stage.SELF_SUSTAINING)
    stage = Stage.NOT_STARTED
    while stage < Stage.SELF_SUSTAINING and Stage(stage + 1) in holding:
        stage = Stage(stage + 1)
    return District(
        office=office,
        stage=stage,
        reached=_reached(stage, days, first),
        zones=newest[ZONES],
        established=newest[ESTABLISHED],
        communities=newest[COMMUNITIES],
        steady=steady[-1][1] if steady else None,
        is_example=facts.is_example,
    )


def _reached(
    stage: Stage, days: Mapping[Stage, date], first: Mapping[Stage, date]
) -> dict[Stage, Reached]:
    """When each stage up to this one was reached, and which of them are dated before an earlier one."""
    found: dict[Stage, Reached] = {}
    for each in Stage:
        if not Stage.NOT_STARTED < each <= stage:
            continue
        when = Reached(_day(each, days, first), first.get(each))
        before = [earlier.on for earlier in found.values() if earlier.on]
        precedes = when.on is not None and bool(before) and when.on < max(before)
        found[each] = replace(when, precedes=precedes)
    return found


def _day(stage: Stage, days: Mapping[Stage, date], first: Mapping[Stage, date]) -> date | None:
    """The day of the papers, unless the facts reached the stage in a month before it."""
    day, month = days.get(stage), first.get(stage)
    return day if day and month and day < shift_month(month, 1) else None


def _is_steady(office: Office, span: Span, figure: Figure, known: Catalogue) -> bool:
    definition = figure.definition
    target = known.target_for(definition, span.last_day, office.code)
    return reached(definition, figure, target) is True
