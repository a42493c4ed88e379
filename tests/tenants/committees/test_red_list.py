"""The red list of a composition, and the chairs of the communities in the committee of their zone (F25)."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from core.access.permissions import WHOLE_DISTRICT
from core.i18n.dates import bangkok_today
from tenants.committees import queries
from tenants.committees.bodies import Body
from tenants.committees.models import Seat
from tenants.committees.problems import ProblemKind
from tenants.zones.models import ZoneMembership
from tests.support.editions import adopted, edition
from tests.support.seats import (
    OF_COMMUNITIES,
    address,
    community_address,
    fill,
    fill_all,
    leave,
    name_on,
    seats_of,
)
from tests.support.world import NEIGHBOUR, World


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A zone of two communities with their chairs, a second zone, and an officer."""
    edition(world)
    adopted(world)
    officer = world.sign_in()
    first, second, far = (world.community(f"ตัวอย่าง {letter}") for letter in "กขค")
    for community, name in (
        (first, "นายตัวอย่าง ประธานก"),
        (second, "นางตัวอย่าง ประธานข"),
        (far, "นายตัวอย่าง ประธานค"),
    ):
        name_on(officer, community_address(community), "chair", name)
    return SimpleNamespace(
        first=first,
        second=second,
        far=far,
        zone=world.zone(1, first, second),
        other=world.zone(2, far),
        officer=officer,
    )


def kinds(world: World, zone_id) -> list[ProblemKind]:
    return world.in_district(
        lambda session: [
            problem.kind
            for problem in queries.view_of(session, WHOLE_DISTRICT, Body.zone(zone_id)).problems
            if problem.kind is not ProblemKind.MISSING
        ]
    )


def test_the_chairs_in_office_are_those_of_the_communities_that_are_in_the_zone_on_the_day(
    world: World, place
):
    def read(session):
        return [
            (chair.community_name, chair.person_name, chair.zone_id == place.zone)
            for chair in queries.community_chairs_in_office(
                session, zone_id=place.zone, day=bangkok_today()
            )
        ]

    assert world.in_district(read) == [
        ("ตัวอย่าง ก", "นายตัวอย่าง ประธานก", True),
        ("ตัวอย่าง ข", "นางตัวอย่าง ประธานข", True),
    ]
    leave(place.officer, seats_of(world)["นายตัวอย่าง ประธานก"].id, "1/6/2569")
    assert [line[0] for line in world.in_district(read)] == ["ตัวอย่าง ข"]
    assert world.in_district(read, NEIGHBOUR) == []


def test_the_chairs_of_the_zones_elect_the_assembly_so_they_are_known_by_zone(world: World, place):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ประธานก")
    found = world.in_district(
        lambda session: [
            (chair.zone_name, chair.person_name, chair.community_id)
            for chair in queries.zone_chairs_in_office(session, day=bangkok_today())
        ]
    )
    assert found == [("โซน 1", "นายตัวอย่าง ประธานก", None)]


def test_the_chairs_of_the_communities_take_their_seats_in_one_step(world: World, place):
    page = place.officer.get(address(place.zone)).text
    assert "บันทึกประธานชุมชนเข้าตำแหน่ง" in page
    form = place.officer.get(f"{address(place.zone)}/community-chairs/new").text
    assert "นายตัวอย่าง ประธานก" in form
    assert "ประธานค" not in form
    for _ in range(2):
        answer = place.officer.post(
            f"{address(place.zone)}/community-chairs", data={"valid_from": "1/6/2569"}
        )
        assert answer.status_code == 303
    held = world.in_district(
        lambda session: [
            (line.community.name, line.seat.person_name, line.seat.person_position)
            for line in queries.view_of(session, WHOLE_DISTRICT, Body.zone(place.zone))
            .group(OF_COMMUNITIES)
            .lines
        ]
    )
    assert held == [
        ("ตัวอย่าง ก", "นายตัวอย่าง ประธานก", "ประธานชุมชนตัวอย่าง ก"),
        ("ตัวอย่าง ข", "นางตัวอย่าง ประธานข", "ประธานชุมชนตัวอย่าง ข"),
    ]


