"""One district, as the department sees it."""

import pytest

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.tenancy.scope import DEPARTMENT
from tests.support.reported import report
from tests.support.world import BANG_NA, World

THIS_MONTH = first_of_month(bangkok_today())


def auditor(world: World):
    return world.sign_in(Role.AUDITOR, DEPARTMENT)


def test_a_district_without_facts_says_that_it_has_not_started(world: World):
    page = auditor(world).get("/city/districts/1047").text
    assert "ยังไม่เริ่ม" in page
    assert "เดือนนี้ยังไม่เปิดใช้" in page
    assert "0.00 %" not in page


def test_the_line_of_months_shows_each_month_with_both_parts(world: World):
    for back, active in ((0, 7), (1, 5)):
        report(
            world,
            BANG_NA,
            shift_month(THIS_MONTH, -back),
            {"registry.communities": 10, "activities.active_communities": active},
        )
    page = auditor(world).get("/city/districts/1047").text
    assert "7/10" in page
    assert "5/10" in page
    assert "70.00 %" in page
    assert "42.18 %" in page


def test_example_data_of_a_district_is_marked(world: World):
    report(world, BANG_NA, THIS_MONTH, {"registry.communities": 3}, is_example=True)
    assert "ตัวเลขเหล่านี้เป็นข้อมูลตัวอย่าง" in auditor(world).get("/city/districts/1047").text


@pytest.mark.parametrize("code", [1000, 1051, 0, 99999])
def test_a_code_of_no_district_does_not_exist(world: World, code: int):
    assert auditor(world).get(f"/city/districts/{code}").status_code == 404


def test_the_window_of_the_networks_is_chosen_on_the_page(world: World):
    last, zone = shift_month(THIS_MONTH, -1), uuid7()
    values = {"registry.communities": 10, "zones.count": 1}
    report(world, BANG_NA, THIS_MONTH, values)
    report(world, BANG_NA, last, values, zones={zone: 1})
    client = auditor(world)
    assert "0/1" in client.get("/city/districts/1047").text
    assert "1/1" in client.get("/city/districts/1047?window=1").text
    assert client.get("/city/districts/1047?window=99").status_code == 200
