"""Plans of communities, and figures that somebody has to confirm."""

import io
import re
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.i18n.dates import bangkok_today, fiscal_year, show_date
from tenants.registry.models import CommunityFigures
from tenants.registry.plan_models import CommunityPlan
from tests.support.world import NEIGHBOUR, World

YEAR = fiscal_year(bangkok_today())
TODAY = show_date(bangkok_today(), style="numeric")


@pytest.fixture
def community(world: World) -> UUID:
    return world.community("ริมคลอง")


def plan(**values: str) -> dict[str, str]:
    return {"fiscal_year": str(YEAR), "adopted_on": TODAY, "kind": "new"} | values


def test_an_officer_records_a_plan_once_and_the_list_finds_who_has_none(
    world: World, community: UUID
):
    officer = world.sign_in()
    missing = "/d/bangna/communities?plan=none"
    assert "ริมคลอง" in officer.get(missing).text
    page = f"/d/bangna/communities/{community}"
    assert f"ยังไม่มีแผนปีงบประมาณ {YEAR}" in officer.get(page).text
    form = officer.get(f"{page}/plans/new").text
    record_id = re.search(r'name="record_id" value="([^"]+)"', form)[1]
    data = plan(record_id=record_id, kind="reviewed", note="ประชาคม 60 ครัวเรือน")
    for _ in range(2):
        assert officer.post(f"{page}/plans", data=data).status_code == 303
    shown = officer.get(page).text
    assert shown.count("ประชาคม 60 ครัวเรือน") == 1
    assert "ทบทวนแผนเดิม" in shown
    assert "ริมคลอง" not in officer.get(missing).text
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=community)
    assert "ประชาคม 60 ครัวเรือน" in leader.get(page).text
    assert leader.get(f"{page}/plans/new").status_code == 403
    actions = world.in_district(lambda session: set(session.scalars(select(AuditEntry.action))))
    assert "plan:recorded" in actions


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"fiscal_year": "2558"}, f"โปรดระบุปีงบประมาณ 2559 ถึง {YEAR + 1}"),
        ({"fiscal_year": str(YEAR + 2)}, f"โปรดระบุปีงบประมาณ 2559 ถึง {YEAR + 1}"),
        ({"fiscal_year": "สองพัน"}, "สองพัน"),
        ({"fiscal_year": ""}, "โปรดระบุปีงบประมาณของแผน"),
        ({"adopted_on": f"1/1/{YEAR + 20}"}, f"1/1/{YEAR + 20}"),
        (
            {"adopted_on": "30/9/2562"},
            f"แผนปีงบประมาณ {YEAR} ต้องผ่านประชาคมระหว่างวันที่ 1/10/{YEAR - 3}",
        ),
        ({"adopted_on": ""}, "โปรดระบุวันที่ประชาคมเห็นชอบแผน"),
    ],
)
def test_a_year_or_a_day_that_cannot_be_is_refused_and_what_was_typed_stays(
    world: World, community: UUID, typed: dict[str, str], words: str
):
    data = plan(note="คงไว้", **typed)
    answer = world.sign_in().post(f"/d/bangna/communities/{community}/plans", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert "คงไว้" in answer.text


def test_a_plan_is_corrected_by_one_person_at_a_time_and_a_year_has_one(
    world: World, community: UUID
):
    first, second = world.sign_in(name="นางสาวหนึ่ง"), world.sign_in(name="นายสอง")
    page = f"/d/bangna/communities/{community}/plans"
    assert first.post(page, data=plan()).status_code == 303
    again = first.post(page, data=plan(note="ซ้ำ"))
    assert again.status_code == 422
    assert f"ชุมชนมีแผนปีงบประมาณ {YEAR} อยู่แล้ว" in again.text
    plan_id = world.in_district(lambda session: session.scalars(select(CommunityPlan.id)).one())
    address = f"/d/bangna/plans/{plan_id}"
    form = first.get(f"{address}/edit").text
    assert 'name="version" value="1"' in form
    assert first.post(address, data=plan(version="1", note="ของคนแรก")).status_code == 303
    answer = second.post(address, data=plan(version="1", kind="reviewed", note="ของคนที่สอง"))
    assert answer.status_code == 409
    for words in ("ของคนแรก", "ของคนที่สอง", "ทบทวนแผนเดิม", "นางสาวหนึ่ง"):
        assert words in answer.text
    assert first.post(page, data=plan(fiscal_year=str(YEAR - 1))).status_code == 422
    assert first.post(page, data=plan(fiscal_year=str(YEAR + 1))).status_code == 303
    taken = first.post(address, data=plan(version="2", fiscal_year=str(YEAR + 1)))
    assert taken.status_code == 422
    neighbour = world.sign_in(Role.SOCIAL_DEVELOPER, NEIGHBOUR)
    assert neighbour.get(f"/d/phrakhanong/plans/{plan_id}/edit").status_code == 404


def test_fewer_families_than_houses_are_taken_only_with_a_reason(world: World, community: UUID):
    officer = world.sign_in()
    address = f"/d/bangna/communities/{community}/figures"
    typed = {"as_of": TODAY, "source": "สำรวจ", "families": "120", "houses": "150"}
    assert "ยืนยันว่าถูกต้อง เพราะ" not in officer.get(f"{address}/new").text
    asked = officer.post(address, data=typed)
    assert asked.status_code == 422
    for words in ("ครอบครัว 120 น้อยกว่าหลังคาเรือน 150", "ยืนยันว่าถูกต้อง เพราะ", 'value="120"'):
        assert words in asked.text
    told = officer.post(address, data=typed | {"explanation": "บ้านว่าง 40 หลัง"})
    assert told.status_code == 303
    assert "บ้านว่าง 40 หลัง" in officer.get(f"/d/bangna/communities/{community}").text
    fine = typed | {"source": "อื่น", "families": "150", "explanation": "ไม่จำเป็น"}
    assert officer.post(address, data=fine).status_code == 303
    kept = world.in_district(
        lambda session: set(session.scalars(select(CommunityFigures.explanation)))
    )
    assert kept == {"บ้านว่าง 40 หลัง", ""}


def test_a_file_with_fewer_families_than_houses_is_taken_with_a_warning(world: World):
    content = "ชื่อชุมชน,ประเภทชุมชน,จำนวนครอบครัว,จำนวนหลังคาเรือน\nริมน้ำ,ชุมชนเมือง,120,150\n"
    officer = world.sign_in()
    batch = officer.post(
        "/d/bangna/communities/imports",
        data={
            "file": (io.BytesIO(content.encode()), "a.csv"),
            "as_of": TODAY,
            "source": "สำรวจ",
        },
    ).headers["Location"]
    page = officer.get(f"{batch}?fate=warnings").text
    assert "ครอบครัว 120 น้อยกว่าหลังคาเรือน 150" in page
    assert officer.post(f"{batch}/confirmation").status_code == 303
    assert "ริมน้ำ" in officer.get("/d/bangna/communities").text
