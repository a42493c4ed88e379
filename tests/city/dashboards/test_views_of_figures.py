"""The matrix, the small trends, districts beside each other, and the stages of the roll-out."""

import csv
import io
import re
from datetime import date
from typing import Any

from core.access.roles import Role
from core.db import uuid7
from core.evidence.models import EvidenceCard, EvidenceKind
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.tenancy.scope import DEPARTMENT
from tests.support.reported import report
from tests.support.world import BANG_NA, NEIGHBOUR, World

THIS_MONTH = first_of_month(bangkok_today())
PRAWET = 1032
TWENTY = {"registry.communities": 20, "zones.count": 10}


def officer(world: World, language: str = "th"):
    return world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT, language=language)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows_of(html: str) -> dict[str, str]:
    """The rows of the matrix by district, in their order."""
    body = html[html.index("matrix-frame") : html.index("matrix-legend")]
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", body, re.DOTALL)
    return {words_of(name).split()[0]: words_of(cells) for name, cells in rows}


def established(world: World, code: int, number: int, **more: Any) -> None:
    report(world, code, THIS_MONTH, TWENTY | {"networks.established": number}, **more)


def test_the_matrix_shows_every_district_with_both_parts_verdict_approval_and_evidence(
    world: World,
):
    established(world, BANG_NA, 10, approved=True)
    established(world, NEIGHBOUR, 3)
    client = officer(world)
    page = client.get("/city/matrix").text
    rows = rows_of(page)
    assert len(rows) == 50
    assert "ถึงเป้า ผู้อำนวยการเขตรับรองแล้ว 100.0 10/10" in rows["บางนา"]
    assert "ยังไม่ถึงเป้า 30.0 3/10" in rows["พระโขนง"]
    assert rows["ประเวศ"] == "ยังไม่เริ่ม"
    assert f"/city/districts/1047/evidence/p1?period={THIS_MONTH:%Y-%m}" in page
    assert "65.0 % (13/20)" in words_of(page[page.index("matrix-legend") :])
    falling = list(rows_of(client.get("/city/matrix?sort=-p1").text))
    rising = list(rows_of(client.get("/city/matrix?sort=p1").text))
    # Ordered inside the group of the two only, and not at all with ten communities too few.
    assert falling.index("พระโขนง") == falling.index("บางนา") + 1
    assert rising.index("บางนา") == rising.index("พระโขนง") + 1
    assert falling.index("บางนา") > 0
    assert "ภายในกลุ่มเขตเดียวกันเท่านั้น ไม่จัดลำดับรวมทั้ง 50 เขต" in client.get("/city/matrix?sort=-p1").text
    assert 'aria-sort="descending"' in client.get("/city/matrix?sort=-p1").text
    assert len(rows_of(client.get("/city/matrix?group=S").text)) == 10
    assert list(rows_of(client.get("/city/matrix?group=size-1").text)) == ["บางนา", "พระโขนง"]


def test_the_matrix_prints_in_sheets_of_a_few_columns_each_with_every_district(world: World):
    established(world, BANG_NA, 10, approved=True)
    page = officer(world).get(f"/city/matrix?view=print&period={THIS_MONTH:%Y-%m}").text
    sheets = [each.split("</section>")[0] for each in page.split('class="matrix-sheet"')[1:]]
    assert len(sheets) >= 3
    assert all(len(rows_of(sheet)) == 50 for sheet in sheets)
    assert all(2 <= sheet.count('scope="col"') <= 11 for sheet in sheets)
    assert "ผลผลิต · ผลลัพธ์" in words_of(sheets[0])
    assert sum("100.0 10/10" in rows_of(sheet)["บางนา"] for sheet in sheets) == 1
    assert "?sort=" not in sheets[0]


def test_the_matrix_as_a_file_has_numbers_as_numbers_and_a_reason_for_every_gap(world: World):
    established(world, BANG_NA, 7, is_example=True)
    answer = officer(world).get("/city/matrix/file?group=S")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len({line["เขต"] for line in lines}) == 10
    found = [line for line in lines if line["ค่า"] == "70.0" and line["รหัส"] == "1047"]
    assert [(line["ตัวตั้ง"], line["ตัวหาร"], line["หมายเหตุ"]) for line in found] == [
        ("7", "10", "ตัวอย่าง")
    ]
    silent = [line for line in lines if line["รหัส"] == "1009"]
    assert {line["ค่า"] for line in silent} == {""}
    assert all(line["หมายเหตุ"] for line in silent)


