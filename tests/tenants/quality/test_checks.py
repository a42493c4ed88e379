"""The rules of data quality, held against plain values."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from core.quality.rules import RULES
from tenants.quality import words
from tenants.quality.checks import (
    CommunityRecord,
    Found,
    Held,
    Records,
    Snapshot,
    Stay,
    ZoneRecord,
    find_all,
    has_jumped,
    is_unusual,
)

TODAY = date(2026, 11, 22)
FIRST = date(2026, 1, 1)
COMMUNITY, OTHER, ZONE = uuid4(), uuid4(), uuid4()


def community(*snapshots: Snapshot, key: UUID = COMMUNITY, **values) -> CommunityRecord:
    return CommunityRecord(key, date(2026, 6, 1), snapshots, **values)


def held(day: date, people: int, **values) -> Held:
    return Held(uuid4(), day, people, **{"zone_id": ZONE, "community_id": COMMUNITY} | values)


def found(**records) -> list[tuple[str, dict]]:
    return [
        (each.rule, each.values) for each in find_all(Records(**records), first=FIRST, today=TODAY)
    ]


RECENT = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("families", "houses", "expected"),
    [
        (120, 150, [("families_below_houses", {"families": 120, "houses": 150})]),
        (473_716, 472_869, []),
        (150, 150, []),
        (None, 150, []),
        (0, 1, [("families_below_houses", {"families": 0, "houses": 1})]),
    ],
)
def test_families_are_at_least_as_many_as_houses(families, houses, expected):
    told = Snapshot(RECENT, residents=400, families=families, houses=houses)
    assert found(communities=[community(told)]) == expected


def test_only_the_newest_figures_that_name_both_are_looked_at_and_none_of_a_closed_community():
    wrong = Snapshot(date(2026, 1, 31), residents=400, families=1, houses=2)
    right = Snapshot(RECENT, residents=400, families=2, houses=2)
    assert found(communities=[community(wrong, right)]) == []
    assert len(found(communities=[community(wrong, Snapshot(RECENT, residents=400))])) == 1
    assert found(communities=[community(wrong, is_open=False)]) == []


def test_more_people_than_live_there_by_the_figures_of_that_day():
    before, after = Snapshot(date(2026, 1, 31), residents=50), Snapshot(RECENT, residents=60)
    where = [community(before, after)]
    people = {"participants": 55, "residents": 50}
    assert found(communities=where, activities=[held(date(2026, 3, 1), 55)]) == [
        ("participants_above_residents", people)
    ]
    for fine in (
        held(date(2026, 9, 1), 55),
        held(date(2026, 3, 1), 50),
        held(date(2026, 3, 1), 55, others=frozenset({uuid4()})),
        held(date(2026, 3, 1), 55, with_office=True),
        held(date(2025, 12, 31), 55),
        held(date(2026, 3, 1), 55, community_id=OTHER),
    ):
        assert found(communities=where, activities=[fine]) == []


def test_a_network_is_compared_with_all_communities_that_were_in_its_zones_that_day():
    stays = [Stay(COMMUNITY, ZONE, FIRST), Stay(OTHER, ZONE, FIRST, date(2026, 5, 1))]
    told = Snapshot(RECENT, residents=30)
    both = [community(told), community(told, key=OTHER)]
    own = {"community_id": None}
    early, late = held(date(2026, 4, 30), 55, **own), held(date(2026, 5, 1), 55, **own)
    assert found(communities=both, stays=stays, activities=[early, late]) == [
        ("participants_above_zone", {"participants": 55, "residents": 30})
    ]
    unknown = [community(told), community(key=OTHER, is_open=False)]
    assert found(communities=unknown, stays=stays, activities=[early]) == []


def test_a_month_without_an_activity_after_three_with_one_is_found_once_it_is_over():
    months = [date(2026, month, 5) for month in (6, 7, 8)]
    community_and_zone = {
        "communities": [community(Snapshot(RECENT, residents=400))],
        "zones": [ZoneRecord(ZONE, FIRST)],
        "activities": [held(day, 20) for day in months],
        "zone_counts": {(ZONE, day.replace(day=1)): 2 for day in months},
    }
    silent = find_all(Records(**community_and_zone), first=FIRST, today=TODAY)
    assert [(each.subject.value, each.month, each.values) for each in silent] == [
        ("zone", date(2026, 9, 1), {"before": [2, 2, 2]}),
        ("community", date(2026, 9, 1), {"before": [1, 1, 1]}),
    ]
    assert find_all(Records(**community_and_zone), first=FIRST, today=date(2026, 9, 30)) == []
    closed = community_and_zone | {"zones": [ZoneRecord(ZONE, FIRST, date(2026, 9, 30))]}
    assert [rule for rule, _values in found(**closed)] == ["sudden_zero"]


@pytest.mark.parametrize(
    ("value", "past", "expected"),
    [
        (500, [40, 42, 38, 41, 39, 40], True),
        (500, [40, 42, 38, 41, 39], False),
        (43, [40, 40, 40, 40, 40, 40], False),
        (60, [40, 40, 40, 40, 40, 40], True),
        (15, [40, 42, 38, 41, 39, 40], True),
        (500, [40, 42, 38, 900, 39, 40], True),
        (90, [10, 80, 30, 100, 60, 45], False),
        (0, [0, 0, 0, 0, 0, 0], False),
    ],
)
def test_an_outlier_lies_far_from_at_least_six_earlier_values(value, past, expected):
    assert is_unusual(value, past) is expected


def test_residents_are_compared_with_the_figures_before_or_with_six_of_them():
    assert has_jumped(400, 300)
    assert not has_jumped(390, 300)
    assert not has_jumped(15, 5)
    few = [Snapshot(date(2026, 1, 31), residents=300), Snapshot(RECENT, residents=400)]
    assert found(communities=[community(*few)]) == [
        ("unusual_residents", {"residents": 400, "before": 300})
    ]
    past = [
        Snapshot(date(2018 + year, 1, 31), residents=number)
        for year, number in enumerate((290, 300, 310, 300, 305, 295))
    ]
    assert found(communities=[community(*past, Snapshot(RECENT, residents=900))]) == [
        ("unusual_residents", {"residents": 900, "before": 295, "median": 300, "of": 6})
    ]


def test_figures_are_outdated_a_year_after_their_day_or_after_the_entry_into_the_register():
    day = TODAY - timedelta(days=365)
    assert found(communities=[community(Snapshot(day, residents=1))]) == []
    older = Snapshot(day - timedelta(days=1), residents=1)
    assert found(communities=[community(older, Snapshot(RECENT, houses=3))]) == [
        ("figures_outdated", {"as_of": older.as_of.isoformat()})
    ]
    assert found(communities=[community()]) == []
    never = CommunityRecord(COMMUNITY, date(2024, 1, 1))
    assert found(communities=[never]) == [("figures_outdated", {"registered_from": "2024-01-01"})]


def test_the_fingerprint_is_of_the_values_alone_and_every_rule_has_a_sentence():
    one = Found("sudden_zero", "zone", ZONE, FIRST, {"before": [1, 2, 3]})
    two = Found("sudden_zero", "zone", OTHER, TODAY, {"before": [1, 2, 3]})
    assert one.fingerprint == two.fingerprint
    assert one.fingerprint != Found("", "zone", ZONE, FIRST, {"before": [3, 2, 1]}).fingerprint
    assert set(words.SENTENCES) == {rule.key for rule in RULES}
