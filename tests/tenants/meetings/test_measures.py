"""What meetings and tasks count, as facts of the district."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text, update

from tenants.activities.models import ParticipationStage
from tenants.meetings.measures import STAGE_MEASURES
from tenants.meetings.models import Task
from tests.support.world import BANG_NA, World
from tests.tenants.meetings.minuted import TASKS, make_office


def facts(owner: Engine, month: date) -> dict[tuple[str, UUID | None], int]:
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT measure, zone_id, value FROM facts WHERE measure LIKE 'meetings.%'"
                " AND month = :month AND district_id = :office AND state = 'all'"
            ),
            {"month": month, "office": BANG_NA},
        )
        return {(row[0].partition(".")[2], row[1]): int(row[2]) for row in rows}


def test_meetings_minutes_and_tasks_become_facts_of_their_months(world: World, owner: Engine):
    office = make_office(world)
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    meeting = office.meeting()
    office.meeting(3, date(2026, 1, 20), state="invited")
    office.give(meeting)
    office.give(meeting, text="งานที่ช้า")
    world.work_off()
    found = facts(owner, january)
    assert (found["held", None], found["held", office.zone]) == (1, 1)
    assert found["minutes_adopted_in_time", None] == 0
    due = facts(owner, february)
    assert (due["tasks_due", None], due["tasks_done_in_time", None]) == (2, 0)
    first = world.in_district(
        lambda session: session.execute(text("SELECT id FROM tasks ORDER BY id LIMIT 1")).scalar()
    )
    done = {"version": "1", "done_on": "28/2/2569", "outcome": "เสร็จ"}
    assert office.officer.post(f"{TASKS}/{first}/outcome", data=done).status_code == 303
    office.adopted(meeting)
    world.work_off()
    assert facts(owner, january)["minutes_adopted_in_time", office.zone] == 1
    due = facts(owner, february)
    assert (due["tasks_due", None], due["tasks_done_in_time", None]) == (2, 1)
    assert due["held", office.zone] == 1


def test_late_adoption_dropped_tasks_and_examples_do_not_count(world: World, owner: Engine):
    office = make_office(world)
    meeting = office.meeting()
    office.give(meeting)
    office.adopted(meeting, office.meeting(2, date(2026, 2, 10)))
    office.meeting(5, date(2026, 1, 5), is_example=True)

    def drop(session: Any) -> None:
        session.execute(update(Task).values(state="dropped", dropped_reason="เลิก"))

    world.in_district(drop)
    world.work_off()
    found = facts(owner, date(2026, 1, 1))
    assert (found["held", None], found["minutes_adopted_in_time", None]) == (1, 0)
    assert facts(owner, date(2026, 2, 1))["tasks_due", None] == 0


def test_a_meeting_counts_for_the_stage_of_participation_that_it_was_held_for(
    world: World, owner: Engine
):
    office = make_office(world)
    office.meeting(stage="plan")
    office.meeting(2, date(2026, 1, 20), stage="evaluate", state="invited")
    world.work_off()
    found = facts(owner, date(2026, 1, 1))
    assert found["stage_plan", office.zone] == found["stage_plan", None] == 1
    assert found["stage_evaluate", None] == 0
    assert {stage.value for stage in ParticipationStage} == set(STAGE_MEASURES)
