"""The web's edge: health, headers, errors, and what is never told."""

import json
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from core.access.roles import Role
from core.jobs import vitals
from tests.support.world import World


def test_the_process_is_alive_and_says_which_part_is_ready(client: FlaskClient, app: Flask):
    assert client.get("/_live").json == {"status": "alive"}
    redis_url = app.extensions["config"].redis_url
    parts = {"ready": True, "database": "ready", "broker": "ready"}
    with vitals.client_of(redis_url) as valkey:
        valkey.delete(vitals.KEY)
    long_ago = datetime.now(UTC) - vitals.SILENT_AFTER * 2
    for at, clock in ((None, "unknown"), (long_ago, "silent"), (datetime.now(UTC), "beating")):
        if at is not None:
            vitals.leave(redis_url, vitals.CLOCK, at)
        answer = client.get("/_ready")
        assert (answer.status_code, answer.json) == (200, parts | {"clock": clock})


def test_metrics_are_given_to_the_token_alone(client: FlaskClient, app: Flask):
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    token = app.extensions["config"].metrics_token
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert "web_requests_total" in answer.text
    vitals.leave(app.extensions["config"].redis_url, vitals.worker_of("facts"))
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert 'sign_of_life_timestamp_seconds{part="worker:facts"}' in answer.text


@pytest.mark.parametrize("address", ["/sign-in", "/nowhere", "/gallery", "/_live"])
def test_every_answer_carries_the_headers_that_keep_it_to_itself(client: FlaskClient, address: str):
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"[0-9a-f]{32}", headers["X-Request-ID"])


def test_the_gallery_changes_its_language_with_its_own_switch(client: FlaskClient):
    thai = client.get("/gallery").text
    assert '<html lang="th">' in thai
    assert '<form class="language-switch" method="post" action="/language">' in thai
    client.post("/language", data={"language": "en"})
    english = client.get("/gallery").text
    assert '<html lang="en">' in english
    assert "What to do next" in english


def test_errors_are_thai_sentences_and_english_on_wish(client: FlaskClient):
    assert "ไม่พบหน้านี้" in client.get("/nowhere").text
    client.post("/language", data={"language": "en"})
    assert "This page does not exist" in client.get("/nowhere").text


def test_a_request_id_from_outside_is_taken_only_in_a_plain_form(client: FlaskClient):
    given = client.get("/_live", headers={"X-Request-ID": "proxy-12345678"}).headers["X-Request-ID"]
    assert given == "proxy-12345678"
    strange = client.get("/_live", headers={"X-Request-ID": "<script>"}).headers["X-Request-ID"]
    assert strange != "<script>"


def test_logs_tell_the_route_and_the_district_but_no_names(world: World):
    officer = world.sign_in(Role.SOCIAL_DEVELOPER, name="นางสาวห้ามบันทึก")
    with capture_logs() as lines:
        officer.post(
            "/d/bangna/communities",
            data={"name": "ชื่อห้ามบันทึก", "kind": "urban", "status": "registered"},
        )
    written = next(line for line in lines if line.get("method") == "POST")
    assert written["district"] == 1047
    assert written["route"] == "/d/<string:office_slug>/communities"
    assert "ห้ามบันทึก" not in json.dumps(lines, ensure_ascii=False, default=str)
