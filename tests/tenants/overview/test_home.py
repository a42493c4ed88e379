"""The first page of an office: what is missing comes first."""

from sqlalchemy import Engine

from core.access.roles import Role
from tests.support.papers import signed_order
from tests.support.world import World

UNSIGNED = dict.fromkeys(
    ("number", "number_year", "dated_on", "method", "signed_at", "signed_by")
) | {"signed_by_position": None, "canonical": None, "sha256": None}


def test_an_empty_office_is_told_how_to_begin(world: World):
    page = world.sign_in().get("/d/bangna/").text
    assert "ทะเบียนชุมชนยังไม่มีข้อมูล" in page
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in page


def test_the_study_is_shown_with_its_month_and_source_and_both_numbers(world: World):
    page = world.sign_in().get("/d/bangna/").text
    for text in ("42.18", "39,000", "92,464", "ข้อมูล ณ มิถุนายน 2559", "รายงานการศึกษา"):
        assert text in page


def test_figures_appear_once_the_worker_has_counted(world: World):
    world.community("ก", residents=8457)
    officer = world.sign_in()
    assert "8,457" not in officer.get("/d/bangna/").text
    world.work_off()
    page = officer.get("/d/bangna/").text
    assert "8,457" in page
    assert "10.00" in page
    assert "84,574" in page


def test_a_leader_sees_the_own_community_and_the_way_to_report(world: World):
    own = world.community("ของฉัน")
    world.community("ของเขา")
    page = world.sign_in(Role.COMMUNITY_CHAIR, community_id=own).get("/d/bangna/").text
    assert "ของฉัน" in page
    assert "ของเขา" not in page
    assert "รายงานกิจกรรม" in page
    assert "ยังไม่ได้รายงานกิจกรรมของเดือนนี้" in page


def test_opening_the_home_is_noted_for_the_department(world: World, owner: Engine):
    officer = world.sign_in()
    with owner.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE sign_in_sessions SET last_seen_at = now() - interval '5 minutes'"
        )
    officer.get("/d/bangna/")
    with owner.connect() as connection:
        opened = connection.exec_driver_sql(
            "SELECT last_opened_at FROM offices WHERE code = 1047"
        ).scalar_one()
    assert opened is not None


def test_the_first_thing_on_a_home_is_the_paper_that_waits_for_this_person(world: World):
    zone = world.zone(1, world.community("ริมคลอง"))
    signed_order(world, zone, **UNSIGNED | {"state": "proposed"})
    waits = "มีเอกสาร 1 ฉบับรอท่านลงนาม"
    page = world.sign_in(Role.DIRECTOR).get("/d/bangna/").text
    assert page.index(waits) < page.index("สำนักงานเขตวันนี้")
    assert waits not in world.sign_in(Role.SECTION_HEAD).get("/d/bangna/").text
    assert waits not in world.sign_in().get("/d/bangna/").text
