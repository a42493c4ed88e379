"""What an office has recorded, read in six statements whatever its size and turned into plain values."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.i18n.dates import shift_month
from tenants.activities.counting import activities_by_month
from tenants.activities.models import Activity, ActivityZone
from tenants.quality.checks import (
    QUIET_AFTER,
    CommunityRecord,
    Held,
    Records,
    Snapshot,
    Stay,
    ZoneRecord,
)
from tenants.registry.models import Community, CommunityFigures, CommunityStatus
from tenants.zones.models import Zone, ZoneMembership

MONTHS_OF_PAST = 24
"""So far back earlier activities are compared with."""


def records_of(session: Session, *, first: date, today: date) -> Records:
    """The records that a check of the months from `first` on needs, in the open district."""
    return Records(
        communities=_communities(session),
        zones=[
            ZoneRecord(row.id, row.valid_from, row.closed_on, row.is_example)
            for row in session.execute(
                select(Zone.id, Zone.valid_from, Zone.closed_on, Zone.is_example)
            )
        ],
        stays=[
            Stay(row.community_id, row.zone_id, row.valid_from, row.valid_to)
            for row in session.execute(
                select(
                    ZoneMembership.community_id,
                    ZoneMembership.zone_id,
                    ZoneMembership.valid_from,
                    ZoneMembership.valid_to,
                )
            )
        ],
        activities=_activities(session, shift_month(first, -MONTHS_OF_PAST)),
        zone_counts=activities_by_month(
            session, WHOLE_DISTRICT, shift_month(first, -QUIET_AFTER), today
        ),
    )


def _communities(session: Session) -> list[CommunityRecord]:
    """Every community with its figures, the oldest first."""
    rows = session.execute(
        select(
            Community.id,
            Community.registered_from,
            Community.status,
            Community.is_example,
            CommunityFigures.as_of,
            CommunityFigures.residents,
            CommunityFigures.families,
            CommunityFigures.houses,
            CommunityFigures.explanation,
            CommunityFigures.recorded_by,
        )
        .outerjoin(CommunityFigures, CommunityFigures.community_id == Community.id)
        .order_by(Community.id, CommunityFigures.as_of, CommunityFigures.recorded_at)
    )
    known: dict[UUID, Any] = {}
    snapshots: dict[UUID, list[Snapshot]] = defaultdict(list)
    for row in rows:
        known[row.id] = row
        if row.as_of is not None:
            snapshots[row.id].append(Snapshot(*tuple(row)[4:]))
    return [
        CommunityRecord(
            id=row.id,
            registered_from=row.registered_from,
            snapshots=tuple(snapshots[row.id]),
            is_open=row.status == CommunityStatus.REGISTERED,
            is_example=row.is_example,
        )
        for row in known.values()
    ]


def _activities(session: Session, since: date) -> list[Held]:
    others: dict[UUID, set[UUID]] = defaultdict(set)
    for activity_id, zone_id in session.execute(
        select(ActivityZone.activity_id, ActivityZone.zone_id).where(ActivityZone.held_on >= since)
    ):
        others[activity_id].add(zone_id)
    rows = session.execute(
        select(
            Activity.id,
            Activity.held_on,
            Activity.participants,
            Activity.zone_id,
            Activity.community_id,
            Activity.partner_district_id,
            Activity.is_example,
        )
        .where(Activity.held_on >= since)
        .order_by(Activity.held_on, Activity.id)
    )
    return [
        Held(
            id=row.id,
            held_on=row.held_on,
            participants=row.participants,
            zone_id=row.zone_id,
            community_id=row.community_id,
            others=frozenset(others[row.id] - {row.zone_id}),
            with_office=row.partner_district_id is not None,
            is_example=row.is_example,
        )
        for row in rows
    ]
