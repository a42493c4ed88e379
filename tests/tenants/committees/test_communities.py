"""The committees of the communities: their size by the houses, their chairs, and who may look (DOMAIN 4.4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from tenants.committees import queries
from tenants.committees.bodies import Body
from tenants.committees.models import Seat
from tenants.registry.models import CommunityFigures
from tests.support.editions import adopted, edition
from tests.support.seats import (
    CONTENT,
    address,
    community_address,
    fill,
    leave,
    name_on,
    seats_of,
)
from tests.support.world import BANG_NA, NEIGHBOUR, World

LIST = "/d/bangna/committees/communities"
OTHERS = [rule["key"] for rule in CONTENT["committees"]["community"]["seats"] if rule["minimum"]]


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """Two communities of one zone in an office that has adopted the manual, and an officer."""
    edition(world)
    adopted(world)
    first, second = world.community("ตัวอย่าง ก"), world.community("ตัวอย่าง ข")
    return SimpleNamespace(
        first=first, second=second, zone=world.zone(1, first, second), officer=world.sign_in()
    )


def houses(world: World, community: UUID, number: int) -> None:
    world.in_district(
        lambda session: session.add(
            CommunityFigures(
                district_id=BANG_NA,
                community_id=community,
                as_of=date(2026, 1, 31),
                houses=number,
                source="ทดสอบ",
                recorded_by="ทดสอบ",
            )
        )
    )


def view_of(world: World, community: UUID) -> SimpleNamespace:
    def read(session):
        view = queries.view_of(session, WHOLE_DISTRICT, Body.community(community))
        return SimpleNamespace(
            required=view.required,
            missing=view.minimum_missing,
            is_complete=view.is_complete,
            title=view.title,
        )

    return world.in_district(read)


@pytest.mark.parametrize(
    ("number", "members"), [(80, 7), (100, 7), (125, 7), (126, 8), (200, 9), (480, 15), (900, 15)]
)
def test_the_size_of_a_committee_follows_the_houses(world: World, place, number: int, members: int):
    houses(world, place.first, number)
    assert view_of(world, place.first).required == members
    page = place.officer.get(community_address(place.first)).text
    assert f"มี {number} หลังคาเรือน (ข้อมูล ณ 31 ม.ค. 2569) ตามระเบียบมีกรรมการ {members} คน" in page
    assert f"0 จาก {members}" in place.officer.get(LIST).text


def test_without_houses_a_committee_has_the_least_and_the_page_says_why(world: World, place):
    assert view_of(world, place.first).required == 7
    page = place.officer.get(community_address(place.first)).text
    assert "ไม่ทราบจำนวนหลังคาเรือน คณะกรรมการมีอย่างน้อย 7 คน" in page
    assert "ไม่ทราบจำนวนหลังคาเรือน ใช้จำนวนขั้นต่ำ" in place.officer.get(LIST).text


def test_before_any_value_of_the_department_the_manuals_seats_alone_are_asked_for(world: World):
    edition(world)
    adopted(world, day=date(2010, 1, 1))
    community = world.community("ตัวอย่าง ก")

    def read(session):
        body = Body.community(community)
        view = queries.view_of(session, WHOLE_DISTRICT, body, day=date(2011, 1, 1))
        return view.required, view.size.required

    assert world.in_district(read) == (len(OTHERS), None)


def test_a_committee_is_complete_with_every_office_and_as_many_members_as_the_houses_ask_for(
    world: World, place
):
    houses(world, place.first, 160)
    committee = community_address(place.first)
    for number, rule in enumerate([*OTHERS, "members"]):
        assert name_on(place.officer, committee, rule, f"นายตัวอย่าง ที่{number}").status_code == 303
    found = view_of(world, place.first)
    assert (found.missing, found.is_complete, found.title) == (
        1,
        False,
        "คณะกรรมการชุมชนตัวอย่าง ก",
    )
    name_on(place.officer, committee, "members", "นายตัวอย่าง คนสุดท้าย")
    assert view_of(world, place.first).is_complete
    page = place.officer.get(LIST).text
    assert "8 จาก 8" in page
    assert "นายตัวอย่าง ที่0" in page


def test_the_form_offers_the_position_with_the_name_of_the_community(world: World, place):
    committee = community_address(place.first)
    for rule, position in (
        ("chair", "ประธานชุมชนตัวอย่าง ก"),
        ("secretary", "เลขานุการชุมชนตัวอย่าง ก"),
        ("members", "กรรมการชุมชนตัวอย่าง ก"),
    ):
        page = place.officer.get(f"{committee}/seats/new?rule={rule}").text
        assert f'value="{position}"' in page


def test_who_chairs_one_community_cannot_chair_another(world: World, place):
    name_on(place.officer, community_address(place.first), "chair", "นายตัวอย่าง ใจดี")
    second = community_address(place.second)
    answer = name_on(place.officer, second, "chair", "ตัวอย่าง  ใจดี")
    assert answer.status_code == 422
    assert "คณะกรรมการชุมชนตัวอย่าง ก" in answer.text
    assert "ดำรงทั้งสองตำแหน่งพร้อมกันไม่ได้" in answer.text
    assert len(seats_of(world)) == 1


def test_nobody_holds_two_offices_of_one_community(world: World, place):
    committee = community_address(place.first)
    name_on(place.officer, committee, "secretary", "นายตัวอย่าง ใจดี")
    answer = name_on(place.officer, committee, "treasurer", "นายตัวอย่าง ใจดี")
    assert answer.status_code == 422
    assert "นายตัวอย่าง ใจดี ดำรงตำแหน่งเลขานุการชุมชนอยู่แล้ว" in answer.text


def test_a_chair_who_has_left_may_chair_another_community_from_that_day_on(world: World, place):
    name_on(place.officer, community_address(place.first), "chair", "นายตัวอย่าง ใจดี")
    leave(place.officer, seats_of(world)["นายตัวอย่าง ใจดี"].id, "1/6/2569")
    second = community_address(place.second)
    early = name_on(place.officer, second, "chair", "นายตัวอย่าง ใจดี", valid_from="31/5/2569")
    assert early.status_code == 422
    later = name_on(place.officer, second, "chair", "นายตัวอย่าง ใจดี", valid_from="1/6/2569")
    assert later.status_code == 303


def test_two_officers_who_make_one_person_chair_of_two_communities_at_once_make_one_chair(
    world: World, place
):
    clients = [world.sign_in(), world.sign_in()]
    committees = [community_address(place.first), community_address(place.second)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda number: name_on(
                    clients[number], committees[number], "chair", "นายตัวอย่าง ใจดี"
                ),
                range(2),
            )
        )
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    people = world.in_district(
        lambda session: session.scalars(select(Seat.person_id).distinct()).all()
    )
    assert len(people) == 1


def test_two_officers_who_fill_one_seat_at_once_fill_it_once(world: World, place):
    clients = [world.sign_in(), world.sign_in()]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda number: name_on(
                    clients[number],
                    community_address(place.first),
                    "chair",
                    f"นายตัวอย่าง คนที่{number}",
                ),
                range(2),
            )
        )
    assert sorted(answer.status_code for answer in answers) == [303, 422]


def test_the_list_asks_few_questions_however_many_communities_there_are(world: World, place):
    for number in range(6):
        community = world.community(f"ตัวอย่าง {number}")
        name_on(place.officer, community_address(community), "chair", f"นายตัวอย่าง ที่{number}")
    for path in (LIST, "/d/bangna/committees"):
        with world.statements() as sent:
            assert place.officer.get(path).status_code == 200
        assert len(sent) <= 6, sent


def test_the_overview_shows_the_groups_and_how_many_communities_have_a_chair(world: World, place):
    name_on(place.officer, community_address(place.first), "chair", "นายตัวอย่าง ใจดี")
    page = place.officer.get("/d/bangna/committees").text
    for words in (
        "ระดับเขต",
        "คณะกรรมการศึกษาแนวทางและจัดทำคู่มือการพัฒนาเครือข่ายชุมชน",
        "ประธานประชาคมชุมชน",
        "เครือข่ายชุมชนโซน",
        "มีประธานชุมชนในวาระ 1 จาก 2 ชุมชน",
    ):
        assert words in page


@pytest.mark.parametrize("kind", ["study", "assembly"])
def test_the_committees_of_the_district_are_filled_like_the_others(world: World, place, kind: str):
    committee = f"/d/bangna/committees/{kind}"
    answer = name_on(place.officer, committee, "chair", "นายตัวอย่าง ใจดี")
    assert answer.status_code == 303
    page = place.officer.get(committee).text
    assert "นายตัวอย่าง ใจดี" in page
    assert ("1 ก.พ. 2570" in page) is (kind == "assembly")


def test_a_leader_sees_the_own_community_and_no_committee_of_another_or_of_the_district(
    world: World, place
):
    name_on(place.officer, community_address(place.second), "chair", "นายตัวอย่าง ข้างบ้าน")
    for role in (Role.COMMUNITY_CHAIR, Role.ZONE_CHAIR):
        leader = world.sign_in(role, community_id=place.first)
        assert leader.get(community_address(place.first)).status_code == 200
        assert leader.get(address(place.zone)).status_code == 200
        for closed in (
            community_address(place.second),
            "/d/bangna/committees/study",
            "/d/bangna/committees/assembly",
        ):
            assert leader.get(closed).status_code == 404
        page = leader.get(LIST).text
        assert "ตัวอย่าง ก" in page
        assert "ข้างบ้าน" not in page
        assert "ระดับเขต" not in leader.get("/d/bangna/committees").text
        answer = name_on(leader, community_address(place.first), "chair", "นายตัวอย่าง เอง")
        assert answer.status_code == 403


@pytest.mark.parametrize("role", [Role.ADVISER, Role.ASSEMBLY_CHAIR, Role.DIRECTOR])
def test_readers_of_the_whole_district_see_every_committee_and_change_none(
    world: World, place, role: Role
):
    reader = world.sign_in(role)
    for path in (
        community_address(place.first),
        address(place.zone),
        "/d/bangna/committees/study",
        LIST,
    ):
        page = reader.get(path)
        assert page.status_code == 200
        assert "/seats/new" not in page.text
    assert name_on(reader, address(place.zone), "chair", "นายก").status_code == 403


def test_another_office_finds_no_committee_of_a_community(world: World, place):
    stranger = world.sign_in(office=NEIGHBOUR)
    path = community_address(place.first)
    assert stranger.get(path).status_code == 404
    assert stranger.get(path.replace("bangna", "phrakhanong")).status_code == 404


def test_a_closed_community_keeps_its_committee_unchanged(world: World, place):
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง โซน")
    gone = world.community(
        "ตัวอย่าง เลิก", status="closed", closed_on=date(2026, 1, 1), closing_reason="ยุบรวม"
    )
    page = place.officer.get(community_address(gone)).text
    assert "ชุมชนนี้ยุบเลิกเมื่อวันที่ 1 ม.ค. 2569" in page
    answer = name_on(place.officer, community_address(gone), "chair", "นายตัวอย่าง ใจดี")
    assert answer.status_code == 422
    assert "ชุมชนนี้ยุบเลิกแล้ว" in answer.text
    assert "ตัวอย่าง เลิก" not in place.officer.get(LIST).text
