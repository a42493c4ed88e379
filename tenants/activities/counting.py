"""How many activities each network had: those it held, those it took part in, and those that other offices led."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, union_all
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.i18n.dates import first_of_month, last_of_month
from tenants.activities.models import (
    Activity,
    ActivityReference,
    ActivityState,
    ActivityZone,
    ReferenceState,
)
from tenants.activities.reach import activities_within
from tenants.adoption.queries import edition_in_force
from tenants.zones.models import Zone
from tenants.zones.queries import zones_within

LEAST_A_MONTH = 1
"""What the study asked of a network (M83); it holds where an office follows no edition yet."""


def activities_by_month(
    session: Session, within: Within, first: date, last: date
) -> dict[tuple[UUID, date], int]:
    """How many activities each zone had in each month, from the month of `first` to that of `last`.

    Keys are (zone, first day of the month); a month without an activity has no key (F58). An activity
    of several networks counts once for each of them, a joint one of two offices for the network that
    the office here has named (F61).
    """
    period = (first_of_month(first), last_of_month(last))
    took_part = union_all(
        select(Activity.zone_id, Activity.held_on).where(
            activities_within(within), Activity.held_on.between(*period)
        ),
        select(ActivityZone.zone_id, ActivityZone.held_on)
        .join(Activity, Activity.id == ActivityZone.activity_id)
        .where(
            activities_within(within),
            ActivityZone.held_on.between(*period),
            ActivityZone.zone_id.is_distinct_from(Activity.zone_id),
        ),
        select(ActivityReference.zone_id, ActivityReference.held_on).where(
            ActivityReference.state == ReferenceState.ACCEPTED.value,
            ActivityReference.held_on.between(*period),
        ),
    ).subquery()
    month = func.date_trunc("month", took_part.c.held_on)
    rows = session.execute(
        select(took_part.c.zone_id, month, func.count())
        .where(took_part.c.zone_id.in_(select(Zone.id).where(zones_within(within))))
        .group_by(took_part.c.zone_id, month)
    )
    return {(row[0], row[1].date()): row[2] for row in rows}


def counts_by_state(
    session: Session, conditions: Iterable[ColumnElement[bool]]
) -> Counter[ActivityState]:
    """How many activities are in each state, of those that the conditions leave."""
    rows: Any = session.execute(
        select(Activity.state, func.count()).where(*conditions).group_by(Activity.state)
    )
    return Counter({ActivityState(row[0]): row[1] for row in rows})


def monthly_target(session: Session, day: date) -> int:
    """How many activities a network must have each month, by the edition that the office follows."""
    current = edition_in_force(session, day)
    if current is None:
        return LEAST_A_MONTH
    return int(current[1].content["activities_per_month"])
