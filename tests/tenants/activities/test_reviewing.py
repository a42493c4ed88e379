"""The office returns reports, or accepts them one by one or several at once; months are closed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from core.access.roles import Role
from core.errors import FieldError
from core.i18n.dates import bangkok_today, first_of_month, shift_month, show_date, show_month
from core.notices.models import Notice
from tenants.activities.models import Activity
from tenants.activities.periods import refuse_closed
from tests.support.world import World

ACTIVITIES = "/d/bangna/activities"
Fill = Callable[..., dict[str, Any]]


def send(browser: Any, data: dict[str, Any]) -> str:
    answer = browser.post(ACTIVITIES, data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


def last_month() -> date:
    return shift_month(first_of_month(bangkok_today()), -1)


def in_last_month() -> str:
    return show_date(last_month().replace(day=3), style="numeric")


def notices(world: World) -> list[Notice]:
    def read(session: Any) -> list[Notice]:
        rows = session.scalars(select(Notice)).all()
        session.expunge_all()
        return list(rows)

    return world.in_district(read)


def test_a_returned_report_goes_back_to_its_author_with_what_is_to_be_corrected_and_comes_again(
    world: World, report: Fill, owner: Engine
):
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    officer = world.sign_in(name="นายผู้ตรวจ")
    address = send(author, report())
    assert author.get(f"{address}/return/new").status_code == 403
    assert "สิ่งที่ต้องแก้ไข" in officer.get(f"{address}/return/new").text
    empty = officer.post(f"{address}/return", data={"version": "1", "reason": " "})
    assert empty.status_code == 422
    assert "โปรดระบุสิ่งที่ต้องแก้ไข" in empty.text
    stale = officer.post(f"{address}/return", data={"version": "7", "reason": "เพิ่มจำนวน"})
    assert "โปรดอ่านอีกครั้ง" in stale.text
    for _ in range(2):
        said = {"version": "1", "reason": "ระบุจำนวนหญิงและชาย"}
        assert officer.post(f"{address}/return", data=said).status_code == 303
    (told,) = notices(world)
    assert (told.title, told.url) == ("ขอให้แก้ไขรายงานกิจกรรม “ทำความสะอาดคลอง”", address)
    assert "ระบุจำนวนหญิงและชาย" in told.body
    page = author.get(address).text
    for words in ("ส่งกลับแก้ไข", "สำนักงานเขตขอให้ท่านแก้ไขรายงานนี้", "ระบุจำนวนหญิงและชาย", "นายผู้ตรวจ"):
        assert words in page
    assert "ระบุจำนวนหญิงและชาย" in author.get(f"{address}/edit").text
    refused = officer.post(f"{address}/acceptance", data={"version": "2"})
    assert "รับรองได้เมื่อผู้รายงานแก้ไขและส่งใหม่" in refused.text
    better = report(female="7", male="5", version="2")
    assert author.post(address, data=better).status_code == 303
    page = author.get(address).text
    assert "รายงานแล้ว" in page
    assert "สำนักงานเขตขอให้ท่านแก้ไข" not in page
    assert notices(world)[0].withdrawn_at is not None
    assert officer.post(f"{address}/acceptance", data={"version": "3"}).status_code == 303
    late = officer.post(f"{address}/return", data={"version": "4", "reason": "ก"})
    assert "โปรดยกเลิกการรับรองก่อน" in late.text
    with owner.connect() as connection:
        reason = connection.execute(
            text("SELECT reason FROM audit_entries WHERE action = 'activity:returned'")
        ).scalar_one()
    assert reason == "ระบุจำนวนหญิงและชาย"


def test_several_reports_are_accepted_at_once_and_those_corrected_meanwhile_are_named(
    world: World, report: Fill
):
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    ids = [send(author, report(title=f"เรื่องที่ {n}")).rpartition("/")[2] for n in range(3)]
    officer = world.sign_in()
    page = officer.get(f"{ACTIVITIES}/acceptances/new").text
    assert all(f'value="{each}:1"' in page for each in ids)
    assert author.get(f"{ACTIVITIES}/acceptances/new").status_code == 403
    none = officer.post(f"{ACTIVITIES}/acceptances", data={})
    assert none.status_code == 422
    assert "โปรดเลือกอย่างน้อยหนึ่งรายงาน" in none.text
    author.post(f"{ACTIVITIES}/{ids[2]}", data=report(title="แก้แล้ว", version="1"))
    chosen = {"chosen": [*(f"{each}:1" for each in ids), "nonsense"]}
    for accepted in (2, 0):
        answer = officer.post(f"{ACTIVITIES}/acceptances", data=chosen, follow_redirects=True)
        assert f"รับรองแล้ว {accepted} รายงาน" in answer.text
        assert "โปรดอ่านอีกครั้ง: แก้แล้ว" in answer.text
    states = world.in_district(
        lambda s: [row.state for row in s.scalars(select(Activity).order_by(Activity.id))]
    )
    assert states == ["accepted", "accepted", "reported"]
    listed = officer.get(f"{ACTIVITIES}?state=accepted").text.partition("state-counts")[2]
    for state, number in (("reported", 1), ("returned", 0), ("accepted", 2)):
        words = listed.partition(f"state={state}")[2].partition("</a>")[0]
        assert f'<span class="number">{number}</span>' in words


def test_a_closed_month_takes_no_report_no_correction_no_acceptance_and_no_deletion(
    world: World, report: Fill, photo: Any
):
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    head = world.sign_in(Role.SECTION_HEAD, name="นางหัวหน้า")
    officer = world.sign_in()
    late = report(held_on=in_last_month())
    address = send(author, late | {"faces_consented": "yes", "photos": [photo()]})
    other = send(author, report())
    picture = author.get(address).text.partition(f'href="{address}/photos/')[2].partition('"')[0]
    month = last_month().isoformat()[:7]
    closing = f"{ACTIVITIES}/periods/{month}/closing"
    page = head.get(f"{closing}/new").text
    assert "ยังไม่รับรอง 1 รายงาน" in page
    assert officer.post(closing).status_code == 403
    assert officer.get(f"{ACTIVITIES}/periods").status_code == 200
    assert author.get(f"{ACTIVITIES}/periods").status_code == 403
    for _ in range(2):
        assert head.post(closing).status_code == 303
    assert "นางหัวหน้า" in officer.get(f"{ACTIVITIES}/periods").text
    answer = author.post(ACTIVITIES, data=late)
    assert answer.status_code == 422
    assert 'id="held_on-error"' in answer.text
    sentence = f"งวด{show_month(last_month(), 'long')}ปิดแล้ว"
    assert f"{sentence} โปรดตรวจสอบวันที่" in answer.text
    assert sentence in author.post(other, data=late | {"version": "1"}).text
    for browser, path, data in (
        (author, address, report(version="1")),
        (author, f"{address}/deletion", {}),
        (author, f"{address}/photos/{picture}/deletion", {}),
        (officer, f"{address}/acceptance", {"version": "1"}),
        (officer, f"{address}/return", {"version": "1", "reason": "ก"}),
        (officer, f"{ACTIVITIES}/acceptances", {"chosen": f"{address.rpartition('/')[2]}:1"}),
    ):
        refused = browser.post(path, data=data)
        assert refused.status_code in {409, 422}, path
        assert sentence in refused.text, path
    page = author.get(address).text
    assert f"{sentence}โดย นางหัวหน้า" in page
    assert f"{address}/edit" not in page


def test_a_month_is_opened_again_with_a_reason_and_only_one_that_is_over_is_closed(
    world: World, report: Fill, owner: Engine
):
    head = world.sign_in(Role.SECTION_HEAD)
    periods = f"{ACTIVITIES}/periods"
    month = last_month().isoformat()[:7]
    assert head.post(f"{periods}/{month}/closing").status_code == 303
    assert "เปิดงวด" in head.get(f"{periods}/{month}/reopening/new").text
    empty = head.post(f"{periods}/{month}/reopening", data={"reason": ""})
    assert "โปรดระบุเหตุผลที่เปิดงวดอีกครั้ง" in empty.text
    for _ in range(2):
        said = {"reason": "ชุมชนส่งรายงานล่าช้า"}
        assert head.post(f"{periods}/{month}/reopening", data=said).status_code == 303
    send(head, report(held_on=in_last_month(), holder=f"community:{world.community()}"))
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT action, reason FROM audit_entries"
                " WHERE table_name = 'closed_months' ORDER BY id"
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("activity_month:closed", ""),
        ("activity_month:reopened", "ชุมชนส่งรายงานล่าช้า"),
    ]
    running = bangkok_today().isoformat()[:7]
    assert "เดือนนี้ยังไม่สิ้นสุด" in head.post(f"{periods}/{running}/closing").text
    for nonsense in ("2026-13", "nonsens", "0000-01"):
        assert head.get(f"{periods}/{nonsense}/closing/new").status_code == 404


def test_other_features_ask_whether_a_day_is_in_a_closed_month(world: World):
    head = world.sign_in(Role.SECTION_HEAD)
    head.post(f"{ACTIVITIES}/periods/{last_month().isoformat()[:7]}/closing")
    with pytest.raises(FieldError) as refused:
        world.in_district(lambda s: refuse_closed(s, last_month(), field="given_on"))
    assert refused.value.field == "given_on"
    world.in_district(lambda s: refuse_closed(s, bangkok_today()))
