"""Registering people, and showing their contact details on request.

One person may sit on several committees, and two people may share a name. No national id number is
kept in any field (DOMAIN 6.1).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError, Refused
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.identity.models import Membership
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.people import queries
from tenants.people.models import ContactReading, Person
from tenants.people.national_ids import holds_national_id, refuse_national_ids
from tenants.people.queries import duplicates_of, person_key

__all__ = [
    "CONTACTS",
    "Contacts",
    "change_person",
    "draft_person",
    "enter_person",
    "held_people",
    "hold_name",
    "hold_names",
    "holds_national_id",
    "link_account",
    "person_named",
    "read_contacts",
    "refuse_national_ids",
    "register_person",
]

CONTACTS = ("phone", "email", "line_id")
"""The details that are shown only on request."""

_LOCK_SPACE = 1_047_008
"""Tells the advisory locks on names from those of other features."""

_HOLD_NAMES = text(
    "SELECT pg_advisory_xact_lock(:space, key) FROM"
    " (SELECT DISTINCT hashtext(named) AS key FROM unnest(CAST(:keys AS text[])) AS named"
    " ORDER BY key) AS ordered"
)

_FEWEST_DIGITS_OF_A_NUMBER = 9


@dataclass(frozen=True)
class Contacts:
    """A person's contact details, as shown once; "" where one is not known."""

    phone: str
    email: str
    line_id: str


def register_person(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    name: str,
    position: str = "",
    phone: str = "",
    email: str = "",
    line_id: str = "",
    is_example: bool = False,
) -> Person:
    """A new person of the register, even where the name is known; sent twice it is one person."""
    existing = session.get(Person, (actor.district_id, record_id))
    if existing is not None:
        return existing
    person = draft_person(
        actor=actor,
        record_id=record_id,
        name=name,
        position=position,
        phone=phone,
        email=email,
        line_id=line_id,
        is_example=is_example,
    )
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError:
        return queries.person(session, record_id)
    return person


def draft_person(
    *,
    actor: Actor,
    record_id: UUID,
    name: str,
    position: str,
    phone: str = "",
    email: str = "",
    line_id: str = "",
    is_example: bool = False,
) -> Person:
    """A new person whose values were checked, not stored yet."""
    _check(name, position, {"phone": phone, "email": email, "line_id": line_id})
    return Person(
        district_id=actor.district_id,
        id=record_id,
        name=normalise(name),
        match_key=person_key(name),
        position=position,
        phone=phone,
        email=email,
        line_id=line_id,
        is_example=is_example,
        changed_by=actor.name,
    )


def enter_person(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    name: str,
    position: str,
    contacts: Contacts,
    another: bool,
) -> Person:
    """A new person, as an officer enters one: where the name is known, `another` must say so (F19)."""
    scope.name_change(session, "person:registered")
    hold_name(session, actor=actor, name=name)
    existing = session.get(Person, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if not another and duplicates_of(session, name):
        raise FieldError(
            "The register has people of this name. Say whether it is one of them or somebody else.",
            field="namesake",
        )
    return register_person(
        session,
        actor=actor,
        record_id=record_id,
        name=name,
        position=position,
        phone=contacts.phone,
        email=contacts.email,
        line_id=contacts.line_id,
    )


def change_person(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    seen_version: int,
    name: str,
    position: str,
    contacts: Contacts,
    removed: Collection[str] = (),
    another: bool = False,
) -> Person:
    """Correct a person; EditConflict where somebody else has saved it since it was opened.

    An empty contact detail stays as it is on file, since nobody sees it here; `removed` names those
    that are taken off. Seats keep the name and position that they were filled with.
    """
    scope.name_change(session, "person:changed")
    hold_name(session, actor=actor, name=name)
    entry = lock(session, queries.person(session, person_id))
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this person while you were editing."),
        {"name": entry.name, "position": entry.position},
    )
    typed = {each: getattr(contacts, each) for each in CONTACTS}
    _check(name, position, typed)
    renamed = person_key(name) != entry.match_key
    if renamed and not another and duplicates_of(session, name):
        raise FieldError(
            "The register has somebody of this name. Tick below that this is another person.",
            field="another",
        )
    entry.name, entry.match_key, entry.position = normalise(name), person_key(name), position
    for each, value in typed.items():
        if value:
            setattr(entry, each, value)
        elif each in removed:
            setattr(entry, each, "")
    sign(entry, actor)
    session.flush()
    return entry


