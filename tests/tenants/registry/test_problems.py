"""Which problems communities have: ticked for all of them on one page (F36)."""

from sqlalchemy import select

from core.access.roles import Role
from tenants.registry.models import Community
from tests.support.editions import adopted, edition
from tests.support.world import NEIGHBOUR, World

PAGE = "/d/bangna/communities/problems"


def problems_of(world: World, community_id, office: int = 1047):
    return world.in_district(
        lambda session: session.scalars(
            select(Community.problems).where(Community.id == community_id)
        ).one(),
        office,
    )


def prepared(world: World):
    edition(world)
    adopted(world)
    return world.community("ริมคลอง"), world.community("ตลาดใหม่")


def ticks(community, chosen, seen="") -> dict:
    return {
        "community": str(community),
        f"seen-{community}": seen,
        f"problems-{community}": chosen,
    }


def test_an_officer_ticks_problems_of_several_communities_at_once(world: World):
    first, second = prepared(world)
    officer = world.sign_in()
    page = officer.get(PAGE).text
    assert "น้ำท่วมขัง" in page
    sent = ticks(first, ["flood", "drugs"]) | ticks(second, [])
    answer = officer.post(PAGE, data=sent | {"community": [str(first), str(second)]})
    assert answer.status_code == 303
    assert problems_of(world, first) == ["drugs", "flood"]
    assert problems_of(world, second) == []
    assert "บันทึกสภาพปัญหาของ 1 ชุมชนแล้ว" in officer.get(PAGE).text


def test_what_somebody_else_ticked_meanwhile_is_not_overwritten(world: World):
    first, _ = prepared(world)
    officer = world.sign_in()
    officer.post(PAGE, data=ticks(first, ["flood"]))
    answer = officer.post(PAGE, data=ticks(first, ["waste"]))
    assert answer.status_code == 422
    assert "ริมคลอง" in answer.text
    assert f'value="waste" id="waste-{first}" checked' in answer.text
    assert problems_of(world, first) == ["flood"]


def test_a_kind_that_the_manual_does_not_name_is_not_taken(world: World):
    first, _ = prepared(world)
    world.sign_in().post(PAGE, data=ticks(first, ["dragons"]))
    assert problems_of(world, first) == []


def test_a_community_of_another_district_does_not_exist(world: World):
    prepared(world)
    foreign = world.community("ชุมชนข้างเคียง", office=NEIGHBOUR)
    answer = world.sign_in().post(PAGE, data=ticks(foreign, ["flood"]))
    assert answer.status_code == 404
    assert problems_of(world, foreign, NEIGHBOUR) == []


def test_without_a_manual_the_page_says_where_to_begin(world: World):
    world.community("ริมคลอง")
    assert "/d/bangna/manual" in world.sign_in().get(PAGE).text


def test_only_who_may_edit_the_register_ticks(world: World):
    first, _ = prepared(world)
    assert world.sign_in(Role.DIRECTOR).post(PAGE, data=ticks(first, ["flood"])).status_code == 403
