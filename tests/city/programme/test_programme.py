"""The city's programme in the plan, the committee that guides it, and the levels above the city (M84-M86)."""

import re
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from city.programme.models import Body, BodyKind, Member, Programme
from core.access.roles import Role
from core.audit.models import AuditEntry
from core.i18n.dates import bangkok_today, show_date
from core.tenancy.scope import DEPARTMENT
from tests.support.world import World

HOME = "/city/programme"
PLAN = {
    "title": "จัดตั้งเครือข่ายชุมชน",
    "plan": "แผนพัฒนากรุงเทพมหานคร ระยะ 20 ปี",
    "lead": "สำนักพัฒนาสังคม",
    "fiscal_from": "๒๕๗๑",
    "fiscal_to": "2575",
    "state": "proposed",
    "indicators": ["p1", "outc3"],
}
BODIES = f"{HOME}/bodies"
COMMITTEE = f"{HOME}/body-kinds/central_committee/bodies"


@pytest.fixture
def officer(world: World) -> FlaskClient:
    return world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)


def only(world: World, model, **values) -> SimpleNamespace:
    """The one row with these values, to be read after its session has ended."""
    names = [column.key for column in model.__table__.columns]
    return world.in_city(
        lambda session: SimpleNamespace(
            **{
                name: getattr(session.scalars(select(model).filter_by(**values)).one(), name)
                for name in names
            }
        )
    )


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text


def set_up(world: World, client: FlaskClient, **values) -> UUID:
    answer = client.post(COMMITTEE, data={"name": "คณะกรรมการกลาง"} | values)
    assert answer.status_code == 303, answer.text
    return only(world, Body, kind=BodyKind.CENTRAL_COMMITTEE.value, ended_on=None).id


def picture() -> BytesIO:
    content = BytesIO()
    Image.new("RGB", (40, 40), "white").save(content, "PNG")
    content.seek(0)
    return content


def test_a_programme_is_proposed_measured_and_put_into_the_plan_by_a_paper(
    world: World, officer: FlaskClient
):
    first = page_of(officer, f"{HOME}/new")
    assert "จัดตั้งเครือข่ายชุมชน" in first
    assert re.search(r'name="fiscal_from"[^>]*value="25\d\d"', first)
    assert officer.post(HOME, data=PLAN).status_code == 303
    assert "แผนนี้มีโครงการชื่อนี้อยู่แล้ว" in officer.post(HOME, data=PLAN).text
    shown = page_of(officer, HOME)
    assert "เสนอบรรจุในแผน" in shown
    assert "/city/?indicator=p1&amp;period=" in shown
    assert "เป้า 100 %" in shown
    entry = only(world, Programme)
    assert (entry.fiscal_from, set(entry.indicators)) == (2571, {"p1", "outc3"})
    wrong = PLAN | {"version": "1", "state": "in_plan", "fiscal_to": "2570", "title": "ชื่อใหม่"}
    refused = officer.post(f"{HOME}/{entry.id}", data=wrong)
    assert refused.status_code == 422
    assert "ปีสุดท้ายอยู่ก่อนปีแรก" in refused.text
    assert "ชื่อใหม่" in refused.text
    refused = officer.post(f"{HOME}/{entry.id}", data=wrong | {"fiscal_to": "2575"})
    assert "โปรดระบุเลขที่หนังสือที่ให้บรรจุในแผน" in refused.text
    paper = {"fiscal_to": "2575", "paper_number": "กท ๐๙๐๑/๑", "paper_date": "1/10/2569"}
    assert officer.post(f"{HOME}/{entry.id}", data=wrong | paper).status_code == 303
    shown = page_of(officer, HOME)
    assert "บรรจุในแผนแล้ว" in shown
    assert "กท ๐๙๐๑/๑ ลงวันที่ 1 ตุลาคม" in shown
    stale = officer.post(f"{HOME}/{entry.id}", data=PLAN | {"version": "1", "lead": "สำนักอื่น"})
    assert stale.status_code == 409
    assert "สำนักอื่น" in stale.text
    assert "ชื่อใหม่" in stale.text
    assert only(world, Programme).lead == "สำนักพัฒนาสังคม"


