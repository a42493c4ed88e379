"""The city's view: a month comes from the zones to the department, opens to its papers, and is published."""

import json
import re
from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from core.i18n.dates import bangkok_today, last_of_month, shift_month, show_date, show_month
from core.indicators.spans import quarter_span
from core.reporting.words import period_words
from tests.conftest import Servers
from tests.journeys.conftest import PHONE, Site, Visit, served
from tests.journeys.desks import Hands, Town

OFFICE, DISTRICT = "bangna", "บางนา"
CHAIR, LEADER = f"{OFFICE}.zone1", f"{OFFICE}.community2"
HEAD, DIRECTOR = f"{OFFICE}.head", f"{OFFICE}.director"
DEPARTMENT, ADMINISTRATOR = "city.officer", "city.admin"

MONTH = shift_month(bangkok_today(), -1)
BEFORE = shift_month(MONTH, -1)
"""Last month waits for its zones; the example's director has approved the one before it already."""

WAITING = 3
"""Reports of last month that the example's head of the section has not accepted."""

NAME, KEY = show_month(MONTH), f"{MONTH:%Y-%m}"
QUARTER = quarter_span(MONTH)

LATE = "ซ่อมไฟส่องสว่างในซอย"
WRONG_TOTAL = "ตัวเลขการประชุมยังไม่ครบ"
REASON = "ตรวจคำสั่งที่อยู่หลังตัวชี้วัด P1"
EXPLANATION = "บ้านว่างหลังการย้ายไปแฟลตใหม่"
READING = "นับผู้เข้าร่วมจากกิจกรรมที่รายงาน ไม่น้อยกว่าจำนวนกิจกรรม"
FORMULA = "max(activities.participants, activities.count)"

MOST_CLICKS = 78
"""All clicks of all people; more than that is a way that became longer."""


@pytest.fixture(scope="module")
def site(servers: Servers, owner: Engine) -> Iterator[Site]:
    """An office of its own: one real community of another journey would end the example figures."""
    with served(servers, owner, "city_view") as own:
        yield own


@pytest.fixture
def town(site: Site, visit: Visit) -> Town:
    return Town(site, visit, OFFICE)


def line(hands: Hands, words: str | re.Pattern[str]) -> list[str]:
    """The cells of the first row shown that has these words."""
    rows = hands.page.locator("main tbody tr").filter(has_text=words).filter(visible=True)
    assert rows.count(), f"no row “{words}” on {hands.page.url}: {hands.main[:1500]}"
    return [" ".join(each.split()) for each in rows.first.locator("th, td").all_inner_texts()]


def says(hands: Hands, *sentences: str) -> None:
    shown = hands.main
    for each in sentences:
        assert each in shown, f"“{each}” is not on {hands.page.url}: {shown[:1500]}"


def number(words: str) -> int:
    return int(words.replace(",", ""))


def wait_for_work(town: Town, hands: Hands) -> None:
    """The workers do what was asked; who waits loads the page once more."""
    town.site.app.extensions["publisher"].wait_until_idle()
    hands.page.reload()


def confirm_and_press(town: Town, username: str, words: str) -> None:
    town.confirm(username)
    town.at(username).press(words)


def fetch(hands: Hands, words: str) -> bytes:
    """What a link of these words downloads."""
    link = hands.page.locator("main a").filter(has_text=words).first.get_attribute("href")
    hands.clicks += 1
    answer = hands.page.context.request.get(str(link))
    assert answer.ok, f"{link} answers {answer.status}"
    return answer.body()


