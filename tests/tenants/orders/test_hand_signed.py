"""Orders that were signed with a pen: number, day, signer and scan (F47, F48)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from core.access.roles import Role
from core.db import uuid7
from core.evidence.queries import card_of
from core.i18n.dates import bangkok_today, show_date
from tenants.orders import queries
from tests.support.world import NEIGHBOUR, World
from tests.tenants.orders.conftest import ORDERS, Office

TODAY = show_date(bangkok_today(), style="numeric")


def scan(kind: str = "PNG") -> bytes:
    content = BytesIO()
    Image.new("RGB", (60, 80), "white").save(content, kind)
    return content.getvalue()


def typed(**changes: object) -> dict[str, object]:
    content = changes.pop("content", None) or scan()
    return {
        "record_id": str(uuid7()),
        "number": "45",
        "dated_on": TODAY,
        "signer_name": "นายผู้อำนวยการ ตัวอย่าง",
        "signer_position": "ผู้อำนวยการเขตบางนา",
        "scan": (BytesIO(content), "scan.png"),
    } | changes


def registered(office: Office, **changes: object):
    sent = typed(**changes)
    sent.setdefault("body", f"zone:{office.zones[0]}")
    sent.setdefault("subject", "แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1")
    return office.head.client.post(f"{ORDERS}/registration", data=sent)


def test_a_paper_signed_by_hand_keeps_number_day_signer_and_scan(world: World, office: Office):
    address = office.proposed()
    assert office.head.client.get(f"{address}/print.pdf").data.startswith(b"%PDF")
    assert "ลงนามบนกระดาษ" in office.head.client.get(f"{address}/paper-signature/new").text
    sent = typed(version=str(office.order(address).version))
    answer = office.head.client.post(f"{address}/paper-signature", data=sent)
    assert answer.status_code == 303
    order = office.order(address)
    assert (order.state, order.method, order.number) == ("signed", "paper", 45)
    world.work_off()
    page = office.developer.get(address).text
    assert "ลงนามบนกระดาษ มีไฟล์สแกน" in page
    assert "document.pdf" not in page
    kept = office.developer.get(f"{address}/scan")
    assert (kept.mimetype, kept.data) == ("image/png", scan())
    assert office.developer.get(f"{address}/print.pdf").status_code == 404


def test_the_scan_is_for_staff_of_the_office_alone(world: World, office: Office):
    address = registered(office).headers["Location"]
    for role in (Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR, Role.ADVISER, Role.PARTNER):
        assert world.sign_in(role).get(f"{address}/scan").status_code == 403
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    order_id = address.rpartition("/")[2]
    assert stranger.get(f"/d/phrakhanong/orders/{order_id}/scan").status_code == 404
    assert world.app.test_client().get(f"{address}/scan").status_code == 302


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ this is a program", "scan.pdf"),
        (b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj", "scan.pdf"),
        (b"PK\x03\x04" + b"\0" * 200, "scan.png"),
        (scan()[:-30], "scan.png"),
    ],
)
def test_a_scan_that_is_none_is_refused_beside_its_field_and_what_was_typed_stays(
    office: Office, content: bytes, name: str
):
    answer = registered(office, scan=(BytesIO(content), name), signer_name="นายคงไว้ ตัวอย่าง")
    assert answer.status_code == 422
    assert 'id="scan-error"' in answer.text
    assert "นายคงไว้ ตัวอย่าง" in answer.text


def test_without_a_scan_nothing_is_registered(office: Office):
    answer = registered(office, scan=(BytesIO(b""), ""))
    assert answer.status_code == 422
    assert "โปรดเลือกไฟล์สแกน" in answer.text


def test_an_order_from_before_the_platform_counts_as_the_order_of_its_committee(
    world: World, office: Office
):
    page = office.head.client.get(f"{ORDERS}/registration/new").text
    assert "คณะกรรมการเครือข่ายชุมชน โซน 1" in page
    assert "คณะกรรมการศึกษาแนวทาง" in page
    same = {"record_id": str(uuid7()), "dated_on": "26/12/2559"}
    answers = [registered(office, **same) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    address = answers[0].headers["Location"]
    assert address == answers[1].headers["Location"]
    order = office.order(address)
    assert (order.dated_on, order.number_year, order.number) == (date(2016, 12, 26), 2559, 45)
    in_force = world.in_district(
        lambda session: queries.order_in_force(session, order.committee_id).id
    )
    assert in_force == order.id
    text = office.developer.get(address).text
    assert "คำสั่งนี้มีอยู่บนกระดาษ" in text
    assert "45/2559" in office.developer.get(f"{ORDERS}?view=zones").text
    assert office.developer.get(f"{address}/signed-text.json").status_code == 200


def test_an_older_paper_that_is_entered_later_does_not_replace_the_newer_order(
    world: World, office: Office
):
    newer = office.signed()
    older = registered(office, dated_on="26/12/2559").headers["Location"]
    states = world.in_district(
        lambda session: [
            card_of(session, address.rpartition("/")[2]).state for address in (newer, older)
        ]
    )
    assert states == ["valid", "replaced"]
    committee_id = office.order(newer).committee_id
    assert (
        str(world.in_district(lambda session: queries.order_in_force(session, committee_id).id))
        == newer.rpartition("/")[2]
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("number", "", "โปรดระบุเลขที่ตามเอกสาร"),
        ("subject", "", "โปรดระบุเรื่องของคำสั่ง"),
        ("signer_name", "", "โปรดระบุชื่อผู้ลงนาม"),
        ("body", "", "โปรดเลือกคณะกรรมการ"),
        (
            "dated_on",
            show_date(bangkok_today() + timedelta(days=1), style="numeric"),
            "วันที่",
        ),
    ],
)
def test_a_missing_part_is_refused_in_thai(office: Office, field: str, value: str, sentence: str):
    answer = registered(office, **{field: value})
    assert answer.status_code == 422
    assert sentence in answer.text.partition(f'id="{field}-error"')[2].partition("</div>")[0]


def test_a_number_that_is_taken_in_that_year_is_refused(office: Office):
    assert registered(office).status_code == 303
    answer = registered(office)
    assert answer.status_code == 422
    assert "โปรดตรวจสอบทะเบียน" in answer.text
    assert registered(office, dated_on="1/1/2560").status_code == 303


def test_only_the_section_head_registers_and_a_made_up_committee_does_not_exist(
    world: World, office: Office
):
    assert office.developer.get(f"{ORDERS}/registration/new").status_code == 403
    for body in (f"zone:{uuid7()}", "zone:x", "village", f"study:{uuid7()}"):
        assert registered(office, body=body).status_code == 404
