"""Who is invited by name: committees in one step, partners' contacts, staff, and single people (M60)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.identity.tickets import TicketMaker
from core.manual.structure import CommitteeKind
from core.records import lock, sign
from core.tenancy import scope
from tenants.committees.bodies import CHAIR, Place
from tenants.committees.models import Committee, Seat
from tenants.committees.reading import sits_on
from tenants.partners.models import Organisation, OrganisationContact
from tenants.people.models import Person
from tenants.people.national_ids import refuse_national_ids
from tenants.people.queries import person_key
from tenants.registry.models import Community
from tenants.registry.queries import registered_on
from tenants.training import queries
from tenants.training.models import Course, CourseState, Presence, Trainee, TraineeGroup
from tenants.training.service import open_course, refuse_over
from tenants.training.telling import tell_invited, with_people
from tenants.zones.models import ZoneMembership
from tenants.zones.queries import on_day

SECRETARY, MEMBERS = "secretary", "members"
PLACES = (CHAIR, SECRETARY, MEMBERS)
"""The three of each community: chair, secretary and one of the other members (M60)."""

GROUP_ORDER = (
    TraineeGroup.COMMUNITY,
    TraineeGroup.PARTNER,
    TraineeGroup.STAFF,
    TraineeGroup.WALK_IN,
)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be invited, with the group and where the person comes from."""

    name: str
    group: TraineeGroup
    affiliation: str = ""
    in_target: bool = True
    person_id: UUID | None = None
    community_id: UUID | None = None
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class CommunityTrio:
    """The three of a community; a place is None where its seat is vacant."""

    community_id: UUID
    name: str
    seats: Mapping[str, Seat | None]

    @property
    def missing(self) -> list[str]:
        return [place for place, seat in self.seats.items() if seat is None]


@dataclass
class Added:
    """What came of naming several at once: how many are new, and who was on the list already."""

    new: int = 0
    known: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ContactChoice:
    """A partner's contact who may be invited."""

    contact_id: UUID
    person_id: UUID
    name: str
    organisation_id: UUID
    organisation: str


def trios(session: Session, day: date) -> list[CommunityTrio]:
    """The three of every registered community as their committees are on a day, by the community's name."""
    communities = session.execute(
        select(Community.id, Community.name)
        .where(registered_on(day))
        .order_by(Community.sort_key, Community.id)
    ).all()
    seats: dict[UUID, list[Seat]] = {}
    rows = session.execute(
        select(Seat, Committee.community_id)
        .join(Committee, Committee.id == Seat.committee_id)
        .where(Committee.kind == CommitteeKind.COMMUNITY.value, sits_on(day))
        .order_by(Seat.valid_from, Seat.id)
    )
    for seat, community_id in rows:
        if community_id is not None:
            seats.setdefault(community_id, []).append(seat)
    return [
        CommunityTrio(
            community_id, Place(community_id, name).title, _three(seats.get(community_id, []))
        )
        for community_id, name in communities
    ]


def contacts_to_invite(session: Session, day: date) -> list[ContactChoice]:
    """Those who speak for the partners on a day, by the organisation's name."""
    rows = session.execute(
        select(OrganisationContact.id, Person.id, Person.name, Organisation.id, Organisation.name)
        .join(Person, Person.id == OrganisationContact.person_id)
        .join(Organisation, Organisation.id == OrganisationContact.organisation_id)
        .where(
            OrganisationContact.valid_from <= day,
            OrganisationContact.valid_to.is_(None) | (OrganisationContact.valid_to > day),
            Organisation.ended_on.is_(None),
        )
        .order_by(Organisation.sort_key, Person.sort_key)
    )
    return [ContactChoice(*row) for row in rows]


def invite_committees(
    session: Session, *, actor: Actor, course_id: UUID, tickets: TicketMaker
) -> Added:
    """Put the three of every community on the list; done again it adds only who is new."""
    scope.name_change(session, "course:committees_listed")
    course = open_course(session, course_id)
    wanted = [
        Candidate(
            seat.person_name,
            TraineeGroup.COMMUNITY,
            affiliation=trio.name,
            person_id=seat.person_id,
            community_id=trio.community_id,
        )
        for trio in trios(session, day_of_seats(course))
        for seat in trio.seats.values()
        if seat is not None
    ]
    return add_people(session, actor=actor, course=course, wanted=wanted, tickets=tickets)


