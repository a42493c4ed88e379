"""Reads of the register of people. Contact details are read elsewhere, on request and with a trace."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.i18n.text import match_key, normalise
from core.identity.models import Account, Membership
from core.paging import PAGE_SIZE, Page
from tenants.people.models import ContactReading, Person

_TITLE = re.compile(r"\A(?:นางสาว|น\.ส\.|นาง|นาย)\s*")
_MOST_READINGS = 50


@dataclass(frozen=True)
class PersonLine:
    """A person in the list: what everybody who may read the register sees."""

    id: UUID
    name: str
    position: str
    is_example: bool


@dataclass(frozen=True)
class KnownContacts:
    """Which contact details are on file, without what they say."""

    phone: bool
    email: bool
    line_id: bool

    @property
    def any(self) -> bool:
        return self.phone or self.email or self.line_id


@dataclass(frozen=True)
class SignIn:
    """An account of the office as it is shown to staff: whose name and position stand on it."""

    account_id: UUID
    username: str
    name: str
    position: str
    disabled: bool


def person_key(name: str) -> str:
    """What two spellings of one person's name have in common, the Thai title of address left out."""
    return match_key(_TITLE.sub("", normalise(name)))


def person(session: Session, person_id: UUID) -> Person:
    """One person of the office's register; NotFound for all others."""
    found = session.scalars(select(Person).where(Person.id == person_id)).one_or_none()
    if found is None:
        raise NotFound("This person is not in the register.")
    return found


def people_page(session: Session, *, text: str = "", number: int = 1) -> Page[PersonLine]:
    """A page of people in the order of a Thai dictionary, whose name holds `text` in any spelling."""
    number = max(1, number)
    statement = (
        select(Person.id, Person.name, Person.position, Person.is_example, func.count().over())
        .order_by(Person.sort_key, Person.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    if text:
        pattern = person_key(text) or normalise(text)
        statement = statement.where(Person.match_key.contains(pattern, autoescape=True))
    rows: Sequence[Any] = session.execute(statement).all()
    return Page(
        items=[PersonLine(*row[:4]) for row in rows],
        number=number,
        total=rows[0][4] if rows else 0,
    )


def duplicates_of(session: Session, name: str) -> list[Person]:
    """Everybody of this name, in whatever spelling, who was registered first at the head."""
    return list(
        session.scalars(
            select(Person)
            .where(Person.match_key == person_key(name))
            .order_by(Person.created_at, Person.id)
        )
    )


def people_of(keys: Collection[str], ids: Collection[UUID]) -> Select[Person]:
    """Everybody with one of these keys (see `person_key`) or ids, in no order."""
    return select(Person).where(or_(Person.match_key.in_(keys), Person.id.in_(ids)))


def namesakes(session: Session, keys: Collection[str]) -> dict[str, list[PersonLine]]:
    """The people of these keys (see `person_key`) who are in the register, one statement for all."""
    found: dict[str, list[PersonLine]] = {}
    rows = session.execute(
        select(Person.match_key, Person.id, Person.name, Person.position, Person.is_example)
        .where(Person.match_key.in_(list(keys)))
        .order_by(Person.created_at, Person.id)
    )
    for key, person_id, name, position, is_example in rows:
        line = PersonLine(person_id, name, position, is_example)
        found.setdefault(key, []).append(line)
    return found


def names_to_choose(session: Session) -> list[str]:
    """The names of the register in the order of a Thai dictionary, each once, without any detail."""
    names = session.scalars(select(Person.name).order_by(Person.sort_key, Person.id))
    return list(dict.fromkeys(names))


def account_of(session: Session, person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """How these people sign in: the account of each who has one, by the person's id; one statement."""
    rows = session.execute(
        select(Person.id, Person.account_id).where(
            Person.id.in_(list(person_ids)), Person.account_id.is_not(None)
        )
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def people_of_account(session: Session, account_id: UUID) -> list[Person]:
    """Whom of the register an account belongs to: one person, or nobody while the office has not said so."""
    return list(session.scalars(select(Person).where(Person.account_id == account_id)))


def sign_in_of(session: Session, entry: Person) -> SignIn | None:
    """How a person signs in here; None while the office has not said so."""
    if entry.account_id is None:
        return None
    found = sign_ins(session, Membership.account_id == entry.account_id)
    return found[0] if found else None


def sign_ins_to_choose(session: Session, entry: Person) -> list[SignIn]:
    """The accounts that belong to nobody of the register yet, and this person's own; the same name first."""
    taken = select(Person.account_id).where(Person.account_id.is_not(None), Person.id != entry.id)
    found = sign_ins(session, valid_today(), Membership.account_id.not_in(taken))
    return sorted(found, key=lambda each: person_key(each.name) != entry.match_key)


def sign_ins(session: Session, *conditions: ColumnElement[bool]) -> list[SignIn]:
    """Accounts of the office in the order of their names, each once."""
    rows = session.execute(
        select(
            Membership.account_id,
            Account.username,
            Membership.name,
            Membership.position,
            Account.disabled_at,
        )
        .join(Account, Account.id == Membership.account_id)
        .where(*conditions)
        .order_by(Membership.name, Membership.valid_from.desc(), Membership.id)
    )
    found: dict[UUID, SignIn] = {}
    for row in rows:
        found.setdefault(row[0], SignIn(row[0], row[1], row[2], row[3], row[4] is not None))
    return list(found.values())


def valid_today() -> ColumnElement[bool]:
    """Roles in the office that have begun and are not over."""
    today = bangkok_today()
    return (Membership.valid_from <= today) & or_(
        Membership.last_day.is_(None), Membership.last_day >= today
    )


def known_contacts(entry: Person) -> KnownContacts:
    """Which contact details of a person are on file."""
    return KnownContacts(bool(entry.phone), bool(entry.email), bool(entry.line_id))


def readings_of(session: Session, person_id: UUID) -> list[ContactReading]:
    """Who looked at a person's contact details, the newest first."""
    return list(
        session.scalars(
            select(ContactReading)
            .where(ContactReading.person_id == person_id)
            .order_by(ContactReading.read_at.desc(), ContactReading.id.desc())
            .limit(_MOST_READINGS)
        )
    )
