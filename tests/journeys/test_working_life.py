"""The working life of a network: it meets, reports, learns, and every step is told to whom it concerns."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, expect

from core.i18n.dates import bangkok_today
from tests.journeys import network_courses as courses
from tests.journeys import network_meetings as meetings
from tests.journeys.conftest import PHONE, Site, Visit, sign_in
from tests.journeys.desks import Hands, Town
from tests.journeys.network_meetings import OFFICE, OFFICER, PLACE, TASK, ZONE

LEADER = f"{OFFICE}.community2"
CLEANING = "ล้างท่อระบายน้ำร่วมกัน"

MOST_CLICKS = 135
"""All clicks of all people up to here; more than that is a way that became longer."""


@pytest.fixture
def lonely_phone(site: Site, chromium: Browser, town: Town) -> Iterator[Hands]:
    """The leader's phone, which may lose its network: what then does not load is no error of a script."""
    context = chromium.new_context(viewport=PHONE, base_url=site.url, locale="th-TH")
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
    officer.go_home()
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


def test_a_network_meets_reports_and_learns_and_leaves_its_evidence(
    town: Town, lonely_phone: Hands
):
    meeting = meetings.call_a_meeting(town)
    the_leader_is_told(town)
    meetings.a_member_signs_in_on_a_phone(town, meeting)
    meetings.hold_the_meeting(town, meeting)
    meetings.write_the_minutes(town)
    meetings.adopt_them_in_the_next_meeting(town, meeting)
    report_without_a_network(lonely_phone)
    return_correct_and_accept(town)
    course = courses.plan_a_course(town)
    courses.certify(town, courses.learn(town, course))
    assert town.clicks() < MOST_CLICKS
