"""Drafts of appointment orders, from the committee to the paper."""

from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from sqlalchemy import delete, select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.i18n.digits import to_thai_digits
from tenants.committees.models import Seat
from tenants.orders import papers, queries
from tenants.orders.models import Order
from tests.core.documents.extraction import EXTRACTORS, without_spaces
from tests.support.editions import adopted, edition
from tests.support.seats import CONTENT, fill, fill_all
from tests.support.world import NEIGHBOUR, World


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A zone of two communities whose committee lacks nobody, and an officer."""
    edition(world)
    adopted(world)
    communities = [world.community("ชุมชนตัวอย่าง ก"), world.community("ตัวอย่าง ข")]
    made = SimpleNamespace(zone=world.zone(1, *communities), officer=world.sign_in())
    fill_all(made.officer, made.zone, communities)
    return made


def draft(place: SimpleNamespace, **sent: str) -> str:
    """The address of the draft that an officer asks for."""
    data = {"record_id": str(uuid7())} | sent
    answer = place.officer.post(f"/d/bangna/zones/{place.zone}/orders", data=data)
    assert answer.status_code == 303
    return answer.headers["Location"]


def orders(world: World) -> list[SimpleNamespace]:
    return world.in_district(
        lambda session: [
            SimpleNamespace(
                subject=order.subject,
                content=order.content,
                edition=order.edition,
                version=order.version,
                document=papers.document_of(order),
            )
            for order in session.scalars(select(Order))
        ]
    )


def texts(world: World, **changes: str) -> dict[str, str]:
    """What the form of the only draft would send."""
    order = orders(world)[0]
    kept = ("reason", "authority", "effect", "signer_name", "signer_position")
    return (
        {"version": str(order.version), "subject": order.subject}
        | {"duties": "\n".join(order.content["duties"])}
        | {name: order.content[name] for name in kept}
        | changes
    )


def test_a_draft_has_the_manuals_words_with_the_names_of_this_network_and_office(
    world: World, place
):
    page = place.officer.get(draft(place)).text
    order = orders(world)[0]
    assert order.subject == "แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1"
    assert order.content["reason"].startswith("ด้วยสำนักงานเขตบางนาได้จัดแบ่งชุมชน")
    assert "พื้นที่เขตบางนาออกเป็น" in order.content["reason"]
    assert len(order.content["duties"]) == len(CONTENT["wordings"]["zone_committee"]["duties"])
    assert "{" not in str(order.content["duties"]) + order.content["authority"]
    assert order.content["signer_position"] == "ผู้อำนวยการเขตบางนา"
    assert order.edition == 1
    for text in ("คำสั่งสำนักงานเขตบางนา", "เรื่อง แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน ๑", "คู่มือฉบับที่ 1"):
        assert text in page


def test_members_stand_in_the_manuals_order_and_advisers_in_a_block_of_their_own(
    world: World, place
):
    draft(place)
    committee, advisers = orders(world)[0].content["blocks"]
    assert committee["title"] == "คณะกรรมการเครือข่ายชุมชน โซน 1"
    roles = [member["role"] for member in committee["members"]]
    assert (roles[0], roles[-2:]) == (
        "ประธานกรรมการ",
        ["กรรมการและเลขานุการ", "กรรมการและผู้ช่วยเลขานุการ"],
    )
    assert len(roles) == 10
    assert advisers["title"] == "ที่ปรึกษา"
    assert [member["role"] for member in advisers["members"]] == ["ที่ปรึกษา"] * 2
    assert orders(world)[0].content["signer_name"] == advisers["members"][0]["name"]


def test_an_incomplete_committee_gets_no_order_and_the_page_says_which_seats_are_empty(
    world: World,
):
    edition(world)
    adopted(world)
    zone = world.zone(1, world.community("ชุมชนตัวอย่าง ก"))
    answer = world.sign_in().post(f"/d/bangna/zones/{zone}/orders", data={})
    assert answer.status_code == 422
    assert "คณะกรรมการยังขาด 11 ตำแหน่งตามคู่มือ" in answer.text
    assert f"/zones/{zone}/committee" in answer.text
    for rule in CONTENT["committees"]["zone"]["seats"]:
        assert rule["title"] in answer.text
    assert orders(world) == []


def test_a_seat_that_became_empty_is_a_line_that_says_whom_it_waits_for(world: World, place):
    address = draft(place)
    world.in_district(
        lambda session: session.execute(
            delete(Seat).where(
                Seat.rule_key == "community_chairs", Seat.person_name.like("%ชุมชนที่1%")
            )
        )
    )
    place.officer.post(f"{address}/members")
    members = orders(world)[0].content["blocks"][0]["members"]
    assert {"name": "", "position": "(ประธานชุมชนตัวอย่าง ข)", "role": "กรรมการ"} in members
    assert "ยังไม่มีชื่อ 1 ตำแหน่ง" in place.officer.get(address).text
    answer = world.sign_in(Role.SECTION_HEAD).post(f"{address}/proposal", data={"version": "1"})
    assert answer.status_code == 422
    assert "ยังไม่มีชื่อ 1 ตำแหน่ง" in answer.text


@pytest.mark.parametrize("reader", EXTRACTORS)
def test_the_pdf_says_word_for_word_what_the_draft_says(world: World, place, reader: str):
    answer = place.officer.get(f"{draft(place)}/document.pdf")
    assert answer.mimetype == "application/pdf"
    text = without_spaces("".join(EXTRACTORS[reader](answer.data)))
    document = orders(world)[0].document
    members = [
        f"{member.name}{member.position}{member.role}"
        for block in document.blocks
        for member in block.members
    ]
    parts = [
        "คำสั่งสำนักงานเขตบางนา",
        f"เรื่อง{document.subject}",
        *members,
        document.duties_lead,
        "สั่ง ณ วันที่",
        f"({document.signer_name}){document.signer_position}",
        "จัดทำตามคู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ ๑",
        "ร่าง",
    ]
    for part in parts:
        assert without_spaces(to_thai_digits(part)) in text


def test_a_draft_has_no_number_and_its_pdf_a_thai_file_name(world: World, place):
    answer = place.officer.get(f"{draft(place)}/document.pdf")
    head = answer.headers["Content-Disposition"]
    assert head.startswith("inline; filename=\"draft-order.pdf\"; filename*=UTF-8''")
    assert unquote(head.partition("''")[2]) == "ร่างคำสั่งแต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1.pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    document = orders(world)[0].document
    assert (document.number, document.signed_on, document.draft) == (None, None, True)


def test_one_draft_gives_the_same_bytes_each_time(world: World, place):
    address = draft(place)
    first, second = (place.officer.get(f"{address}/document.pdf").data for _ in range(2))
    assert first == second


def test_a_double_submit_and_a_second_officer_lead_to_one_draft(world: World, place):
    same = {"record_id": "01920000-0000-7000-8000-000000000009"}
    assert draft(place, **same) == draft(place, **same)
    other = draft(place)
    assert other == draft(place, **same)
    assert "มีร่างคำสั่งอยู่แล้ว" in place.officer.get(other).text
    assert len(orders(world)) == 1


def test_texts_are_changed_and_duties_are_one_a_line(world: World, place):
    address = draft(place)
    page = place.officer.get(f"{address}/edit").text
    assert CONTENT["wordings"]["zone_committee"]["duties"][0] in page
    sent = texts(world, duties="ทำหนึ่ง\n\nทำสอง", signer_name="นายตัวอย่าง รักษาการ")
    assert place.officer.post(address, data=sent).status_code == 303
    order = orders(world)[0]
    assert order.content["duties"] == ["ทำหนึ่ง", "ทำสอง"]
    assert "๒. ทำสอง" in place.officer.get(address).text
    assert len(order.content["blocks"]) == 2


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("subject", "โปรดระบุเรื่องของคำสั่ง"),
        ("reason", "โปรดระบุเหตุผลที่ออกคำสั่ง"),
        ("authority", "โปรดระบุอำนาจที่ใช้ออกคำสั่ง"),
        ("duties", "โปรดระบุหน้าที่อย่างน้อย 1 ข้อ"),
        ("effect", "โปรดระบุว่าคำสั่งมีผลตั้งแต่เมื่อใด"),
        ("signer_position", "โปรดระบุตำแหน่งผู้ลงนาม"),
    ],
)
def test_an_empty_part_is_refused_in_thai_and_the_rest_stays(
    world: World, place, field: str, sentence: str
):
    address = draft(place)
    answer = place.officer.post(
        address, data=texts(world, signer_name="คงไว้ ตัวอย่าง") | {field: "  "}
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "คงไว้ ตัวอย่าง" in answer.text
    assert orders(world)[0].version == 1


def test_two_officers_change_one_draft_and_the_second_sees_both_texts(world: World, place):
    address = draft(place)
    first, second = world.sign_in(name="นางสาวคนแรก"), world.sign_in(name="นายคนที่สอง")
    sent = texts(world)
    assert first.post(address, data=sent | {"subject": "ของคนแรก"}).status_code == 303
    answer = second.post(address, data=sent | {"subject": "ของคนที่สอง"})
    assert answer.status_code == 409
    for text in ("ของคนแรก", "ของคนที่สอง", "นางสาวคนแรก"):
        assert text in answer.text
    chosen = sent | {"version": "2", "subject": "ของคนที่สอง", "choice-subject": "yours"}
    assert second.post(address, data=chosen).status_code == 303
    assert orders(world)[0].subject == "ของคนที่สอง"


def test_members_follow_the_committee_only_when_asked_and_typed_texts_stay(world: World, place):
    address = draft(place)
    place.officer.post(address, data=texts(world, subject="เรื่องที่พิมพ์เอง"))
    assert "ไม่ตรงกับคณะกรรมการ" not in place.officer.get(address).text
    fill(place.officer, place.zone, "residents", "นางตัวอย่าง มาใหม่")
    page = place.officer.get(address).text
    assert "ไม่ตรงกับคณะกรรมการ" in page
    assert "นางตัวอย่าง มาใหม่" not in page
    before = texts(world)
    assert place.officer.post(f"{address}/members").status_code == 303
    page = place.officer.get(address).text
    assert "นางตัวอย่าง มาใหม่" in page
    assert "เรื่องที่พิมพ์เอง" in page
    assert place.officer.post(address, data=before).status_code == 303
    assert "นางตัวอย่าง มาใหม่" in str(orders(world)[0].content["blocks"])


def test_a_draft_is_deleted_after_a_confirmation(world: World, place):
    address = draft(place)
    assert "ยืนยันลบร่างนี้" in place.officer.get(f"{address}/deletion/new").text
    assert len(orders(world)) == 1
    assert place.officer.post(f"{address}/deletion").status_code == 303
    assert orders(world) == []
    assert place.officer.get(address).status_code == 404


def test_the_list_offers_the_draft_of_each_zone_in_few_statements(world: World, place):
    world.zone(2)
    address = draft(place)
    with world.statements() as sent:
        page = place.officer.get("/d/bangna/orders?view=zones").text
    assert len(sent) <= 6
    assert address in page
    assert "record_id" not in page
    assert "ระบุชื่อในตำแหน่งที่ว่าง" in page
    reader = world.sign_in(Role.DIRECTOR).get("/d/bangna/orders?view=zones").text
    assert address in reader
    assert "record_id" not in reader


def test_without_zones_the_list_says_what_comes_first(world: World):
    assert "ยังไม่มีโซน" in world.sign_in().get("/d/bangna/orders?view=zones").text


def test_without_a_manual_no_order_is_drafted(world: World):
    zone_id = world.zone(1)
    answer = world.sign_in().post(f"/d/bangna/zones/{zone_id}/orders", data={})
    assert answer.status_code == 422
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in answer.text


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [
        (Role.SECTION_HEAD, 200, 303),
        (Role.DIRECTOR, 200, 403),
        (Role.ASSISTANT_DIRECTOR, 200, 403),
        (Role.SECTION_STAFF, 403, 403),
        (Role.ADVISER, 403, 403),
        (Role.ZONE_CHAIR, 403, 403),
    ],
)
def test_who_reads_and_who_drafts(world: World, place, role: Role, read: int, write: int):
    address = draft(place)
    person = world.sign_in(role)
    assert person.get(address).status_code == read
    assert person.get(f"{address}/document.pdf").status_code == read
    assert person.post(address, data=texts(world)).status_code == write
    assert person.post(f"{address}/members").status_code == write


def test_an_officer_of_another_district_finds_nothing(world: World, place):
    order_id = draft(place).rpartition("/")[2]
    stranger = world.sign_in(office=NEIGHBOUR)
    for path in ("", "/edit", "/document.pdf", "/deletion/new"):
        for slug in ("bangna", "phrakhanong"):
            assert stranger.get(f"/d/{slug}/orders/{order_id}{path}").status_code == 404
    for path in ("", "/members", "/deletion"):
        answer = stranger.post(f"/d/phrakhanong/orders/{order_id}{path}", data=texts(world))
        assert answer.status_code == 404
    answer = stranger.post(f"/d/phrakhanong/zones/{place.zone}/orders", data={})
    assert answer.status_code == 404
    assert len(orders(world)) == 1


def test_every_step_of_a_draft_is_in_the_audit_trail(world: World, place):
    address = draft(place)
    place.officer.post(address, data=texts(world, subject="ใหม่"))
    fill(place.officer, place.zone, "residents", "นางตัวอย่าง มาใหม่")
    place.officer.post(f"{address}/members")
    place.officer.post(f"{address}/deletion")
    actions = world.in_district(
        lambda session: list(
            session.scalars(
                select(AuditEntry.action)
                .where(AuditEntry.table_name == "orders")
                .order_by(AuditEntry.id)
            )
        )
    )
    assert actions == ["order:drafted", "order:changed", "order:members_refreshed", "order:deleted"]


def test_orders_of_a_zone_are_found_for_the_pages_above(world: World, place):
    draft(place)
    found = world.in_district(
        lambda session: [
            [order.subject for order in queries.orders_of_zone(session, zone_id)]
            for zone_id in (place.zone, uuid7())
        ]
    )
    assert found == [["แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1"], []]
