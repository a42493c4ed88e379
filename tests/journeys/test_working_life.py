"""The working life of a network: it meets, reports, learns, and every step is told to whom it concerns."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.i18n.dates import bangkok_today, show_date
from tests.journeys.conftest import PHONE, Site, Visit, sign_in
from tests.journeys.desks import Hands, Town

OFFICE, ZONE = "bangna", "คณะกรรมการเครือข่ายชุมชน โซน 1"
OFFICER, DIRECTOR, LEADER = f"{OFFICE}.developer1", f"{OFFICE}.director", f"{OFFICE}.community2"
MEMBER, TASK_OWNER = "นางสาวตัวอย่าง แปด", "นางตัวอย่าง เจ็ด"
"""A member without an account, who has a personal code; and the leader, as the register names her."""

PLACE, MATTER, SECOND_MATTER = "ศาลาชุมชนตัวอย่าง", "น้ำท่วมขังซอยตัวอย่าง", "ตั้งเวรยามตรวจระดับน้ำ"
TASK, CLEANING = "สำรวจท่อระบายน้ำในซอยตัวอย่าง", "ล้างท่อระบายน้ำร่วมกัน"
COURSE, FIRST, SECOND = "อบรมกรรมการเครือข่าย รุ่นทดลอง", "กี่ขั้นตอน", "กี่ภาคส่วน"
"""The course, and words of the two questions of its test."""

FORMULA = {"กรรมการชุมชน": 3, "ภาคีเครือข่าย": 36, "เจ้าหน้าที่": 10}
"""So many of every community, so many partners, so many staff."""

CODE = r"[0-9A-Z]{5}-[0-9A-Z]{5}"
PAPER_CODE = r"1047(?:-[0-9A-Z]{4}){3}"

MOST_CLICKS = 145
"""All clicks of all people up to here; more than that is a way that became longer."""


@pytest.fixture
def lonely_phone(site: Site, browser: Browser, town: Town) -> Iterator[Hands]:
    """The leader's phone, which may lose its network: what then does not load is no error of a script."""
    context = browser.new_context(viewport=PHONE, base_url=site.url, locale="th-TH")
    context.set_default_timeout(10_000)
    yield phone_in(context, site, town)
    context.close()


@pytest.fixture
def town(site: Site, visit: Visit) -> Town:
    return Town(site, visit, OFFICE)


def phone_in(context: BrowserContext, site: Site, town: Town) -> Hands:
    page = context.new_page()
    sign_in(site, page, LEADER)
    home = f"/d/{OFFICE}/"
    page.goto(home)
    town.desks[LEADER] = Hands(page, home)
    return town.desks[LEADER]


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
    """Ticks are answered row by row; the count stands on the page that follows."""
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
    officer.page.goto(meeting)
    assert "ไม่ครบองค์ประชุม" not in officer.main
    assert "ครบองค์ประชุม" in officer.main


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


def the_leader_is_told(town: Town) -> None:
    """By the bell, in the calendar of the application, and in the calendar of the phone."""
    leader = town.desks[LEADER]
    leader.go_home()
    leader.press("การแจ้งเตือน", within="header")
    assert f"เชิญประชุม{ZONE}" in leader.main
    leader.go_home()
    leader.press("ปฏิทิน")
    assert "00.00 น. ประชุมคณะกรรมการเครือข่ายประจำเดือน (โซน 1)" in leader.main
    leader.press("ติดตาม")
    leader.type({"label": "โทรศัพท์ของฉัน"})
    leader.press("สร้างที่อยู่ปฏิทิน")
    address = urlsplit(leader.page.locator("main code").inner_text()).path
    feed = leader.page.context.request.get(address).text().replace("\r\n ", "")
    begins = f"{bangkok_today() - timedelta(days=1):%Y%m%d}T170000Z"
    event = next(each for each in feed.split("BEGIN:VEVENT") if f"DTSTART:{begins}" in each)
    assert "ประชุมคณะกรรมการเครือข่ายประจำเดือน (โซน 1)" in event


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
    officer.type({"text": TASK, "in_favour": 8, "against": 1, "abstained": 1})
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
    assert re.search(rf"ครั้งที่ \d+/\d+ เมื่อวันที่ {show_date(bangkok_today(), style='long')}", agenda[1])
    assert TASK in agenda[2]
    assert TASK_OWNER in agenda[2]
    invite(officer)
    tick_until_there_is_a_quorum(officer, following)
    open_meeting(officer, "0:01")
    officer.page.goto(f"{meeting}/minutes")
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


