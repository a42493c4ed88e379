"""Trying out a file of seats: every row goes through the committees' own rules, and nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.db import uuid7
from core.errors import DomainError, FieldError, Message
from core.identity.actor import Actor
from tenants.committees.room import Occupant
from tenants.committees.seat_import_directory import Directory, Target
from tenants.committees.seat_import_rows import HEADINGS, Reading
from tenants.committees.seating import Placing, look
from tenants.people.queries import PersonLine, namesakes, person_key


class Fate(StrEnum):
    NEW = "new"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass
class Outcome:
    """What becomes of a row. `record_id` is the id that its seat will have."""

    reading: Reading
    target: Target | None
    fate: Fate
    warning: Message | None = None
    record_id: UUID = field(default_factory=uuid7)


def try_out(
    session: Session, *, actor: Actor, within: Within, readings: Sequence[Reading]
) -> list[Outcome]:
    """The fate of every row, as if the good ones were filled one after the other; nothing is written."""
    directory = Directory.of(session, within)
    targets = [directory.find(reading) for reading in readings]
    known = namesakes(session, {person_key(reading.name) for reading in readings})
    outcomes = [
        _looked_up(reading, target) for reading, target in zip(readings, targets, strict=True)
    ]
    new = [outcome for outcome in outcomes if outcome.fate is Fate.NEW]
    situation = look(session, directory.views, [placing_of(each).occupant for each in new])
    for outcome in new:
        try:
            situation.place(actor, placing_of(outcome))
        except DomainError as problem:
            outcome.fate = Fate.REJECTED
            outcome.reading.refuse(column_of(problem), problem.message)
    _warn(outcomes, known)
    return outcomes


def placing_of(outcome: Outcome) -> Placing:
    """The person of a row for the seat that it means."""
    reading, target = outcome.reading, outcome.target
    if target is None or reading.valid_from is None:
        raise ValueError("Only a row that was understood is filled.")
    return Placing(
        body=target.body,
        record_id=outcome.record_id,
        rule_key=target.group.rule.key,
        community_id=target.community_id,
        occupant=Occupant(
            person_name=reading.said["person_name"],
            person_position=reading.said["person_position"],
            valid_from=reading.valid_from,
            term_ends_on=reading.term_ends_on,
            another=reading.is_another,
        ),
        reason=reading.said["reason"],
    )


def _looked_up(reading: Reading, target: Target | None) -> Outcome:
    if reading.problems or target is None:
        return Outcome(reading, target, Fate.REJECTED)
    if not reading.is_another and target.held_by(reading.name) is not None:
        return Outcome(reading, target, Fate.UNCHANGED)
    return Outcome(reading, target, Fate.NEW)


def column_of(problem: DomainError) -> str:
    """The column of the file that a refusal is about; "" for the whole row."""
    name = problem.field if isinstance(problem, FieldError) else ""
    name = {"person_id": "person_name", "name": "person_name", "position": "person_position"}.get(
        name, name
    )
    return name if name in HEADINGS else ""


def _warn(outcomes: Sequence[Outcome], known: Mapping[str, list[PersonLine]]) -> None:
    """Say which names are taken for one person, so that somebody decides (F19)."""
    first: dict[str, int] = {}
    for outcome in outcomes:
        if outcome.fate is Fate.REJECTED or outcome.reading.is_another:
            continue
        key = person_key(outcome.reading.name)
        line = first.setdefault(key, outcome.reading.line)
        if outcome.fate is Fate.UNCHANGED:
            continue
        if key in known:
            person = known[key][0]
            outcome.warning = Message(
                "Taken for the person of the register: %(person)s",
                person=" · ".join(part for part in (person.name, person.position) if part),
            )
        elif line != outcome.reading.line:
            outcome.warning = Message("Taken for the person of row %(line)s", line=line)
