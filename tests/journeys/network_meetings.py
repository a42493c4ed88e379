"""What people do in a zone's meetings: it is called, held, written down and adopted by the next one."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from core.i18n.dates import bangkok_today, show_date
from tests.journeys.conftest import PHONE
from tests.journeys.desks import Hands, Town

OFFICE, ZONE = "bangna", "คณะกรรมการเครือข่ายชุมชน โซน 1"
OFFICER = f"{OFFICE}.developer1"
MEMBER, TASK_OWNER = "นางสาวตัวอย่าง แปด", "นางตัวอย่าง เจ็ด"
"""A member without an account, who has a personal code; and the leader, as the register names her."""

PLACE, MATTER, SECOND_MATTER = "ศาลาชุมชนตัวอย่าง", "น้ำท่วมขังซอยตัวอย่าง", "ตั้งเวรยามตรวจระดับน้ำ"
TASK = "สำรวจท่อระบายน้ำในซอยตัวอย่าง"

CODE = r"[0-9A-Z]{5}-[0-9A-Z]{5}"
PAPER_CODE = r"1047(?:-[0-9A-Z]{4}){3}"


def day(ahead: int = 0) -> str:
    return show_date(bangkok_today() + timedelta(days=ahead), style="numeric")


def by_code(town: Town, code: str) -> Hands:
    """Somebody without an account types the code of the own card into a phone, in small letters."""
    path = f"/d/{OFFICE}/code"
    phone = Hands(town.visit(size=PHONE, path=path), path)
    phone.type({"code": code.lower()})
    phone.press("ดำเนินการต่อ")
    town.desks[code] = phone
    return phone


def plan_meeting(officer: Hands, **values: object) -> str:
    """Call the next monthly meeting of the zone as the manual wants it; its address."""
    officer.open_section("การประชุม")
    officer.press("นัดประชุม")
    body = officer.page.locator("#body option", has_text=ZONE).get_attribute("value")
    officer.type({"body": body})
    officer.press("เลือกคณะนี้")
    assert officer.page.locator("[name=title]").input_value() == "ประชุมคณะกรรมการเครือข่ายประจำเดือน"
    officer.type({"held_on": day(), "place": PLACE} | values)
    officer.press("บันทึกการนัดประชุม")
    return officer.page.url


def invite(officer: Hands) -> None:
    officer.press("เชิญประชุม")
    officer.press("ส่งหนังสือเชิญ")
    assert "เชิญประชุมแล้ว" in officer.main


def tick_until_there_is_a_quorum(officer: Hands, meeting: str) -> None:
    """The count above the list follows every tick, and the list leads to the opening."""
    officer.page.goto(meeting)
    officer.press("บันทึกผู้มาประชุม")
    needed = re.search(r"มาประชุม (\d+) คน จากกรรมการ \d+ คน ต้องมา (\d+) คน", officer.main)
    assert needed, officer.main
    for _member in range(int(needed[2]) - int(needed[1])):
        button = officer.page.locator("main tbody button").filter(has_text="มาแล้ว").first
        line = button.locator("xpath=ancestor::tr").get_attribute("id")
        button.click()
        officer.clicks += 1
        officer.page.locator(f"#{line} .tone-success").wait_for()
    expect(officer.page.locator("#quorum")).to_have_text(re.compile(r"^\s*ครบองค์ประชุม"))


def open_meeting(officer: Hands, clock: str) -> None:
    officer.press("เปิดประชุม")
    assert "ครบองค์ประชุม" in officer.main
    officer.type({"opened_at": clock})
    officer.press("เปิดประชุม")


def call_a_meeting(town: Town) -> str:
    officer = town.at(OFFICER)
    meeting = plan_meeting(officer, starts_at="0:00", ends_at="0:01", matters=MATTER)
    officer.press("เพิ่มเรื่อง")
    officer.type({"title": SECOND_MATTER})
    officer.press("บันทึก")
    assert f"4.2 {SECOND_MATTER}" in officer.main
    invite(officer)
    return meeting


def a_member_signs_in_on_a_phone(town: Town, meeting: str) -> None:
    """With the code that the officer reads out to who left the card at home."""
    officer = town.at(OFFICER)
    officer.page.goto(meeting)
    officer.press("บันทึกผู้มาประชุม")
    line = officer.page.locator("main tr", has_text=MEMBER)
    line.locator("summary").click()
    line.get_by_role("link", name="รหัสส่วนตัว").click()
    officer.clicks += 2
    code = re.search(CODE, officer.main)
    assert code, officer.main
    member = by_code(town, code[0])
    assert MEMBER in member.main
    member.press("ลงชื่อเข้าประชุม")
    assert "ลงชื่อเข้าประชุมแล้ว" in member.main


def hold_the_meeting(town: Town, meeting: str) -> None:
    officer = town.at(OFFICER)
    tick_until_there_is_a_quorum(officer, meeting)
    open_meeting(officer, "0:00")
    matter = officer.page.locator("main li[id^=item]", has_text=MATTER)
    matter.locator("summary").click()
    officer.clicks += 1
    officer.press("บันทึกการลงมติ", within="main details[open]")
    officer.type({"text": TASK, "in_favour": 7, "against": 1, "abstained": 1})
    officer.press("บันทึก")
    assert "ไม่เห็นชอบ 1" in officer.main
    officer.press("ปิดประชุม")
    officer.type({"closed_at": "0:01"})
    officer.press("ปิดประชุม")


def write_the_minutes(town: Town) -> None:
    officer = town.at(OFFICER)
    officer.press("จัดทำรายงานการประชุม")
    officer.press("จัดทำรายงานการประชุม")
    matter = officer.page.locator("main fieldset", has_text=MATTER)
    matter.get_by_label("สาระการประชุม").fill("น้ำท่วมขังทุกครั้งที่ฝนตกหนัก")
    matter.get_by_label("มติที่ประชุม").fill("เห็นชอบให้สำรวจและล้างท่อระบายน้ำ")
    officer.press("มอบหมายงานจากเรื่องนี้", within=f"main fieldset:has-text('{MATTER}')")
    owner = officer.page.locator("#owner option", has_text=TASK_OWNER).get_attribute("value")
    officer.type({"text": TASK, "owner": owner, "due_on": day(14)})
    officer.press("มอบหมายงาน")
    assert TASK in officer.main
    officer.press("บันทึกรายงานการประชุม")
    officer.press("ส่งเวียนรายงานการประชุม")
    officer.press("ส่งเวียนรายงานการประชุม")
    assert "รอรับรอง" in officer.main


def adopt_them_in_the_next_meeting(town: Town, meeting: str) -> None:
    officer = town.at(OFFICER)
    following = plan_meeting(officer, starts_at="0:01", ends_at="0:02")
    agenda = re.search(r"2\. เรื่องรับรอง(.*)3\. เรื่องสืบเนื่อง(.*)4\. เรื่องเสนอ", officer.main)
    assert agenda, officer.main
    today = show_date(bangkok_today(), style="long")
    assert re.search(rf"ครั้งที่ \d+/\d+ เมื่อวันที่ {today}", agenda[1])
    assert TASK in agenda[2]
    assert TASK_OWNER in agenda[2]
    invite(officer)
    tick_until_there_is_a_quorum(officer, following)
    open_meeting(officer, "0:01")
    officer.press(re.compile(rf"^รายงานการประชุมครั้งที่ .* {today}$"))
    officer.press("บันทึกการรับรองรายงาน")
    officer.press("บันทึกการรับรองรายงาน")
    assert "รับรองแล้ว" in officer.main
    code = re.search(PAPER_CODE, officer.main)
    assert code, officer.main
    refused = officer.page.goto(f"{meeting}/minutes/edit")
    assert refused
    assert refused.status == 409
    assert "แก้ไขไม่ได้อีก" in officer.main
    the_city_sees(town, code[0])


def the_city_sees(town: Town, code: str) -> None:
    city = town.at("city.officer")
    city.open_section("เอกสารหลักฐานของเขต")
    city.press("บางนา", within="main tbody")
    card = city.page.locator("main tr", has_text=code).inner_text()
    assert f"รายงานการประชุม{ZONE}" in card
    assert MEMBER not in city.main