def test_the_chair_of_the_network_and_one_who_sits_elsewhere_are_left_out_and_the_page_says_why(
    world: World, place
):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ประธานก")
    fill(place.officer, place.other, "chair", "นางตัวอย่าง ประธานข")
    page = place.officer.get(f"{address(place.zone)}/community-chairs/new").text
    assert "นายตัวอย่าง ประธานก เป็นประธานเครือข่ายนี้" in page
    assert "นางตัวอย่าง ประธานข ดำรงตำแหน่งในคณะกรรมการเครือข่ายชุมชน โซน 2" in page
    sent = {"valid_from": "1/6/2569"}
    place.officer.post(f"{address(place.zone)}/community-chairs", data=sent)
    assert "ขณะนี้ไม่มีตำแหน่งที่จะบันทึกประธานชุมชนเข้าได้" in page
    assert len(seats_of(world)) == 3


def test_a_day_in_the_future_is_refused_and_nobody_is_seated(world: World, place):
    answer = place.officer.post(
        f"{address(place.zone)}/community-chairs", data={"valid_from": "1/6/2600"}
    )
    assert answer.status_code == 422
    assert "1/6/2600" in answer.text
    assert len(seats_of(world)) == 3


def test_a_chair_from_another_zone_cannot_sit_on_the_seat_of_a_community(world: World, place):
    answer = fill(
        place.officer, place.zone, OF_COMMUNITIES, "นายตัวอย่าง ประธานค", community=place.far
    )
    assert answer.status_code == 404
    fill(place.officer, place.zone, OF_COMMUNITIES, "นายตัวอย่าง ประธานค", community=place.first)
    page = place.officer.get(address(place.zone)).text
    assert (
        "นายตัวอย่าง ประธานค ดำรงตำแหน่งแทนชุมชนตัวอย่าง ก แต่ประธานชุมชนในวาระคือ นายตัวอย่าง ประธานก" in page
    )
    assert kinds(world, place.zone) == [ProblemKind.NOT_THE_CHAIR]


def test_the_way_to_put_it_right_leads_to_the_leaving_with_its_reason(world: World, place):
    fill(place.officer, place.zone, OF_COMMUNITIES, "นายตัวอย่าง เก่า", community=place.first)
    seat = seats_of(world)["นายตัวอย่าง เก่า"].id
    page = place.officer.get(address(place.zone)).text
    assert f"/seats/{seat}/vacancy/new?reason=" in page
    form = place.officer.get(f"/d/bangna/seats/{seat}/vacancy/new?reason=ครบวาระ").text
    assert "ครบวาระ</textarea>" in form


def test_another_member_of_the_community_stands_in_for_the_chair_of_the_network(
    world: World, place
):
    name_on(place.officer, community_address(place.first), "secretary", "นางตัวอย่าง ผู้แทน")
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ประธานก")
    page = place.officer.get(address(place.zone)).text
    assert "ตำแหน่งของชุมชนตัวอย่าง ก ให้กรรมการชุมชนคนอื่นดำรงตำแหน่ง" in page
    form = place.officer.get(
        f"{address(place.zone)}/seats/new?rule={OF_COMMUNITIES}&community={place.first}"
    ).text
    assert "ประธานชุมชนตัวอย่าง ก เป็นประธานเครือข่ายนี้" in form
    assert "<li>นางตัวอย่าง ผู้แทน · ตำแหน่งตัวอย่าง</li>" in form
    assert 'value="กรรมการชุมชนตัวอย่าง ก"' in form
    assert "นายตัวอย่าง ประธานก</li>" not in form
    answer = fill(
        place.officer, place.zone, OF_COMMUNITIES, "นางตัวอย่าง ผู้แทน", community=place.first
    )
    assert answer.status_code == 303
    assert kinds(world, place.zone) == []


def test_who_is_not_on_the_communitys_committee_cannot_stand_in_for_its_chair(world: World, place):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ประธานก")
    form = place.officer.get(
        f"{address(place.zone)}/seats/new?rule={OF_COMMUNITIES}&community={place.first}"
    ).text
    assert "ยังไม่มีรายชื่อกรรมการชุมชนคนอื่นในระบบ" in form
    fill(place.officer, place.zone, OF_COMMUNITIES, "นางตัวอย่าง คนนอก", community=place.first)
    assert kinds(world, place.zone) == [ProblemKind.NOT_A_MEMBER]
    assert "แต่ไม่มีชื่อเป็นกรรมการชุมชนนั้น" in place.officer.get(address(place.zone)).text


