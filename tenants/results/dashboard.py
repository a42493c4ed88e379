"""The office's own indicators: of the whole district with its zones, or of the one zone that a chair leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.indicators.definitions import Catalogue, Definition, catalogue
from core.indicators.figures import Basis, Figure, Figures, Place, Wanted, figures_of_several
from core.indicators.measures import Measure
from core.indicators.models import FillState
from core.web.figures.choices import Asked, Choice, choose
from core.web.figures.standings import Standings
from tenants.results.queries import zone_read, zones_to_choose
from tenants.zones.models import Zone


@dataclass(frozen=True)
class ZoneLine:
    """A zone's figures of the indicators that say something about zones, in their order."""

    zone: Zone
    figures: Sequence[Figure]
    chosen: Figure


@dataclass(frozen=True)
class Ledger:
    """How many months of the period the director has approved, and when they were counted last."""

    counted_at: datetime | None
    approved: int


@dataclass(frozen=True)
class Dashboard:
    """`zone` is the one whose figures are shown; empty for the whole district."""

    choice: Choice
    catalogue: Catalogue
    zone: Zone | None
    zones_to_choose: Sequence[Zone]
    indicators: Sequence[Standings]
    zone_columns: Sequence[Definition]
    zones: Sequence[ZoneLine]
    ledger: Ledger

    @property
    def chosen(self) -> Standings:
        key = self.choice.definition.key
        return next(each for each in self.indicators if each.definition.key == key)

    @property
    def known(self) -> list[Standings]:
        return [each for each in self.indicators if each.official.is_known or each.has_way]

    @property
    def unknown(self) -> list[Standings]:
        return [each for each in self.indicators if each not in self.known]

    @property
    def is_example(self) -> bool:
        return any(each.official.is_known and each.official.is_example for each in self.indicators)


def dashboard(
    session: Session,
    measures: Sequence[Measure],
    asked: Asked,
    *,
    within: Within,
    code: int,
    zone: str,
    today: date,
) -> Dashboard:
    """All indicators of the place that the reader may see; NotFound for a zone beyond the reach."""
    known = catalogue(session)
    choice = choose(asked, known, today)
    known = known.beginning(choice.span.first)
    zones = zones_to_choose(session, within)
    zone_id = zone_read(zones, within, zone)
    keys, span, series = [each.key for each in known.current], choice.span, choice.series
    of_zones = zone_id is not None or within.whole_district
    own, reported, beside = figures_of_several(
        session,
        known,
        measures,
        [
            Wanted(keys, [code], series, choice.basis, zones=zone_id is not None),
            Wanted(keys, [code], [span], Basis.REPORTED, zones=zone_id is not None),
            Wanted(keys, [code], [span], choice.basis, zones=of_zones),
        ],
        today=today,
    )
    place = Place(code, zone_id)
    lines = [
        Standings(
            official=own.of(each.key, place, span),
            reported=reported.of(each.key, place, span),
            line=[own.of(each.key, place, one) for one in series],
            target=known.target_for(own.of(each.key, place, span).definition, span.last_day, code),
        )
        for each in known.current
    ]
    shown = [] if zone_id else [each for each in zones if each.closed_on is None]
    columns = _told(beside, known, choice, code, [each.id for each in shown])
    return Dashboard(
        choice=choice,
        catalogue=known,
        zone=next((each for each in zones if each.id == zone_id), None),
        zones_to_choose=zones,
        indicators=lines,
        zone_columns=columns,
        zones=[
            ZoneLine(
                each,
                [beside.of(one.key, Place(code, each.id), span) for one in columns],
                beside.of(choice.definition.key, Place(code, each.id), span),
            )
            for each in shown
        ],
        ledger=_ledger(session, span.first, span.last),
    )


def _told(
    figures: Figures, known: Catalogue, choice: Choice, code: int, zones: Sequence[UUID]
) -> list[Definition]:
    """The indicators that are known of at least one zone, in the version that counts the district's zones."""
    return [
        figures.of(each.key, Place(code), choice.span).definition
        for each in known.current
        if any(figures.of(each.key, Place(code, zone), choice.span).is_known for zone in zones)
    ]


def _ledger(session: Session, first: date, last: date) -> Ledger:
    row = session.execute(
        select(func.max(FillState.filled_at), func.count(FillState.approved_at)).where(
            FillState.month.between(first, last)
        )
    ).one()
    return Ledger(*row)
