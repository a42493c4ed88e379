"""What training counts, as facts of the district."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text, update

from core.i18n.dates import bangkok_today, first_of_month
from tenants.training.measures import TALLIES
from tenants.training.models import Course, Trainee
from tests.support.reported import counted
from tests.support.world import BANG_NA, World
from tests.tenants.training.conftest import Training
from tests.tenants.training.examined import make_exam

KEYS = ("invited", "present", "tested", "improved")


def facts(owner: Engine, month: date | None = None) -> dict[tuple[str, UUID | None], int]:
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT measure, zone_id, value FROM facts"
                " WHERE measure LIKE 'training.%' AND month = :month AND district_id = :office"
            ),
            {"month": month or first_of_month(bangkok_today()), "office": BANG_NA},
        )
        return {(row[0].partition(".")[2], row[1]): int(row[2]) for row in rows}


def test_the_target_group_is_counted_as_invited_present_tested_and_improved(
    training: Training, world: World, owner: Engine
):
    zone = world.zone(1)
    exam = make_exam(training)
    exam.results((1, 3), (2, 2), (3, None), (4, 1), zone_id=zone)
    exam.results((0, 5), trainee_group="partner", presence="absent")
    exam.results((0, 5), trainee_group="staff", in_target=False)
    waiting = exam.people(1)[0]
    exam.open()
    phone = world.app.test_client()
    phone.post(f"{exam.ticket(waiting)}/tests/pre", data=exam.answers(1))
    exam.close()
    exam.open("post")
    phone.post(f"{exam.ticket(waiting)}/tests/post", data=exam.answers(2))
    world.work_off()
    found = facts(owner)
    assert [found[key, None] for key in KEYS] == [6, 5, 5, 3]
    assert [found[key, zone] for key in KEYS] == [4, 4, 3, 1]


def test_a_cancelled_course_counts_nowhere_and_a_moved_one_in_its_new_month(
    training: Training, world: World, owner: Engine
):
    moved, cancelled = make_exam(training), make_exam(training)
    moved.results((1, 3), (2, 4))
    cancelled.results((1, 3))
    world.work_off()
    assert facts(owner)["improved", None] == 3
    earlier = bangkok_today() - timedelta(days=40)

    def change(session: Any) -> None:
        here = Course.id == moved.course
        session.execute(update(Course).where(here).values(starts_on=earlier, ends_on=earlier))
        session.execute(
            update(Trainee).where(Trainee.course_id == moved.course).values(held_on=earlier)
        )
        session.execute(
            update(Course)
            .where(Course.id == cancelled.course)
            .values(state="cancelled", cancelled_reason="น้ำท่วม")
        )

    world.in_district(change)
    world.work_off()
    assert [facts(owner)[key, None] for key in KEYS] == [0, 0, 0, 0]
    assert [facts(owner, first_of_month(earlier))[key, None] for key in KEYS] == [2, 2, 2, 2]


def test_examples_are_counted_apart_from_real_courses(training: Training, world: World):
    make_exam(training, is_example=True).results((1, 3), (1, 1), is_example=True)
    make_exam(training).results((1, 3))
    day = bangkok_today()

    def count(session: Any, *, examples: bool) -> list[int]:
        found = counted(session, TALLIES[0], day, examples=examples)
        return [found[f"training.{key}"] for key in KEYS]

    assert world.in_district(lambda session: count(session, examples=True)) == [2, 2, 2, 1]
    assert world.in_district(lambda session: count(session, examples=False)) == [1, 1, 1, 1]
