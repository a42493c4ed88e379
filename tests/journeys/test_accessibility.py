"""axe over every page of every role, at a desk's and a phone's width, in both languages: nothing serious."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Visit

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "platform" / "ui" / "node_modules" / "axe-core" / "axe.min.js"

PAGES = {
    None: ["/sign-in", "/sign-in/code", "/sign-in/slip/1047.x", "/gallery", "/nowhere"],
    "bangna.developer1": [
        "/d/bangna/",
        "/d/bangna/communities",
        "/d/bangna/communities/new",
        "/d/bangna/communities/imports/new",
        "/d/bangna/manual",
        "/d/bangna/zones",
        "/d/bangna/zones/setup",
        "/d/bangna/committees",
        "/d/bangna/orders",
        "/d/bangna/activities",
        "/d/bangna/activities/new",
        "/d/bangna/activities/calendar",
        "/d/bangna/accounts",
        "/d/bangna/changes",
        "/account",
    ],
    "bangna.director": ["/d/bangna/", "/d/bangna/manual"],
    "bangna.community2": ["/d/bangna/", "/d/bangna/activities/new", "/d/bangna/communities"],
    "city.officer": ["/city/", "/city/districts/1047", "/city/manuals"],
}
LINKED = {
    "bangna.developer1": [
        ("/d/bangna/communities", "tbody a"),
        ("/d/bangna/zones", ".board a, main h2 a, main h3 a"),
        ("/d/bangna/committees", "tbody a, main li a"),
        ("/d/bangna/orders", "tbody a, main li a"),
        ("/d/bangna/activities", "tbody a, main li a"),
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
    for address, links in LINKED.get(username or "", []):
        page.set_viewport_size(DESK)
        page.goto(address)
        page.locator(links).first.click()
        page.wait_for_load_state()
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            problems += too_wide(page)
        problems += serious(page)
    assert problems == []


def test_the_english_pages_are_english(visit: Visit):
    page = visit("bangna.head", path="/d/bangna/communities", with_axe=True)
    page.locator("form.language-switch button").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "Communities"
    assert serious(page) == []
    page.locator("form.language-switch button").click()
