"""The register of people: found by name, never merged unseen, and with contact details on request alone."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from tenants.people.models import ContactReading, Person
from tests.support.world import NEIGHBOUR, World

PEOPLE = "/d/bangna/people"
CANARIES = ("089-111-2233", "canary@example.com", "canary.line")
CONTACT = dict(zip(("phone", "email", "line_id"), CANARIES, strict=True))
FAKE_ID = "1-2345-67890-12-1"
"""Made up for the test; its check digit is right."""


def enter(client: FlaskClient, name: str = "นายตัวอย่าง ใจดี", **fields: str) -> Any:
    return client.post(PEOPLE, data={"record_id": str(uuid7()), "name": name} | fields)


def page_of(answer: Any) -> str:
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def version_in(text: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', text)
    assert found is not None
    return found[1]


def stored(world: World) -> list[Any]:
    return world.in_district(
        lambda session: [
            SimpleNamespace(
                id=row.id,
                name=row.name,
                position=row.position,
                phone=row.phone,
                email=row.email,
                line_id=row.line_id,
            )
            for row in session.scalars(select(Person).order_by(Person.created_at))
        ]
    )


def readings(world: World) -> list[tuple[str, str, str]]:
    return world.in_district(
        lambda session: [
            (row.read_by, row.read_by_position, row.reason)
            for row in session.scalars(select(ContactReading).order_by(ContactReading.read_at))
        ]
    )


@pytest.fixture
def officer(world: World) -> FlaskClient:
    return world.sign_in(name="นางสาวตัวอย่าง เจ้าหน้าที่")


def test_people_are_listed_as_a_thai_dictionary_has_them_and_found_by_part_of_the_name(
    officer: FlaskClient,
):
    for name in ("นายเอก ตัวอย่าง", "นางกานดา ตัวอย่าง", "นายแก้ว  นำ้ใจ"):
        enter(officer, name, position="กรรมการชุมชน")
    listed = officer.get(PEOPLE).text
    assert listed.index("นางกานดา") < listed.index("นายเอก")
    assert "กรรมการชุมชน" in listed
    found = officer.get(f"{PEOPLE}?q=น้ำใจ").text
    assert "นายแก้ว น้ำใจ" in found
    assert "กานดา" not in found
    assert "ไม่พบบุคคลชื่อนี้" in officer.get(f"{PEOPLE}?q=ไม่มีใคร").text


def test_a_long_register_comes_in_pages_and_asks_the_database_seldom(
    world: World, officer: FlaskClient
):
    world.in_district(
        lambda session: session.add_all(
            Person(district_id=1047, name=f"นายตัวอย่าง {n:03}", match_key=f"ตัวอย่าง{n:03}")
            for n in range(60)
        )
    )
    with world.statements() as statements:
        first = officer.get(PEOPLE).text
    assert len(statements) <= 6
    assert "1–50 จาก 60" in first
    assert "นายตัวอย่าง 059" in officer.get(f"{PEOPLE}?page=2").text


def test_an_empty_register_says_what_it_is_for(officer: FlaskClient):
    assert "ยังไม่มีบุคคลในทะเบียน" in officer.get(PEOPLE).text


def test_sent_twice_it_is_one_person(world: World, officer: FlaskClient):
    record = str(uuid7())
    first = page_of(enter(officer, record_id=record))
    assert page_of(enter(officer, record_id=record)) == first
    assert len(stored(world)) == 1


def test_a_known_name_is_asked_about_and_never_merged(world: World, officer: FlaskClient):
    known = page_of(enter(officer, "นายตัวอย่าง ใจดี", position="ประธานชุมชน"))
    asked = enter(officer, "นาย ตัวอย่าง  ใจดี", position="พ่อค้า", phone="02-111-2222")
    assert asked.status_code == 422
    for words in ("ทะเบียนมีบุคคลชื่อนี้อยู่แล้ว", "นายตัวอย่าง ใจดี · ประธานชุมชน", "พ่อค้า", "02-111-2222"):
        assert words in asked.text
    chosen = enter(officer, "นายตัวอย่าง ใจดี", namesake=known.rpartition("/")[2])
    assert page_of(chosen) == known
    assert "ไม่ได้เพิ่มรายชื่อใหม่" in officer.get(known).text
    assert len(stored(world)) == 1
    other = page_of(enter(officer, "นายตัวอย่าง ใจดี", position="พ่อค้า", namesake="another"))
    assert other != known
    assert [row.position for row in stored(world)] == ["ประธานชุมชน", "พ่อค้า"]


def test_a_person_is_corrected_and_what_is_left_empty_stays_on_file(
    world: World, officer: FlaskClient
):
    page = page_of(enter(officer, position="กรรมการ", **CONTACT))
    form = officer.get(f"{page}/edit").text
    assert "มีข้อมูลแล้ว" in form
    answer = officer.post(
        page,
        data={
            "version": version_in(form),
            "name": "นายตัวอย่าง ใจงาม",
            "position": "รองประธาน",
            "email": "new@example.com",
            "removed": "line_id",
        },
    )
    assert page_of(answer) == page
    (row,) = stored(world)
    assert (row.name, row.position) == ("นายตัวอย่าง ใจงาม", "รองประธาน")
    assert (row.phone, row.email, row.line_id) == (CANARIES[0], "new@example.com", "")


def test_renaming_to_a_known_name_asks_first(world: World, officer: FlaskClient):
    enter(officer, "นายตัวอย่าง ใจดี")
    page = page_of(enter(officer, "นายตัวอย่าง ใจงาม"))
    fields = {"version": "1", "name": "นายตัวอย่าง ใจดี"}
    refused = officer.post(page, data=fields)
    assert refused.status_code == 422
    assert "หากเป็นคนละคนกัน" in refused.text
    assert page_of(officer.post(page, data=fields | {"another": "y"})) == page
    assert [row.name for row in stored(world)] == ["นายตัวอย่าง ใจดี"] * 2


def test_two_officers_who_edit_at_once_choose_the_text_and_no_contact_detail_is_shown(
    world: World, officer: FlaskClient
):
    page = page_of(enter(officer, position="กรรมการ", **CONTACT))
    other = world.sign_in(name="นายตัวอย่าง เร็วกว่า")
    other.post(page, data={"version": "1", "name": "นายตัวอย่าง ใจดี", "position": "เลขานุการ"})
    late = {"version": "1", "name": "นายตัวอย่าง ใจดี", "position": "เหรัญญิก"}
    conflict = officer.post(page, data=late | {"removed": "line_id"})
    assert conflict.status_code == 409
    for words in ("นายตัวอย่าง เร็วกว่า", "เลขานุการ", "เหรัญญิก"):
        assert words in conflict.text
    assert not any(canary in conflict.text for canary in CANARIES)
    sent = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', conflict.text))
    assert page_of(officer.post(page, data=sent | {"choice-position": "yours"})) == page
    (row,) = stored(world)
    assert (row.position, row.phone, row.line_id) == ("เหรัญญิก", CANARIES[0], "")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "โปรดระบุชื่อบุคคล"),
        ({"name": "นาย"}, "โปรดระบุชื่อบุคคล"),
        ({"phone": "191"}, "โปรดพิมพ์หมายเลขโทรศัพท์ให้ครบทุกหลัก"),
        ({"email": "ไม่มีที่อยู่"}, "โปรดพิมพ์ที่อยู่อีเมล"),
    ],
)
def test_what_cannot_be_read_is_refused_and_stays_in_the_form(
    world: World, officer: FlaskClient, fields: dict[str, str], sentence: str
):
    refused = enter(officer, **{"name": "นายตัวอย่าง ใจดี", "position": "พ่อค้า"} | fields)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "พ่อค้า" in refused.text
    assert stored(world) == []


@pytest.mark.parametrize("field", ["name", "position", "phone", "email", "line_id"])
def test_a_national_id_number_is_refused_in_every_field(
    world: World, officer: FlaskClient, field: str
):
    fields = {"name": "นายตัวอย่าง ใจดี"} | {field: f"นายตัวอย่าง {FAKE_ID}"}
    refused = enter(officer, **fields)
    assert refused.status_code == 422
    assert "ระบบไม่เก็บเลขประจำตัวประชาชน" in refused.text
    assert stored(world) == []
    page = page_of(enter(officer))
    changed = officer.post(page, data={"version": "1", **fields})
    assert changed.status_code == 422
    assert "ระบบไม่เก็บเลขประจำตัวประชาชน" in changed.text


def test_contact_details_are_shown_once_after_a_reason_and_the_showing_is_on_record(
    world: World, officer: FlaskClient
):
    page = page_of(enter(officer, **CONTACT))
    asked = {"record_id": str(uuid7()), "reason": "เชิญประชุมเครือข่าย"}
    shown = officer.post(f"{page}/contact-readings", data=asked)
    assert shown.status_code == 200
    assert all(canary in shown.text for canary in CANARIES)
    assert shown.headers["Cache-Control"] == "no-store"
    again = officer.post(f"{page}/contact-readings", data=asked)
    assert page_of(again) == page
    told = officer.get(page).text
    assert "แสดงไปแล้วหนึ่งครั้ง" in told
    assert "เชิญประชุมเครือข่าย" in told
    assert readings(world) == [("นางสาวตัวอย่าง เจ้าหน้าที่", "social_developer", "เชิญประชุมเครือข่าย")]

    def trail(session):
        return session.execute(
            select(AuditEntry.action, AuditEntry.reason).where(
                AuditEntry.table_name == "contact_readings"
            )
        ).all()

    assert world.in_district(trail) == [("contacts:read", "เชิญประชุมเครือข่าย")]


@pytest.mark.parametrize("reason", ["", "  ", FAKE_ID])
def test_without_a_reason_nothing_is_shown(world: World, officer: FlaskClient, reason: str):
    page = page_of(enter(officer, **CONTACT))
    refused = officer.post(f"{page}/contact-readings", data={"reason": reason})
    assert refused.status_code == 422
    assert not any(canary in refused.text for canary in CANARIES)
    assert "เหตุผล" in refused.text
    assert readings(world) == []


def test_contact_details_appear_in_no_answer_but_the_reading(
    world: World, officer: FlaskClient, caplog: pytest.LogCaptureFixture
):
    page = page_of(enter(officer, position="กรรมการ", **CONTACT))
    officer.post(page, data={"version": "1", "name": "นายตัวอย่าง ใจดี", "phone": CANARIES[0]})
    director = world.sign_in(Role.DIRECTOR)
    answers = [
        client.get(address).text
        for client in (officer, director, world.sign_in(Role.OFFICE_ADMIN))
        for address in (PEOPLE, f"{PEOPLE}?q=ตัวอย่าง", page, f"{page}/edit", "/d/bangna/changes")
    ]
    answers.append(enter(officer, "นายตัวอย่าง ใจดี").text)
    answers.append(officer.post(page, data={"version": "1", "name": "นายตัวอย่าง ใจงาม"}).text)
    answers.append(caplog.text)

    def trail(session):
        rows = session.execute(select(AuditEntry.before, AuditEntry.after))
        return str([tuple(row) for row in rows])

    answers.append(world.in_district(trail))
    for answer in answers:
        assert not any(canary in answer for canary in CANARIES)


def test_the_director_reads_names_but_neither_edits_nor_sees_contact_details(
    world: World, officer: FlaskClient
):
    page = page_of(enter(officer, **CONTACT))
    director = world.sign_in(Role.DIRECTOR)
    text = director.get(page).text
    assert "นายตัวอย่าง ใจดี" in text
    assert "ดูข้อมูลติดต่อ</span>" not in text
    assert "ประวัติการเปิดดูข้อมูลติดต่อ" not in text
    assert director.post(f"{page}/contact-readings", data={"reason": "อยากรู้"}).status_code == 403
    assert director.get(f"{page}/edit").status_code == 403
    assert director.get(f"{PEOPLE}/new").status_code == 403
    for role in (Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR, Role.SECTION_STAFF):
        assert world.sign_in(role).get(PEOPLE).status_code == 403
    assert readings(world) == []


def test_another_office_finds_nobody(world: World, officer: FlaskClient):
    page = page_of(enter(officer, **CONTACT))
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    foreign = page.replace("bangna", "phrakhanong")
    for address in (page, foreign):
        assert stranger.get(address).status_code == 404
        assert stranger.get(f"{address}/edit").status_code == 404
        asked = stranger.post(f"{address}/contact-readings", data={"reason": "อยากรู้"})
        assert asked.status_code == 404
        assert stranger.post(address, data={"version": "1", "name": "ก"}).status_code == 404
    chosen = stranger.post(
        "/d/phrakhanong/people",
        data={"name": "นายตัวอย่าง ใจดี", "namesake": page.rpartition("/")[2]},
    )
    assert chosen.status_code == 404
    assert officer.get(f"{PEOPLE}/{uuid4()}").status_code == 404
    assert readings(world) == []


def test_the_trail_names_what_was_done_and_hides_the_details(world: World, officer: FlaskClient):
    page = page_of(enter(officer, **CONTACT))
    officer.post(page, data={"version": "1", "name": "นายตัวอย่าง ใจดี", "phone": "02-999-8888"})

    def trail(session):
        return session.execute(
            select(AuditEntry.action, AuditEntry.after["phone"].as_string())
            .where(AuditEntry.table_name == "people")
            .order_by(AuditEntry.id)
        ).all()

    assert world.in_district(trail) == [("person:registered", "•••"), ("person:changed", "•••")]


def test_people_who_enter_one_name_at_once_are_counted_once(world: World, officer: FlaskClient):
    enter(officer, "นายตัวอย่าง ใจดี")
    assert enter(officer, "นายตัวอย่าง ใจดี").status_code == 422
    count = world.in_district(lambda session: session.scalar(select(func.count(Person.id))))
    assert count == 1
    assert isinstance(stored(world)[0].id, UUID)