def chair_confirms_on_a_phone(town: Town) -> None:
    home = f"/d/{OFFICE}/"
    chair = Hands(town.visit(CHAIR, size=PHONE, path=home), home)
    town.desks[CHAIR] = chair
    chair.page.get_by_text("เมนู", exact=True).click()
    chair.open_section("งวดข้อมูล")
    says(chair, f"{NAME} ตัวอย่าง", "รอท่านยืนยัน")
    chair.press(NAME)
    says(chair, "สิ่งที่โซนรายงานในเดือนนี้", "หากยังขาดรายการใด")
    chair.press("รายงานครบแล้ว ยืนยันข้อมูล")
    assert re.search("ยืนยัน(ตรงเวลา|ล่าช้า)", chair.main)
    says(chair, "นายตัวอย่าง หก")
    assert chair.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def section_accepts_all_reports_but_one(town: Town) -> None:
    head = town.at(HEAD)
    head.open_section("กิจกรรม")
    head.press("รอรับรอง")
    of_month = show_month(MONTH, style="short")
    boxes = head.page.locator("main tbody tr", has_text=of_month).locator("[name=chosen]").all()
    assert len(boxes) == WAITING
    for box in boxes[1:]:
        box.check()
    head.press("รับรองรายงานที่เลือก")
    wait_for_work(town, head)


def section_closes(town: Town) -> int:
    """The number of reports accepted of the month."""
    head = town.at(HEAD)
    head.open_section("งวดข้อมูล")
    assert line(head, NAME)[1:3] == ["เปิดรับรายงาน", "4/5"]
    accepted, sent = (int(each) for each in line(head, NAME)[3].split("/"))
    assert sent - accepted == 1
    head.press(NAME)
    head.press("ปิดงวด")
    says(head, f"{NAME}: ยังไม่รับรอง 1 รายงาน", "ไม่นับเมื่อผู้อำนวยการเขตรับรอง", "โซน 5")
    head.press("ปิดงวด")
    says(head, "ฝ่ายปิดงวดแล้ว", "รายงาน")
    return accepted


def director_approves(town: Town, accepted: int) -> None:
    director = town.at(DIRECTOR)
    director.open_section("งวดข้อมูล")
    director.press(NAME)
    director.press("ตรวจตัวเลขและรับรอง")
    activities = line(director, "กิจกรรมที่จัด")
    assert [number(each) for each in activities[1:]] == [accepted + 1, accepted, 1]
    says(director, "นายตัวอย่าง หนึ่ง", "ผู้อำนวยการเขตบางนา")
    confirm_and_press(town, DIRECTOR, "รับรองข้อมูล")
    assert "กำลังรับรอง…" in director.main or "ผอ.เขตรับรองแล้ว" in director.main
    wait_for_work(town, director)
    says(director, "ผอ.เขตรับรองแล้ว")
    assert "กำลังรับรอง…" not in director.main
    assert [number(each) for each in line(director, "กิจกรรมที่จัด")[1:]] == [accepted + 1, accepted, 1]


def a_late_report_waits(town: Town, accepted: int) -> None:
    leader = town.at(LEADER)
    leader.press("รายงานกิจกรรม")
    leader.type(
        {
            "title": LATE,
            "held_on": show_date(last_of_month(MONTH), style="numeric"),
            "participants": "๑๒",
        }
    )
    leader.page.get_by_label("ลงมือปฏิบัติจริง").check()
    leader.page.get_by_role("button", name="ส่งรายงาน", exact=True).click()
    leader.page.wait_for_url("**/activities/*sent=1")
    leader.clicks += 2
    says(leader, "ส่งล่าช้า (หลังปิดงวด)", "ส่งและเก็บรายงานแล้ว แต่เดือนนี้ปิดงวดแล้ว")
    says(leader, "รายงานนี้ยังไม่เปลี่ยนตัวเลขที่รับรอง")
    director = town.at(DIRECTOR)
    wait_for_work(town, director)
    says(director, "มีรายงานล่าช้ารออยู่ 1 รายงาน")
    assert number(line(director, "กิจกรรมที่จัด")[2]) == accepted


