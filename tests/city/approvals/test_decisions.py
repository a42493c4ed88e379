"""The department accepts the districts' months, returns them, opens them again and reminds who is late."""

from typing import Any

import pyotp
import pytest
from sqlalchemy import select

from city.approvals import queries
from city.approvals.models import Decision, PeriodDecision
from city.approvals.queries import Standing
from core.access.roles import Role
from core.i18n.dates import bangkok_today, shift_month, show_month
from core.notices.models import Notice
from core.periods.models import DataPeriod, Step
from core.periods.rules import DUE_DAY, due_on
from tests.support.periods import LAST, PASSWORD, Director
from tests.support.world import BANG_NA, NEIGHBOUR, World

KEY = f"{LAST:%Y-%m}"
SHOWN = show_month(LAST, "long")
CITY = "/city/approvals"
WORKLIST = f"{CITY}/worklist"
ACCEPTANCES = f"{CITY}/{KEY}/acceptances"
OF_BANG_NA = f"{CITY}/{KEY}/districts/{BANG_NA}"


class Officer(Director):
    def __init__(self, world: World, name: str) -> None:
        self.world, self.secret = world, pyotp.random_base32()
        self.person = world.person(
            Role.DEPARTMENT_OFFICER, 1000, password=PASSWORD, totp_secret=self.secret, name=name
        )
        self.browser = world.sign_in(person=self.person)

    def accept(self, *chosen: str) -> Any:
        said = self.said() | {"chosen": list(chosen)}
        return self.browser.post(ACCEPTANCES, data=said, follow_redirects=True)


@pytest.fixture
def officer(world: World) -> Officer:
    return Officer(world, "นางสาวนโยบาย")


def approved(world: World, office: int = BANG_NA, slug: str = "bangna") -> Director:
    """A district with one zone whose last month the director has approved."""
    world.zone(1, world.community(office=office), office=office)
    director = Director(world, office=office)
    head = world.sign_in(Role.SECTION_HEAD, office)
    assert head.post(f"/d/{slug}/periods/{KEY}/closing").status_code == 303
    assert director.approve(slug=slug).status_code == 303
    return director


def waiting_notices(world: World) -> list[str]:
    """What the officers are told and that still holds."""
    asked = select(Notice.title).where(Notice.withdrawn_at.is_(None))
    return world.in_city(lambda s: s.scalars(asked).all())


def standing(world: World, code: int = BANG_NA) -> Standing:
    return world.in_city(lambda s: queries.month_state(s, code, LAST).standing)


def step(world: World) -> str:
    asked = select(DataPeriod.step).where(DataPeriod.month == LAST)
    return world.in_district(lambda s: s.scalars(asked).one())


def test_the_department_accepts_what_waits_once_and_the_second_officer_is_told(
    world: World, officer: Officer
):
    director = approved(world)
    approved(world, NEIGHBOUR, "phrakhanong")
    assert standing(world) is Standing.APPROVING
    world.work_off()
    assert standing(world) is Standing.WAITING
    second = Officer(world, "นายคนที่สอง")
    page = officer.browser.get(f"{ACCEPTANCES}/new").text
    assert f'value="{BANG_NA}:{KEY}:1" checked' in page
    only = officer.browser.get(f"{ACCEPTANCES}/new?district={NEIGHBOUR}").text
    assert f'value="{BANG_NA}:{KEY}:1">' in only
    assert "รับข้อมูลที่รออยู่ 2 งวด" in officer.browser.get(f"{CITY}?period={KEY}").text
    nothing = officer.accept()
    assert nothing.status_code == 422
    assert "โปรดเลือกอย่างน้อยหนึ่งเขต" in nothing.text
    wrong = officer.browser.post(
        ACCEPTANCES, data=officer.said() | {"code": "000000", "chosen": f"{BANG_NA}:{KEY}:1"}
    )
    assert wrong.status_code == 422
    assert "รับข้อมูลแล้ว 1 งวด" in officer.accept(f"{BANG_NA}:{KEY}:1").text
    assert standing(world) is Standing.HANDED_OVER
    told = second.accept(f"{BANG_NA}:{KEY}:1", f"{NEIGHBOUR}:{KEY}:1", "nonsense").text
    assert "บางนา: นางสาวนโยบาย พิจารณางวดนี้ไปแล้ว" in told
    assert "รับข้อมูลแล้ว 1 งวด" in told
    rows = world.in_city(lambda s: s.scalars(select(PeriodDecision.decided_by)).all())
    assert sorted(rows) == ["นางสาวนโยบาย", "นายคนที่สอง"]
    world.work_off()
    assert (standing(world), step(world)) == (Standing.ACCEPTED, Step.DEPARTMENT.value)
    seen = director.browser.get(f"/d/bangna/periods/{KEY}").text
    assert "นางสาวนโยบาย" in seen
    executive = world.sign_in(Role.DEPARTMENT_EXECUTIVE, 1000)
    assert executive.get(OF_BANG_NA).status_code == 200
    assert executive.get(f"{ACCEPTANCES}/new").status_code == 403


