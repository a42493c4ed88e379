"""Changes of the partners and of what they give (F20, F62).

An organisation is never deleted: it stops being a partner on a day, for a reason. What it gave is a
record of what partners did; the money never touches the accounts of the state.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.partners import queries
from tenants.partners.giving import (
    GivenByPartner,
    record_contribution,
    set_contributions_of_activity,
)
from tenants.partners.models import (
    Organisation,
    OrganisationContact,
    OrganisationKind,
    OrganisationNetwork,
    Sector,
)
from tenants.partners.names import organisation_key
from tenants.people.service import hold_names

__all__ = [
    "GivenByPartner",
    "change_organisation",
    "end_organisation",
    "enter_organisation",
    "organisation_named",
    "record_contribution",
    "refuse_ended",
    "set_contributions_of_activity",
]

EDITED = ("name", "sector", "kind", "address", "phone", "email", "note", "partner_since")
"""What the form of an organisation changes."""


Link = TypeVar("Link", OrganisationContact, OrganisationNetwork)


@dataclass(frozen=True)
class Particulars:
    """What an officer says about an organisation."""

    name: str
    sector: str
    kind: str
    partner_since: date
    address: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""


def enter_organisation(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    particulars: Particulars,
    another: bool = False,
) -> Organisation:
    """A new partner; sent twice with one `record_id` it is one.

    A name that the list has in another spelling is refused unless the officer says that it is `another`.
    """
    scope.name_change(session, "organisation:entered")
    _hold(session, actor, particulars.name)
    existing = session.get(Organisation, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check(particulars)
    if not another:
        _refuse_known(session, particulars.name)
    entry = Organisation(
        district_id=actor.district_id,
        id=record_id,
        match_key=organisation_key(particulars.name),
        changed_by=actor.name,
        **asdict(particulars) | {"name": normalise(particulars.name)},
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return session.get_one(Organisation, (actor.district_id, record_id))
    return entry


def change_organisation(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    seen_version: int,
    particulars: Particulars,
    another: bool = False,
) -> Organisation:
    """Correct a partner; EditConflict where somebody else has saved it since it was opened."""
    scope.name_change(session, "organisation:changed")
    _hold(session, actor, particulars.name)
    entry = lock(session, queries.organisation(session, organisation_id))
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this organisation while you were editing."),
        {name: getattr(entry, name) for name in EDITED},
    )
    refuse_ended(entry)
    _check(particulars)
    if organisation_key(particulars.name) != entry.match_key and not another:
        _refuse_known(session, particulars.name, but=entry.id)
    for name, value in asdict(particulars).items():
        setattr(entry, name, value)
    entry.name, entry.match_key = normalise(particulars.name), organisation_key(particulars.name)
    sign(entry, actor)
    return entry


def end_organisation(
    session: Session, *, actor: Actor, organisation_id: UUID, ended_on: date, reason: str
) -> Organisation:
    """It is no partner from a day on; its contacts and networks end with it. Ending twice changes nothing.

    Its memoranda stay as they were signed: each is ended on its own.
    """
    scope.name_change(session, "organisation:ended", reason)
    entry = lock(session, queries.organisation(session, organisation_id))
    if entry.ended_on is not None:
        return entry
    if not reason.strip():
        raise FieldError("Say why it is a partner no more.", field="reason")
    if ended_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="ended_on")
    if ended_on < entry.partner_since:
        raise FieldError("It became a partner after this day.", field="ended_on")
    links: list[OrganisationContact | OrganisationNetwork] = [
        *_open_links(session, OrganisationContact, entry),
        *_open_links(session, OrganisationNetwork, entry),
    ]
    for link in links:
        link.valid_to = max(ended_on, link.valid_from)
    entry.ended_on, entry.ending_reason = ended_on, reason.strip()
    sign(entry, actor)
    return entry


def organisation_named(
    session: Session, actor: Actor, name: str, sector: str, kind: str = OrganisationKind.OTHER.value
) -> Organisation:
    """The partner of that name in any spelling, entered where nobody has it (the activity form's free text).

    People who type one name at once get one organisation. One that ended is not brought back.
    """
    _hold(session, actor, name)
    known = queries.duplicates_of(session, name, open_only=True)
    if known:
        return known[0]
    particulars = Particulars(name=name, sector=sector, kind=kind, partner_since=bangkok_today())
    return enter_organisation(
        session, actor=actor, record_id=uuid7(), particulars=particulars, another=True
    )


def refuse_ended(entry: Organisation) -> None:
    if entry.ended_on is not None:
        raise Refused("This organisation is a partner no more. What it did stays as it is.")


def _open_links(session: Session, model: type[Link], entry: Organisation) -> Sequence[Link]:
    return session.scalars(
        select(model)
        .where(model.organisation_id == entry.id, model.valid_to.is_(None))
        .with_for_update()
    ).all()


def _hold(session: Session, actor: Actor, name: str) -> None:
    """Let others who enter this name wait until the commit."""
    hold_names(session, actor=actor, names=[f"organisation/{organisation_key(name)}"])


def _check(particulars: Particulars) -> None:
    if not organisation_key(particulars.name):
        raise FieldError("Type the name of the organisation.", field="name")
    if particulars.sector not in set(Sector):
        raise FieldError("Choose the sector.", field="sector")
    if particulars.kind not in set(OrganisationKind):
        raise FieldError("Choose the kind of organisation.", field="kind")
    if particulars.partner_since > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="partner_since")


def _refuse_known(session: Session, name: str, *, but: UUID | None = None) -> None:
    known = queries.duplicates_of(session, name, but=but)
    if known:
        raise FieldError(
            "The list has “%(name)s” already. Tick below that this is another organisation.",
            field="another",
            name=known[0].name,
        )
