"""What an office may release of its figures."""

from datetime import date

from sqlalchemy.orm import Session

from city.indicators import retiring
from core.access.roles import Role
from core.composition import current_composition
from core.db import uuid7
from core.indicators.spans import range_span
from core.reporting import datasets
from core.reporting.drawing import Sources
from core.tenancy.scope import DEPARTMENT
from tests.support.facts import FactWriter
from tests.support.world import World

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def test_a_retired_indicator_is_released_until_the_month_of_its_retirement(world: World):
    values = {"training.invited": 600, "training.present": 500}
    FactWriter(world).month(JULY, values, office=1047, approved=values)

    def months_of_trainees(session: Session) -> set[str]:
        table = datasets.build(
            session,
            Sources(measures=current_composition().measures),
            office_code=DEPARTMENT,
            dataset=datasets.datasets_of(DEPARTMENT)[0],
            span=range_span(JULY, AUGUST),
            earlier=[],
        )
        at = {field.name: place for place, field in enumerate(table.dataset.fields)}
        return {row[at["month"]] for row in table.rows if row[at["indicator"]] == "trainees"}

    assert world.in_city(months_of_trainees) == {"2026-07", "2026-08"}
    actor = world.actor(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    world.in_city(
        lambda session: retiring.retire(
            session,
            actor=actor,
            key="trainees",
            record_id=uuid7(),
            from_month=AUGUST,
            reason="เลิกใช้",
        )
    )
    assert world.in_city(months_of_trainees) == {"2026-07"}
