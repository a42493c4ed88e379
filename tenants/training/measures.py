"""What training counts: people of the target group who were invited, came, were tested and improved (M60, M82).

A course counts in the month of its first day; a cancelled one counts nowhere. Staff who run a course
are not of its target group (M87). What a reader finds behind a number are courses, never people.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, and_, case, cast, literal, null, select, true
from sqlalchemy.orm import aliased

from core.evidence.models import EvidenceKind
from core.indicators.counting import number_if, tally_of
from core.indicators.measures import Measure, MeasureKind, Periods
from core.marks import mark
from tenants.training.gain import GOOD_SHARE
from tenants.training.models import (
    Course,
    CourseState,
    Phase,
    Presence,
    Sitting,
    Trainee,
    TraineeGroup,
)


def listed(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Everybody of the target group on the list of a course, with the two tests of who took both.

    The readings of M88 are ratios of sums, as in `gain`: the relative gain is the right answers that
    came to it by those that were right before, the normalised one by those that were wrong before.
    """
    before, after = aliased(Sitting), aliased(Sitting)
    tested = and_(before.id.is_not(None), after.id.is_not(None))
    good = and_(tested, after.score * 100 >= GOOD_SHARE * after.total)

    def of_tested(amount: ColumnElement[int]) -> ColumnElement[int]:
        return case((tested, amount), else_=0)

    return (
        select(
            Course.id.label("record_id"),
            periods.month_of(Trainee.held_on).label("month"),
            Trainee.held_on.label("day"),
            Course.title.label("title"),
            Trainee.zone_id.label("zone_id"),
            cast(null(), Uuid).label("community_id"),
            true().label("accepted"),
            literal(1).label("training.invited"),
            number_if(Trainee.presence == Presence.PRESENT.value).label("training.present"),
            number_if(tested).label("training.tested"),
            number_if(and_(tested, after.score > before.score)).label("training.improved"),
            number_if(good).label("training.reached_70"),
            of_tested(after.score - before.score).label("training.gain_sum"),
            of_tested(before.score + 0).label("training.right_before"),
            of_tested(after.total - before.score).label("training.wrong_before"),
        )
        .select_from(Trainee)
        .join(Course, Course.id == Trainee.course_id)
        .outerjoin(before, and_(before.trainee_id == Trainee.id, before.phase == Phase.PRE.value))
        .outerjoin(after, and_(after.trainee_id == Trainee.id, after.phase == Phase.POST.value))
        .where(
            Trainee.in_target,
            periods.hold(Trainee.held_on),
            Trainee.is_example.is_(periods.examples),
            Course.state != CourseState.CANCELLED.value,
        )
    )


def helping(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Staff who were on the list of a course and came: outside its target group, shown apart (M87)."""
    return (
        select(
            Course.id.label("record_id"),
            periods.month_of(Trainee.held_on).label("month"),
            Trainee.held_on.label("day"),
            Course.title.label("title"),
            Trainee.zone_id.label("zone_id"),
            cast(null(), Uuid).label("community_id"),
            true().label("accepted"),
            literal(1).label("training.staff"),
        )
        .select_from(Trainee)
        .join(Course, Course.id == Trainee.course_id)
        .where(
            ~Trainee.in_target,
            Trainee.trainee_group == TraineeGroup.STAFF.value,
            Trainee.presence == Presence.PRESENT.value,
            periods.hold(Trainee.held_on),
            Trainee.is_example.is_(periods.examples),
            Course.state != CourseState.CANCELLED.value,
        )
    )


def _measure(
    key: str, title: str, unit: str, answered_by: str = "", *, beside: tuple[str, ...] = ()
) -> Measure:
    """Everything that training counts is of people; `answered_by` are those whose answers it adds up."""
    return Measure(
        key=f"training.{key}",
        title=title,
        unit=unit,
        kind=MeasureKind.FLOW,
        of_people=True,
        answered_by=answered_by,
        beside=beside,
        evidence=mark("The lists and tests of the courses"),
        papers=(EvidenceKind.CERTIFICATE,),
    )


_PEOPLE, _ANSWERS = mark("people"), mark("answers")
_TESTED = "training.tested"

TALLIES = (
    tally_of(
        "training",
        ("courses", "trainees", "sittings"),
        (
            _measure("invited", mark("People invited to courses"), _PEOPLE),
            _measure(
                "present",
                mark("Invited people who came to courses"),
                _PEOPLE,
                beside=("training.staff",),
            ),
            _measure("tested", mark("People who took both tests of a course"), _PEOPLE),
            _measure("improved", mark("People whose test after the course was better"), _PEOPLE),
            _measure(
                "reached_70",
                mark("People with at least 70 per cent right after the course"),
                _PEOPLE,
            ),
            _measure(
                "gain_sum",
                mark("Right answers more after the course than before"),
                _ANSWERS,
                _TESTED,
            ),
            _measure("right_before", mark("Right answers before the course"), _ANSWERS, _TESTED),
            _measure("wrong_before", mark("Wrong answers before the course"), _ANSWERS, _TESTED),
        ),
        listed,
        endpoint="training.show_course",
        parameter="course_id",
        # In a zone with one person they would tell that person's marks.
        whole_only=frozenset(
            {"training.gain_sum", "training.right_before", "training.wrong_before"}
        ),
    ),
    tally_of(
        "training_staff",
        ("courses", "trainees"),
        (_measure("staff", mark("Staff at courses, outside the target group"), _PEOPLE),),
        helping,
        endpoint="training.show_course",
        parameter="course_id",
    ),
)
"""The sums of answers are of the people who took both tests, and for the whole district alone."""
