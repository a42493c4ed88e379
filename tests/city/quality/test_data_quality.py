"""The department sees how many records of each district look wrong, and never which ones."""

from datetime import UTC, date, datetime

import pytest

from core.access.roles import Role
from core.db import uuid7
from core.quality.models import QualityFinding
from core.tenancy.scope import DEPARTMENT
from tests.support.world import BANG_NA, NEIGHBOUR, World

PAGE = "/city/data-quality"


def finding(world: World, rule: str, state: str = "open", office: int = BANG_NA, **values) -> None:
    world.in_district(
        lambda session: session.add(
            QualityFinding(
                district_id=office,
                rule=rule,
                subject="community",
                subject_id=uuid7(),
                month=date(2026, 9, 1),
                values={"families": 1, "houses": 2},
                fingerprint="x",
                state=state,
                **{"found_at": datetime(2026, 9, 3, tzinfo=UTC)} | values,
            )
        ),
        office,
    )


def test_each_district_has_its_counts_by_state_and_its_oldest_open_finding(world: World):
    finding(world, "families_below_houses")
    finding(world, "families_below_houses", "explained")
    finding(world, "sudden_zero", "corrected", NEIGHBOUR)
    finding(world, "sudden_zero", found_at=datetime(2026, 10, 5, tzinfo=UTC))
    client = world.sign_in(Role.DEPARTMENT_EXECUTIVE, DEPARTMENT)
    with world.statements() as statements:
        page = client.get(PAGE).text
    assert len(statements) <= 6
    assert "ครอบครัวน้อยกว่าหลังคาเรือน" in page
    assert "3 ก.ย. 2569" in page
    assert "ยังไม่เริ่ม" in page
    assert "เขตที่มีข้อสังเกตรอตรวจสอบมากที่สุด" in page
    assert "ตัวอย่าง" not in page
    one_rule = client.get(f"{PAGE}?rule=sudden_zero").text
    assert "5 ต.ค. 2569" in one_rule
    assert "3 ก.ย. 2569" not in one_rule
    assert client.get(f"{PAGE}?rule=unknown").status_code == 200
    district = client.get(f"{PAGE}/{BANG_NA}").text
    assert "กิจกรรมหายไปทั้งเดือน" in district
    assert "/city/districts/1047" in district
    assert "เขตยังไม่เริ่มใช้ระบบ" in client.get(f"{PAGE}/1001").text
    assert client.get(f"{PAGE}/999").status_code == 404


def test_findings_about_examples_leave_the_sums_with_the_first_real_one(world: World):
    for office in (BANG_NA, NEIGHBOUR):
        finding(world, "sudden_zero", office=office, is_example=True)
    client = world.sign_in(Role.AUDITOR, DEPARTMENT)
    assert "ยังไม่มีเขตใดมีข้อสังเกตจากข้อมูลจริง" in client.get(PAGE).text
    finding(world, "figures_outdated")
    page = client.get(PAGE).text
    assert "ยังไม่มีเขตใดมีข้อสังเกตจากข้อมูลจริง" not in page
    assert page.count('class="example-mark"') == 1
    assert 'class="example-mark"' not in client.get(f"{PAGE}/{BANG_NA}").text


@pytest.mark.parametrize("role", [Role.CITY_COMMITTEE, Role.PLATFORM_ADMIN])
def test_who_has_no_part_in_it_is_turned_away(world: World, role: Role):
    assert world.sign_in(role, DEPARTMENT).get(PAGE).status_code == 403
