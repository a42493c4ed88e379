"""Working life against a hostile user: foreign ids, hostile texts and photos, and what lies outside the pages."""

import io
import struct
import zlib
from datetime import timedelta
from typing import Any

import pymupdf
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today
from core.identity.models import Membership
from core.notices.models import Notice
from core.notices.recipients import is_mail_address
from tenants.activities.models import Activity, ActivityPhoto
from tenants.meetings.models import (
    Attendance,
    Meeting,
    Task,
)
from tests.support.world import NEIGHBOUR, World
from tests.tenants.meetings import calling
from tests.tenants.meetings.calling import House

HERE = "/d/bangna"
PAYLOAD = '"><script>alert(1)</script>{{7*7}}'
TYPST = '#read("/etc/passwd") #import "x": * $x$ @y <z> \\u{41} *b*'


@pytest.fixture
def house(world: World) -> House:
    return calling.house(world)


# Ids of another district in what is sent


def test_nothing_of_another_district_gets_into_a_form(house: House, world: World, client):
    theirs = world.community("ของพระโขนง", NEIGHBOUR)
    zone = world.zone(9, theirs, office=NEIGHBOUR)
    officer, meeting = world.sign_in(Role.SECTION_HEAD), house.call_today()
    house.tick_number(meeting, 5)
    house.open(meeting)
    item, today = house.items(meeting)[0]["id"], calling.day()
    other = house.call_today()
    house.tick_number(other, 5)
    house.open(other)
    report = {"title": "ก", "held_on": today, "kind": "hands_on", "participants": "3"}
    problem = {"title": "ก", "found_on": today, "kind": "environment", "detail": "ก"}
    task = {"text": "ทำ", "due_on": calling.day(2), "owner_name": "ก"}
    sent: list[tuple[str, dict[str, str]]] = [
        ("meetings", house.plan(body=f"zone:{zone}")),
        ("meetings", house.plan(body=f"community:{theirs}")),
        ("activities", report | {"holder": f"zone:{zone}"}),
        ("activities", report | {"holder": f"community:{theirs}"}),
        ("activities", report | {"holder": f"zone:{house.zone}", "further_zones": str(zone)}),
        ("activities", report | {"holder": f"zone:{house.zone}", "problem_id": str(uuid7())}),
        ("activities", report | {"holder": f"zone:{house.zone}", "partner_district_id": "1047"}),
        ("activities", report | {"holder": f"zone:{house.zone}", "partner_district_id": "9999"}),
        ("problems", problem | {"place": f"zone:{zone}"}),
        ("problems", problem | {"place": f"community:{theirs}"}),
        ("conflicts", {"occurred_on": today, "about": "ก", "place": f"zone:{zone}"}),
        (f"meetings/{meeting}/tasks?item={item}", task | {"owner": f"seat:{uuid7()}"}),
        (f"meetings/{meeting}/tasks?item={item}", task | {"owner": f"organisation:{uuid7()}"}),
        (f"meetings/{other}/tasks?item={item}", task | {"owner": "other"}),
        (f"meetings/{uuid7()}/guests", {"name": "ก"}),
    ]
    tables = (Meeting, Activity, Task, Attendance)

    def counted() -> list[int]:
        return world.in_district(lambda s: [s.scalar(select(func.count(t.id))) for t in tables])

    before = counted()
    for path, typed in sent:
        answer = officer.post(f"{HERE}/{path}", data=typed | {"record_id": str(uuid7())})
        assert answer.status_code in {404, 422}, (path, typed)
    assert counted() == before
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    for path in (
        f"meetings/{meeting}",
        f"agenda-items/{item}/edit",
        f"meetings/{meeting}/files/badges",
    ):
        assert stranger.get(f"/d/phrakhanong/{path}").status_code == 404
        assert client.get(f"{HERE}/{path}").status_code == 302


# Texts and files


