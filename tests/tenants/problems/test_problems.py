"""Problems of zones and communities: reported from the phone, followed by the section until they are solved."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from tenants.partners.models import Organisation
from tenants.problems import queries
from tenants.problems.models import Problem, ProblemAction, ProblemCause
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, NEIGHBOUR, World

HERE = "/d/bangna/problems"
TODAY = bangkok_today()


def typed(days: int) -> str:
    return show_date(TODAY + timedelta(days=days), style="numeric")


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """An office with two zones of one community each, a partner, and an officer."""
    edition(world)
    adopted(world)
    communities = [world.community(f"ตัวอย่าง {letter}") for letter in "กข"]
    zones = [world.zone(1, communities[0]), world.zone(2, communities[1])]
    partner = uuid7()
    world.in_district(
        lambda session: session.add(
            Organisation(
                district_id=BANG_NA,
                id=partner,
                name="สถานีตำรวจตัวอย่าง",
                match_key="สถานีตำรวจตัวอย่าง",
                sector="state",
                kind="police",
                partner_since=TODAY,
            )
        )
    )
    return SimpleNamespace(
        communities=communities, zones=zones, partner=partner, officer=world.sign_in()
    )


def sent(where: UUID, level: str = "zone", **changes: str) -> dict[str, str]:
    return {
        "place": f"{level}:{where}",
        "kind": "drugs",
        "title": "ท้ายซอยมืดในเวลากลางคืน",
        "detail": "คงข้อความนี้ไว้",
        "found_on": typed(-20),
        "record_id": str(uuid7()),
    } | changes


def reported(place: SimpleNamespace, by=None, **changes: str) -> str:
    answer = (by or place.officer).post(HERE, data=sent(place.zones[0], **changes))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def rows(world: World, model) -> list[SimpleNamespace]:
    """What is stored, as plain values in the order in which it came."""
    return world.in_district(
        lambda session: [
            SimpleNamespace(**row._mapping)
            for row in session.execute(select(model.__table__).order_by(model.id))
        ]
    )


def test_a_problem_goes_from_a_few_words_to_solved_by_ourselves(world: World, place):
    problem = reported(place)
    assert "แจ้งแล้ว รอรับเรื่อง" in place.officer.get(problem).text
    assert place.officer.post(f"{problem}/beginning").status_code == 303
    assert place.officer.get(f"{problem}/answer/edit").status_code == 200
    answer = {
        "version": "2",
        "priority": "1",
        "organisation": str(place.partner),
        "owner_name": "",
        "meeting": "",
    }
    assert place.officer.post(f"{problem}/answer", data=answer).status_code == 303
    assert place.officer.get(f"{problem}/solution/new").status_code == 200
    solution = {"solved_on": typed(0), "solution": "ชุมชนติดไฟเอง", "by_ourselves": "y"}
    for wrong, sentence in (
        ({"solution": ""}, "โปรดระบุวิธีแก้ไขปัญหา"),
        ({"solved_on": typed(-30)}, "พบปัญหาเมื่อ"),
        ({"solved_on": typed(1)}, "วันที่ต้องไม่หลัง"),
    ):
        refused = place.officer.post(f"{problem}/solution", data=solution | wrong)
        assert refused.status_code == 422
        assert sentence in refused.text
    for _ in range(2):
        assert place.officer.post(f"{problem}/solution", data=solution).status_code == 303
    page = place.officer.get(problem).text
    for words in ("ชุมชนติดไฟเอง", "แก้ไขด้วยตนเอง", "สถานีตำรวจตัวอย่าง"):
        assert words in page
    assert place.officer.post(f"{problem}/answer", data=answer).status_code == 409
    listed = place.officer.get(f"{HERE}?ourselves=1&state=solved&priority=ordered").text
    assert "ในจำนวนนี้แก้ไขด้วยตนเอง 1 เรื่อง" in listed
    assert "ท้ายซอยมืด" in listed
    assert place.officer.get(f"{problem}/reopening/new").status_code == 200
    assert place.officer.post(f"{problem}/reopening", data={"reason": ""}).status_code == 422
    assert place.officer.post(f"{problem}/reopening", data={"reason": "ไฟเสีย"}).status_code == 303
    (stored,) = rows(world, Problem)
    assert (stored.state, stored.solved_on, stored.solved_by_ourselves) == (
        "in_progress",
        None,
        False,
    )
    assert place.officer.get(f"{problem}/dropping/new").status_code == 200
    assert place.officer.post(f"{problem}/dropping", data={"reason": "ซ้ำ"}).status_code == 303
    assert "ยุติการติดตาม: ซ้ำ" in place.officer.get(problem).text
    actions = world.in_district(
        lambda session: set(
            session.scalars(
                select(AuditEntry.action).where(AuditEntry.table_name == "problems")
            ).all()
        )
    )
    assert {"problem:reported", "problem:solved", "problem:reopened", "problem:dropped"} <= actions


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": ""}, "โปรดเลือกว่าเป็นปัญหาของโซนหรือชุมชนใด"),
        ({"title": " "}, "โปรดระบุปัญหาด้วยข้อความสั้น ๆ"),
        ({"kind": ""}, "โปรดเลือกประเภทปัญหา"),
        ({"kind": "dragons"}, "โปรดเลือกประเภทปัญหา"),
        ({"found_on": typed(3)}, "วันที่ต้องไม่หลัง"),
        ({"found_on": "30/2/2568"}, "30/2/2568"),
    ],
)
def test_each_slip_is_refused_in_thai_and_what_was_typed_stays(world, place, changes, sentence):
    answer = place.officer.post(HERE, data=sent(place.zones[0]) | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "คงข้อความนี้ไว้" in answer.text
    assert rows(world, Problem) == []


def test_the_list_is_filtered_and_takes_few_statements(world: World, place):
    reported(place)
    answer = place.officer.post(
        HERE,
        data=sent(place.communities[1], "community", title="ขยะตกค้าง", kind="waste"),
    )
    assert answer.status_code == 303
    for asked, found in (
        ("q=ขยะ", True),
        ("kind=waste", True),
        (f"zone={place.zones[1]}", True),
        ("state=unsolved&priority=unordered", True),
        (f"zone={place.zones[0]}", False),
        ("zone=x", False),
        ("state=solved", False),
        ("priority=ordered", False),
    ):
        page = place.officer.get(f"{HERE}?{asked}").text
        assert ("ขยะตกค้าง" in page) == found, asked
    with world.statements() as statements:
        place.officer.get(HERE)
    assert len(statements) <= 6, statements
    chosen = world.in_district(
        lambda session: [
            queries.problem_choices(session, WHOLE_DISTRICT, zone)
            for zone in (None, place.zones[1])
        ]
    )
    assert [len(each) for each in chosen] == [2, 1]


def test_a_report_sent_twice_is_one_problem(world: World, place):
    once = sent(place.zones[0])
    first, second = (place.officer.post(HERE, data=once) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(rows(world, Problem)) == 1


def test_two_people_who_change_one_problem_see_both_texts(place):
    problem = reported(place)
    assert place.officer.get(f"{problem}/edit").status_code == 200
    late = sent(place.communities[1], "community", version="1", title="ชื่อของผู้บันทึกทีหลัง")
    early = sent(place.zones[0], version="1", title="ชื่อที่บันทึกก่อน")
    assert place.officer.post(problem, data=early).status_code == 303
    answer = place.officer.post(problem, data=late)
    assert answer.status_code == 409
    for words in ("ชื่อของผู้บันทึกทีหลัง", "ชื่อที่บันทึกก่อน", "เครือข่ายชุมชน โซน 1", "ตัวอย่าง ข"):
        assert words in answer.text, words


def test_the_owner_is_an_organisation_or_a_name_and_a_meeting_gives_a_place(place):
    problem = reported(place)
    both = {"version": "1", "organisation": str(place.partner), "owner_name": "ฝ่ายโยธา"}
    answer = place.officer.post(f"{problem}/answer", data=both)
    assert answer.status_code == 422
    assert "โปรดเลือกองค์กรหรือพิมพ์ชื่ออย่างใดอย่างหนึ่ง" in answer.text
    for wrong, code in (
        ({"priority": "0"}, 422),
        ({"priority": "100"}, 422),
        ({"priority": "1", "meeting": str(uuid7())}, 404),
        ({"meeting": str(uuid7())}, 422),
        ({"organisation": str(uuid7())}, 404),
    ):
        sent_too = {"version": "1", "owner_name": ""} | wrong
        assert place.officer.post(f"{problem}/answer", data=sent_too).status_code == code, wrong


def test_a_leader_reports_for_the_own_place_alone_and_corrects_until_it_is_taken_up(world, place):
    own, other = place.communities
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=own)
    assert "ตัวอย่าง ก" in leader.get(f"{HERE}/new").text
    answer = leader.post(HERE, data=sent(own, "community"))
    assert answer.status_code == 303
    problem = answer.headers["Location"]
    for where, level in ((other, "community"), (place.zones[0], "zone"), (place.zones[1], "zone")):
        assert leader.post(HERE, data=sent(where, level)).status_code == 404, (where, level)
    changed = sent(own, "community", version="1", title="ทางเดินชำรุด")
    assert leader.get(f"{problem}/edit").status_code == 200
    assert leader.post(problem, data=changed).status_code == 303
    for path in ("answer/edit", "solution/new", "causes/new", "actions/new"):
        assert leader.get(f"{problem}/{path}").status_code == 403, path
    place.officer.post(f"{problem}/beginning")
    late = leader.post(problem, data=changed | {"version": "3"})
    assert late.status_code == 422
    assert "รับเรื่องนี้ไว้แล้ว" in late.text


def test_a_zone_chair_sees_and_reports_the_own_zone_alone(world: World, place):
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=place.communities[0])
    own = chair.post(HERE, data=sent(place.zones[0], title="เรื่องของโซนหนึ่ง"))
    assert own.status_code == 303
    theirs = place.officer.post(HERE, data=sent(place.zones[1], title="เรื่องของโซนสอง"))
    page = chair.get(HERE).text
    assert "เรื่องของโซนหนึ่ง" in page
    assert "เรื่องของโซนสอง" not in page
    assert chair.get(theirs.headers["Location"]).status_code == 404
    assert chair.post(HERE, data=sent(place.zones[1])).status_code == 404
    assert world.sign_in(Role.ADVISER).get(f"{HERE}/new").status_code == 403


def test_the_neighbour_finds_nothing_of_ours(world: World, place):
    problem = reported(place)
    number = problem.rpartition("/")[2]
    place.officer.post(f"{problem}/causes", data={"text": "มืด"})
    plan = {"text": "ติดไฟ", "owner_name": "ชุมชน"}
    place.officer.post(f"{problem}/actions", data=plan)
    (cause,), (action,) = rows(world, ProblemCause), rows(world, ProblemAction)
    edition(world, 2)
    adopted(world, 2, office=NEIGHBOUR)
    stranger = world.sign_in(office=NEIGHBOUR)
    theirs = "/d/phrakhanong"
    for path in (
        f"problems/{number}",
        f"problems/{number}/edit",
        f"problems/{number}/causes/new",
        f"problem-causes/{cause.id}/edit",
        f"problem-actions/{action.id}/edit",
        f"problem-actions/{action.id}/result/new",
    ):
        assert stranger.get(f"{theirs}/{path}").status_code == 404, path
    assert stranger.post(f"{theirs}/problems", data=sent(place.zones[0])).status_code == 404
    assert stranger.get(problem).status_code == 404


def test_without_a_manual_nothing_is_reported(world: World):
    zone = world.zone(1, world.community())
    officer = world.sign_in()
    assert "ประเภทปัญหาเป็นไปตามคู่มือ" in officer.get(f"{HERE}/new").text
    assert officer.post(HERE, data=sent(zone)).status_code == 422
