"""The example communities of Bang Na."""

from sqlalchemy import func, select

from tenants.example.content import BANG_NA, bangna, community_id
from tenants.registry import demo
from tenants.registry.models import Community, CommunityFigures
from tests.support.world import World


def test_the_example_register_has_the_studys_numbers_and_every_row_is_marked(world: World):
    world.in_district(demo.load)

    def look(session):
        return (
            session.scalar(select(func.count()).select_from(Community)),
            session.scalar(select(func.sum(CommunityFigures.residents))),
            session.scalar(select(func.bool_and(Community.is_example))),
            session.scalar(select(func.bool_and(CommunityFigures.is_example))),
        )

    assert world.in_district(look) == (38, 39_000, True, True)


def test_other_steps_find_an_example_community_by_its_key(world: World):
    world.in_district(demo.load)
    entry = bangna()["communities"][0]
    name = world.in_district(
        lambda session: session.get(Community, (BANG_NA, community_id(entry["key"]))).name
    )
    assert entry["name"] == f"ชุมชน{name}"


def test_every_example_row_of_the_list_says_that_it_is_one(world: World):
    world.in_district(demo.load)
    page = world.sign_in().get("/d/bangna/communities").text
    assert page.count('class="example-mark"') >= 38