def link_account(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    seen_version: int,
    account_id: UUID | None,
) -> Person:
    """Say how a person of the register signs in here; None takes the link off.

    The account holds a role of this office today and belongs to nobody else of the register.
    """
    scope.name_change(session, "person:linked" if account_id else "person:unlinked")
    entry = lock(session, queries.person(session, person_id))
    if entry.account_id == account_id:
        return entry
    shown = {"account": str(entry.account_id or "")}
    sentence = mark("%(name)s changed this person while you were editing.")
    refuse_stale(entry, seen_version, sentence, shown)
    if account_id is not None and not queries.sign_ins(
        session, queries.valid_today(), Membership.account_id == account_id
    ):
        raise FieldError("Choose one of the list.", field="account")
    entry.account_id = account_id
    sign(entry, actor)
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as problem:
        raise FieldError(
            "This account belongs to another person of the register.", field="account"
        ) from problem
    return entry


def read_contacts(
    session: Session, *, actor: Actor, person_id: UUID, record_id: UUID, reason: str
) -> Contacts:
    """The contact details of a person, with a trace of who asked and why.

    Each showing is a reading of its own: asked again with one `record_id` it is refused.
    """
    scope.name_change(session, "contacts:read", reason)
    entry = queries.person(session, person_id)
    if not reason.strip():
        raise FieldError("Say why you need the contact details.", field="reason")
    refuse_national_ids({"reason": reason})
    reading = ContactReading(
        district_id=actor.district_id,
        id=record_id,
        person_id=entry.id,
        account_id=actor.person.account_id,
        read_by=actor.name,
        read_by_position=actor.stamp.position,
        reason=reason,
    )
    try:
        with session.begin_nested():
            session.add(reading)
    except IntegrityError as problem:
        raise Refused(
            "These contact details were shown once. Give a reason to see them again."
        ) from problem
    return Contacts(entry.phone, entry.email, entry.line_id)


def person_named(
    session: Session, *, actor: Actor, name: str, position: str, is_example: bool = False
) -> Person:
    """The person of that name, registered where nobody has it. People who type it at once get one person.

    Where several share the name it is the one in that position, else who was registered first.
    """
    hold_name(session, actor=actor, name=name)
    known = duplicates_of(session, name)
    if known:
        return next((each for each in known if each.position == position), known[0])
    return register_person(
        session,
        actor=actor,
        record_id=uuid7(),
        name=name,
        position=position,
        is_example=is_example,
    )


def hold_name(session: Session, *, actor: Actor, name: str) -> None:
    """Let others who look up or register this name wait until the commit."""
    hold_names(session, actor=actor, names=[name])


def hold_names(session: Session, *, actor: Actor, names: Collection[str]) -> None:
    """Hold many names with one statement, in the order in which everybody takes them."""
    if names:
        keys = sorted({f"{actor.district_id}/{person_key(name)}" for name in names})
        session.execute(_HOLD_NAMES, {"space": _LOCK_SPACE, "keys": keys})


def held_people(
    session: Session, *, actor: Actor, names: Collection[str], ids: Collection[UUID]
) -> list[Person]:
    """Everybody of these names or ids, with the names held and the rows locked until the commit.

    Whoever names one of them elsewhere at once comes after. Who was registered first is at the head.
    """
    hold_names(session, actor=actor, names=names)
    locked = session.scalars(
        queries.people_of({person_key(name) for name in names}, ids)
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return sorted(locked, key=lambda each: (each.created_at, each.id))


def _check(name: str, position: str, contacts: Mapping[str, str]) -> None:
    if not person_key(name):
        raise FieldError("Type the name of this person.", field="name")
    refuse_national_ids({"name": name, "position": position, **contacts})
    digits = sum(letter.isdecimal() for letter in contacts["phone"])
    if contacts["phone"] and digits < _FEWEST_DIGITS_OF_A_NUMBER:
        raise FieldError("Type the whole telephone number.", field="phone")
    account, _, place = contacts["email"].partition("@")
    if contacts["email"] and not (account and "." in place and " " not in contacts["email"]):
        raise FieldError(
            "Type an e-mail address, for example name@example.com.",
            field="email",
        )
