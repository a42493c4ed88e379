"""Calling a meeting from the manual's pattern, its number, its agenda, copying, and who may read it."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.i18n.dates import bangkok_today, buddhist_year
from tenants.committees.models import Committee, Seat
from tenants.meetings.models import CarriedTask, Meeting, Minutes, Task
from tenants.people.models import Person
from tests.support.world import BANG_NA, NEIGHBOUR, World
from tests.tenants.meetings.calling import HERE, PURPOSE, House, day, errors_in, house


@pytest.fixture
def place(world: World) -> House:
    return house(world)


def test_the_form_of_a_zone_is_filled_from_the_manual_with_the_next_number(place: House):
    choice = place.officer.get(f"{HERE}/new")
    assert f'value="zone:{place.zone}"' in choice.text
    assert "ประธานชุมชนทุกชุมชน" in choice.text
    page = place.officer.get(f"{HERE}/new?body=zone:{place.zone}").text
    assert "ประชุมคณะกรรมการเครือข่ายประจำเดือน" in page
    assert PURPOSE in page
    assert "คือครั้งที่ 1" in page
    meeting = place.call()
    stored = place.stored(meeting)
    assert (stored["number"], stored["number_year"]) == (1, buddhist_year(stored["held_on"]))
    assert stored["pattern_key"] == "zone_monthly"
    assert stored["edition"] == 1
    assert place.stored(place.call(held_on=day(11)))["number"] == 2
    blank = place.officer.get(f"{HERE}/new?body=zone:{place.zone}&pattern=").text
    assert "ประชุมคณะกรรมการเครือข่ายประจำเดือน</strong>" not in blank


def test_members_are_read_from_the_seats_of_the_day_and_advisers_do_not_count(place: House):
    meeting = place.call()
    lines = place.list_of(meeting)
    assert sorted(row["capacity"] for row in lines.values()) == ["guest"] + ["member"] * 7
    chair = lines["นางประธานโซน ตัวอย่าง"]
    assert (chair["role"], chair["person_position"]) == ("ประธานกรรมการ", "ตำแหน่งตัวอย่าง")
    assert all(row["ticket_hash"] for row in lines.values())
    page = place.officer.get(f"{HERE}/{meeting}").text
    assert "ยังไม่ทราบหลักเกณฑ์องค์ประชุม" in page
    assert "จากกรรมการ 7 คน" in page


def test_what_was_left_open_comes_back_on_the_agenda_by_itself(place: House):
    earlier = place.call_today()

    def leave_open(session):
        session.add(
            Minutes(
                district_id=BANG_NA,
                meeting_id=earlier,
                held_on=bangkok_today(),
                recorder_name="ผู้จด",
            )
        )
        session.add(
            Task(
                district_id=BANG_NA,
                meeting_id=earlier,
                zone_id=place.zone,
                text="ตัดต้นไม้ริมคลอง",
                owner_name="นายตัวอย่าง",
                due_on=bangkok_today(),
            )
        )

    place.world.in_district(leave_open)
    meeting = place.call(matters="น้ำท่วมขังในซอย\n\nยุงลาย")
    titles = [(item["section"], item["title"]) for item in place.items(meeting)]
    assert titles[0][0] == "minutes"
    assert "ครั้งที่ 1/" in titles[0][1]
    assert [section for section, _ in titles] == ["minutes", "follow_up", "matters", "matters"]
    assert [title for _, title in titles][2:] == ["น้ำท่วมขังในซอย", "ยุงลาย"]
    assert "ตัดต้นไม้ริมคลอง" in place.officer.get(f"{HERE}/{meeting}").text
    carried = place.rows(CarriedTask)
    assert len(carried) == 1

    def finish(session):
        task = session.scalars(select(Task)).one()
        task.state, task.done_on = "done", bangkok_today()

    place.world.in_district(finish)
    place.post(f"meetings/{meeting}/invitees")
    assert place.rows(CarriedTask) == []


def test_sent_twice_it_is_one_meeting(place: House):
    sent = place.plan()
    first, second = (place.officer.post(HERE, data=sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(place.rows(Meeting)) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"held_on": "1/2/2560"}, "วันนี้หรือวันหลังจากนี้"),
        ({"ends_at": "8.00"}, "เวลาเลิกประชุมต้องหลังเวลาเริ่มประชุม"),
        ({"starts_at": "25:00"}, "เวลา"),
        ({"number": "1"}, "ครั้งที่นี้"),
        ({"title": ""}, "ชื่อการประชุม"),
        ({"held_on": "1/2/2590"}, "สามปี"),
        ({"place": "บ้านผู้ถือบัตร 1-1111-11111-11-9"}, "เลขประจำตัวประชาชน"),
    ],
)
def test_wrong_input_is_refused_in_thai_and_stays_on_the_page(place: House, wrong, sentence):
    place.call(number="1")
    answer = place.officer.post(HERE, data=place.plan(purpose="ความมุ่งหมายที่พิมพ์ไว้", **wrong))
    assert answer.status_code == 422
    assert any(sentence in each for each in errors_in(answer.text)), errors_in(answer.text)
    assert "ความมุ่งหมายที่พิมพ์ไว้" in answer.text
    assert len(place.rows(Meeting)) == 1


def test_two_editors_see_both_texts(place: House):
    meeting = place.call()
    seen = place.version(meeting)
    page = place.officer.get(f"{HERE}/{meeting}/edit")
    assert "ศาลาชุมชนตัวอย่าง" in page.text
    first = place.officer.post(f"{HERE}/{meeting}", data=place.plan(version=seen, place="ห้องหนึ่ง"))
    assert first.status_code == 303
    second = place.officer.post(f"{HERE}/{meeting}", data=place.plan(version=seen, place="ห้องสอง"))
    assert second.status_code == 409
    assert "ห้องหนึ่ง" in second.text
    assert "ห้องสอง" in second.text
    assert place.stored(meeting)["place"] == "ห้องหนึ่ง"


def test_the_agenda_is_changed_without_script(place: House):
    meeting = place.call(matters="เรื่องที่หนึ่ง\nเรื่องที่สอง")
    new = place.officer.get(f"{HERE}/{meeting}/agenda-items/new?section=chair")
    assert new.status_code == 200
    sent = {"section": "chair", "title": "ผู้อำนวยการเขตแจ้งนโยบาย", "record_id": str(uuid7())}
    for _ in range(2):
        assert place.post(f"meetings/{meeting}/agenda-items", **sent).status_code == 303
    items = {item["title"]: item for item in place.items(meeting)}
    assert len(items) == 3
    second = items["เรื่องที่สอง"]
    assert place.post(f"agenda-items/{second['id']}/position", direction="up").status_code == 303
    order = [item["title"] for item in place.items(meeting) if item["section"] == "matters"]
    assert order == ["เรื่องที่สอง", "เรื่องที่หนึ่ง"]
    edit = place.officer.get(f"/d/bangna/agenda-items/{second['id']}/edit")
    assert "เรื่องที่สอง" in edit.text
    changed = {"section": "other", "title": "เรื่องใหม่", "detail": "รายละเอียด"}
    version = str(second["version"])
    assert place.post(f"agenda-items/{second['id']}", version=version, **changed).status_code == 303
    stale = place.post(
        f"agenda-items/{second['id']}", version=version, **changed | {"title": "อีกชื่อ"}
    )
    assert stale.status_code == 409
    assert "อีกชื่อ" in stale.text
    assert "เรื่องใหม่" in stale.text
    first = items["เรื่องที่หนึ่ง"]["id"]
    assert place.officer.get(f"/d/bangna/agenda-items/{first}/deletion/new").status_code == 200
    assert place.post(f"agenda-items/{first}/deletion", reason="").status_code == 422
    assert place.post(f"agenda-items/{first}/deletion", reason="ซ้ำ").status_code == 303
    assert [item["title"] for item in place.items(meeting)] == [
        "ผู้อำนวยการเขตแจ้งนโยบาย",
        "เรื่องใหม่",
    ]


def test_a_meeting_is_copied_with_its_matters_and_guests(place: House):
    meeting = place.call(matters="เรื่องเดิม")
    place.post(f"meetings/{meeting}/guests", name="สถานีตำรวจตัวอย่าง", position="ภาคี")
    page = place.officer.get(f"{HERE}/{meeting}/copy/new")
    assert "ศาลาชุมชนตัวอย่าง" in page.text
    answer = place.officer.post(f"{HERE}/{meeting}/copy", data=place.plan(held_on=day(40)))
    assert answer.status_code == 303
    copy = UUID(answer.headers["Location"].rpartition("/")[2])
    assert [item["title"] for item in place.items(copy)] == ["เรื่องเดิม"]
    assert "สถานีตำรวจตัวอย่าง" in place.list_of(copy)
    assert len(place.list_of(copy)) == 9
    late = place.officer.post(f"{HERE}/{meeting}/copy", data=place.plan(held_on="1/1/2560"))
    assert late.status_code == 422


def test_all_community_chairs_in_office_are_expected_at_the_monthly_meeting(place: House):
    def seat_chairs(session):
        for number, community in enumerate(place.communities):
            committee = Committee(
                district_id=BANG_NA, kind="community", community_id=community, edition=1
            )
            person = Person(
                district_id=BANG_NA, name=f"ประธาน {number}", match_key=f"ประธาน{number}"
            )
            session.add_all([committee, person])
            session.flush()
            session.add(
                Seat(
                    district_id=BANG_NA,
                    committee_id=committee.id,
                    rule_key="chair",
                    person_id=person.id,
                    person_name=person.name,
                    person_position="",
                    valid_from=date(2025, 1, 1),
                    valid_to=bangkok_today() if number == 2 else None,
                )
            )

    place.world.in_district(seat_chairs)
    page = place.officer.get(f"{HERE}/new?body=assembly").text
    assert "ประชุมประธานชุมชนทุกชุมชนประจำเดือน" in page
    meeting = place.call(body="assembly", pattern="chairs_monthly")
    lines = place.list_of(meeting)
    assert sorted(lines) == ["ประธาน 0", "ประธาน 1"]
    assert lines["ประธาน 0"]["role"] == "ประธานชุมชนตัวอย่าง ก"


def test_leaders_see_the_meetings_of_their_own_zone_and_cannot_call_any(place: House):
    mine, study = place.call(), place.call(body="study", pattern="study_1")
    chair = place.chair
    listed = chair.get(f"{HERE}?view=all").text
    assert str(mine) in listed
    assert str(study) not in listed
    page = chair.get(f"{HERE}/{mine}")
    assert page.status_code == 200
    assert "ระเบียบวาระ" in page.text
    assert f"/d/bangna/calendar/meetings/{mine}" in page.text
    assert chair.get(f"{HERE}/{study}").status_code == 404
    elsewhere = place.world.sign_in(Role.COMMUNITY_CHAIR, community_id=place.communities[2])
    assert elsewhere.get(f"{HERE}/{mine}").status_code == 404
    assert chair.post(HERE, data=place.plan()).status_code == 403
    assert chair.get(f"{HERE}/{mine}/attendances").status_code == 403
    director = place.world.sign_in(Role.DIRECTOR)
    assert director.get(f"{HERE}/{study}").status_code == 200


def test_another_district_finds_nothing(place: House):
    meeting = place.call()
    line = next(iter(place.list_of(meeting).values()))["id"]
    item = place.items(meeting)[0]["id"]
    stranger = place.world.sign_in(office=NEIGHBOUR)
    here = "/d/phrakhanong"
    for path in (
        f"meetings/{meeting}",
        f"meetings/{meeting}/edit",
        f"meetings/{meeting}/attendances",
        f"meetings/{meeting}/opening/new",
        f"attendances/{line}/absence/new",
        f"agenda-items/{item}/edit",
        f"agenda-items/{item}/motions/new",
        f"meeting-series/{uuid4()}",
    ):
        assert stranger.get(f"{here}/{path}").status_code == 404, path
    assert (
        stranger.post(
            f"{here}/attendances/{line}/presence", data={"presence": "present"}
        ).status_code
        == 404
    )
    assert stranger.get(f"{HERE}/{meeting}").status_code == 404
    foreign = place.world.sign_in(office=NEIGHBOUR)
    assert foreign.post(f"{here}/meetings", data=place.plan()).status_code in {404, 422}


def test_lists_are_filtered_by_body_and_month(place: House):
    soon, later = place.call(), place.call(body="study", pattern="study_1", held_on=day(100))
    listed = place.officer.get(f"{HERE}?body=study").text
    assert str(later) in listed
    assert str(soon) not in listed
    month = place.stored(soon)["held_on"].replace(day=1).isoformat()
    listed = place.officer.get(f"{HERE}?month={month}").text
    assert str(soon) in listed
    assert str(later) not in listed
    assert "ไม่มีการประชุม" in place.officer.get(f"{HERE}?view=held&body=study").text


def test_the_audit_trail_names_the_step(place: House):
    place.call()
    actions = place.world.in_district(
        lambda session: set(session.scalars(select(AuditEntry.action)))
    )
    assert "meeting:called" in actions
    assert time(9) == place.rows(Meeting)[0]["starts_at"]