def test_hostile_words_stay_words_on_pages_in_papers_and_in_calendars(house: House, world: World):
    words = f"{PAYLOAD} {TYPST}"
    meeting = house.call_today(title=words, place=f"{words}\r\nBEGIN:VEVENT", matters=words)
    house.post(f"meetings/{meeting}/guests", name=words[:150], position=words)
    house.post(f"meetings/{meeting}/invitation", letter_number="1\r\nBcc: x@example.org")
    house.tick_number(meeting, 6)
    house.open(meeting, chaired_by=words)
    item = house.items(meeting)[-1]["id"]
    house.post(
        f"agenda-items/{item}/motions", text=words, in_favour="4", against="0", abstained="0"
    )
    at = f"{HERE}/meetings/{meeting}"
    pages = ("", "/attendances", "/minutes", "/minutes/edit", "/closing/new", "/tasks/new")
    for page in pages:
        answer = house.officer.get(f"{at}{page}")
        assert answer.status_code == 200, page
        assert "<script>alert" not in answer.text
        assert "49" not in answer.text.partition("{{7*7}}")[0].rpartition(PAYLOAD[:2])[2]
    for paper in ("invitation", "attendance-sheet", "badges", "poster"):
        answer = house.officer.get(f"{at}/files/{paper}")
        assert answer.status_code == 200, paper
        with pymupdf.open(stream=answer.data) as document:
            told = "".join(page.get_text() for page in document)
        assert "root:" not in told
    calendar = house.officer.get(f"{HERE}/calendar/meetings/{meeting}")
    assert calendar.text.count("\r\nBEGIN:VEVENT\r\n") == 1
    notices = world.in_district(lambda s: s.scalars(select(Notice.title)).all())
    assert not any("\n" in title for title in notices)
    for address in ("a@b.org\nBcc: c@d.org", "a@b.org,c@d.org", "<a@b.org>", "a@b", "a\0@b.org"):
        assert not is_mail_address(address)


def _bomb() -> bytes:
    """A PNG of 30,000 × 30,000 white dots, some hundred kilobytes long."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    size = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    dots = zlib.compress(bytes(3751) * 3000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def _photo(kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize(
    "files",
    [
        [(_bomb(), "a.png")],
        [(_photo() + b"PK\x03\x04<script>alert(1)</script>", "a.jpg")],
        [(b"GIF89a" + bytes(40), "a.jpg")],
        [(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.jpg")],
        [(b"%PDF-1.7\n", "a.png")],
        [(_photo()[:300], "a.jpg")],
        [(_photo("BMP"), "a.jpg")],
        [(_photo(), f"{number}.jpg") for number in range(11)],
        [(_photo(), "good.jpg"), (b"", "empty.jpg")],
    ],
    ids=["bomb", "zip", "gif", "svg", "pdf", "cut", "bmp", "eleven", "empty"],
)
def test_what_is_no_photo_leaves_no_report_behind(world: World, files: list[tuple[bytes, str]]):
    community = world.community()
    sent: dict[str, Any] = {
        "title": "ทำความสะอาดคลอง",
        "held_on": calling.day(),
        "kind": "hands_on",
        "participants": "12",
        "holder": f"community:{community}",
        "faces_consented": "y",
        "record_id": str(uuid7()),
        "photos": [(io.BytesIO(content), name, "image/jpeg") for content, name in files],
    }
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=community)
    assert leader.post(f"{HERE}/activities", data=sent).status_code == 422
    for table in (Activity, ActivityPhoto):
        assert world.in_district(lambda s, one=table: s.scalar(select(func.count(one.id)))) == 0


# Outside the pages: calendars that phones follow, LINE, another account's phone


def test_a_calendar_address_shows_no_more_than_its_owner_may_see_today(house: House, world: World):
    community, stranger = house.communities[0], world.app.test_client()
    leader = world.person(Role.ZONE_CHAIR, community_id=community)
    own = house.call(title="ประชุมของโซนหนึ่ง", place="ศาลาหนึ่ง")
    house.call(title="ประชุมของโซนสอง", body=f"zone:{house.other_zone}")
    page = world.sign_in(person=leader).post(f"{HERE}/calendar/feeds", data={"label": "x"}).text
    address = "/calendar-feeds/" + page.partition("/calendar-feeds/")[2].partition(".ics")[0]
    told = stranger.get(f"{address}.ics").text.replace("\r\n ", "")
    assert str(own) in told
    assert "ประชุมของโซนสอง" not in told
    for wrong in (address[:-1], address.replace("1047", "1009"), "/calendar-feeds/1047."):
        assert stranger.get(f"{wrong}.ics").status_code == 404
    ended = {Membership.last_day: bangkok_today() - timedelta(days=1)}
    world.in_district(
        lambda s: s.query(Membership).filter_by(account_id=leader.account_id).update(ended)
    )
    assert stranger.get(f"{address}.ics").status_code == 404


def test_one_browser_tells_nobody_whose_session_another_one_is(world: World, client: FlaskClient):
    one, other = world.person(), world.person()
    told = [world.sign_in(person=each).get("/offline/session").json for each in (one, other)]
    assert [each["account"] for each in told] == [str(one.account_id), str(other.account_id)]
    answer = client.get("/offline/session", headers={"Origin": "https://evil.example"})
    assert answer.json["account"] == ""
    assert "Access-Control-Allow-Origin" not in answer.headers
    sent = {"X-Offline": "1"}
    refused = client.post(f"{HERE}/activities", data={"record_id": str(uuid7())}, headers=sent)
    assert refused.status_code == 401
