"""The list of people: one tap each, stand-ins, guests, absences, and what the minutes' adoption closes."""

import hashlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from core.i18n.dates import bangkok_today
from tenants.committees.models import Committee, Seat
from tenants.meetings.models import Attendance, Meeting, Minutes
from tests.support.world import BANG_NA, World
from tests.tenants.meetings.calling import CHAIR, HERE, House, errors_in, house


@pytest.fixture
def place(world: World) -> House:
    return house(world)


def adopt(place: House, meeting: Any) -> None:
    """The minutes of a meeting are adopted."""
    text = "{}"

    def write(session):
        session.execute(update(Meeting).where(Meeting.id == meeting).values(state="closed"))
        session.add(
            Minutes(
                district_id=BANG_NA,
                meeting_id=meeting,
                held_on=bangkok_today(),
                state="adopted",
                recorder_name="ผู้จด",
                adopted_on=bangkok_today(),
                canonical=text,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
            )
        )

    place.world.in_district(write)


def test_one_tap_marks_one_person_and_leads_back_to_the_line(place: House):
    meeting = place.call_today()
    line = place.list_of(meeting)[CHAIR]
    answer = place.post(f"attendances/{line['id']}/presence", presence="present", view="waiting")
    assert answer.headers["Location"].endswith(
        f"/meetings/{meeting}/attendances?view=waiting#attendance-{line['id']}"
    )
    stored = place.list_of(meeting)[CHAIR]
    assert (stored["presence"], stored["confirmed"]) == ("present", True)
    assert stored["checked_in_at"] is not None
    assert stored["checked_in_by"].startswith("ผู้ทดสอบ")
    place.tick(meeting, CHAIR)
    assert place.list_of(meeting)[CHAIR]["version"] == stored["version"]
    page = place.officer.get(f"{HERE}/{meeting}/attendances")
    assert "มาประชุม 1 คน จากกรรมการ 7 คน" in page.text
    waiting = place.officer.get(f"{HERE}/{meeting}/attendances?view=waiting").text
    assert f'id="attendance-{line["id"]}"' not in waiting
    found = place.officer.get(f"{HERE}/{meeting}/attendances?name=ประธานโซน").text
    assert CHAIR in found
    assert "ตัวอย่าง 3" not in found
    place.tick(meeting, CHAIR, presence="invited")
    assert place.list_of(meeting)[CHAIR]["checked_in_at"] is None
    assert place.post(f"attendances/{line['id']}/presence", presence="nonsense").status_code == 404


