"""ทะเบียนคณะกรรมการ: as the office prints it, as of a day, and without any contact detail."""

import io
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from core.access.roles import Role
from tenants.committees.models import Seat
from tenants.people.models import Person
from tests.core.documents.extraction import by_pdfium, without_spaces
from tests.support.editions import adopted, edition
from tests.support.seats import fill
from tests.support.world import NEIGHBOUR, World

REGISTER = "/d/bangna/committees/register"
CANARIES = ("089-111-2233", "canary@example.com", "canary.line")


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A zone with a chair and a resident, and a community with its secretary."""
    edition(world)
    adopted(world)
    community = world.community("ตัวอย่าง ก")
    zone = world.zone(1, community)
    officer = world.sign_in()
    fill(officer, zone, "chair", "นายตัวอย่าง ประธาน", valid_from="1/10/2567")
    fill(officer, zone, "residents", "นางตัวอย่าง ชาวบ้าน")
    officer.post(
        f"/d/bangna/communities/{community}/committee/seats",
        data={
            "rule_key": "secretary",
            "person_name": "นางตัวอย่าง จดงาน",
            "person_position": "เลขานุการชุมชนตัวอย่าง ก",
            "valid_from": "1/3/2568",
        },
    )
    contact = dict(zip(("phone", "email", "line_id"), CANARIES, strict=True))
    world.in_district(lambda session: session.execute(update(Person).values(**contact)))
    return SimpleNamespace(community=community, zone=zone, officer=officer)


def table_of(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


def test_the_register_shows_every_committee_with_its_people_and_their_terms(place: SimpleNamespace):
    page = place.officer.get(REGISTER).text
    for words in (
        "ทะเบียนคณะกรรมการชุมชนและเครือข่ายชุมชน",
        "สำนักงานเขตบางนา",
        "คณะกรรมการเครือข่ายชุมชน โซน ๑",
        "คณะกรรมการชุมชนตัวอย่าง ก",
        "นายตัวอย่าง ประธาน",
        "1 ต.ค. 2567",
        "30 ก.ย. 2569",
        "เลขานุการชุมชนตัวอย่าง ก",
        "ผู้ดำรงตำแหน่ง 3 ตำแหน่ง",
    ):
        assert words in page
    assert "(ว่าง)" not in page
    assert "(ว่าง)" in place.officer.get(f"{REGISTER}?scope=all&vacant=y").text


def test_one_kind_alone_is_shown_where_it_is_asked_for(place: SimpleNamespace):
    networks = place.officer.get(f"{REGISTER}?scope=networks").text
    assert "นายตัวอย่าง ประธาน" in networks
    assert "จดงาน" not in networks
    communities = place.officer.get(f"{REGISTER}?scope=communities").text
    assert "จดงาน" in communities
    assert "นายตัวอย่าง ประธาน" not in communities


def test_the_register_of_an_earlier_day_shows_who_sat_then(world: World, place: SimpleNamespace):
    world.in_district(
        lambda session: session.execute(
            update(Seat)
            .where(Seat.rule_key == "chair")
            .values(valid_to=date(2025, 3, 1), vacated_reason="ย้ายที่อยู่")
        )
    )
    then = place.officer.get(f"{REGISTER}?day=28/2/2568").text
    assert "นายตัวอย่าง ประธาน" in then
    assert "จดงาน" not in then
    assert "ไม่แสดงคณะกรรมการที่ยังไม่มีกรรมการ 1 คณะ" in then
    assert "นายตัวอย่าง ประธาน" not in place.officer.get(f"{REGISTER}?day=๑/๓/๒๕๖๘").text
    assert "ไม่มีผู้ดำรงตำแหน่งกรรมการในวันนี้" in place.officer.get(f"{REGISTER}?day=1/1/2560").text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("day=31/2/2568", "31"), ("day=1/1/2690", "วันที่ต้องไม่หลัง"), ("day=", "โปรดระบุวันที่ของทะเบียน")],
)
def test_a_day_that_cannot_be_is_refused(place: SimpleNamespace, query: str, sentence: str):
    page = place.officer.get(f"{REGISTER}?{query}").text
    assert sentence in page
    assert "นายตัวอย่าง ประธาน" not in page
    paper = place.officer.get(f"{REGISTER}.pdf?{query}")
    assert paper.status_code == 303


def test_the_paper_says_the_same_as_the_page(place: SimpleNamespace):
    answer = place.officer.get(f"{REGISTER}.pdf?scope=all&day=1/4/2568")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    text = without_spaces("".join(by_pdfium(answer.data)))
    for words in ("ทะเบียนคณะกรรมการ", "นายตัวอย่าง", "จดงาน", "๑เมษายนพ.ศ.๒๕๖๘"):
        assert words in text
    assert not any(canary in text for canary in CANARIES)


def test_the_workbook_has_a_row_for_every_seat(world: World, place: SimpleNamespace):
    world.in_district(
        lambda session: session.execute(
            update(Seat).where(Seat.rule_key == "residents").values(person_position="=1+1")
        )
    )
    rows = table_of(place.officer.get(f"{REGISTER}.xlsx?scope=networks&day=1/4/2568"))
    assert rows[0][0].startswith("ทะเบียนคณะกรรมการเครือข่ายชุมชน")
    chair, resident = rows[4:]
    assert chair[1:4] == ["คณะกรรมการเครือข่ายชุมชน โซน ๑", "นายตัวอย่าง ประธาน", "ประธานกรรมการ"]
    assert chair[6:] == ["1/10/2567", "30/9/2569", "–"]
    assert resident[4] == "=1+1"


def test_contact_details_are_in_no_form_of_the_register(world: World, place: SimpleNamespace):
    assert world.in_district(lambda s: s.scalars(select(Person.phone)).first()) == CANARIES[0]
    for address in (REGISTER, f"{REGISTER}?vacant=y", "/d/bangna/committees"):
        page = place.officer.get(address).text
        assert not any(canary in page for canary in CANARIES)
    cells = str(table_of(place.officer.get(f"{REGISTER}.xlsx?day=1/4/2568")))
    assert not any(canary in cells for canary in CANARIES)


def test_without_a_day_paper_and_workbook_lead_to_the_page(place: SimpleNamespace):
    for form in ("pdf", "xlsx"):
        answer = place.officer.get(f"{REGISTER}.{form}")
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith("/committees/register")


def test_the_register_asks_the_database_seldom(world: World, place: SimpleNamespace):
    with world.statements() as statements:
        place.officer.get(REGISTER)
    assert len(statements) <= 6, statements


def test_a_zone_chair_sees_the_own_zone_and_another_office_nothing(
    world: World, place: SimpleNamespace
):
    other = world.community("ตัวอย่าง ข")
    other_zone = world.zone(2, other)
    fill(place.officer, other_zone, "chair", "นางตัวอย่าง โซนสอง")
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=place.community).get(REGISTER).text
    assert "นายตัวอย่าง ประธาน" in chair
    assert "โซนสอง" not in chair
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    assert stranger.get(REGISTER).status_code == 404
    assert stranger.get(f"{REGISTER}.pdf?day=1/4/2568").status_code == 404
    own = stranger.get("/d/phrakhanong/committees/register").text
    assert "ตัวอย่าง" not in own.replace("ตัวอย่าง</span>", "")