def department_returns_the_month_before(town: Town) -> None:
    department, head = town.at(DEPARTMENT), town.at(HEAD)
    department.open_section("การรับรองข้อมูล")
    department.type({"period": f"{BEFORE:%Y-%m}"})
    department.press("แสดง")
    department.press(DISTRICT, within="main tbody")
    department.press("ส่งกลับให้แก้ไข")
    department.type({"reason": WRONG_TOTAL})
    department.press("ส่งกลับให้แก้ไข")
    says(department, "ระบบกำลังแจ้งเขต", WRONG_TOTAL)
    town.site.app.extensions["publisher"].wait_until_idle()
    head.open_section("งวดข้อมูล")
    head.press(show_month(BEFORE))
    says(head, "สพส. ส่งกลับให้แก้ไข", WRONG_TOTAL)
    head.press("การแจ้งเตือน", within="header")
    says(head, WRONG_TOTAL)


def department_accepts(town: Town, accepted: int) -> None:
    department = town.at(DEPARTMENT)
    department.open_section("การรับรองข้อมูล")
    waiting = line(department, DISTRICT)
    assert "รอ สพส. รับข้อมูล" in waiting[1]
    assert waiting[2].endswith("4/5")
    department.press(DISTRICT, within="main tbody")
    assert [number(each) for each in line(department, "กิจกรรมที่จัด")[2:]] == [accepted] * 2
    department.press("รับข้อมูลงวดนี้")
    confirm_and_press(town, DEPARTMENT, "รับข้อมูลงวดที่เลือก")
    says(department, "รับข้อมูลแล้ว 1 งวด")
    wait_for_work(town, department)
    assert "สพส. รับข้อมูลแล้ว" in line(department, DISTRICT)[1]


def board_shows_the_approved_figure(town: Town, accepted: int) -> None:
    department = town.at(DEPARTMENT)
    department.open_section("ภาพรวมกรุงเทพมหานคร")
    department.type({"indicator": "activities", "period": KEY})
    department.press("แสดง")
    says(department, "ผู้อำนวยการเขตรับรองแล้ว 1 จาก 50 เขต", "ตัวอย่าง")
    # The late report and the one that was not accepted are reported, and not approved.
    tile = re.compile(rf"^{DISTRICT}: {accepted}\* กิจกรรม .*รายงานแล้ว {accepted + 2}\b")
    with department.page.expect_navigation():
        department.page.get_by_role("link", name=tile).first.click()
    department.clicks += 1
    says(department, f"เขต{DISTRICT}")


def papers_open_in_a_look(town: Town) -> str:
    """From the number to the paper behind it; the path of the order that was read."""
    department = town.at(DEPARTMENT)
    department.press("ดูหลักฐาน: โซนที่มีทั้งคำสั่งแต่งตั้งและข้อบังคับ")
    says(department, "20.0 %", "1/5", "นิยามฉบับที่ 1", "โดยไม่แสดงชื่อบุคคล")
    says(department, "คำสั่ง: 1", "ข้อบังคับเครือข่าย: 1")
    order = department.page.locator("main tr", has_text="แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1").first
    assert re.search(r"1047(-[0-9A-Z]{4}){3}", order.inner_text())
    order.get_by_role("link", name=re.compile("เปิดดูเอกสาร")).click()
    department.clicks += 1
    says(department, "สิ่งที่เขตเห็น", "ทุกหน้าที่ท่านเปิด")
    department.type({"reason": REASON})
    confirm_and_press(town, DEPARTMENT, "เปิดการเข้าดู")
    banner = department.page.locator("body")
    expect(banner).to_contain_text(f"ท่านกำลังเข้าดูข้อมูลของสำนักงานเขต{DISTRICT}")
    says(department, "แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1")
    path = department.page.url.removeprefix(town.site.url)
    assert path.startswith(f"/d/{OFFICE}/orders/")
    refused = department.page.goto(f"/d/{OFFICE}/people")
    assert refused
    assert refused.status in (403, 404)
    department.page.goto(path)
    department.press("ปิดการเข้าดู", within="body")
    says(department, "ปิดการเข้าดูแล้ว", REASON, "สิ้นสุดแล้ว")
    return path


