import json
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from core.access.roles import Role
from core.manual.structure import ManualContent, SeatSource
from core.tenancy.seed.offices import offices, subdistricts
from tenants.activities.models import ActivityKind, ParticipationStage
from tenants.registry.models import CommunityType

DEMO = json.loads((files("tenants.example") / "bangna.json").read_text(encoding="utf-8"))
ACCOUNTS = json.loads((files("tenants.example") / "accounts.json").read_text(encoding="utf-8"))
EDITION = ManualContent.from_json(
    json.loads((files("city.manuals") / "edition_1.json").read_text(encoding="utf-8"))
)
BANG_NA_BOX = (13.643, 13.685, 100.576, 100.654)
BOUNDARIES = Path(__file__).parents[3] / "shared" / "data" / "bangkok-districts.geojson"


def zone_of():
    return {key: zone["name"] for zone in DEMO["zones"] for key in zone["communities"]}


def active_communities(months_ago):
    return {
        activity["community"]
        for activity in DEMO["activities"]
        if activity["months_ago"] == months_ago and "community" in activity
    }


def zones_with_activity(months_ago):
    zones = zone_of()
    return {
        activity.get("zone") or zones[activity["community"]]
        for activity in DEMO["activities"]
        if activity["months_ago"] == months_ago
    }


def test_the_demo_has_the_figures_of_the_study_and_says_that_the_rest_is_invented():
    assert len(DEMO["communities"]) == 38
    assert sum(community["residents"] for community in DEMO["communities"]) == 39_000
    assert len(DEMO["zones"]) == 5
    assert DEMO["snapshot_as_of"] == "2559-06"
    assert DEMO["is_example"] is True
    assert "ข้อมูลตัวอย่าง" in DEMO["about"]


def test_every_name_is_obviously_an_example():
    names = [row["name"] for row in DEMO["communities"] + DEMO["people"] + ACCOUNTS]
    assert all("ตัวอย่าง" in name for name in names)


def test_the_figures_of_a_community_agree_with_each_other():
    for community in DEMO["communities"]:
        assert community["male"] + community["female"] == community["residents"]
        assert 0 < community["houses"] <= community["families"] < community["residents"]


def test_types_and_subdistricts_are_known():
    codes = {row.code for row in subdistricts() if row.office_code == 1047}
    assert {community["subdistrict_code"] for community in DEMO["communities"]} == codes
    types = {community["type"] for community in DEMO["communities"]}
    assert types == {kind.value for kind in CommunityType} - {"housing_estate"}


def test_every_community_is_in_exactly_one_zone():
    assert [len(zone["communities"]) for zone in DEMO["zones"]] == [8, 8, 8, 7, 7]
    members = [key for zone in DEMO["zones"] for key in zone["communities"]]
    assert sorted(members) == sorted(community["key"] for community in DEMO["communities"])
    assert [zone["name"] for zone in DEMO["zones"] if zone["pilot"]] == ["โซน 1"]


def test_points_are_within_the_box_of_bang_na():
    south, north, west, east = BANG_NA_BOX
    for community in DEMO["communities"]:
        assert south < community["lat"] < north
        assert west < community["lon"] < east


@pytest.mark.shared_data
@pytest.mark.skipif(not BOUNDARIES.exists(), reason="needs the boundaries beside the checkout")
def test_points_are_inside_the_boundary_of_bang_na():
    features = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]
    ring = next(
        feature["geometry"]["coordinates"][0]
        for feature in features
        if feature["properties"]["code"] == "1047"
    )
    outside = [
        community["key"]
        for community in DEMO["communities"]
        if not is_inside(ring, community["lon"], community["lat"])
    ]
    assert outside == []


def of_zones() -> list[dict]:
    """The seats on committees of zones."""
    return [seat for seat in DEMO["seats"] if seat["committee"] == "zone"]


def test_the_committee_of_the_pilot_is_complete_and_those_of_zones_three_to_five_are_empty():
    missing = {zone["name"]: missing_seats(zone) for zone in DEMO["zones"]}
    assert missing["โซน 1"] == set()
    assert {"chair", "private_sector", "civil_society"} <= missing["โซน 2"]
    assert {seat["of"] for seat in of_zones()} == {"โซน 1", "โซน 2"}


