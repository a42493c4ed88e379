"""Reads of activities. Every list takes the reach of the reader's grant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, cast, false, func, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Reach, Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today, first_of_month, last_of_month
from core.paging import PAGE_SIZE, Page
from core.tenancy.models import Office
from tenants.activities.counting import activities_by_month
from tenants.activities.models import (
    Activity,
    ActivityPhoto,
    ActivityReference,
    ActivityState,
    ActivityZone,
    ReferenceState,
)
from tenants.activities.reach import activities_within
from tenants.partners.models import Organisation
from tenants.partners.queries import is_partner, organisations_within
from tenants.periods.queries import closed_months
from tenants.problems.models import Problem
from tenants.registry.models import Community
from tenants.registry.queries import is_open
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import communities_within, on_day, zones_of, zones_within

__all__ = ["activities_by_month", "activities_within"]

MOST_NAMES = 300
"""Names of partners that a form offers; more of them would weigh on a phone."""


@dataclass(frozen=True)
class Filters:
    """What a reader asked the list for; `month` is any day in it, the ids are texts from the address."""

    month: date | None = None
    zone: str = ""
    community: str = ""
    kind: str = ""
    state: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ActivityLine:
    """An activity with the zone it counts in and, unless it is the network's own, its community."""

    activity: Activity
    zone: Zone | None
    community: Community | None


@dataclass(frozen=True)
class ReferenceLine:
    """A joint activity that another office leads, with our network that took part."""

    reference: ActivityReference
    zone: Zone | None
    lead: Office


@dataclass(frozen=True)
class Holder:
    """Whose activity a person may report: a zone's network or a community, grouped by zone."""

    zone: Zone | None
    community: Community | None

    @property
    def key(self) -> str:
        if self.community is not None:
            return f"community:{self.community.id}"
        return f"zone:{self.zone.id}" if self.zone is not None else ""


