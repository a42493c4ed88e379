"""Reading a GeoJSON file of the 50 districts: what is wrong with it is said in one sentence."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.errors import DomainError

LARGEST_FILE = 8 * 1024 * 1024
CREDIT = "กรุงเทพมหานคร (Bangkok Open Data)"
WEST, SOUTH, EAST, NORTH = 100.2, 13.3, 101.1, 14.1
"""Rough bounds of Bangkok in WGS84 degrees: outside of them the file is in another projection."""

_SMALLEST_RING = 4
_DIMENSIONS = 2

Ring = list[list[float]]


class BoundaryProblem(DomainError):  # noqa: N818 - a person's file, not an error of the program
    """Why a file is refused, whole: one sentence."""


@dataclass(frozen=True)
class Outline:
    """A district's rings of `[longitude, latitude]`; holes are rings too (the map fills even-odd)."""

    code: int
    rings: list[Ring]


def read_outlines(content: bytes, codes: set[int]) -> list[Outline]:
    """The outlines of exactly these districts, by code.

    :raises BoundaryProblem: for the first thing that is wrong; then nothing of the file is used.
    """
    if len(content) > LARGEST_FILE:
        raise BoundaryProblem(
            "The file is larger than %(most)s megabytes.", most=LARGEST_FILE // 1024 // 1024
        )
    outlines = [_outline(feature, codes) for feature in _features(content)]
    found = [outline.code for outline in outlines]
    if twice := sorted({code for code in found if found.count(code) > 1}):
        raise BoundaryProblem("District %(code)s occurs more than once.", code=twice[0])
    if missing := sorted(codes - set(found)):
        raise BoundaryProblem(
            "District %(code)s is missing; all %(number)s districts are needed.",
            code=missing[0],
            number=len(codes),
        )
    return sorted(outlines, key=lambda outline: outline.code)


def _features(content: bytes) -> list[Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise BoundaryProblem("The file is not JSON in UTF-8.") from problem
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise BoundaryProblem("The file is not a GeoJSON FeatureCollection.")
    features = data.get("features")
    if not isinstance(features, list) or not features:
        raise BoundaryProblem("The FeatureCollection holds no features.")
    return features


def _outline(feature: Any, codes: set[int]) -> Outline:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = _code(properties.get("code")) if isinstance(properties, dict) else None
    if code is None:
        raise BoundaryProblem("A feature has no property “code” with a district's number.")
    if code not in codes:
        raise BoundaryProblem("%(code)s is not the code of a district of Bangkok.", code=code)
    rings = [_ring(code, ring) for ring in _rings(code, feature.get("geometry"))]
    if not rings:
        raise BoundaryProblem("District %(code)s has no outline.", code=code)
    return Outline(code, rings)


def _code(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() else None


def _rings(code: int, geometry: Any) -> Iterator[Any]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise BoundaryProblem(
            "District %(code)s is neither a Polygon nor a MultiPolygon.", code=code
        )
    polygons = geometry.get("coordinates")
    for polygon in [polygons] if kind == "Polygon" else _listed(code, polygons):
        yield from _listed(code, polygon)


def _ring(code: int, ring: Any) -> Ring:
    points = [_point(code, point) for point in _listed(code, ring)]
    if len(points) < _SMALLEST_RING or points[0] != points[-1]:
        raise BoundaryProblem("An outline of district %(code)s is not closed.", code=code)
    return points


def _point(code: int, point: Any) -> list[float]:
    pair = _listed(code, point)[:_DIMENSIONS]
    if len(pair) < _DIMENSIONS or not all(_is_finite(value) for value in pair):
        raise BoundaryProblem("District %(code)s has a point that is not two numbers.", code=code)
    longitude, latitude = float(pair[0]), float(pair[1])
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        raise BoundaryProblem(
            "District %(code)s has a point outside of Bangkok: the file must be in WGS84, longitude first.",
            code=code,
        )
    return [longitude, latitude]


def _is_finite(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _listed(code: int, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BoundaryProblem("The coordinates of district %(code)s cannot be read.", code=code)
    return value
