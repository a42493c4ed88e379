"""เจ้าหน้าที่ผู้รับผิดชอบโซน: who answers for a zone, from when to when, and by which paper (F48).

The study found duties given by word of mouth; here none is without the order, minute or memo that says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_date
from core.identity.actor import Actor
from core.records import lock, sign
from core.tenancy import scope
from tenants.networks.models import Responsibility, SourceKind
from tenants.zones.models import Zone
from tenants.zones.queries import zone, zones_within


@dataclass(frozen=True)
class Source:
    """The paper that gives the duty: its kind, its number or the meeting, and its day."""

    kind: SourceKind
    number: str
    dated_on: date


@dataclass(frozen=True)
class Answering:
    """Who answers for a zone, and from which day."""

    person_name: str
    person_position: str
    valid_from: date


def responsibilities_of(session: Session, zone_id: UUID) -> list[Responsibility]:
    """Everybody who answers or answered for a zone, the newest first."""
    return list(
        session.scalars(
            select(Responsibility)
            .where(Responsibility.zone_id == zone_id)
            .order_by(Responsibility.valid_from.desc(), Responsibility.id.desc())
        )
    )


def last_day_of(row: Responsibility) -> date | None:
    """The last day on which somebody answered for the zone; None where they still do."""
    return None if row.valid_to is None else row.valid_to - timedelta(days=1)


def assign_officer(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    zone_id: UUID,
    record_id: UUID,
    answering: Answering,
    source: Source,
) -> Responsibility:
    """Let somebody answer for a zone from a day on. Sent twice with one `record_id` it is one record.

    Refuses a duty without a paper, a paper of the future, a day before the zone began, and the same
    person twice at a time.
    """
    scope.name_change(session, "responsibility:given")
    entry = lock(session, zone(session, within, zone_id))
    existing = session.get(Responsibility, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if entry.closed_on is not None:
        raise Refused("This zone is closed. A closed zone is not changed.")
    _check(entry, answering, source)
    _refuse_twice(session, zone_id, answering)
    row = Responsibility(
        district_id=actor.district_id,
        id=record_id,
        zone_id=zone_id,
        person_name=answering.person_name,
        person_position=answering.person_position,
        valid_from=answering.valid_from,
        source_kind=source.kind.value,
        source_number=source.number,
        source_on=source.dated_on,
        is_example=entry.is_example,
        changed_by=actor.name,
    )
    session.add(row)
    session.flush()
    return row


def end_assignment(
    session: Session, *, actor: Actor, within: Within, responsibility_id: UUID, last_day: date
) -> Responsibility:
    """Say on which day somebody answered for the zone for the last time. Ending it once more changes nothing."""
    scope.name_change(session, "responsibility:ended")
    row = lock(session, responsibility(session, within, responsibility_id))
    if row.valid_to is not None:
        return row
    if last_day < row.valid_from:
        raise FieldError(
            "The person answers for the zone since %(day)s. The day cannot be before it.",
            field="last_day",
            day=show_date(row.valid_from, style="numeric"),
        )
    row.valid_to = last_day + timedelta(days=1)
    sign(row, actor)
    return row


def responsibility(session: Session, within: Within, responsibility_id: UUID) -> Responsibility:
    """One record in the reader's reach; NotFound for all others."""
    row = session.scalars(
        select(Responsibility)
        .join(Zone, Zone.id == Responsibility.zone_id)
        .where(Responsibility.id == responsibility_id, zones_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This record does not exist.")
    return row


def _check(entry: Zone, answering: Answering, source: Source) -> None:
    if not source.number.strip():
        raise FieldError("Type the number of the order or the meeting.", field="source_number")
    if source.dated_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="source_on")
    if answering.valid_from < entry.valid_from:
        raise FieldError(
            "%(zone)s exists from %(day)s. The day cannot be before it.",
            field="valid_from",
            zone=entry.name,
            day=show_date(entry.valid_from, style="numeric"),
        )


def _refuse_twice(session: Session, zone_id: UUID, answering: Answering) -> None:
    for row in responsibilities_of(session, zone_id):
        same = row.person_name == answering.person_name
        if same and (row.valid_to is None or row.valid_to > answering.valid_from):
            raise FieldError(
                "%(name)s answers for this zone already, since %(day)s.",
                field="person_name",
                name=row.person_name,
                day=show_date(row.valid_from, style="numeric"),
            )
