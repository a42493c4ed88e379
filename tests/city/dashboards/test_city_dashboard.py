"""The city's dashboard, as the department reads it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text

from core.access.roles import Role
from core.db import uuid7
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.tenancy.scope import DEPARTMENT
from tests.support.reported import report
from tests.support.world import BANG_NA, NEIGHBOUR, World

PRAWET = 1032
THIS_MONTH = first_of_month(bangkok_today())
LAST_MONTH = shift_month(THIS_MONTH, -1)


def executive(world: World, language: str = "th"):
    return world.sign_in(Role.DEPARTMENT_EXECUTIVE, DEPARTMENT, language=language)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def totals_of(html: str) -> str:
    return words_of(html[html.index('id="totals"') : html.index('class="row"')])


def row_of(html: str, district: str) -> str:
    table = html[html.index('id="districts"') :]
    found = re.search(rf"<tr[^>]*>\s*<th[^>]*><a[^>]*>{district}</a>.*?</tr>", table, re.DOTALL)
    assert found
    return words_of(found[0])


def order_of(html: str) -> list[str]:
    table = html[html.index('id="districts"') : html.index('id="unopened"')]
    return re.findall(r'<th scope="row"[^>]*><a[^>]*>([^<]+)</a>', table)


def test_the_empty_city_shows_fifty_districts_that_have_not_started_and_no_zero(world: World):
    page = executive(world).get("/city/").text
    assert "ยังไม่เริ่ม – – – –" in row_of(page, "บางนา")
    assert len(order_of(page)) == 50
    assert "0.00 %" not in page
    assert "ยังไม่มีข้อมูล" in totals_of(page)


def test_communities_that_districts_register_reach_the_city_through_the_workers(world: World):
    for _ in range(3):
        world.community(residents=1000)
    world.community(office=NEIGHBOUR, residents=500)
    world.work_off()
    page = executive(world).get("/city/?indicator=communities").text
    assert "4 ชุมชน" in totals_of(page)
    assert "จาก 2 ใน 50 เขต" in totals_of(page)
    assert "3" in row_of(page, "บางนา")
    assert "ยังไม่เริ่ม" in row_of(page, "ประเวศ")


def test_the_city_is_the_ratio_of_sums_and_not_the_mean_of_ratios(world: World):
    report(
        world, BANG_NA, THIS_MONTH, {"registry.communities": 10, "activities.active_communities": 9}
    )
    report(
        world,
        NEIGHBOUR,
        THIS_MONTH,
        {"registry.communities": 90, "activities.active_communities": 9},
    )
    totals = totals_of(executive(world).get("/city/").text)
    assert "18.00 %" in totals
    assert "18/100" in totals
    assert "50.00 %" not in totals


def test_a_share_of_the_population_counts_only_districts_that_have_begun(world: World):
    report(world, BANG_NA, THIS_MONTH, {"registry.communities": 2, "registry.residents": 8000})
    page = executive(world).get("/city/?indicator=residents").text
    shown = re.search(r"8,000/([0-9,]+)", totals_of(page))
    assert shown
    assert int(shown[1].replace(",", "")) < 120_000
    assert f"8,000/{shown[1]}" in row_of(page, "บางนา")


def test_residents_that_nobody_recorded_are_not_known_instead_of_zero(world: World):
    world.community()
    world.work_off()
    page = executive(world).get("/city/").text
    assert "ไม่ทราบ" in row_of(page, "บางนา")
    residents = re.search(r'data-label="ประชากรในชุมชน"[^>]*>(.*?)</td>', page, re.DOTALL)
    assert residents
    assert "0.00" not in residents[1]


def test_examples_are_summed_only_while_no_district_has_real_records(world: World):
    values = {"registry.communities": 10, "activities.active_communities": 5}
    report(world, BANG_NA, THIS_MONTH, values, is_example=True)
    page = executive(world).get("/city/").text
    assert "5/10" in totals_of(page)
    assert "ตัวเลขทั้งหมดเป็นข้อมูลตัวอย่าง" in page
    assert "ตัวอย่าง" in row_of(page, "บางนา")
    report(world, NEIGHBOUR, THIS_MONTH, values | {"activities.active_communities": 8})
    page = executive(world).get("/city/").text
    assert "8/10" in totals_of(page)
    assert "ตัวเลขรวมไม่นับข้อมูลตัวอย่างของ 1 เขต" in page
    assert "5/10" in row_of(page, "บางนา")
    assert "ตัวอย่าง" not in row_of(page, "พระโขนง")


def test_the_figures_of_the_study_stand_beside_the_computed_ones_and_are_never_rolled_up(
    world: World,
):
    report(world, BANG_NA, THIS_MONTH, {"registry.communities": 2, "registry.residents": 8000})
    page = executive(world).get("/city/").text
    published = words_of(page[page.index('id="published"') :])
    for words in (
        "36.89 %",
        "2,098,914/5,689,200",
        "42.18 %",
        "39,000/92,464",
        "ข้อมูล ณ มิถุนายน ๒๕๕๙",
    ):
        assert words in published
    assert "2,098,914" not in totals_of(page)


def test_a_network_passes_only_with_an_activity_in_every_month_of_the_window(world: World):
    steady, lazy = uuid7(), uuid7()
    values = {"registry.communities": 10, "zones.count": 2}
    for back in range(4):
        month = shift_month(THIS_MONTH, -back)
        zones = {steady: 1, lazy: 3} if back != 2 else {steady: 1, lazy: 0}
        report(world, BANG_NA, month, values, zones=zones if back else {steady: 0, lazy: 5})
    client = executive(world)
    page = client.get("/city/?indicator=active-networks").text
    assert "1/2" in row_of(page, "บางนา")
    assert "อย่างน้อย 3 เครือข่าย" in page
    page = client.get("/city/?indicator=active-networks&window=1").text
    assert "2/2" in row_of(page, "บางนา")


def test_a_month_of_the_past_shows_what_was_counted_then(world: World):
    report(
        world, BANG_NA, LAST_MONTH, {"registry.communities": 20, "activities.active_communities": 4}
    )
    report(
        world, BANG_NA, THIS_MONTH, {"registry.communities": 20, "activities.active_communities": 7}
    )
    client = executive(world)
    assert "7/20" in client.get("/city/").text
    past = client.get(f"/city/?month={LAST_MONTH:%Y-%m}").text
    assert "4/20" in past
    assert "7/20" not in past


def test_the_trend_leaves_a_gap_where_nothing_was_reported_and_shows_the_target(world: World):
    report(
        world, BANG_NA, THIS_MONTH, {"registry.communities": 10, "activities.active_communities": 5}
    )
    page = words_of(executive(world).get("/city/").text)
    trend = page[page.index("ย้อนหลัง 24 เดือน") :]
    assert "เป้า 70" in trend
    assert "50.0 %" in trend


def test_districts_are_compared_only_inside_the_chosen_group(world: World):
    for code, active in ((BANG_NA, 8), (NEIGHBOUR, 4), (1001, 9)):
        report(
            world,
            code,
            THIS_MONTH,
            {"registry.communities": 10, "activities.active_communities": active},
        )
    client = executive(world)
    everybody = client.get("/city/").text
    ranking = words_of(everybody[everybody.index('id="ranking"') :])
    assert ranking.startswith('id="ranking">เทียบกับเขตในกลุ่มเดียวกัน โปรดเลือกกลุ่มเขต')
    page = client.get("/city/?group=S").text
    assert "พระนคร" not in order_of(page)
    assert len(order_of(page)) == 10
    ranking = words_of(page[page.index('id="ranking"') : page.index("ย้อนหลัง 24 เดือน")])
    assert ranking.index("บางนา: 80.0 %") < ranking.index("พระโขนง: 40.0 %")
    assert "พระนคร" not in ranking


def test_a_district_with_few_communities_is_not_ranked(world: World):
    report(
        world, BANG_NA, THIS_MONTH, {"registry.communities": 4, "activities.active_communities": 4}
    )
    group = executive(world).get("/city/?group=S").text
    assert "ยังไม่มีเขตในกลุ่มนี้ที่เทียบกันได้" in group


def test_the_table_sorts_by_a_link_and_what_is_not_known_comes_last(world: World):
    for code, active in ((BANG_NA, 3), (NEIGHBOUR, 9), (PRAWET, 6)):
        report(
            world,
            code,
            THIS_MONTH,
            {"registry.communities": 10, "activities.active_communities": active},
        )
    client = executive(world)
    falling = order_of(client.get("/city/?sort=-active-communities").text)
    rising = order_of(client.get("/city/?sort=active-communities").text)
    assert falling[:3] == ["พระโขนง", "ประเวศ", "บางนา"]
    assert rising[:3] == ["บางนา", "ประเวศ", "พระโขนง"]
    page = client.get("/city/?indicator=zones&window=5").text
    assert order_of(page)[0] == "คลองเตย"
    assert "/city/?indicator=zones&amp;window=5&amp;sort=-zones#districts" in page


def test_every_tile_is_a_link_with_its_number_in_words(world: World):
    report(
        world,
        BANG_NA,
        THIS_MONTH,
        {"registry.communities": 20, "activities.active_communities": 14},
    )
    page = executive(world).get("/city/").text
    assert re.search(r'<a href="/city/districts/1047"><title>บางนา: 70.0 % \(14/20\)', page)
    assert len(set(re.findall(r'href="(/city/districts/\d+)"><title>', page))) == 50


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
    page = executive(world).get("/city/").text
    unopened = words_of(page[page.index('id="unopened"') : page.index('id="published"')])
    assert "(49)" in unopened
    assert "เคยเปิดใช้ พระโขนง (" in unopened
    assert "บางนา " not in unopened


@pytest.mark.parametrize(
    "address",
    [
        "/city/?month=9999-99&indicator=x&group=Z&window=7&sort=drop",
        "/city/?window=many&map=globe",
        "/city/?endpoint=x&_external=1",
    ],
)
def test_a_choice_that_cannot_be_read_is_the_default(world: World, address: str):
    assert executive(world).get(address).status_code == 200


def test_the_poll_answers_nothing_new_until_a_district_was_counted_again(world: World):
    client = executive(world)
    first = client.get("/city/facts-state")
    mark = first.headers["ETag"]
    assert f"data-poll-etag='{mark}'" in client.get("/city/").text.replace("&#34;", '"').replace(
        f'"{mark}"', f"'{mark}'"
    )
    same = client.get("/city/facts-state", headers={"If-None-Match": mark})
    assert (same.status_code, same.data) == (304, b"")
    world.community()
    world.work_off()
    news = client.get("/city/facts-state", headers={"If-None-Match": mark})
    assert news.status_code == 200
    assert news.headers["ETag"] != mark


@pytest.mark.parametrize(
    "address",
    ["/city/", "/city/?indicator=active-networks&group=E", "/city/districts/1047"],
)
def test_a_page_takes_at_most_six_statements(world: World, app, address: str):
    world.community(residents=100)
    world.work_off()
    client = executive(world)
    client.get(address)
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        if "set_config" not in statement:
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) <= 6, seen


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
    for address in ("/city/", "/city/districts/1047"):
        assert "ความลับของเขต" not in client.get(address).text


def test_the_page_speaks_english_too(world: World):
    page = executive(world, "en").get("/city/").text
    assert "Bang Na" in page
    assert "Not started" in page


def test_a_district_that_the_nightly_pass_counted_but_that_is_empty_has_not_started(world: World):
    empty = {"registry.communities": 0, "activities.active_communities": 0, "zones.count": 0}
    report(world, BANG_NA, THIS_MONTH, empty)
    client = executive(world)
    for indicator in ("communities", "zones", "active-networks"):
        page = client.get(f"/city/?indicator={indicator}").text
        assert re.search(r"<title>บางนา: – [^<]*\(ยังไม่เริ่ม\)", page)
        assert "จาก 0 ใน 50 เขต" in totals_of(page)


def test_the_trend_leaves_examples_out_as_the_sums_do(world: World):
    values = {"registry.communities": 10, "activities.active_communities": 9}
    report(world, BANG_NA, LAST_MONTH, values, is_example=True)
    report(world, NEIGHBOUR, THIS_MONTH, values | {"activities.active_communities": 3})
    page = words_of(executive(world).get("/city/").text)
    trend = page[page.index("ย้อนหลัง 24 เดือน") : page.index("เขตและตัวชี้วัด")]
    assert "30.0 %" in trend
    assert "90.0 %" not in trend


def test_what_was_reported_is_shown_and_not_only_what_was_accepted(world: World):
    values = {"registry.communities": 10, "activities.active_communities": 6}
    report(world, BANG_NA, THIS_MONTH, values)
    accepted = {"activities.active_communities": 2, "zones.count": 7}
    report(world, BANG_NA, THIS_MONTH, accepted, state="accepted")
    page = executive(world).get("/city/").text
    assert "7 โซน" not in totals_of(page)
    assert "6/10" in page
    assert "2/10" not in page
