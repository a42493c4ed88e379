"""Geometry of maps that the server draws: tiles, areas from plain rings, points.

Places are (longitude, latitude) in degrees. The projection is equirectangular with the middle
latitude's shortening, which is exact enough for a city and keeps every step readable.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.charts import WIDTH, amount_legend
from ui.drawings import LegendStep
from ui.palettes import SHAPES, amount_class, amount_step
from ui.scales import show

Ring = Sequence[tuple[float, float]]
SMALLEST_STEP = 0.4
NARROW = 26.0
NOTHING = 1e-14


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit of a tile map: its cell, name (lines that fit the tile) and value (None: no data).

    ``mark`` stands after the number and sends the reader to a note.
    """

    label: str
    column: int
    row: int
    value: float | None
    short: str = ""
    note: str = ""
    url: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One unit of a map: rings of its polygons, and either a value or a kind (counted from 1)."""

    label: str
    rings: Sequence[Ring]
    value: float | None = None
    kind: int = 0
    short: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One point of a map with its kind (counted from 1)."""

    label: str
    longitude: float
    latitude: float
    kind: int = 1
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class DrawnTile:
    label: str
    short: str
    words: str
    x: float
    y: float
    amount: int
    note: str
    url: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The name line by line."""
        return tuple(self.short.split("\n"))


@dataclass(frozen=True, slots=True)
class TileMap:
    width: float
    height: float
    size: float
    tiles: tuple[DrawnTile, ...]
    legend: tuple[LegendStep, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class DrawnArea:
    label: str
    short: str
    words: str
    path: str
    amount: int
    kind: int
    label_x: float
    label_y: float
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class AreaMap:
    width: float
    height: float
    areas: tuple[DrawnArea, ...]
    legend: tuple[LegendStep, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    label: str
    x: float
    y: float
    kind: int
    shape: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class KindLegend:
    number: int
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class PointMap:
    width: float
    height: float
    grounds: tuple[str, ...]
    places: tuple[DrawnPlace, ...]
    legend: tuple[KindLegend, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """Maps degrees onto the drawing, north up, both directions to the same scale."""

    west: float
    north: float
    shortening: float
    scale: float
    left: float
    top: float
    height: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (
            round(self.left + (longitude - self.west) * self.shortening * self.scale, 1),
            round(self.top + (self.north - latitude) * self.scale, 1),
        )


def tile_map(
    tiles: Sequence[Tile],
    limits: Sequence[float],
    *,
    unit: str = "",
    decimals: int = 0,
    size: float = 56,
) -> TileMap:
    """Equal squares in the rough order of the map, coloured by amount, the number in each.

    :raises ValueError: when two units claim the same cell.
    """
    cells = {(tile.column, tile.row) for tile in tiles}
    if len(cells) != len(tiles):
        raise ValueError("Two tiles claim the same cell.")
    left = min((column for column, _ in cells), default=0)
    top = min((row for _, row in cells), default=0)
    drawn = tuple(
        DrawnTile(
            label=tile.label,
            short=tile.short or tile.label,
            words=show(tile.value, decimals) + tile.mark,
            x=(tile.column - left) * size,
            y=(tile.row - top) * size,
            amount=amount_class(amount_step(tile.value, limits), len(limits) + 1),
            note=tile.note,
            url=tile.url,
        )
        for tile in tiles
    )
    return TileMap(
        width=size * (1 + max((column - left for column, _ in cells), default=0)),
        height=size * (1 + max((row - top for _, row in cells), default=0)),
        size=size,
        tiles=drawn,
        legend=amount_legend(limits, unit=unit),
        unit=unit,
    )


def area_map(
    areas: Sequence[Area],
    limits: Sequence[float] = (),
    *,
    unit: str = "",
    decimals: int = 0,
    width: float = WIDTH,
) -> AreaMap:
    """A choropleth: areas coloured by amount, or by kind where ``Area.kind`` is given."""
    projection = fit_projection((ring for area in areas for ring in area.rings), width)
    return AreaMap(
        width=width,
        height=projection.height,
        areas=tuple(_drawn_area(area, limits, decimals, projection) for area in areas),
        legend=amount_legend(limits, unit=unit) if limits else (),
        unit=unit,
    )


def point_map(
    places: Sequence[Place],
    kinds: Sequence[str],
    *,
    grounds: Sequence[Ring] = (),
    width: float = WIDTH,
) -> PointMap:
    """Points, each kind with a colour and a shape of its own, above the outlines of areas."""
    points = [[(place.longitude, place.latitude)] for place in places]
    projection = fit_projection([*grounds, *points], width)
    return PointMap(
        width=width,
        height=projection.height,
        grounds=tuple(draw_rings([ring], projection) for ring in grounds),
        places=tuple(
            DrawnPlace(
                place.label,
                *projection.place(place.longitude, place.latitude),
                kind=(place.kind - 1) % len(SHAPES) + 1,
                shape=SHAPES[(place.kind - 1) % len(SHAPES)],
                note=place.note,
                url=place.url,
            )
            for place in places
        ),
        legend=tuple(
            KindLegend((number - 1) % len(SHAPES) + 1, SHAPES[(number - 1) % len(SHAPES)], words)
            for number, words in enumerate(kinds, start=1)
        ),
    )


def fit_projection(rings: Iterable[Ring], width: float, margin: float = 12) -> Projection:
    """The projection that fills the width with all rings, whatever height that takes.

    A very tall or very wide extent is centred in a box of 3:2 to 2:3.
    """
    points = [point for ring in rings for point in ring] or [(0.0, 0.0)]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shortening = math.cos(math.radians((south + north) / 2))
    wide = max((east - west) * shortening, 1e-6)
    tall = max(north - south, 1e-6)
    inner = width - 2 * margin
    height = round(min(max(inner * tall / wide, inner * 2 / 3), inner * 3 / 2) + 2 * margin, 1)
    scale = min(inner / wide, (height - 2 * margin) / tall)
    return Projection(
        west=west,
        north=north,
        shortening=shortening,
        scale=scale,
        left=(width - wide * scale) / 2,
        top=(height - tall * scale) / 2,
        height=height,
    )


def draw_rings(rings: Iterable[Ring], projection: Projection) -> str:
    """One SVG path of all rings; points nearer than half a unit to the one before are left out."""
    parts = []
    for ring in rings:
        kept: list[tuple[float, float]] = []
        for longitude, latitude in ring:
            place = projection.place(longitude, latitude)
            if not kept or math.dist(kept[-1], place) >= SMALLEST_STEP:
                kept.append(place)
        if len(kept) > 1 and kept[0] == kept[-1]:
            kept.pop()
        parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z")
    return "".join(parts)


def middle_of(ring: Ring) -> tuple[float, float]:
    """Centroid of a ring; the mean of its points when it encloses nothing."""
    origin_x, origin_y = ring[0]
    points = [(x - origin_x, y - origin_y) for x, y in ring]
    doubled = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        doubled += cross
        x_sum += (x1 + x2) * cross
        y_sum += (y1 + y2) * cross
    if abs(doubled) < NOTHING:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    return origin_x + x_sum / (3 * doubled), origin_y + y_sum / (3 * doubled)


def _drawn_area(
    area: Area, limits: Sequence[float], decimals: int, projection: Projection
) -> DrawnArea:
    largest = max(area.rings, key=_extent, default=[(projection.west, projection.north)])
    label_x, label_y = projection.place(*middle_of(largest))
    room = _extent(largest) * projection.shortening * projection.scale
    step = amount_step(area.value, limits) if limits else 0
    return DrawnArea(
        label=area.label,
        short=area.short if room >= NARROW else "",
        words=show(area.value, decimals),
        path=draw_rings(area.rings, projection),
        amount=amount_class(step, len(limits) + 1),
        kind=area.kind,
        label_x=label_x,
        label_y=label_y,
        note=area.note,
        url=area.url,
    )


def _extent(ring: Ring) -> float:
    return max(x for x, _ in ring) - min(x for x, _ in ring)