def the_district_sees_the_look(town: Town, path: str) -> None:
    director = town.at(DIRECTOR)
    director.open_section("การเข้าดูโดยสำนักพัฒนาสังคม")
    assert line(director, REASON)[0].startswith("นางสาวตัวอย่าง นโยบาย")
    director.press("นางสาวตัวอย่าง นโยบาย")
    says(director, REASON)
    read = director.page.locator(f'main a[href="{path}"]')
    expect(read).to_contain_text("แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1")


def a_finding_is_explained(town: Town) -> None:
    director, head = town.at(DIRECTOR), town.at(HEAD)
    director.open_section("คุณภาพข้อมูล")
    director.press("ชุมชนตัวอย่าง 4", within="main tbody")
    says(director, "น้อยกว่าหลังคาเรือน", "ยังไม่มีผู้ชี้แจง")
    finding = director.page.url
    head.page.goto(finding)
    head.press("ชี้แจง")
    head.type({"explanation": EXPLANATION})
    head.press("บันทึกคำชี้แจง")
    director.page.reload()
    says(director, "ชี้แจงแล้ว", EXPLANATION, "นางสาวตัวอย่าง สาม")


def a_new_version_of_an_indicator(town: Town) -> None:
    department = town.at(DEPARTMENT)
    page = department.page
    department.open_section("ตัวชี้วัด")
    department.press("ผู้เข้าร่วมกิจกรรม", within="main tbody")
    department.press("ร่างฉบับใหม่")
    department.type({"choice_th": READING, "numerator": "max(activities.participants"})
    with page.expect_navigation():
        page.get_by_role("button", name="บันทึกร่าง").click()
    department.clicks += 1
    expect(page.locator("#numerator-error")).to_contain_text("วงเล็บที่เปิดตรงตำแหน่ง 4 ยังไม่ปิด")
    expect(page.locator("[name=numerator]")).to_have_value("max(activities.participants")
    expect(page.locator("[name=choice_th]")).to_have_value(READING)
    department.type({"numerator": FORMULA})
    department.press("บันทึกร่าง")
    department.type({"period": KEY})
    department.press("แสดง")
    says(department, "ฉบับที่ 2", READING, f"กับข้อมูลจริง: {NAME}")
    says(department, "เป็นร่าง", "กระดานและรายงานไม่เปลี่ยนจนกว่าจะเผยแพร่")
    assert line(department, DISTRICT)[3] == "เท่าเดิม"
    department.press("เผยแพร่…")
    department.type({"reason": "ให้ตรงกับวิธีนับของสำนัก"})
    confirm_and_press(town, DEPARTMENT, "เผยแพร่")
    says(department, "ฉบับนี้ใช้บังคับแล้ว", "ให้ตรงกับวิธีนับของสำนัก")
    for period, version in ((KEY, 1), (f"{bangkok_today():%Y-%m}", 2)):
        page.goto(f"/city/districts/1047/evidence/participants?period={period}")
        says(department, f"นิยามฉบับที่ {version}")


def a_report_is_published_and_stays(town: Town) -> None:
    department = town.at(DEPARTMENT)
    department.open_section("รายงาน")
    department.press("จัดทำรายงาน")
    department.type({"period": QUARTER.key})
    department.press("จัดทำร่าง")
    says(department, "ร่าง ตัวอย่าง", f"{NAME}: รับรองแล้ว 1 จาก 50 เขต")
    department.press("เผยแพร่รายงาน")
    confirm_and_press(town, DEPARTMENT, "เผยแพร่")
    wait_for_work(town, department)
    says(department, "เผยแพร่แล้ว", period_words(QUARTER, "th"))
    assert fetch(department, "PDF ตามแบบเอกสารราชการ").startswith(b"%PDF")
    frozen = fetch(department, "ไฟล์ข้อมูล (JSON)")
    figures, report = line(department, "กิจกรรมที่รายงาน"), department.page.url
    department_opens_the_month_again(town)
    department.page.goto(report)
    assert fetch(department, "ไฟล์ข้อมูล (JSON)") == frozen
    assert line(department, "กิจกรรมที่รายงาน") == figures
    assert department.page.get_by_role("button", name="จัดทำใหม่").count() == 0


