"""Papers about papers: replacements, revocations, announcements and memos."""

from sqlalchemy import select

from core.access.permissions import WHOLE_DISTRICT
from core.evidence.queries import card_of
from core.i18n.dates import bangkok_now, bangkok_today, buddhist_year, show_date
from tenants.committees.models import Committee
from tenants.elections.models import Candidate, Election
from tenants.office.models import Numbering
from tenants.orders import queries
from tenants.people.models import Person
from tests.support.seats import fill, leave, seats_of
from tests.support.world import BANG_NA, World
from tests.tenants.orders.conftest import ORDERS, Office

YEAR = buddhist_year(bangkok_today())
TODAY = show_date(bangkok_today(), style="numeric")


def about(office: Office, address: str, kind: str):
    return office.developer.post(f"{address}/{kind}", data={})


def replace_resident(office: Office, world: World, name: str) -> str:
    """Somebody leaves a seat and another person takes it; the name of who left."""
    old = next(seat for seat in seats_of(world).items() if seat[1].rule_key == "residents")
    assert leave(office.developer, old[1].id, TODAY).status_code == 303
    answer = fill(office.developer, office.zones[0], "residents", name, valid_from=TODAY)
    assert answer.status_code == 303, answer.text
    return old[0]


def test_a_replacement_names_who_came_and_the_order_it_follows(world: World, office: Office):
    first = office.signed()
    replace_resident(office, world, "นางตัวอย่าง มาแทน")
    answer = about(office, first, "replacement")
    assert answer.status_code == 303
    later = answer.headers["Location"]
    order = office.order(later)
    assert str(order.amends_id) == first.rpartition("/")[2]
    assert f"ที่ 1/{YEAR}" in order.content["reason"]
    assert [member["name"] for member in order.content["blocks"][0]["members"]] == [
        "นางตัวอย่าง มาแทน"
    ]
    assert about(office, first, "replacement").headers["Location"] == later
    office.propose(later)
    assert office.sign(later).status_code == 303
    assert later in office.developer.get(first).text
    assert first in office.developer.get(later).text
    in_force = world.in_district(
        lambda session: str(queries.order_in_force(session, order.committee_id).id)
    )
    assert in_force == first.rpartition("/")[2]
    assert about(office, first, "replacement").status_code == 422


def test_without_a_new_member_there_is_nothing_to_replace(office: Office):
    first = office.signed()
    answer = about(office, first, "replacement")
    assert answer.status_code == 422
    assert "ยังไม่มีผู้ดำรงตำแหน่งแทน" in answer.text


def test_a_revocation_marks_the_card_and_the_order_is_in_force_no_more(
    world: World, office: Office
):
    first = office.signed()
    later = about(office, first, "revocation").headers["Location"]
    assert office.order(later).subject.startswith("ยกเลิกคำสั่ง")
    office.propose(later)
    assert office.sign(later).status_code == 303
    committee_id = office.order(first).committee_id

    def look(session):
        return (
            card_of(session, first.rpartition("/")[2]).state,
            queries.order_in_force(session, committee_id),
            queries.papers_of_zones(session, WHOLE_DISTRICT)[office.zones[0]].order,
        )

    assert world.in_district(look) == ("revoked", None, None)
    assert "คำสั่งนี้ถูกยกเลิกแล้ว" in office.developer.get(first).text
    assert about(office, first, "revocation").status_code == 422
    world.work_off()
    assert office.developer.get(f"{later}/document.pdf").data.startswith(b"%PDF")


def test_a_replacement_of_an_order_that_was_revoked_meanwhile_is_not_signed(
    world: World, office: Office
):
    first = office.signed()
    replace_resident(office, world, "นางตัวอย่าง มาแทน")
    replacement = about(office, first, "replacement").headers["Location"]
    office.propose(replacement)
    revocation = about(office, first, "revocation").headers["Location"]
    office.propose(revocation)
    assert office.sign(revocation).status_code == 303
    answer = office.sign(replacement)
    assert answer.status_code == 422
    assert "ไม่มีผลใช้บังคับแล้ว" in answer.text
    assert office.order(replacement).state == "proposed"


def test_a_revocation_is_not_dated_before_the_order_that_it_revokes(office: Office):
    first = office.signed()
    office.numbering(Numbering.REGISTRY)
    later = about(office, first, "revocation").headers["Location"]
    office.propose(later)
    before = show_date(bangkok_today().replace(day=1), style="numeric")
    if before == TODAY:
        return
    answer = office.sign(later, number="9", dated_on=before)
    assert answer.status_code == 422
    assert "อยู่ก่อนวันที่ของคำสั่งที่อ้างถึง" in answer.text