def test_an_unknown_indicator_and_a_year_without_reason_are_refused_beside_their_fields(
    world: World, officer: FlaskClient
):
    for changes, sentence in (
        ({"indicators": ["nothing"]}, "โปรดเลือกตัวชี้วัดจากรายการตัวชี้วัด"),
        ({"fiscal_from": "2027"}, "2540"),
        ({"title": "\u200b"}, "โปรดระบุชื่อโครงการ"),
    ):
        answer = officer.post(HOME, data=PLAN | changes)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert world.in_city(lambda session: session.scalars(select(Programme)).all()) == []


def test_the_central_committee_has_an_order_members_and_one_chair(
    world: World, officer: FlaskClient
):
    assert "ยังไม่มีคณะกรรมการ" in page_of(officer, BODIES)
    assert "คณะกรรมการพิจารณาแนวทาง" in page_of(officer, f"{COMMITTEE}/new")
    body = f"{BODIES}/{set_up(world, officer)}"
    assert "ยังไม่มีคำสั่ง" in page_of(officer, body)
    assert officer.get(f"{body}/order").status_code == 404
    second = officer.post(COMMITTEE, data={"name": "อีกคณะ"})
    assert second.status_code == 422
    assert "ปฏิบัติหน้าที่อยู่แล้ว" in second.text
    half = {"version": "1", "name": "คณะกรรมการกลาง", "order_number": "๑/๒๕๖๙"}
    refused = officer.post(body, data=half)
    assert "โปรดระบุวันที่ของคำสั่ง" in refused.text
    whole = half | {"order_date": "2/10/2569", "scan": (picture(), "คำสั่ง.png")}
    assert officer.post(body, data=whole).status_code == 303
    assert "๑/๒๕๖๙ ลงวันที่ 2 ตุลาคม" in page_of(officer, body)
    scan = officer.get(f"{body}/order")
    assert (scan.status_code, scan.mimetype) == (200, "image/png")
    assert "เปิดไฟล์สแกน" in page_of(officer, body)
    assert page_of(officer, f"{body}/edit").count("๑/๒๕๖๙") == 1
    stale = officer.post(body, data=half | {"name": "ชื่อของคนที่สอง", "order_date": "2/10/2569"})
    assert (stale.status_code, "ชื่อของคนที่สอง" in stale.text) == (409, True)

    chair = {
        "name": "นายตัวอย่าง ก",
        "role": "chair",
        "position": "ผู้อำนวยการ",
        "valid_from": "2/10/2569",
    }
    page_of(officer, f"{body}/members/new")
    assert officer.post(f"{body}/members", data=chair).status_code == 303
    another = officer.post(f"{body}/members", data=chair | {"name": "นายตัวอย่าง ข"})
    assert "คณะนี้มีประธานอยู่แล้ว" in another.text
    twice = officer.post(f"{body}/members", data=chair | {"role": "member"})
    assert "เป็นกรรมการในคณะนี้อยู่แล้ว" in twice.text
    seat = only(world, Member)
    ending = f"{HOME}/members/{seat.id}/ending"
    assert "นายตัวอย่าง ก" in page_of(officer, f"{ending}/new")
    early = officer.post(ending, data={"ended_on": "1/10/2569", "reason": "โอนย้าย"})
    assert "วันนี้อยู่ก่อนวันแรกที่ดำรงตำแหน่ง" in early.text
    assert (
        officer.post(ending, data={"ended_on": "20/11/2569", "reason": "โอนย้าย"}).status_code == 303
    )
    assert "กรรมการที่พ้นจากตำแหน่ง" in page_of(officer, body)
    assert officer.post(f"{body}/members", data=chair | {"name": "นายตัวอย่าง ข"}).status_code == 422
    later = {"name": "นายตัวอย่าง ข", "valid_from": "20/11/2569"}
    assert officer.post(f"{body}/members", data=chair | later).status_code == 303
    assert "นายตัวอย่าง ข" in page_of(officer, BODIES)


