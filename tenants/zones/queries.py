"""Reads of zones and of who belongs to them on a day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.access.permissions import Reach, Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from tenants.zones.models import Zone, ZoneMembership


def on_day(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Memberships that hold on a day; the day named by `valid_to` is the first one outside."""
    return (ZoneMembership.valid_from <= day) & or_(
        ZoneMembership.valid_to.is_(None), ZoneMembership.valid_to > day
    )


def zones_of(community_ids: Iterable[UUID], day: date) -> Select[UUID]:
    """The zones in which these communities are on a day."""
    return select(ZoneMembership.zone_id).where(
        ZoneMembership.community_id.in_(list(community_ids)), on_day(day)
    )


def zones_within(within: Within) -> ColumnElement[bool]:
    """The zones that a grant reaches: all of the district, or the one of the own community."""
    if within.whole_district:
        return Zone.district_id.is_not(None)
    return Zone.id.in_(zones_of(within.community_ids, bangkok_today()))


def communities_within(
    column: ColumnElement[UUID] | InstrumentedAttribute[UUID], within: Within
) -> ColumnElement[bool]:
    """The communities that a grant reaches, as a condition on a column of community ids."""
    if within.whole_district:
        return column.is_not(None)
    if within.reach >= Reach.OWN_ZONE:
        zones = zones_of(within.community_ids, bangkok_today())
        return column.in_(
            select(ZoneMembership.community_id).where(
                ZoneMembership.zone_id.in_(zones), on_day(bangkok_today())
            )
        )
    return column.in_(within.community_ids)


def open_zones(session: Session, within: Within) -> list[Zone]:
    """The zones that are not closed, by number."""
    return list(
        session.scalars(
            select(Zone).where(Zone.closed_on.is_(None), zones_within(within)).order_by(Zone.number)
        )
    )


def zone_of_community(session: Session, community_id: UUID, day: date) -> Zone | None:
    """The zone in which a community is on a day."""
    return session.scalars(
        select(Zone).where(Zone.id.in_(zones_of([community_id], day)))
    ).one_or_none()


def zone(session: Session, within: Within, zone_id: UUID) -> Zone:
    """One zone that the reader's grant reaches, closed or not; NotFound for all others."""
    found = session.scalars(
        select(Zone).where(Zone.id == zone_id, zones_within(within))
    ).one_or_none()
    if found is None:
        raise NotFound("This zone does not exist.")
    return found


def zones_with_members(session: Session, within: Within) -> list[tuple[Zone, int]]:
    """Every zone, the open ones first, with how many communities are in it now."""
    members = (
        select(ZoneMembership.zone_id, func.count().label("number"))
        .where(ZoneMembership.valid_to.is_(None))
        .group_by(ZoneMembership.zone_id)
        .subquery()
    )
    rows = session.execute(
        select(Zone, func.coalesce(members.c.number, 0))
        .outerjoin(members, members.c.zone_id == Zone.id)
        .where(zones_within(within))
        .order_by(Zone.closed_on.is_not(None), Zone.number)
    )
    return [(row[0], row[1]) for row in rows]


def next_number(session: Session) -> int:
    """The number of the next zone: numbers of closed zones are not given again."""
    return (session.scalar(select(func.max(Zone.number))) or 0) + 1