def report_without_a_network(leader: Hands) -> None:
    page = leader.page
    leader.go_home()
    assert TASK in leader.main
    leader.press("รายงานกิจกรรม")
    page.locator("html[data-offline-ready=yes]").wait_for()
    page.context.set_offline(True)
    page.locator("[name=photos]").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    expect(page.locator("[data-photo-list] li")).to_have_count(1)
    for words in ("ผู้ที่เห็นใบหน้าในภาพยินยอมแล้ว", "ลงมือปฏิบัติจริง"):
        page.get_by_label(words).check()
    leader.type({"title": CLEANING, "participants": "๒๔"})
    page.get_by_role("button", name="ส่งรายงาน", exact=True).click()
    leader.clicks += 5
    expect(page.locator("[data-say=saved]")).to_be_visible()
    page.context.set_offline(False)
    sent = page.locator("[data-offline-list] li", has_text=CLEANING)
    expect(sent.get_by_text("ส่งแล้ว")).to_be_visible()
    page.goto(f"/d/{OFFICE}/activities")
    expect(page.get_by_role("link", name=CLEANING, exact=True)).to_have_count(1)


def picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (1200, 900), (40, 90, 120)).save(target, "JPEG")
    return target.getvalue()


def return_correct_and_accept(town: Town) -> None:
    officer, leader = town.at(OFFICER), town.desks[LEADER]
    officer.open_section("กิจกรรม")
    officer.press(CLEANING)
    report = officer.page.url
    assert officer.page.locator(".activity-photos img").count() == 1
    officer.press("ส่งกลับให้แก้ไข")
    officer.type({"reason": "โปรดระบุสถานที่"})
    officer.press("ส่งกลับให้แก้ไข")
    leader.go_home()
    assert f"{CLEANING}: โปรดระบุสถานที่" in leader.main
    leader.press(CLEANING)
    leader.press("แก้ไขรายงาน")
    leader.page.get_by_text("จัดที่ไหน").click()
    leader.clicks += 1
    leader.type({"place": PLACE})
    leader.page.get_by_role("button", name="แก้ไขแล้วส่งใหม่").click()
    leader.clicks += 1
    leader.page.wait_for_url(report)
    officer.page.goto(report)
    assert PLACE in officer.main
    officer.press("รับรองรายงาน")
    assert "รับรองแล้ว" in officer.main
    leader.go_home()
    assert "โปรดระบุสถานที่" not in leader.main


def plan_a_course(town: Town) -> str:
    officer = town.at(OFFICER)
    officer.open_section("การอบรม")
    officer.press("วางแผนการอบรม")
    officer.type({"title": COURSE, "starts_on": day(), "place": PLACE})
    officer.press("บันทึกแผนการอบรม")
    course = officer.page.url
    officer.press("กำหนดสูตร")
    for place, (words, number) in enumerate(FORMULA.items(), 1):
        officer.type({f"label{place}": words, f"n{place}_1": number, f"unit{place}_1": "คน"})
    officer.tick("[name=register1]")
    officer.tick("[name=staff3]")
    officer.press("คำนวณและบันทึก")
    counted = re.search(r"3 คน × (\d+) ชุมชน .*คาดว่ามา (\d+) คน", officer.main)
    assert counted, officer.main
    assert int(counted[2]) == 3 * int(counted[1]) + 36 + 10
    officer.press("ระบุรายชื่อผู้เข้าอบรม")
    officer.press("เพิ่มจากคณะกรรมการ")
    officer.press("เพิ่มในบัญชีรายชื่อ")
    officer.press("เชิญเข้าอบรม")
    officer.press("ส่งคำเชิญ")
    return course


def card_of(officer: Hands, course: str, name: str) -> str:
    """The code on somebody's card, as it is printed."""
    answer = officer.page.context.request.get(f"{course}/papers/badges")
    document = pypdfium2.PdfDocument(answer.body())
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    found = re.search(rf"{name}[^-]*?({CODE})", text)
    assert found, text
    return found[1]


