"""The department keeps the catalogue of indicators: drafts, tries on real data, publications, targets."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from core.indicators.definitions import catalogue
from core.indicators.models import IndicatorDefinition, IndicatorTarget
from core.indicators.spans import fiscal_year_of, fiscal_year_span, month_span, quarter_span
from core.tenancy.scope import DEPARTMENT
from tests.support.facts import FactWriter
from tests.support.lookers import PASSWORD, looker
from tests.support.world import NEIGHBOUR, World

LIST = "/city/indicators"
OUTC3 = f"{LIST}/outc3"
DRAFT = f"{OUTC3}/versions/2"

TYPED = {
    "code": "P7",
    "title_th": "เครือข่ายที่จัดการปัญหาได้เอง",
    "title_en": "Networks that solve problems themselves",
    "short_th": "แก้ปัญหาเอง",
    "short_en": "Solve alone",
    "definition_th": "กิจกรรมต่อโซน",
    "definition_en": "Activities per zone",
    "choice_th": "นับทุกกิจกรรม",
    "choice_en": "All activities",
    "numerator": "activities.count",
    "denominator": "zones.count",
    "scale": "1",
    "decimals": "๑",
    "unit_th": "กิจกรรมต่อโซน",
    "unit_en": "activities a zone",
    "direction": "higher",
    "level": "city",
    "period": "quarter",
    "window": "",
    "steps": "1, 2.5, 5",
    "evidence": ["minutes"],
    "source_th": "ทดสอบ",
    "source_en": "Test",
    "position": "360",
}


def row(world: World, key: str, version: int) -> dict[str, Any] | None:
    def read(session: Any) -> dict[str, Any] | None:
        found = session.get(IndicatorDefinition, (key, version))
        return found and {"row_version": found.row_version, "state": found.state}

    return world.in_city(read)


def actions(world: World) -> set[str]:
    return set(
        world.in_city(
            lambda session: session.scalars(
                select(AuditEntry.action).where(AuditEntry.table_name.like("indicator_%"))
            ).all()
        )
    )


def test_the_catalogue_and_the_logframe_can_be_read_by_all_of_the_department(world: World):
    for role in (Role.DEPARTMENT_EXECUTIVE, Role.CITY_COMMITTEE, Role.AUDITOR):
        reader = world.sign_in(role, DEPARTMENT)
        listed = reader.get(LIST)
        assert listed.status_code == 200
        assert "OUTC3" in listed.text
        assert "ร่าง 3 ฉบับ" in listed.text
        assert f"{LIST}/new" not in listed.text
        page = reader.get(f"{LIST}/outc2").text
        assert "ผู้ที่ได้คะแนน" in page or "คะแนนหลังการอบรม" in page
        assert "normalised gain" in page
        assert reader.get(f"{OUTC3}/versions/new").status_code == 403
        assert reader.get(f"{DRAFT}/publication/new").status_code == 403
    frame = world.sign_in(Role.AUDITOR, DEPARTMENT).get(f"{LIST}/logframe").text
    for text in ("M10", "M11", "M78", "M84", "มหานครประชาธิปไตย", 'href="/city/indicators/outc1"'):
        assert text in frame
    assert world.sign_in(Role.DIRECTOR).get(LIST).status_code == 404
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    for address in ("nothing", "outc3/versions/9", "outc3/versions/2?period=never"):
        assert officer.get(f"{LIST}/{address}").status_code == 404


def test_an_officer_adds_an_indicator_sees_it_on_real_data_and_publishes_it(world: World):
    facts = FactWriter(world)
    november = date(2026, 11, 1)
    counted = {"registry.communities": 5, "activities.count": 9, "zones.count": 4}
    facts.month(november, counted)
    facts.month(november, {"registry.communities": 0}, office=NEIGHBOUR)
    who = looker(world)
    assert who.client.get(f"{LIST}/new").status_code == 200
    sent = TYPED | {"key": "p7"}
    answer = who.client.post(LIST, data=sent)
    assert answer.location == f"{LIST}/p7/versions/1"
    assert who.client.post(LIST, data=sent).location == answer.location
    tried = who.client.get(f"{answer.location}?period=2026-11").text
    assert "9/4" in tried
    assert "2.3" in tried
    assert "ยังไม่เริ่ม: พระโขนง" in tried
    assert "p7" not in world.in_city(lambda session: catalogue(session).versions)
    asked = f"{answer.location}/publication"
    assert "ไม่เปลี่ยนแปลง" in who.client.get(f"{asked}/new").text
    wrong = {"version": "1", "reason": "", "password": PASSWORD, "code": who.code()}
    refused = who.client.post(asked, data=wrong)
    assert refused.status_code == 422
    assert "โปรดระบุเหตุผลที่เผยแพร่ฉบับนี้" in refused.text
    right = wrong | {"reason": "มติที่ประชุม", "code": "000000"}
    assert who.client.post(asked, data=right).status_code == 422
    assert who.client.post(asked, data=right | {"code": who.code()}).status_code == 303
    known = world.in_city(catalogue)
    assert known.get("p7").version == 1
    assert known.get("p7").steps == (1.0, 2.5, 5.0)
    assert actions(world) >= {"indicator:drafted", "indicator:published"}
    page = who.client.get(f"{LIST}/p7").text
    assert "เผยแพร่ตัวชี้วัดฉบับใหม่" in page
    assert "มติที่ประชุม" in page


def test_a_draft_opens_on_the_last_finished_period_of_its_own_kind(world: World):
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    today = bangkok_today()
    finished = {
        "month": month_span(today).before(),
        "quarter": quarter_span(today).before(),
        "fiscal_year": fiscal_year_span(fiscal_year_of(today)).before(),
    }
    for kind, span in finished.items():
        key = f"k-{kind.replace('_', '-')}"
        own = {"key": key, "code": key, "title_th": f"เครือข่าย {key}"}
        sent = TYPED | own | {"period": kind}
        address = officer.post(LIST, data=sent).location
        page = officer.get(address).text
        assert f'<option value="{span.key}" selected>' in page
        assert span.last_day < today
        # Those of its own kind come first, and another one of them is chosen by its address.
        offered = re.findall(r'<option value="([^"]+)"', page.partition('id="filter-period"')[2])
        others = [other.key for other in span.before().series(3)]
        assert offered.index(others[0]) < min(
            offered.index(each.key) for key, each in finished.items() if key != kind
        )
        assert (
            f'<option value="{others[0]}" selected>'
            in officer.get(f"{address}?period={others[0]}").text
        )


def test_a_second_draft_leads_to_the_first_and_says_who_began_it(world: World):
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    sent = TYPED | {"key": "p7"}
    first = officer.post(LIST, data=sent).location
    second = officer.post(LIST, data=sent | {"title_th": "อีกตัวชี้วัด"})
    assert second.status_code == 422
    assert "อีกตัวชี้วัด" in second.text
    assert f'href="{first}"' in second.text
    begun = re.search(r"เริ่มโดย [^<]+ เมื่อ [^<]+", second.text)
    assert begun is not None
    assert f"{bangkok_today().year + 543}" in begun[0]
    # What somebody else changes in it later does not make it theirs.
    officer.post(first, data=TYPED | {"version": "1", "code": "P8"})
    assert begun[0] in officer.get(f"{LIST}/p7/versions/new").text
    published = officer.post(LIST, data=sent | {"key": "p1"}).text
    assert f'href="{LIST}/p1"' in published
    page = officer.get(f"{OUTC3}/versions/new").text
    assert f'href="{DRAFT}"' in page
    assert "มากับระบบ" in page
    assert "เริ่มโดย" not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"key": "New Key"}, "ใช้อักษรอังกฤษตัวเล็ก"),
        ({"key": "logframe"}, "“logframe” เป็นคำที่ระบบใช้ในที่อยู่ของหน้าอื่นแล้ว"),
        ({"code": " outc 2"}, "รหัส “OUTC2” เป็นของตัวชี้วัด"),
        ({"title_th": "กิจกรรมที่รายงาน"}, "ใช้ชื่อนี้แล้ว"),
        ({"key": "p1"}, "มีตัวชี้วัดอื่นใช้ชื่อนี้แล้ว"),
        ({"numerator": "activities.cuont"}, "ไม่มีตัววัด “activities.cuont” (ตำแหน่ง 1)"),
        ({"denominator": "zones.count / 0"}, "หารด้วยศูนย์"),
        ({"denominator": "((((((((((zones.count"}, "ซ้อนกันลึกเกินไป"),
        ({"numerator": " "}, "โปรดพิมพ์สูตร"),
        ({"steps": "3, 2"}, "เรียงจากน้อยไปมาก"),
        ({"steps": "หนึ่ง"}, "ตัวเลขไม่เกินแปดค่า"),
        ({"decimals": "9"}, "4"),
        ({"scale": "17"}, "โปรดเลือก"),
        ({"title_en": ""}, "โปรดพิมพ์ชื่อภาษาอังกฤษ"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_stays(
    world: World, changes: dict[str, str], sentence: str
):
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    answer = officer.post(LIST, data=TYPED | {"key": "p7"} | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert TYPED["definition_th"] in answer.text
    assert row(world, "p7", 1) is None


def test_a_new_version_begins_with_what_is_in_force_and_is_published_over_it(world: World):
    who = looker(world)
    begun = who.client.get(f"{OUTC3}/versions/new").text
    assert "every_month(activities.count)" in begun
    sent = TYPED | {"number": "3", "numerator": "every_month(meetings.held)", "denominator": ""}
    answer = who.client.post(f"{OUTC3}/versions", data=sent)
    assert answer.location == f"{OUTC3}/versions/3"
    assert who.client.post(f"{OUTC3}/versions", data=sent).location == answer.location
    other = who.client.post(f"{OUTC3}/versions", data=sent | {"code": "OUTC3"})
    assert other.location == f"{OUTC3}/versions/4"
    for number in (4, 2):
        step = {"reason": "เลือกแล้ว", "password": PASSWORD, "version": "1"}
        path = f"{OUTC3}/versions/{number}/publication"
        assert who.client.post(path, data=step | {"code": who.code()}).status_code == 303
    # The older draft was published later: it takes the next number, since the newest one counts.
    known = world.in_city(catalogue)
    assert [each.version for each in known.versions["outc3"]] == [1, 4, 5]
    assert known.get("outc3").window is None
    assert who.client.get(f"{OUTC3}/versions/4").status_code == 200
    again = who.client.post(f"{OUTC3}/versions/4", data=TYPED | {"version": "2"})
    assert "เผยแพร่แล้ว" in again.text
    with pytest.raises(IntegrityError, match="final"):
        world.in_city(
            lambda session: session.execute(
                update(IndicatorDefinition)
                .where(IndicatorDefinition.key == "outc3", IndicatorDefinition.version == 4)
                .values(code="X")
            )
        )


def test_two_editors_of_a_draft_see_both_texts_and_a_draft_can_be_discarded(world: World):
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    assert "ฉบับที่ 2" in officer.get(f"{DRAFT}/edit").text
    sent = TYPED | {"version": "1"}
    assert officer.post(DRAFT, data=sent).status_code == 303
    late = officer.post(DRAFT, data=sent | {"title_th": "ชื่ออื่น"})
    assert late.status_code == 409
    assert "ชื่ออื่น" in late.text
    assert TYPED["title_th"] in late.text
    assert row(world, "outc3", 2)["row_version"] == 2
    assert officer.get(f"{DRAFT}/removal/new").status_code == 200
    assert officer.post(f"{DRAFT}/removal", data={"version": "1"}).status_code == 409
    assert officer.post(f"{DRAFT}/removal", data={"version": "2"}).status_code == 303
    assert officer.post(f"{DRAFT}/removal", data={"version": "2"}).status_code == 303
    assert row(world, "outc3", 2) is None
    assert actions(world) >= {"indicator:changed", "indicator:discarded"}


def test_a_target_has_a_date_a_source_and_a_place_and_is_never_changed(world: World):
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    path = f"{OUTC3}/targets"
    assert officer.get(f"{path}/new").status_code == 200
    sent = {"record_id": str(uuid7()), "value": "๔", "office": "1009", "source": "แผนปี 2570"}
    refused = officer.post(path, data=sent)
    assert refused.status_code == 422
    assert "โปรดพิมพ์วันที่เริ่มใช้ค่าเป้าหมาย" in refused.text
    assert "แผนปี 2570" in refused.text
    dated = sent | {"valid_from": "1/10/2569"}
    unexplained = officer.post(path, data=dated)
    assert unexplained.status_code == 422
    assert "วันที่ 1/10/2569 ผ่านไปแล้ว" in unexplained.text
    dated |= {"past_reason": "แก้ตามแผนที่อนุมัติย้อนหลัง"}
    for _twice in range(2):
        assert officer.post(path, data=dated).status_code == 303
    second = officer.post(path, data=dated | {"record_id": str(uuid7()), "value": "5"})
    assert second.status_code == 422
    assert "1/10/2569" in second.text
    ended = {"record_id": str(uuid7()), "valid_from": "1/11/2569", "value": "", "office": "1009"}
    ended |= {"source": "ยกเลิก", "past_reason": "สิ้นสุดแล้ว"}
    assert officer.post(path, data=ended).status_code == 303
    assert officer.post(path, data=dated | {"office": "1"}).status_code == 422
    rows = world.in_city(
        lambda session: session.execute(
            select(IndicatorTarget.value, IndicatorTarget.valid_from).where(
                IndicatorTarget.office_code == NEIGHBOUR
            )
        ).all()
    )
    assert sorted(rows, key=lambda each: each.valid_from) == [
        (4, date(2026, 10, 1)),
        (None, date(2026, 11, 1)),
    ]
    known = world.in_city(catalogue)
    assert known.target_on("outc3", date(2026, 10, 31), NEIGHBOUR).value == 4
    assert known.target_on("outc3", date(2026, 11, 1), NEIGHBOUR).value == 3
    page = officer.get(OUTC3).text
    assert "สิ้นสุด" in page
    assert "พระโขนง" in page
    assert "แก้ตามแผนที่อนุมัติย้อนหลัง" in page
    assert "indicator:targeted-back" in actions(world)


@pytest.mark.parametrize(
    ("key", "changes", "sentence"),
    [
        ("outc2", {"value": "150"}, "ตั้งแต่ 0 ถึง 100"),
        ("outc2", {"value": "-5"}, "ตั้งแต่ 0 ถึง 100"),
        ("outc2", {"value": "แปดสิบ"}, "ไม่ใช่ตัวเลขที่อ่านได้ โปรดระบุเช่น 80"),
        ("activities", {"value": "-5"}, "ไม่ต่ำกว่า 0"),
        ("outc3", {"office": "1000"}, "รายเขตเท่านั้น"),
    ],
)
def test_a_target_is_within_what_its_indicator_can_reach_and_where_its_level_allows_it(
    world: World, key: str, changes: dict[str, str], sentence: str
):
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    begins = show_date(bangkok_today() + timedelta(days=40), style="numeric")
    sent = {"value": "5", "office": "", "source": "แผน", "valid_from": begins}
    answer = officer.post(f"{LIST}/{key}/targets", data=sent | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    whole = '<option value="1000"'
    assert (whole in officer.get(f"{LIST}/{key}/targets/new").text) is (key != "outc3")


def test_a_target_that_has_not_begun_is_withdrawn_with_a_reason_and_one_that_holds_is_not(
    world: World,
):
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    begins = show_date(bangkok_today() + timedelta(days=40), style="numeric")
    slip = {"record_id": str(uuid7()), "value": "7", "source": "พิมพ์ผิด", "valid_from": begins}
    assert officer.post(f"{OUTC3}/targets", data=slip).status_code == 303
    own = f"{OUTC3}/targets/{slip['record_id']}/withdrawal"
    assert f'href="{own}/new"' in officer.get(OUTC3).text
    assert "พิมพ์ผิด" in officer.get(f"{own}/new").text
    assert "โปรดระบุเหตุผลที่ถอน" in officer.post(own, data={"reason": ""}).text
    for _twice in range(2):
        answer = officer.post(own, data={"reason": "ตัวเลขผิด"})
        assert answer.status_code == 303
    again = slip | {"record_id": str(uuid7()), "value": "4"}
    assert officer.post(f"{OUTC3}/targets", data=again).status_code == 303
    page = officer.get(OUTC3).text
    assert "ถอนค่าเป้าหมายของตัวชี้วัดก่อนเริ่มใช้" in page
    assert "ตัวเลขผิด" in page
    holding = world.in_city(
        lambda session: session.scalar(
            select(IndicatorTarget.id).where(
                IndicatorTarget.key == "outc3", IndicatorTarget.valid_from <= bangkok_today()
            )
        )
    )
    kept = f"{OUTC3}/targets/{holding}/withdrawal"
    assert "ใช้เทียบตัวเลขแล้ว" in officer.get(f"{kept}/new").text
    assert "จึงถอนไม่ได้" in officer.post(kept, data={"reason": "ลองดู"}).text
    assert officer.get(f"{OUTC3}/targets/{uuid7()}/withdrawal/new").status_code == 404


def test_a_retired_indicator_leaves_later_periods_and_comes_back_with_a_new_version(world: World):
    facts, today = FactWriter(world), bangkok_today()
    this, before = month_span(today), month_span(today).before()
    for span in (before, this):
        facts.month(span.first, {"registry.communities": 5, "activities.count": 3})
    who = looker(world)
    own = f"{LIST}/activities"
    page = who.client.get(own).text
    assert f"/city/districts/1047/evidence/activities?period={before.key}" in page
    assert f"/city/?indicator=activities&amp;period={before.key}" in page
    assert who.client.get(f"{own}/retirement/new").status_code == 200
    sent = {"from_month": this.first.isoformat(), "reason": "", "password": PASSWORD}
    refused = who.client.post(f"{own}/retirement", data=sent | {"code": who.code()})
    assert "โปรดระบุเหตุผลที่เลิกใช้ตัวชี้วัดนี้" in refused.text
    sent |= {"reason": "ใช้ตัวชี้วัดใหม่แทน", "record_id": str(uuid7())}
    assert who.client.post(f"{own}/retirement", data=sent | {"code": "000000"}).status_code == 422
    for _twice in range(2):
        answer = who.client.post(f"{own}/retirement", data=sent | {"code": who.code()})
        assert answer.status_code == 303
    known = world.in_city(catalogue)
    assert known.retired == {"activities": this.first}
    assert "activities" not in {each.key for each in known.beginning(this.first).current}
    assert "activities" in {each.key for each in known.beginning(before.first).current}
    page = who.client.get(own).text
    assert "เลิกใช้ตั้งแต่" in page
    assert "ใช้ตัวชี้วัดใหม่แทน" in page
    assert "เลิกใช้ตั้งแต่" in who.client.get(LIST).text
    assert "เลิกใช้ได้เฉพาะตัวชี้วัดที่ใช้อยู่" in who.client.get(f"{own}/retirement/new").text
    option = '<option value="activities"'
    director = world.sign_in(Role.DIRECTOR)
    for address, reader in (("/city/", who.client), ("/d/bangna/results", director)):
        assert option not in reader.get(f"{address}?period={this.key}").text
        assert option in reader.get(f"{address}?period={before.key}").text
    evidence = "/city/districts/1047/evidence/activities?period="
    assert who.client.get(f"{evidence}{this.key}").status_code == 404
    assert who.client.get(f"{evidence}{before.key}").status_code == 200
    # Past periods still show its code and title: nobody else gets them.
    taken = TYPED | {"code": "N5", "title_th": "กิจกรรมที่รายงาน", "key": "p7"}
    assert who.client.post(LIST, data=taken).status_code == 422
    number = {"number": "2", "numerator": "activities.count", "denominator": "zones.count"}
    draft = who.client.post(f"{own}/versions", data=TYPED | number)
    assert draft.location == f"{own}/versions/2"
    step = f"{own}/versions/2/publication"
    asked = who.client.get(f"{step}/new").text
    assert "ตัวชี้วัดจะกลับมาใช้ในทุกงวด" in asked
    assert "ตัวหารเป็นศูนย์ทุกเขต" in asked or "ยังไม่มีเขตใดมีตัวเลขตามร่างนี้" in asked
    publish = {"reason": "กลับมาใช้", "version": "1", "password": PASSWORD, "code": who.code()}
    assert who.client.post(step, data=publish).status_code == 303
    assert world.in_city(catalogue).retired == {}
    assert actions(world) >= {"indicator:retired", "indicator:published"}


def test_readers_see_that_a_draft_exists_and_what_it_says_but_not_its_figures(world: World):
    reader = world.sign_in(Role.DEPARTMENT_EXECUTIVE, DEPARTMENT)
    page = reader.get(DRAFT).text
    assert "ผลทดลองกับข้อมูลจริงเห็นได้เฉพาะผู้ดูแลบัญชี" in page
    assert 'id="preview"' not in page
    assert "every_month(activities.count)" in page
    assert 'id="preview"' in world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT).get(DRAFT).text
