"""Reads of activities. Every list takes the reach of the reader's grant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Reach, Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today, first_of_month, last_of_month
from core.paging import PAGE_SIZE, Page
from tenants.activities.models import Activity
from tenants.registry.models import Community
from tenants.registry.queries import is_open
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import communities_within, on_day, zones_of, zones_within


@dataclass(frozen=True)
class Filters:
    """What a reader asked the list for; `month` is any day in it, the ids are texts from the address."""

    month: date | None = None
    zone: str = ""
    community: str = ""
    kind: str = ""
    state: str = ""


@dataclass(frozen=True)
class ActivityLine:
    """An activity with the zone it counts in and, unless it is the network's own, its community."""

    activity: Activity
    zone: Zone | None
    community: Community | None


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
        .where(activities_within(within), *_conditions(filters))
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
        statement = statement.where(Activity.zone_id == zone_id)
    if community_id is not None:
        statement = statement.where(Activity.community_id == community_id)
    return [ActivityLine(row[0], row[1], row[2]) for row in session.execute(statement)]


def activities_by_month(
    session: Session, within: Within, first: date, last: date
) -> dict[tuple[UUID, date], int]:
    """How many activities each zone held in each month, from the month of `first` to that of `last`.

    Keys are (zone, first day of the month); a month without an activity has no key (F58).
    """
    month = func.date_trunc("month", Activity.held_on)
    rows = session.execute(
        select(Activity.zone_id, month, func.count())
        .where(
            activities_within(within),
            Activity.zone_id.is_not(None),
            Activity.held_on.between(first_of_month(first), last_of_month(last)),
        )
        .group_by(Activity.zone_id, month)
    )
    return {(row[0], row[1].date()): row[2] for row in rows}


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


def activities_within(within: Within) -> ColumnElement[bool]:
    """The activities that a grant reaches; what a person has reported is always among them."""
    if within.whole_district:
        return Activity.district_id.is_not(None)
    reached: list[ColumnElement[bool]] = [Activity.community_id.in_(within.community_ids)]
    if within.account_id is not None:
        reached.append(Activity.reported_by_account == within.account_id)
    if within.reach >= Reach.OWN_ZONE:
        reached.append(Activity.zone_id.in_(zones_of(within.community_ids, bangkok_today())))
    return or_(*reached)


def _lines(*more: ColumnElement[Any]) -> Select[Any]:
    return (
        select(Activity, Zone, Community, *more)
        .outerjoin(Zone, Zone.id == Activity.zone_id)
        .outerjoin(Community, Community.id == Activity.community_id)
        .order_by(Activity.held_on.desc(), Activity.id.desc())
    )


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.month is not None:
        conditions.append(
            Activity.held_on.between(first_of_month(filters.month), last_of_month(filters.month))
        )
    if filters.zone:
        conditions.append(_equals(Activity.zone_id, filters.zone))
    if filters.community:
        conditions.append(_equals(Activity.community_id, filters.community))
    if filters.kind:
        conditions.append(Activity.kind == filters.kind)
    if filters.state:
        conditions.append(Activity.state == filters.state)
    return conditions


def _equals(column: Any, typed: str) -> ColumnElement[bool]:
    try:
        return column == UUID(typed)  # type: ignore[no-any-return]
    except ValueError:
        return false()