def answer(page: Page, first: str, second: str) -> None:
    page.locator("html[data-offline-ready]").wait_for()
    for words, choice in ((FIRST, first), (SECOND, second)):
        page.locator("main fieldset", has_text=words).get_by_label(choice, exact=True).check()


def send_answers(trainee: Page) -> None:
    with trainee.expect_navigation():
        trainee.get_by_role("button", name="ส่งคำตอบ", exact=True).click()


def learn(town: Town, course: str) -> Hands:
    """A trainee takes both tests by the code of the card; what is sent a second time changes nothing."""
    officer = town.at(OFFICER)
    trainee = by_code(town, card_of(officer, course, MEMBER))
    trainee.press("ลงชื่อเข้าอบรม")
    officer.press("แบบทดสอบ")
    officer.press("เลือกข้อสอบ")
    for words in (FIRST, SECOND):
        officer.page.locator(".form-check", has_text=words).locator("input").check()
        officer.clicks += 1
    officer.press("บันทึกข้อสอบที่เลือก")
    officer.press("เปิดแบบทดสอบก่อน")
    trainee.page.reload()
    trainee.press("ทำแบบทดสอบ")
    again = trainee.page.context.new_page()
    again.goto(trainee.page.url)
    answer(trainee.page, "3 ขั้นตอน", "4 ภาคส่วน")
    answer(again, "4 ขั้นตอน", "4 ภาคส่วน")
    send_answers(trainee.page)
    assert "ตอบถูก 1 จาก 2 ข้อ" in trainee.main
    send_answers(again)
    assert "ตอบถูก 1 จาก 2 ข้อ" in again.locator("main").inner_text()
    assert "คำตอบที่ส่งครั้งแรกยังคงเดิม" in again.locator("main").inner_text()
    officer.press("ปิดรับแบบทดสอบก่อน")
    officer.press("เปิดแบบทดสอบหลัง")
    trainee.page.reload()
    trainee.press("ทำแบบทดสอบ")
    answer(trainee.page, "4 ขั้นตอน", "4 ภาคส่วน")
    send_answers(trainee.page)
    trainee.clicks += 9
    assert "ตอบถูก 2 จาก 2 ข้อ" in trainee.main
    return trainee


def certify(town: Town, trainee: Hands) -> None:
    officer, director = town.at(OFFICER), town.at(DIRECTOR)
    officer.press("ผลการทดสอบ")
    assert "100.00 % 1/1 ผู้ที่มีคะแนนเพิ่มขึ้น ÷ ผู้ที่ทำครบทั้งสองครั้ง" in officer.main
    assert "50.00 % → 100.00 % 1 → 2/2" in officer.main
    officer.press("หลักสูตร")
    officer.press("ปิดการอบรม")
    director.open_section("การอบรม")
    director.press(COURSE)
    director.press("ออกวุฒิบัตร")
    town.confirm(DIRECTOR)
    director.press("ลงนามและออกวุฒิบัตร")
    assert MEMBER in director.main
    town.site.app.extensions["publisher"].wait_until_idle()
    trainee.page.reload()
    assert "เปิดวุฒิบัตรของท่าน" in trainee.main
    code = re.search(PAPER_CODE, trainee.main)
    assert code, trainee.main
    stranger = Hands(town.visit(path="/papers"), "/papers")
    stranger.type({"code": code[0]})
    stranger.press("ตรวจสอบ")
    assert "เอกสารฉบับนี้เป็นของจริง" in stranger.main
    assert COURSE in stranger.main
    assert MEMBER not in stranger.main


def test_a_network_meets_reports_and_learns_and_leaves_its_evidence(
    town: Town, lonely_phone: Hands
):
    meeting = call_a_meeting(town)
    the_leader_is_told(town)
    a_member_signs_in_on_a_phone(town, meeting)
    hold_the_meeting(town, meeting)
    write_the_minutes(town)
    adopt_them_in_the_next_meeting(town, meeting)
    report_without_a_network(lonely_phone)
    return_correct_and_accept(town)
    course = plan_a_course(town)
    certify(town, learn(town, course))
    assert town.clicks() < MOST_CLICKS
