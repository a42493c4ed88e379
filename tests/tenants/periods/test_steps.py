"""A month on its way: the zones confirm it, the section closes it, the director approves it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from core.access.roles import Role
from core.composition import composition_of
from core.i18n.dates import (
    bangkok_today,
    first_of_month,
    last_of_month,
    shift_month,
    show_date,
    show_month,
)
from core.indicators.models import Fact, FillState
from core.indicators.spans import quarter_span
from core.jobs import running
from core.jobs.models import OutboxJob
from core.notices.models import Notice
from tenants.office.models import Delegation
from tenants.periods.models import DataPeriod, EventKind, PeriodEvent, Step, ZonePeriod
from tests.support.periods import LAST, Director
from tests.support.world import BANG_NA, NEIGHBOUR, World

HERE = "/d/bangna/periods"
KEY = f"{LAST:%Y-%m}"
MONTH = f"{HERE}/{KEY}"
SHOWN = show_month(LAST, "long")


def report(browser: Any, holder: str, **values: str) -> str:
    said = {
        "title": "ทำความสะอาดคลอง",
        "held_on": show_date(LAST.replace(day=3), style="numeric"),
        "holder": holder,
        "kind": "hands_on",
        "participants": "12",
    }
    answer = browser.post("/d/bangna/activities", data=said | values)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"].partition("?")[0])


def facts(world: World, measure: str, state: str, office: int = BANG_NA) -> Any:
    asked = select(Fact.value).where(
        Fact.measure == measure,
        Fact.state == state,
        Fact.month == LAST,
        Fact.zone_id.is_(None),
        Fact.community_id.is_(None),
    )
    return world.in_district(lambda s: s.scalars(asked).one_or_none(), office)


def period(world: World) -> tuple[str, int]:
    columns = select(DataPeriod.step, DataPeriod.round).where(DataPeriod.month == LAST)
    return tuple(world.in_district(lambda s: s.execute(columns).one()))


def test_a_chair_confirms_the_own_zone_once_and_reads_what_it_reported(world: World):
    own, foreign = world.community("ก"), world.community("ข")
    zone, other = world.zone(1, own), world.zone(2, foreign)
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=own, name="นายประธานโซน")
    report(chair, f"zone:{zone}")
    world.work_off()
    assert SHOWN in chair.get(HERE).text
    page = chair.get(f"{MONTH}/zones/{zone}").text
    for words in ("สิ่งที่โซนรายงานในเดือนนี้", "12", "ยังไม่รับรอง", "รายงานครบแล้ว ยืนยันข้อมูล"):
        assert words in page
    assert chair.get(MONTH).status_code == 404
    for path in ("", "/confirmation/withdrawal/new"):
        assert chair.get(f"{MONTH}/zones/{other}{path}").status_code == 404
    assert chair.post(f"{MONTH}/zones/{other}/confirmation").status_code == 404
    first = chair.post(f"{MONTH}/zones/{zone}/confirmation", follow_redirects=True).text
    assert "ขอบคุณ" in first
    assert "ยืนยันโดย นายประธานโซน" in first
    again = chair.post(f"{MONTH}/zones/{zone}/confirmation", follow_redirects=True).text
    assert "โซนนี้ยืนยันข้อมูลของเดือนไว้ก่อนแล้ว" in again
    assert world.in_district(lambda s: len(s.scalars(select(PeriodEvent)).all())) == 1
    withdrawal = f"{MONTH}/zones/{zone}/confirmation/withdrawal"
    assert "โปรดระบุสิ่งที่ยังขาด" in chair.post(withdrawal, data={"reason": " "}).text
    assert "ถอนการยืนยัน" in chair.get(f"{withdrawal}/new").text
    assert chair.post(withdrawal, data={"reason": "ยังขาดการประชุม"}).status_code == 303
    assert "ยังขาดการประชุม" in chair.get(f"{MONTH}/zones/{zone}").text
    assert "ยังไม่ได้ยืนยัน" in chair.post(withdrawal, data={"reason": "อีก"}).text
    running = f"{HERE}/{bangkok_today():%Y-%m}/zones/{zone}"
    assert "ควรยืนยันภายในวันที่" in chair.get(running).text
    assert "ยังไม่สิ้นสุด" in chair.post(f"{running}/confirmation").text


def test_an_officer_confirms_for_a_zone_with_a_reason(world: World, owner: Engine):
    zone = world.zone(1, world.community())
    officer = world.sign_in(name="นักพัฒนา")
    address = f"{MONTH}/zones/{zone}/confirmation"
    empty = officer.post(address, data={"reason": ""})
    assert empty.status_code == 422
    assert "โปรดระบุเหตุผลที่สำนักงานเขตยืนยันแทนโซน" in empty.text
    assert officer.post(address, data={"reason": "ประธานแจ้งทางโทรศัพท์"}).status_code == 303
    page = officer.get(MONTH).text
    for words in ("ประธานแจ้งทางโทรศัพท์", "นักพัฒนา", "1/1"):
        assert words in page
    with owner.connect() as connection:
        reason = connection.execute(
            text("SELECT DISTINCT reason FROM audit_entries WHERE action = 'period:confirmed'")
        ).scalar_one()
    assert reason == "ประธานแจ้งทางโทรศัพท์"


def test_the_section_closes_a_month_once_and_opens_it_again_with_a_reason(
    world: World, owner: Engine
):
    world.zone(1, world.community())
    head = world.sign_in(Role.SECTION_HEAD, name="นางหัวหน้า")
    officer = world.sign_in()
    assert "โซนที่ยังไม่ยืนยัน" in head.get(f"{MONTH}/closing/new").text
    assert officer.post(f"{MONTH}/closing").status_code == 403
    never = head.post(f"{MONTH}/reopening", data={"reason": "ก"})
    assert never.status_code == 422
    assert "เปิดอยู่แล้ว" in never.text
    assert head.post(f"{MONTH}/closing").status_code == 303
    twice = head.post(f"{MONTH}/closing")
    assert twice.status_code == 422
    assert "ปิดไปแล้วโดย นางหัวหน้า" in twice.text
    assert "นางหัวหน้า" in officer.get(MONTH).text
    assert "เปิดงวด" in head.get(f"{MONTH}/reopening/new").text
    assert "โปรดระบุเหตุผลที่เปิดงวดอีกครั้ง" in head.post(f"{MONTH}/reopening", data={}).text
    assert head.post(f"{MONTH}/reopening", data={"reason": "ส่งล่าช้า"}).status_code == 303
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT action, reason FROM audit_entries"
                " WHERE table_name = 'data_periods' ORDER BY id"
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("period:closed", ""),
        ("period:reopened", "ส่งล่าช้า"),
    ]
    running = f"{bangkok_today():%Y-%m}"
    assert "ยังไม่สิ้นสุด" in head.post(f"{HERE}/{running}/closing").text
    for nonsense in ("2026-13", "nonsens", "0000-01", "2570", "2400q1"):
        assert head.get(f"{HERE}/{nonsense}/closing/new").status_code == 404
    past = quarter_span(shift_month(bangkok_today(), -3))
    assert head.post(f"{HERE}/{past.key}/closing").status_code == 303
    assert f"{HERE}/{past.key}/closing/new" not in head.get(HERE).text


def test_the_director_approves_and_only_what_was_accepted_counts_from_then_on(world: World):
    community = world.community()
    world.zone(1, community)
    officer, head = world.sign_in(), world.sign_in(Role.SECTION_HEAD)
    director = Director(world)
    accepted = report(officer, f"community:{community}")
    report(officer, f"community:{community}", participants="30")
    assert officer.post(f"{accepted}/acceptance", data={"version": "1"}).status_code == 303
    world.work_off()
    early = director.approve()
    assert early.status_code == 422
    assert "ฝ่ายยังไม่ได้ปิดงวด" in early.text
    head.post(f"{MONTH}/closing")
    page = director.browser.get(f"{MONTH}/approval/new").text
    row = page.partition("จำนวนผู้เข้าร่วมกิจกรรม")[2] or page.partition("ผู้เข้าร่วมกิจกรรม")[2]
    row = row.partition("</tr>")[0]
    assert [number in row for number in ("42", "12", "30")] == [True] * 3
    wrong = director.browser.post(f"{MONTH}/approval", data=director.said() | {"code": "000000"})
    assert wrong.status_code == 422
    assert director.approve().status_code == 303
    assert period(world) == (Step.DIRECTOR.value, 1)
    assert "กำลังรับรอง…" in director.browser.get(MONTH).text
    told = director.browser.post(f"{MONTH}/approval", data=director.said(), follow_redirects=True)
    assert "นายผู้อำนวยการ รับรองข้อมูลงวดนี้ไว้ก่อนแล้ว" in told.text
    world.work_off()
    assert "กำลังรับรอง…" not in director.browser.get(MONTH).text
    assert facts(world, "activities.participants", "approved") == 12
    # A late report changes what was reported, and nothing that was approved.
    report(officer, f"community:{community}", participants="100")
    world.work_off()
    assert facts(world, "activities.participants", "approved") == 12
    assert facts(world, "activities.participants", "all") == 142
    refused = head.post(f"{MONTH}/reopening", data={"reason": "ก"})
    assert "ผู้เปิดงวดได้คือผู้อำนวยการเขต" in refused.text
    assert head.get(f"{MONTH}/approval/new").status_code == 200
    reopened = director.browser.post(f"{MONTH}/reopening", data={"reason": "รับรายงานล่าช้า"})
    assert reopened.status_code == 303
    assert facts(world, "activities.participants", "approved") is None
    assert period(world) == (Step.OPEN.value, 1)
    asked = director.browser.post(f"{MONTH}/request", data={"reason": "ก"})
    assert "ท่านเปิดงวดเองได้" in asked.text
    assert director.browser.get(f"{MONTH}/request/new").status_code == 200


def test_who_does_not_act_for_the_director_approves_nothing(world: World):
    head = Director(world, Role.SECTION_HEAD)
    world.zone(1, world.community())
    assert head.browser.post(f"{MONTH}/closing").status_code == 303
    refused = head.approve()
    assert refused.status_code == 422
    assert "ผู้รักษาราชการแทน" in refused.text
    assert period(world) == (Step.SECTION.value, 0)
    assert "รอท่านรับรอง" not in head.browser.get("/d/bangna/").text


def test_an_assistant_opens_and_approves_a_month_only_while_acting_for_the_director(world: World):
    world.zone(1, world.community())
    world.sign_in(Role.SECTION_HEAD).post(f"{MONTH}/closing")
    assistant = Director(world, Role.ASSISTANT_DIRECTOR)
    browser = assistant.browser
    # No task, no way to it, and a sentence instead of a form.
    assert "รอท่านรับรอง" not in browser.get("/d/bangna/").text
    assert "/reopening/new" not in browser.get(MONTH).text
    sentence = f"ผู้เปิดงวดเดือน{SHOWN} ได้คือหัวหน้าฝ่าย ผู้อำนวยการเขต"
    form = browser.get(f"{MONTH}/reopening/new").text
    assert sentence in form
    assert 'name="reason"' not in form
    refused = browser.post(f"{MONTH}/reopening", data={"reason": "ก"})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "ผู้ขอให้สำนักพัฒนาสังคมเปิดงวดได้" in browser.get(f"{MONTH}/request/new").text
    assert period(world) == (Step.SECTION.value, 0)
    today = bangkok_today()
    world.in_district(
        lambda s: s.add(
            Delegation(
                district_id=BANG_NA,
                account_id=assistant.person.account_id,
                person_name="นางตัวอย่าง ผู้ช่วย",
                person_position="ผู้ช่วยผู้อำนวยการเขต",
                valid_from=today,
                last_day=today,
                basis="คำสั่งตัวอย่าง",
                changed_by="นายผู้อำนวยการ",
            )
        )
    )
    assert "/approval/new" in browser.get(MONTH).text
    assert browser.post(f"{MONTH}/reopening", data={"reason": "ก"}).status_code == 303
    assert period(world) == (Step.OPEN.value, 0)


def test_a_worker_that_dies_or_comes_too_late_approves_no_figures_of_another_round(world: World):
    world.zone(1, world.community())
    director = Director(world)
    world.sign_in(Role.SECTION_HEAD).post(f"{MONTH}/closing")
    director.approve()
    run = composition_of(world.app).jobs["periods.approve_facts"].run
    said = {"month": LAST.isoformat(), "round": 1}

    def dies(session: Any) -> None:
        run(session, **said)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.in_district(dies)
    assert facts(world, "zones.count", "approved") is None
    world.in_district(lambda s: run(s, **said | {"round": 2}))
    assert facts(world, "zones.count", "approved") is None
    for _ in range(2):
        world.in_district(lambda s: run(s, **said))
        assert facts(world, "zones.count", "approved") == 1
    stock_day = select(FillState.stock_day).where(FillState.month == LAST)
    assert world.in_district(lambda s: s.scalars(stock_day).one()) == last_of_month(LAST)


@pytest.fixture
def broken_copying(owner: Engine) -> Iterator[str]:
    """The database refuses every approved figure; the sentence of its error."""
    sentence = "planted: นางลับ ไม่ควรเห็น"
    with owner.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION refuse_approved() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{sentence}'; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER refuse_approved BEFORE INSERT ON facts FOR EACH ROW"
            " WHEN (NEW.state = 'approved') EXECUTE FUNCTION refuse_approved()"
        )
    yield sentence
    repair(owner)


def repair(owner: Engine) -> None:
    with owner.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_approved CASCADE")


def run_until_laid_aside(world: World) -> None:
    """As a worker whose every try of the waiting approval fails."""
    asked = select(OutboxJob.id).where(
        OutboxJob.name == "periods.approve_facts", OutboxJob.done_at.is_(None)
    )
    job_id = world.in_district(lambda s: s.scalars(asked).one())
    with world.app.app_context():
        for _ in range(world.app.extensions["config"].jobs.attempts):
            assert period(world)[0] == Step.DIRECTOR.value
            assert not running.run(BANG_NA, job_id)


def test_an_approval_whose_figures_cannot_be_made_goes_back_to_the_director_who_is_told(
    world: World, owner: Engine, broken_copying: str
):
    world.zone(1, world.community())
    head, director = world.sign_in(Role.SECTION_HEAD), Director(world)
    head.post(f"{MONTH}/closing")
    director.approve()
    waiting = director.browser.get(f"{MONTH}/pulse").headers["ETag"]
    assert "กำลังรับรอง…" in director.browser.get(MONTH).text
    run_until_laid_aside(world)
    assert period(world) == (Step.SECTION.value, 1)
    assert director.browser.get(f"{MONTH}/pulse").headers["ETag"] != waiting
    page = director.browser.get(MONTH).text
    for words in (
        f"การรับรองข้อมูลเดือน{SHOWN} ไม่สำเร็จ",
        "ระบบขัดข้องระหว่างจัดทำตัวเลข",
        "สิ่งที่ต้องทำ: ขอให้ผู้อำนวยการเขตรับรองอีกครั้ง",
        "รับรองไม่สำเร็จ",
        f"{MONTH}/approval/new",
    ):
        assert words in page
    for unwanted in ("กำลังรับรอง…", "planted", broken_copying, "RaiseException"):
        assert unwanted not in page
    assert "ไม่สำเร็จ" in head.get(MONTH).text
    assert "ไม่สำเร็จ" in director.browser.get(f"{MONTH}/approval/new").text
    asked = select(Notice.title, Notice.body, Notice.url).where(Notice.withdrawn_at.is_(None))
    told = world.in_district(lambda s: s.execute(asked).all())
    assert {row.url for row in told} == {MONTH}
    assert len([row for row in told if "ไม่สำเร็จ ขอให้รับรองอีกครั้ง" in row.title]) == 2
    assert not any("planted" in row.body for row in told)
    with owner.connect() as connection:
        reasons = connection.execute(
            text("SELECT reason FROM audit_entries WHERE action = 'period:approval_failed'")
        ).scalars()
        assert set(reasons) == {"ระบบขัดข้องระหว่างจัดทำตัวเลขของเดือนนี้"}
    repair(owner)
    assert director.approve().status_code == 303
    world.work_off()
    assert period(world) == (Step.DIRECTOR.value, 2)
    assert facts(world, "zones.count", "approved") == 1
    again = director.browser.get(MONTH).text
    assert "สิ่งที่ต้องทำ:" not in again
    assert "รับรองไม่สำเร็จ" in again
    assert world.in_district(lambda s: s.execute(asked).all()) == []


def test_an_approval_that_fails_after_the_month_was_opened_again_changes_nothing(world: World):
    world.zone(1, world.community())
    director = Director(world)
    head = world.sign_in(Role.SECTION_HEAD)
    head.post(f"{MONTH}/closing")
    director.approve()
    give_up = composition_of(world.app).jobs["periods.approve_facts"].give_up
    assert give_up is not None
    said = {"month": LAST.isoformat(), "round": 1}
    director.browser.post(f"{MONTH}/reopening", data={"reason": "ก"})
    world.in_district(lambda s: give_up(s, "ValueError: x", **said))
    assert period(world) == (Step.OPEN.value, 1)
    head.post(f"{MONTH}/closing")
    director.approve()
    world.in_district(lambda s: give_up(s, "ValueError: x", **said))
    assert period(world) == (Step.DIRECTOR.value, 2)
    world.in_district(lambda s: give_up(s, "OperationalError: x", **said | {"round": 2}))
    assert period(world) == (Step.SECTION.value, 2)
    assert "ฐานข้อมูลไม่ตอบสนอง" in head.get(MONTH).text
    head.post(f"{MONTH}/reopening", data={"reason": "ก"})
    assert "สิ่งที่ต้องทำ:" not in head.get(MONTH).text


def test_a_quarter_is_closed_and_approved_at_once(world: World):
    world.zone(1, world.community())
    head, director = world.sign_in(Role.SECTION_HEAD), Director(world)
    span = quarter_span(shift_month(bangkok_today(), -4))
    assert f"{HERE}/{span.key}/closing/new" in head.get(HERE).text
    assert head.post(f"{HERE}/{span.months[0]:%Y-%m}/closing").status_code == 303
    assert "ปิดงวดทั้งไตรมาส" in head.get(f"{HERE}/{span.key}/closing/new").text
    assert head.post(f"{HERE}/{span.key}/closing").status_code == 303
    assert f"{HERE}/{span.key}/approval/new" in director.browser.get(HERE).text
    assert director.approve(span.key).status_code == 303
    world.work_off()
    steps = world.in_district(lambda s: s.scalars(select(DataPeriod.step)).all())
    assert steps == [Step.DIRECTOR.value] * 3
    assert director.browser.get(f"{HERE}?back=1").status_code == 200


def test_zones_are_due_from_the_months_end_and_in_time_until_the_fifth(world: World):
    """Q1: nothing is due in the running month, nor before an office has a zone."""
    zones = [world.zone(number, world.community()) for number in (1, 2, 3)]

    def say(session: Any) -> None:
        for zone, day in zip(zones, (5, 6), strict=False):
            session.add(
                ZonePeriod(
                    district_id=BANG_NA,
                    month=LAST,
                    zone_id=zone,
                    first_confirmed_on=last_of_month(LAST) + timedelta(days=day),
                    confirmed_at=bangkok_today(),
                )
            )

    world.in_district(say)
    world.work_off()
    counts = {
        key: facts(world, f"reporting.{key}", "all")
        for key in ("due", "confirmed", "confirmed_in_time")
    }
    assert counts == {"due": 3, "confirmed": 2, "confirmed_in_time": 1}
    of_zone = select(Fact.value).where(
        Fact.measure == "reporting.confirmed", Fact.zone_id == zones[2], Fact.month == LAST
    )
    assert world.in_district(lambda s: s.scalars(of_zone).one()) == 0
    running = select(Fact.value).where(
        Fact.measure == "reporting.due", Fact.month == first_of_month(bangkok_today())
    )
    if bangkok_today() < last_of_month(bangkok_today()):
        assert world.in_district(lambda s: s.scalars(running).all()) == [0]
    assert world.in_district(composition_of(world.app).drifts) == []
    traced = next(m for m in composition_of(world.app).measures if m.key == "reporting.confirmed")
    assert traced.trace is not None
    assert facts(world, "reporting.due", "all", NEIGHBOUR) is None


def test_who_the_month_waits_for_is_told_once_from_the_day_that_counts(world: World):
    own = world.community("ก")
    zone = world.zone(1, own)
    world.zone(2, world.community("ข"))
    for role in (Role.SECTION_HEAD, Role.DIRECTOR):
        world.person(role)
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=own)
    head = world.sign_in(Role.SECTION_HEAD)
    remind = composition_of(world.app).jobs["periods.remind"].run
    next_month = shift_month(LAST, 1)

    def titles(day: int) -> list[str]:
        world.in_district(lambda s: remind(s, day=next_month.replace(day=day).isoformat()))
        open_notices = select(Notice.title).where(Notice.withdrawn_at.is_(None))
        return sorted(world.in_district(lambda s: s.scalars(open_notices).all()))

    assert titles(2) == []
    (told,) = titles(3)
    assert told == f"ขอให้โซน 1 ยืนยันข้อมูลเดือน{SHOWN}"
    assert chair.post(f"{MONTH}/zones/{zone}/confirmation").status_code == 303
    assert titles(4) == []
    for _ in range(2):
        assert titles(5) == [f"ข้อมูลเดือน{SHOWN} ยังไม่ได้ปิดงวดข้อมูล"] * 2
    head.post(f"{MONTH}/closing")
    assert titles(6) == []
    assert titles(7) == [f"ข้อมูลเดือน{SHOWN} รอผู้อำนวยการเขตรับรองข้อมูล"]


def test_what_is_decided_elsewhere_moves_no_month_that_changed_meanwhile(world: World):
    """Only the department decides, and only about the approval that it read."""
    world.zone(1, world.community())
    director = Director(world)
    world.sign_in(Role.SECTION_HEAD).post(f"{MONTH}/closing")
    director.approve()
    world.work_off()
    hear = composition_of(world.app).jobs["periods.hear_decision"].run
    said: dict[str, Any] = {
        "told_by": 1000,
        "decision": "accepted",
        "month": LAST.isoformat(),
        "round": 1,
        "reason": "",
        "decided_by": "เจ้าหน้าที่",
        "decided_by_position": "สำนักพัฒนาสังคม",
    }
    for wrong in ({"told_by": NEIGHBOUR}, {"decision": "approved"}, {"month": "x"}):
        with pytest.raises((ValueError, KeyError)):
            world.in_district(lambda s, wrong=wrong: hear(s, **said | wrong))
    for stale in ({"round": 2}, {"decision": "reopened"}):
        world.in_district(lambda s, stale=stale: hear(s, **said | stale))
        assert period(world) == (Step.DIRECTOR.value, 1)
    world.in_district(lambda s: hear(s, **said))
    assert period(world) == (Step.DEPARTMENT.value, 1)
    refused = director.browser.post(f"{MONTH}/reopening", data={"reason": "ก"})
    assert "โปรดส่งคำขอ" in refused.text
    world.in_district(lambda s: hear(s, **said | {"decision": "reopened", "reason": "แก้ไข"}))
    assert period(world) == (Step.OPEN.value, 1)
    page = director.browser.get(MONTH).text
    assert "สพส. เปิดงวดอีกครั้ง" in page
    kinds = select(PeriodEvent.action).order_by(PeriodEvent.at)
    assert world.in_district(lambda s: s.scalars(kinds).all()) == [
        EventKind.CLOSED,
        EventKind.APPROVED,
        EventKind.ACCEPTED,
        EventKind.REOPENED_BY_DEPARTMENT,
    ]
    again = world.sign_in(Role.SECTION_HEAD)
    assert again.post(f"{MONTH}/closing").status_code == 303
    remind = composition_of(world.app).jobs["periods.hear_reminder"].run
    for _ in range(2):
        asked = {"told_by": 1000, "month": LAST.isoformat(), "asked_on": LAST.isoformat()}
        world.in_district(lambda s, asked=asked: remind(s, **asked))
    bodies = select(Notice.body).where(Notice.title.like("%รอข้อมูล%"))
    found = world.in_district(lambda s: s.scalars(bodies).all())
    assert set(found) == {"ขณะนี้รอผู้อำนวยการเขตรับรองข้อมูล"}
