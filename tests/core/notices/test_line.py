"""LINE: linked by a one-time code, told once by the retry key, and silent towards strangers."""

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.notices.models import NoticeSettings
from tests.core.notices.conftest import (
    NOON,
    SECRET,
    choose,
    deliveries,
    first_notice,
    set_config,
    tell,
)
from tests.support.line_api import LineApi
from tests.support.world import BANG_NA, NEIGHBOUR, World

CODE = re.compile(r"\d{4}\.[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


USER = "U4af4980629dbe7c53b2cf9d6c2b7e14f"
"""Long enough to stand in no page by chance."""


def says(client: FlaskClient, text: object, *, user: str = USER, secret: str = SECRET):
    """What LINE sends us when somebody writes to the official account."""
    event = {
        "type": "message",
        "message": {"type": "text", "text": text},
        "source": {"type": "user", "userId": user},
    }
    body = json.dumps({"destination": "x", "events": [{"type": "follow"}, event]}).encode()
    signature = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    return client.post(
        "/line/webhook", data=body, headers={"X-Line-Signature": signature.decode()}
    ).status_code


def linked(world: World, office: int = BANG_NA) -> list[str]:
    return world.in_district(
        lambda session: list(
            session.scalars(
                select(NoticeSettings.line_user_id).where(NoticeSettings.line_user_id != "")
            )
        ),
        office,
    )


def new_code(browser: FlaskClient) -> str:
    found = CODE.search(browser.post("/d/bangna/notices/settings/line-codes").text)
    assert found is not None
    return found.group()


def test_a_code_sent_to_the_official_account_links_a_person_once(
    world: World, app: Flask, client: FlaskClient, line: LineApi
):
    officer = world.person()
    browser = world.sign_in(person=officer)
    older, code = new_code(browser), new_code(browser)
    assert says(client, code, secret="another secret") == 403
    assert client.post("/line/webhook", data=b"{}").status_code == 403
    for nothing in (older, "9999." + code[5:], f"{NEIGHBOUR}.{code[5:]}", "สวัสดี", None, "x" * 5000):
        assert says(client, nothing) == 200
    assert linked(world) == linked(world, NEIGHBOUR) == []
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31)):
        assert says(client, code) == 200
    assert linked(world) == []
    assert says(client, f" {code.lower()} ") == 200
    assert linked(world) == [USER]
    assert says(client, code, user="U2") == 200
    assert linked(world) == [USER]
    page = browser.get("/d/bangna/notices/settings").text
    assert "เชื่อมบัญชี LINE แล้ว" in page
    assert USER not in page
    assert browser.post("/d/bangna/notices/settings/line-ending").status_code == 303
    assert linked(world) == []


def test_without_its_settings_line_does_not_exist(world: World, client: FlaskClient):
    assert says(client, "1047.AAAA-BBBB-CCCC") == 404
    officer = world.sign_in()
    assert "ระบบนี้ยังไม่เปิดใช้ LINE" in officer.get("/d/bangna/notices/settings").text
    assert officer.post("/d/bangna/notices/settings/line-codes").status_code == 303


def test_a_push_is_made_once_and_a_lost_answer_is_asked_for_with_the_same_key(
    world: World, line: LineApi
):
    officer = world.person()
    choose(world, officer, line_user_id=USER, line_on=True)
    line.swallow = True
    with time_machine.travel(NOON, tick=False) as clock:
        tell(world, officer)
        tell(world, officer, key="test:2", title="เรื่องที่สอง")
        world.work_off()
        assert deliveries(world) == [("line", "handing_over")] * 2
        world.sign_in(person=officer).post(f"/d/bangna/notices/{first_notice(world)}/reading")
        clock.shift(timedelta(minutes=3))
        world.work_off()
    assert deliveries(world) == [("line", "sent")] * 2
    assert len(line.keys) == 2
    assert len(set(line.keys)) == 1
    (push,) = line.accepted
    assert push["to"] == USER
    text = push["messages"][0]["text"]
    assert "สำนักงานเขตบางนา" in text
    assert "http://localhost:8000/d/bangna/communities" in text
    assert "เรื่องที่สอง" in text


@pytest.mark.parametrize(
    ("statuses", "state", "calls"),
    [([500, 429, 200], "sent", 3), ([400], "failed", 1), ([500] * 40, "uncertain", None)],
)
def test_line_is_asked_again_for_a_day_and_not_longer(
    world: World, line: LineApi, statuses: list[int], state: str, calls: int | None
):
    officer = world.person()
    choose(world, officer, line_user_id=USER, line_on=True)
    line.statuses = statuses
    with time_machine.travel(NOON, tick=False) as clock:
        tell(world, officer)
        world.work_off()
        for _ in range(26):
            clock.shift(timedelta(hours=1, seconds=1))
            world.work_off()
    assert deliveries(world) == [("line", state)]
    assert calls is None or len(line.keys) == calls
    assert len(line.keys) <= 24
    assert len(set(line.keys)) == 1


def test_a_stranger_s_line_gets_nothing_when_line_was_switched_off_meanwhile(
    world: World, app: Flask, line: LineApi, monkeypatch: pytest.MonkeyPatch
):
    officer = world.person()
    choose(world, officer, line_user_id=USER, line_on=True)
    line.statuses = [500]
    with time_machine.travel(NOON, tick=False) as clock:
        tell(world, officer)
        world.work_off()
        set_config(app, monkeypatch, line_channel_token="")
        clock.shift(timedelta(minutes=3))
        world.work_off()
    assert deliveries(world) == [("line", "uncertain")]
    assert line.accepted == []


@pytest.mark.parametrize("user", ["U\0", "U" * 5000, USER + "\r\nX: y", "", "ผู้ใช้"])
def test_an_event_that_line_cannot_have_written_links_nobody(
    world: World, client: FlaskClient, line: LineApi, user: str
):
    browser = world.sign_in()
    code = new_code(browser)
    assert says(client, code, user=user) == 200
    assert linked(world) == []
    assert says(client, code) == 200
    assert linked(world) == [USER]