def test_a_memo_proposes_an_order_and_is_signed_by_the_section_head(world: World, office: Office):
    first = office.proposed()
    memo = about(office, first, "memo").headers["Location"]
    page = office.head.client.get(memo).text
    assert "บันทึกข้อความ" in page
    assert "ผู้อำนวยการเขตบางนา" in page
    assert office.sign(memo).status_code == 422
    assert office.sign(memo, office.head).status_code == 303
    order = office.order(memo)
    assert (order.register, order.number, order.signed_by) == ("memos", 1, "นางหัวหน้า ตัวอย่าง")
    world.work_off()
    assert office.head.client.get(f"{memo}/document.pdf").data.startswith(b"%PDF")
    assert office.head.client.get(f"{memo}/document.docx").data.startswith(b"PK")


def test_without_a_declared_result_there_is_nothing_to_announce(office: Office):
    answer = office.developer.post(
        f"{ORDERS}/announcements", data={"body": f"zone:{office.zones[0]}"}
    )
    assert answer.status_code == 422
    assert "ยังไม่มีผลการเลือกตั้ง" in answer.text


def test_other_committees_have_orders_of_their_own(world: World, office: Office):
    page = office.developer.get(f"{ORDERS}?view=others").text
    assert "คณะกรรมการศึกษาแนวทาง" in page
    assert "ประธานประชาคมชุมชน" in page
    answer = office.developer.post(f"{ORDERS}/appointments", data={"body": "study"})
    assert answer.status_code == 422
    assert "ตำแหน่งตามคู่มือที่ยังว่างอยู่" in answer.text


def test_the_list_of_all_papers_is_filtered_by_kind_state_and_year(office: Office):
    signed = office.signed()
    draft = about(office, signed, "revocation").headers["Location"]
    for chosen, shown, hidden in (
        ("kind=revocation", draft, signed),
        ("state=signed", signed, draft),
        (f"year={YEAR}", signed, draft),
    ):
        page = office.developer.get(f"{ORDERS}?view=all&{chosen}").text
        assert shown in page
        assert hidden not in page
    assert "ไม่พบเอกสาร" in office.developer.get(f"{ORDERS}?view=all&year=2500").text
    assert office.developer.get(f"{ORDERS}?view=all&kind=x&state=y&page=0").status_code == 200


def declare(world: World, office: Office) -> None:
    """A signed result: somebody was elected chair of the zone."""

    def write(session) -> None:
        committee = session.scalars(
            select(Committee).where(Committee.zone_id == office.zones[0])
        ).one()
        person = session.scalars(select(Person)).first()
        election = Election(
            district_id=BANG_NA,
            electorate="zone_chair",
            zone_id=committee.zone_id,
            committee_id=committee.id,
            rule_key="chair",
            method="paper",
            edition=1,
            held_on=bangkok_today(),
            term_from=bangkok_today(),
            changed_by="",
        )
        session.add(election)
        session.flush()
        candidate = Candidate(
            district_id=BANG_NA,
            election_id=election.id,
            number=1,
            person_id=person.id,
            person_name="นางตัวอย่าง ได้รับเลือก",
            person_position="ประธานชุมชนตัวอย่าง",
            statement="",
            attested_on=bangkok_today(),
            attested_before="",
            changed_by="",
        )
        session.add(candidate)
        session.flush()
        for state in ("open", "counting"):
            election.state = state
            session.flush()
        election.winner_candidate_id = candidate.id
        election.state, election.sha256, election.result = "declared", "0" * 64, {}
        election.declared_at, election.declared_by = bangkok_now(), "ผู้อำนวยการ"
        election.declared_by_position = "ผู้อำนวยการเขต"

    world.in_district(write)


def test_the_announcement_of_a_declared_result_names_who_was_elected(world: World, office: Office):
    order = office.draft()
    declare(world, office)
    assert "ร่างประกาศผลการเลือกตั้ง" in office.developer.get(order).text
    sent = {"body": f"zone:{office.zones[0]}"}
    answers = [office.developer.post(f"{ORDERS}/announcements", data=sent) for _ in range(2)]
    address = answers[0].headers["Location"]
    assert answers[1].headers["Location"] == address
    page = office.developer.get(address).text
    assert "ประกาศสำนักงานเขตบางนา" in page
    assert "นางตัวอย่าง ได้รับเลือก ประธานชุมชนตัวอย่าง ได้รับเลือกตั้ง" in page
    assert "{" not in str(office.order(address).content["authority"])
    assert "ร่างประกาศผลการเลือกตั้ง" not in office.developer.get(order).text
    office.numbering(Numbering.REGISTRY)
    office.propose(address)
    assert office.sign(address, number="", dated_on=TODAY).status_code == 303
    signed = office.order(address)
    assert (signed.number, signed.register) == (None, "announcements")
    card = world.in_district(
        lambda session: (found := card_of(session, signed.id)).kind + " " + found.title
    )
    assert card == "announcement ผลการเลือกตั้งประธานเครือข่ายชุมชน โซน 1"
    world.work_off()
    assert office.developer.get(f"{address}/document.pdf").data.startswith(b"%PDF")
