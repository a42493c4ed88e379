"""From nothing to networks on paper: a real district, by the hands of the people whose work it is."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from core import demo
from core.extensions import db
from core.i18n.dates import bangkok_today, show_date
from tests.journeys.conftest import Site, Visit
from tests.journeys.desks import Hands, Town

OFFICE, OFFICE_CODE, DISTRICT = "phrakhanong", 1009, "พระโขนง"
DIRECTOR, DEVELOPER = f"{OFFICE}.director", f"{OFFICE}.developer"
HEAD, SECOND_DEVELOPER = f"{OFFICE}.head", f"{OFFICE}.developer2"
NEW_PEOPLE: list[dict[str, Any]] = [
    {
        "username": HEAD,
        "name": "นางสาวตัวอย่าง ข้างเคียงสาม",
        "position": "หัวหน้าฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
        "office_code": OFFICE_CODE,
        "role": "section_head",
    },
    {
        "username": SECOND_DEVELOPER,
        "name": "นายตัวอย่าง ข้างเคียงสี่",
        "position": "เจ้าพนักงานพัฒนาสังคมชำนาญงาน",
        "office_code": OFFICE_CODE,
        "role": "social_developer",
    },
]
ZONES = 5
COMMUNITIES = tuple(f"ตัวอย่างพระโขนง {number}" for number in range(1, 2 * ZONES + 1))
"""Two and two lie side by side, so that five zones are the natural answer."""

IN_EVERY_ZONE = {
    "ผู้อำนวยการเขต": ("นายตัวอย่าง ข้างเคียงหนึ่ง", "ผู้อำนวยการเขตพระโขนง"),
    "ผู้ช่วยผู้อำนวยการเขต": ("นางตัวอย่าง ข้างเคียงผู้ช่วย", "ผู้ช่วยผู้อำนวยการเขตพระโขนง"),
    "หัวหน้าฝ่ายพัฒนาชุมชนและสวัสดิการสังคม": (
        NEW_PEOPLE[0]["name"],
        NEW_PEOPLE[0]["position"],
    ),
}
"""Seats that one person holds in the committees of all zones, by the manual's words."""

KIND, PLACE, SEAT, FOR_COMMUNITY, NAME, POSITION, SINCE = range(7)
"""Columns of the workbook of seats."""

FIRST_NUMBER = 101

MOST_CLICKS = 170
"""All clicks of all people up to here; more than that is a way that became longer."""


@pytest.fixture
def town(site: Site, visit: Visit) -> Town:
    """The office with the two accounts that the example data does not have."""
    with site.app.app_context():
        if HEAD not in site.accounts:
            demo.make_accounts(db.session, NEW_PEOPLE)
            site.accounts.update({each["username"]: each for each in demo.accounts(db.session)})
    return Town(site, visit, OFFICE)


def list_of_communities() -> bytes:
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(["ชื่อชุมชน", "ประเภทชุมชน", "ละติจูด", "ลองจิจูด", "ประชากร"])
    for place, name in enumerate(COMMUNITIES):
        pair, second = divmod(place, 2)
        lat, lon = 13.690 + 0.006 * pair + 0.0004 * second, 100.600 + 0.003 * pair
        table.writerow([name, "เมือง", f"{lat:.4f}", f"{lon:.4f}", 300 + 10 * place])
    return lines.getvalue().encode("utf-8-sig")


def list_of_chairs() -> bytes:
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(
        [
            "คณะกรรมการ",
            "ชุมชนหรือโซน",
            "ตำแหน่งในคณะกรรมการ",
            "ชื่อ-สกุล",
            "ตำแหน่งหรือสังกัด",
            "ดำรงตำแหน่งตั้งแต่วันที่",
        ]
    )
    for name in COMMUNITIES:
        chair = f"ประธานชุมชน{name}"
        table.writerow(
            ["คณะกรรมการชุมชน", name, "ประธานกรรมการชุมชน", chair_of(name), chair, "1/10/2568"]
        )
    return lines.getvalue().encode("utf-8-sig")


def chair_of(community: str) -> str:
    return f"นายประธาน {community.replace(' ', '')}"