def test_seats_name_known_people_and_communities_of_the_zone():
    people = [person["key"] for person in DEMO["people"]]
    assert len(set(people)) == len(people)
    rules = {rule.key: rule.source for rule in EDITION.zone_committee}
    zones = zone_of()
    assert {seat["person"] for seat in DEMO["seats"]} <= set(people)
    for seat in of_zones():
        of_community = rules[seat["rule_key"]] is SeatSource.COMMUNITY_CHAIR
        assert (seat["community"] is not None) == of_community
        assert seat["community"] is None or zones[seat["community"]] == seat["of"]


def test_nobody_sits_twice_on_one_committee():
    seats = Counter((seat["committee"], seat["of"], seat["person"]) for seat in DEMO["seats"])
    assert set(seats.values()) == {1}


def test_activities_use_the_vocabulary_of_the_manual_and_name_one_holder():
    communities = zone_of()
    zones = {zone["name"] for zone in DEMO["zones"]}
    for activity in DEMO["activities"]:
        assert activity["kind"] in set(ActivityKind)
        assert activity["stage"] in set(ParticipationStage)
        assert ("zone" in activity) != ("community" in activity)
        assert activity.get("zone") in zones or activity.get("community") in communities
        assert activity["participants_female"] + activity["participants_male"] > 0
        assert activity["note"]
    assert {activity["kind"] for activity in DEMO["activities"]} == set(ActivityKind)


def test_days_exist_in_every_month_and_are_early_in_the_current_one():
    assert {activity["months_ago"] for activity in DEMO["activities"]} == set(range(14))
    for activity in DEMO["activities"]:
        assert 1 <= activity["day"] <= (10 if activity["months_ago"] == 0 else 28)


def test_zones_one_to_three_are_active_in_every_month_and_the_others_are_not():
    months = {zone: set() for zone in zone_of().values()}
    for months_ago in range(14):
        for zone in zones_with_activity(months_ago):
            months[zone].add(months_ago)
    for zone in ("โซน 1", "โซน 2", "โซน 3"):
        assert months[zone] == set(range(14))
    assert 8 <= len(months["โซน 4"]) < 14
    assert len(months["โซน 5"]) <= 4


def test_this_month_27_of_38_communities_are_active():
    assert len(active_communities(0)) == 27
    zones = zone_of()
    reached = {
        key
        for key in zones
        if zones[key] in {a.get("zone") for a in DEMO["activities"] if a["months_ago"] == 0}
    }
    assert len(active_communities(0) | reached) == 27


def test_the_number_of_active_communities_grows():
    counts = [len(active_communities(months_ago)) for months_ago in range(13, -1, -1)]
    assert all(earlier <= later for earlier, later in pairwise(counts))


def test_accounts_name_a_known_office_and_role_and_hold_no_password():
    codes = {office.code for office in offices()}
    for account in ACCOUNTS:
        assert set(account) - {"second_factor"} == {
            "username",
            "name",
            "position",
            "office_code",
            "role",
            "community",
            "zones",
        }
        assert account["office_code"] in codes
        assert Role.of(account["role"])
        assert account["community"] is None or account["community"] in zone_of()
        assert set(account["zones"]) <= set(zone_of().values())
    assert len({account["username"] for account in ACCOUNTS}) == len(ACCOUNTS)


def test_the_roles_of_the_walkthrough_are_all_there():
    roles = Counter((account["office_code"], account["role"]) for account in ACCOUNTS)
    assert roles[1047, "social_developer"] == 2
    assert roles[1047, "community_chair"] == 2
    assert {role for code, role in roles if code == 1009} == {"director", "social_developer"}
    assert {role for code, role in roles if code == 1000} == {
        "department_officer",
        "department_executive",
        "platform_admin",
        "auditor",
    }


def missing_seats(zone):
    filled = Counter(seat["rule_key"] for seat in of_zones() if seat["of"] == zone["name"])
    return {
        rule.key
        for rule in EDITION.zone_committee
        if filled[rule.key]
        < (len(zone["communities"]) if rule.source is SeatSource.COMMUNITY_CHAIR else rule.minimum)
    }


def is_inside(ring, lon, lat):
    """Even-odd rule: a ray to the east crosses the ring an odd number of times."""
    crossings = 0
    for (lon_1, lat_1), (lon_2, lat_2) in pairwise(ring):
        if (lat_1 > lat) != (lat_2 > lat):
            crossings += lon < lon_1 + (lon_2 - lon_1) * (lat - lat_1) / (lat_2 - lat_1)
    return crossings % 2 == 1
