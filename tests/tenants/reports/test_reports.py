"""A district draws its report up, its director publishes it, and from then on nothing changes it."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators.models import IndicatorDefinition
from core.indicators.spans import quarter_span
from core.jobs.models import OutboxJob
from core.reporting.models import Report, ReportFile
from tests.support.periods import Director
from tests.support.reports import fill, rename
from tests.support.world import World

REPORTS = "/d/bangna/reports"
SPAN = quarter_span(bangkok_today()).before(1)
MONTHS = [shift_month(SPAN.last, back) for back in range(-11, 1)]
VALUES = {
    "registry.communities": 38,
    "registry.residents": 41_000,
    "activities.active_communities": 27,
    "activities.count": 55,
    "meetings.held": 4,
    "meetings.minutes_adopted_in_time": 3,
}


@pytest.fixture
def filled(world: World) -> UUID:
    zone = rename(world, world.zone(1, world.community()), "=โซน 1")
    fill(world, 1047, MONTHS, VALUES, {zone: VALUES | {"registry.communities": 8}})
    return zone


def draw_up(client, **values):
    return client.post(REPORTS, data={"period": SPAN.key, "record_id": str(uuid7())} | values)


def stored(world: World) -> list[Report]:
    def all_of(session):
        found = list(session.scalars(select(Report).order_by(Report.id)))
        session.expunge_all()
        return found

    return world.in_district(all_of)


def test_an_officer_draws_a_report_up_once_and_finds_it_with_its_files(world: World, filled):
    officer = world.sign_in(Role.SOCIAL_DEVELOPER)
    assert "ยังไม่มีรายงาน" in officer.get(REPORTS).text
    assert SPAN.key in officer.get(f"{REPORTS}/new").text
    sent = {"record_id": str(uuid7())}
    first, second = draw_up(officer, **sent), draw_up(officer, **sent)
    assert first.location == second.location
    (report,) = stored(world)
    page = officer.get(first.location).text
    assert "กำลังจัดทำเอกสาร" in page
    assert "9/12" in page
    assert "=โซน 1" in page
    assert "ยังไม่มีแหล่งข้อมูล" in page
    assert f"{SPAN.last.year + 543}" in page
    again = draw_up(officer)
    assert again.status_code == 422
    assert "มีร่าง" in again.text
    assert f'href="{first.location}"' in again.text
    assert f"เริ่มโดย {report.drawn_up_by} เมื่อ " in again.text
    state = officer.get(f"{first.location}/state")
    assert (
        officer.get(
            f"{first.location}/state", headers={"If-None-Match": state.headers["ETag"]}
        ).status_code
        == 304
    )
    world.work_off()
    assert officer.get(f"{first.location}/state").headers["ETag"] != state.headers["ETag"]
    page = officer.get(first.location).text
    assert "กำลังจัดทำเอกสาร" not in page
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", "\ufeffplace_code".encode())):
        answer = officer.get(f"{first.location}/files/{kind}")
        assert answer.data.startswith(begins), kind
    assert officer.get(f"{first.location}/files/exe").status_code == 404
    with world.statements() as statements:
        assert report.title in officer.get(REPORTS).text
    assert len(statements) <= 6
    with world.statements() as statements:
        assert "หน้าสำหรับพิมพ์" not in officer.get(f"{first.location}?view=print").text
    assert len(statements) <= 6


def test_what_cannot_be_drawn_up_is_refused_beside_its_field(world: World):
    officer = world.sign_in(Role.SECTION_HEAD)
    for values, words in (
        ({"period": ""}, "เลือกช่วงเวลา"),
        ({"period": "range", "first": "2026-05", "last": "2026-02"}, "เดือนแรกให้อยู่ก่อนเดือนสุดท้าย"),
        ({"period": "range"}, "ไม่มีช่วงเวลานี้"),
    ):
        answer = draw_up(officer, **values)
        assert answer.status_code == 422, values
        assert words in answer.text
    assert not stored(world)
    person = world.person()
    browsers = [world.sign_in(person=person) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        answers = [answer.status_code for answer in pool.map(draw_up, browsers)]
    assert sorted(answers) == [303, 422, 422]


def test_remarks_belong_to_the_draft_and_two_writers_see_both_texts(world: World, filled):
    officer = world.sign_in()
    address = draw_up(officer).location
    assert 'name="version" value="1"' in officer.get(f"{address}/remarks/edit").text
    saved = officer.post(f"{address}/remarks", data={"remarks": "น้ำท่วม", "version": "1"})
    assert saved.status_code == 303
    late = officer.post(f"{address}/remarks", data={"remarks": "ไฟดับ", "version": "1"})
    assert late.status_code == 409
    assert "น้ำท่วม" in late.text
    assert "ไฟดับ" in late.text
    before = stored(world)[0]
    fill(world, 1047, MONTHS, VALUES | {"meetings.minutes_adopted_in_time": 4})
    stale = officer.post(f"{address}/renewal", data={"version": "1"})
    assert stale.status_code == 409
    assert officer.post(f"{address}/renewal", data={"version": "2"}).status_code == 303
    after = stored(world)[0]
    assert after.remarks == "น้ำท่วม"
    assert after.sha256 != before.sha256
    assert "12/12" in officer.get(address).text
    world.work_off()
    kept = world.in_district(
        lambda session: set(session.scalars(select(ReportFile.content_sha256)))
    )
    assert kept == {after.sha256}
    assert "ทิ้งร่าง" in officer.get(f"{address}/removal/new").text
    assert officer.post(f"{address}/removal", data={"version": "1"}).status_code == 409
    assert officer.post(f"{address}/removal", data={"version": "3"}).status_code == 303
    assert not stored(world)


def test_a_published_report_never_changes_whatever_facts_and_definitions_do(
    world: World, filled, owner
):
    director = Director(world)
    officer = world.sign_in()
    address = draw_up(officer).location
    assert officer.get(f"{address}/publication/new").status_code == 403
    question = director.browser.get(f"{address}/publication/new").text
    assert "ไม่เปลี่ยนแปลง" in question
    refused = director.browser.post(
        f"{address}/publication", data=director.said() | {"password": "x", "version": "1"}
    )
    assert refused.status_code == 422
    stale = director.browser.post(f"{address}/publication", data=director.said() | {"version": "7"})
    assert stale.status_code == 409
    for _time in range(2):
        done = director.browser.post(
            f"{address}/publication", data=director.said() | {"version": "1"}
        )
        assert done.status_code == 303
    frozen = stored(world)[0]
    data, page = officer.get(f"{address}/data.json").data, officer.get(address).text
    assert hashlib.sha256(data).hexdigest() == frozen.sha256
    assert frozen.sha256 in page
    said = json.loads(data)
    assert said["published"]["by"] == "นายผู้อำนวยการ"
    version = {each["key"]: each["version"] for each in said["content"]["definitions"]}["p2"]
    with owner.begin() as connection:
        names = [f'"{each.name}"' for each in IndicatorDefinition.__table__.columns]
        newer = {
            "version": "version + 1",
            "title_th": "'ชื่อใหม่'",
            "numerator": "'zones.count'",
            "published_at": "now()",
            "changed_by": "'ทดสอบ'",
        }
        chosen = ", ".join(newer.get(name.strip('"'), name) for name in names)
        connection.execute(
            text(
                f"INSERT INTO indicator_definitions ({', '.join(names)}) "
                f"SELECT {chosen} FROM indicator_definitions WHERE key = 'p2'"
            )
        )
    fill(world, 1047, MONTHS, VALUES | {"meetings.minutes_adopted_in_time": 1})
    later = officer.get(address).text
    assert "9/12" in later
    assert "ชื่อใหม่" not in later
    assert officer.get(f"{address}/data.json").data == data
    assert f"ฉบับที่ {version}" in later
    for refusal in ("renewal", "removal", "remarks"):
        answer = officer.post(f"{address}/{refusal}", data={"version": "2", "remarks": "ก"})
        assert answer.status_code == 422, refusal
        assert "เผยแพร่แล้ว" in answer.text
    with pytest.raises(DBAPIError, match="never changes"):
        world.in_district(lambda session: session.execute(update(Report).values(remarks="เขียนทับ")))
    actions = world.in_district(lambda session: set(session.scalars(select(AuditEntry.action))))
    assert {"report:drawn_up", "report:published"} <= actions
    assert "ชื่อใหม่" in officer.get(draw_up(officer).location).text
    assert len(stored(world)) == 2


def test_files_that_could_not_be_made_are_asked_for_again(world: World, filled):
    officer = world.sign_in()
    address = draw_up(officer).location
    world.in_district(
        lambda session: session.execute(
            update(OutboxJob)
            .where(OutboxJob.name == "reporting.render")
            .values(failed_at=text("now()"))
        )
    )
    assert "จัดทำไฟล์ไม่สำเร็จ" in officer.get(address).text
    assert officer.post(f"{address}/files").status_code == 303
    assert "กำลังจัดทำเอกสาร" in officer.get(address).text


def test_reports_stay_in_their_office_and_leaders_have_none(world: World, filled):
    officer = world.sign_in()
    address = draw_up(officer).location
    number = address.rpartition("/")[2]
    neighbour = world.sign_in(Role.DIRECTOR, 1009)
    assert neighbour.get(f"/d/phrakhanong/reports/{number}").status_code == 404
    assert neighbour.get(address).status_code == 404
    leader = world.sign_in(Role.ZONE_CHAIR, community_id=world.community())
    assert leader.get(REPORTS).status_code == 403
    assert first_of_month(bangkok_today()) >= SPAN.first