def test_on_a_phone_what_waits_stands_first_and_what_needs_nothing_is_folded(
    world: World, officer: Officer
):
    approved(world)
    world.zone(1, world.community(office=NEIGHBOUR), office=NEIGHBOUR)
    world.work_off()

    def groups(query: str = "") -> str:
        page = officer.browser.get(f"{CITY}?period={KEY}{query}").text
        phone, table, _ = page.partition("d-none d-md-block")
        assert table
        return phone.partition("d-md-none")[2]

    shown = groups()
    is_late = bangkok_today() > due_on(LAST)
    first, _, rest = shown.partition("<details")
    assert "รอ สพส. พิจารณา (1)" in first
    assert first.index("บางนา") < (first.index("เกินกำหนด (1)") if is_late else len(first))
    assert ("พระโขนง" in first) is is_late
    assert f"ยังไม่เคยรายงาน ({48 if is_late else 49})" in rest
    assert "<summary>" in rest
    assert " open>" not in rest
    officer.accept(f"{BANG_NA}:{KEY}:1")
    world.work_off()
    assert "เขตอื่น (1)" in groups()
    assert "<details" not in groups("&show=late")
    # What was asked for is open at once.
    assert " open>" in groups("&show=silent").partition("<details")[2] or is_late


def test_what_waits_in_all_months_stands_on_the_first_page_of_those_who_decide(
    world: World, officer: Officer
):
    earlier = shift_month(LAST, -1)
    assert "ไม่มีข้อมูลเดือนใดรอ สพส." in officer.browser.get(WORKLIST).text
    assert f'hx-get="{WORKLIST}"' in officer.browser.get("/city/").text
    director = approved(world)
    head = world.sign_in(Role.SECTION_HEAD)
    head.post(f"/d/bangna/periods/{earlier:%Y-%m}/closing")
    director.approve(f"{earlier:%Y-%m}")
    world.zone(2, world.community(office=NEIGHBOUR), office=NEIGHBOUR)
    world.work_off()
    told = waiting_notices(world)
    assert sorted(told) == sorted(
        f"สำนักงานเขตบางนารับรองข้อมูลเดือน{show_month(month, 'long')} แล้ว" for month in (earlier, LAST)
    )
    with world.statements() as statements:
        home = officer.browser.get(WORKLIST).text
    assert len(statements) <= 2
    for month in (earlier, LAST):
        assert f"ข้อมูลเดือน{show_month(month, 'long')} รอ สพส. รับ 1 เขต" in home
        assert f"{CITY}/{month:%Y-%m}/districts/{BANG_NA}" in home
    # Both have zones since long ago, and older months that nobody has approved.
    assert "เกินกำหนด 2 เขต" in home
    listed = officer.browser.get(f"{CITY}?period={KEY}").text.partition("งวดอื่นที่รอ สพส.")[2]
    panel = listed.partition("</section>")[0]
    assert show_month(earlier, "long") in panel
    assert SHOWN not in panel
    executive = world.sign_in(Role.DEPARTMENT_EXECUTIVE, 1000)
    assert executive.get(WORKLIST).status_code == 403
    assert WORKLIST not in executive.get("/city/").text
    officer.accept(f"{BANG_NA}:{KEY}:1")
    assert len(waiting_notices(world)) == 1
    assert f"ข้อมูลเดือน{SHOWN} รอ" not in officer.browser.get(WORKLIST).text


def test_a_month_that_the_district_opened_meanwhile_is_not_accepted(world: World, officer: Officer):
    director = approved(world)
    world.work_off()
    officer.accept(f"{BANG_NA}:{KEY}:1")
    # The district has not heard of it yet.
    reopened = director.browser.post(
        f"/d/bangna/periods/{KEY}/reopening", data={"reason": "พบข้อผิดพลาด"}
    )
    assert reopened.status_code == 303
    world.work_off()
    assert (standing(world), step(world)) == (Standing.CHANGED, Step.OPEN.value)
    assert "การรับข้อมูลจึงไม่มีผล" in officer.browser.get(OF_BANG_NA).text
    world.sign_in(Role.SECTION_HEAD).post(f"/d/bangna/periods/{KEY}/closing")
    director.approve()
    world.work_off()
    assert standing(world) is Standing.WAITING
    stale = officer.accept(f"{BANG_NA}:{KEY}:1").text
    assert "เปลี่ยนแปลงงวดนี้ระหว่างที่ท่านอ่าน" in stale
    assert "รับข้อมูลแล้ว 1 งวด" in officer.accept(f"{BANG_NA}:{KEY}:2").text


