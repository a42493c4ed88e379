"""What the two tests of a course came to: per person, per group and per zone (F66, M82, M88)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.training.course_tests import items_of
from tenants.training.gain import Gain, GainDefinition, Pair
from tenants.training.item_analysis import Flaw, ItemFigures, Paper, flaws_of_both, item_figures
from tenants.training.models import CourseQuestion, Phase, Sitting, Trainee, TraineeGroup
from tenants.training.sittings import pairs_of, sittings_of
from tenants.zones.models import Zone

FEWEST_SHOWN = 5
"""People of a group below which only the staff of the section see its figures."""

_FINE = 12
_BAND = 10


@dataclass(frozen=True)
class ResultLine:
    """A person of the course with both tests, as far as they were taken."""

    trainee: Trainee
    zone: Zone | None
    pre: Sitting | None
    post: Sitting | None
    pair: Pair | None


@dataclass(frozen=True)
class GroupResult:
    """A group's people with both tests, their right answers, and the gain; None where they are too few to show."""

    name: str | Zone | None
    people: int
    tested: int
    right_before: int
    right_after: int
    asked: int
    gain: Gain | None

    @property
    def is_hidden(self) -> bool:
        return self.gain is None


@dataclass(frozen=True)
class Band:
    """Scores from `first` to `last`, and how many people had one before and after."""

    words: str
    before: int
    after: int


@dataclass(frozen=True)
class ItemLine:
    """A question of the course with its figures in both tests, and what should be looked at."""

    item: CourseQuestion
    number: int
    before: ItemFigures
    after: ItemFigures
    flaws: tuple[Flaw, ...]


def result_lines(session: Session, course_id: UUID) -> list[ResultLine]:
    """Everybody on the list of a course, in its order: two statements."""
    sittings = sittings_of(session, course_id)
    rows: Sequence[Any] = session.execute(
        select(Trainee, Zone)
        .outerjoin(Zone, Zone.id == Trainee.zone_id)
        .where(Trainee.course_id == course_id)
        .order_by(Trainee.position, Trainee.id)
    ).all()
    pairs = pairs_of(sittings, [row[0].id for row in rows])
    return [
        ResultLine(
            row[0],
            row[1],
            sittings.get((row[0].id, Phase.PRE)),
            sittings.get((row[0].id, Phase.POST)),
            pairs.get(row[0].id),
        )
        for row in rows
    ]


def of_target(lines: Iterable[ResultLine]) -> list[ResultLine]:
    """The target group: a course is judged by it (M87)."""
    return [line for line in lines if line.trainee.in_target]


def pairs(lines: Iterable[ResultLine]) -> list[Pair]:
    return [line.pair for line in lines if line.pair is not None]


def by_group(
    lines: Sequence[ResultLine], definition: GainDefinition, *, hiding: bool
) -> list[GroupResult]:
    """The target group by where people come from. `hiding` leaves out the figures of small groups."""
    return _grouped(
        of_target(lines),
        [group.value for group in TraineeGroup],
        lambda line: line.trainee.trainee_group,
        definition,
        hiding=hiding,
    )


def by_zone(
    lines: Sequence[ResultLine], definition: GainDefinition, *, hiding: bool
) -> list[GroupResult]:
    """The target group by zone, those without one last."""
    zones = {line.zone.id: line.zone for line in lines if line.zone is not None}
    ordered = sorted(zones.values(), key=lambda zone: zone.number)
    return _grouped(
        of_target(lines), [*ordered, None], lambda line: line.zone, definition, hiding=hiding
    )


def staff_result(
    lines: Sequence[ResultLine], definition: GainDefinition, *, hiding: bool
) -> GroupResult | None:
    """Those who are not of the target group, apart; None where nobody of them took both tests."""
    found = _grouped(
        [line for line in lines if not line.trainee.in_target],
        [None],
        lambda _line: None,
        definition,
        hiding=hiding,
    )
    return next((each for each in found if each.tested), None)


def distribution(found: Sequence[Pair]) -> list[Band]:
    """How many had which score before and after: each score of a short test, else in steps of ten per cent."""
    if not found:
        return []
    total = max(pair.total for pair in found)
    if total <= _FINE:
        return [
            Band(
                str(score),
                sum(pair.pre == score for pair in found),
                sum(pair.post == score for pair in found),
            )
            for score in range(total + 1)
        ]
    before = [pair.pre * 100 // pair.total // _BAND for pair in found]
    after = [pair.post * 100 // pair.total // _BAND for pair in found]
    return [
        Band(
            "100 %" if step == _BAND else f"{step * _BAND}–{step * _BAND + _BAND - 1} %",
            before.count(step),
            after.count(step),
        )
        for step in range(_BAND + 1)
    ]


def item_lines(session: Session, course_id: UUID) -> list[ItemLine]:
    """Every question of a course over all papers of both tests: two statements."""
    sittings = sittings_of(session, course_id)
    papers = {
        phase: [
            Paper(entry.answers, entry.score)
            for (_trainee, taken), entry in sittings.items()
            if taken is phase
        ]
        for phase in Phase
    }
    lines = []
    for number, item in enumerate(items_of(session, course_id), 1):
        keys = [choice["key"] for choice in item.content["choices"]]
        before, after = (
            item_figures(str(item.question_id), item.content["answer"], keys, papers[phase])
            for phase in (Phase.PRE, Phase.POST)
        )
        lines.append(ItemLine(item, number, before, after, flaws_of_both(before, after)))
    return lines


def _grouped(
    lines: Sequence[ResultLine],
    names: Sequence[Any],
    name_of: Callable[[ResultLine], Any],
    definition: GainDefinition,
    *,
    hiding: bool,
) -> list[GroupResult]:
    found = []
    for name in names:
        own = [line for line in lines if name_of(line) == name]
        if own:
            found.append(_result(name, own, definition))
    if not hiding:
        return found
    hidden = _too_small([group.tested for group in found])
    return [
        GroupResult(group.name, group.people, 0, 0, 0, 0, None) if place in hidden else group
        for place, group in enumerate(found)
    ]


def _result(name: Any, lines: Sequence[ResultLine], definition: GainDefinition) -> GroupResult:
    both = pairs(lines)
    return GroupResult(
        name=name,
        people=len(lines),
        tested=len(both),
        right_before=sum(pair.pre for pair in both),
        right_after=sum(pair.post for pair in both),
        asked=sum(pair.total for pair in both),
        gain=definition.count(both),
    )


def _too_small(tested: Sequence[int]) -> set[int]:
    """The places of groups that are not shown: the small ones, and so many more that nobody can subtract.

    What is left out has FEWEST_SHOWN people together, or nobody.
    """
    order = sorted(range(len(tested)), key=lambda place: tested[place])
    hidden = {place for place in order if tested[place] < FEWEST_SHOWN}
    for place in order:
        missing = sum(tested[each] for each in hidden)
        if missing == 0 or missing >= FEWEST_SHOWN:
            break
        hidden.add(place)
    return hidden
