"""Moving communities between networks: one or many at once, all or none."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import DomainError, FieldError, NotFound, Refused
from core.identity.actor import Actor
from tenants.networks import queries
from tenants.registry.models import Community, CommunityStatus
from tenants.zones.service import place_community


def place_communities(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    community_ids: Sequence[UUID],
    zone_id: UUID | None,
    from_day: date,
    reason: str = "",
) -> int:
    """Put open communities into a zone, or into none, from a day on; returns how many were named.

    If one is refused, none is moved, and the sentence names it. Communities or a zone outside the
    reader's reach do not exist.
    """
    if not community_ids:
        raise FieldError("Choose at least one community.", field="communities")
    queries.communities_by_id(session, within, community_ids)
    locked = session.scalars(
        select(Community)
        .where(Community.id.in_(community_ids))
        .order_by(Community.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for community in locked:
        if community.status == CommunityStatus.CLOSED:
            raise Refused("%(community)s is closed and is in no zone.", community=community.name)
        try:
            place_community(
                session,
                actor=actor,
                within=within,
                community_id=community.id,
                zone_id=zone_id,
                from_day=from_day,
                reason=reason,
                is_example=community.is_example,
            )
        except NotFound:
            raise
        except FieldError as problem:
            raise _named(community, problem, field=problem.field) from problem
        except DomainError as problem:
            raise Refused(
                "%(community)s: %(problem)s", community=community.name, problem=problem.message
            ) from problem
    return len(locked)


def _named(community: Community, problem: FieldError, *, field: str) -> FieldError:
    return FieldError(
        "%(community)s: %(problem)s",
        field=field,
        community=community.name,
        problem=problem.message,
    )
