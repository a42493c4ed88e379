"""From a record in a district, through the workers, to the city's page."""

from datetime import date
from typing import Any
from uuid import UUID

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.tenancy.scope import DEPARTMENT
from tenants.activities.models import Activity
from tests.support.world import BANG_NA, World

THIS_MONTH = first_of_month(bangkok_today())


def activity(world: World, zone_id: UUID, community_id: UUID, held_on: date) -> UUID:
    activity_id = uuid7()

    def make(session: Any) -> None:
        session.add(
            Activity(
                district_id=BANG_NA,
                id=activity_id,
                title="พัฒนาคลอง",
                held_on=held_on,
                kind="hands_on",
                zone_id=zone_id,
                community_id=community_id,
                participants=20,
                reported_by="ผู้ทดสอบ",
                reported_by_position="ประธานชุมชน",
            )
        )

    world.in_district(make)
    return activity_id


def test_activities_of_a_district_become_the_share_and_the_steady_networks_of_the_city(
    world: World,
):
    first, second = world.zone(1), world.zone(2)
    communities = [world.community() for _ in range(4)]
    for back in range(6):
        month = shift_month(THIS_MONTH, -back)
        activity(world, first, communities[0], month)
        activity(world, first, communities[0], month)
        if back != 2:
            activity(world, second, communities[1], month)
    world.work_off()
    client = world.sign_in(Role.DEPARTMENT_EXECUTIVE, DEPARTMENT)
    page = client.get("/city/").text
    assert "50.00 %" in page
    assert "2/4" in page
    steady = client.get("/city/?indicator=outc3").text
    assert "บางนา: 1" in steady


def test_an_activity_that_is_removed_leaves_the_city_too(world: World):
    held_in, community = world.zone(1), world.community()
    activity_id = activity(world, held_in, community, THIS_MONTH)
    world.work_off()
    client = world.sign_in(Role.DEPARTMENT_EXECUTIVE, DEPARTMENT)
    assert "1/1" in client.get("/city/").text

    def remove(session: Any) -> None:
        session.delete(session.get(Activity, (BANG_NA, activity_id)))

    world.in_district(remove)
    world.work_off()
    assert "0/1" in client.get("/city/").text
