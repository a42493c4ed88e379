"""Quorum by the regulation or the by-law, opening without it, votes, and closing."""

from uuid import UUID

import pytest

from core.access.roles import Role
from core.regulations.models import RegulationValue
from tenants.meetings.models import Motion
from tests.support.world import LONG_AGO, World
from tests.tenants.meetings.calling import CHAIR, HERE, House, day, errors_in, house
from tests.tenants.meetings.test_inviting import put_by_law


@pytest.fixture
def place(world: World) -> House:
    return house(world)


def test_where_no_rule_is_known_the_meeting_opens_and_says_so(place: House):
    meeting = place.call_today()
    page = place.officer.get(f"{HERE}/{meeting}").text
    assert "ไม่ทราบองค์ประชุม" in page
    assert "ยังไม่มีระเบียบหรือข้อบังคับ" in page
    assert place.open(meeting).status_code == 303
    stored = place.stored(meeting)
    assert (stored["quorum_percent"], stored["quorum_source"], stored["members"]) == (None, "", 7)
    assert stored["opening_reason"] is None


def test_the_by_law_in_force_settles_the_quorum_and_opening_without_it_needs_a_reason(place: House):
    put_by_law(place)
    meeting = place.call_today()
    page = place.officer.get(f"{HERE}/{meeting}").text
    assert "ต้องมา 4 คน" in page
    assert "ข้อบังคับโซนตัวอย่าง ฉบับที่ 1 (ข้อ 2)" in page
    place.tick_number(meeting, 3)
    assert "ไม่ครบองค์ประชุม" in place.officer.get(f"{HERE}/{meeting}/opening/new").text
    refused = place.open(meeting)
    assert refused.status_code == 422
    assert any("มาแล้ว 3 คน ต้องมา 4 คน" in each for each in errors_in(refused.text))
    assert CHAIR in refused.text
    assert place.open(meeting, reason="เรื่องเร่งด่วน").status_code == 303
    stored = place.stored(meeting)
    assert (stored["state"], stored["members"], stored["present"]) == ("open", 7, 3)
    assert (stored["quorum_percent"], stored["opening_reason"]) == (50, "เรื่องเร่งด่วน")
    assert "เรื่องเร่งด่วน" in place.officer.get(f"{HERE}/{meeting}").text


def test_the_regulation_comes_before_the_by_law(place: House):
    put_by_law(place)
    place.world.in_city(
        lambda session: session.add(
            RegulationValue(
                key="quorum",
                valid_from=LONG_AGO,
                value={"percent": 66},
                source="ระเบียบตัวอย่าง",
                recorded_by="ผู้ทดสอบ",
            )
        )
    )
    meeting = place.call_today()
    page = place.officer.get(f"{HERE}/{meeting}").text
    assert "ต้องมา 5 คน" in page
    assert "ระเบียบตัวอย่าง" in page
    place.tick_number(meeting, 5)
    assert place.open(meeting).status_code == 303
    assert place.stored(meeting)["opening_reason"] is None


def test_a_meeting_opens_on_its_day_and_only_by_the_section(place: House):
    later = place.call()
    refused = place.open(later)
    assert refused.status_code == 422
    assert any("จึงเปิดประชุมได้ในวันนั้น" in each for each in errors_in(refused.text))
    today = place.call_today()
    assert place.open(today, chaired_by=" ").status_code == 422
    assert place.open(today, version="99").status_code == 422
    assert place.post(f"meetings/{today}/opening", place.chair).status_code == 403
    director = place.world.sign_in(Role.DIRECTOR)
    assert director.get(f"{HERE}/{today}/opening/new").status_code == 403


def test_votes_fit_those_present_and_a_tie_needs_the_chairs_vote(place: House):
    meeting = place.call_today(matters="แผนงานประจำปี")
    item = place.items(meeting)[0]["id"]
    path = f"agenda-items/{item}/motions"
    sent = {"text": "เห็นชอบแผนงาน", "in_favour": "2", "against": "1", "abstained": "1"}
    early = place.post(path, **sent)
    assert early.status_code == 422
    assert "โปรดเปิดประชุมก่อน" in early.text
    place.tick_number(meeting, 4)
    place.open(meeting)
    assert "กรรมการที่มาประชุม 4 คน" in place.officer.get(f"/d/bangna/{path}/new").text
    many = place.post(path, **sent | {"in_favour": "5"})
    assert many.status_code == 422
    assert any("คะแนนรวม 7 เสียง เกินจำนวนกรรมการ" in each for each in errors_in(many.text))
    assert "เห็นชอบแผนงาน" in many.text
    none = place.post(path, **sent | {"in_favour": "0", "against": "0", "abstained": "0"})
    assert none.status_code == 422
    tie = place.post(path, **sent | {"against": "2", "abstained": "0"})
    assert tie.status_code == 422
    assert "เสียงชี้ขาด" in tie.text
    cast = sent | {"against": "2", "abstained": "0", "chair_cast": "against"}
    assert place.post(path, **cast).status_code == 303
    assert place.post(path, **sent | {"chair_cast": "against"}).status_code == 303
    tied, clear = place.rows(Motion)
    assert (tied["outcome"], tied["chair_cast"]) == ("lost", "against")
    assert (clear["outcome"], clear["chair_cast"]) == ("carried", None)
    again = {"record_id": str(clear["id"])}
    assert place.post(path, **sent | again).status_code == 303
    assert len(place.rows(Motion)) == 2
    version = str(clear["version"])
    assert place.officer.get(f"/d/bangna/motions/{clear['id']}/edit").status_code == 200
    changed = place.post(f"motions/{clear['id']}", version=version, **sent | {"text": "ข้อความที่แก้"})
    assert changed.status_code == 303
    stale = place.post(f"motions/{clear['id']}", version=version, **sent | {"text": "อีกข้อความ"})
    assert stale.status_code == 409
    assert "ข้อความที่แก้" in stale.text
    assert "อีกข้อความ" in stale.text
    page = place.officer.get(f"{HERE}/{meeting}").text
    assert "ประธานออกเสียงชี้ขาด" in page
    assert place.post(f"agenda-items/{item}/deletion", reason="ลบ").status_code == 422


def test_closing_counts_everybody_else_as_absent(place: House):
    meeting = place.call_today()
    place.tick_number(meeting, 2)
    early = place.close(meeting)
    assert early.status_code == 422
    place.open(meeting, opened_at="9:00")
    assert "5" in place.officer.get(f"{HERE}/{meeting}/closing/new").text
    before = place.close(meeting, closed_at="8:00")
    assert before.status_code == 422
    for _ in range(2):
        assert place.close(meeting).status_code == 303
    states = [
        row["presence"] for row in place.list_of(meeting).values() if row["capacity"] == "member"
    ]
    assert (states.count("present"), states.count("absent")) == (2, 5)
    assert "จัดทำรายงานการประชุม" in place.officer.get(f"{HERE}/{meeting}").text
    assert place.open(meeting).status_code == 422
    sent = place.plan(version=place.version(meeting), held_on=day(3))
    assert place.officer.post(f"{HERE}/{meeting}", data=sent).status_code == 422
    assert isinstance(meeting, UUID)
