"""Indicators as data: the published definitions, their targets, and which version a period was approved under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from core.evidence.models import EvidenceKind
from core.indicators.models import (
    DefinitionState,
    IndicatorDefinition,
    IndicatorRetirement,
    IndicatorTarget,
)
from core.tenancy.scope import DEPARTMENT


class RollUp(StrEnum):
    """How zones and districts become a larger whole. There is no mean of ratios (F88, F91)."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio_of_sums"


class Direction(StrEnum):
    HIGHER_IS_BETTER = "higher"
    LOWER_IS_BETTER = "lower"
    NEUTRAL = "neutral"


class Level(StrEnum):
    """Where a target applies: to the city as to a district, or to each district alone."""

    CITY = "city"
    DISTRICT = "district"


@dataclass(frozen=True)
class Definition:
    """One version of an indicator, as read from `IndicatorDefinition`, whose docstring explains the fields."""

    key: str
    version: int
    position: int
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
    direction: Direction
    level: Level
    roll_up: RollUp
    period: str
    window: int | None
    zero_is_unknown: bool
    steps: tuple[float, ...]
    evidence: tuple[EvidenceKind, ...]
    published_at: datetime | None

    @property
    def is_share(self) -> bool:
        """Whether it is read in hundredths: `scale` times the ratio is a percentage."""
        return self.denominator is not None and self.scale == 100  # noqa: PLR2004 - hundredths

    def measures_like(self, other: "Definition") -> bool:
        """Whether numbers of both stand on one scale: the same unit, and good in the same direction."""
        return (self.is_share, self.unit_th, self.direction) == (
            other.is_share,
            other.unit_th,
            other.direction,
        )

    def title(self, language: str) -> str:
        return self.title_th if language == "th" else self.title_en

    def short(self, language: str) -> str:
        return self.short_th if language == "th" else self.short_en

    def unit(self, language: str) -> str:
        return self.unit_th if language == "th" else self.unit_en


@dataclass(frozen=True)
class Target:
    """A value to be reached from a day on; empty where a target was ended. `office_code` None: every district.

    `recorded_at` tells which version was in force when it was set.
    """

    key: str
    office_code: int | None
    valid_from: date
    value: Decimal | None
    source: str
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Catalogue:
    """All published versions and targets, read once a request.

    `current` are the newest published versions in their order. `retired` names the month from which
    an indicator is retired; `beginning` leaves those out that are retired by then.
    """

    versions: Mapping[str, Sequence[Definition]]
    targets: Mapping[str, Sequence[Target]]
    retired: Mapping[str, date] = field(default_factory=dict)

    def beginning(self, first: date) -> "Catalogue":
        """What a period shows that begins on this day: everything that is not retired by then."""
        gone = {key for key, month in self.retired.items() if month <= first}
        if not gone:
            return self
        kept = {key: versions for key, versions in self.versions.items() if key not in gone}
        return Catalogue(kept, self.targets, self.retired)

    @cached_property
    def current(self) -> tuple[Definition, ...]:
        """The newest published version of every indicator, in the order in which they are shown."""
        newest = [versions[-1] for versions in self.versions.values()]
        return tuple(sorted(newest, key=lambda each: (each.position, each.key)))

    def get(self, key: str) -> Definition | None:
        """The newest published version; None where nothing of that key was published."""
        versions = self.versions.get(key)
        return versions[-1] if versions else None

    def version_at(self, key: str, moment: datetime | None) -> Definition:
        """The version in force at a moment, the newest without one; the first where the moment is before it.

        KeyError for an indicator that was never published.
        """
        versions = self.versions[key]
        if moment is None:
            return versions[-1]
        published = [each for each in versions if each.published_at and each.published_at <= moment]
        return published[-1] if published else versions[0]

    def target_on(self, key: str, day: date, office_code: int) -> Target | None:
        """What an office should reach on a day: its own target before that of every district.

        That of every district holds for the city as well (1000) where the indicator's level is the
        city. None where nothing was set, or where it was ended.
        """
        definition = self.get(key)
        return self._target(key, definition, day, office_code)

    def target_for(self, definition: Definition, day: date, office_code: int) -> Target | None:
        """What a figure of this version is held against: as `target_on`, by the version's own level.

        A target that was set while a version of another unit or direction was in force does not hold.
        """
        return self.holding(self._target(definition.key, definition, day, office_code), definition)

    def holding(self, target: Target | None, definition: Definition) -> Target | None:
        """The target, where it was set for a version that measures as this one does."""
        if target is None or target.recorded_at is None:
            return target
        meant = self.version_at(definition.key, target.recorded_at)
        return target if meant.measures_like(definition) else None

    def _target(
        self, key: str, definition: Definition | None, day: date, office_code: int
    ) -> Target | None:
        offices: tuple[int | None, ...] = (office_code, None)
        if office_code == DEPARTMENT and definition and definition.level is Level.DISTRICT:
            offices = (office_code,)
        for office in offices:
            newest = self._newest_targets(key, day).get(office)
            if newest and newest.value is not None:
                return newest
        return None

    def _newest_targets(self, key: str, day: date) -> Mapping[int | None, Target]:
        """The newest target of every office that has one on a day, looked up once for all offices."""
        found = self._targets_on.get((key, day))
        if found is None:
            found = self._targets_on[key, day] = {}
            known = (each for each in self.targets.get(key, ()) if each.valid_from <= day)
            for each in sorted(known, key=lambda each: each.valid_from, reverse=True):
                found.setdefault(each.office_code, each)
        return found

    @cached_property
    def _targets_on(self) -> dict[tuple[str, date], dict[int | None, Target]]:
        return {}


