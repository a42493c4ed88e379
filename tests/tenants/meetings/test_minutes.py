"""Minutes are written by several people at once, sent round, remarked on and answered."""

from uuid import UUID

import pymupdf
import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.notices.models import Notice
from tests.support.world import NEIGHBOUR, World
from tests.tenants.meetings.minuted import (
    ABSENT,
    CHAIR,
    GUEST,
    HERE,
    MEMBER,
    STAND_IN,
    Office,
    make_office,
    typed,
)


@pytest.fixture
def office(world: World) -> Office:
    return make_office(world)


def pdf_text(content: bytes) -> str:
    with pymupdf.open(stream=content) as document:
        return "".join(page.get_text() for page in document).replace("\n", "").replace(" ", "")


def test_the_first_text_begins_the_minutes_in_the_name_of_who_writes_it(office: Office):
    meeting = office.meeting()
    page = office.officer.get(f"{HERE}/{meeting}/minutes").text
    assert "ยังไม่เริ่มจัดทำรายงาน" in page
    answer = office.write(meeting, "เห็นชอบให้จัดซื้อ", "รับทราบ")
    assert answer.status_code == 303
    assert [item.resolution for item in office.items(meeting)] == ["เห็นชอบให้จัดซื้อ", "รับทราบ"]
    entry = office.stored(meeting)
    assert (entry.state, entry.held_on.isoformat()) == ("draft", "2026-01-10")
    assert entry.recorder_name.startswith("ผู้ทดสอบ")
    page = office.officer.get(f"{HERE}/{meeting}/minutes").text
    for words in ("เห็นชอบให้จัดซื้อ", "มติที่ประชุม", "ศาลาชุมชนตัวอย่าง", STAND_IN, GUEST):
        assert words in page
    assert "นายไม่ยืนยัน" not in page
    actions = office.world.in_district(
        lambda session: set(session.scalars(select(AuditEntry.action)))
    )
    assert "minutes:written" in actions


def test_two_people_at_different_items_keep_both_texts(office: Office):
    meeting = office.meeting()
    first, second = office.items(meeting)
    colleague = office.world.sign_in()
    mine = typed(office.officer.get(f"{HERE}/{meeting}/minutes/edit").text)
    theirs = typed(colleague.get(f"{HERE}/{meeting}/minutes/edit").text)
    mine[f"discussion_{first.id.hex}"] = "ข้อความของคนแรก"
    theirs[f"discussion_{second.id.hex}"] = "ข้อความของคนที่สอง"
    theirs[f"resolution_{first.id.hex}"] = "มติของคนที่สอง"
    assert office.officer.post(f"{HERE}/{meeting}/minutes", data=mine).status_code == 303
    assert colleague.post(f"{HERE}/{meeting}/minutes", data=theirs).status_code == 303
    first, second = office.items(meeting)
    assert (first.discussion, first.resolution) == ("ข้อความของคนแรก", "มติของคนที่สอง")
    assert second.discussion == "ข้อความของคนที่สอง"


def test_two_people_at_one_text_see_both_and_lose_nothing_else(office: Office):
    meeting = office.meeting()
    first, second = office.items(meeting)
    colleague = office.world.sign_in(name="นางเพื่อนร่วมงาน")
    mine = typed(office.officer.get(f"{HERE}/{meeting}/minutes/edit").text)
    theirs = dict(mine)
    theirs[f"discussion_{first.id.hex}"] = "ข้อความเขา"
    assert colleague.post(f"{HERE}/{meeting}/minutes", data=theirs).status_code == 303
    mine[f"discussion_{first.id.hex}"] = "ข้อความเรา"
    mine[f"discussion_{second.id.hex}"] = "เรื่องสองของเรา"
    answer = office.officer.post(f"{HERE}/{meeting}/minutes", data=mine)
    assert answer.status_code == 409
    for words in ("ข้อความเรา", "ข้อความเขา", "นางเพื่อนร่วมงาน", "เรื่องที่ 1"):
        assert words in answer.text
    assert "เรื่องที่ 2:" not in answer.text
    chosen = typed(answer.text) | {f"choice-discussion_{first.id.hex}": "yours"}
    assert office.officer.post(f"{HERE}/{meeting}/minutes", data=chosen).status_code == 303
    assert [item.discussion for item in office.items(meeting)] == ["ข้อความเรา", "เรื่องสองของเรา"]
    chosen = typed(answer.text) | {f"choice-discussion_{first.id.hex}": "theirs"}
    assert office.officer.post(f"{HERE}/{meeting}/minutes", data=chosen).status_code == 303


def test_a_text_that_is_refused_stays_in_its_box(office: Office):
    meeting = office.meeting()
    answer = office.write(meeting, "เลขประจำตัว 1101700230708", "ข้อความอื่นที่พิมพ์ไว้")
    assert answer.status_code == 422
    assert "ข้อความอื่นที่พิมพ์ไว้" in answer.text
    assert "field-error" in answer.text
    assert office.items(meeting)[1].resolution == ""


def test_recorder_and_checker_stand_at_the_end_and_two_editors_see_both(office: Office):
    meeting = office.meeting()
    address = f"{HERE}/{meeting}/minutes/hands"
    assert "ผู้ทดสอบ" in office.officer.get(f"{address}/edit").text
    named = {"recorder_name": "นางจด ตัวอย่าง", "checker_name": "นายตรวจ ตัวอย่าง", "version": "0"}
    assert office.officer.post(address, data=named | {"recorder_name": ""}).status_code == 422
    assert office.officer.post(address, data=named).status_code == 303
    assert "นายตรวจ ตัวอย่าง" in office.officer.get(f"{HERE}/{meeting}/minutes").text
    answer = office.officer.post(address, data=named | {"recorder_name": "คนอื่น", "version": "1"})
    assert answer.status_code == 409
    assert "คนอื่น" in answer.text
    assert "นางจด ตัวอย่าง" in answer.text


