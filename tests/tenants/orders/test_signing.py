"""The way of an order from its draft to the signature, and who is refused on it."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.audit.models import AuditEntry
from core.documents.content import OrderDocument, read_paper
from core.evidence.queries import card_of
from core.i18n.dates import bangkok_today, buddhist_year, show_date
from core.jobs.models import OutboxJob
from tenants.office.models import Numbering
from tenants.orders import queries
from tenants.orders.models import Order
from tests.support.seats import fill
from tests.support.world import NEIGHBOUR, World
from tests.tenants.orders.conftest import ORDERS, Office, Signer

YEAR = buddhist_year(bangkok_today())


def steps(world: World, address: str) -> list[tuple[str, str]]:
    order_id = address.rpartition("/")[2]
    return world.in_district(
        lambda session: [(s.step, s.comment) for s in queries.steps_of(session, order_id)]
    )


def test_the_whole_way_developer_head_director_leaves_a_trail_with_names(world: World, office):
    address = office.draft()
    assert "ส่งหัวหน้าฝ่าย" in office.developer.get(address).text
    assert office.developer.post(f"{address}/submission").status_code == 303
    assert address in office.head.client.get(ORDERS).text
    office.propose(address)
    assert address in office.director.client.get(ORDERS).text
    assert "ลงนามคำสั่ง" in office.director.client.get(f"{address}/signature/new").text
    assert office.sign(address).status_code == 303
    page = office.developer.get(address).text
    for words in ("ส่งหัวหน้าฝ่าย", "เสนอลงนาม", "ลงนามแล้ว", "นางหัวหน้า ตัวอย่าง", "นายผู้อำนวยการ ตัวอย่าง"):
        assert words in page
    assert [step for step, _ in steps(world, address)] == ["submitted", "proposed", "signed"]


def test_a_signed_order_has_number_day_signer_hash_code_and_a_card(world: World, office):
    address = office.signed()
    order = office.order(address)
    assert (order.number, order.number_year, order.dated_on) == (1, YEAR, bangkok_today())
    assert (order.signed_by, order.method) == ("นายผู้อำนวยการ ตัวอย่าง", "system")
    assert order.signed_by_position == "ผู้อำนวยการเขตบางนา"
    assert order.sha256 == sha256(order.canonical.encode()).hexdigest()
    said = json.loads(order.canonical)
    assert said["verification_code"] == order.verification_code
    assert said["address"].endswith(f"/papers/{order.verification_code}")
    assert (said["number"], said["edition"]) == (f"1/{YEAR}", 1)
    card = world.in_district(
        lambda session: (
            (card := card_of(session, order.id)).number,
            card.title,
            card.state,
            card.sha256,
            card.zone_id,
        )
    )
    assert card == (
        f"1/{YEAR}",
        "แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1",
        "valid",
        order.sha256,
        office.zones[0],
    )


def test_files_are_prepared_by_a_worker_and_the_page_says_so_until_then(world: World, office):
    address = office.signed()
    assert "กำลังจัดทำเอกสาร" in office.developer.get(address).text
    pulse = office.developer.get(f"{address}/pulse")
    same = {"If-None-Match": pulse.headers["ETag"]}
    assert office.developer.get(f"{address}/pulse", headers=same).status_code == 304
    assert office.developer.get(f"{address}/document.pdf").status_code == 404
    world.work_off()
    assert office.developer.get(f"{address}/pulse", headers=same).status_code == 200
    assert "กำลังจัดทำเอกสาร" not in office.developer.get(address).text
    assert office.developer.get(f"{address}/document.pdf").data.startswith(b"%PDF")
    assert office.developer.get(f"{address}/document.docx").data.startswith(b"PK")
    text_of = office.developer.get(f"{address}/signed-text.json").data
    assert sha256(text_of).hexdigest() == office.order(address).sha256
    paper = read_paper(
        json.dumps(
            json.loads(text_of)["paper"], ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )
    )
    assert isinstance(paper, OrderDocument)
    assert (paper.number, paper.draft) == (f"1/{YEAR}", False)


def test_the_job_run_twice_changes_nothing(world: World, office):
    address = office.signed()
    world.work_off()
    before = office.developer.get(f"{address}/document.pdf").data
    world.in_district(
        lambda session: session.execute(
            text(
                "UPDATE outbox SET done_at = NULL, leased_until = NULL WHERE name = 'orders.render'"
            )
        )
    )
    world.work_off()
    assert office.developer.get(f"{address}/document.pdf").data == before


def test_a_signature_sent_twice_is_one_signature(world: World, office):
    address = office.proposed()
    sent = office.director.confirmed(version=str(office.order(address).version))
    first = office.director.client.post(f"{address}/signature", data=sent)
    second = office.director.client.post(f"{address}/signature", data=sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert [step for step, _ in steps(world, address)] == ["proposed", "signed"]
    jobs = world.in_district(
        lambda session: session.scalars(
            select(OutboxJob.id).where(OutboxJob.name == "orders.render")
        ).all()
    )
    assert len(jobs) == 1


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("password", "รหัสผ่านไม่ถูกต้อง"), ("code", "รหัสไม่ถูกต้องหรือถูกใช้ไปแล้ว")],
)
def test_a_wrong_confirmation_stands_beside_its_field_and_signs_nothing(
    office, field: str, sentence: str
):
    address = office.proposed()
    answer = office.sign(address, **{field: "000000"})
    assert answer.status_code == 422
    assert sentence in answer.text.partition(f'id="{field}-error"')[2].partition("</div>")[0]
    assert office.order(address).state == "proposed"


def test_a_draft_that_nobody_proposed_is_not_signed(office):
    answer = office.sign(office.draft())
    assert answer.status_code == 422
    assert "ไม่ได้อยู่ระหว่างรอลงนาม" in answer.text


def test_a_paper_that_was_changed_since_it_was_read_is_not_signed(office):
    address = office.proposed()
    answer = office.sign(address, version="1")
    assert answer.status_code == 422
    assert "โปรดอ่านอีกครั้งก่อนลงนาม" in answer.text
    assert office.order(address).state == "proposed"


def test_the_director_sends_a_paper_back_with_a_comment_and_it_is_a_draft_again(
    world: World, office
):
    address = office.proposed()
    empty = office.director.client.post(f"{address}/refusal", data={"comment": " "})
    assert empty.status_code == 422
    assert "โปรดระบุว่าต้องแก้ไขอะไร" in empty.text
    sent = {"comment": "ขอให้ระบุหน้าที่ให้ชัดเจน"}
    for _ in range(2):
        assert office.director.client.post(f"{address}/refusal", data=sent).status_code == 303
    assert office.order(address).state == "draft"
    page = office.developer.get(address).text
    assert "ขอให้ระบุหน้าที่ให้ชัดเจน" in page
    assert "นายผู้อำนวยการ ตัวอย่าง" in page
    assert steps(world, address) == [("proposed", ""), ("sent_back", "ขอให้ระบุหน้าที่ให้ชัดเจน")]
    assert address in office.developer.get(ORDERS).text
    office.propose(address)
    assert office.sign(address).status_code == 303


def test_the_section_head_returns_a_draft_to_its_drafter_with_a_comment(world: World, office):
    address = office.draft()
    office.developer.post(f"{address}/submission")
    assert office.head.client.get(f"{address}/return/new").status_code == 200
    sent = {"comment": "โปรดตรวจชื่อกรรมการ"}
    assert office.head.client.post(f"{address}/return", data=sent).status_code == 303
    assert "โปรดตรวจชื่อกรรมการ" in office.developer.get(address).text
    assert "ส่งคืนพร้อมความเห็น" in office.developer.get(ORDERS).text
    assert office.order(address).state == "draft"


def test_members_that_differ_from_the_committee_are_not_proposed(office):
    address = office.draft()
    fill(office.developer, office.zones[0], "residents", "นางตัวอย่าง มาใหม่")
    answer = office.head.client.post(f"{address}/proposal", data={"version": "1"})
    assert answer.status_code == 422
    assert "รายชื่อไม่ตรงกับคณะกรรมการ" in answer.text


def test_a_proposed_or_signed_paper_is_changed_and_deleted_no_more(office):
    address = office.proposed()
    order = office.order(address)
    kept = ("reason", "authority", "effect", "signer_name", "signer_position")
    sent = {name: order.content[name] for name in kept} | {
        "duties": "ใหม่",
        "subject": "ใหม่",
        "version": str(order.version),
    }
    for expected in ("proposed", "signed"):
        for path in ("", "/members", "/deletion"):
            answer = office.developer.post(f"{address}{path}", data=sent)
            assert answer.status_code == 422
            assert "แก้ไขได้เฉพาะเอกสารที่ยังเป็นร่าง" in answer.text
        assert office.developer.get(f"{address}/edit").status_code == 302
        assert "/edit" not in office.developer.get(address).text
        assert office.order(address).state == expected
        if expected == "proposed":
            office.sign(address)


def test_the_database_refuses_to_change_a_signed_order(world: World, office, owner: Engine):
    office.signed()
    for statement in ("UPDATE orders SET subject = 'ปลอม'", "DELETE FROM orders"):
        with pytest.raises(DBAPIError, match="never changes"):
            world.in_district(lambda session, sql=statement: session.execute(text(sql)))
        with pytest.raises(DBAPIError, match="never changes"), owner.begin() as connection:
            connection.execute(text(statement))


def test_an_assistant_signs_while_the_delegation_runs_and_the_paper_says_for_whom(
    office, make_signer: Callable[..., Signer]
):
    assistant = make_signer(Role.ASSISTANT_DIRECTOR, name="นางผู้ช่วย ตัวอย่าง")
    office.delegate(assistant.person, bangkok_today(), bangkok_today())
    address = office.proposed()
    assert address in assistant.client.get(ORDERS).text
    assert office.sign(address, assistant).status_code == 303
    order = office.order(address)
    assert order.signed_by == "นางผู้ช่วย ตัวอย่าง"
    assert "รักษาราชการแทน ผู้อำนวยการเขตบางนา" in order.signed_by_position


def test_a_delegation_that_ended_yesterday_signs_nothing_and_says_when_it_ended(
    office, make_signer: Callable[..., Signer]
):
    assistant = make_signer(Role.ASSISTANT_DIRECTOR)
    yesterday = bangkok_today() - timedelta(days=1)
    office.delegate(assistant.person, yesterday - timedelta(days=3), yesterday)
    address = office.proposed()
    answer = office.sign(address, assistant)
    assert answer.status_code == 422
    assert f"สิ้นสุดเมื่อวันที่ {show_date(yesterday)}" in answer.text
    assert (
        f"สิ้นสุดเมื่อวันที่ {show_date(yesterday)}"
        in assistant.client.get(f"{address}/signature/new").text
    )
    assert office.order(address).state == "proposed"


def test_without_a_delegation_an_assistant_or_a_head_signs_nothing(
    office, make_signer: Callable[..., Signer]
):
    address = office.proposed()
    for signer in (make_signer(Role.ASSISTANT_DIRECTOR), office.head):
        answer = office.sign(address, signer)
        assert answer.status_code == 422
        assert "ไม่มีคำสั่งให้ท่านรักษาราชการแทน" in answer.text


def test_a_head_who_acts_for_the_director_signs_what_she_proposed_and_the_page_notes_it(office):
    office.delegate(office.head.person, bangkok_today(), bangkok_today())
    address = office.proposed()
    assert office.sign(address, office.head).status_code == 303
    assert "ผู้เสนอและผู้ลงนามเป็นบุคคลเดียวกัน" in office.developer.get(address).text


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.SOCIAL_DEVELOPER, (403, 403, 403, 200)),
        (Role.SECTION_STAFF, (403, 403, 403, 403)),
        (Role.ZONE_CHAIR, (403, 403, 403, 403)),
        (Role.OFFICE_ADMIN, (403, 403, 403, 403)),
    ],
)
def test_who_may_not_propose_return_or_sign(world: World, office, role: Role, expected):
    address = office.proposed()
    person = world.sign_in(role)
    answers = (
        person.post(f"{address}/proposal", data={}),
        person.post(f"{address}/refusal", data={"comment": "ไม่"}),
        person.post(f"{address}/signature", data={}),
        person.get(address),
    )
    assert tuple(answer.status_code for answer in answers) == expected


def test_an_officer_of_another_district_reaches_no_step(world: World, office):
    order_id = office.proposed().rpartition("/")[2]
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    director = world.sign_in(Role.DIRECTOR, NEIGHBOUR)
    for path in ("proposal", "return", "submission", "paper-signature", "replacement", "memo"):
        answer = stranger.post(f"/d/phrakhanong/orders/{order_id}/{path}", data={})
        assert answer.status_code == 404, path
    for path in ("refusal", "signature"):
        answer = director.post(f"/d/phrakhanong/orders/{order_id}/{path}", data={})
        assert answer.status_code == 404, path
    for path in ("", "/pulse", "/signature/new", "/print.pdf", "/scan", "/signed-text.json"):
        assert director.get(f"/d/phrakhanong/orders/{order_id}{path}").status_code == 404


def test_the_audit_names_every_step(world: World, office):
    address = office.proposed()
    office.director.client.post(f"{address}/refusal", data={"comment": "แก้ไข"})
    office.propose(address)
    office.sign(address)
    rows = world.in_district(
        lambda session: session.execute(
            select(AuditEntry.action, AuditEntry.reason)
            .where(AuditEntry.table_name == "orders")
            .order_by(AuditEntry.id)
        ).all()
    )
    assert [row[0] for row in rows] == [
        "order:drafted",
        "order:proposed",
        "order:sent_back",
        "order:proposed",
        "order:signed",
    ]
    assert rows[2][1] == "แก้ไข"


def test_a_newer_appointment_replaces_the_older_one_on_its_card(world: World, office):
    first = office.signed()
    second = office.signed()
    assert first != second

    committee_id = office.order(first).committee_id

    def look(session):
        papers = queries.papers_of_zones(session, WHOLE_DISTRICT)[office.zones[0]]
        return (
            str(queries.order_in_force(session, committee_id).id),
            str(papers.order.id),
            papers.draft,
            card_of(session, first.rpartition("/")[2]).state,
        )

    newest = second.rpartition("/")[2]
    assert world.in_district(look) == (newest, newest, None, "replaced")
    assert "มีคำสั่งฉบับใหม่ใช้แทน" in office.developer.get(first).text


def test_the_page_and_the_list_ask_few_questions(world: World, office: Office):
    office.numbering(Numbering.OWN_SERIES)
    for _ in range(3):
        office.proposed(office.add_zone())
    for view in ("todo", "zones", "others", "all"):
        with world.statements() as sent:
            assert office.director.client.get(f"{ORDERS}?view={view}").status_code == 200
        assert len(sent) <= 6, view
    assert world.in_district(lambda session: len(session.scalars(select(Order)).all())) == 3