def test_a_body_ends_with_its_seats_and_never_while_others_stand_under_it(
    world: World, officer: FlaskClient
):
    parent = set_up(world, officer)
    network = f"{HOME}/body-kinds/city_network/bodies"
    below = {"name": "เครือข่ายชุมชนกรุงเทพมหานคร", "parent_id": str(parent)}
    assert officer.post(network, data=below).status_code == 303
    body = f"{BODIES}/{parent}"
    seat = {"name": "ก", "role": "member", "position": "ข", "valid_from": "1/10/2569"}
    assert officer.post(f"{body}/members", data=seat).status_code == 303
    end = {"ended_on": "20/11/2569", "reason": "ครบวาระ"}
    page_of(officer, f"{body}/ending/new")
    refused = officer.post(f"{body}/ending", data=end)
    assert "ยังมีคณะอื่นอยู่ภายใต้คณะนี้" in refused.text
    child = only(world, Body, kind=BodyKind.CITY_NETWORK.value).id
    assert officer.post(f"{BODIES}/{child}/ending", data=end).status_code == 303
    assert officer.post(f"{body}/ending", data=end).status_code == 303
    assert only(world, Member).valid_to.isoformat() == "2026-11-20"
    shown = page_of(officer, BODIES)
    assert "คณะที่สิ้นสุดแล้ว" in shown
    assert "ครบวาระ" in page_of(officer, body)
    assert officer.post(f"{body}/members", data=seat).status_code == 409
    assert set_up(world, officer) != parent


def test_the_levels_above_the_city_are_off_until_the_department_turns_them_on(
    world: World, officer: FlaskClient
):
    centre = f"{HOME}/body-kinds/province_centre/bodies"
    assert officer.get(f"{centre}/new").status_code == 404
    assert officer.get(f"{HOME}/body-kinds/nothing/bodies/new").status_code == 404
    assert "ปิดใช้งาน" in page_of(officer, BODIES)
    page_of(officer, f"{HOME}/levels/new")
    assert officer.post(f"{HOME}/levels/on", data={"reason": ""}).status_code == 422
    assert officer.post(f"{HOME}/levels/on", data={"reason": "มีมติแล้ว"}).status_code == 303
    nation = f"{HOME}/body-kinds/national_centre/bodies"
    assert officer.post(nation, data={"name": "ศูนย์กลาง"}).status_code == 303
    top = only(world, Body, kind=BodyKind.NATIONAL_CENTRE.value).id
    assert "ศูนย์กลาง" in page_of(officer, f"{centre}/new")
    assert officer.post(centre, data={"name": "ศูนย์จังหวัด", "parent_id": str(top)}).status_code == 303
    district = f"{HOME}/body-kinds/district_centre/bodies"
    missing = officer.post(district, data={"name": "ศูนย์เขต"})
    assert "โปรดเลือกเขต" in missing.text
    wrong = officer.post(
        district, data={"name": "ศูนย์เขต", "office_code": "1047", "parent_id": str(top)}
    )
    assert "โปรดเลือกคณะที่คณะนี้อยู่ภายใต้ได้" in wrong.text
    province = only(world, Body, kind=BodyKind.PROVINCE_CENTRE.value).id
    placed = {"name": "ศูนย์เขต", "office_code": "1047", "parent_id": str(province)}
    assert officer.post(district, data=placed).status_code == 303
    shown = page_of(officer, BODIES)
    assert "ระดับที่ 3" in shown
    assert "บางนา" in shown
    assert officer.post(f"{HOME}/levels/off", data={"reason": "รอมติ"}).status_code == 303
    assert "ศูนย์จังหวัด" not in page_of(officer, BODIES)
    assert officer.get(f"{BODIES}/{province}").status_code == 404
    reasons = world.in_city(
        lambda session: session.scalars(
            select(AuditEntry.reason).where(AuditEntry.action == "upper_levels:chosen")
        ).all()
    )
    assert set(reasons) == {"มีมติแล้ว", "รอมติ"}


def test_executives_and_auditors_read_and_districts_see_nothing(world: World, officer: FlaskClient):
    body = set_up(world, officer)
    for role in (Role.DEPARTMENT_EXECUTIVE, Role.AUDITOR, Role.CITY_COMMITTEE):
        reader = world.sign_in(role, DEPARTMENT)
        assert "คณะกรรมการกลาง" in page_of(reader, BODIES)
        assert f"{HOME}/new" not in page_of(reader, HOME)
        assert f"{body}/edit" not in page_of(reader, f"{BODIES}/{body}")
        assert reader.post(f"{HOME}/levels/on", data={"reason": "ก"}).status_code == 403
    assert world.sign_in().get(HOME).status_code == 404
    with pytest.raises(ProgrammingError, match="permission denied"):
        world.in_district(lambda session: session.scalars(select(Body)).all())


