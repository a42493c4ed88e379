"""The district's home: what is on file, what is missing, and the figures behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.identity.actor import Actor
from core.indicators.models import Fact, FillState
from core.manual.queries import newest_edition
from core.tenancy.models import PublishedFigure, RegisteredPopulation
from core.tenancy.queries import population_of, published_figures
from tenants.activities.queries import ActivityLine, activities_by_month, recent_activities
from tenants.adoption.queries import edition_in_force
from tenants.committees.queries import EndingTerms, ending_terms
from tenants.elections.queries import OwnBallot, open_for_voter
from tenants.networks.queries import Standing, standings
from tenants.networks.status import Evidence
from tenants.office.queries import signing_right
from tenants.orders.listing import Duties, waiting_for
from tenants.registry.models import Community
from tenants.registry.queries import is_open
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import communities_within, on_day

TREND_MONTHS = 12
ACTIVE, COMMUNITIES, RESIDENTS, ZONES = (
    "activities.active_communities",
    "registry.communities",
    "registry.residents",
    "zones.count",
)


@dataclass(frozen=True)
class Figures:
    """Facts of the whole district by measure and month, and when the running month was last counted."""

    by_month: Mapping[tuple[str, date], Decimal]
    months: tuple[date, ...]
    counted_at: datetime | None
    is_example: bool

    def now(self, measure: str) -> Decimal | None:
        return self.by_month.get((measure, self.months[-1]))

    def trend(self, measure: str, of: str) -> list[float | None]:
        """The share of a measure in another one, in per cent, month by month; None where nothing was counted."""
        return [
            float(part * 100 / whole)
            if (part := self.by_month.get((measure, month))) is not None
            and (whole := self.by_month.get((of, month)))
            else None
            for month in self.months
        ]


@dataclass(frozen=True)
class ZoneLine:
    """A zone on the home: its papers, and how many activities it held this month."""

    standing: Standing
    activities: int

    @property
    def zone(self) -> Zone:
        return self.standing.zone

    @property
    def evidence(self) -> Evidence:
        return self.standing.evidence

    @property
    def communities(self) -> int:
        return self.standing.evidence.communities


@dataclass(frozen=True)
class Home:
    """Everything that the first page of an office shows."""

    edition: int | None
    newest_edition: int | None
    communities: int
    without_zone: int
    zones: tuple[ZoneLine, ...]
    ending_terms: tuple[EndingTerms, ...]
    figures: Figures
    population: RegisteredPopulation | None
    published: Mapping[str, PublishedFigure]
    activities: tuple[ActivityLine, ...]


def home(session: Session, district_id: int) -> Home:
    """The home of a whole district office."""
    today = bangkok_today()
    in_force = edition_in_force(session, today)
    communities, placed = _open_communities(session, today)
    held = activities_by_month(session, WHOLE_DISTRICT, today, today)
    month = first_of_month(today)
    zones = tuple(
        ZoneLine(standing, held.get((standing.zone.id, month), 0))
        for standing in standings(session, WHOLE_DISTRICT, placed)
    )
    return Home(
        edition=in_force[1].number if in_force else None,
        newest_edition=newest_edition(session),
        communities=communities,
        without_zone=communities - sum(placed.values()),
        zones=zones,
        ending_terms=tuple(ending_terms(session, WHOLE_DISTRICT, today)),
        figures=_figures(session, month),
        population=population_of(session, district_id),
        published=published_figures(session, district_id),
        activities=tuple(recent_activities(session, WHOLE_DISTRICT)),
    )


@dataclass(frozen=True)
class OwnHome:
    """The first page of a leader: the own communities and what was reported last."""

    communities: tuple[Community, ...]
    activities: tuple[ActivityLine, ...]
    this_month: int
    ballots: tuple[OwnBallot, ...]


@dataclass(frozen=True)
class Waiting:
    """Papers that wait for this very person: to be signed, and to be checked and proposed."""

    signatures: int
    proposals: int


def waiting_papers(session: Session, actor: Actor, *, proposes: bool, signs: bool) -> Waiting:
    """Counts only what the person may do today: a delegation that is over counts nothing."""
    may_sign = signs and signing_right(session, actor=actor, day=bangkok_today()) is not None
    lines = waiting_for(
        session, WHOLE_DISTRICT, Duties(drafts=False, proposes=proposes, signs=may_sign)
    )
    signatures = sum(1 for line in lines if line.waits_for_signature)
    return Waiting(signatures, len(lines) - signatures)


def own_home(session: Session, within: Within, actor: Actor, *, moment: datetime) -> OwnHome:
    today = bangkok_today()
    communities = session.scalars(
        select(Community)
        .where(communities_within(Community.id, within), is_open())
        .order_by(Community.sort_key)
    )
    newest = tuple(recent_activities(session, within))
    return OwnHome(
        communities=tuple(communities),
        activities=newest,
        this_month=sum(
            first_of_month(line.activity.held_on) == first_of_month(today) for line in newest
        ),
        ballots=tuple(open_for_voter(session, actor, moment=moment)),
    )


def _open_communities(session: Session, today: date) -> tuple[int, dict[UUID, int]]:
    """How many communities are open, and how many of them are in each zone today."""
    rows = session.execute(
        select(ZoneMembership.zone_id, func.count())
        .select_from(Community)
        .outerjoin(ZoneMembership, (ZoneMembership.community_id == Community.id) & on_day(today))
        .where(is_open())
        .group_by(ZoneMembership.zone_id)
    ).all()
    placed = {row[0]: row[1] for row in rows if row[0] is not None}
    return sum(row[1] for row in rows), placed


def _figures(session: Session, month: date) -> Figures:
    first = shift_month(month, 1 - TREND_MONTHS)
    facts = session.scalars(
        select(Fact).where(
            Fact.zone_id.is_(None),
            Fact.state == "all",
            Fact.month >= first,
            Fact.measure.in_((ACTIVE, COMMUNITIES, RESIDENTS, ZONES)),
        )
    ).all()
    counted_at = session.scalars(
        select(FillState.filled_at).where(FillState.month == month)
    ).one_or_none()
    return Figures(
        by_month={(fact.measure, fact.month): fact.value for fact in facts},
        months=tuple(shift_month(first, number) for number in range(TREND_MONTHS)),
        counted_at=counted_at,
        is_example=any(fact.is_example for fact in facts),
    )
