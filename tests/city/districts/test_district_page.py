"""One district, as the department sees it."""

import re

import pytest

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.tenancy.scope import DEPARTMENT
from tests.support.reported import report
from tests.support.world import BANG_NA, NEIGHBOUR, World

THIS_MONTH = first_of_month(bangkok_today())
TWENTY = {"registry.communities": 20, "zones.count": 10}


def auditor(world: World):
    return world.sign_in(Role.AUDITOR, DEPARTMENT)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_district_without_facts_says_that_it_has_not_started(world: World):
    page = auditor(world).get("/city/districts/1047").text
    assert "ยังไม่เริ่ม" in page
    assert "เดือนนี้ยังไม่เปิดใช้" in page
    assert "0.00 %" not in page
    assert "ยังไม่ได้นับ" not in page


def test_every_indicator_stands_with_both_parts_its_target_its_way_and_its_evidence(world: World):
    for back, number in ((0, 7), (1, 5)):
        report(
            world,
            BANG_NA,
            shift_month(THIS_MONTH, -back),
            TWENTY | {"networks.established": number},
        )
    report(world, NEIGHBOUR, THIS_MONTH, TWENTY | {"networks.established": 2})
    page = auditor(world).get("/city/districts/1047?indicator=p1").text
    chosen = words_of(page[page.index('id="chosen"') : page.index('id="all"')])
    assert "70.0 % 7/10 เป้า 100 % ยังไม่ถึงเป้า" in chosen
    assert "ยังขาดอีกร้อยละ 30.0" in chosen
    assert "50.0 %" in chosen
    assert "บางนา 70.0 % มัธยฐาน 45.0 %" in re.sub(r"(?<=%) .*?(?=มัธยฐาน)", " ", chosen) or (
        "มัธยฐาน 45.0 %" in chosen
    )
    assert f"/city/districts/1047/evidence/p1?period={THIS_MONTH:%Y-%m}" in page
    table = words_of(page[page.index('id="all"') :])
    assert "ยังไม่มีแหล่งข้อมูล" in table
    assert "42.18 %" in table


def test_what_was_approved_stands_beside_what_was_reported(world: World):
    report(world, BANG_NA, THIS_MONTH, TWENTY | {"networks.established": 7}, approved=True)
    report(world, BANG_NA, THIS_MONTH, {"networks.established": 5}, state="approved", approved=True)
    page = auditor(world).get("/city/districts/1047?indicator=p1").text
    chosen = words_of(page[page.index('id="chosen"') : page.index('id="all"')])
    assert "50.0 % 5/10" in chosen
    assert "70.0 % 7/10" in chosen
    assert "1 จาก 1 เดือน" in words_of(page)
    reported = auditor(world).get("/city/districts/1047?indicator=p1&basis=reported").text
    chosen = words_of(reported[reported.index('id="chosen"') : reported.index('id="all"')])
    assert "5/10" not in chosen


def test_zones_have_figures_and_the_numbers_of_their_district_but_no_names(world: World):
    second, first = sorted((uuid7(), uuid7()))
    for number, zone in ((2, second), (1, first)):
        world.zone(number, id=zone, name=f"ริมคลอง {number}")
    report(
        world, BANG_NA, THIS_MONTH, TWENTY | {"activities.count": 5}, zones={first: 4, second: 1}
    )
    page = auditor(world).get("/city/districts/1047").text
    zones = words_of(page[page.index('id="zones"') : page.index('id="published"')])
    assert re.search(r"โซน 1 .*4.* โซน 2 .*1", zones)
    assert "ริมคลอง" not in zones
    assert f"zone={first}" in page


def test_example_data_of_a_district_is_marked(world: World):
    report(world, BANG_NA, THIS_MONTH, {"registry.communities": 3}, is_example=True)
    assert "ตัวเลขเหล่านี้เป็นข้อมูลตัวอย่าง" in auditor(world).get("/city/districts/1047").text


@pytest.mark.parametrize("code", [1000, 1051, 0, 99999])
def test_a_code_of_no_district_does_not_exist(world: World, code: int):
    assert auditor(world).get(f"/city/districts/{code}").status_code == 404
