"""One district as the department sees it: all indicators, the peers, the zones, what was reported and approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from city.districts.queries import district_of, opened_in
from city.districts.reading import Ledger, Published, published, stated, surroundings
from core.i18n.dates import first_of_month
from core.indicators.definitions import Catalogue, Definition, catalogue
from core.indicators.figures import (
    Basis,
    Figure,
    Place,
    Standing,
    Wanted,
    figures_of_several,
)
from core.indicators.measures import Measure
from core.tenancy.models import Office
from core.web.figures.choices import Asked, Choice, choose
from core.web.figures.standings import Standings


@dataclass(frozen=True)
class PeerStandings(Standings):
    """One indicator of the district, among the districts of its group."""

    peers: Mapping[int, Figure]


@dataclass(frozen=True)
class ZoneLine:
    """A zone's figures, indicator by indicator. The city calls a zone by its number, and knows no name.

    `number` is None of a zone that the district has taken out of its records.
    """

    zone_id: UUID
    number: int | None
    figures: Sequence[Figure]


@dataclass(frozen=True)
class DistrictPage:
    choice: Choice
    catalogue: Catalogue
    office: Office
    offices: Sequence[Office]
    indicators: Sequence[PeerStandings]
    zone_columns: Sequence[Definition]
    zones: Sequence[ZoneLine]
    opened: bool
    ledger: Ledger
    published: Mapping[str, Published]

    @property
    def chosen(self) -> PeerStandings:
        key = self.choice.definition.key
        return next(each for each in self.indicators if each.definition.key == key)

    @property
    def peers(self) -> list[Office]:
        """The districts of the same group, this one among them."""
        return [each for each in self.offices if each.group_code == self.office.group_code]

    @property
    def has_begun(self) -> bool:
        """Whether the register held a community in any period of the line."""
        return any(
            figure.standing not in (Standing.NOT_STARTED, Standing.NOT_COUNTED, Standing.NO_SOURCE)
            for each in self.indicators
            for figure in each.line
        )

    @property
    def is_example(self) -> bool:
        return any(each.official.is_known and each.official.is_example for each in self.indicators)


def district_page(
    session: Session, measures: Sequence[Measure], asked: Asked, *, code: int, today: date
) -> DistrictPage:
    """All indicators of a district in few statements; NotFound where no district has this code."""
    known = catalogue(session)
    choice = choose(asked, known, today).of_all()
    known = known.beginning(choice.span.first)
    around = surroundings(session, choice.span, zones_of=code)
    offices = around.offices
    office = district_of(offices, code)
    keys, span = [each.key for each in known.current], choice.span
    series = choice.series
    peers = [each.code for each in offices if each.group_code == office.group_code]
    own, others, reported, of_zones = figures_of_several(
        session,
        known,
        measures,
        [
            Wanted(keys, [code], series, choice.basis),
            Wanted(keys, peers, [span], choice.basis),
            Wanted(keys, [code], [span], Basis.REPORTED),
            Wanted(keys, [code], [span], choice.basis, zones=True),
        ],
        today=today,
    )
    place = Place(code)
    numbers = around.zone_numbers
    counted = of_zones.zones(code)
    zone_ids = [zone for zone in numbers if zone in counted]
    zone_ids += [zone for zone in counted if zone not in numbers]
    zone_lines = [
        [of_zones.of(each.key, Place(code, zone_id), span) for each in known.current]
        for zone_id in zone_ids
    ]
    told = [
        index
        for index in range(len(known.current))
        if any(line[index].is_known for line in zone_lines)
    ]
    return DistrictPage(
        choice=choice,
        catalogue=known,
        office=office,
        offices=offices,
        indicators=[
            PeerStandings(
                official=stated(own.of(each.key, place, span), code, span, around.ledger),
                reported=stated(reported.of(each.key, place, span), code, span, around.ledger),
                line=[
                    stated(own.of(each.key, place, one), code, one, around.ledger) for one in series
                ],
                peers={
                    peer: stated(others.of(each.key, Place(peer), span), peer, span, around.ledger)
                    for peer in peers
                },
                target=known.target_for(
                    own.of(each.key, place, span).definition, span.last_day, code
                ),
            )
            for each in known.current
        ],
        zone_columns=[own.of(known.current[index].key, place, span).definition for index in told],
        zones=[
            ZoneLine(zone_id, numbers.get(zone_id), [line[index] for index in told])
            for zone_id, line in zip(zone_ids, zone_lines, strict=True)
        ],
        opened=opened_in(office, first_of_month(today)),
        ledger=around.ledger,
        published=published(session, [code]).get(code, {}),
    )