def test_the_draft_is_a_pdf_and_a_word_file_that_say_who_came(office: Office):
    meeting = office.meeting()
    office.write(meeting, "เห็นชอบ")
    address = f"{HERE}/{meeting}/minutes/files"
    content = pdf_text(office.officer.get(f"{address}/pdf").data)
    for words in ("ครั้งที่๑/๒๕๖๙", "ผู้ไม่มาประชุม", "ติดราชการ", f"แทน{ABSENT}".replace(" ", "")):
        assert words in content
    word = office.officer.get(f"{address}/docx")
    assert word.data.startswith(b"PK")
    assert "attachment" in word.headers["Content-Disposition"]


def test_minutes_go_round_once_and_members_are_told_in_the_application_or_by_mail(office: Office):
    meeting = office.meeting()
    office.write(meeting, "เห็นชอบ")
    assert "ส่งเวียนรายงานการประชุม" in office.officer.get(f"{HERE}/{meeting}/minutes").text
    page = office.officer.get(f"{HERE}/{meeting}/minutes/circulation/new").text
    assert "2 คน" in page
    assert office.chair.get(f"{HERE}/{meeting}/minutes/files/pdf").status_code == 404
    assert "เห็นชอบ" not in office.chair.get(f"{HERE}/{meeting}/minutes").text
    assert office.circulate(meeting).status_code == 303
    assert office.circulate(meeting).status_code == 303
    told = office.world.in_district(
        lambda session: session.execute(select(Notice.account_id, Notice.name, Notice.title)).all()
    )
    assert {row.name for row in told} == {CHAIR, MEMBER}
    assert all("เวียนรายงานการประชุมคณะกรรมการเครือข่ายชุมชน โซน 1" in row.title for row in told)
    page = office.chair.get(f"{HERE}/{meeting}/minutes").text
    assert "เห็นชอบ" in page
    assert "/minutes/edit" not in page


def test_nothing_goes_round_before_the_meeting_is_closed_or_while_it_says_nothing(office: Office):
    still_open = office.meeting(state="open")
    office.write(still_open, "เห็นชอบ")
    answer = office.circulate(still_open)
    assert answer.status_code == 422
    assert "ส่งเวียนได้เมื่อปิดการประชุมแล้ว" in answer.text
    empty = office.meeting(2)
    answer = office.officer.post(f"{HERE}/{empty}/minutes/circulation", data={"version": "0"})
    assert answer.status_code == 422
    assert "ยังไม่มีข้อความในรายงานการประชุม" in answer.text
    planned = office.meeting(3, state="planned")
    assert office.write(planned, "เห็นชอบ").status_code == 422


def test_a_member_remarks_on_minutes_that_go_round_and_the_office_answers(office: Office):
    meeting = office.meeting()
    office.write(meeting, "เห็นชอบ")
    address = f"{HERE}/{meeting}/minutes/remarks"
    sent = {"record_id": str(uuid7()), "text": "ข้อ 4.1 ตกคำว่า ไม่"}
    assert office.chair.post(address, data=sent).status_code == 404
    office.circulate(meeting)
    empty = office.chair.post(address, data=sent | {"text": " "})
    assert empty.status_code == 422
    for _again in range(2):
        assert office.chair.post(address, data=sent).status_code == 303
    page = office.officer.get(f"{HERE}/{meeting}/minutes").text
    assert page.count("ข้อ 4.1 ตกคำว่า ไม่</p>") == 1
    assert CHAIR in page
    edit = page.partition("/minutes/remarks/")[2].partition('"')[0]
    form = office.officer.get(f"{address}/{edit}").text
    assert "ข้อ 4.1 ตกคำว่า ไม่" in form
    answer = {"answer": "แก้ไขแล้ว", "version": "1"}
    target = f"{address}/{edit.removesuffix('/edit')}"
    assert office.chair.post(target, data=answer).status_code == 403
    assert office.officer.post(target, data=answer).status_code == 303
    assert office.officer.post(target, data=answer).status_code == 409
    assert "แก้ไขแล้ว" in office.chair.get(f"{HERE}/{meeting}/minutes").text


def test_leaders_of_other_zones_and_other_districts_find_nothing(office: Office):
    meeting = office.meeting()
    office.write(meeting, "เห็นชอบ")
    office.circulate(meeting)
    stranger = office.world.sign_in(Role.ZONE_CHAIR, community_id=office.communities[1])
    neighbour = office.world.sign_in(office=NEIGHBOUR)
    away = HERE.replace("bangna", "phrakhanong")
    for address in ("minutes", "minutes/files/pdf", "minutes/pulse"):
        assert stranger.get(f"{HERE}/{meeting}/{address}").status_code == 404
        assert neighbour.get(f"{HERE}/{meeting}/{address}").status_code == 404
        assert neighbour.get(f"{away}/{meeting}/{address}").status_code == 404
    assert stranger.post(f"{HERE}/{meeting}/minutes/remarks", data={"text": "x"}).status_code == 404
    assert stranger.post(f"{HERE}/{meeting}/minutes", data={}).status_code == 403
    assert office.officer.get(f"{HERE}/{UUID(int=0)}/minutes").status_code == 404