def catalogue(session: Session) -> Catalogue:
    """All published versions, the oldest first, and all targets, in one statement each."""
    retired = newest_retirements().subquery()
    rows = session.execute(
        select(IndicatorDefinition, retired.c.from_month, retired.c.retired_at)
        .outerjoin(retired, retired.c.key == IndicatorDefinition.key)
        .where(IndicatorDefinition.state == DefinitionState.PUBLISHED.value)
        .order_by(IndicatorDefinition.key, IndicatorDefinition.version)
    )
    versions: dict[str, list[Definition]] = {}
    ended: dict[str, date] = {}
    for row, from_month, retired_at in rows:
        versions.setdefault(row.key, []).append(definition_of(row))
        ended.pop(row.key, None)
        if from_month is not None and not is_back(row.published_at, retired_at):
            ended[row.key] = from_month
    targets: dict[str, list[Target]] = {}
    for target in session.scalars(select(IndicatorTarget).order_by(IndicatorTarget.valid_from)):
        targets.setdefault(target.key, []).append(target_of(target))
    return Catalogue(versions, targets, ended)


def newest_retirements() -> Select[str, date, datetime]:
    """The last retirement of every indicator that ever had one."""
    return (
        select(
            IndicatorRetirement.key,
            IndicatorRetirement.from_month,
            IndicatorRetirement.retired_at,
        )
        .ext(distinct_on(IndicatorRetirement.key))
        .order_by(IndicatorRetirement.key, IndicatorRetirement.retired_at.desc())
    )


def is_back(published_at: datetime | None, retired_at: datetime) -> bool:
    """Whether a version was published after the retirement, which ends it."""
    return published_at is not None and published_at > retired_at


def definition_of(row: IndicatorDefinition) -> Definition:
    """A stored version, published or drafted, as a value."""
    return Definition(
        **{name: getattr(row, name) for name in _PLAIN},
        direction=Direction(row.direction),
        level=Level(row.level),
        roll_up=RollUp(row.roll_up),
        steps=tuple(float(step) for step in row.steps),
        evidence=tuple(EvidenceKind(kind) for kind in row.evidence),
    )


def target_of(row: IndicatorTarget) -> Target:
    return Target(row.key, row.office_code, row.valid_from, row.value, row.source, row.recorded_at)


_READ_INTO = {"direction", "level", "roll_up", "steps", "evidence"}
_PLAIN = tuple(each.name for each in fields(Definition) if each.name not in _READ_INTO)