def invite_contacts(
    session: Session,
    *,
    actor: Actor,
    course_id: UUID,
    contact_ids: Collection[UUID],
    tickets: TicketMaker,
) -> Added:
    """Put contacts of partners on the list."""
    scope.name_change(session, "course:partners_listed")
    course = open_course(session, course_id)
    if not contact_ids:
        raise FieldError("Choose at least one person.", field="contacts")
    wanted = [
        Candidate(
            choice.name,
            TraineeGroup.PARTNER,
            affiliation=choice.organisation,
            person_id=choice.person_id,
            organisation_id=choice.organisation_id,
        )
        for choice in contacts_to_invite(session, bangkok_today())
        if choice.contact_id in contact_ids
    ]
    return add_people(session, actor=actor, course=course, wanted=wanted, tickets=tickets)


def invite_one(
    session: Session,
    *,
    actor: Actor,
    course_id: UUID,
    record_id: UUID,
    candidate: Candidate,
    tickets: TicketMaker,
) -> Trainee:
    """Put one person on the list; sent twice with one `record_id` it is one person.

    FieldError for a name that stands on the list with the same affiliation already.
    """
    scope.name_change(session, "course:person_listed")
    course = open_course(session, course_id)
    existing = session.get(Trainee, (course.district_id, record_id))
    if existing is not None:
        return existing
    name = normalise(candidate.name)
    if not name:
        raise FieldError("Type the name.", field="name")
    refuse_national_ids({"name": name, "affiliation": candidate.affiliation})
    refuse_known(session, course_id, name, normalise(candidate.affiliation))
    added = draft_trainee(
        course, candidate, tickets=tickets, record_id=record_id, position=_next(session, course_id)
    )
    added.zone_id = _zones(session, [candidate], course).get(candidate.community_id)
    added.changed_by = actor.name
    session.add(added)
    session.flush()
    if course.state != CourseState.PLANNED:
        tell_invited(session, course, actor, [added])
    return added


def remove_trainee(session: Session, *, trainee_id: UUID) -> UUID:
    """Take somebody off the list who has not come and sat no test; returns the course."""
    scope.name_change(session, "course:person_taken_off")
    entry, course = queries.trainee(session, trainee_id)
    open_course(session, course.id)
    lock(session, entry)
    if entry.presence == Presence.PRESENT and entry.confirmed:
        raise Refused(
            "%(name)s has been checked in. Take the check-in back first.", name=entry.name
        )
    strike(session, entry)
    return course.id


def strike(session: Session, entry: Trainee) -> None:
    """Delete a line of the list; Refused where the person has sat a test."""
    try:
        with session.begin_nested():
            session.delete(entry)
    except IntegrityError as problem:
        raise Refused(
            "%(name)s has sat a test and stays on the list.", name=entry.name
        ) from problem


def send_invitations(
    session: Session, *, actor: Actor, course_id: UUID, letter_number: str = ""
) -> Course:
    """Call the course in: the letter gets its number and everybody with an account or mail is told.

    Refused while nobody is on the list. Done once more it tells only who came on the list since.
    """
    scope.name_change(session, "course:invited")
    course = open_course(session, course_id)
    lines = with_people(session, course_id)
    if not lines:
        raise Refused("Nobody is on the list yet. Name the invitees first.")
    if course.ends_on < bangkok_today():
        raise Refused("The course is over. Nobody is invited any more.")
    if course.state == CourseState.PLANNED:
        course.state = CourseState.INVITED.value
        course.invited_at, course.invited_by = datetime.now(UTC), actor.name
    if letter_number.strip():
        course.letter_number = normalise(letter_number)
    sign(course, actor)
    tell_invited(session, course, actor, [row[0] for row in lines])
    return course