def test_a_member_stands_in_only_while_the_chair_leads_the_network(world: World, place):
    name_on(place.officer, community_address(place.first), "secretary", "นางตัวอย่าง ผู้แทน")
    fill(place.officer, place.zone, "chair", "นางตัวอย่าง ประธานข")
    fill(place.officer, place.zone, OF_COMMUNITIES, "นางตัวอย่าง ผู้แทน", community=place.first)
    assert kinds(world, place.zone) == [ProblemKind.NOT_THE_CHAIR]


def test_the_chairs_take_their_seats_with_as_few_questions_however_many_they_are(
    world: World, place
):
    counts = []
    for number, size in ((3, 2), (4, 8)):
        communities = [world.community(f"จำนวน {number}/{each}") for each in range(size)]
        for each, community in enumerate(communities):
            name = f"นายตัวอย่าง ที่{number}{each}"
            name_on(place.officer, community_address(community), "chair", name)
        zone = world.zone(number, *communities)
        with world.statements() as sent:
            answer = place.officer.post(
                f"{address(zone)}/community-chairs", data={"valid_from": "1/6/2569"}
            )
        assert answer.status_code == 303
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 20


def test_the_elected_chair_who_keeps_the_own_seat_is_on_the_red_list(world: World, place):
    for rule, community in (("chair", None), (OF_COMMUNITIES, place.first)):
        fill(place.officer, place.zone, rule, "นายตัวอย่าง ประธานก", community=community)
    assert kinds(world, place.zone) == [ProblemKind.EXCLUDED_HERE]


def test_nobody_chairs_two_networks_of_zones(world: World, place):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ประธานก")
    answer = fill(place.officer, place.other, "chair", "นายตัวอย่าง ประธานก")
    assert answer.status_code == 422
    assert "คณะกรรมการเครือข่ายชุมชน โซน 1" in answer.text
    assert fill(place.officer, place.other, "residents", "นายตัวอย่าง ประธานก").status_code == 303


def test_two_posts_that_are_on_file_already_are_found(world: World, place):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ประธานก")
    fill(place.officer, place.other, "chair", "นายตัวอย่าง อื่น")
    seats = seats_of(world)
    world.in_district(
        lambda session: session.execute(
            update(Seat)
            .where(Seat.id == seats["นายตัวอย่าง อื่น"].id)
            .values(person_id=seats["นายตัวอย่าง ประธานก"].person_id)
        )
    )
    assert kinds(world, place.zone) == [ProblemKind.EXCLUDED_ELSEWHERE]
    assert "บุคคลเดียวดำรงทั้งสองตำแหน่งพร้อมกันไม่ได้" in place.officer.get(address(place.zone)).text


def test_a_community_that_left_the_zone_is_on_the_red_list(world: World, place):
    fill(place.officer, place.zone, OF_COMMUNITIES, "นายตัวอย่าง ประธานก", community=place.first)
    world.in_district(
        lambda session: session.execute(
            update(ZoneMembership)
            .where(ZoneMembership.community_id == place.first)
            .values(valid_to=date(2026, 1, 1))
        )
    )
    assert kinds(world, place.zone) == [ProblemKind.LEFT_THE_NETWORK]


def test_communities_without_a_chair_on_file_are_counted_once(world: World, place):
    third = world.zone(3, *(world.community(f"ใหม่ {number}") for number in range(4)))
    assert kinds(world, third) == [ProblemKind.NO_CHAIR_KNOWN]
    page = place.officer.get(address(third)).text
    assert "ยังไม่มีชื่อประธานชุมชนในระบบ 4 ชุมชน" in page


def test_a_composition_is_complete_when_the_manuals_minimums_are_met(world: World, place):
    fill_all(place.officer, place.zone, [place.first, place.second])
    view = world.in_district(
        lambda session: [
            (view.is_complete, view.minimum_missing)
            for view in queries.committees_of(session, WHOLE_DISTRICT)
        ]
    )
    assert view[0] == (True, 0)
    assert view[1][0] is False


def test_every_missing_seat_is_a_line_with_words(world: World, place):
    lines = world.in_district(
        lambda session: [
            str(problem.message)
            for problem in queries.view_of(session, WHOLE_DISTRICT, Body.zone(place.zone)).problems
        ]
    )
    assert "ประธานเครือข่าย มาจากการเลือกตั้งของประธานชุมชนในโซน: seats missing: 1" in lines
    assert len(lines) == 11
