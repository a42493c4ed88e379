"""axe over every page of every role, at a desk's and a phone's width, in both languages: nothing serious."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from core.i18n.dates import bangkok_today, shift_month
from tests.journeys.conftest import DESK, PHONE, Visit

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "platform" / "ui" / "node_modules" / "axe-core" / "axe.min.js"
LAST_MONTH = f"{shift_month(bangkok_today(), -1):%Y-%m}"

PAGES = {
    None: [
        "/sign-in",
        "/sign-in/code",
        "/sign-in/slip/1047.x",
        "/gallery",
        "/nowhere",
        "/d/bangna/code",
        "/papers",
        "/papers?code=1047-ABCD-EFGH-JKLM",
        "/d/bangna/networks",
        "/open-data/board",
    ],
    "bangna.developer1": [
        "/d/bangna/",
        "/d/bangna/communities",
        "/d/bangna/communities/new",
        "/d/bangna/communities/imports/new",
        "/d/bangna/communities/problems",
        "/d/bangna/manual",
        "/d/bangna/manual/own-texts",
        "/d/bangna/manual/moves",
        "/d/bangna/manual/annex/new",
        "/d/bangna/zones",
        "/d/bangna/zones/setup",
        "/d/bangna/zones/pilot",
        "/d/bangna/zones/pilot/new",
        "/d/bangna/zones/proposals/new",
        "/d/bangna/tasks",
        "/d/bangna/committees",
        "/d/bangna/committees/communities",
        "/d/bangna/committees/terms",
        "/d/bangna/committees/study",
        "/d/bangna/committees/register",
        "/d/bangna/committees/seat-imports",
        "/d/bangna/committees/seat-imports/new",
        "/d/bangna/people",
        "/d/bangna/people/new",
        "/d/bangna/office",
        "/d/bangna/office/delegations",
        "/d/bangna/alliances",
        "/d/bangna/alliances/new",
        "/d/bangna/elections",
        "/d/bangna/elections/new",
        "/d/bangna/orders?view=todo",
        "/d/bangna/orders?view=zones",
        "/d/bangna/orders?view=others",
        "/d/bangna/orders?view=all",
        "/d/bangna/by-laws",
        "/d/bangna/activities",
        "/d/bangna/activities/new",
        "/d/bangna/activities/calendar",
        "/d/bangna/activities/acceptances/new",
        "/d/bangna/meetings?view=all",
        "/d/bangna/meetings/new",
        "/d/bangna/meeting-series",
        "/d/bangna/tasks?view=all",
        "/d/bangna/courses",
        "/d/bangna/courses/new",
        "/d/bangna/questions",
        "/d/bangna/leader-development",
        "/d/bangna/calendar",
        "/d/bangna/calendar/feeds",
        "/d/bangna/partners",
        "/d/bangna/problems",
        "/d/bangna/analysis",
        "/d/bangna/conflicts",
        "/d/bangna/notices",
        "/d/bangna/notices/settings",
        "/d/bangna/quality/findings",
        "/d/bangna/accounts",
        "/d/bangna/changes",
        "/account",
        "/account/second-factor",
        "/account/second-factor/new",
    ],
    "bangna.head": [
        "/d/bangna/orders",
        "/d/bangna/orders/registration/new",
        f"/d/bangna/periods/{LAST_MONTH}",
    ],
    "bangna.director": [
        "/d/bangna/",
        "/d/bangna/manual",
        "/d/bangna/orders",
        "/d/bangna/office",
        "/d/bangna/office/edit",
        "/d/bangna/office/delegations/new",
        "/d/bangna/results",
        "/account/second-factor",
    ],
    "bangna.community2": [
        "/d/bangna/",
        "/d/bangna/activities/new",
        "/d/bangna/communities",
        "/d/bangna/meetings",
        "/d/bangna/my-courses",
        "/d/bangna/calendar",
        "/d/bangna/notices",
    ],
    "city.officer": [
        "/city/",
        "/city/matrix",
        "/city/comparison?district=1047&district=1009",
        "/city/districts/1047",
        "/city/districts/1047/papers",
        f"/city/districts/1047/evidence/p1?period={LAST_MONTH}",
        "/city/indicators/outc2/versions/2",
        "/city/manuals",
        "/city/manuals/1",
        "/city/regulations",
        "/city/papers",
    ],
}
LINKED = {
    None: [("/d/bangna/networks", "main li a")],
    "bangna.developer1": [
        ("/d/bangna/communities", "tbody a"),
        ("/d/bangna/zones", ".board a, main h2 a, main h3 a"),
        ("/d/bangna/committees", "tbody a[href*='/zones/']"),
        ("/d/bangna/committees/communities", "tbody a"),
        ("/d/bangna/people", "tbody a"),
        ("/d/bangna/alliances", "main a[href*='/alliances/']"),
        ("/d/bangna/elections", "tbody a"),
        ("/d/bangna/orders?view=zones", "tbody a[href*='/orders/']"),
        ("/d/bangna/by-laws", "tbody a[href*='/by-laws/']"),
        ("/d/bangna/manual/own-texts", "main a[href*='/own-texts/']"),
        ("/d/bangna/activities", "tbody a, main li a"),
        ("/d/bangna/meetings", "tbody a"),
        ("/d/bangna/meetings?view=held", "tbody a"),
        ("/d/bangna/tasks", "main a[href*='/tasks/']"),
        ("/d/bangna/courses", "tbody a"),
        ("/d/bangna/partners", "tbody a"),
        ("/d/bangna/problems", "main a[href*='/problems/']"),
    ],
    "city.officer": [
        ("/city/regulations", "main a[href$='/values/new']"),
        ("/city/districts/1047/papers", "main a[href*='/papers/']"),
    ],
}


def serious(page: Page) -> list[str]:
    """What axe finds that is serious or critical, each with the first element."""
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
        ".filter(v => ['serious', 'critical'].includes(v.impact))"
        ".map(v => v.id + ': ' + v.nodes[0].html.slice(0, 160))"
    )
    return [f"{page.url}: {each}" for each in found]


def too_wide(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    shown = page.evaluate("document.documentElement.clientWidth")
    return [f"{page.url} is {width} wide on {shown}"] if width > shown else []


@pytest.mark.parametrize("username", list(PAGES))
def test_no_page_has_a_serious_finding_or_runs_over_its_width(visit: Visit, username: str | None):
    problems = []
    page = visit(username, with_axe=True)
    for address in PAGES[username]:
        page.goto(address)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            problems += too_wide(page)
        problems += serious(page)
    for address, links in LINKED.get(username, []):
        page.set_viewport_size(DESK)
        page.goto(address)
        page.locator(links).first.click()
        page.wait_for_load_state()
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            problems += too_wide(page)
        problems += serious(page)
    assert problems == []


def test_a_draft_of_the_manual_is_written_without_a_serious_finding(visit: Visit):
    page = visit("city.officer", with_axe=True, path="/city/manuals")
    page.locator("main").get_by_role("button", name="เริ่มร่างฉบับถัดไป").click()
    page.wait_for_url("**/city/manuals/2")
    firsts = page.locator("main nav section li:first-child a").all()
    addresses = {str(link.get_attribute("href")) for link in firsts}
    addresses |= {"/city/manuals/2", "/city/manuals/2/comparison", "/city/manuals/2/removal/new"}
    addresses |= {"/city/manuals/2/lists/chapters", "/city/manuals/2/lists/chapters/entries/new"}
    addresses |= {f"{each}/edit" for each in addresses if "/parts/" in each}
    problems = []
    for address in sorted(addresses):
        page.goto(address)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            problems += too_wide(page)
        problems += serious(page)
    assert len(addresses) > 8
    assert problems == []


def test_the_english_pages_are_english(visit: Visit):
    page = visit("bangna.head", path="/d/bangna/communities", with_axe=True)
    page.locator("form.language-switch button").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "Communities"
    assert serious(page) == []
    page.locator("form.language-switch button").click()
