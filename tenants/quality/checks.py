"""The rules of data quality as pure functions over plain values (F93, M15)."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from core.i18n.dates import first_of_month, last_of_month, months_between, shift_month
from core.quality import rules
from core.quality.models import Subject

LEAST_PAST = 6
"""So many earlier values make a median that one of them cannot bend."""
MOST_PAST = 24
DEVIATIONS = 3.5
"""The limit of Iglewicz and Hoaglin for a modified z-score."""
_NORMAL = 1.4826
"""Makes the median absolute deviation comparable with a standard deviation."""
LEAST_DISTANCE = 0.5
"""Where nearly all earlier values are equal, a few people more are no outlier: half the median is."""
JUMP, LEAST_JUMP = 0.3, 20
"""With fewer earlier figures: so much of the figures before, and so many people."""
QUIET_AFTER = 3
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Snapshot:
    """Figures of a community on a day; `explanation` was given by who recorded them."""

    as_of: date
    residents: int | None = None
    families: int | None = None
    houses: int | None = None
    explanation: str = ""
    recorded_by: str = ""


@dataclass(frozen=True)
class CommunityRecord:
    """A community with its figures, the oldest first; a closed one only helps to count its zone."""

    id: UUID
    registered_from: date
    snapshots: tuple[Snapshot, ...] = ()
    is_open: bool = True
    is_example: bool = False

    def residents_on(self, day: date) -> int | None:
        """By the newest figures of that day, or the first ones after it; None where nobody counted."""
        counted = [each for each in self.snapshots if each.residents is not None]
        earlier = [each for each in counted if each.as_of <= day]
        chosen = earlier[-1] if earlier else counted[0] if counted else None
        return chosen.residents if chosen else None


@dataclass(frozen=True)
class ZoneRecord:
    id: UUID
    valid_from: date
    closed_on: date | None = None
    is_example: bool = False


@dataclass(frozen=True)
class Stay:
    """A community in a zone, from a day to the day before `until`."""

    community_id: UUID
    zone_id: UUID
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Held:
    """An activity; `others` are further networks, `with_office` says that another district came too."""

    id: UUID
    held_on: date
    participants: int
    zone_id: UUID | None = None
    community_id: UUID | None = None
    others: frozenset[UUID] = frozenset()
    with_office: bool = False
    is_example: bool = False

    @property
    def holder(self) -> UUID | None:
        return self.community_id or self.zone_id


@dataclass(frozen=True)
class Records:
    """What an office has recorded; activities in the order in which they were held."""

    communities: Sequence[CommunityRecord] = ()
    zones: Sequence[ZoneRecord] = ()
    stays: Sequence[Stay] = ()
    activities: Sequence[Held] = ()
    zone_counts: Mapping[tuple[UUID, date], int] = field(default_factory=dict)

    def zone_on(self, community_id: UUID, day: date) -> UUID | None:
        return next(
            (
                stay.zone_id
                for stay in self.stays
                if stay.community_id == community_id and stay.holds_on(day)
            ),
            None,
        )


@dataclass(frozen=True)
class Found:
    """A record that breaks a rule. Where who recorded it has explained it already, it says how."""

    rule: str
    subject: Subject
    subject_id: UUID
    month: date
    values: dict[str, Any]
    zone_id: UUID | None = None
    is_example: bool = False
    explanation: str = ""
    explained_by: str = ""

    @property
    def key(self) -> tuple[str, UUID, date]:
        return self.rule, self.subject_id, self.month

    @property
    def fingerprint(self) -> str:
        """Of the values alone: what somebody explained holds while they stay."""
        told = json.dumps(self.values, sort_keys=True).encode()
        return hashlib.sha256(told).hexdigest()[:16]


OF_A_MONTH = frozenset(
    rule.key
    for rule in (
        rules.PARTICIPANTS_ABOVE_RESIDENTS,
        rules.PARTICIPANTS_ABOVE_ZONE,
        rules.SUDDEN_ZERO,
        rules.UNUSUAL_PARTICIPANTS,
    )
)
"""Rules that look at the months from `first` on; the others look at the newest figures."""


def find_all(records: Records, *, first: date, today: date) -> list[Found]:
    """Everything that breaks a rule today, in activities and months from `first` on."""
    return [
        *_figures(records, today),
        *_activities(records, first),
        *_sudden_zeros(records, first, today),
    ]


def is_unusual(value: int, past: Sequence[int]) -> bool:
    """Whether a value lies far outside its past: never with fewer than six earlier values."""
    if len(past) < LEAST_PAST:
        return False
    middle = median(past)
    spread = _NORMAL * median([abs(each - middle) for each in past])
    distance = abs(value - middle)
    return distance > DEVIATIONS * spread and distance >= max(1, LEAST_DISTANCE * middle)


def has_jumped(value: int, before: int) -> bool:
    """Whether residents changed so much since the figures before that somebody should look."""
    distance = abs(value - before)
    return distance >= LEAST_JUMP and distance > JUMP * before


def _figures(records: Records, today: date) -> Iterator[Found]:
    for community in records.communities:
        if not community.is_open:
            continue
        about: dict[str, Any] = {
            "subject": Subject.COMMUNITY,
            "subject_id": community.id,
            "zone_id": records.zone_on(community.id, today),
            "is_example": community.is_example,
        }
        yield from _families(community, about)
        yield from _residents(community, about)
        yield from _outdated(community, about, today)


def _families(community: CommunityRecord, about: dict[str, Any]) -> Iterator[Found]:
    told = [each for each in community.snapshots if None not in (each.families, each.houses)]
    if not told:
        return
    newest = told[-1]
    families, houses = newest.families or 0, newest.houses or 0
    if families < houses:
        yield Found(
            rules.FAMILIES_BELOW_HOUSES.key,
            month=first_of_month(newest.as_of),
            values={"families": families, "houses": houses},
            explanation=newest.explanation,
            explained_by=newest.recorded_by,
            **about,
        )


def _residents(community: CommunityRecord, about: dict[str, Any]) -> Iterator[Found]:
    told = [(each.as_of, each.residents) for each in community.snapshots]
    counted = [(day, number) for day, number in told if number is not None]
    if len(counted) < 2:  # noqa: PLR2004 - one to look at and one before it
        return
    (day, newest), past = counted[-1], [number for _day, number in counted[:-1]][-MOST_PAST:]
    robust = len(past) >= LEAST_PAST
    if is_unusual(newest, past) if robust else has_jumped(newest, past[-1]):
        values = {"residents": newest, "before": past[-1]}
        if robust:
            values |= {"median": _whole(median(past)), "of": len(past)}
        yield Found(rules.UNUSUAL_RESIDENTS.key, month=first_of_month(day), values=values, **about)


def _outdated(community: CommunityRecord, about: dict[str, Any], today: date) -> Iterator[Found]:
    counted = [each.as_of for each in community.snapshots if each.residents is not None]
    since = counted[-1] if counted else community.registered_from
    if today > since + A_YEAR:
        yield Found(
            rules.FIGURES_OUTDATED.key,
            month=first_of_month(since + A_YEAR),
            values={"as_of" if counted else "registered_from": since.isoformat()},
            **about,
        )


def _activities(records: Records, first: date) -> Iterator[Found]:
    communities = {each.id: each for each in records.communities}
    past: dict[UUID | None, list[int]] = defaultdict(list)
    for held in records.activities:
        earlier = past[held.holder][-MOST_PAST:]
        past[held.holder].append(held.participants)
        if held.held_on < first:
            continue
        about: dict[str, Any] = {
            "subject": Subject.ACTIVITY,
            "subject_id": held.id,
            "month": first_of_month(held.held_on),
            "zone_id": held.zone_id,
            "is_example": held.is_example,
        }
        if is_unusual(held.participants, earlier):
            values = {
                "participants": held.participants,
                "median": _whole(median(earlier)),
                "of": len(earlier),
            }
            yield Found(rules.UNUSUAL_PARTICIPANTS.key, values=values, **about)
        yield from _more_than_live_there(records, communities, held, about)


def _more_than_live_there(
    records: Records,
    communities: Mapping[UUID, CommunityRecord],
    held: Held,
    about: dict[str, Any],
) -> Iterator[Found]:
    if held.with_office or (held.community_id and held.others):
        return
    if held.community_id:
        rule, ids = rules.PARTICIPANTS_ABOVE_RESIDENTS, {held.community_id}
    else:
        zones = {held.zone_id, *held.others}
        rule = rules.PARTICIPANTS_ABOVE_ZONE
        ids = {
            stay.community_id
            for stay in records.stays
            if stay.zone_id in zones and stay.holds_on(held.held_on)
        }
    numbers = [
        communities[each].residents_on(held.held_on) if each in communities else None
        for each in ids
    ]
    known = [number for number in numbers if number is not None]
    if known and len(known) == len(numbers) and held.participants > sum(known):
        values = {"participants": held.participants, "residents": sum(known)}
        yield Found(rule.key, values=values, **about)


def _sudden_zeros(records: Records, first: date, today: date) -> Iterator[Found]:
    last = shift_month(today, -1)
    own: dict[tuple[UUID, date], int] = defaultdict(int)
    for held in records.activities:
        if held.community_id:
            own[held.community_id, first_of_month(held.held_on)] += 1
    for month in months_between(first, last):
        for zone in records.zones:
            if zone.closed_on is not None and zone.closed_on <= last_of_month(month):
                continue
            yield from _silence(
                records.zone_counts,
                zone.id,
                month,
                {
                    "subject": Subject.ZONE,
                    "zone_id": zone.id,
                    "is_example": zone.is_example,
                },
            )
        for community in records.communities:
            if community.is_open:
                yield from _silence(
                    own,
                    community.id,
                    month,
                    {
                        "subject": Subject.COMMUNITY,
                        "zone_id": records.zone_on(community.id, last_of_month(month)),
                        "is_example": community.is_example,
                    },
                )


def _silence(
    counts: Mapping[tuple[UUID, date], int], subject_id: UUID, month: date, about: dict[str, Any]
) -> Iterator[Found]:
    if counts.get((subject_id, month), 0):
        return
    before = [
        counts.get((subject_id, shift_month(month, -back)), 0) for back in range(QUIET_AFTER, 0, -1)
    ]
    if all(before):
        yield Found(
            rules.SUDDEN_ZERO.key,
            subject_id=subject_id,
            month=month,
            values={"before": before},
            **about,
        )


def _whole(number: float) -> int:
    return int(number + 0.5)


def by_key(found: Iterable[Found]) -> dict[tuple[str, UUID, date], Found]:
    return {each.key: each for each in found}
