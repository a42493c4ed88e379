"""A proposal of zones: computed, changed by hand, applied in one step (F32, F36)."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from tenants.networks.models import ZoneProposal
from tenants.registry.models import Community
from tenants.zones.models import Zone, ZoneMembership
from tests.support.editions import adopted, edition
from tests.support.world import NEIGHBOUR, World

NEW = "/d/bangna/zones/proposals"


def prepared(world: World, communities: int = 6) -> list[UUID]:
    """Half of the communities lie in the north and are flooded, half in the south."""
    edition(world)
    adopted(world)
    ids = [world.community(f"ริมคลอง {number}") for number in range(communities)]

    def place(session):
        for number, community_id in enumerate(ids):
            entry = session.get(Community, (1047, community_id))
            north = number < communities / 2
            entry.lat, entry.lon = (13.70 if north else 13.60) + number / 1000, 100.60
            entry.problems = ["flood"] if north else []

    world.in_district(place)
    return ids


def proposed(world: World, client, count: int = 2) -> str:
    answer = client.post(NEW, data={"count": str(count), "problem_percent": "30"})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def plan(world: World):
    return world.in_district(
        lambda session: session.scalars(
            select(ZoneProposal.plan).order_by(ZoneProposal.proposed_at.desc()).limit(1)
        ).one()
    )


def version(page: str) -> str:
    return re.search(r'name="version" [^>]*value="(\d+)"', page).group(1)


def zones_of(world: World) -> dict[str, set[UUID]]:
    rows = world.in_district(
        lambda session: session.execute(
            select(Zone.name, ZoneMembership.community_id).join(
                ZoneMembership, ZoneMembership.zone_id == Zone.id
            )
        ).all()
    )
    found: dict[str, set[UUID]] = {}
    for name, community_id in rows:
        found.setdefault(name, set()).add(community_id)
    return found


def test_neighbours_with_the_same_problems_are_proposed_together_and_nothing_moves_yet(
    world: World,
):
    ids = prepared(world)
    officer = world.sign_in()
    page = officer.get(proposed(world, officer)).text
    assert "น้ำท่วมขัง (3)" in page
    groups = [set(group["communities"]) for group in plan(world)["groups"]]
    assert groups == [{str(each) for each in ids[:3]}, {str(each) for each in ids[3:]}]
    assert zones_of(world) == {}


def test_an_officer_moves_a_community_renames_a_zone_and_applies_the_proposal(world: World):
    ids = prepared(world)
    officer = world.sign_in()
    address = proposed(world, officer)
    officer.post(f"{address}/placements", data={"community": str(ids[0]), "place": "1"})
    page = officer.get(address).text
    texts = {"name-0": "โซนเหนือ", "reason-0": "น้ำท่วมด้วยกัน", "name-1": "โซนใต้", "reason-1": ""}
    assert officer.post(address, data=texts | {"version": version(page)}).status_code == 303
    page = officer.get(address).text
    answer = officer.post(
        f"{address}/application", data={"version": version(page), "from_day": "1/11/2569"}
    )
    assert answer.status_code == 303, answer.text
    assert zones_of(world) == {"โซนเหนือ": set(ids[1:3]), "โซนใต้": {ids[0], *ids[3:]}}
    actions = world.in_district(lambda session: set(session.scalars(select(AuditEntry.action))))
    assert {"proposal:drafted", "proposal:changed", "proposal:applied"} <= actions


def test_applying_twice_moves_nobody_twice(world: World):
    prepared(world)
    officer = world.sign_in()
    address = proposed(world, officer)
    sent = {"version": version(officer.get(address).text), "from_day": "1/11/2569"}
    first, second = (officer.post(f"{address}/application", data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert sum(map(len, zones_of(world).values())) == 6


def test_a_proposal_that_somebody_changed_meanwhile_is_not_applied_unseen(world: World):
    prepared(world)
    officer = world.sign_in()
    address = proposed(world, officer)
    seen = version(officer.get(address).text)
    texts = {"name-0": "ก", "reason-0": "", "name-1": "ข", "reason-1": ""}
    world.sign_in().post(address, data=texts | {"version": seen})
    answer = officer.post(f"{address}/application", data={"version": seen, "from_day": "1/11/2569"})
    assert answer.status_code == 409
    assert zones_of(world) == {}


def test_zones_that_exist_keep_their_names_and_are_filled_first(world: World):
    ids = prepared(world)
    world.zone(1)
    officer = world.sign_in()
    address = proposed(world, officer)
    assert plan(world)["groups"][0]["name"] == "โซน 1"
    officer.post(
        f"{address}/application",
        data={"version": version(officer.get(address).text), "from_day": "1/11/2569"},
    )
    assert zones_of(world)["โซน 1"] == set(ids[:3])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"count": "0", "problem_percent": "30"}, "1"),
        ({"count": "55", "problem_percent": "30"}, "คู่มือกำหนดให้มีได้"),
        ({"count": "2", "problem_percent": "130"}, "130"),
        ({"count": "สอง", "problem_percent": ""}, "สอง"),
    ],
)
def test_wishes_that_cannot_be_are_refused_beside_their_field(world: World, data, words):
    prepared(world)
    answer = world.sign_in().post(NEW, data=data)
    assert answer.status_code == 422
    assert words in answer.text


def test_two_zones_of_one_name_are_refused_and_what_was_typed_stays(world: World):
    prepared(world)
    officer = world.sign_in()
    address = proposed(world, officer)
    answer = officer.post(
        address,
        data={
            "name-0": "โซนริมน้ำ",
            "reason-0": "เหตุผลที่พิมพ์",
            "name-1": "โซนริมน้ำ",
            "version": version(officer.get(address).text),
        },
    )
    assert answer.status_code == 422
    assert "มีโซนชื่อนี้อยู่แล้ว" in answer.text
    assert "เหตุผลที่พิมพ์" in answer.text


def test_a_proposal_that_was_laid_aside_makes_room_for_a_new_one(world: World):
    prepared(world)
    officer = world.sign_in()
    address = proposed(world, officer)
    assert proposed(world, officer) == address
    assert officer.post(f"{address}/discarding").status_code == 303
    assert proposed(world, officer, 3) != address
    answer = officer.post(f"{address}/application", data={"version": "2", "from_day": "1/11/2569"})
    assert answer.status_code == 422


def test_without_a_manual_there_is_no_proposal(world: World):
    world.community("ริมคลอง")
    answer = world.sign_in().post(NEW, data={"count": "2", "problem_percent": "30"})
    assert answer.status_code == 422
    assert "คู่มือ" in answer.text


def test_proposals_belong_to_their_district_and_to_those_who_place_communities(world: World):
    ids = prepared(world)
    officer = world.sign_in()
    address = proposed(world, officer)
    neighbour = world.sign_in(office=NEIGHBOUR)
    foreign = address.replace("/d/bangna/", "/d/phrakhanong/")
    assert neighbour.get(foreign).status_code == 404
    assert neighbour.post(f"{foreign}/discarding").status_code == 404
    assert (
        neighbour.post(
            f"{foreign}/placements", data={"community": str(ids[0]), "place": "0"}
        ).status_code
        == 404
    )
    assert world.sign_in(Role.DIRECTOR).get(address).status_code == 403
    stranger = "00000000-0000-7000-8000-000000000000"
    moved = officer.post(f"{address}/placements", data={"community": stranger, "place": "0"})
    assert moved.status_code == 404
    assert officer.get("/d/bangna/zones/proposals/new").headers["Location"] == address
