"""Minutes are adopted by a later meeting of the same committee, and from then on nothing of the meeting changes."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from core.access.permissions import WHOLE_DISTRICT
from core.audit.models import AuditEntry
from core.db import uuid7
from core.documents.content import read_paper
from core.evidence.models import EvidenceCard, EvidenceFile
from core.i18n.dates import bangkok_today
from core.records import lock
from tenants.meetings import minutes_adoption
from tenants.meetings.jobs import render_minutes_files
from tenants.meetings.minutes_adoption import Adoption
from tenants.meetings.models import AgendaItem, Attendance, Meeting, Minutes, Motion
from tenants.meetings.queries import adopted_minutes_of_zones
from tests.support.world import BANG_NA, World
from tests.tenants.meetings.minuted import HERE, JANUARY, Office, make_office


@pytest.fixture
def office(world: World) -> Office:
    return make_office(world)


def prepared(office: Office) -> tuple[UUID, UUID]:
    """A meeting whose minutes go round, and a later one of the same committee."""
    meeting, later = office.meeting(), office.meeting(2, date(2026, 2, 5))
    office.write(meeting, "เห็นชอบให้ติดตั้งกล้อง")
    office.circulate(meeting)
    return meeting, later


def test_adoption_seals_the_text_lays_down_its_card_and_makes_the_files(office: Office):
    meeting, later = prepared(office)
    page = office.officer.get(f"{HERE}/{meeting}/minutes/adoption/new").text
    assert f'value="{later}"' in page
    assert "แจ้งเวียน" not in page
    answer = office.adopt(meeting, later, corrections="หน้า 2 แก้ 15 เป็น 16")
    assert answer.status_code == 303
    entry = office.stored(meeting)
    assert (entry.state, entry.adopted_on, entry.within_days) == (
        "adopted",
        date(2026, 2, 5),
        26,
    )
    paper = read_paper(entry.canonical)
    assert sha256(entry.canonical.encode()).hexdigest() == entry.sha256 == paper.sha256()
    assert "ครั้งที่ 2/2569" in paper.adopted_note
    assert "หน้า 2 แก้ 15 เป็น 16" in paper.adopted_note
    card = office.world.in_district(
        lambda session: session.execute(
            select(EvidenceCard.kind, EvidenceCard.title, EvidenceCard.number, EvidenceCard.zone_id)
        ).one()
    )
    assert card == (
        "minutes",
        "รายงานการประชุมคณะกรรมการเครือข่ายชุมชน โซน 1 ครั้งที่ 1/2569",
        "1/2569",
        office.zone,
    )
    pulse = office.officer.get(f"{HERE}/{meeting}/minutes/pulse").headers["ETag"]
    office.world.work_off()
    assert office.officer.get(f"{HERE}/{meeting}/minutes/pulse").headers["ETag"] != pulse
    for kind, beginning in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = office.chair.get(f"{HERE}/{meeting}/minutes/files/{kind}")
        assert answer.data.startswith(beginning)
    page = office.chair.get(f"{HERE}/{meeting}/minutes").text
    assert "รับรองแล้ว" in page
    assert entry.verification_code in page
    letters = entry.verification_code.partition("-")[2]
    public = office.world.app.test_client().get(f"/papers/{BANG_NA}-{letters}").text
    assert "รายงานการประชุม" in public
    assert office.world.in_district(adopted_minutes_of_zones) == {office.zone: 1}


def test_the_adopting_meeting_says_so_under_its_second_item(office: Office):
    meeting, later = prepared(office)
    office.adopt(meeting, later)
    item = next(each for each in office.items(later) if each.section == "minutes")
    assert item.minutes_id == office.stored(meeting).id
    assert item.resolution == "รับรองรายงานการประชุม ครั้งที่ 1/2569 โดยไม่มีการแก้ไข"


def test_an_item_that_waits_on_the_agenda_gets_the_resolution_and_no_second_one(office: Office):
    meeting, later = prepared(office)
    minutes_id = office.stored(meeting).id
    office.world.in_district(
        lambda session: session.add(
            AgendaItem(
                district_id=BANG_NA,
                meeting_id=later,
                section="minutes",
                position=1,
                title="รับรองรายงานการประชุมครั้งก่อน",
                minutes_id=minutes_id,
            )
        )
    )
    office.adopt(meeting, later)
    [item] = [each for each in office.items(later) if each.section == "minutes"]
    assert item.title == "รับรองรายงานการประชุมครั้งก่อน"
    assert item.resolution.startswith("รับรองรายงานการประชุม ครั้งที่ 1/2569")


def test_sent_twice_or_at_once_the_minutes_are_adopted_once(office: Office):
    meeting, later = prepared(office)
    sent = {"version": office.seen(meeting), "adopted_in": str(later)}
    browsers = [office.officer, office.world.sign_in()]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda browser: browser.post(f"{HERE}/{meeting}/minutes/adoption", data=sent),
                browsers,
            )
        )
    assert [answer.status_code for answer in answers] == [303, 303]
    found = office.world.in_district(lambda session: session.scalars(select(EvidenceCard)).all())
    assert len(found) == 1


def test_a_meeting_of_another_body_an_earlier_or_an_unopened_one_does_not_adopt(office: Office):
    meeting, _later = prepared(office)
    tomorrow = bangkok_today() + timedelta(days=1)
    others = [
        office.meeting(1, date(2026, 2, 6), zone_id=office.other_zone),
        office.meeting(1, date(2026, 2, 6), body_kind="study", zone_id=None),
        office.meeting(9, JANUARY - timedelta(days=30)),
        office.meeting(8, date(2026, 2, 7), state="cancelled", cancelled_reason="ฝนตก"),
        office.meeting(7, tomorrow, state="invited"),
        office.meeting(6, tomorrow, state="open"),
        meeting,
        uuid7(),
    ]
    for other in others:
        answer = office.adopt(meeting, other, corrections="ที่พิมพ์ไว้")
        assert answer.status_code == 422
        assert "โปรดเลือกการประชุมครั้งหลังของคณะกรรมการชุดเดียวกัน" in answer.text
        assert "ที่พิมพ์ไว้" in answer.text
    assert office.stored(meeting).state == "circulated"


def test_only_a_committee_that_meets_no_more_adopts_by_circulation_and_says_why(office: Office):
    meeting = office.meeting()
    office.write(meeting, "เห็นชอบ")
    answer = office.officer.get(f"{HERE}/{meeting}/minutes/adoption/new")
    assert "ต้องส่งเวียนก่อน" in answer.text
    office.circulate(meeting)
    assert "แจ้งเวียน" in office.officer.get(f"{HERE}/{meeting}/minutes/adoption/new").text
    answer = office.adopt(meeting, "circulation")
    assert answer.status_code == 422
    assert "โปรดระบุเหตุผล" in answer.text
    following = office.meeting(2, bangkok_today() + timedelta(days=9), state="planned")
    answer = office.adopt(meeting, "circulation", reason="ครบวาระ")
    assert answer.status_code == 422
    assert "ให้รับรองในการประชุมครั้งนั้น" in answer.text
    page = office.officer.get(f"{HERE}/{meeting}/minutes/adoption/new").text
    assert "ให้รับรองในการประชุมครั้งนั้น" in page
    office.world.in_district(
        lambda session: session.execute(
            update(Meeting)
            .where(Meeting.id == following)
            .values(state="cancelled", cancelled_reason="ยุบเลิก")
        )
    )
    assert office.adopt(meeting, "circulation", reason="คณะกรรมการครบวาระ").status_code == 303
    entry = office.stored(meeting)
    assert entry.adopted_on == bangkok_today()
    assert "แจ้งเวียน" in read_paper(entry.canonical).adopted_note
    assert "คณะกรรมการครบวาระ" in office.officer.get(f"{HERE}/{meeting}/minutes").text
    reasons = office.world.in_district(
        lambda session: set(
            session.scalars(select(AuditEntry.reason).where(AuditEntry.action == "minutes:adopted"))
        )
    )
    assert "คณะกรรมการครบวาระ" in reasons


def test_who_read_an_older_text_adopts_nothing_and_keeps_what_was_typed(office: Office):
    meeting, later = prepared(office)
    page = office.officer.get(f"{HERE}/{meeting}/minutes/adoption/new").text
    stale = page.partition('name="version" value="')[2].partition('"')[0]
    colleague = office.world.sign_in(name="นางเพื่อนร่วมงาน")
    assert office.write(meeting, "ไม่เห็นชอบ", client=colleague).status_code == 303
    sent = {"version": stale, "adopted_in": str(later), "corrections": "ที่พิมพ์ไว้"}
    answer = office.officer.post(f"{HERE}/{meeting}/minutes/adoption", data=sent)
    assert answer.status_code == 409
    assert "ที่พิมพ์ไว้" in answer.text
    assert "นางเพื่อนร่วมงาน" in answer.text
    fresh = answer.text.partition('name="version" value="')[2].partition('"')[0]
    answer = office.officer.post(
        f"{HERE}/{meeting}/minutes/adoption", data=sent | {"version": fresh}
    )
    assert answer.status_code == 303


def test_after_the_adoption_every_service_refuses_in_thai(office: Office):
    meeting = office.meeting()
    office.adopted(meeting)
    refusal = "รับรองรายงานการประชุมครั้งนี้แล้ว"
    assert refusal in office.officer.get(f"{HERE}/{meeting}/minutes/edit").text
    first = office.items(meeting)[0]
    sent = {f"resolution_{first.id.hex}": "แก้ทีหลัง", f"seen_resolution_{first.id.hex}": "x"}
    for address, data in (
        ("minutes", sent),
        ("minutes/hands", {"recorder_name": "คนอื่น", "version": "1"}),
    ):
        answer = office.officer.post(f"{HERE}/{meeting}/{address}", data=data)
        assert answer.status_code == 422
        assert refusal in answer.text
    for address in ("minutes/hands/edit", "minutes/circulation/new", "minutes/adoption/new"):
        assert refusal in office.officer.get(f"{HERE}/{meeting}/{address}").text
    remark = {"text": "ช้าไป", "record_id": str(uuid7())}
    assert refusal in office.chair.post(f"{HERE}/{meeting}/minutes/remarks", data=remark).text
    assert refusal in office.give(meeting).text


@pytest.mark.parametrize("model", [Meeting, AgendaItem, Attendance, Motion, Minutes])
def test_no_bulk_statement_changes_an_adopted_meeting(office: Office, model: Any):
    meeting = office.meeting()
    item = office.items(meeting)[0].id
    motion = Motion(
        district_id=BANG_NA,
        meeting_id=meeting,
        agenda_item_id=item,
        text="ญัตติ",
        in_favour=2,
        against=0,
        outcome="carried",
    )
    office.world.in_district(lambda session: session.add(motion))
    office.adopted(meeting)
    column = Meeting.id if model is Meeting else model.meeting_id
    for statement in (
        update(model).where(column == meeting).values(changed_by="ใครก็ได้"),
        delete(model).where(column == meeting),
    ):
        with pytest.raises(DBAPIError, match="never changes"):
            office.world.in_district(lambda session, said=statement: session.execute(said))


def test_nothing_is_added_to_an_adopted_meeting(office: Office):
    meeting = office.meeting()
    office.adopted(meeting)
    late = {"district_id": BANG_NA, "meeting_id": meeting, "position": 9}
    for entry in (
        AgendaItem(**late, section="other", title="เพิ่มทีหลัง"),
        Attendance(**late, name="มาทีหลัง", name_key="มาทีหลัง"),
    ):
        with pytest.raises(DBAPIError, match="never changes"):
            office.world.in_district(lambda session, row=entry: session.add(row))


def test_what_is_added_at_the_moment_of_the_adoption_is_in_the_text_or_refused(office: Office):
    meeting, later = prepared(office)
    started, actor = Event(), office.world.actor()
    seen = int(office.seen(meeting))

    def add() -> bool:
        row = {"district_id": BANG_NA, "meeting_id": meeting, "section": "other", "position": 9}
        started.set()
        try:
            office.world.in_district(
                lambda session: session.add(AgendaItem(**row, title="เพิ่มในขณะรับรอง"))
            )
        except DBAPIError as problem:
            return "never changes" not in str(problem)
        return True

    def adopt(session: Any) -> Future[bool]:
        lock(session, session.get(Meeting, (BANG_NA, meeting)))
        adding = pool.submit(add)
        started.wait(5)
        adoption = Adoption(later)
        minutes_adoption.adopt(
            session,
            actor=actor,
            within=WHOLE_DISTRICT,
            meeting_id=meeting,
            seen=seen,
            adoption=adoption,
            address_of=lambda code: code,
        )
        return adding

    with ThreadPoolExecutor(1) as pool:
        added = office.world.in_district(adopt).result()
    assert added == ("เพิ่มในขณะรับรอง" in office.stored(meeting).canonical)


def test_the_files_are_made_once(office: Office):
    meeting = office.meeting()
    office.adopted(meeting)
    minutes_id = str(office.stored(meeting).id)

    def again(session: Any) -> int:
        render_minutes_files(session, minutes_id=minutes_id, address="https://example.org")
        return len(session.scalars(select(EvidenceFile)).all())

    office.world.work_off()
    assert office.world.in_district(again) == 2


def test_agenda_votes_and_attendance_of_an_adopted_meeting_are_refused_in_thai(office: Office):
    meeting = office.meeting()
    office.adopted(meeting)
    item = office.items(meeting)[0].id
    line = office.world.in_district(
        lambda session: session.scalars(
            select(Attendance.id).where(Attendance.meeting_id == meeting).limit(1)
        ).one()
    )
    at = "/d/bangna"
    for address, sent in (
        (f"{HERE}/{meeting}/agenda-items", {"section": "other", "title": "เรื่องใหม่"}),
        (f"{at}/agenda-items/{item}", {"section": "matters", "title": "ใหม่", "version": "1"}),
        (f"{at}/agenda-items/{item}/deletion", {"reason": "ไม่มีแล้ว"}),
        (f"{HERE}/{meeting}/guests", {"name": "นายแขก ใหม่"}),
        (f"{at}/attendances/{line}/presence", {"presence": "absent", "version": "1"}),
        (f"{at}/attendances/{line}/absence", {"reason": "ลา", "version": "1"}),
    ):
        answer = office.officer.post(address, data=sent | {"record_id": str(uuid7())})
        assert answer.status_code == 422, address
        assert "รับรองรายงานการประชุมครั้งนี้แล้ว" in answer.text, address
