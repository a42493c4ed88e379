"""How many members a community's committee has (DOMAIN 4.4)."""

from datetime import date

import pytest

from core.regulations.keys import SEED, RegulationKey
from core.regulations.queries import committee_size, community_committee_size, value_on
from tests.support.world import World

RULE = next(each.value for each in SEED if each.key is RegulationKey.COMMUNITY_COMMITTEE_SIZE)


@pytest.mark.parametrize(
    ("houses", "members"),
    [
        (None, 7),
        (1, 7),
        (100, 7),
        (125, 7),
        (126, 8),
        (150, 8),
        (175, 8),
        (176, 9),
        (200, 9),
        (475, 14),
        (476, 15),
        (500, 15),
        (5000, 15),
    ],
)
def test_the_size_follows_the_houses(houses, members):
    assert committee_size(RULE, houses) == members


def test_every_installation_knows_the_size_and_not_what_nobody_published(world: World):
    day = date(2026, 1, 1)
    assert world.in_district(lambda session: community_committee_size(session, 180, day)) == 9
    assert (
        world.in_district(
            lambda session: value_on(session, RegulationKey.COMMUNITY_COMMITTEE_TERM, day)
        )
        is None
    )


def test_before_its_first_day_a_value_does_not_hold(world: World):
    assert (
        world.in_district(lambda session: community_committee_size(session, 180, date(2011, 1, 1)))
        is None
    )
