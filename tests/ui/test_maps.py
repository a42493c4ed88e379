import math

import pytest

from ui.maps import (
    Area,
    Place,
    Tile,
    area_map,
    draw_rings,
    fit_projection,
    middle_of,
    point_map,
    tile_map,
)

SQUARE = [(100.5, 13.7), (100.6, 13.7), (100.6, 13.8), (100.5, 13.8), (100.5, 13.7)]


def test_tiles_begin_at_the_corner_wherever_their_cells_begin():
    chart = tile_map([Tile("a", 3, 7, 10), Tile("b", 5, 8, 90)], [50], size=10)
    assert (chart.width, chart.height) == (30, 20)
    assert [(tile.x, tile.y) for tile in chart.tiles] == [(0, 0), (20, 10)]


def test_two_tiles_in_one_cell_are_refused():
    with pytest.raises(ValueError, match="same cell"):
        tile_map([Tile("a", 1, 1, 1), Tile("b", 1, 1, 2)], [50])


def test_a_tile_without_data_says_so_by_a_dash():
    tile = tile_map([Tile("a", 0, 0, None)], [50]).tiles[0]
    assert (tile.words, tile.amount) == ("–", 0)


def test_north_is_up_and_east_is_right():
    projection = fit_projection([SQUARE], 480)
    west, north = projection.place(100.5, 13.8)
    east, south = projection.place(100.6, 13.7)
    assert west < east
    assert north < south


def test_distances_keep_their_proportion():
    projection = fit_projection([SQUARE], 480)
    west, north = projection.place(100.5, 13.8)
    east, south = projection.place(100.6, 13.7)
    assert (east - west) / (south - north) == pytest.approx(
        math.cos(math.radians(13.75)), abs=0.002
    )


def test_everything_lies_inside_the_drawing():
    for ring in (SQUARE, [(100, 13), (101, 13.01)], [(100, 13), (100.01, 14)], [(100, 13)]):
        projection = fit_projection([ring], 480)
        for x, y in (projection.place(*point) for point in ring):
            assert 0 <= x <= 480
            assert 0 <= y <= projection.height


def test_a_closed_ring_is_not_drawn_twice_to_its_start():
    path = draw_rings([SQUARE], fit_projection([SQUARE], 480))
    assert path.count("L") == 3
    assert path.endswith("Z")


def test_points_nearer_than_can_be_seen_are_left_out():
    dense = [(100.5 + step / 1e7, 13.7) for step in range(50)] + SQUARE[1:]
    assert draw_rings([dense], fit_projection([SQUARE], 480)).count("L") <= 4


def test_the_middle_of_a_square_is_its_middle():
    assert middle_of(SQUARE) == pytest.approx((100.55, 13.75))


def test_the_middle_of_a_line_is_the_mean_of_its_points():
    assert middle_of([(1.0, 1.0), (3.0, 1.0)]) == (2.0, 1.0)


def test_an_area_has_an_amount_or_a_kind():
    chart = area_map([Area("a", [SQUARE], value=60), Area("b", [SQUARE], kind=2)], [50])
    assert chart.areas[0].amount > 0
    assert chart.areas[1].kind == 2


def test_a_short_name_is_left_out_where_it_does_not_fit():
    tiny = [(100.5, 13.7), (100.5005, 13.7), (100.5005, 13.7005)]
    chart = area_map([Area("a", [SQUARE], short="A"), Area("b", [tiny], short="B")])
    assert [area.short for area in chart.areas] == ["A", ""]


def test_every_kind_of_place_has_its_own_shape():
    places = [Place(str(kind), 100.5 + kind / 100, 13.7, kind) for kind in range(1, 5)]
    chart = point_map(places, ["a", "b", "c", "d"], grounds=[SQUARE])
    assert len({place.shape for place in chart.places}) == 4
    assert [step.shape for step in chart.legend] == [place.shape for place in chart.places]


def test_a_map_of_nothing_is_still_a_drawing():
    assert area_map([]).areas == ()
    assert point_map([], []).height > 0