def test_a_month_is_returned_with_a_reason_that_the_head_and_the_director_read(
    world: World, officer: Officer
):
    director = approved(world)
    world.work_off()
    assert "ส่งกลับให้แก้ไข" in officer.browser.get(f"{OF_BANG_NA}/return/new").text
    empty = officer.browser.post(f"{OF_BANG_NA}/return", data={"round": "1", "reason": " "})
    assert "โปรดระบุสิ่งที่ต้องแก้ไข" in empty.text
    changed = officer.browser.post(f"{OF_BANG_NA}/return", data={"round": "7", "reason": "ก"})
    assert "เปลี่ยนแปลงงวดนี้ระหว่างที่ท่านอ่าน" in changed.text
    said = {"round": "1", "reason": "จำนวนผู้เข้าร่วมสูงผิดปกติ"}
    assert officer.browser.post(f"{OF_BANG_NA}/return", data=said).status_code == 303
    twice = officer.browser.post(f"{OF_BANG_NA}/return", data=said)
    assert "นางสาวนโยบาย พิจารณางวดนี้แล้ว" in twice.text
    world.work_off()
    assert (standing(world), step(world)) == (Standing.RETURNED, Step.OPEN.value)
    late = f"{show_month(LAST, 'short')} (1 เขต)"
    assert late not in officer.browser.get(WORKLIST).text
    back = f"สพส. ส่งข้อมูลเดือน{SHOWN} กลับให้แก้ไข: จำนวนผู้เข้าร่วมสูงผิดปกติ"
    head = world.sign_in(Role.SECTION_HEAD)
    for browser in (head, director.browser):
        page = browser.get(f"/d/bangna/periods/{KEY}").text
        assert "จำนวนผู้เข้าร่วมสูงผิดปกติ" in page
        assert "สิ่งที่ต้องทำ: แก้ไขรายงาน" in page
        assert back in browser.get("/d/bangna/").text
    assert back not in world.sign_in().get("/d/bangna/").text
    told = world.in_district(lambda s: s.scalars(select(Notice.title)).all())
    assert any("ส่งข้อมูลเดือน" in title for title in told)
    head.post(f"/d/bangna/periods/{KEY}/closing")
    assert back in director.browser.get("/d/bangna/").text
    approval = director.browser.get(f"/d/bangna/periods/{KEY}/approval/new").text
    assert "สิ่งที่ต้องทำ: ผู้อำนวยการเขตตรวจตัวเลข" in approval
    director.approve()
    world.work_off()
    assert back not in director.browser.get("/d/bangna/").text


def test_an_accepted_month_is_opened_again_when_the_district_asks(world: World, officer: Officer):
    director = approved(world)
    world.work_off()
    early = officer.browser.post(f"{OF_BANG_NA}/reopening", data={"round": "1", "reason": "ก"})
    assert early.status_code == 422
    officer.accept(f"{BANG_NA}:{KEY}:1")
    world.work_off()
    request = f"/d/bangna/periods/{KEY}/request"
    assert "โปรดระบุเหตุผลที่ขอเปิดงวด" in director.browser.post(request, data={}).text
    assert director.browser.post(request, data={"reason": "พบรายงานตกหล่น"}).status_code == 303
    assert "รอคำตอบ" in director.browser.post(request, data={"reason": "อีก"}).text
    world.work_off()
    (asked,) = waiting_notices(world)
    assert "ขอเปิดงวดข้อมูลเดือน" in asked
    assert f"บางนาขอเปิดงวดเดือน{SHOWN} อีกครั้ง" in officer.browser.get(WORKLIST).text
    page = officer.browser.get(OF_BANG_NA).text
    assert "พบรายงานตกหล่น" in page
    assert "ขอเปิดงวด" in officer.browser.get(f"{CITY}?period={KEY}&show=waiting").text
    assert officer.browser.get(f"{OF_BANG_NA}/reopening/new").status_code == 200
    opened = officer.browser.post(
        f"{OF_BANG_NA}/reopening", data={"round": "1", "reason": "ตามคำขอ"}
    )
    assert opened.status_code == 303
    world.work_off()
    assert waiting_notices(world) == []
    assert step(world) == Step.OPEN.value
    page = director.browser.get(f"/d/bangna/periods/{KEY}").text
    assert "ตามคำขอ" in page
    assert "นางสาวนโยบาย" in page
    assert "สิ่งที่ต้องทำ: แก้ไขรายงาน" in page
    assert f"สพส. เปิดงวดเดือน{SHOWN} อีกครั้ง: ตามคำขอ" in director.browser.get("/d/bangna/").text
    decisions = select(PeriodDecision.decision).order_by(PeriodDecision.decided_at)
    assert world.in_city(lambda s: s.scalars(decisions).all()) == [
        Decision.ACCEPTED,
        Decision.ASKED,
        Decision.REOPENED,
    ]


