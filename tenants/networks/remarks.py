"""ข้อคิดเห็นต่อเครือข่าย: what advisers, leaders and officers remark on a zone's network; never changed (M106)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError
from core.identity.actor import Actor
from core.tenancy import scope
from tenants.networks.models import NetworkRemark
from tenants.zones.queries import zone


def remarks_of(session: Session, zone_id: UUID) -> list[NetworkRemark]:
    """All remarks on a zone's network, the newest first."""
    return list(
        session.scalars(
            select(NetworkRemark)
            .where(NetworkRemark.zone_id == zone_id)
            .order_by(NetworkRemark.written_at.desc(), NetworkRemark.id.desc())
        )
    )


def write_remark(
    session: Session, *, actor: Actor, within: Within, zone_id: UUID, record_id: UUID, body: str
) -> NetworkRemark:
    """Keep a remark with its author's name and position. Sent twice with one `record_id` it is one."""
    scope.name_change(session, "remark:written")
    entry = zone(session, within, zone_id)
    existing = session.get(NetworkRemark, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if not body.strip():
        raise FieldError("Type your remark.", field="body")
    row = NetworkRemark(
        district_id=actor.district_id,
        id=record_id,
        zone_id=entry.id,
        body=body.strip(),
        written_by=actor.name,
        written_by_position=actor.position,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # The same form was sent twice at once.
        return session.get_one(NetworkRemark, (actor.district_id, record_id))
    return row
