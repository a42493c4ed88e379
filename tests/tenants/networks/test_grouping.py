"""The computation that proposes zones."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.networks.grouping import Site, kilometres, nearness_of, propose_groups

BANG_NA_MARKET, BITEC = (13.6683, 100.6045), (13.6690, 100.6105)


def site(number: int, point=None, problems=(), residents=None) -> Site:
    return Site(UUID(int=number), f"ชุมชน {number}", point, frozenset(problems), residents)


def around(latitude: float, first: int, count: int, problems=()) -> list[Site]:
    return [
        site(first + place, (latitude + place / 10_000, 100.6), problems) for place in range(count)
    ]


def names(group) -> set[int]:
    return {each.id.int for each in group}


def test_communities_near_each_other_come_together():
    north, south = around(13.70, 1, 6), around(13.60, 11, 6)
    found = propose_groups([*south, *north], 2, 0)
    assert [names(group) for group in found.groups] == [names(north), names(south)]


def test_shared_problems_bring_neighbours_of_different_streets_together():
    flooded = [site(number, (13.65, 100.60), {"flood"}) for number in range(1, 5)]
    crowded = [site(number, (13.65, 100.60), {"housing"}) for number in range(5, 9)]
    found = propose_groups([*flooded, *crowded], 2, 0.5)
    assert sorted(map(sorted, (names(group) for group in found.groups))) == [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
    ]


def test_no_group_is_left_with_a_handful():
    lonely = [site(99, (13.9, 100.9))]
    found = propose_groups([*around(13.6, 1, 37), *lonely], 5, 0)
    assert max(len(group) for group in found.groups) <= 10


def test_a_community_of_which_nothing_is_known_stays_outside():
    found = propose_groups([*around(13.6, 1, 4), site(50)], 2, 0.3)
    assert names(found.unplaced) == {50}


def test_more_groups_than_communities_are_not_made_up():
    assert len(propose_groups(around(13.6, 1, 3), 7, 0).groups) == 3
    assert propose_groups([], 3, 0).groups == ()


def test_a_group_says_what_holds_it_together():
    group = [
        site(1, BANG_NA_MARKET, {"flood", "waste"}),
        site(2, BITEC, {"flood"}),
        site(3, None, {"waste", "flood"}),
    ]
    found = nearness_of(group)
    assert found.average_km == pytest.approx(0.653, abs=0.01)
    assert found.shared_problems == (("flood", 3), ("waste", 2))
    assert nearness_of([group[2]]).average_km is None


def test_a_degree_of_latitude_is_111_kilometres():
    assert kilometres((13.0, 100.0), (14.0, 100.0)) == pytest.approx(111.2, abs=0.1)


points = st.tuples(st.floats(13.4, 14.0), st.floats(100.3, 101.0))
sites = st.lists(
    st.builds(
        site,
        st.integers(1, 10_000),
        st.none() | points,
        st.sets(st.sampled_from(["flood", "waste", "drugs"])),
    ),
    unique_by=lambda each: each.id,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(sites, st.integers(1, 12), st.floats(0, 1))
def test_every_community_is_in_one_group_or_outside_and_the_order_of_the_list_does_not_matter(
    some, count, weight
):
    found = propose_groups(some, count, weight)
    everywhere = [each.id for group in (*found.groups, found.unplaced) for each in group]
    assert sorted(everywhere) == sorted(each.id for each in some)
    turned = propose_groups(list(reversed(some)), count, weight)
    assert [names(group) for group in turned.groups] == [names(group) for group in found.groups]
