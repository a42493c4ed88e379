"""The board of the city, as the department reads it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators.models import FactsProof
from core.indicators.spans import fiscal_year_of
from core.tenancy.scope import DEPARTMENT
from tests.support.reported import report
from tests.support.world import BANG_NA, NEIGHBOUR, World

PRAWET = 1032
THIS_MONTH = first_of_month(bangkok_today())
LAST_MONTH = shift_month(THIS_MONTH, -1)
TWENTY = {"registry.communities": 20, "zones.count": 10}


def executive(world: World, language: str = "th"):
    return world.sign_in(Role.DEPARTMENT_EXECUTIVE, DEPARTMENT, language=language)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def part(html: str, first: str, last: str) -> str:
    start = html.index(f'id="{first}"')
    return words_of(html[start : html.index(f'id="{last}"', start)])


def totals_of(html: str) -> str:
    return part(html, "totals", "chosen")


def established(world: World, code: int, number: int, **more):
    report(world, code, THIS_MONTH, TWENTY | {"networks.established": number}, **more)


def test_the_empty_city_shows_no_zero_and_says_why(world: World):
    page = executive(world).get("/city/").text
    assert "ยังไม่ได้นับ" in totals_of(page)
    assert "0.00 %" not in page
    assert "ยังไม่มีตัวเลขของตัวชี้วัดนี้ 50 เขต" in part(page, "progress", "totals")
    assert "ยังไม่มีการตรวจทานประจำคืน" in page


def test_the_city_is_the_ratio_of_sums_with_target_and_distance(world: World):
    report(
        world,
        BANG_NA,
        THIS_MONTH,
        {"registry.communities": 10, "zones.count": 10, "networks.established": 9},
    )
    report(
        world,
        NEIGHBOUR,
        THIS_MONTH,
        {"registry.communities": 90, "zones.count": 90, "networks.established": 9},
    )
    totals = totals_of(executive(world).get("/city/").text)
    assert "18.0 % 18/100 เป้า 100 % ยังไม่ถึงเป้า ยังขาดอีกร้อยละ 82.0 จาก 2 ใน 50 เขต" in totals
    assert "50.0 %" not in totals


def test_examples_are_summed_only_while_no_district_has_real_records(world: World):
    established(world, BANG_NA, 5, is_example=True)
    page = executive(world).get("/city/").text
    assert "5/10" in totals_of(page)
    assert "ตัวเลขทั้งหมดเป็นข้อมูลตัวอย่าง" in page
    established(world, NEIGHBOUR, 8)
    page = executive(world).get("/city/?indicator=p1").text
    assert "8/10" in totals_of(page)
    assert "ตัวเลขรวมไม่นับข้อมูลตัวอย่างของ 1 เขต" in page
    assert "บางนา: 50.0 % (5/10 · ตัวอย่าง)" in page


def test_an_approved_month_counts_as_approved_and_the_reader_may_ask_for_what_was_reported(
    world: World,
):
    established(world, BANG_NA, 4, approved=True)
    established(world, NEIGHBOUR, 6)
    report(world, BANG_NA, THIS_MONTH, {"networks.established": 9})
    with_approval = executive(world)
    report(world, BANG_NA, THIS_MONTH, {"networks.established": 4}, state="approved")
    world.in_district(
        lambda session: session.execute(text("UPDATE fill_states SET approved_at = now()"))
    )
    page = with_approval.get("/city/?indicator=p1").text
    progress = part(page, "progress", "totals")
    assert "ผู้อำนวยการเขตรับรองแล้ว 1 จาก 50 เขต" in progress
    assert "มีตัวเลขแล้ว ยังไม่รับรอง 1 เขต" in progress
    assert "10/20" in totals_of(page)
    reported = with_approval.get("/city/?indicator=p1&basis=reported").text
    assert "15/20" in totals_of(reported)
    assert "ใช้ตัวเลขตามที่รายงานทุกเดือน" in reported


def test_the_proof_of_the_last_night_is_shown_as_a_number(world: World):
    for code, drifted in ((BANG_NA, 0), (NEIGHBOUR, 2)):
        world.in_district(
            lambda session, code=code, drifted=drifted: session.add(
                FactsProof(
                    district_id=code,
                    id=uuid7(),
                    day=bangkok_today(),
                    cells=600,
                    drifted=drifted,
                )
            ),
            code,
        )
    assert "ต่าง 2 จาก 1,200 เซลล์" in executive(world).get("/city/").text


def test_the_figures_of_the_study_stand_beside_the_computed_ones_and_are_never_rolled_up(
    world: World,
):
    report(world, BANG_NA, THIS_MONTH, {"registry.communities": 2, "registry.residents": 8000})
    page = executive(world).get("/city/?indicator=c1").text
    published = words_of(page[page.index('id="published"') :])
    for words in (
        "36.893 %",
        "จำนวนชุมชน 2,063 ชุมชน 2 ชุมชน จาก 1 ใน 50 เขต",
        "ประชากรในชุมชน 2,098,914 คน 8,000 คน จาก 1 ใน 50 เขต",
        "ประชากรตามทะเบียนราษฎร 5,689,200 คน",
        "ครอบครัว 473,716 ครอบครัว",
        "หลังคาเรือน 472,869 หลัง",
        "42.18 %",
        "39,000/92,464",
        "ข้อมูล ณ มิถุนายน ๒๕๕๙",
    ):
        assert words in published
    shown = re.search(r"8,000/([0-9,]+)", totals_of(page))
    assert shown
    assert int(shown[1].replace(",", "")) < 120_000


def test_periods_of_every_kind_reproduce_the_view(world: World):
    year = fiscal_year_of(LAST_MONTH)
    for month, held in ((LAST_MONTH, 4), (shift_month(LAST_MONTH, -1), 3)):
        values = {"registry.communities": 20, "activities.count": held}
        report(world, BANG_NA, month, values)
    client = executive(world)
    assert "4 กิจกรรม" in client.get(f"/city/?indicator=activities&period={LAST_MONTH:%Y-%m}").text
    months = f"from={shift_month(LAST_MONTH, -1):%Y-%m}&until={LAST_MONTH:%Y-%m}"
    own = client.get(f"/city/?indicator=activities&{months}").text
    assert "7 กิจกรรม" in own
    assert "ช่วงที่กำหนดเอง" in own
    whole = client.get(f"/city/?indicator=activities&period={year}").text
    assert f"ปีงบประมาณ {year}" in part(whole, "progress", "totals")
    assert f">{year - 4}</text>" in whole


def test_districts_are_ranked_only_inside_a_group_and_the_small_ones_say_why_not(world: World):
    established(world, BANG_NA, 8)
    established(world, NEIGHBOUR, 4)
    established(world, 1001, 9)
    report(
        world,
        1039,
        THIS_MONTH,
        {"registry.communities": 4, "zones.count": 10, "networks.established": 10},
    )
    report(
        world,
        1033,
        THIS_MONTH,
        {"registry.communities": 30, "zones.count": 2, "networks.established": 2},
    )
    client = executive(world)
    everybody = client.get("/city/?indicator=p1").text
    ranking = part(everybody, "ranking", "unopened")
    assert "โปรดเลือกกลุ่มเขต" in ranking
    assert "หนึ่งจุดคือหนึ่งเขต ไม่มีการจัดอันดับ" in ranking
    page = client.get("/city/?indicator=p1&group=S").text
    ranking = part(page, "ranking", "unopened")
    assert ranking.index("บางนา: 80.0 %") < ranking.index("พระโขนง: 40.0 %")
    assert "พระนคร" not in ranking
    assert "ตัดยอด ณ" in ranking
    assert "เทียบเฉพาะเขตที่มีอย่างน้อย 10 ชุมชน" in ranking
    assert "วัฒนา : 4 ชุมชน" in ranking
    assert "คลองเตย : ตัวหารมีเพียง 2" in ranking
    by_size = client.get("/city/?indicator=p1&group=size-1").text
    ranking = part(by_size, "ranking", "unopened")
    assert "พระนคร: 90.0 %" in ranking
    assert "คลองเตย" not in ranking
    assert "เขตที่มี 10 ถึง 29 ชุมชน" in by_size


def test_the_trend_leaves_a_gap_where_nothing_was_reported_and_shows_the_target(world: World):
    established(world, BANG_NA, 5)
    page = words_of(executive(world).get("/city/?indicator=p1").text)
    trend = page[page.index("ตามช่วงเวลา") :]
    assert "เป้า 100" in trend
    assert "50.0 %" in trend


def test_every_tile_is_a_link_that_keeps_the_choice(world: World):
    established(world, BANG_NA, 7)
    page = executive(world).get("/city/?indicator=p1&basis=reported").text
    assert re.search(
        r'<a href="/city/districts/1047\?basis=reported"><title>'
        r"บางนา: 70.0 % \(7/10\)",
        page,
    )
    assert len(set(re.findall(r'href="/city/districts/(\d+)\?[^"]*"><title>', page))) == 50


def test_districts_that_did_not_open_the_platform_this_month_are_listed(world: World, owner):
    world.sign_in().get("/d/bangna/communities")
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE offices SET last_opened_at = :now WHERE code = 1047"),
            {"now": datetime.now(UTC)},
        )
        connection.execute(
            text("UPDATE offices SET last_opened_at = :long_ago WHERE code = 1009"),
            {"long_ago": datetime.now(UTC) - timedelta(days=90)},
        )
    unopened = part(executive(world).get("/city/").text, "unopened", "published")
    assert "(49)" in unopened
    assert "เคยเปิดใช้ พระโขนง (" in unopened
    assert "บางนา " not in unopened


@pytest.mark.parametrize(
    "address",
    [
        "/city/?period=9999-99&indicator=x&group=Z&basis=guess",
        "/city/?period=2999-01&map=globe&from=2026-05&until=2026-01",
        "/city/matrix?endpoint=x&_external=1&sort=drop",
    ],
)
def test_a_choice_that_cannot_be_read_is_the_default(world: World, address: str):
    assert executive(world).get(address).status_code == 200


def test_the_poll_answers_nothing_new_until_a_district_was_counted_again(world: World):
    client = executive(world)
    first = client.get("/city/facts-state")
    mark = first.headers["ETag"]
    assert mark.strip('"') in client.get("/city/").text
    same = client.get("/city/facts-state", headers={"If-None-Match": mark})
    assert (same.status_code, same.data) == (304, b"")
    world.community()
    world.work_off()
    news = client.get("/city/facts-state", headers={"If-None-Match": mark})
    assert news.status_code == 200
    assert news.headers["ETag"] != mark


@pytest.mark.parametrize("role", [role for role in Role if role.value.tier == "city"])
def test_everybody_of_the_department_sees_the_figures(world: World, role: Role):
    client = world.sign_in(role, DEPARTMENT)
    assert client.get("/city/").status_code == 200
    assert client.get("/city/districts/1047").status_code == 200


def test_a_district_officer_finds_no_page_of_the_city_and_the_city_none_of_a_district(world: World):
    assert world.sign_in(Role.DIRECTOR).get("/city/").status_code == 404
    assert world.sign_in(Role.DIRECTOR).get("/city/facts-state").status_code == 404
    assert executive(world).get("/d/bangna/communities").status_code == 404


def test_no_name_of_a_community_reaches_the_city(world: World):
    world.community("ชุมชนความลับของเขต", residents=10)
    world.work_off()
    client = executive(world)
    for address in ("/city/", "/city/matrix", "/city/districts/1047"):
        assert "ความลับของเขต" not in client.get(address).text


def test_the_page_speaks_english_too(world: World):
    page = executive(world, "en").get("/city/").text
    assert "Bang Na" in page
    assert "Not counted yet" in page
