"""Reads of courses, of who is invited, and of what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n.dates import to_bangkok
from core.paging import PAGE_SIZE, Page
from tenants.people.models import Person
from tenants.registry.models import Community
from tenants.registry.queries import registered_on
from tenants.training.formula import needed
from tenants.training.models import (
    Certificate,
    Course,
    CourseState,
    Presence,
    Trainee,
    TraineeGroup,
    Trainer,
)
from tenants.zones.models import Zone


@dataclass(frozen=True)
class Counts:
    """How many are named and how many came, the target group apart from staff and walk-ins (M79, M87)."""

    invited: int = 0
    present: int = 0
    absent: int = 0
    unconfirmed: int = 0
    staff: int = 0
    staff_present: int = 0
    walk_ins: int = 0
    walk_ins_open: int = 0

    @property
    def everybody_present(self) -> int:
        return self.present + self.staff_present + self.walk_ins


@dataclass(frozen=True)
class CourseLine:
    """A course in the list, with its target group as invited and as present."""

    course: Course
    invited: int
    present: int


@dataclass(frozen=True)
class Goal:
    """The share of the target group that came, against what the course set itself."""

    present: int
    invited: int
    percent: int

    @property
    def needed(self) -> int:
        return needed(self.invited, self.percent)

    @property
    def is_reached(self) -> bool:
        return self.invited > 0 and self.present >= self.needed


@dataclass(frozen=True)
class RosterLine:
    """A trainee with what the roster shows; `certificate` None where there is none."""

    trainee: Trainee
    zone: Zone | None
    certificate: Certificate | None
    reachable: bool


def courses(session: Session, *, state: str = "", number: int = 1) -> Page[CourseLine]:
    """A page of courses, the newest first, with the target group of each: one statement."""
    number = max(1, number)
    target = (
        select(
            Trainee.course_id,
            func.count().label("invited"),
            func.count().filter(Trainee.presence == Presence.PRESENT.value).label("present"),
        )
        .where(Trainee.in_target)
        .group_by(Trainee.course_id)
        .subquery()
    )
    statement = (
        select(
            Course,
            func.coalesce(target.c.invited, 0),
            func.coalesce(target.c.present, 0),
            func.count().over(),
        )
        .outerjoin(target, target.c.course_id == Course.id)
        .order_by(Course.starts_on.desc(), Course.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    if state:
        statement = statement.where(Course.state == state)
    rows: Sequence[Any] = session.execute(statement).all()
    return Page(
        items=[CourseLine(row[0], row[1], row[2]) for row in rows],
        number=number,
        total=rows[0][3] if rows else 0,
    )


def course(session: Session, course_id: UUID) -> Course:
    """One course of the office; NotFound for all others."""
    found = session.scalars(select(Course).where(Course.id == course_id)).one_or_none()
    if found is None:
        raise NotFound("This course does not exist.")
    return found


def courses_between(session: Session, first: date, last: date) -> list[Course]:
    """The courses that are held on a day from `first` to `last`, cancelled ones left out."""
    return list(
        session.scalars(
            select(Course)
            .where(
                Course.starts_on <= last,
                Course.ends_on >= first,
                Course.state != CourseState.CANCELLED.value,
            )
            .order_by(Course.starts_on, Course.id)
        )
    )


def trainers(session: Session, course_id: UUID) -> list[Trainer]:
    return list(
        session.scalars(select(Trainer).where(Trainer.course_id == course_id).order_by(Trainer.id))
    )


def trainer(session: Session, trainer_id: UUID) -> Trainer:
    found = session.scalars(select(Trainer).where(Trainer.id == trainer_id)).one_or_none()
    if found is None:
        raise NotFound("This trainer does not exist.")
    return found


def trainee(session: Session, trainee_id: UUID) -> tuple[Trainee, Course]:
    """A trainee with the course; NotFound for all others."""
    row = session.execute(
        select(Trainee, Course)
        .join(Course, Course.id == Trainee.course_id)
        .where(Trainee.id == trainee_id)
    ).one_or_none()
    if row is None:
        raise NotFound("This person is not on the list.")
    return row[0], row[1]


def trainee_of_ticket(session: Session, ticket_hash: str) -> tuple[Trainee, Course]:
    """The one trainee who holds this personal code; NotFound where it is nobody's."""
    row = session.execute(
        select(Trainee, Course)
        .join(Course, Course.id == Trainee.course_id)
        .where(Trainee.ticket_hash == ticket_hash)
    ).one_or_none()
    if row is None:
        raise NotFound("This code is nobody's.")
    return row[0], row[1]


def course_of_room(session: Session, room_hash: str) -> Course:
    """The course whose room has this code on the wall; NotFound where none has."""
    found = session.scalars(select(Course).where(Course.room_hash == room_hash)).one_or_none()
    if found is None:
        raise NotFound("This code is no room's.")
    return found


def roster(session: Session, course_id: UUID) -> list[RosterLine]:
    """Everybody on the list of a course, by group, community and name."""
    rows = session.execute(
        select(Trainee, Zone, Certificate, has_way())
        .outerjoin(Person, Person.id == Trainee.person_id)
        .outerjoin(Zone, Zone.id == Trainee.zone_id)
        .outerjoin(Certificate, Certificate.trainee_id == Trainee.id)
        .where(Trainee.course_id == course_id)
        .order_by(Trainee.position, Trainee.id)
    )
    return [RosterLine(row[0], row[1], row[2], bool(row[3])) for row in rows]


def has_way() -> ColumnElement[bool]:
    """Whether there is a way to tell a trainee: an account, or a mail address in the register."""
    return or_(
        Trainee.account_id.is_not(None),
        Person.account_id.is_not(None),
        func.coalesce(Person.email, "") != "",
    )


def counts(session: Session, course_id: UUID) -> Counts:
    """Who is named and who came, in one statement."""
    here = Trainee.presence == Presence.PRESENT.value
    walk_in = Trainee.trainee_group == TraineeGroup.WALK_IN.value
    staff = Trainee.trainee_group == TraineeGroup.STAFF.value
    row = session.execute(
        select(
            func.count().filter(Trainee.in_target),
            func.count().filter(Trainee.in_target, here),
            func.count().filter(Trainee.in_target, Trainee.presence == Presence.ABSENT.value),
            func.count().filter(here, ~Trainee.confirmed, ~walk_in),
            func.count().filter(staff, ~Trainee.in_target),
            func.count().filter(staff, ~Trainee.in_target, here),
            func.count().filter(~Trainee.in_target, ~staff, here, Trainee.confirmed),
            func.count().filter(walk_in, ~Trainee.confirmed),
        ).where(Trainee.course_id == course_id)
    ).one()
    return Counts(*row)


def goal_of(entry: Course, found: Counts) -> Goal:
    return Goal(found.present, found.invited, entry.target_percent)


def registered_communities(session: Session, day: date) -> int:
    """How many communities the register counts on a day."""
    return (
        session.scalar(select(func.count()).select_from(Community).where(registered_on(day))) or 0
    )


def is_late(entry: Course, moment: datetime | None) -> bool:
    """Whether somebody checked in after the course had begun on its first day."""
    if moment is None:
        return False
    local = to_bangkok(moment)
    return local.replace(tzinfo=None) > datetime.combine(entry.starts_on, entry.starts_at)
