"""The districts' boundaries as a report keeps them: as fine as they are drawn, and no finer."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.reporting.content import Outline
from core.tenancy.models import Boundary

UNIT = 10_000
"""Parts of a degree."""

SMALLEST_STEP = 5
"""Units: about 55 metres, a third of a millimetre on a map as wide as a page."""

_CORNERS = 3


def kept_outlines(session: Session, codes: Collection[int]) -> tuple[Mapping[int, Outline], str]:
    """The outlines of these districts and whose they are; empty unless all of them were imported."""
    rows = session.execute(
        select(Boundary.office_code, Boundary.rings, Boundary.credit)
        .where(Boundary.office_code.in_(codes))
        .order_by(Boundary.office_code)
    ).all()
    if not rows or {row.office_code for row in rows} != set(codes):
        return {}, ""
    outlines = {
        row.office_code: tuple(ring for each in row.rings if (ring := _kept_ring(each)))
        for row in rows
    }
    return outlines, rows[0].credit


def in_degrees(outline: Outline) -> list[list[tuple[float, float]]]:
    """The rings as the maps of `ui` take them."""
    return [
        [
            (longitude / UNIT, latitude / UNIT)
            for longitude, latitude in zip(ring[::2], ring[1::2], strict=True)
        ]
        for ring in outline
    ]


def _kept_ring(ring: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """A ring without the points that nobody would see; empty where nothing is left of it."""
    kept: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        point = round(longitude * UNIT), round(latitude * UNIT)
        if not kept or max(abs(a - b) for a, b in zip(kept[-1], point, strict=True)) >= (
            SMALLEST_STEP
        ):
            kept.append(point)
    if len(kept) < _CORNERS:
        return ()
    return tuple(value for point in kept for value in point)
