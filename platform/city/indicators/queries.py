"""The catalogue of indicators as the department keeps it: every version, draft or published, and all targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.queries import Beginning, beginning_of
from core.errors import NotFound
from core.indicators.definitions import Catalogue, Definition, Target, definition_of, is_back
from core.indicators.definitions import catalogue as published_catalogue
from core.indicators.figures import (
    Figure,
    Place,
    Standing,
    Total,
    figures,
    standing_words,
)
from core.indicators.measures import Measure
from core.indicators.models import (
    DefinitionState,
    IndicatorDefinition,
    IndicatorRetirement,
    IndicatorTarget,
)
from core.indicators.spans import Span
from core.tenancy.models import Office
from core.tenancy.queries import districts

DRAFT = "draft"
"""The key under which a draft is read beside what is in force."""


@dataclass(frozen=True)
class Entry:
    """An indicator: what is in force, if anything, and how many drafts wait."""

    key: str
    current: Definition | None
    drafts: tuple[Definition, ...]
    retired_from: date | None = None

    @property
    def shown(self) -> Definition:
        return self.current or self.drafts[0]


@dataclass(frozen=True)
class Kept:
    """One indicator with all its versions, the newest first, and its targets."""

    key: str
    versions: tuple[IndicatorDefinition, ...]
    targets: tuple[IndicatorTarget, ...]
    retirements: tuple[IndicatorRetirement, ...] = ()

    @property
    def retired(self) -> IndicatorRetirement | None:
        """The retirement that holds: no version was published after it."""
        newest = self.retirements[0] if self.retirements else None
        if newest is None or self.current is None:
            return None
        return None if is_back(self.current.published_at, newest.retired_at) else newest

    @property
    def current(self) -> IndicatorDefinition | None:
        return next((each for each in self.versions if is_published(each)), None)

    @property
    def drafts(self) -> tuple[IndicatorDefinition, ...]:
        return tuple(each for each in self.versions if not is_published(each))

    @property
    def shown(self) -> IndicatorDefinition:
        return self.current or self.versions[0]

    def version(self, number: int) -> IndicatorDefinition:
        """NotFound where there is no such version."""
        for each in self.versions:
            if each.version == number:
                return each
        raise NotFound("This version does not exist.")


@dataclass(frozen=True)
class Newest:
    """What an indicator says now: of the city, and of every district of which it is known."""

    span: Span
    total: Total
    districts: tuple[tuple[Office, Figure], ...]


@dataclass(frozen=True)
class Line:
    """A district in the preview: what is shown now beside what the draft would show."""

    office: Office
    now: Figure | None
    then: Figure

    @property
    def is_known(self) -> bool:
        return self.then.is_known or (self.now is not None and self.now.is_known)

    @property
    def differs(self) -> bool:
        """Whether a reader would see another number, or another reason for none."""
        if self.now is None:
            return False
        return (self.now.amount, self.now.standing) != (self.then.amount, self.then.standing)


@dataclass(frozen=True)
class Preview:
    """A draft on real data; `now` is missing where nothing of the indicator is in force."""

    span: Span
    lines: tuple[Line, ...]
    now: Total | None
    then: Total

    @property
    def differing(self) -> int:
        return sum(line.differs for line in self.lines)

    @property
    def shown(self) -> list[Line]:
        """Districts with a figure of either version, those that would change first."""
        known = [line for line in self.lines if line.is_known]
        return sorted(known, key=lambda line: not line.differs)

    @property
    def has_value(self) -> bool:
        return any(line.then.is_known for line in self.lines)

    @property
    def divides_by_nothing(self) -> bool:
        """Whether every district that has begun lacks what to divide by."""
        found = {line.then.standing for line in self.lines} - {
            Standing.NOT_STARTED,
            Standing.NOT_COUNTED,
        }
        return found == {Standing.NO_BASE}

    @property
    def unknown(self) -> dict[str, list[Office]]:
        """Districts without any figure, by the reason."""
        found: dict[str, list[Office]] = {}
        for line in self.lines:
            if not line.is_known:
                found.setdefault(standing_words(line.then.standing), []).append(line.office)
        return found


def is_published(row: IndicatorDefinition) -> bool:
    return row.state == DefinitionState.PUBLISHED.value


def entries(session: Session, retired: Mapping[str, date]) -> list[Entry]:
    """All indicators in their order, those that only exist as drafts as well."""
    found: dict[str, list[IndicatorDefinition]] = {}
    rows = session.scalars(select(IndicatorDefinition).order_by(IndicatorDefinition.version.desc()))
    for row in rows:
        found.setdefault(row.key, []).append(row)
    every = [
        Entry(
            key,
            next((definition_of(row) for row in versions if is_published(row)), None),
            tuple(definition_of(row) for row in versions if not is_published(row)),
            retired.get(key),
        )
        for key, versions in found.items()
    ]
    return sorted(every, key=lambda entry: (entry.shown.position, entry.key))


def kept(session: Session, key: str) -> Kept:
    """One indicator; NotFound for a key that was never used."""
    versions = session.scalars(
        select(IndicatorDefinition)
        .where(IndicatorDefinition.key == key)
        .order_by(IndicatorDefinition.version.desc())
    ).all()
    if not versions:
        raise NotFound("This indicator does not exist.")
    targets = session.scalars(
        select(IndicatorTarget)
        .where(IndicatorTarget.key == key)
        .order_by(IndicatorTarget.valid_from.desc(), IndicatorTarget.office_code)
    ).all()
    retirements = session.scalars(
        select(IndicatorRetirement)
        .where(IndicatorRetirement.key == key)
        .order_by(IndicatorRetirement.retired_at.desc())
    ).all()
    return Kept(key, tuple(versions), tuple(targets), tuple(retirements))


def draft_beginnings(session: Session, found: Kept) -> list[tuple[Definition, Beginning | None]]:
    """The drafts of an indicator, the newest first, with who began each and when; None: the platform did."""
    return [
        (
            definition_of(row),
            beginning_of(session, "indicator_definitions", found.key, version=row.version),
        )
        for row in found.drafts
    ]


def known_under(session: Session, key: str) -> Kept | None:
    """The indicator of a key, if there is one."""
    try:
        return kept(session, key)
    except NotFound:
        return None


def preview(
    session: Session,
    draft: IndicatorDefinition,
    measures: Sequence[Measure],
    *,
    span: Span,
    today: date,
) -> Preview:
    """What all districts would show under a draft, beside what they show now."""
    in_force = published_catalogue(session)
    tried = replace(definition_of(draft), key=DRAFT)
    both = Catalogue({**in_force.versions, DRAFT: (tried,)}, {})
    has_current = in_force.get(draft.key) is not None
    offices = districts(session)
    codes = [office.code for office in offices]
    read = figures(
        session,
        both,
        measures,
        keys=[DRAFT, *([draft.key] if has_current else [])],
        codes=codes,
        spans=[span],
        today=today,
    )
    return Preview(
        span,
        tuple(
            Line(
                office,
                read.of(draft.key, Place(office.code), span) if has_current else None,
                read.of(DRAFT, Place(office.code), span),
            )
            for office in offices
        ),
        read.total(draft.key, codes, span) if has_current else None,
        read.total(DRAFT, codes, span),
    )


def newest(
    session: Session, measures: Sequence[Measure], key: str, *, spans: Sequence[Span], today: date
) -> Newest:
    """The first of these periods of which anything is known, else the first one; in four statements."""
    offices = districts(session)
    codes = [office.code for office in offices]
    read = figures(
        session,
        published_catalogue(session),
        measures,
        keys=[key],
        codes=codes,
        spans=spans,
        today=today,
    )
    totals = [(span, read.total(key, codes, span)) for span in spans]
    span, total = next((each for each in totals if each[1].figure.is_known), totals[0])
    each_one = [(office, read.of(key, Place(office.code), span)) for office in offices]
    return Newest(span, total, tuple(one for one in each_one if one[1].is_known))


def general_target(known: Catalogue, key: str, day: date) -> Target | None:
    """The target of every district that holds on a day."""
    general = [
        each
        for each in known.targets.get(key, ())
        if each.office_code is None and each.valid_from <= day
    ]
    newest = max(general, key=lambda each: each.valid_from, default=None)
    return newest if newest and newest.value is not None else None
