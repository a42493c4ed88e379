"""The jobs that people came for, done in a browser as they would do them."""

import re

import pytest

from tests.journeys.conftest import DESK, PHONE, Site, Visit


def save(page) -> None:
    page.locator("main form.form button[type=submit]").last.click()
    page.wait_for_load_state()


def test_an_officer_registers_a_community_after_a_mistake(visit: Visit):
    page = visit("bangna.developer1", path="/d/bangna/communities/new")
    page.locator("#name").fill("ริมคลองทดสอบ ๑")
    page.locator("#lat").fill("13.66")
    save(page)
    summary = page.locator(".error-summary")
    assert summary.is_visible()
    assert page.locator("#name").input_value() == "ริมคลองทดสอบ ๑"
    assert page.locator("#lat").input_value() == "13.66"
    page.locator("#kind").select_option("urban")
    page.locator("#lon").fill("100.60")
    save(page)
    assert "ริมคลองทดสอบ ๑" in page.get_by_role("heading", level=1).inner_text()


def test_the_whole_way_from_zone_to_order_on_a_desk(visit: Visit, site: Site):
    page = visit("bangna.developer1", path="/d/bangna/")
    page.locator("main .cards a", has_text="โซน 1").click()
    page.locator("main a[href$='/committee']").first.click()
    assert "โซน 1" in page.locator("main").inner_text()
    page.goto("/d/bangna/orders?view=zones")
    signed = page.locator("main tr").filter(has=page.locator("a", has_text="โซน 1"))
    signed.locator("a[href*='/orders/']").first.click()
    assert "ลงนามแล้ว" in page.locator("main").inner_text()
    pdf = page.context.request.get(page.url + "/document.pdf")
    assert pdf.status == 200
    assert pdf.body().startswith(b"%PDF")


def test_placing_a_community_by_keyboard_alone(visit: Visit):
    page = visit("bangna.developer1", path="/d/bangna/zones")
    zone = page.locator(".board-column").filter(has=page.locator("h3", has_text="โซน 1"))
    item = zone.locator("[data-board-item]").first
    name = item.locator("a").first.inner_text()
    item.locator("summary").focus()
    page.keyboard.press("Enter")
    choice = item.locator("select")
    choice.focus()
    target = choice.locator("option", has_text="โซน 5").get_attribute("value")
    assert target
    choice.select_option(target)
    item.locator("button[type=submit]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#reason").fill("ที่ประชุมเห็นชอบ")
    save(page)
    page.goto("/d/bangna/zones")
    column = page.locator(".board-column").filter(has=page.locator(f"[href$='{target}']"))
    assert name in column.inner_text()


def test_a_leader_comes_in_by_a_slip_and_reports_on_a_phone(visit: Visit):
    office = visit("bangna.developer1", path="/d/bangna/accounts")
    office.locator("tr", has_text="bangna.community2").locator("a").first.click()
    office.locator("main form[action$='/slips'] button").click()
    office.wait_for_load_state()
    found = re.search(r"/sign-in/slip/[\w.\-]+", office.locator("main").inner_text())
    assert found
    phone = visit(size=PHONE, path=found.group(0))
    phone.locator("main button[type=submit]").click()
    phone.wait_for_url("**/d/bangna/")
    phone.locator("main a[href$='/activities/new']").first.click()
    phone.locator("input[name=title]").fill("เก็บขยะริมคลอง")
    phone.locator("input[name=kind][value=hands_on]").check()
    phone.locator("input[name=participants]").fill("๒๕")
    phone.locator("main form button[type=submit]").last.click()
    phone.wait_for_url(re.compile(r"/activities/[0-9a-f-]{36}"))
    assert "เก็บขยะริมคลอง" in phone.locator("main").inner_text()
    again = visit(size=PHONE, path=found.group(0))
    assert again.locator("main button[type=submit]").count() == 0
    assert "ใช้" in again.locator("main").inner_text()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_everything_works_without_script(visit: Visit, size: dict[str, int]):
    page = visit("bangna.developer2", size=size, script=False, path="/d/bangna/activities/new")
    page.locator("input[name=title]").fill("ประชุมไม่มีสคริปต์")
    page.locator("select[name=holder]").select_option(index=2)
    page.locator("input[name=kind]").first.check()
    page.locator("input[name=participants]").fill("12")
    save(page)
    assert "ประชุมไม่มีสคริปต์" in page.locator("main").inner_text()
    page.goto("/d/bangna/zones")
    item = page.locator("[data-board-item]").first
    item.locator("summary").click()
    assert item.locator("select").is_visible()
    assert item.locator("button[type=submit]").is_visible()


def test_the_department_sees_a_change_of_an_officer_and_is_offered_the_new_numbers(visit: Visit):
    city = visit("city.officer", path="/city/")
    assert "50" in city.locator("main").inner_text()
    officer = visit("bangna.head", path="/d/bangna/communities/new")
    officer.locator("#name").fill("ชุมชนใหม่ของเมือง")
    officer.locator("#kind").select_option("urban")
    save(officer)
    city.locator(".poll-notice").wait_for(state="visible", timeout=15_000)
    city.locator(".poll-notice a").click()
    city.wait_for_load_state()
    assert city.get_by_role("heading", level=1).is_visible()


def test_the_dashboard_sorts_and_opens_a_district_by_keyboard(visit: Visit):
    page = visit("city.executive", path="/city/matrix")
    page.locator("th[scope=col] a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=**")
    page.locator("a[href*='/city/districts/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/city/districts/**")


def test_a_stranger_is_asked_to_sign_in_and_then_gets_where_they_wanted(visit: Visit, site: Site):
    page = visit(path="/d/bangna/activities")
    assert "/sign-in" in page.url
    page.locator("#username").fill("bangna.head")
    page.locator("#password").fill(site.accounts["bangna.head"]["password"])
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/d/bangna/activities")
