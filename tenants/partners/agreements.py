"""Who speaks for a partner, which networks it works with, and the memoranda with it (M53)."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.files.scans import Scan
from core.files.service import keep
from core.files.store import FolderStore
from core.i18n.dates import bangkok_today
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.partners import queries
from tenants.partners.models import (
    Memorandum,
    Organisation,
    OrganisationContact,
    OrganisationNetwork,
)
from tenants.partners.service import refuse_ended
from tenants.people.service import person_named
from tenants.zones.queries import open_zones
from tenants.zones.queries import zone as zone_in_reach

EDITED = ("title", "terms", "zone_id", "signed_on", "valid_until")
"""What the form of a memorandum changes."""


@dataclass(frozen=True)
class Terms:
    """What a memorandum says; `valid_until` is its last day, None where it has no end."""

    title: str
    signed_on: date
    terms: str = ""
    zone_id: UUID | None = None
    valid_until: date | None = None


def add_contact(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    organisation_id: UUID,
    name: str,
    position: str = "",
    duty: str = "",
) -> OrganisationContact:
    """Let a person speak for a partner from today: of the register, or entered into it under this name.

    Somebody who speaks for it already is not added again; only the duty changes.
    """
    scope.name_change(session, "organisation_contact:added")
    partner = _open_partner(session, organisation_id)
    existing = session.get(OrganisationContact, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if not normalise(name):
        raise FieldError("Type the name of this person.", field="name")
    person = person_named(session, actor=actor, name=name, position=position)
    for line in queries.contacts_of(session, partner.id):
        if line.person.id == person.id:
            line.contact.duty = normalise(duty)
            sign(line.contact, actor)
            return line.contact
    entry = OrganisationContact(
        district_id=actor.district_id,
        id=record_id,
        organisation_id=partner.id,
        person_id=person.id,
        duty=normalise(duty),
        valid_from=bangkok_today(),
        is_example=partner.is_example,
        changed_by=actor.name,
    )
    session.add(entry)
    session.flush()
    return entry


def end_contact(session: Session, *, actor: Actor, contact_id: UUID, reason: str) -> UUID:
    """Somebody speaks for a partner no more, from today; returns the partner. Twice changes nothing."""
    scope.name_change(session, "organisation_contact:ended", reason)
    entry = lock(session, queries.contact(session, contact_id).contact)
    if entry.valid_to is None:
        if not reason.strip():
            raise FieldError("Say why this person speaks for it no more.", field="reason")
        entry.valid_to = bangkok_today()
        sign(entry, actor)
    return entry.organisation_id


def set_networks(
    session: Session, *, actor: Actor, organisation_id: UUID, zone_ids: Collection[UUID]
) -> int:
    """Let these be the zones that a partner works with from today; returns how many links changed."""
    scope.name_change(session, "organisation:networks_set")
    partner, today = _open_partner(session, organisation_id), bangkok_today()
    known = {zone.id for zone in open_zones(session, WHOLE_DISTRICT)}
    if not set(zone_ids) <= known:
        raise NotFound("This zone does not exist.")
    links = {
        link.zone_id: link
        for link in session.scalars(
            select(OrganisationNetwork).where(
                OrganisationNetwork.organisation_id == partner.id, queries.works_on(today)
            )
        )
    }
    leaving = [link for zone_id, link in links.items() if zone_id not in zone_ids]
    joining = sorted(set(zone_ids) - set(links))
    for link in leaving:
        link.valid_to = today
    session.add_all(
        OrganisationNetwork(
            district_id=actor.district_id,
            id=uuid7(),
            organisation_id=partner.id,
            zone_id=zone_id,
            valid_from=today,
            is_example=partner.is_example,
        )
        for zone_id in joining
    )
    session.flush()
    return len(leaving) + len(joining)


def sign_memorandum(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    organisation_id: UUID,
    terms: Terms,
    scan: Scan | None,
    store: FolderStore,
) -> Memorandum:
    """Note a memorandum that was signed with a partner; sent twice with one `record_id` it is one."""
    scope.name_change(session, "memorandum:entered")
    partner = lock(session, queries.organisation(session, organisation_id))
    existing = session.get(Memorandum, (actor.district_id, record_id))
    if existing is not None:
        return existing
    refuse_ended(partner)
    _check(session, terms)
    entry = Memorandum(
        district_id=actor.district_id,
        id=record_id,
        organisation_id=partner.id,
        is_example=partner.is_example,
        changed_by=actor.name,
        file_id=_kept(session, store, actor, scan),
        **asdict(terms),
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return session.get_one(Memorandum, (actor.district_id, record_id))
    return entry


def change_memorandum(
    session: Session,
    *,
    actor: Actor,
    memorandum_id: UUID,
    seen_version: int,
    terms: Terms,
    scan: Scan | None,
    store: FolderStore,
) -> Memorandum:
    """Correct a memorandum, or attach its scan; without a new one the scan on file stays."""
    scope.name_change(session, "memorandum:changed")
    entry = lock(session, queries.memorandum(session, memorandum_id).memorandum)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this memorandum while you were editing."),
        {name: getattr(entry, name) for name in EDITED},
    )
    if entry.ended_on is not None:
        raise Refused("This memorandum was ended. It stays as it is.")
    _check(session, terms)
    for name, value in asdict(terms).items():
        setattr(entry, name, value)
    entry.file_id = _kept(session, store, actor, scan) or entry.file_id
    sign(entry, actor)
    return entry


def end_memorandum(
    session: Session, *, actor: Actor, memorandum_id: UUID, ended_on: date, reason: str
) -> Memorandum:
    """End a memorandum before its last day, with a reason. Ending it once more changes nothing."""
    scope.name_change(session, "memorandum:ended", reason)
    entry = lock(session, queries.memorandum(session, memorandum_id).memorandum)
    if entry.ended_on is not None:
        return entry
    if not reason.strip():
        raise FieldError("Say why the memorandum is ended.", field="reason")
    if ended_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="ended_on")
    if ended_on < entry.signed_on:
        raise FieldError("The memorandum was signed after this day.", field="ended_on")
    entry.ended_on, entry.ending_reason = ended_on, reason.strip()
    sign(entry, actor)
    return entry


def _open_partner(session: Session, organisation_id: UUID) -> Organisation:
    partner = lock(session, queries.organisation(session, organisation_id))
    refuse_ended(partner)
    return partner


def _check(session: Session, terms: Terms) -> None:
    if not terms.title.strip():
        raise FieldError("Type what the memorandum is about.", field="title")
    if terms.signed_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="signed_on")
    if terms.valid_until is not None and terms.valid_until < terms.signed_on:
        raise FieldError("The memorandum cannot end before it is signed.", field="valid_until")
    if terms.zone_id is not None:
        zone_in_reach(session, WHOLE_DISTRICT, terms.zone_id)


def _kept(session: Session, store: FolderStore, actor: Actor, scan: Scan | None) -> UUID | None:
    if scan is None:
        return None
    stored = keep(
        session,
        store,
        actor=actor,
        name=scan.name,
        content=scan.content,
        content_type=scan.content_type,
        purpose="memorandum-scan",
    )
    return stored.id
