"""From the twentieth of a month, networks without an activity are told so, once a month (F58)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from core.access.roles import Role
from core.composition import composition_of
from core.jobs.daily import run_daily
from core.notices.models import Notice, Topic
from tenants.activities.models import Activity, ActivityZone
from tests.support.world import BANG_NA, World


def told(world: World) -> list[tuple[str, Any]]:
    """What was said about activities; the same day reminds of other things as well."""
    rows = world.in_district(
        lambda s: s.execute(
            select(Notice.title, Notice.account_id)
            .where(Notice.topic == Topic.ACTIVITY.key)
            .order_by(Notice.title, Notice.recipient)
        ).all()
    )
    return [(row.title, row.account_id) for row in rows]


def run(world: World, day: date) -> None:
    world.in_district(lambda s: run_daily(s, composition_of(world.app), day))
    world.work_off()


def test_chair_and_staff_of_a_network_without_an_activity_are_told_once_a_month(world: World):
    idle, busy, guest = (world.community() for _ in range(3))
    world.zone(1, idle)
    host, visitor = world.zone(2, busy), world.zone(3, guest)
    world.zone(4, valid_from=date(2026, 12, 1))
    chair = world.person(Role.ZONE_CHAIR, community_id=idle)
    world.person(Role.ZONE_CHAIR, community_id=busy)
    world.person(Role.COMMUNITY_CHAIR, community_id=idle)
    officer = world.person(Role.SOCIAL_DEVELOPER)

    def hold(session: Any) -> None:
        entry = Activity(
            district_id=BANG_NA,
            title="ทดสอบ",
            held_on=date(2026, 11, 2),
            kind="other",
            zone_id=host,
            participants=5,
            reported_by="ทดสอบ",
            reported_by_position="",
        )
        session.add(entry)
        session.flush()
        session.add(
            ActivityZone(
                district_id=BANG_NA, activity_id=entry.id, zone_id=visitor, held_on=entry.held_on
            )
        )

    world.in_district(hold)
    run(world, date(2026, 11, 19))
    assert told(world) == []
    run(world, date(2026, 11, 20))
    title = "โซน 1 ยังไม่มีกิจกรรมในเดือนพฤศจิกายน 2569"
    assert {each[0] for each in told(world)} == {title}
    assert {each[1] for each in told(world)} == {chair.account_id, officer.account_id}
    run(world, date(2026, 11, 21))
    assert len(told(world)) == 2
    run(world, date(2026, 12, 20))
    december = [each for each in told(world) if "ธันวาคม" in each[0]]
    assert {each[0].partition(" ยัง")[0] for each in december} == {
        "โซน 1",
        "โซน 2",
        "โซน 3",
        "โซน 4",
    }
