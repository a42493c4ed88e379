"""The board never shows a number alone: reported beside approved, the districts behind it, what was not understood."""

import re

import pytest

from core.access.roles import Role
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.tenancy.scope import DEPARTMENT
from tests.support.reported import report
from tests.support.world import BANG_NA, NEIGHBOUR, World

THIS_MONTH = first_of_month(bangkok_today())
TWENTY = {"registry.communities": 20, "zones.count": 10}


def officer(world: World, language: str = "th"):
    return world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT, language=language)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_an_approved_zero_stands_beside_what_was_reported_and_leads_to_its_districts(world: World):
    values = TWENTY | {"networks.established": 7}
    report(world, BANG_NA, THIS_MONTH, values, approved=True)
    report(world, BANG_NA, THIS_MONTH, {"networks.established": 0}, state="approved", approved=True)
    client = officer(world)
    page = client.get("/city/?indicator=p1").text
    assert "รายงานแล้ว 70.0 % (7/10) รับรองแล้ว 0.0 % (0/10)" in words_of(page)
    assert "บางนา: 0.0* % (0/10 · รายงานแล้ว 70.0 % (7/10))" in page
    assert re.search(r'href="/city/\?indicator=outc3#districts"', page)
    districts = page[page.index('id="districts"') : page.index('id="unopened"')]
    assert "จาก 1 ใน 50 เขต" in words_of(districts)
    assert "รายงานกับที่รับรองไม่ตรงกัน" in districts
    assert f"/city/districts/1047/evidence/p1?period={THIS_MONTH:%Y-%m}" in districts
    assert "ยังไม่เริ่ม (49)" in words_of(districts)
    assert f'href="/city/?period={shift_month(THIS_MONTH, -1):%Y-%m}"' in page
    matrix = words_of(client.get("/city/matrix").text)
    assert "0.0 0/10 · รายงานแล้ว 70.0 % (7/10)" in matrix
    assert "รายงานแล้ว 70.0 % (7/10) รับรองแล้ว 0.0 % (0/10)" in matrix
    reported = client.get("/city/?indicator=p1&basis=reported").text
    assert "รายงานแล้ว 70.0 %" not in reported


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/city/?indicator=nope", "ระบุตัวชี้วัด “nope” ซึ่งไม่มีในระบบ จึงแสดงโซนที่มีทั้งคำสั่ง"),
        ("/city/?period=xx", "ระบุช่วงเวลา “xx” ซึ่งไม่มีในระบบ จึงแสดง"),
        ("/city/?period=2599", "ช่วงเวลา “2599” ยังมาไม่ถึง"),
        ("/city/?from=2026-10&until=2026-01", "“2026-10 – 2026-01” สิ้นสุดก่อนเริ่ม"),
        ("/city/trends?group=ZZ", "ระบุกลุ่มเขต “ZZ” ซึ่งไม่มีในระบบ จึงแสดงทุกเขตแทน"),
        ("/city/comparison?basis=guess", "ระบุชุดตัวเลข “guess”"),
        ("/city/matrix?sort=drop", "ระบุให้เรียงตาม “drop”"),
        ("/city/roll-out?group=size-1", "หน้านี้ไม่มีกลุ่มเขตตามขนาด"),
        ("/city/districts/1047?period=1999", "ระบุช่วงเวลา “1999”"),
    ],
)
def test_what_an_address_asks_for_in_vain_is_said_in_words(
    world: World, address: str, sentence: str
):
    answer = officer(world).get(address)
    assert answer.status_code == 200
    assert sentence in answer.text


def test_a_file_of_an_address_that_names_nothing_does_not_exist(world: World):
    client = officer(world)
    assert client.get("/city/matrix/file?period=xx").status_code == 404
    assert client.get("/city/matrix/file?group=S").status_code == 200


def test_an_order_by_a_value_holds_inside_a_group_and_leaves_out_what_rests_on_too_little(
    world: World,
):
    report(world, BANG_NA, THIS_MONTH, TWENTY | {"networks.established": 2})
    report(world, NEIGHBOUR, THIS_MONTH, TWENTY | {"networks.established": 8})
    few = {"registry.communities": 4, "zones.count": 10, "networks.established": 10}
    report(world, 1039, THIS_MONTH, few)
    report(world, 1001, THIS_MONTH, TWENTY | {"networks.established": 9})
    page = officer(world).get("/city/matrix?sort=-p1").text
    page = words_of(page[page.index("matrix-frame") :])
    places = [page.index(f" {name} ") for name in ("พระโขนง", "บางนา")]
    assert places == sorted(places)
    assert page.index("วัฒนา ไม่จัดลำดับ") > places[-1]
    assert page.index("กรุงเทพกลาง") < page.index("พระนคร") < page.index("กรุงเทพใต้") < places[0]
