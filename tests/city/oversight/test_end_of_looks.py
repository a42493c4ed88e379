"""How a look ends, by its time, its pages or its person, and how long the district keeps what was read in it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.composition import composition_of
from core.db import uuid7
from core.errors import Refused
from core.i18n.dates import bangkok_today
from core.jobs.daily import run_daily
from core.oversight import service
from core.oversight.models import OversightLook, OversightView
from tests.support.lookers import REASON, Looker, looker
from tests.support.papers import signed_order
from tests.support.world import BANG_NA, World

PAGE = "/d/bangna/communities"
OVER = "การเข้าดูข้อมูลของสำนักงานเขตบางนาสิ้นสุดแล้ว"


@pytest.fixture
def officer(world: World) -> Looker:
    return looker(world, name="นางสาวตัวอย่าง ตรวจการ")


def behind(owner: Engine, statement: str, **values: Any) -> None:
    """Change something behind the application, as time or nobody could."""
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(statement), values)


def actions(world: World) -> list[str]:
    entries = select(AuditEntry.action).where(AuditEntry.table_name == "oversight_looks")
    return world.in_district(lambda session: list(session.scalars(entries.order_by(AuditEntry.id))))


def test_the_last_page_closes_the_look_and_says_so_to_both_sides(
    world: World, officer: Looker, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(service, "MOST_PAGES", 4)
    order = signed_order(world, world.zone(1, world.community()))
    look_id = officer.look()
    pulse = f"/d/bangna/orders/{order}/pulse"
    first = officer.client.get(PAGE).text
    assert "เปิดดูได้อีก 3 รายการในการเข้าดูครั้งนี้" in first
    mark = officer.client.get(pulse).headers["ETag"]
    for _ in range(5):
        asked = officer.client.get(pulse, headers={"If-None-Match": mark})
        assert asked.status_code == 304, "what a page asks by itself counts once"
    assert "เปิดดูได้อีก 1 รายการ" in officer.client.get(PAGE).text
    last = officer.client.get(PAGE)
    assert last.headers["Cache-Control"] == "no-store"
    assert "หน้านี้เป็นรายการสุดท้าย" in last.text
    assert f"/looks/{look_id}/closure" not in last.text, "nothing is left to close"

    refused = officer.client.get(PAGE)
    assert refused.status_code == 404
    assert OVER in refused.text
    assert "เปิดดูครบ 4 รายการ" in refused.text
    assert f'href="/city/districts/{BANG_NA}/looks/{look_id}"' in refused.text
    late = officer.client.get(pulse, headers={"If-None-Match": mark})
    assert late.status_code == 404, "an old page in another window learns nothing more"
    own = officer.client.get(f"/city/districts/{BANG_NA}/looks/{look_id}").text
    assert "เปิดครบจำนวนสูงสุด" in own
    assert actions(world) == ["oversight:opened", "oversight:limit_reached"]
    director = world.sign_in(Role.DIRECTOR)
    assert "4 จาก" in director.get("/d/bangna/oversight").text
    assert "เปิดครบจำนวนสูงสุด" in director.get(f"/d/bangna/oversight/{look_id}").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [("ends_at = now()", "ครบกำหนดเวลาเมื่อ"), ("closed_at = now()", "ปิดการเข้าดูเมื่อเวลา")],
)
def test_after_the_end_only_the_person_of_the_look_hears_why(
    world: World, officer: Looker, owner: Engine, change: str, sentence: str
):
    look_id = officer.look()
    behind(owner, f"UPDATE oversight_looks SET {change} WHERE id = :id", id=look_id)
    answer = officer.client.get(PAGE)
    assert answer.status_code == 404
    assert OVER in answer.text
    assert sentence in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    for client, address in (
        (officer.client, "/d/bangna/people"),
        (officer.client, "/d/phrakhanong/communities"),
        (looker(world).client, PAGE),
        (world.sign_in(Role.AUDITOR, 1000), PAGE),
    ):
        plain = client.get(address)
        assert plain.status_code == 404
        assert "สิ้นสุดแล้ว" not in plain.text, address
    assert officer.client.post(PAGE).status_code in {404, 405}
    closing = officer.client.post(f"/city/districts/{BANG_NA}/looks/{look_id}/closure")
    assert closing.headers["Clear-Site-Data"] == '"cache"', "the back button finds no page"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ("UPDATE accounts SET disabled_at = now()", 302),
        ("UPDATE memberships SET last_day = current_date - 1", 404),
        ("UPDATE sign_in_sessions SET expires_at = now()", 302),
    ],
)
def test_who_may_no_longer_work_in_the_department_looks_no_longer(
    officer: Looker, owner: Engine, change: str, status: int
):
    officer.look()
    assert officer.client.get(PAGE).status_code == 200
    behind(owner, change)
    answer = officer.client.get(PAGE)
    assert answer.status_code == status
    assert "ชุมชน" not in answer.text or OVER not in answer.text
    assert "look-banner" not in answer.text


def test_two_forms_that_are_sent_at_once_open_one_look(world: World, officer: Looker):
    """Else closing the one that is seen would leave the other open."""
    actor = officer.person.acting_in()
    assert actor is not None
    together = Barrier(2)

    def begin(_: int) -> bool:
        def act(session: Any) -> None:
            together.wait(5)
            service.open_look(session, actor=actor, record_id=uuid7(), reason=REASON, minutes=15)

        try:
            world.in_district(act)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(begin, range(2))) == [False, True]


def test_the_director_reads_names_by_part_of_the_office_and_not_two_hundred_addresses(
    world: World, officer: Looker
):
    communities = [world.community(f"ตัวอย่าง {number}") for number in range(3)]
    look_id = officer.look()
    missing = f"/d/bangna/orders/{uuid7()}"
    for address in (
        PAGE,
        *(f"{PAGE}/{each}" for each in communities),
        PAGE,
        "/d/bangna/zones",
        missing,
    ):
        officer.client.get(address)
    for language, parts, nothing in (
        ("th", ("ทะเบียนชุมชน (4)", "โซน (1)", "คำสั่ง (1)"), "ขอเปิดแต่ไม่ได้รับข้อมูล"),
        ("en", ("Communities (4)", "Zones (1)", "Orders (1)"), "Asked for, without an answer"),
    ):
        director = world.sign_in(Role.DIRECTOR, language=language)
        page = director.get(f"/d/bangna/oversight/{look_id}").text
        assert page.count('<details class="disclosure"') == 3
        for part in (*parts, nothing, f'href="{missing}"'):
            assert part in page
        for number, each in enumerate(communities):
            assert f'<a href="{PAGE}/{each}">ชุมชนตัวอย่าง {number}</a>' in page


def test_pages_are_forgotten_after_ninety_days_and_their_number_stays(
    world: World, officer: Looker, owner: Engine
):
    old, address = officer.look(), "/d/bangna/oversight/{}"
    officer.client.get(PAGE)
    officer.client.get("/d/bangna/zones")
    officer.client.post(f"/city/districts/{BANG_NA}/looks/{old}/closure")
    age = service.KEEP_VIEWS + timedelta(hours=1)
    for table, column, key in (
        ("oversight_looks", "ends_at", "id"),
        ("oversight_views", "seen_at", "look_id"),
    ):
        behind(
            owner,
            f"UPDATE {table} SET {column} = {column} - CAST(:age AS interval) WHERE {key} = :id",
            age=age + timedelta(minutes=15),
            id=old,
        )
    young = officer.look()
    officer.client.get(PAGE)
    composition = composition_of(world.app)
    for _ in range(2):
        world.in_district(lambda session: run_daily(session, composition, bangkok_today()))
        world.work_off()
        world.in_district(service.forget_views)

    def left(session: Any) -> tuple[list[UUID], dict[UUID, int | None]]:
        looks = session.execute(select(OversightLook.id, OversightLook.pages_asked))
        return list(session.scalars(select(OversightView.look_id))), dict(looks.all())

    assert world.in_district(left) == ([young], {old: 2, young: None})
    director = world.sign_in(Role.DIRECTOR)
    page = director.get(address.format(old)).text
    assert REASON in page
    assert "2 รายการ จากที่เปิดได้ไม่เกิน 200 รายการ" in page
    assert "ถูกลบเมื่อพ้น 90 วัน" in page
    assert "2 จาก 200" in director.get("/d/bangna/oversight").text
    assert actions(world).count("oversight:forgotten") == 1

    change_title = text("UPDATE oversight_views SET title = 'x'")
    erase = text("DELETE FROM oversight_views")
    for statement in (change_title, erase):
        touched = world.in_district(lambda session, each=statement: session.execute(each).rowcount)
        assert touched == 0, "the database keeps what is not old, and its first name"
    with pytest.raises(Exception, match="permission denied"):
        world.in_district(
            lambda session: session.execute(text("UPDATE oversight_views SET path = ''"))
        )
