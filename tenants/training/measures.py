"""What training counts: people of the target group who were invited, came, were tested and improved (M60, M82).

A course counts in the month of its first day; a cancelled one counts nowhere. Staff who run a course
are not of its target group (M87).
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from core.indicators.measures import Counting, Measure, MeasureKind, Period
from core.marks import mark
from tenants.training.models import Course, CourseState, Phase, Presence, Sitting, Trainee

ALL = "all"


def invited(period: Period) -> Counting:
    """Everybody of the target group on the list of a course."""
    return _by_zone(_listed(period))


def present(period: Period) -> Counting:
    """Those of them who came."""
    return _by_zone(_listed(period).where(Trainee.presence == Presence.PRESENT.value))


def tested(period: Period) -> Counting:
    """Those of them who took both tests."""
    return _by_zone(_tested(period)[0])


def improved(period: Period) -> Counting:
    """Those of them whose second test has more right answers than the first (M88)."""
    rows, better = _tested(period)
    return _by_zone(rows.where(better))


def _listed(period: Period) -> Select[Any]:
    return (
        select()
        .select_from(Trainee)
        .join(Course, Course.id == Trainee.course_id)
        .where(
            Trainee.in_target,
            Trainee.held_on.between(period.month, period.last_day),
            Trainee.is_example.is_(period.examples),
            Course.state != CourseState.CANCELLED.value,
        )
    )


def _tested(period: Period) -> tuple[Select[Any], Any]:
    before, after = aliased(Sitting), aliased(Sitting)
    rows = (
        _listed(period)
        .join(before, (before.trainee_id == Trainee.id) & (before.phase == Phase.PRE.value))
        .join(after, (after.trainee_id == Trainee.id) & (after.phase == Phase.POST.value))
    )
    return rows, after.score > before.score


def _by_zone(rows: Select[Any]) -> Counting:
    """The count for the district and for each zone."""
    return union_all(
        rows.add_columns(
            null().label("zone_id"), literal(ALL).label("state"), func.count().label("value")
        ),
        rows.where(Trainee.zone_id.is_not(None))
        .add_columns(Trainee.zone_id, literal(ALL), func.count())
        .group_by(Trainee.zone_id),
    )


_LISTS = ("courses", "trainees")


def _measure(
    key: str, title: str, sources: tuple[str, ...], count: Callable[[Period], Counting]
) -> Measure:
    return Measure(
        key=key,
        title=title,
        unit=mark("people"),
        kind=MeasureKind.FLOW,
        sources=sources,
        count=count,
        evidence=mark("The lists and tests of the courses"),
    )


MEASURES = (
    _measure("training.invited", mark("People invited to courses"), _LISTS, invited),
    _measure("training.present", mark("Invited people who came to courses"), _LISTS, present),
    _measure(
        "training.tested",
        mark("People who took both tests of a course"),
        (*_LISTS, "sittings"),
        tested,
    ),
    _measure(
        "training.improved",
        mark("People whose test after the course was better"),
        (*_LISTS, "sittings"),
        improved,
    ),
)
