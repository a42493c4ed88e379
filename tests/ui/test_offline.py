"""Forms that work with a bad connection, in a real browser against a small server of their own."""

import gzip
import io
import json
from uuid import UUID

import pytest
from flask import Response, redirect, render_template_string, request
from PIL import Image
from playwright.sync_api import expect

from tests.support.browsers import CHROMIUM
from tests.ui.conftest import build_app
from tests.ui.test_browser import AXE
from ui.assets import BUILT, built_file
from ui.gallery import offline_context
from ui.gallery_form import SampleReport

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs chromium"),
    pytest.mark.skipif(not AXE.exists(), reason="needs npm ci in platform/ui"),
    pytest.mark.skipif(not (BUILT / "manifest.json").exists(), reason="not built"),
]
PLAIN = """{% extends "ui/layout.html" %}{% block title %}Plain{% endblock %}
{% block content %}<a href="/report">report</a>{% endblock %}"""
VERSIONS = """{% extends "ui/layout.html" %}{% block title %}Versions{% endblock %}
{% block content %}<p class="notice-title">Two versions</p>
<form class="conflict-form" method="post" action="/report">
<input type="hidden" name="record_id" value="{{ record_id }}"><input name="name" value="chosen" aria-label="Name">
<input type="hidden" name="people" value="5"><button type="submit">Choose</button></form>{% endblock %}"""


class Reports:
    """The server's side: what has arrived, who is signed in, and what goes wrong."""

    def __init__(self, app):
        self.taken, self.account, self.posts, self.trouble = {}, "anna", 0, 0
        app.add_url_rule("/report", view_func=self.show)
        app.add_url_rule("/report", view_func=self.create, methods=["POST"])
        app.add_url_rule("/done", view_func=self.plain)
        app.add_url_rule("/offline/session", view_func=self.session)
        app.add_url_rule("/sw.js", view_func=self.worker)

    def show(self, form=None):
        context = offline_context(form or SampleReport(), owner=f"{self.account}/office")
        return render_template_string(
            '{% extends "ui/gallery_offline.html" %}', **context, account_key=self.account
        )

    def create(self):
        self.posts += 1
        if self.trouble:
            return "", self.trouble
        form = SampleReport(request.form)
        if form.name.data == "both":
            return render_template_string(VERSIONS, record_id=form.record_id.data), 409
        if not form.validate():
            return self.show(form), 422
        assert request.form["csrf_token"] == f"token of {self.account}"
        sizes = [
            Image.open(each.stream).size
            for each in request.files.getlist("photos")
            if each.filename
        ]
        self.taken.setdefault(form.record_id.data, (form.name.data, sizes))
        return redirect("/done") if not request.headers.get("X-Offline") else self.created()

    def created(self):
        return Response(status=201, headers={"Location": "/done"})

    def plain(self):
        return render_template_string(PLAIN, account_key=self.account)

    def session(self):
        return {"account": self.account, "token": f"token of {self.account}"}

    def worker(self):
        return Response(built_file("sw.js").read_bytes(), content_type="text/javascript")


@pytest.fixture
def app(words):
    return build_app(words)


@pytest.fixture
def reports(app):
    return Reports(app)


@pytest.fixture
def phone(chromium, reports, served):
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, base_url=served, reduced_motion="reduce"
    )
    context.set_default_timeout(5000)
    yield context
    context.close()


def visit(phone, path="/report"):
    page = phone.new_page()
    page.goto(path)
    if path == "/report":
        page.wait_for_selector("html[data-offline-ready]")
    return page


def fill(page, name, people="12"):
    page.fill("[name=name]", name)
    page.fill("[name=people]", people)


def send(page):
    page.click("form button[type=submit]:has-text('ส่งรายงาน')")


def camera(width=2400, height=1800):
    """A photo as the camera wrote it, with its place."""
    notes, target = Image.Exif(), io.BytesIO()
    notes.get_ifd(0x8825).update({1: "N", 2: (13.0, 40.0, 5.0)})
    Image.linear_gradient("L").resize((width, height)).save(target, "JPEG", exif=notes)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": target.getvalue()}


def barriers(page):
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def said(page, name):
    return page.locator(f"[data-say={name}]")


def test_what_was_typed_and_photographed_survives_a_closed_page(phone, reports):
    page = visit(phone)
    fill(page, "ปลูกต้นไม้")
    page.set_input_files("[name=photos]", [camera(), camera(1200, 900)])
    expect(page.locator("[data-photo-list] li")).to_have_count(2)
    page.locator("[data-photo-list] button").nth(1).click()
    expect(page.locator("[data-photo-list] li")).to_have_count(1)
    page.locator("[data-offline-kept]").wait_for()
    page.fill("[name=minutes]", "ได้ต้นไม้ 20 ต้น")
    page.keyboard.press("Tab")
    page.locator("[data-offline][data-saved=yes]").wait_for()
    page.close()

    page = visit(phone)
    assert page.input_value("[name=name]") == ""
    page.fill("[name=name]", "ของใหม่")
    page.click("[data-offline-list] [data-open]")
    expect(page.locator("[name=name]")).to_have_value("ปลูกต้นไม้")
    assert page.input_value("[name=minutes]") == "ได้ต้นไม้ 20 ต้น"
    # What was typed before the draft was opened is a draft of its own now.
    expect(page.locator("[data-offline-list] [data-title]")).to_have_text(["ของใหม่"])
    assert barriers(page) == []
    send(page)
    page.wait_for_url("**/done")
    assert list(reports.taken.values()) == [("ปลูกต้นไม้", [(1600, 1200)])]

    page = visit(phone)
    delete = page.locator("[data-offline-list] [data-delete]")
    delete.click()
    expect(delete).to_have_text("กดอีกครั้งเพื่อลบ")
    delete.click()
    expect(page.locator("[data-offline-outbox]")).to_be_hidden()


