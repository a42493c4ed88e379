"""Which communities and zones a figure counts, by name, and which it does not: for those who may read its records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core.indicators.asking import REGISTER
from core.indicators.evidence import CountOfUnits, Evidence
from core.indicators.measures import Measure, Periods
from core.indicators.tracing import records
from tenants.zones.models import Zone

MOST = 500
"""More communities than any district has."""


@dataclass(frozen=True)
class Named:
    """The units of one count: who is counted and who is not, by name; `unlisted` are counted, but named no more."""

    count: CountOfUnits
    counted: Sequence[str]
    others: Sequence[str]
    unlisted: int


def named_units(
    session: Session,
    found: Evidence,
    measures: Iterable[Measure],
    zones: Sequence[Zone],
    *,
    examples: bool,
) -> list[Named]:
    """Of every count in the formula; one statement where it counts communities."""
    if not found.counts:
        return []
    open_zones = {
        zone.id: zone.name
        for zone in sorted(zones, key=lambda each: each.number)
        if zone.closed_on is None or zone.closed_on > found.span.first
    }
    if found.place.zone_id is not None:
        own = found.place.zone_id
        open_zones = {own: open_zones[own]} if own in open_zones else {}
    communities = (
        _communities(session, found, measures, examples=examples)
        if any(each.of_communities for each in found.counts)
        else {}
    )
    return [
        _named(each, communities if each.of_communities else open_zones) for each in found.counts
    ]


def _named(count: CountOfUnits, names: dict[UUID, str]) -> Named:
    return Named(
        count,
        counted=[name for unit, name in names.items() if unit in count.units],
        others=[name for unit, name in names.items() if unit not in count.units],
        unlisted=len(count.units - names.keys()),
    )


def _communities(
    session: Session, found: Evidence, measures: Iterable[Measure], *, examples: bool
) -> dict[UUID, str]:
    """The communities that were registered at the end of the newest counted month."""
    register = next((each for each in measures if each.key == REGISTER), None)
    months = sorted(
        {month for part in found.parts for month in part.months}, key=lambda each: each.first_day
    )
    if register is None or not months:
        return {}
    page = records(
        session, register, Periods((months[-1],), examples), found.place, limit=MOST
    ).records
    return {each.id: each.title for each in sorted(page, key=lambda each: each.title)}
