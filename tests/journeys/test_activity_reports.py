"""A leader reports an activity on a phone: with photos, without a signal, and again after a correction."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.journeys.conftest import PHONE, Site, sign_in

NEW = "/d/bangna/activities/new"
LEADER = "bangna.community2"
Visit = Callable[..., Page]


def photo(number: int) -> FilePayload:
    target = BytesIO()
    Image.new("RGB", (2400, 1800), (number * 60, 90, 120)).save(target, "JPEG")
    return {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": target.getvalue()}


def fill_six_fields(page: Page, title: str) -> None:
    page.get_by_label("ชื่อกิจกรรม").fill(title)
    page.get_by_label("จำนวนผู้เข้าร่วม").fill("๒๔")
    page.get_by_label("ลงมือปฏิบัติจริง").check()


@pytest.fixture
def phone(visit: Visit) -> Page:
    return visit(LEADER, size=PHONE, path=NEW)


@pytest.fixture
def unwatched_phone(site: Site, chromium: Browser) -> Iterator[Page]:
    """A phone that may lose its network: what then does not load is no error of a script."""
    context = chromium.new_context(viewport=PHONE, base_url=site.url, locale="th-TH")
    page = context.new_page()
    sign_in(site, page, LEADER)
    page.goto(NEW)
    yield page
    context.close()


def test_a_report_with_photos_and_the_place_of_the_phone_goes_out_from_one_screen(phone: Page):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 13.66812, "longitude": 100.60441})
    phone.locator("[name=photos]").set_input_files([photo(1), photo(2)])
    expect(phone.locator("[data-photo-list] li")).to_have_count(2)
    phone.get_by_label("ผู้ที่เห็นใบหน้าในภาพยินยอมแล้ว").check()
    fill_six_fields(phone, "ปลูกต้นไม้ริมคลอง")
    phone.get_by_text("จัดที่ไหน").click()
    assert phone.get_by_label("ละติจูด").input_value() == ""
    phone.get_by_role("button", name="ใช้ตำแหน่งของโทรศัพท์เครื่องนี้").click()
    expect(phone.get_by_text("ใส่ตำแหน่งแล้ว")).to_be_visible()
    phone.get_by_role("button", name="ส่งรายงาน", exact=True).click()
    phone.wait_for_url("**/activities/*sent=1")
    expect(phone.get_by_role("heading", name="ปลูกต้นไม้ริมคลอง")).to_be_visible()
    pictures = phone.locator(".activity-photos img")
    expect(pictures).to_have_count(2)
    pictures.last.scroll_into_view_if_needed()
    expect(pictures.last).to_have_js_property("naturalWidth", 320)
    expect(phone.locator(".is-map")).to_be_visible()


def test_a_report_without_a_signal_is_kept_on_the_phone_and_sent_once_when_there_is_one(
    unwatched_phone: Page,
):
    phone = unwatched_phone
    phone.locator("html[data-offline-ready=yes]").wait_for()
    phone.context.set_offline(True)
    phone.locator("[name=photos]").set_input_files([photo(1)])
    expect(phone.locator("[data-photo-list] li")).to_have_count(1)
    phone.get_by_label("ผู้ที่เห็นใบหน้าในภาพยินยอมแล้ว").check()
    fill_six_fields(phone, "ตรวจถังดับเพลิง")
    phone.get_by_role("button", name="ส่งรายงาน", exact=True).click()
    expect(phone.locator("[data-say=saved]")).to_be_visible()
    phone.context.set_offline(False)
    sent = phone.locator("[data-offline-list] li", has_text="ตรวจถังดับเพลิง")
    expect(sent.get_by_text("ส่งแล้ว")).to_be_visible()
    sent.get_by_role("link", name="แสดง").click()
    expect(phone.locator(".activity-photos img")).to_have_count(1)
    phone.goto("/d/bangna/activities")
    expect(phone.get_by_role("link", name="ตรวจถังดับเพลิง", exact=True)).to_have_count(1)


def test_a_returned_report_says_what_to_correct_and_goes_out_again(phone: Page, visit: Visit):
    fill_six_fields(phone, "อบรมอาสาจราจรรุ่นสอง")
    phone.get_by_role("button", name="ส่งรายงาน", exact=True).click()
    phone.wait_for_url("**/activities/*sent=1")
    path = phone.url.partition("?")[0]
    officer = visit("bangna.developer1", path=path)
    officer.get_by_role("link", name="ส่งกลับให้แก้ไข").click()
    officer.get_by_label("สิ่งที่ต้องแก้ไข").fill("ระบุสถานที่จัดกิจกรรม")
    officer.get_by_role("button", name="ส่งกลับให้แก้ไข").click()
    expect(officer.locator(".lead")).to_contain_text("ส่งกลับแก้ไข")
    phone.goto(path)
    expect(phone.locator(".notice", has_text="ระบุสถานที่จัดกิจกรรม")).to_be_visible()
    phone.get_by_role("link", name="แก้ไขรายงาน").first.click()
    phone.get_by_text("จัดที่ไหน").click()
    phone.get_by_label("สถานที่", exact=True).fill("ศาลาชุมชนตัวอย่าง 2")
    phone.get_by_role("button", name="แก้ไขแล้วส่งใหม่").click()
    phone.wait_for_url(path)
    expect(phone.locator(".lead")).to_contain_text("รายงานแล้ว")
    expect(phone.get_by_text("ศาลาชุมชนตัวอย่าง 2").first).to_be_visible()