def test_a_report_without_a_signal_waits_and_goes_out_once_from_two_pages(phone, reports):
    page, other = visit(phone), visit(phone)
    first = page.input_value("[name=record_id]")
    phone.set_offline(True)
    fill(page, "ขุดคลอง")
    send(page)
    expect(said(page, "saved")).to_be_visible()
    assert said(page, "saved").inner_text().strip() == "บันทึกไว้ในเครื่องแล้ว จะส่งเมื่อมีสัญญาณ"
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"
    assert page.input_value("[name=name]") == ""
    assert page.input_value("[name=record_id]") != first
    # The page opens without a network too, from what the browser kept, and is a new report each time.
    page.goto("/report")
    expect(page.locator("[data-offline-list] li")).to_have_count(1)
    second = page.input_value("[name=record_id]")
    assert UUID(second).version == 7
    fill(page, "กวาดซอย")
    send(page)
    expect(page.locator("[data-offline-list] li")).to_have_count(2)
    page.goto("/report")
    expect(page.locator("[data-offline-list] li")).to_have_count(2)
    assert page.input_value("[name=record_id]") not in {first, second}

    phone.set_offline(False)
    for each in (page, other):
        expect(each.locator("[data-offline-list] a")).to_have_count(2)
    assert reports.posts == 2
    assert list(reports.taken) == [first, second]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_page_of_another_kind_sends_what_waits_and_says_so(phone, reports):
    page = visit(phone)
    reports.trouble = 503
    fill(page, "ตรวจสุขภาพ")
    send(page)
    expect(said(page, "saved")).to_be_visible()
    reports.trouble = 0
    page.goto("/done")
    expect(page.locator(".notices a")).to_have_text("ส่งแล้ว: ตรวจสุขภาพ")
    assert len(reports.taken) == 1
    assert page.evaluate("localStorage.offlineWaiting") == ""


def test_a_refused_report_keeps_its_text_and_photos_and_shows_the_sentences(phone, reports):
    page = visit(phone)
    phone.set_offline(True)
    fill(page, "อบรม", people="สิบสอง")
    page.set_input_files("[name=photos]", camera())
    send(page)
    expect(said(page, "saved")).to_be_visible()
    phone.set_offline(False)
    expect(page.locator("[data-offline-list] [data-state=refused]")).to_be_visible()
    assert barriers(page) == []

    page.goto("/done")
    page = visit(phone)
    page.click("[data-offline-list] [data-open]")
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.input_value("[name=people]") == "สิบสอง"
    expect(page.locator("[data-photo-list] li")).to_have_count(1)
    fill(page, "")
    send(page)
    expect(page.locator(".error-summary li")).to_have_text(["ชื่อกิจกรรม: กรอกชื่อกิจกรรม"])
    fill(page, "อบรม")
    send(page)
    page.wait_for_url("**/done")
    assert list(reports.taken.values()) == [("อบรม", [(1600, 1200)])]


def test_two_versions_are_shown_and_the_choice_takes_the_photos_along(phone, reports):
    page = visit(phone)
    fill(page, "both")
    page.set_input_files("[name=photos]", camera())
    send(page)
    page.click("text=Choose")
    page.wait_for_url("**/done")
    assert list(reports.taken.values()) == [("chosen", [(1600, 1200)])]


def test_another_person_sees_nothing_and_sends_nothing_of_the_one_before(phone, reports):
    page = visit(phone)
    page.wait_for_function("caches.open('offline-pages').then(c => c.keys()).then(k => k.length)")
    phone.set_offline(True)
    fill(page, "ของแอนนา")
    send(page)
    expect(said(page, "saved")).to_be_visible()
    reports.account = "ben"
    phone.set_offline(False)
    # The page of before is still open; the session is not hers any more.
    expect(said(page, "other-person")).to_be_visible()
    page.close()
    page = visit(phone, "/done")
    page.wait_for_function("caches.has('offline-pages').then(has => !has)")
    page.goto("/report")
    page.wait_for_selector("html[data-offline-ready]")
    expect(page.locator("[data-offline-outbox]")).to_be_hidden()
    assert "ของแอนนา" not in page.content()

    reports.account = ""
    page.goto("/done")
    page.wait_for_function("caches.has('offline-pages').then(has => !has)")
    assert reports.taken == {}
    reports.account = "anna"
    page.goto("/done")
    expect(page.locator(".notices a")).to_have_text("ส่งแล้ว: ของแอนนา")
    assert reports.posts == 1


def test_without_script_the_form_is_an_ordinary_form(chromium, reports, served):
    context = chromium.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    page.goto("/report")
    assert page.locator("form[enctype='multipart/form-data'] [name=photos]").is_visible()
    assert not page.locator("[data-offline-outbox]").is_visible()
    context.close()


def test_the_whole_first_view_and_the_kit_stay_small():
    """F111: 100 KB for everything that the form page loads; 8 KB of it for the kit."""
    names = json.loads((BUILT / "manifest.json").read_text())
    packed = {
        plain: len(content) if plain.endswith(".woff2") else len(compressed(content))
        for plain, content in (
            (plain, (BUILT / name).read_bytes()) for plain, name in names.items()
        )
    }
    assert packed["offline.js"] + packed["sw.js"] < 8 * 1024
    assert sum(packed.values()) < 90 * 1024


def compressed(content: bytes) -> bytes:
    return gzip.compress(content)
