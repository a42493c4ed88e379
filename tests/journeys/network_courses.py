"""What people do at a course: it is planned, attended, tested and certified."""

import re

import pypdfium2
from playwright.sync_api import Page

from tests.journeys.desks import Hands, Town
from tests.journeys.network_meetings import (
    CODE,
    MEMBER,
    OFFICE,
    OFFICER,
    PAPER_CODE,
    PLACE,
    by_code,
    day,
)

DIRECTOR = f"{OFFICE}.director"
COURSE, FIRST, SECOND = "อบรมกรรมการเครือข่าย รุ่นทดลอง", "กี่ขั้นตอน", "กี่ภาคส่วน"
"""The course, and words of the two questions of its test."""

FORMULA = {"กรรมการชุมชน": 3, "ภาคีเครือข่าย": 36, "เจ้าหน้าที่": 10}
"""So many of every community, so many partners, so many staff."""


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
