"""Tasks that resolutions give: to whom, by when, what became of them, and who takes them over."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.composition import composition_of
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from core.jobs.daily import run_daily
from core.notices.models import Notice
from tenants.committees.models import Seat
from tenants.meetings.models import Task
from tenants.meetings.queries import open_tasks, tasks_due
from tenants.partners.models import Organisation
from tests.support.world import BANG_NA, NEIGHBOUR, World
from tests.tenants.meetings.minuted import CHAIR, HERE, MEMBER, TASKS, Office, make_office


@pytest.fixture
def office(world: World) -> Office:
    return make_office(world)


def change(office: Office, **values: Any) -> None:
    office.world.in_district(lambda session: session.execute(update(Task).values(**values)))


def notices(office: Office) -> list[tuple[str, str]]:
    return office.world.in_district(
        lambda session: [
            (row.name, row.title)
            for row in session.scalars(select(Notice).where(Notice.topic == "task"))
        ]
    )


def test_a_resolution_gives_a_task_once_and_its_owner_is_told(office: Office):
    meeting = office.meeting(state="open")
    item = office.items(meeting)[0].id
    form = office.officer.get(f"{HERE}/{meeting}/tasks/new?item={item}").text
    assert CHAIR in form
    assert "เรื่องที่ 1" in form
    record = str(uuid7())
    for _again in range(2):
        answer = office.give(meeting, record_id=record)
        assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/minutes/edit#item-{item}")
    task = office.task()
    assert (task.owner_name, task.due_on, task.zone_id) == (CHAIR, date(2026, 2, 28), office.zone)
    assert (task.person_id, task.account_id) == (
        office.people[CHAIR],
        office.chair_account.account_id,
    )
    assert notices(office) == [(CHAIR, "ท่านได้รับมอบหมายงานตามมติที่ประชุม")]
    minutes = office.officer.get(f"{HERE}/{meeting}/minutes").text
    assert "ติดตั้งกล้องวงจรปิดปากซอย" in minutes
    assert "ภายในวันที่ ๒๘ กุมภาพันธ์ ๒๕๖๙" in minutes


def test_partners_and_people_of_no_list_may_have_a_task(office: Office):
    meeting = office.meeting()
    partner = uuid7()
    office.world.in_district(
        lambda session: session.add(
            Organisation(
                district_id=BANG_NA,
                id=partner,
                name="สถานีตำรวจตัวอย่าง",
                match_key="สถานีตำรวจตัวอย่าง",
                sector="state",
                kind="police",
                email="police@example.org",
                partner_since=date(2025, 1, 1),
            )
        )
    )
    assert office.give(meeting, owner=f"organisation:{partner}").status_code == 303
    assert notices(office) == [("สถานีตำรวจตัวอย่าง", "ท่านได้รับมอบหมายงานตามมติที่ประชุม")]
    typed = {"owner": "other", "owner_name": "นายช่าง ตัวอย่าง", "text": "ซ่อมไฟ"}
    assert office.give(meeting, **typed).status_code == 303
    page = office.officer.get(TASKS).text
    assert "สถานีตำรวจตัวอย่าง" in page
    assert "นายช่าง ตัวอย่าง" in page
    assert "ซ่อมไฟ" not in office.officer.get(f"{TASKS}?owner=ตำรวจ").text
    assert "ซ่อมไฟ" in office.officer.get(f"{TASKS}?zone={office.zone}&view=overdue").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": " "}, "โปรดระบุงานที่ต้องทำ"),
        ({"owner": ""}, "โปรดเลือกผู้รับผิดชอบ"),
        ({"owner": "seat:บาง"}, "โปรดเลือกผู้รับผิดชอบ"),
        ({"owner": f"organisation:{uuid7()}"}, "โปรดเลือกผู้รับผิดชอบ"),
        ({"due_on": ""}, "โปรดระบุวันที่ต้องแล้วเสร็จ"),
        ({"due_on": "9/1/2569"}, "ประชุมเมื่อวันที่ 10/1/2569"),
        ({"due_on": "1/1/2590"}, "เกินสามปี"),
    ],
)
def test_a_task_that_lacks_something_is_refused_and_keeps_what_was_typed(
    office: Office, values: dict[str, str], sentence: str
):
    answer = office.give(office.meeting(), **{"owner_position": "ที่พิมพ์ไว้"} | values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "ที่พิมพ์ไว้" in answer.text


def test_no_task_before_the_opening_and_none_by_an_item_of_another_meeting(office: Office):
    planned = office.meeting(state="planned")
    assert "เปิดประชุม" in office.give(planned).text
    meeting, other = office.meeting(2), office.meeting(3)
    foreign = office.items(other)[0].id
    sent = {"text": "งาน", "owner": "other", "owner_name": "ก", "due_on": "28/2/2569"}
    answer = office.officer.post(f"{HERE}/{meeting}/tasks?item={foreign}", data=sent)
    assert answer.status_code == 404


def test_the_owner_reports_progress_and_finishes_the_task(office: Office):
    office.give(office.meeting())
    task = f"{TASKS}/{office.task().id}"
    chair = office.chair
    assert "ติดตั้งกล้อง" in chair.get(f"{TASKS}?view=mine").text
    note = {"record_id": str(uuid7()), "text": "ได้ใบเสนอราคาแล้ว"}
    assert chair.post(f"{task}/notes", data=note | {"text": ""}).status_code == 422
    for _again in range(2):
        assert chair.post(f"{task}/notes", data=note).status_code == 303
    page = office.officer.get(task).text
    assert page.count("ได้ใบเสนอราคาแล้ว") == 1
    assert "handover" not in chair.get(task).text
    assert chair.get(f"{task}/handover/new").status_code == 403
    assert bangkok_today().strftime("%d").lstrip("0") in chair.get(f"{task}/outcome/new").text
    done = {"version": "1", "done_on": "20/2/2569", "outcome": "ติดตั้งครบ 4 ตัว"}
    early = chair.post(f"{task}/outcome", data=done | {"done_on": "1/1/2569"})
    assert early.status_code == 422
    assert "ติดตั้งครบ 4 ตัว" in early.text
    for _again in range(2):
        assert chair.post(f"{task}/outcome", data=done).status_code == 303
    assert office.task().done_on == date(2026, 2, 20)
    page = office.officer.get(task).text
    assert "ติดตั้งครบ 4 ตัว" in page
    assert "ติดตั้งกล้อง" not in office.officer.get(TASKS).text
    assert "ติดตั้งกล้อง" in office.officer.get(f"{TASKS}?view=finished").text
    refused = office.officer.post(f"{task}/dropping", data={"reason": "เลิก", "version": "2"})
    assert "งานนี้สิ้นสุดแล้ว" in refused.text
    assert "งานนี้สิ้นสุดแล้ว" in office.officer.get(f"{task}/dropping/new").text


def test_a_task_is_given_up_with_a_reason_and_two_officers_do_not_overwrite_each_other(
    office: Office,
):
    office.give(office.meeting())
    task = f"{TASKS}/{office.task().id}"
    assert office.officer.get(f"{task}/dropping/new").status_code == 200
    assert office.officer.post(f"{task}/dropping", data={"version": "1"}).status_code == 422
    stale = office.officer.post(f"{task}/dropping", data={"version": "9", "reason": "ซ้ำซ้อน"})
    assert stale.status_code == 409
    assert "ซ้ำซ้อน" in stale.text
    sent = {"version": "1", "reason": "ซ้ำซ้อนกับโครงการของเขต"}
    assert office.officer.post(f"{task}/dropping", data=sent).status_code == 303
    assert "ซ้ำซ้อนกับโครงการของเขต" in office.officer.get(task).text


def test_a_task_whose_owner_left_the_seat_is_shown_and_handed_over_once(office: Office):
    office.give(office.meeting())
    task = f"{TASKS}/{office.task().id}"
    assert "ผู้รับผิดชอบพ้นตำแหน่งแล้ว" not in office.officer.get(TASKS).text
    office.world.in_district(
        lambda session: session.execute(
            update(Seat)
            .where(Seat.id == office.seats[CHAIR])
            .values(valid_to=date(2026, 6, 1), vacated_reason="ลาออก")
        )
    )
    assert "ผู้รับผิดชอบพ้นตำแหน่งแล้ว" in office.officer.get(TASKS).text
    page = office.officer.get(task).text
    assert "ผู้รับผิดชอบพ้นตำแหน่งแล้ว" in page
    assert f"{task}/handover/new" in page
    form = office.officer.get(f"{task}/handover/new").text
    assert f"seat:{office.seats[CHAIR]}" not in form
    sent = {
        "record_id": str(uuid7()),
        "version": "1",
        "owner": f"seat:{office.seats[MEMBER]}",
        "due_on": "31/12/2569",
        "reason": "",
    }
    assert office.officer.post(f"{task}/handover", data=sent).status_code == 422
    sent["reason"] = "ประธานเดิมลาออก"
    for _again in range(2):
        assert office.officer.post(f"{task}/handover", data=sent).status_code == 303
    page = office.officer.get(task).text
    assert page.count(f"ส่งมอบงานจาก {CHAIR} ให้ {MEMBER}") == 1
    assert "ผู้รับผิดชอบพ้นตำแหน่งแล้ว" not in page
    assert {name for name, _title in notices(office)} == {CHAIR, MEMBER}
    same = sent | {"record_id": str(uuid7()), "version": "2"}
    assert "เป็นผู้รับผิดชอบอยู่แล้ว" in office.officer.post(f"{task}/handover", data=same).text


def test_owner_and_staff_are_reminded_before_the_day_and_when_it_has_passed_once_each(
    office: Office,
):
    today = bangkok_today()
    office.give(office.meeting())
    composition = composition_of(office.world.app)

    def remind(day: date) -> None:
        office.world.in_district(lambda session: run_daily(session, composition, day))
        office.world.work_off()

    change(office, due_on=today + timedelta(days=4))
    remind(today)
    assert len(notices(office)) == 1
    for ahead in (1, 2, 3):
        remind(today + timedelta(days=ahead))
    soon = [name for name, title in notices(office) if title == "งานตามมติที่ประชุมใกล้ครบกำหนด"]
    assert len(soon) == 2
    assert CHAIR in soon
    remind(today + timedelta(days=5))
    late = [name for name, title in notices(office) if title == "งานตามมติที่ประชุมเกินกำหนด"]
    assert sorted(late) == sorted(soon)
    task = f"{TASKS}/{office.task().id}"
    done = {"version": "1", "done_on": show_date(today, style="numeric"), "outcome": "เสร็จ"}
    assert office.officer.post(f"{task}/outcome", data=done).status_code == 303
    withdrawn = office.world.in_district(
        lambda session: session.scalars(
            select(Notice.event_key).where(Notice.withdrawn_at.is_not(None))
        ).all()
    )
    assert len(withdrawn) == 4


def test_open_tasks_are_offered_for_the_next_agenda_until_they_are_done(office: Office):
    office.give(office.meeting())

    def open_ones(session: Any) -> tuple[int, int]:
        return (
            len(open_tasks(session, WHOLE_DISTRICT, zone_id=office.zone)),
            len(tasks_due(session, WHOLE_DISTRICT, date(2026, 2, 28))),
        )

    assert office.world.in_district(open_ones) == (1, 1)
    change(office, state="done", done_on=date(2026, 2, 1))
    assert office.world.in_district(open_ones) == (0, 0)


def test_leaders_see_their_own_tasks_and_those_of_their_zone_and_nobody_elses(office: Office):
    office.give(office.meeting())
    task = f"{TASKS}/{office.task().id}"
    own = office.world.sign_in(Role.COMMUNITY_CHAIR, community_id=office.communities[0])
    other = office.world.sign_in(Role.ZONE_CHAIR, community_id=office.communities[1])
    assert own.get(task).status_code == 200
    assert "ติดตั้งกล้อง" in own.get(TASKS).text
    assert "ติดตั้งกล้อง" not in own.get(f"{TASKS}?view=mine").text
    for browser in (other, office.world.sign_in(office=NEIGHBOUR)):
        assert browser.get(task).status_code == 404
        assert browser.post(f"{task}/notes", data={"text": "x"}).status_code == 404
        assert browser.post(f"{task}/outcome", data={"outcome": "x"}).status_code in (404, 422)
    assert "ติดตั้งกล้อง" not in other.get(TASKS).text
    stranger = office.world.sign_in(office=NEIGHBOUR)
    assert stranger.get(task.replace("bangna", "phrakhanong")).status_code == 404
    change(office, person_id=None, account_id=None, zone_id=None)
    assert own.get(task).status_code == 404
