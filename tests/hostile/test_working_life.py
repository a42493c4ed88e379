"""Meetings, courses, activities and notices against a hostile user: codes, names, ids, texts and two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.access.roles import Role
from core.composition import composition_of
from core.db import uuid7
from core.evidence.models import EvidenceCard
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.notices.models import Notice
from tenants.activities import joint
from tenants.activities.models import ActivityReference
from tenants.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Minutes,
    Motion,
    Task,
    TaskNote,
)
from tests.support.world import BANG_NA, NEIGHBOUR, World
from tests.tenants.meetings import calling, minuted
from tests.tenants.meetings.calling import House
from tests.tenants.training.conftest import Training

HERE = "/d/bangna"
PAYLOAD = '"><script>alert(1)</script>{{7*7}}'
TYPST = '#read("/etc/passwd") #import "x": * $x$ @y <z> \\u{41} *b*'


@pytest.fixture
def house(world: World) -> House:
    return calling.house(world)


def at_once(browsers: list[FlaskClient], send: Callable[[FlaskClient], Any]) -> list[int]:
    """The answers to what several browsers send at one moment."""
    with ThreadPoolExecutor(len(browsers)) as pool:
        return [answer.status_code for answer in pool.map(send, browsers)]


def member(house: House, meeting: UUID, number: int) -> str:
    """The name of a member on a list."""
    lines = house.list_of(meeting).items()
    return [name for name, row in lines if row["capacity"] == "member"][number]


# Two at once where one form was sent twice


def test_what_is_sent_twice_at_once_is_kept_once(house: House, world: World):
    officer = world.person(Role.SECTION_HEAD)
    browsers = [world.sign_in(person=officer) for _ in range(4)]

    def send(path: str, **typed: str) -> None:
        sent = {"record_id": str(uuid7())} | typed
        post = partial(FlaskClient.post, path=f"{HERE}/{path}", data=sent)
        assert at_once(browsers, post) == [303] * 4, path

    send("meetings", **house.plan())
    meeting = house.call_today()
    send(f"meetings/{meeting}/agenda-items", section="matters", title="เรื่องทดสอบ")
    send(f"meetings/{meeting}/guests", name="นายแขก ตัวอย่าง")
    absent = house.list_of(meeting)[member(house, meeting, 6)]["id"]
    send(f"attendances/{absent}/stand-in", name="นายแทน ตัวอย่าง")
    house.tick_number(meeting, 5)
    opening = {"version": house.version(meeting), "chaired_by": calling.CHAIR, "opened_at": "0:00"}
    send(f"meetings/{meeting}/opening", **opening)
    item = house.items(meeting)[0]["id"]
    send(f"agenda-items/{item}/motions", text="ญัตติ", in_favour="3", against="1", abstained="0")
    owner = {"owner": "other", "owner_name": "นายทำ ตัวอย่าง"}
    send(f"meetings/{meeting}/tasks?item={item}", text="ทำ", due_on=calling.day(5), **owner)
    (task,) = house.rows(Task)
    send(f"tasks/{task['id']}/notes", text="คืบหน้า")
    kept = {model: len(house.rows(model)) for model in (Meeting, Motion, Task, TaskNote)}
    assert kept == {Meeting: 2, Motion: 1, Task: 1, TaskNote: 1}
    assert len(house.rows(Attendance, Attendance.meeting_id == meeting)) == 10
    room = f"{HERE}/meeting-rooms/{house.room_code(meeting)}"
    entered = {"name": "นายใหม่ ตัวอย่าง", "record_id": str(uuid7())}
    assert at_once(browsers, lambda one: one.post(room, data=entered)) == [303] * 4
    assert len(house.rows(Attendance, Attendance.confirmed.is_(False))) == 1


def test_many_who_move_one_matter_at_once_do_not_wait_for_each_other(house: House, world: World):
    meeting = house.call()
    for title in ("หนึ่ง", "สอง", "สาม"):
        house.post(f"meetings/{meeting}/agenda-items", section="matters", title=title)
    item = next(row for row in house.items(meeting) if row["title"] == "หนึ่ง")["id"]
    browsers = [world.sign_in() for _ in range(6)]
    move = partial(
        FlaskClient.post, path=f"{HERE}/agenda-items/{item}/position", data={"direction": "down"}
    )
    assert at_once(browsers, move) == [303] * 6


# Who counts, and who may vote


def test_a_member_who_comes_after_all_and_the_stand_in_count_once(house: House, world: World):
    stranger = world.app.test_client()
    meeting = house.call_today()
    room = f"{HERE}/meeting-rooms/{house.room_code(meeting)}"
    names = [member(house, meeting, number) for number in (3, 4, 5)]
    lines = house.list_of(meeting)
    for name in names:
        sent = {"name": f"{name} แทน", "reason": "ติดราชการ"}
        assert house.post(f"attendances/{lines[name]['id']}/stand-in", **sent).status_code == 303
    stranger.post(f"{HERE}/meeting-tickets/{house.code(meeting, names[0])}")
    for name in names[1:]:
        stranger.post(room, data={"name": name, "record_id": str(uuid7())})
    for name, seen in ((names[1], "yes"), (names[2], "no")):
        house.post(f"attendances/{lines[name]['id']}/confirmation", seen=seen)
    found = house.list_of(meeting)
    assert [found[name]["presence"] for name in names] == ["present", "present", "absent"]
    assert found[names[2]]["absence_reason"] == "ติดราชการ"
    roles = [found[f"{name} แทน"]["capacity"] for name in names]
    assert roles == ["guest", "guest", "stand_in"]


def test_minutes_with_more_votes_than_members_do_not_go_round(house: House):
    meeting = house.call_today()
    here = house.tick_number(meeting, 5)
    house.open(meeting)
    item = house.items(meeting)[-1]["id"]
    vote = {"text": "ญัตติ", "in_favour": "5", "against": "0", "abstained": "0"}
    assert house.post(f"agenda-items/{item}/motions", **vote | {"against": "1"}).status_code == 422
    assert house.post(f"agenda-items/{item}/motions", **vote).status_code == 303
    house.tick(meeting, here[0], presence="absent")
    house.close(meeting)
    page = house.officer.get(f"{HERE}/meetings/{meeting}/minutes/edit").text
    written = minuted.typed(page) | {f"resolution_{item.hex}": "เห็นชอบ"}
    assert house.post(f"meetings/{meeting}/minutes", **written).status_code == 303
    page = house.officer.get(f"{HERE}/meetings/{meeting}/minutes/circulation/new").text
    refused = house.post(f"meetings/{meeting}/minutes/circulation", **minuted.typed(page))
    assert refused.status_code == 422
    assert "มากกว่ากรรมการที่มาประชุม" in refused.text


# Codes and names


def test_the_code_of_a_room_tells_nobody_who_is_on_the_list(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch
):
    training = Training(world, calling.TICKETS, house.officer)
    stranger, meeting = world.app.test_client(), house.call_today()
    course = training.course()
    for number in range(2):
        training.trainee(course, f"นายอบรม ตัวอย่าง {number}")
    rooms = {
        f"{HERE}/meeting-rooms/{house.room_code(meeting)}": member(house, meeting, 3),
        f"{HERE}/training-rooms/{training.code(course)}/arrivals": "นายอบรม ตัวอย่าง 0",
    }

    def said(room: str, name: str) -> tuple[int, str]:
        sent = {"name": name, "record_id": str(uuid7())}
        answer = stranger.post(room, data=sent, follow_redirects=True)
        return answer.status_code, answer.text.partition("<main")[2].replace(name, "")

    for room, known in rooms.items():
        assert said(room, known) == said(room, "นายไม่รู้จัก ตัวอย่าง"), room
    monkeypatch.setattr("tenants.meetings.attending.MOST_UNCONFIRMED", 2)
    monkeypatch.setattr("tenants.training.attending.MOST_FROM_ROOM", 2)
    others = [member(house, meeting, 4), "นายอบรม ตัวอย่าง 1"]
    for room, known in zip(rooms, others, strict=True):
        status, page = said(room, known)
        assert (status, page.count("error-summary") > 0) == (422, True)
        assert said(room, "นายอื่น ตัวอย่าง")[0] == 422


def test_a_code_opens_one_line_of_one_office_and_ends(house: House, world: World):
    stranger, meeting = world.app.test_client(), house.call_today()
    name, other = member(house, meeting, 2), member(house, meeting, 3)
    code = house.code(meeting, name)
    page = stranger.get(f"{HERE}/meeting-tickets/{code}").text
    assert name in page
    assert other not in page
    for address in (
        f"/d/phrakhanong/meeting-tickets/{code}",
        f"{HERE}/training-tickets/{code}",
        f"{HERE}/meeting-rooms/{code}",
        f"{HERE}/meeting-tickets/{house.room_code(meeting)}",
        f"{HERE}/meeting-tickets/%00",
        f"{HERE}/meeting-tickets/{code}%20x",
        f"{HERE}/calendar-feeds/{code}.ics",
    ):
        assert stranger.get(address).status_code == 404, address
    reason = {"reason": "ฝนตก"}
    assert house.post(f"meetings/{meeting}/cancellation", **reason).status_code == 303
    refused = stranger.post(f"{HERE}/meeting-tickets/{code}")
    assert refused.status_code == 422
    assert house.list_of(meeting)[name]["presence"] == "invited"


# What is adopted, approved or closed


def test_no_address_of_the_meetings_changes_an_adopted_one(world: World, app: Flask):
    office = minuted.make_office(world)
    meeting = office.meeting()
    office.give(meeting)
    office.adopted(meeting)
    tables = (Meeting, AgendaItem, Attendance, Motion, Minutes)
    keys = {
        "meeting_id": meeting,
        "item_id": office.items(meeting)[0].id,
        "attendance_id": _first(world, Attendance, meeting),
    }

    def stored() -> list[Any]:
        def read(session: Any) -> list[Any]:
            wanted = [(table, "id" if table is Meeting else "meeting_id") for table in tables]
            return [
                session.execute(
                    select(table.__table__).where(getattr(table, column) == meeting)
                ).all()
                for table, column in wanted
            ]

        return world.in_district(read)

    before, officer = stored(), world.sign_in(Role.SECTION_HEAD)
    typed = dict.fromkeys(("name", "text", "title", "reason", "letter_number", "place"), "แก้ไข")
    typed |= {"presence": "absent", "section": "matters", "direction": "down", "seen": "no"}
    typed |= {"chaired_by": "ก", "opened_at": "9:00", "closed_at": "11:00", "recorder_name": "ก"}
    typed |= {"held_on": calling.day(3), "starts_at": "9:00", "ends_at": "10:00", "in_favour": "1"}
    typed |= {"against": "0", "abstained": "0", "due_on": calling.day(9), "owner": "other"}
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("meetings.") and "POST" in (rule.methods or ())
        if rule.arguments - {"office_slug"} <= keys.keys() and len(rule.arguments) > 1
    ]
    assert len(rules) > 15
    for rule in rules:
        with app.test_request_context():
            values = {name: keys[name] for name in rule.arguments - {"office_slug"}}
            address = app.url_for(rule.endpoint, office_slug="bangna", **values)
        sent = typed | {"version": str(before[0][0].version), "record_id": str(uuid7())}
        assert officer.post(address, data=sent).status_code < 500, rule
    assert stored() == before
    assert len(world.in_district(lambda session: session.scalars(select(EvidenceCard)).all())) == 1


def test_another_office_changes_no_month_that_is_closed_here(world: World):
    zone, month = world.zone(1, office=NEIGHBOUR), shift_month(first_of_month(bangkok_today()), -1)
    said: dict[str, Any] = {
        "told_by": BANG_NA,
        "lead_activity_id": str(uuid7()),
        "title": "ร่วมกันทำความสะอาด",
        "held_on": month.isoformat(),
        "kind": "hands_on",
        "participants": 12,
        "standing": "held",
        "told_at": "2026-01-01T00:00:00+00:00",
        "is_example": False,
    }
    hear = composition_of(world.app).jobs[joint.HEARD_JOB].run

    def heard(**changes: Any) -> Any:
        world.in_district(lambda session: hear(session, **said | changes), NEIGHBOUR)
        columns = (ActivityReference.id, ActivityReference.state, ActivityReference.held_on)
        return world.in_district(lambda s: s.execute(select(*columns)).one(), NEIGHBOUR)

    head = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    offer = f"/d/phrakhanong/activities/joint/{heard().id}/acceptance"
    assert head.post(offer, data={"zone_id": str(zone), "version": "1"}).status_code == 303
    period = f"/d/phrakhanong/periods/{month.isoformat()[:7]}"
    assert head.post(f"{period}/closing").status_code == 303
    for number, change in enumerate(
        ({"standing": "withdrawn"}, {"held_on": bangkok_today().isoformat()}), start=2
    ):
        found = heard(told_at=f"2026-01-0{number}T00:00:00+00:00", **change)
        assert (found.state, found.held_on) == ("accepted", month), change
    titles = world.in_district(lambda s: s.scalars(select(Notice.title)).all(), NEIGHBOUR)
    assert sum("เดือนที่ปิดแล้ว" in title for title in titles) == 2
    assert head.post(f"{period}/reopening", data={"reason": "แก้ไข"}).status_code == 303
    assert heard(told_at="2026-01-02T00:00:00+00:00", standing="withdrawn").state == "withdrawn"


@pytest.mark.parametrize(
    "address",
    [
        "calendar?month=0001-01-01",
        "calendar?month=9999-12-01",
        "calendar?day=9999-12-31",
        "periods/0001-01/closing/new",
        "periods/9999-12/closing/new",
        f"tasks?page={'9' * 30}",
        f"notices?page={'9' * 30}",
        "meetings?month=9999-12-31&view=all&body=zone:x",
        "courses?page=-1",
    ],
)
def test_an_address_beyond_all_days_and_pages_is_no_error_of_ours(world: World, address: str):
    assert world.sign_in(Role.SECTION_HEAD).get(f"{HERE}/{address}").status_code in {200, 400, 404}


def _first(world: World, table: Any, meeting: UUID) -> UUID:
    statement = select(table.id).where(table.meeting_id == meeting).limit(1)
    return world.in_district(lambda session: session.scalars(statement).one())
