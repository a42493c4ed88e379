"""Findings of all districts as numbers: by district, by rule, by what became of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n.sorting import thai_sort_key
from core.quality.models import FindingState, QualityFinding
from core.quality.rules import RULES, Rule
from core.tenancy.models import Office, OfficeKind
from core.tenancy.queries import districts


@dataclass(frozen=True)
class Count:
    """Findings by what became of them; `oldest` is when the oldest open one was found."""

    open: int = 0
    explained: int = 0
    corrected: int = 0
    oldest: datetime | None = None

    @property
    def total(self) -> int:
        return self.open + self.explained + self.corrected

    def __add__(self, other: "Count") -> "Count":
        days = [day for day in (self.oldest, other.oldest) if day is not None]
        return Count(
            self.open + other.open,
            self.explained + other.explained,
            self.corrected + other.corrected,
            min(days, default=None),
        )


@dataclass(frozen=True)
class DistrictQuality:
    """A district with its counts by rule. A district that never opened the platform has none to show."""

    office: Office
    by_rule: dict[str, Count]
    is_example: bool

    def count(self, rule: str = "") -> Count:
        """Of one rule, or of all."""
        if rule:
            return self.by_rule.get(rule, Count())
        return sum(self.by_rule.values(), Count())

    @property
    def has_begun(self) -> bool:
        return bool(self.by_rule) or self.office.first_opened_at is not None


@dataclass(frozen=True)
class Board:
    """All districts in the order of a Thai dictionary.

    Examples are left out of the sums as soon as any district has findings about real records.
    """

    districts: tuple[DistrictQuality, ...]

    @property
    def lives_on_examples(self) -> bool:
        known = [each for each in self.districts if each.by_rule]
        return bool(known) and all(each.is_example for each in known)

    def sum_of(self, rule: Rule) -> Count:
        return sum((each.count(rule.key) for each in self._counted), Count())

    def districts_with(self, rule: Rule) -> int:
        """How many districts have an open finding of this rule."""
        return sum(1 for each in self._counted if each.count(rule.key).open)

    @property
    def _counted(self) -> list[DistrictQuality]:
        return [each for each in self.districts if self.lives_on_examples or not each.is_example]


def board(session: Session) -> Board:
    """Two statements, however many findings there are."""
    counts = _counts(session)
    found = [_district(office, counts) for office in districts(session)]
    found.sort(key=lambda each: thai_sort_key(each.office.name_th))
    return Board(tuple(found))


def district_quality(session: Session, code: int) -> DistrictQuality:
    """One district; NotFound where no district has this code."""
    office = session.get(Office, code)
    if office is None or office.kind != OfficeKind.DISTRICT:
        raise NotFound("This district does not exist.")
    return _district(office, _counts(session, code))


_Counts = dict[tuple[int, str, bool], Count]


def _counts(session: Session, code: int | None = None) -> _Counts:
    """By district, rule, and whether they are about example records."""
    statement = (
        select(
            QualityFinding.district_id,
            QualityFinding.rule,
            QualityFinding.is_example,
            QualityFinding.state,
            func.count(),
            func.min(QualityFinding.found_at),
        )
        .where(QualityFinding.rule.in_([rule.key for rule in RULES]))
        .group_by(
            QualityFinding.district_id,
            QualityFinding.rule,
            QualityFinding.is_example,
            QualityFinding.state,
        )
    )
    if code is not None:
        statement = statement.where(QualityFinding.district_id == code)
    numbers: dict[tuple[int, str, bool], Counter[str]] = {}
    oldest: dict[tuple[int, str, bool], datetime] = {}
    for office, rule, is_example, state, number, found_at in session.execute(statement):
        key = (office, rule, is_example)
        numbers.setdefault(key, Counter())[state] += number
        if state == FindingState.OPEN:
            oldest[key] = found_at
    return {
        key: Count(
            counted[FindingState.OPEN],
            counted[FindingState.EXPLAINED],
            counted[FindingState.CORRECTED],
            oldest.get(key),
        )
        for key, counted in numbers.items()
    }


def _district(office: Office, counts: _Counts) -> DistrictQuality:
    """Real findings where there are any, else those about examples."""
    own = {key: count for key, count in counts.items() if key[0] == office.code}
    is_example = bool(own) and all(key[2] for key in own)
    return DistrictQuality(
        office,
        {key[1]: count for key, count in own.items() if key[2] is is_example},
        is_example,
    )