def with_names(workbook: bytes) -> bytes:
    """The office's workbook with the zones' rows filled in, as somebody types them in Excel."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0)
    rows = [[str(cell) for cell in row] for row in sheet.to_python()]
    for number, row in enumerate(rows[1:]):
        if row[KIND] == "คณะกรรมการเครือข่ายชุมชน":
            shared = IN_EVERY_ZONE.get(row[SEAT])
            position = row[POSITION] or row[SEAT].split()[0]
            row[NAME], row[POSITION] = shared or (f"นางกรรมการ ตัวอย่าง{number}", position)
            row[SINCE] = show_date(bangkok_today(), style="numeric")
    filled = io.BytesIO()
    with xlsxwriter.Workbook(filled) as book:
        out = book.add_worksheet("รายชื่อ")
        for number, row in enumerate(rows):
            out.write_row(number, 0, row)
    return filled.getvalue()


def adopt_the_manual(town: Town) -> None:
    developer = town.at(DEVELOPER)
    developer.open_section("คู่มือที่ใช้")
    developer.press("ประกาศใช้คู่มือฉบับที่ 1")
    developer.press("ประกาศใช้คู่มือฉบับที่ 1")
    assert "ใช้บังคับในสำนักงานเขตนี้แล้ว" in developer.main


def import_communities(town: Town) -> None:
    developer = town.at(DEVELOPER)
    developer.open_section("ทะเบียนชุมชน")
    developer.press("นำเข้าจากไฟล์")
    developer.send_file("ชุมชน.csv", list_of_communities())
    developer.type({"source": "ทะเบียนของฝ่าย"})
    developer.press("ตรวจไฟล์")
    developer.press(f"นำเข้า {len(COMMUNITIES)} ชุมชน")
    assert "นำเข้าแล้ว" in developer.main


def group_communities_into_zones(town: Town) -> None:
    developer = town.at(DEVELOPER)
    developer.open_section("โซน")
    developer.press("ข้อเสนอการจัดโซน")
    developer.type({"count": ZONES, "problem_percent": 0})
    developer.press("จัดทำข้อเสนอ")
    developer.press("ใช้ข้อเสนอนี้")
    columns = developer.page.locator(".board-column").filter(has_text="โซน").all()
    held = [column.locator("[data-board-item]").count() for column in columns]
    assert [number for number in held if number] == [2] * ZONES


def enter_the_chairs_of_communities(town: Town) -> None:
    developer = town.at(DEVELOPER)
    developer.open_section("คณะกรรมการ")
    developer.press("นำเข้ารายชื่อกรรมการจากไฟล์")
    developer.send_file("ประธานชุมชน.csv", list_of_chairs())
    developer.press("ตรวจไฟล์")
    developer.press(f"นำเข้า {len(COMMUNITIES)} ตำแหน่ง")


def elect_the_chairs_of_zones(town: Town) -> None:
    """On paper; the first zone has two candidates, the others one, and both counts agree."""
    elections = [hold_an_election(town, zone) for zone in range(ZONES)]
    for address in elections:
        enter_a_count(town, DEVELOPER, address)
    for address in elections:
        enter_a_count(town, SECOND_DEVELOPER, address)
    for address in elections:
        declare_the_result(town, address)


def hold_an_election(town: Town, zone: int) -> str:
    developer = town.at(DEVELOPER)
    developer.open_section("การเลือกตั้ง")
    developer.press("จัดการเลือกตั้ง")
    choices = developer.page.locator("#chair option").all()
    developer.type({"chair": choices[zone].get_attribute("value")})
    developer.press("จัดการเลือกตั้ง")
    address = developer.page.url
    candidates = ("เสนอชื่อผู้สมัคร", "เสนอชื่อผู้สมัครเพิ่ม") if zone == 0 else ("เสนอชื่อผู้สมัคร",)
    for words in candidates:
        developer.press(words)
        developer.tick("#confirmed")
        developer.press("บันทึกผู้สมัคร")
    developer.press("ยืนยันบัญชีและเปิดการลงคะแนน")
    developer.press("ยืนยันบัญชีและเปิดการลงคะแนน")
    for _voter in range(2):
        developer.press(re.compile(r"^\s*จ่ายบัตร"))
    developer.press("ปิดการลงคะแนน")
    developer.press("ปิดการลงคะแนน")
    return address


def enter_a_count(town: Town, username: str, address: str) -> None:
    counter = town.at(username)
    counter.page.goto(address)
    counter.press("บันทึกผลการนับคะแนน")
    others = counter.page.locator("main [name^='votes_']").count() - 1
    counter.type({"votes_1": 2, "blank": 0, "spoilt": 0})
    counter.type({f"votes_{number + 2}": 0 for number in range(others)})
    counter.press("บันทึกผลการนับ")


def declare_the_result(town: Town, address: str) -> None:
    director = town.at(DIRECTOR)
    director.page.goto(address)
    director.press("ประกาศผลการเลือกตั้ง")
    town.confirm(DIRECTOR)
    director.press("ลงนามและประกาศผล")
    assert "ได้รับเลือกตั้ง" in director.main


def fill_the_committees_of_zones(town: Town) -> None:
    developer = town.at(DEVELOPER)
    developer.open_section("คณะกรรมการ")
    developer.press("นำเข้ารายชื่อกรรมการจากไฟล์")
    workbook = developer.download("ดาวน์โหลดแบบฟอร์ม")
    developer.send_file("กรรมการเครือข่าย.xlsx", with_names(workbook))
    developer.press("ตรวจไฟล์")
    developer.press(re.compile(r"นำเข้า \d+ ตำแหน่ง"))


def draft_and_propose_the_orders(town: Town) -> None:
    developer, head = town.at(DEVELOPER), town.at(HEAD)
    developer.open_section("คำสั่ง")
    developer.press("โซน")
    developer.press(f"ร่างคำสั่งทุกโซนที่พร้อม ({ZONES} โซน)")
    for _order in range(ZONES):
        head.open_section("คำสั่ง")
        head.press("แต่งตั้งคณะกรรมการ", within="main tbody")
        head.press("เสนอลงนาม")


def sign_the_orders_together(town: Town) -> None:
    director = town.at(DIRECTOR)
    director.go_home()
    director.open_section("คำสั่ง")
    director.press("ลงนามฉบับที่เลือก")
    numbers = director.page.locator("main input[name^='number']").all()
    assert len(numbers) == ZONES
    director.type(
        {box.get_attribute("name") or "": FIRST_NUMBER + at for at, box in enumerate(numbers)}
    )
    town.confirm(DIRECTOR)
    director.press("ลงนามทุกฉบับ")
    done = director.page.get_by_text("ลงนามครบและจัดทำไฟล์ครบทุกฉบับแล้ว")
    news = director.page.locator(".poll-notice a")
    while True:
        # Either may come first: the page that was asked for, or word of newer files.
        done.or_(news).first.wait_for(timeout=60_000)
        if done.count():
            break
        director.press("แสดง", within=".poll-notice")
    assert director.page.locator("main tbody tr").count() == ZONES


def adopt_the_by_laws(town: Town) -> None:
    developer = town.at(DEVELOPER)
    for _zone in range(ZONES):
        developer.open_section("ข้อบังคับ")
        developer.press("ร่างข้อบังคับ", within="main tbody")
        developer.press("ดูเป็นเอกสาร")
        developer.press("บันทึกการประชุมที่เห็นชอบ")
        developer.type(
            {
                "held_on": show_date(bangkok_today(), style="numeric"),
                "place": "ห้องประชุมสำนักงานเขตพระโขนง",
                "present": 9,
                "votes_for": 9,
                "votes_against": 0,
                "abstaining": 0,
            }
        )
        developer.press("บันทึกมติเห็นชอบข้อบังคับ")
        assert "มีผลใช้" in developer.main


def row_of_the_district(hands: Hands) -> dict[str, str]:
    row = hands.page.locator("main tr").filter(
        has=hands.page.get_by_role("rowheader", name=re.compile(DISTRICT))
    )
    return {
        str(cell.get_attribute("data-label")): " ".join(cell.inner_text().split())
        for cell in row.locator("td").all()
    }


def look_at_the_city(town: Town) -> None:
    officer = town.at("city.officer")
    town.site.app.extensions["publisher"].wait_until_idle()
    officer.open_section("เขตและตัวชี้วัด")
    row = officer.page.get_by_role("row").filter(
        has=officer.page.get_by_role("rowheader", name=re.compile(DISTRICT))
    )
    assert "5/5" in row.first.inner_text().replace(" ", "")
    officer.open_section("เอกสารหลักฐานของเขต")
    papers = row_of_the_district(officer)
    assert [papers[kind] for kind in ("คำสั่ง", "ข้อบังคับ", "ผลการเลือกตั้ง")] == ["5"] * 3


def publish_a_network(town: Town) -> str:
    head = town.at(HEAD)
    head.open_section("โซน")
    head.press("โซน 1")
    head.press("หน้าเผยแพร่ของเครือข่าย")
    head.press("เผยแพร่")
    head.press("เปิดหน้าเผยแพร่")
    return head.page.url


def address_of_an_order(town: Town) -> str:
    director = town.at(DIRECTOR)
    director.press("แต่งตั้งคณะกรรมการ", within="main tbody")
    link = director.page.locator("main a").filter(has_text="หน้าตรวจสอบเอกสารสำหรับประชาชน")
    return str(link.get_attribute("href"))


STEPS: Sequence[Callable[[Town], object]] = (
    adopt_the_manual,
    import_communities,
    group_communities_into_zones,
    enter_the_chairs_of_communities,
    elect_the_chairs_of_zones,
    fill_the_committees_of_zones,
    draft_and_propose_the_orders,
    sign_the_orders_together,
    adopt_the_by_laws,
    look_at_the_city,
)


def test_a_district_that_has_nothing_comes_to_five_networks_on_paper(town: Town, visit: Visit):
    for step in STEPS:
        step(town)
    assert town.clicks() < MOST_CLICKS
    network, order = publish_a_network(town), address_of_an_order(town)
    stranger = Hands(visit(path=network), network)
    assert f"{FIRST_NUMBER}/" in stranger.main
    assert "ตัวอย่างพระโขนง" in stranger.main
    stranger.page.goto(order)
    assert "เอกสารฉบับนี้เป็นของจริง" in stranger.page.locator("h1").inner_text()
    assert str(FIRST_NUMBER) in stranger.main
