"""A new reading of an indicator never renames what was approved under the old one, and is never mixed with it."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, first_of_month
from core.indicators.models import IndicatorDefinition
from core.indicators.spans import fiscal_year_of, fiscal_year_span, month_span, quarter_span
from core.tenancy.scope import DEPARTMENT
from tests.support.facts import FactWriter
from tests.support.periods import Director
from tests.support.world import BANG_NA, NEIGHBOUR, World

TODAY = bangkok_today()
QUARTER = quarter_span(TODAY).before()
THIS_MONTH = month_span(TODAY)
THIRD = 1010
OLD = "ผู้ผ่านการอบรมที่มีความรู้เพิ่มขึ้น"
NEW = "ผู้ผ่านการอบรมที่ตอบถูกอย่างน้อยร้อยละ 70"
NOW = datetime.now(UTC)
COUNTED = {
    "registry.communities": 30,
    "training.tested": 40,
    "training.improved": 30,
    "training.reached_70": 10,
}
SILENT = {key: 30 if key == "registry.communities" else 0 for key in COUNTED}
"""A month in which nobody was tested: nothing to divide by."""


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def officer(world: World) -> Director:
    """Two districts approved the quarter; then the new reading came. The neighbour has not approved it yet."""
    facts = FactWriter(world)
    for month in (*QUARTER.months, first_of_month(TODAY)):
        is_old = month in QUARTER.months
        for code in (BANG_NA, THIRD):
            facts.month(
                month,
                COUNTED,
                office=code,
                approved=COUNTED if is_old else None,
                approved_at=NOW - timedelta(days=2) if is_old else None,
            )
        facts.month(month, COUNTED, office=NEIGHBOUR)
    return publish_the_new_reading(world)


def publish_the_new_reading(world: World) -> Director:
    def publish(session: Any) -> None:
        session.execute(
            update(IndicatorDefinition)
            .where(IndicatorDefinition.key == "outc2", IndicatorDefinition.version == 4)
            .values(state="published", published_at=NOW - timedelta(days=1), changed_by="นางตัวอย่าง")
        )

    world.in_city(publish)
    return Director(world, Role.DEPARTMENT_OFFICER, office=DEPARTMENT)


def page_of(officer: Director, address: str) -> str:
    answer = officer.browser.get(address)
    assert answer.status_code == 200
    return words_of(answer.text)


def test_every_page_shows_a_figure_under_the_version_that_counted_it(officer: Director):
    chosen = f"indicator=outc2&period={QUARTER.key}"
    apart = f"ไม่รวม 1 เขตที่นับตามนิยามฉบับที่ 4 “{NEW}” (25.0 % 30/120)"
    board = page_of(officer, f"/city/?{chosen}")
    assert f"{OLD} 75.0 % 180/240" in board
    assert f"{OLD} · นิยามฉบับที่ 1 {apart}" in board
    assert apart in board
    assert "ตัวเลขที่นับตามนิยามต่างฉบับไม่นำมารวมหรือเปรียบเทียบกัน" in board
    assert "270/360" not in board
    assert "100/360" not in board
    assert f"{NEW} นิยามฉบับที่ 4 25.0 % 30/120" in page_of(officer, f"/city/districts/1009?{chosen}")
    district = page_of(officer, f"/city/districts/1047?{chosen}")
    assert f"{OLD} นิยามฉบับที่ 1 75.0 % 90/120" in district
    assert "พระโขนง – (นิยามฉบับที่ 4: 25.0 % · 30/120)" in district
    assert NEW not in district
    evidence = page_of(officer, f"/city/districts/1047/evidence/outc2?period={QUARTER.key}")
    assert OLD in evidence
    assert NEW not in evidence
    assert "นิยามฉบับที่ 1" in evidence
    own = officer.world.sign_in(Role.DIRECTOR).get(f"/d/bangna/results?{chosen}").text
    assert f"{OLD} นิยามฉบับที่ 1 75.0 %" in words_of(own)
    english = officer.world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT, language="en")
    assert "version 1 of the definition" in english.get(f"/city/?{chosen}").text


def test_the_matrix_neither_shades_nor_orders_nor_adds_up_what_another_version_counts(
    officer: Director,
):
    page = page_of(officer, f"/city/matrix?period={QUARTER.key}&sort=-outc2")
    row = page[page.index("พระโขนง") :][:600]
    assert "25.0 % 30/120 · นิยามฉบับที่ 4" in row
    assert page.index("ผู้อำนวยการเขตรับรองแล้ว 75.0 90/120") < page.index("25.0 % 30/120")
    assert "75.0 % (180/240)" in page
    assert "ช่องใดระบุฉบับไว้" in page
    beside = page_of(officer, f"/city/comparison?district=1047&district=1009&period={QUARTER.key}")
    assert f"{OLD} นิยามฉบับที่ 1" in beside
    assert "พระโขนง – นิยามฉบับที่ 4: 25.0 % · 30/120" in beside
    file = officer.browser.get(f"/city/matrix/file?period={QUARTER.key}").data.decode("utf-8-sig")
    lines = {
        line["รหัส"]: (line["ตัวชี้วัด"], line["นิยามฉบับที่"], line["ค่า"])
        for line in csv.DictReader(io.StringIO(file))
        if line["ตัวชี้วัด"] in (OLD, NEW)
    }
    assert lines["1047"] == (OLD, "1", "75.0")
    assert lines["1009"] == (NEW, "4", "25.0")


def test_a_line_is_cut_where_the_definition_changes_and_its_table_says_so(officer: Director):
    board = officer.browser.get("/city/?indicator=outc2").text
    line = board[board.index('class="chart-break"') :]
    assert "นิยามฉบับที่ 4</text>" in line
    table = words_of(line[line.index("<table") : line.index("</table>")])
    assert f"75.0 % นิยามฉบับที่ 1 “{OLD}”" in table
    assert f"25.0 % นิยามฉบับที่ 4 “{NEW}”" in table
    assert "ไม่รวม 1 เขตที่นับตามนิยามฉบับที่ 4" in table
    for address in ("/city/districts/1047", "/city/trends"):
        page = officer.browser.get(f"{address}?indicator=outc2").text
        assert 'class="chart-break"' in page
        assert "นิยามฉบับที่ 1" in page
        assert "นิยามฉบับที่ 4" in page
    panels = words_of(officer.browser.get("/city/trends?indicator=outc2").text)
    assert "เส้นขาดตอน ตั้งแต่จุดนั้นนับตาม: นิยามฉบับที่ 4" in panels
    assert "75.0 (นิยามฉบับที่ 1)" in panels


def test_a_line_that_another_version_counted_alone_never_stands_under_the_new_name(world: World):
    facts = FactWriter(world)
    for code in (BANG_NA, THIRD):
        for month in QUARTER.months:
            facts.month(
                month,
                COUNTED,
                office=code,
                approved=COUNTED,
                approved_at=NOW - timedelta(days=2),
            )
        facts.month(first_of_month(TODAY), SILENT, office=code)
    officer = publish_the_new_reading(world)
    said = f"นับตามนิยามฉบับที่ 1 “{OLD}”"
    for address in ("/city/", "/city/districts/1047"):
        page = officer.browser.get(f"{address}?indicator=outc2").text
        chart = page[page.index(f"<figcaption>{NEW} ตามช่วงเวลา") :]
        chart = chart[: chart.index("</figure>")]
        assert 'class="chart-break"' not in chart
        assert "75.0 % (นิยามฉบับที่ 1)</title>" in chart
        assert "75.0 % · นิยามฉบับที่ 1</text>" in chart
        assert re.search(rf"จุดของ \S+ \d+ – \S+ \d+ {said}", words_of(chart))
        table = words_of(chart[chart.index("<table") :])
        assert f"75.0 % นิยามฉบับที่ 1 “{OLD}”" in table
    district = officer.browser.get("/city/districts/1047?indicator=outc2").text
    row = district[district.index('id="all"') :]
    row = row[row.index(NEW) :]
    assert "นับตามนิยามฉบับที่ 1" in words_of(row[: row.index("</tr>")])
    panels = officer.browser.get("/city/trends?indicator=outc2").text
    assert 'class="chart-break"' not in panels
    assert len(re.findall(rf"จุดของ \S+ \d+ – \S+ \d+ {said}", words_of(panels))) == 2
    assert "75.0 (นิยามฉบับที่ 1)" in words_of(panels)


def test_a_period_without_a_number_stands_under_the_version_of_its_approvals_everywhere(
    world: World,
):
    facts, month = FactWriter(world), QUARTER.months[0]
    facts.month(month, SILENT, approved=SILENT, approved_at=NOW - timedelta(days=2))
    for code in (THIRD, NEIGHBOUR):
        facts.month(month, SILENT, office=code)
    officer = publish_the_new_reading(world)
    chosen = f"indicator=outc2&period={month_span(month).key}"
    for address in ("/city/", "/city/districts/1047"):
        page = officer.browser.get(f"{address}?{chosen}").text
        chosen_part = words_of(page[page.index('id="chosen"') :])[:700]
        assert OLD in chosen_part
        assert "นิยามฉบับที่ 1" in chosen_part
        assert NEW not in chosen_part


def test_a_year_says_how_many_of_its_months_were_approved_under_another_version(officer: Director):
    year = fiscal_year_span(fiscal_year_of(QUARTER.last)).key
    for address in ("/city/", "/city/districts/1047"):
        page = page_of(officer, f"{address}?indicator=outc2&period={year}")
        assert "3 เดือนรับรองไว้ด้วยนิยามฉบับที่ 1" in page


def test_reports_and_open_data_name_the_version_and_title_of_each_row(officer: Director):
    browser, world = officer.browser, officer.world
    sent = {"period": "quarter", "quarter": QUARTER.key, "record_id": str(uuid7())}
    sent |= {"period": "range", "first": f"{QUARTER.first:%Y-%m}", "last": f"{QUARTER.last:%Y-%m}"}
    address = browser.post("/city/reports", data=sent).location
    page = words_of(browser.get(address).text)
    assert f"{OLD} OUTC2 · นิยามฉบับที่ 1 · ไม่รวม 1 เขตที่นับตามนิยามฉบับที่ 4 (25.0 %" in page
    assert "180/240" in page
    assert "25.0 % 30/120 นิยามฉบับที่ 4" in page
    assert "งวดที่รับรองแล้วใช้นิยามในวันที่รับรอง" in page
    world.work_off()
    assert len(browser.get(f"{address}/files/pdf").data) > 50_000
    file = browser.get(f"{address}/files/csv").data.decode("utf-8-sig")
    rows = [
        (row["place_code"], row["version"], row["title"], row["numerator"], row["districts"])
        for row in csv.DictReader(io.StringIO(file))
        if row["indicator"] == "outc2" and row["basis"] == "official" and row["numerator"]
    ]
    assert rows == [
        ("1000", "1", OLD, "180", "2"),
        ("1000", "4", NEW, "30", "1"),
        ("1009", "4", NEW, "30", ""),
        ("1010", "1", OLD, "90", ""),
        ("1047", "1", OLD, "90", ""),
    ]
    _release(officer, f"{QUARTER.last:%Y-%m}_{TODAY:%Y-%m}")
    visitor = world.app.test_client()
    found = re.search(r"/open-data/[a-z-]+/indicators-by-district", visitor.get("/open-data").text)
    assert found is not None
    data = visitor.get(f"{found[0]}/1/data.json").json
    shown = {
        (row["district_code"], row["month"]): (row["version"], row["title_th"], row["numerator"])
        for row in data
        if row["indicator"] == "outc2" and row["numerator"] is not None
    }
    last, this = f"{QUARTER.last:%Y-%m}", f"{TODAY:%Y-%m}"
    assert shown["1000", last] == (1, OLD, 60)
    assert shown["1009", last] == (4, NEW, 10)
    assert shown["1047", last] == (1, OLD, 30)
    assert shown["1000", this] == (4, NEW, 30)
    public = visitor.get("/open-data/board").text
    assert "นิยามฉบับที่ 4" in public
    assert 'class="chart-break"' in public


def test_a_released_total_of_some_districts_adds_up_nothing_that_is_held_back(officer: Director):
    facts, few = FactWriter(officer.world), COUNTED | {"training.improved": 3}
    facts.month(
        QUARTER.months[0],
        few,
        office=1001,
        approved=few,
        approved_at=NOW - timedelta(days=2),
    )
    _release(officer, f"{QUARTER.first:%Y-%m}")
    visitor = officer.world.app.test_client()
    found = re.search(r"/open-data/[a-z-]+/indicators-by-district", visitor.get("/open-data").text)
    assert found is not None
    data = visitor.get(f"{found[0]}/1/data.json").json
    rows = {row["district_code"]: row for row in data if row["indicator"] == "outc2"}
    assert rows["1001"]["status"] == rows["1000"]["status"] == "suppressed"
    assert (rows["1000"]["version"], rows["1000"]["value"]) == (1, None)


def _release(officer: Director, period: str) -> None:
    base = "/city/open-data/indicators-by-district"
    page = officer.browser.get(f"{base}/releases/new?period={period}").text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen is not None
    sent = {"record_id": str(uuid7()), "period": period, "seen": seen[1]}
    sent |= {"objective": "ให้ประชาชนติดตามผล", "contact": "กองพัฒนาชุมชน"}
    assert officer.browser.post(f"{base}/releases", data=sent | officer.said()).status_code == 303
