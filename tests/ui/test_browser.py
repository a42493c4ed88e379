"""The gallery in a real browser: nobody is shut out, nothing overflows, the scripts only help."""

from pathlib import Path

import pytest

import ui
from tests.support.browsers import CHROMIUM

ROOT = Path(ui.__file__).parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs chromium"),
    pytest.mark.skipif(not AXE.exists(), reason="needs npm ci in platform/ui"),
    pytest.mark.skipif(not (ROOT / "static/dist/manifest.json").exists(), reason="not built"),
]
SIZES = {"desk": (1280, 900), "phone": (390, 844), "narrow": (320, 640)}


@pytest.fixture
def visit(chromium, served):
    contexts = []

    def open_page(size="desk", path="/", **options):
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(served + path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_no_barrier_is_found_and_the_policy_holds(visit, size, scheme):
    page = visit(size, color_scheme=scheme)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.complaints == []


@pytest.mark.parametrize("size", SIZES)
def test_no_page_is_wider_than_the_screen(visit, size):
    page = visit(size)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]


def test_everything_is_there_without_scripts(visit):
    page = visit("phone", java_script_enabled=False)
    page.locator(".phone-navigation > summary").click()
    assert page.locator(".phone-navigation a").first.is_visible()
    page.locator(".board summary").first.click()
    assert page.locator("[data-board-form] button").first.is_visible()


def test_thai_letters_are_shown_in_the_looped_face(visit):
    page = visit()
    assert page.evaluate("document.fonts.check('16px \"Noto Sans Thai Looped\"', 'ญี่ปุ่น')")


def test_lines_of_text_have_room_for_marks_above_and_below(visit):
    tight = visit().evaluate(
        """() => [...document.querySelectorAll('main p, main li, main h1, main h2, main h3, main td')]
        .filter((each) => each.textContent.trim() && !each.closest('svg, .steps, .figure'))
        .filter((each) => {
          const style = getComputedStyle(each);
          return parseFloat(style.lineHeight) / parseFloat(style.fontSize) < 1.595;
        }).map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert tight == []


def test_a_drop_between_columns_sends_the_form_of_the_card(visit, app):
    page = visit()
    page.evaluate(
        "for (const form of document.querySelectorAll('[data-board-form]')) form.action = '/moves'"
    )
    page.drag_and_drop(
        "[data-board-column='1'] [data-board-item] .item-title", "[data-board-column='3'] h3"
    )
    page.wait_for_url("**/moves")
    assert app.extensions["moves"] == ["3"]


def test_unsaved_words_are_asked_for_before_the_page_is_left(visit):
    page = visit()
    page.fill("form[data-guard] textarea", "words")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(".office").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_a_form_is_sent_once_however_often_the_button_is_pressed(visit, app):
    page = visit()
    page.evaluate("document.querySelector('[data-board-form]').action = '/moves'")
    page.evaluate(
        """() => { const button = document.querySelector('[data-board-form] button');
        button.click(); button.click(); button.click(); }"""
    )
    page.wait_for_url("**/moves")
    assert len(app.extensions["moves"]) == 1


def test_newer_information_is_offered_and_never_put_in_by_itself(visit, app):
    page = visit()
    page.evaluate(
        """() => { const old = document.querySelector('[data-poll-url]');
        const fresh = old.cloneNode(true);
        fresh.dataset.pollUrl = '/pulse';
        fresh.dataset.pollSeconds = '5';
        fresh.dataset.pollEtag = '"first"';
        old.replaceWith(fresh);
        document.dispatchEvent(new Event('htmx:after:process')); }"""
    )
    notice = page.locator(".poll-notice")
    before = page.locator("main h1").first.inner_text()
    page.wait_for_timeout(5600)
    assert not notice.is_visible()
    app.extensions["mark"].append("second")
    notice.wait_for(state="visible", timeout=8000)
    assert page.locator("main h1").first.inner_text() == before


def test_the_day_of_today_is_offered_in_the_buddhist_era(visit):
    page = visit()
    page.locator("[data-today-for='met_on']").click()
    assert int(page.input_value("#met_on").split("/")[2]) > 2560


def test_the_account_menu_closes_by_escape(visit):
    page = visit()
    page.locator("details.menu > summary").click()
    page.keyboard.press("Escape")
    assert page.locator("details.menu").get_attribute("open") is None