def department_opens_the_month_again(town: Town) -> None:
    """The late report changes the figure only now."""
    department, head = town.at(DEPARTMENT), town.at(HEAD)
    department.open_section("การรับรองข้อมูล")
    department.press(DISTRICT, within="main tbody")
    department.press("เปิดงวดอีกครั้ง")
    department.type({"reason": f"นับรายงาน {LATE}"})
    department.press("เปิดงวดอีกครั้ง")
    town.site.app.extensions["publisher"].wait_until_idle()
    head.open_section("งวดข้อมูล")
    head.press(NAME)
    says(head, LATE, "เปิดรับรายงาน", "ยังไม่รับรอง")


def data_are_open_to_everybody(town: Town) -> None:
    department = town.at(DEPARTMENT)
    department.open_section("ข้อมูลเปิด")
    department.press("ตรวจดูแล้วเผยแพร่")
    department.type({"period": QUARTER.key})
    department.press("ดูข้อมูล")
    says(department, "ข้อมูลต่อไปนี้คือสิ่งที่จะเผยแพร่ทุกช่อง", "ข้อมูลตัวอย่าง")
    department.type({"objective": "ให้ประชาชนเห็นผลงานของเครือข่าย", "contact": "สำนักพัฒนาสังคม"})
    confirm_and_press(town, DEPARTMENT, "เผยแพร่ต่อสาธารณะ")
    released = re.search("เผยแพร่ครั้งที่ [0-9]+", department.main)
    assert released
    stranger = Hands(town.visit(path="/open-data"), "/open-data")
    stranger.press("ตัวชี้วัดเครือข่ายชุมชนรายเขต รายเดือน")
    says(stranger, f"สำนักพัฒนาสังคม · {released[0]} ตัวอย่าง")
    table = fetch(stranger, "CSV")
    assert f",{KEY},activities," in table.decode("utf-8-sig")
    assert table.startswith(b"\xef\xbb\xbf")
    package = json.loads(fetch(stranger, "Frictionless"))
    columns = [each["name"] for each in package["resources"][0]["schema"]["fields"]]
    assert table.decode("utf-8-sig").splitlines()[0].split(",") == columns


def everything_is_counted_again(town: Town) -> None:
    administrator = town.at(ADMINISTRATOR)
    administrator.open_section("การทำงานของระบบ")
    says(administrator, "ไม่มีงานที่ไม่สำเร็จ")
    assert line(administrator, DISTRICT)[2] == "0"
    administrator.press("การนับตัวเลขใหม่")
    administrator.press("นับใหม่")
    administrator.type({"tally": "activities", "reason": "หลังปรับปรุงระบบ"})
    administrator.press("นับใหม่")
    says(administrator, "สั่งให้ทุกเขตนับตัวเลขใหม่แล้ว")
    wait_for_work(town, administrator)
    says(administrator, "เสร็จแล้ว", "50 จาก 50 เขต")
    _name, counted, waits, put_aside, state = line(administrator, DISTRICT)
    done, of_all = (number(each) for each in counted.split(" จาก "))
    assert done == of_all > 0
    assert (waits, put_aside, state) == ("0", "0", "เสร็จแล้ว")


AFTER_APPROVAL: Sequence[Callable[[Town], object]] = (
    a_finding_is_explained,
    a_new_version_of_an_indicator,
    a_report_is_published_and_stays,
    data_are_open_to_everybody,
    everything_is_counted_again,
)


def test_a_month_goes_from_the_zones_to_the_city_and_to_everybody(town: Town):
    chair_confirms_on_a_phone(town)
    section_accepts_all_reports_but_one(town)
    accepted = section_closes(town)
    director_approves(town, accepted)
    a_late_report_waits(town, accepted)
    department_returns_the_month_before(town)
    department_accepts(town, accepted)
    board_shows_the_approved_figure(town, accepted)
    the_district_sees_the_look(town, papers_open_in_a_look(town))
    for step in AFTER_APPROVAL:
        step(town)
    assert town.clicks() < MOST_CLICKS