def add_people(
    session: Session,
    *,
    actor: Actor,
    course: Course,
    wanted: Sequence[Candidate],
    tickets: TicketMaker,
) -> Added:
    """Put several on the list of a course that is locked; who stands on it already stays once."""
    refuse_over(course)
    people, names = _standing(session, course.id)
    zones, position = _zones(session, wanted, course), _next(session, course.id)
    found, rows = Added(), []
    for candidate in wanted:
        named = (person_key(candidate.name), candidate.affiliation)
        if candidate.person_id in people or named in names:
            found.known.append(candidate.name)
            continue
        entry = draft_trainee(course, candidate, tickets=tickets, position=position)
        entry.zone_id, entry.changed_by = zones.get(candidate.community_id), actor.name
        rows.append(entry)
        position += 1
        names.add(named)
        if candidate.person_id is not None:
            people.add(candidate.person_id)
    session.add_all(rows)
    session.flush()
    found.new = len(rows)
    if rows and course.state != CourseState.PLANNED:
        tell_invited(session, course, actor, rows)
    return found


def draft_trainee(
    course: Course,
    candidate: Candidate,
    *,
    tickets: TicketMaker,
    position: int,
    record_id: UUID | None = None,
) -> Trainee:
    """A line of the list with its personal code, not stored yet."""
    trainee_id = record_id or uuid7()
    name = normalise(candidate.name)
    return Trainee(
        district_id=course.district_id,
        id=trainee_id,
        course_id=course.id,
        held_on=course.starts_on,
        trainee_group=candidate.group.value,
        in_target=candidate.in_target and candidate.group is not TraineeGroup.STAFF,
        position=position,
        person_id=candidate.person_id,
        community_id=candidate.community_id,
        organisation_id=candidate.organisation_id,
        name=name,
        name_key=person_key(name),
        affiliation=normalise(candidate.affiliation),
        presence=Presence.INVITED.value,
        confirmed=True,
        ticket_serial=1,
        ticket_hash=tickets.stored(course.district_id, trainee_id, 1),
        is_example=course.is_example,
    )


def refuse_known(session: Session, course_id: UUID, name: str, affiliation: str) -> None:
    """FieldError where this name with this affiliation stands on the list."""
    if (person_key(name), affiliation) in _standing(session, course_id)[1]:
        raise FieldError(
            "“%(name)s” is on the list already. Add where the person comes from if it is somebody else.",
            field="name",
            name=name,
        )


def _three(seats: Sequence[Seat]) -> dict[str, Seat | None]:
    """Chair, secretary, and the first of those who hold neither office."""
    chair = next((seat for seat in seats if seat.rule_key == CHAIR), None)
    secretary = next((seat for seat in seats if seat.rule_key == SECRETARY), None)
    taken = {seat.person_id for seat in (chair, secretary) if seat and seat.person_id}
    others = [
        seat
        for seat in seats
        if seat not in (chair, secretary)
        and (seat.person_id is None or seat.person_id not in taken)
    ]
    plain = next((seat for seat in others if seat.rule_key == MEMBERS), None)
    return {CHAIR: chair, SECRETARY: secretary, MEMBERS: plain or next(iter(others), None)}


def day_of_seats(course: Course) -> date:
    """Who sits today is invited: whom a later day finds on the committee nobody knows yet."""
    return min(bangkok_today(), course.starts_on)


def _standing(session: Session, course_id: UUID) -> tuple[set[UUID], set[tuple[str, str]]]:
    rows: Sequence[Any] = session.execute(
        select(Trainee.person_id, Trainee.name_key, Trainee.affiliation).where(
            Trainee.course_id == course_id
        )
    ).all()
    return {row[0] for row in rows if row[0]}, {(row[1], row[2]) for row in rows}


def _zones(
    session: Session, wanted: Sequence[Candidate], course: Course
) -> Mapping[UUID | None, UUID]:
    """The zone of each community on the day of the course."""
    ids = {candidate.community_id for candidate in wanted if candidate.community_id}
    if not ids:
        return {}
    rows = session.execute(
        select(ZoneMembership.community_id, ZoneMembership.zone_id).where(
            ZoneMembership.community_id.in_(ids), on_day(course.starts_on)
        )
    )
    return {row[0]: row[1] for row in rows}


def _next(session: Session, course_id: UUID) -> int:
    last = session.scalar(select(func.max(Trainee.position)).where(Trainee.course_id == course_id))
    return (last or 0) + 1
