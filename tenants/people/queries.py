"""Reads of the register of people. Contact details are read elsewhere, on request and with a trace."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n.text import match_key, normalise
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