def test_late_and_silent_districts_are_listed_and_reminded_once_a_day(
    world: World, officer: Officer
):
    world.zone(1, world.community())
    world.person(Role.DIRECTOR)
    world.work_off()
    with world.statements() as statements:
        listed = officer.browser.get(f"{CITY}?period={KEY}&show=silent").text
    assert len(statements) <= 6
    assert "บางนา" in listed
    span = "2570q1" if LAST.month == 10 else f"{KEY}"
    assert officer.browser.get(f"{CITY}?period={span}&group=x").status_code == 200
    assert officer.browser.get(f"{CITY}?period=nonsense&show=nothing").status_code == 200
    for nonsense in ("2026-13", "9999-12", "2570"):
        assert officer.browser.get(f"{CITY}/{nonsense}/acceptances/new").status_code == 404
    assert officer.browser.get(f"{CITY}/{KEY}/districts/1000").status_code == 404
    if bangkok_today().day <= 5:
        assert "ไม่มีเขตที่ล่าช้า" in officer.browser.get(f"{CITY}/{KEY}/reminders/new").text
        return
    assert f'value="{BANG_NA}" checked' in officer.browser.get(f"{CITY}/{KEY}/reminders/new").text
    none = officer.browser.post(f"{CITY}/{KEY}/reminders", data={})
    assert "โปรดเลือกอย่างน้อยหนึ่งเขต" in none.text
    chosen = {"chosen": [str(BANG_NA)]}
    answers = []
    for _ in range(2):
        sent = officer.browser.post(f"{CITY}/{KEY}/reminders", data=chosen, follow_redirects=True)
        answers.append(sent.text)
        world.work_off()
    assert "แจ้งเตือนแล้ว 1 เขต" in answers[0]
    assert "แจ้งเตือนแล้ว 1 เขต" not in answers[1]
    assert "ไม่ได้แจ้งเตือนซ้ำ เพราะแจ้งเตือนไปแล้วในวันนี้: บางนา เวลา" in answers[1]
    again = officer.browser.get(f"{CITY}/{KEY}/reminders/new").text
    assert "แจ้งเตือนแล้ววันนี้ เวลา" in again
    assert f'value="{BANG_NA}" checked' not in again
    (told,) = world.in_district(lambda s: s.scalars(select(Notice.title)).all())
    assert told.startswith("สำนักพัฒนาสังคมรอข้อมูลเดือน")


def test_the_matrix_tells_who_is_complete_who_is_late_and_who_never_reported(
    world: World, officer: Officer
):
    zone = world.zone(1, world.community())
    world.zone(2, world.community())
    chair = world.sign_in()
    chair.post(f"/d/bangna/periods/{KEY}/zones/{zone}/confirmation", data={"reason": "โทรศัพท์"})
    world.work_off()
    with world.statements() as statements:
        page = officer.browser.get("/city/reporting").text
    assert len(statements) <= 6
    # Written as the indicator writes it.
    q1 = officer.browser.get(f"/city/?indicator=q1&period={KEY}").text
    share = "50.0 %" if bangkok_today().day <= DUE_DAY else "0.0 %"
    assert "50.0 %" in officer.browser.get(f"{CITY}?period={KEY}").text
    assert "50.00 %" not in page
    assert share in q1
    # One of two zones in the last month; of the year one of twenty-four zone months.
    assert ">50<" in page.replace("\n", "")
    assert "1/24" in page
    silent = page.partition("silent-title")[2]
    assert "พระโขนง" in silent
    assert "บางนา" not in silent.partition("</section>")[0]
    assert officer.browser.get("/city/reporting?side=in_time&group=x").status_code == 200
    steps = officer.browser.get("/city/reporting?side=steps").text
    assert steps.count("เปิดอยู่") == 12
    assert world.sign_in().get("/city/reporting").status_code == 404


def test_numbers_that_no_page_has_written_are_unknown_districts_and_months(
    world: World, officer: Officer
):
    long = "9" * 5000
    for chosen, status in (
        (f"{long}:{KEY}:1", 404),
        (f"9999999999:{KEY}:1", 404),
        (f"9999:{KEY}:1", 404),
        (f"{BANG_NA}:{KEY}:{long}", 200),
    ):
        assert officer.accept(chosen).status_code == status, chosen[:20]
    told = officer.browser.post(f"{CITY}/{KEY}/reminders", data={"chosen": long})
    assert told.status_code == 303
    assert standing(world) is not Standing.ACCEPTED
