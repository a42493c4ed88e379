"""What the section keeps beside the problems: the closed log of conflicts, and the analysis."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from tenants.problems.models import Conflict, SwotPoint
from tenants.problems.study_points import STUDY_POINTS
from tests.support.world import NEIGHBOUR, World

CONFLICTS, ANALYSIS = "/d/bangna/conflicts", "/d/bangna/analysis"
TODAY = bangkok_today()
SECRET = "ถ้อยคำที่ต้องเป็นความลับ"


def typed(days: int) -> str:
    return show_date(TODAY + timedelta(days=days), style="numeric")


def noted(**changes: str) -> dict[str, str]:
    return {
        "place": "",
        "occurred_on": typed(-10),
        "about": SECRET,
        "parties": f"{SECRET} คู่กรณี",
        "handling": f"{SECRET} ดำเนินการ",
        "outcome": "",
        "settled_on": "",
        "record_id": str(uuid7()),
    } | changes


def rows(world: World, model) -> list[SimpleNamespace]:
    return world.in_district(
        lambda session: [
            SimpleNamespace(**row._mapping) for row in session.execute(select(model.__table__))
        ]
    )


def test_the_section_keeps_a_conflict_until_it_is_settled(world: World):
    community = world.community("ก")
    world.zone(1, community)
    officer = world.sign_in()
    assert officer.get(f"{CONFLICTS}/new").status_code == 200
    once = noted(place=f"community:{community}")
    first, second = (officer.post(CONFLICTS, data=once) for _ in range(2))
    here = first.headers["Location"]
    assert here == second.headers["Location"]
    assert SECRET in officer.get(here).text
    assert "ยังไม่ยุติ" in officer.get(CONFLICTS).text
    assert officer.get(f"{here}/edit").status_code == 200
    settled = once | {"version": "1", "settled_on": typed(0)}
    for wrong, sentence in (
        ({}, "โปรดระบุข้อยุติ"),
        ({"outcome": "ตกลงกัน", "settled_on": typed(-11)}, "วันที่ยุติต้องไม่ก่อนวันที่เริ่ม"),
        ({"about": ""}, "โปรดระบุเรื่องที่ขัดแย้ง"),
        ({"occurred_on": typed(1)}, "วันที่ต้องไม่หลัง"),
    ):
        answer = officer.post(here, data=settled | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert officer.post(here, data=settled | {"outcome": "แบ่งเวลากัน"}).status_code == 303
    late = officer.post(here, data=settled | {"outcome": "ข้อยุติอื่น"})
    assert late.status_code == 409
    assert "แบ่งเวลากัน" in late.text
    assert here.rpartition("/")[2] not in officer.get(f"{CONFLICTS}?state=open").text
    assert here.rpartition("/")[2] in officer.get(f"{CONFLICTS}?state=settled").text


def test_nobody_but_the_section_reads_a_conflict_and_the_audit_trail_never_says_its_words(
    world: World,
):
    community = world.community("ก")
    world.zone(1, community)
    officer = world.sign_in(Role.SECTION_HEAD)
    where = f"community:{community}"
    here = officer.post(CONFLICTS, data=noted(place=where)).headers["Location"]
    officer.post(here, data=noted(version="1", about=f"{SECRET} ใหม่"))
    for role in (
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.OFFICE_ADMIN,
        Role.SECTION_STAFF,
        Role.ADVISER,
        Role.ASSEMBLY_CHAIR,
        Role.ZONE_CHAIR,
        Role.COMMUNITY_CHAIR,
    ):
        other = world.sign_in(role, community_id=community)
        for address in (CONFLICTS, f"{CONFLICTS}/new", here, f"{here}/edit"):
            assert other.get(address).status_code == 403, (role, address)
        assert other.post(CONFLICTS, data=noted()).status_code == 403
        assert CONFLICTS not in other.get("/d/bangna/problems").text
        assert SECRET not in other.get("/d/bangna/changes").text
    stranger = world.sign_in(office=NEIGHBOUR)
    number = here.rpartition("/")[2]
    assert stranger.get(here).status_code == 404
    assert stranger.get(f"/d/phrakhanong/conflicts/{number}").status_code == 404
    assert stranger.post(f"/d/phrakhanong/conflicts/{number}", data=noted()).status_code == 404
    trail = world.in_district(
        lambda session: [
            str({column.name: getattr(entry, column.name) for column in entry.__table__.columns})
            for entry in session.scalars(select(AuditEntry))
        ]
    )
    assert any("conflicts" in each for each in trail)
    assert not any(SECRET in each for each in trail)
    assert not any(str(community) in each for each in trail if "'conflicts'" in each)
    assert len(rows(world, Conflict)) == 1


def test_the_study_is_taken_over_once_and_each_weakness_has_an_action_and_a_page(world: World):
    officer = world.sign_in()
    assert "นำผลการศึกษามาใช้เป็นตัวตั้งต้น" in officer.get(ANALYSIS).text
    assert officer.post(f"{ANALYSIS}/study-points").status_code == 303
    again = officer.post(f"{ANALYSIS}/study-points")
    assert again.status_code == 422
    assert "มีประเด็นการวิเคราะห์อยู่แล้ว" in again.text
    stored = rows(world, SwotPoint)
    assert len(stored) == len(STUDY_POINTS) == 19
    page = officer.get(ANALYSIS).text
    for words in ("จุดแข็ง", "จุดอ่อน", "โอกาส", "อุปสรรค", "พ.ศ. 2559", "ต่างฝ่ายต่างทำ"):
        assert words in page, words
    for point in stored:
        if point.quadrant == "weakness":
            assert point.action
            assert point.answers
    assert 'href="/d/bangna/partners"' in page
    adviser = world.sign_in(Role.ADVISER)
    assert "ต่างฝ่ายต่างทำ" in adviser.get(ANALYSIS).text
    assert adviser.post(f"{ANALYSIS}/study-points").status_code == 403
    assert world.sign_in(Role.ZONE_CHAIR).get(ANALYSIS).status_code == 403
    assert "ต่างฝ่ายต่างทำ" not in world.sign_in(office=NEIGHBOUR).get("/d/phrakhanong/analysis").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quadrant": ""}, "โปรดเลือกด้านของการวิเคราะห์"),
        ({"text": " "}, "โปรดระบุประเด็น"),
        ({"quadrant": "weakness", "action": ""}, "โปรดระบุแนวทางดำเนินการต่อจุดอ่อนนี้"),
    ],
)
def test_a_point_with_a_slip_is_refused_in_thai(world: World, changes, sentence):
    answer = world.sign_in().post(f"{ANALYSIS}/points", data=point(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "คงที่มานี้ไว้" in answer.text


def point(**changes: str) -> dict:
    return {
        "quadrant": "strength",
        "text": "ชุมชนมีแกนนำรุ่นใหม่",
        "action": "",
        "answers": ["partners", "problems"],
        "source": "คงที่มานี้ไว้",
        "record_id": str(uuid7()),
    } | changes


def test_a_point_is_added_reworded_by_one_at_a_time_and_taken_off_with_a_reason(world: World):
    officer = world.sign_in()
    assert officer.get(f"{ANALYSIS}/points/new?quadrant=strength").status_code == 200
    once = point()
    for _ in range(2):
        assert officer.post(f"{ANALYSIS}/points", data=once).status_code == 303
    (stored,) = rows(world, SwotPoint)
    assert stored.answers == ["partners", "problems"]
    here = f"{ANALYSIS}/points/{stored.id}"
    assert "checked" in officer.get(f"{here}/edit").text
    changed = point(version="1", text="แกนนำรุ่นใหม่ทำงานจริง", answers=["partners"])
    assert officer.post(here, data=changed).status_code == 303
    late = officer.post(here, data=point(version="1", text="ข้อความทีหลัง", answers=["meetings"]))
    assert late.status_code == 409
    for words in ("ข้อความทีหลัง", "แกนนำรุ่นใหม่ทำงานจริง", "ภาคีเครือข่าย"):
        assert words in late.text, words
    chosen = {
        "version": "2",
        "quadrant": "strength",
        "text": "ข้อความทีหลัง",
        "answers": "partners problems",
        "source": "ก",
        "action": "",
    }
    assert officer.post(here, data=chosen).status_code == 303
    (stored,) = rows(world, SwotPoint)
    assert stored.answers == ["partners", "problems"]
    stranger = world.sign_in(office=NEIGHBOUR)
    assert stranger.get(f"/d/phrakhanong/analysis/points/{stored.id}/edit").status_code == 404
    assert officer.get(f"{here}/removal/new").status_code == 200
    assert officer.post(f"{here}/removal", data={"reason": ""}).status_code == 422
    assert officer.post(f"{here}/removal", data={"reason": "เปลี่ยนชุด"}).status_code == 303
    assert officer.get(f"{here}/edit").status_code == 404
    (stored,) = rows(world, SwotPoint)
    assert stored.removed_on == TODAY
