"""The list, the calendar and the queries that other pages use."""

from datetime import date
from typing import Any

from core.access.permissions import WHOLE_DISTRICT, Reach, Within
from core.access.roles import Role
from core.i18n.dates import (
    bangkok_today,
    first_of_month,
    fiscal_months,
    fiscal_year,
    shift_month,
    show_month,
)
from core.paging import PAGE_SIZE
from tenants.activities import queries
from tenants.activities.models import Activity
from tests.support.world import BANG_NA, World

ACTIVITIES = "/d/bangna/activities"
MOST_STATEMENTS = 6


def add(world: World, *, count: int = 1, **values: Any) -> None:
    def make(session: Any) -> None:
        session.add_all(
            Activity(
                district_id=BANG_NA,
                **{
                    "title": f"กิจกรรมที่ {number}",
                    "held_on": bangkok_today(),
                    "kind": "hands_on",
                    "participants": 10,
                    "reported_by": "ทดสอบ",
                    "reported_by_position": "",
                }
                | values,
            )
            for number in range(count)
        )

    world.in_district(make)


def test_the_list_is_filtered_by_month_zone_community_kind_and_state(world: World):
    one, two = world.community("ก"), world.community("ข")
    zone = world.zone(1, one)
    add(
        world, title="เก่า", community_id=one, zone_id=zone, held_on=shift_month(bangkok_today(), -3)
    )
    add(world, title="ใหม่", community_id=two, kind="other", state="accepted")
    officer = world.sign_in()

    def titles(**asked: Any) -> set[str]:
        page = officer.get(ACTIVITIES, query_string=asked).text
        return {title for title in ("เก่า", "ใหม่") if f">{title}</a>" in page}

    assert titles() == {"เก่า", "ใหม่"}
    assert titles(month=shift_month(bangkok_today(), -3).isoformat()) == {"เก่า"}
    assert titles(zone=zone) == {"เก่า"}
    assert titles(community=two) == {"ใหม่"}
    assert titles(kind="other") == {"ใหม่"}
    assert titles(state="accepted") == {"ใหม่"}
    assert titles(zone="nonsense") == set()
    assert titles(month="nonsense") == {"เก่า", "ใหม่"}


def test_the_calendar_leads_from_each_cell_to_its_activities_and_switches_fiscal_years(
    world: World,
):
    zone, host = world.zone(1, world.community()), world.zone(2, world.community())
    year = fiscal_year(bangkok_today())
    before = fiscal_months(year - 1)[0]
    add(world, zone_id=zone, held_on=before.replace(day=9), count=3)
    add(world, zone_id=host, count=1)
    officer = world.sign_in()
    page = officer.get(f"{ACTIVITIES}/calendar?year={year - 1}").text
    assert f'href="{ACTIVITIES}?zone={zone}&amp;month={before.isoformat()}"' in page
    assert "โซน 1 ต.ค.: 3" in page
    assert "0 จาก 2 เครือข่าย" in page
    assert "อย่างน้อย 1 กิจกรรมต่อเดือนต่อเครือข่าย" in page
    for nonsense in ("9999", "x", "-1"):
        assert officer.get(f"{ACTIVITIES}/calendar?year={nonsense}").status_code == 200


def test_the_calendar_of_the_office_asks_for_the_days_between(world: World):
    add(world, title="ใน", zone_id=world.zone(1), held_on=date(2026, 3, 5))
    add(world, title="นอก", zone_id=world.zone(2), held_on=date(2026, 4, 1))
    found = world.in_district(
        lambda s: [
            line.activity.title
            for line in queries.activities_between(
                s, WHOLE_DISTRICT, date(2026, 3, 1), date(2026, 3, 31)
            )
        ]
    )
    assert found == ["ใน"]


def test_a_long_list_comes_in_pages_with_few_statements(world: World):
    add(world, count=PAGE_SIZE + 1, community_id=world.community())
    officer = world.sign_in()
    with world.statements() as statements:
        first = officer.get(ACTIVITIES).text
    assert len(statements) <= MOST_STATEMENTS
    assert f"1–{PAGE_SIZE} จาก {PAGE_SIZE + 1}" in first
    assert f"{PAGE_SIZE + 1}–{PAGE_SIZE + 1}" in officer.get(f"{ACTIVITIES}?page=2").text


def test_examples_are_marked(world: World):
    add(world, community_id=world.community(is_example=True), is_example=True)
    assert "example-mark" in world.sign_in().get(ACTIVITIES).text


def test_an_empty_list_offers_the_first_report(world: World):
    page = world.sign_in().get(ACTIVITIES).text
    assert "ยังไม่มีรายงานกิจกรรม" in page
    assert f"{ACTIVITIES}/new" in page
    assert f"{ACTIVITIES}/new" not in world.sign_in(Role.DIRECTOR).get(ACTIVITIES).text


def test_the_calendar_names_the_zones_that_lack_an_activity_this_month(world: World):
    busy = world.zone(1, world.community())
    world.zone(2, world.community())
    add(world, zone_id=busy, count=3)
    page = world.sign_in().get(f"{ACTIVITIES}/calendar").text
    missing = page.partition("ยังไม่มีกิจกรรม")[2].partition("</div>")[0]
    assert "โซน 2" in missing
    assert "โซน 1" not in missing
    assert show_month(bangkok_today(), "short").partition(" ")[0] in page


def test_months_counts_each_zone_and_month(world: World):
    zone, other = world.zone(1), world.zone(2)
    month = first_of_month(bangkok_today())
    before = shift_month(month, -1)
    add(world, zone_id=zone, count=2)
    add(world, zone_id=zone, held_on=before)
    add(world, zone_id=other, held_on=date(2025, 1, 1))
    counted = world.in_district(
        lambda session: queries.activities_by_month(session, WHOLE_DISTRICT, before, month)
    )
    assert counted == {(zone, month): 2, (zone, before): 1}


def test_recent_activities_keep_to_the_readers_reach(world: World):
    mine, other = world.community(), world.community()
    zone = world.zone(1, mine)
    add(world, title="ของฉัน", community_id=mine, zone_id=zone)
    add(world, title="ของเขา", community_id=other)
    leader = Within(Reach.OWN_COMMUNITY, None, frozenset({mine}))

    def titles(within: Within, **asked: Any) -> list[str]:
        return world.in_district(
            lambda session: [
                line.activity.title for line in queries.recent_activities(session, within, **asked)
            ]
        )

    assert titles(leader) == ["ของฉัน"]
    assert titles(leader, community_id=other) == []
    assert titles(WHOLE_DISTRICT, zone_id=zone) == ["ของฉัน"]
    assert len(titles(WHOLE_DISTRICT, limit=1)) == 1


def test_the_calendar_of_zones_is_not_for_a_leader_of_one_community(world: World):
    own = world.community("ของฉัน")
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=own)
    assert leader.get(f"{ACTIVITIES}/calendar").status_code == 404