def test_the_small_trends_stand_in_groups_to_one_scale(world: World):
    established(world, BANG_NA, 9)
    established(world, 1001, 2)
    client = officer(world)
    page = client.get("/city/trends?indicator=p1").text
    assert page.count('class="chart is-multiples"') == 6
    assert page.count('<li>\n    <p class="multiple-name">') == 50
    south = page[page.rindex('class="chart is-multiples"') :]
    assert "90.0 %" in words_of(south)
    assert "/city/districts/1047" in south
    assert len(set(re.findall(r"ทุกช่องใช้มาตราเดียวกัน 0 ถึง 100 %", page))) == 1
    assert "ยังไม่มีเขตในกลุ่มนี้" in client.get("/city/trends?indicator=p1&group=size-3").text


def test_two_to_five_districts_stand_beside_each_other_and_any_other_number_is_refused_in_words(
    world: World,
):
    established(world, BANG_NA, 10)
    established(world, NEIGHBOUR, 4)
    client = officer(world)
    assert "เลือกเขตด้านบนสองถึงห้าเขต" in client.get("/city/comparison").text
    page = client.get("/city/comparison?district=1047&district=1009&district=1032").text
    section = words_of(page[page.index('id="indicator-p1"') :])
    assert "บางนา 100.0 % ✓ ถึงเป้า" in section
    assert "พระโขนง 40.0 % ✕ ยังไม่ถึงเป้า" in section
    assert "ประเวศ – ยังไม่เริ่ม" in section
    assert "ยังไม่มีแหล่งข้อมูล" in words_of(page[page.index("ตัวชี้วัดที่ยังไม่ทราบ") :])
    for codes in ([BANG_NA], list(range(1001, 1007))):
        asked = "&".join(f"district={code}" for code in codes)
        refused = client.get(f"/city/comparison?{asked}")
        assert refused.status_code == 422
        assert f"โปรดเลือกสองถึงห้าเขต ขณะนี้เลือกไว้ {len(codes)} เขต" in refused.text
        assert refused.text.count(" checked") == len(codes)
    twice = client.get("/city/comparison?district=1047&district=1047")
    assert twice.status_code == 422
    assert client.get("/city/comparison?district=1047&district=1000").status_code == 404


def test_every_district_stands_on_its_stage_with_its_day_and_what_is_missing(world: World):
    zones = [uuid7() for _ in range(3)]
    report(world, 1001, THIS_MONTH, {"registry.communities": 5})
    report(world, PRAWET, THIS_MONTH, {"registry.communities": 5, "zones.count": 2})
    report(
        world,
        NEIGHBOUR,
        THIS_MONTH,
        {
            "registry.communities": 5,
            "zones.count": 4,
            "adoption.manuals": 1,
            "networks.established": 1,
        },
    )
    for back in range(8):
        report(
            world,
            BANG_NA,
            shift_month(THIS_MONTH, -back),
            {
                "registry.communities": 5,
                "zones.count": 3,
                "adoption.manuals": 1,
                "networks.established": 3,
                "activities.count": 3,
            },
            zones=dict.fromkeys(zones, 1),
        )
    adopted = date(2017, 5, 2)
    world.in_district(
        lambda session: session.add(
            EvidenceCard(
                district_id=BANG_NA,
                id=uuid7(),
                kind=EvidenceKind.ADOPTION.value,
                record_id=uuid7(),
                title="คู่มือ",
                dated_on=adopted,
                sha256="0" * 64,
            )
        )
    )
    client = officer(world)
    page = client.get("/city/roll-out").text
    assert "ทะเบียนมีชุมชนแล้ว และจัดชุมชนเป็นโซนแล้ว" in page

    def stage(number: int) -> str:
        start = page.index(f'aria-labelledby="stage-{number}"')
        return words_of(page[start : page.index("</section>", start)])

    assert "บางนา" in stage(5)
    assert "ประกาศใช้คู่มือ: 2 พ.ค. 2560" in stage(5)
    assert "ไม่มี ผ่านครบทุกขั้นแล้ว" in stage(5)
    assert "ยังขาดคำสั่งหรือข้อบังคับ 3 จาก 4 โซน" in stage(3)
    assert "เขตยังไม่ได้รับคู่มือฉบับใดไปใช้" in stage(1)
    assert "ตามวันที่ในเอกสาร ซึ่งมีมาก่อนข้อมูลในระบบ" in stage(5)
    assert "ยังไม่เคยเปิดใช้ และยังไม่ได้บันทึกชุมชนในทะเบียน (46)" in stage(0)
    assert "(47)" in stage(0)
    assert "พระนคร (5 ชุมชน ยังไม่จัดโซน)" in stage(0)
    assert re.search(r"<title>พระโขนง: 3", page)
    assert "บางนา" not in words_of(client.get("/city/roll-out?group=E").text.split("<h2")[-1])
