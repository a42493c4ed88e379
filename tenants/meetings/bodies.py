"""Whose meeting it is: the bodies, how forms name them (`zone:<id>`, `study`), and what they are called."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.sorting import thai_sort_key
from core.manual.structure import CommitteeKind
from tenants.alliances.models import Alliance
from tenants.alliances.queries import alliances_within
from tenants.committees.bodies import Body, Subject
from tenants.registry.models import Community
from tenants.zones.queries import communities_within, open_zones

ALL_CHAIRS = "ประธานชุมชนทุกชุมชน"
"""What the assembly is called where it meets: all community chairs in office (F50)."""

_OF_DISTRICT = {CommitteeKind.STUDY, CommitteeKind.ASSEMBLY}


def columns_of(body: Body) -> dict[str, Any]:
    """The values of a meeting's row that say whose it is."""
    ids: dict[str, Any] = {f"{kind}_id": None for kind in ("zone", "community", "alliance")}
    if body.id is not None:
        ids[f"{body.kind.value}_id"] = body.id
    return {"body_kind": body.kind.value, **ids}


def key_of(body: Body) -> str:
    return body.kind.value if body.id is None else f"{body.kind.value}:{body.id}"


def body_of_key(key: str) -> Body:
    """The body that a form named; NotFound for anything that no page of ours wrote."""
    kind, _, identifier = key.partition(":")
    try:
        body = Body(CommitteeKind(kind), UUID(identifier) if identifier else None)
    except ValueError as problem:
        raise NotFound("This committee does not exist.") from problem
    if (body.kind in _OF_DISTRICT) != (body.id is None):
        raise NotFound("This committee does not exist.")
    return body


def body_label(body: Body, name: str) -> str:
    """What the body is called on screens: its committee's name, or all community chairs."""
    if body.kind is CommitteeKind.ASSEMBLY:
        return ALL_CHAIRS
    return Subject(body=body, name=name).label


def body_choices(
    session: Session, within: Within, *, with_communities: bool = True
) -> list[tuple[str, str]]:
    """The bodies that may meet now, by key and name: the office's own, zones, networks, communities."""
    bodies = [(Body.study(), ""), (Body.assembly(), "")] if within.whole_district else []
    bodies += [(Body.zone(zone.id), zone.name) for zone in open_zones(session, within)]
    alliances = session.execute(
        select(Alliance.id, Alliance.name).where(
            Alliance.closed_on.is_(None), alliances_within(within)
        )
    )
    found = sorted(alliances, key=lambda row: thai_sort_key(row[1]))
    bodies += [(Body.alliance(row[0]), row[1]) for row in found]
    if with_communities:
        communities = session.execute(
            select(Community.id, Community.name)
            .where(Community.closed_on.is_(None), communities_within(Community.id, within))
            .order_by(Community.sort_key, Community.id)
        )
        bodies += [(Body.community(row[0]), row[1]) for row in communities]
    return [(key_of(body), body_label(body, name)) for body, name in bodies]
