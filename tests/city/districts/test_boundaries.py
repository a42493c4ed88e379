"""`flask geo import`: the outlines of the districts."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from flask import Flask

from city.districts.boundaries import BoundaryProblem, read_outlines
from core.access.roles import Role
from core.tenancy.queries import boundaries
from core.tenancy.scope import DEPARTMENT
from tests.support.world import World

CODES = set(range(1001, 1051))
SQUARE = [[100.5, 13.7], [100.6, 13.7], [100.6, 13.8], [100.5, 13.7]]


def collection(**changes) -> dict:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [deepcopy(SQUARE)]},
        }
        for code in sorted(CODES)
    ]
    return {"type": "FeatureCollection", "features": features} | changes


def changed(**first) -> dict:
    data = collection()
    data["features"][0] |= first
    return data


def with_ring(ring) -> dict:
    return changed(geometry={"type": "Polygon", "coordinates": [ring]})


def run(app: Flask, file: Path):
    return app.test_cli_runner().invoke(args=["geo", "import", str(file)])


def write(folder: Path, data) -> Path:
    file = folder / "outlines.geojson"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def test_the_reference_outlines_are_taken_over_once_and_drawn_with_their_credit(
    world: World, app: Flask, shared_data: Path
):
    file = shared_data / "bangkok-districts.geojson"
    assert "50 of 50 outlines changed" in run(app, file).output
    assert "0 of 50 outlines changed" in run(app, file).output
    client = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    page = client.get("/city/").text
    assert "กรุงเทพมหานคร (Bangkok Open Data)" in page
    assert 'class="chart is-map"' in page
    tiles = client.get("/city/?map=tiles").text
    assert 'class="chart is-tiles"' in tiles
    assert 'name="map"' in tiles


def test_without_outlines_the_map_is_made_of_tiles_and_nothing_else_is_offered(world: World):
    page = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT).get("/city/?map=outlines").text
    assert 'class="chart is-tiles"' in page
    assert 'name="map"' not in page


def test_a_second_file_changes_only_the_rows_that_differ(world: World, app: Flask, tmp_path: Path):
    data = collection()
    run(app, write(tmp_path, data))
    data["features"][3]["geometry"]["coordinates"][0][1] = [100.61, 13.71]
    assert "1 of 50 outlines changed" in run(app, write(tmp_path, data)).output


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ([], "not a GeoJSON FeatureCollection"),
        ({"type": "Polygon"}, "not a GeoJSON FeatureCollection"),
        (collection(features=[]), "no features"),
        (collection(features={"a": 1}), "no features"),
        (collection(features=[1]), "no property"),
        (changed(properties={}), "no property"),
        (changed(properties={"code": True}), "no property"),
        (changed(properties={"code": 1051}), "1051 is not the code"),
        (changed(properties={"code": "1002"}), "1002 occurs more than once"),
        (collection(features=collection()["features"][1:]), "1001 is missing"),
        (changed(geometry={"type": "Point", "coordinates": [100.5, 13.7]}), "neither a Polygon"),
        (changed(geometry=None), "neither a Polygon"),
        (changed(geometry={"type": "Polygon", "coordinates": []}), "no outline"),
        (changed(geometry={"type": "MultiPolygon", "coordinates": [1]}), "cannot be read"),
        (with_ring(SQUARE[:3]), "not closed"),
        (with_ring([*SQUARE[:3], [100.5, 13.71]]), "not closed"),
        (with_ring([[1500000, 700000]] * 4), "outside of Bangkok"),
        (with_ring([[13.7, 100.5]] * 4), "outside of Bangkok"),
        (with_ring([["100.5", 13.7]] * 4), "not two numbers"),
        (with_ring([[100.5]] * 4), "not two numbers"),
        (with_ring([[10**400, 13.7]] * 4), "not two numbers"),
    ],
)
def test_a_file_that_is_wrong_is_refused_whole_with_one_sentence(
    world: World, app: Flask, tmp_path: Path, data, sentence: str
):
    answer = run(app, write(tmp_path, data))
    assert answer.exit_code == 1
    assert sentence in answer.output
    assert world.in_city(boundaries) == {}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "not JSON"),
        (b"", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (
            b'{"type": "FeatureCollection", "features": [{"properties": {"code": NaN}}]}',
            "no property",
        ),
        (b" " * (8 * 1024 * 1024 + 1), "larger than 8 megabytes"),
    ],
)
def test_bytes_that_are_no_geojson_are_refused(content: bytes, sentence: str):
    with pytest.raises(BoundaryProblem, match=sentence):
        read_outlines(content, CODES)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_not_finite_is_refused(number: str):
    text = json.dumps(with_ring([[100.55, 13.7]] * 4)).replace("100.55", number)
    with pytest.raises(BoundaryProblem, match="not two numbers"):
        read_outlines(text.encode(), CODES)


def test_holes_and_islands_are_rings_of_one_district():
    data = changed(geometry={"type": "MultiPolygon", "coordinates": [[SQUARE, SQUARE], [SQUARE]]})
    assert len(read_outlines(json.dumps(data).encode(), CODES)[0].rings) == 3