def test_with_script_a_tap_is_answered_with_the_row_alone(place: House):
    meeting = place.call_today()
    line = place.list_of(meeting)[CHAIR]["id"]
    answer = place.officer.post(
        f"/d/bangna/attendances/{line}/presence",
        data={"presence": "present"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert answer.text.strip().startswith("<tr")
    assert "<html" not in answer.text


def test_an_absence_keeps_its_reason_and_two_editors_see_both(place: House):
    meeting = place.call_today()
    line = place.list_of(meeting)[CHAIR]
    path = f"attendances/{line['id']}/absence"
    assert place.officer.get(f"/d/bangna/{path}/new").status_code == 200
    seen = str(line["version"])
    assert place.post(path, version=seen, reason="ติดราชการ").status_code == 303
    assert place.list_of(meeting)[CHAIR]["absence_reason"] == "ติดราชการ"
    stale = place.post(path, version=seen, reason="ลาป่วย")
    assert stale.status_code == 409
    assert "ติดราชการ" in stale.text
    assert "ลาป่วย" in stale.text
    place.tick(meeting, CHAIR)
    assert place.list_of(meeting)[CHAIR]["absence_reason"] == ""


def test_a_stand_in_by_a_free_name_comes_with_a_warning(place: House):
    meeting = place.call_today()
    line = place.list_of(meeting)[CHAIR]
    path = f"attendances/{line['id']}/stand-in"
    assert "คู่มือมิได้กำหนดผู้แทน" in place.officer.get(f"/d/bangna/{path}/new").text
    blank = place.post(path, name="", position="")
    assert blank.status_code == 422
    own = place.post(path, name=CHAIR)
    assert own.status_code == 422
    assert any("กรรมการผู้นั้นเอง" in each for each in errors_in(own.text))
    sent = {"record_id": "01900000-0000-7000-8000-000000000001", "name": "นางแทน ตัวอย่าง"}
    for _ in range(2):
        assert place.post(path, reason="ติดภารกิจ", **sent).status_code == 303
    lines = place.list_of(meeting)
    stand_in, member = lines["นางแทน ตัวอย่าง"], lines[CHAIR]
    assert (stand_in["capacity"], stand_in["stands_in_for_id"]) == ("stand_in", member["id"])
    assert (member["presence"], member["absence_reason"]) == ("absent", "ติดภารกิจ")
    page = place.officer.get(f"{HERE}/{meeting}/attendances").text
    assert f"แทน {CHAIR}" in page
    assert "มาประชุม 1 คน จากกรรมการ 7 คน" in page
    second = place.post(path, name="นายอีกคน ตัวอย่าง")
    assert second.status_code == 422
    place.tick(meeting, CHAIR)
    assert place.list_of(meeting)["นางแทน ตัวอย่าง"]["capacity"] == "guest"


def test_members_of_the_community_may_take_the_seat_of_the_chair_of_the_network(place: House):
    def lead(session):
        committee = Committee(
            district_id=BANG_NA, kind="community", community_id=place.communities[0], edition=1
        )
        session.add(committee)
        session.flush()
        session.add_all(
            Seat(
                district_id=BANG_NA,
                committee_id=committee.id,
                rule_key=rule,
                person_id=person,
                person_name=name,
                person_position="กรรมการชุมชน",
                valid_from=date(2025, 1, 1),
            )
            for rule, person, name in (
                ("chair", place.people[CHAIR], CHAIR),
                ("members", None, "นายกรรมการชุมชน ตัวอย่าง"),
            )
        )

    place.world.in_district(lead)
    meeting = place.call_today()
    community = next(
        row for name, row in place.list_of(meeting).items() if name == "นายสมาชิก ตัวอย่าง 5"
    )
    page = place.officer.get(f"/d/bangna/attendances/{community['id']}/stand-in/new").text
    assert "นายกรรมการชุมชน ตัวอย่าง" in page
    assert "คู่มือมิได้กำหนด" not in page
    seat = place.rows(Seat, Seat.person_name == "นายกรรมการชุมชน ตัวอย่าง")[0]["id"]
    path = f"attendances/{community['id']}/stand-in"
    assert place.post(path, seat=str(seat), reason="").status_code == 303
    assert "นายกรรมการชุมชน ตัวอย่าง" in place.list_of(meeting)


def test_guests_are_added_once_and_taken_off_with_a_reason(place: House):
    meeting = place.call_today()
    assert place.officer.get(f"{HERE}/{meeting}/guests/new").status_code == 200
    path = f"meetings/{meeting}/guests"
    sent = {"name": "สถานีดับเพลิงตัวอย่าง", "position": "ภาคี", "is_here": "y"}
    assert place.post(path, **sent).status_code == 303
    again = place.post(path, **sent)
    assert again.status_code == 422
    assert "สถานีดับเพลิงตัวอย่าง" in again.text
    assert place.post(path, name=" ").status_code == 422
    guest = place.list_of(meeting)["สถานีดับเพลิงตัวอย่าง"]
    assert (guest["capacity"], guest["presence"]) == ("guest", "present")
    assert "มาประชุม 0 คน จากกรรมการ 7 คน" in place.officer.get(f"{HERE}/{meeting}/attendances").text
    off = f"attendances/{guest['id']}/deletion"
    assert place.officer.get(f"/d/bangna/{off}/new").status_code == 200
    assert place.post(off, reason="").status_code == 422
    member = place.list_of(meeting)[CHAIR]["id"]
    assert place.post(f"attendances/{member}/deletion", reason="ผิด").status_code == 422
    assert place.post(off, reason="บันทึกผิด").status_code == 303
    assert "สถานีดับเพลิงตัวอย่าง" not in place.list_of(meeting)


def test_after_the_adoption_of_the_minutes_the_list_never_changes(place: House):
    meeting = place.call_today()
    line = place.list_of(meeting)[CHAIR]["id"]
    item = place.items(meeting)[0]["id"]
    adopt(place, meeting)
    for path, sent in (
        (f"attendances/{line}/presence", {"presence": "present"}),
        (f"attendances/{line}/absence", {"version": "1", "reason": "ลา"}),
        (f"attendances/{line}/stand-in", {"name": "นายแทน"}),
        (f"attendances/{line}/code", {}),
        (f"meetings/{meeting}/guests", {"name": "นายแขก"}),
        (f"meetings/{meeting}/agenda-items", {"section": "other", "title": "เรื่อง"}),
        (f"agenda-items/{item}/position", {"direction": "up"}),
        (f"meetings/{meeting}/room-code", {}),
    ):
        answer = place.post(path, **sent)
        assert answer.status_code == 422, path
        assert "รับรอง" in answer.text, path
    assert {row["presence"] for row in place.rows(Attendance)} == {"invited"}
    assert "แก้ไขไม่ได้อีก" in place.officer.get(f"{HERE}/{meeting}/attendances").text


def test_nobody_is_present_before_the_day(place: House):
    meeting = place.call()
    line = place.list_of(meeting)[CHAIR]["id"]
    refused = place.post(f"attendances/{line}/presence", presence="present")
    assert refused.status_code == 422
    assert any("เฉพาะในวันประชุม" in each for each in errors_in(refused.text))
    place.post(f"meetings/{meeting}/guests", name="แขกตัวอย่าง", is_here="y")
    place.post(f"attendances/{line}/stand-in", name="นางแทน ตัวอย่าง", reason="ลา")
    lines = place.list_of(meeting)
    assert lines["แขกตัวอย่าง"]["presence"] == lines["นางแทน ตัวอย่าง"]["presence"] == "invited"
    assert lines[CHAIR]["presence"] == "absent"