def test_another_order_drops_the_scan_of_the_one_before_and_a_seat_cannot_begin_far_ahead(
    world: World, officer: FlaskClient
):
    scan = {"order_number": "1/2569", "order_date": "2/10/2569", "scan": (picture(), "ก.png")}
    body = f"{BODIES}/{set_up(world, officer, **scan)}"
    assert officer.get(f"{body}/order").status_code == 200
    same = {"version": "1", "name": "ชื่อใหม่", "order_number": "1/2569", "order_date": "2/10/2569"}
    assert officer.post(body, data=same).status_code == 303
    assert officer.get(f"{body}/order").status_code == 200
    another = same | {"version": "2", "order_number": "99/2569", "order_date": "20/11/2569"}
    assert officer.post(body, data=another).status_code == 303
    assert officer.get(f"{body}/order").status_code == 404
    assert "ยังไม่มีไฟล์สแกน" in page_of(officer, body)
    assert "แก้ไขคณะกรรมการ เครือข่าย หรือศูนย์เหนือระดับเขต" in page_of(officer, body)

    seat = {"name": "ก", "role": "chair", "position": "ข"}
    for day, sentence in (
        ("1/10/2642", "โปรดระบุวันที่ภายในหนึ่งปีนับจากวันนี้"),
        ("1/1/2560", "วันนี้อยู่ก่อนวันที่ของคำสั่งจัดตั้ง"),
    ):
        refused = officer.post(f"{body}/members", data=seat | {"valid_from": day})
        assert sentence in refused.text
    ahead = show_date(bangkok_today() + timedelta(days=300), style="numeric")
    assert officer.post(f"{body}/members", data=seat | {"valid_from": ahead}).status_code == 303
    assert "ถอนรายชื่อ" in page_of(officer, body)
    today = {"ended_on": show_date(bangkok_today(), style="numeric"), "reason": "พิมพ์ผิด"}
    taken_back = f"{HOME}/members/{only(world, Member).id}/ending"
    assert officer.post(taken_back, data=today).status_code == 303
    early = officer.post(f"{body}/ending", data=today | {"ended_on": "1/10/2569"})
    assert "วันนี้อยู่ก่อนวันที่ของคำสั่งจัดตั้ง" in early.text
    assert officer.post(f"{body}/ending", data=today).status_code == 303


def test_a_district_has_one_centre_and_a_hidden_level_keeps_what_stands_under_it(
    world: World, officer: FlaskClient
):
    officer.post(f"{HOME}/levels/on", data={"reason": "ก"})
    district = f"{HOME}/body-kinds/district_centre/bodies"
    for code in ("9999", "-1", "1000", ""):
        answer = officer.post(district, data={"name": "ศูนย์", "office_code": code})
        assert "โปรดเลือกเขต" in answer.text
    for code in ("1047", "1009"):
        answer = officer.post(district, data={"name": f"ศูนย์ {code}", "office_code": code})
        assert answer.status_code == 303
    moved = only(world, Body, name="ศูนย์ 1009").id
    answer = officer.post(
        f"{BODIES}/{moved}", data={"version": "1", "name": "ศูนย์ 1009", "office_code": "1047"}
    )
    assert "ปฏิบัติหน้าที่อยู่แล้ว" in answer.text

    officer.post(f"{HOME}/body-kinds/province_centre/bodies", data={"name": "ศูนย์จังหวัด"})
    province = only(world, Body, kind=BodyKind.PROVINCE_CENTRE.value).id
    seat = {"name": "ก", "role": "member", "position": "ข", "valid_from": "1/10/2569"}
    officer.post(f"{BODIES}/{province}/members", data=seat)
    below = {"name": "เครือข่าย", "parent_id": str(province)}
    officer.post(f"{HOME}/body-kinds/city_network/bodies", data=below)
    network = only(world, Body, kind=BodyKind.CITY_NETWORK.value).id
    officer.post(f"{HOME}/levels/off", data={"reason": "ก"})
    saved = officer.post(f"{BODIES}/{network}", data={"version": "1", "name": "ชื่อใหม่"})
    assert saved.status_code == 303
    assert only(world, Body, id=network).parent_id == province
    ending = f"{HOME}/members/{only(world, Member).id}/ending"
    assert officer.post(ending, data={"ended_on": "2/10/2569", "reason": "ก"}).status_code == 404
