import re
from collections import Counter

import pytest

from core.tenancy.models import OfficeKind
from core.tenancy.seed.offices import (
    borders,
    offices,
    published_figures,
    subdistricts,
    tile_positions,
)

LAND_BORDERS_KEPT = 0.90
TOUCHING_AT_A_CORNER_KM = 0.1
THON_BURI_GROUPS = {"TN", "TS"}


def districts():
    return [office for office in offices() if office.kind is OfficeKind.DISTRICT]


def test_there_are_fifty_districts_and_one_department():
    assert [office.code for office in districts()] == list(range(1001, 1051))
    assert [office.code for office in offices() if office.kind is OfficeKind.DEPARTMENT] == [1000]


def test_the_six_groups_have_the_sizes_that_the_city_publishes():
    sizes = Counter(office.group_code for office in districts())
    assert sizes == {"C": 9, "S": 10, "N": 7, "E": 9, "TN": 8, "TS": 7}


def test_slugs_are_unique_and_made_of_lower_case_letters():
    slugs = [office.slug for office in offices()]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch("[a-z]+", slug) for slug in slugs)
    assert {"bangna", "phranakhon", "city"} <= set(slugs)


def test_every_figure_of_a_district_is_known_and_sums_to_the_published_total():
    assert sum(office.pop_2568_total for office in districts()) == 5_422_568
    assert sum(office.houses_2568 for office in districts()) == 3_356_358
    assert sum(office.pop_2565_total for office in districts()) == 5_494_932
    assert sum(office.pop_2563_total for office in districts()) == 5_588_222
    assert sum(office.communities_2563 for office in districts()) == 2_013
    assert sum(office.area_km2 for office in districts()) == pytest.approx(1_568.737)


def test_the_department_has_no_area_of_its_own():
    department = offices()[0]
    assert department.office_th == "สำนักพัฒนาสังคม"
    assert department.group_code is None
    assert department.pop_2568_total is None


def test_an_office_is_named_in_full_on_paper():
    bang_na = next(office for office in offices() if office.slug == "bangna")
    assert (bang_na.code, bang_na.office_th) == (1047, "สำนักงานเขตบางนา")
    assert bang_na.office_en == "Bang Na District Office"


def test_rat_burana_is_spelt_as_the_royal_institute_spells_it():
    assert next(office.name_th for office in offices() if office.code == 1024) == "ราษฎร์บูรณะ"


def test_there_are_180_subdistricts_and_every_district_has_one():
    rows = subdistricts()
    assert len({row.code for row in rows}) == 180
    assert all(row.code // 100 == row.office_code for row in rows)
    assert {row.office_code for row in rows} == {office.code for office in districts()}


def test_the_shares_of_the_study_derive_from_its_figures():
    figures = {(row.office_code, row.key): row.value for row in published_figures()}
    city = figures[1000, "community_residents"] / figures[1000, "registered_population"]
    bang_na = figures[1047, "community_residents"] / figures[1047, "registered_population"]
    assert round(100 * city, 2) == 36.89
    assert round(100 * bang_na, 2) == 42.18


def test_published_figures_are_those_of_june_2559_with_a_source_in_both_languages():
    rows = published_figures()
    assert {(row.office_code, row.key): row.value for row in rows} == {
        (1000, "registered_population"): 5_689_200,
        (1000, "communities"): 2_063,
        (1000, "community_residents"): 2_098_914,
        (1000, "community_families"): 473_716,
        (1000, "community_houses"): 472_869,
        (1047, "registered_population"): 92_464,
        (1047, "communities"): 38,
        (1047, "community_residents"): 39_000,
        (1047, "zones"): 5,
    }
    assert {row.as_of for row in rows} == {"2559-06"}
    assert {row.as_of_month.isoformat() for row in rows} == {"2016-06-01"}
    assert all(row.source_th and row.source_en for row in rows)


def test_the_tile_map_holds_every_district_once():
    tiles = tile_positions()
    assert {tile.code for tile in tiles} == {office.code for office in districts()}
    assert len({(tile.column, tile.row) for tile in tiles}) == 50
    assert {min(tile.column for tile in tiles), min(tile.row for tile in tiles)} == {1}
    assert max(tile.column for tile in tiles) <= 11
    assert max(tile.row for tile in tiles) <= 10


def test_the_tile_map_keeps_nine_of_ten_land_borders_and_every_long_one():
    land = [
        border
        for border in borders()
        if not border.across_river and border.shared_km >= TOUCHING_AT_A_CORNER_KM
    ]
    kept = [border for border in land if steps(border.code, border.neighbour_code) == 1]
    lost = [border.shared_km for border in land if border not in kept]
    assert len(kept) / len(land) >= LAND_BORDERS_KEPT
    assert max(lost) < 3


def test_the_chao_phraya_is_an_empty_lane_between_the_banks():
    west = {office.code for office in districts() if office.group_code in THON_BURI_GROUPS}
    east = {office.code for office in districts()} - west
    assert all(steps(here, there) >= 2 for here in west for there in east)


def test_borders_name_each_pair_once_and_know_the_river():
    rows = borders()
    west = {office.code for office in districts() if office.group_code in THON_BURI_GROUPS}
    assert len({(row.code, row.neighbour_code) for row in rows}) == len(rows)
    assert all(row.code < row.neighbour_code for row in rows)
    assert all(
        row.across_river == ((row.code in west) != (row.neighbour_code in west)) for row in rows
    )


def steps(here, there):
    """King's moves between two districts on the tile map."""
    tiles = {tile.code: tile for tile in tile_positions()}
    return max(
        abs(tiles[here].column - tiles[there].column), abs(tiles[here].row - tiles[there].row)
    )