def activities(
    session: Session, within: Within, filters: Filters, *, number: int = 1
) -> Page[ActivityLine]:
    """A page of activities, the newest first: one statement, the total included."""
    number = max(1, number)
    statement = (
        _lines(func.count().over())
        .where(*conditions(within, filters))
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    return Page(
        items=[ActivityLine(row[0], row[1], row[2]) for row in rows],
        number=number,
        total=rows[0][3] if rows else 0,
    )


def activity(session: Session, within: Within, activity_id: UUID) -> ActivityLine:
    """One activity that the reader's grant reaches; NotFound for all others."""
    row = session.execute(
        _lines().where(Activity.id == activity_id, activities_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This activity does not exist.")
    return ActivityLine(row[0], row[1], row[2])


def recent_activities(
    session: Session,
    within: Within,
    *,
    zone_id: UUID | None = None,
    community_id: UUID | None = None,
    limit: int = 5,
) -> list[ActivityLine]:
    """The newest activities, of one zone or community where it is named."""
    statement = _lines().where(activities_within(within)).limit(limit)
    if zone_id is not None:
        statement = statement.where(of_zone(zone_id))
    if community_id is not None:
        statement = statement.where(Activity.community_id == community_id)
    return [ActivityLine(row[0], row[1], row[2]) for row in session.execute(statement)]


def activities_between(
    session: Session, within: Within, first: date, last: date
) -> list[ActivityLine]:
    """The activities held from a day to a day, both included, the first on top (the calendar)."""
    statement = (
        select(Activity, Zone, Community)
        .outerjoin(Zone, Zone.id == Activity.zone_id)
        .outerjoin(Community, Community.id == Activity.community_id)
        .where(activities_within(within), Activity.held_on.between(first, last))
        .order_by(Activity.held_on, Activity.id)
    )
    return [ActivityLine(row[0], row[1], row[2]) for row in session.execute(statement)]


def waiting_for_acceptance(session: Session, within: Within, *, limit: int) -> list[ActivityLine]:
    """Reports of open months that were neither accepted nor returned, the oldest first."""
    statement = (
        select(Activity, Zone, Community)
        .outerjoin(Zone, Zone.id == Activity.zone_id)
        .outerjoin(Community, Community.id == Activity.community_id)
        .where(
            activities_within(within),
            Activity.state == ActivityState.REPORTED.value,
            cast(func.date_trunc("month", Activity.held_on), Date).not_in(closed_months()),
        )
        .order_by(Activity.held_on, Activity.id)
        .limit(limit)
    )
    return [ActivityLine(row[0], row[1], row[2]) for row in session.execute(statement)]


def further_zones(session: Session, activity_id: UUID) -> list[Zone]:
    """The networks that took part in an activity beside the one that held it, by number."""
    return list(
        session.scalars(
            select(Zone)
            .join(ActivityZone, ActivityZone.zone_id == Zone.id)
            .where(ActivityZone.activity_id == activity_id)
            .order_by(Zone.number)
        )
    )


def photos_of(session: Session, activity_id: UUID) -> list[ActivityPhoto]:
    """The photos of an activity in the order in which they were sent."""
    return list(
        session.scalars(
            select(ActivityPhoto)
            .where(ActivityPhoto.activity_id == activity_id)
            .order_by(ActivityPhoto.position, ActivityPhoto.id)
        )
    )


def references(session: Session, within: Within, *, limit: int = 100) -> list[ReferenceLine]:
    """Activities that other offices led: offers first, then the newest; a chair sees those of the own network."""
    rows = session.execute(
        select(ActivityReference, Zone, Office)
        .join(Office, Office.code == ActivityReference.lead_district_id)
        .outerjoin(Zone, Zone.id == ActivityReference.zone_id)
        .where(references_within(within))
        .order_by(
            ActivityReference.state != ReferenceState.OFFERED.value,
            ActivityReference.held_on.desc(),
            ActivityReference.id,
        )
        .limit(limit)
    )
    return [ReferenceLine(row[0], row[1], row[2]) for row in rows]


def reference(session: Session, within: Within, reference_id: UUID) -> ReferenceLine:
    """One activity that another office led; NotFound where the grant does not reach it."""
    row = session.execute(
        select(ActivityReference, Zone, Office)
        .join(Office, Office.code == ActivityReference.lead_district_id)
        .outerjoin(Zone, Zone.id == ActivityReference.zone_id)
        .where(ActivityReference.id == reference_id, references_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This activity does not exist.")
    return ReferenceLine(row[0], row[1], row[2])


def references_within(within: Within) -> ColumnElement[bool]:
    if within.whole_district:
        return ActivityReference.district_id.is_not(None)
    zones = zones_of(within.community_ids, bangkok_today())
    return ActivityReference.zone_id.in_(zones) & (
        ActivityReference.state == ReferenceState.ACCEPTED.value
    )


def problem_of(session: Session, entry: Activity) -> Problem | None:
    """The problem that an activity serves; whoever reads the activity may know its title."""
    if entry.problem_id is None:
        return None
    return session.get(Problem, (entry.district_id, entry.problem_id))


def partner_names(session: Session, within: Within) -> list[tuple[str, str]]:
    """Names and sectors of the partners that a person may see, to be offered while a name is typed."""
    rows = session.execute(
        select(Organisation.name, Organisation.sector)
        .where(organisations_within(within), is_partner(bangkok_today()))
        .order_by(Organisation.sort_key)
        .limit(MOST_NAMES)
    )
    return [(row[0], row[1]) for row in rows]


def holders(session: Session, within: Within) -> list[Holder]:
    """Whose activities a person may report, in the order of zones and of a Thai dictionary.

    A zone stands before its communities; a leader of one community has that one alone.
    """
    communities = session.execute(
        select(Community, Zone)
        .outerjoin(
            ZoneMembership,
            (ZoneMembership.community_id == Community.id) & on_day(bangkok_today()),
        )
        .outerjoin(Zone, Zone.id == ZoneMembership.zone_id)
        .where(communities_within(Community.id, within), is_open())
        .order_by(Zone.number.nulls_last(), Community.sort_key)
    ).all()
    if within.reach < Reach.OWN_ZONE:
        return [Holder(row[1], row[0]) for row in communities]
    zones = session.scalars(
        select(Zone).where(Zone.closed_on.is_(None), zones_within(within)).order_by(Zone.number)
    ).all()
    of_zones = [
        holder
        for zone in zones
        for holder in (
            Holder(zone, None),
            *(Holder(row[1], row[0]) for row in communities if row[1] is zone),
        )
    ]
    return [*of_zones, *(Holder(None, row[0]) for row in communities if row[1] not in zones)]


def _lines(*more: ColumnElement[Any]) -> Select[Any]:
    return (
        select(Activity, Zone, Community, *more)
        .outerjoin(Zone, Zone.id == Activity.zone_id)
        .outerjoin(Community, Community.id == Activity.community_id)
        .order_by(Activity.held_on.desc(), Activity.id.desc())
    )


def conditions(
    within: Within, filters: Filters, *, with_state: bool = True
) -> list[ColumnElement[bool]]:
    """What a reader asked for, within the reach; a text that is no id finds nothing."""
    found = [activities_within(within)]
    if filters.month is not None:
        found.append(
            Activity.held_on.between(first_of_month(filters.month), last_of_month(filters.month))
        )
    if filters.zone:
        zone_id = _uuid(filters.zone)
        found.append(of_zone(zone_id) if zone_id else false())
    for column, typed in (
        (Activity.community_id, filters.community),
        (Activity.problem_id, filters.problem),
    ):
        if typed:
            found_id = _uuid(typed)
            found.append(and_(column == found_id) if found_id else false())
    if filters.kind:
        found.append(Activity.kind == filters.kind)
    if filters.state and with_state:
        found.append(Activity.state == filters.state)
    return found


def of_zone(zone_id: UUID) -> ColumnElement[bool]:
    """What a zone's network held, and what it took part in."""
    return or_(
        Activity.zone_id == zone_id,
        Activity.id.in_(select(ActivityZone.activity_id).where(ActivityZone.zone_id == zone_id)),
    )


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
