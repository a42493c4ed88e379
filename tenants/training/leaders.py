"""การพัฒนาผู้นำเครือข่าย ๓ วิธี (M37): what every chair took part in. Derived, nothing is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tenants.activities.models import Activity, ActivityKind, ActivityZone
from tenants.committees.bodies import CHAIR, Place
from tenants.committees.models import Committee, Seat
from tenants.committees.reading import sits_on
from tenants.meetings.models import Attendance, Meeting, MeetingState
from tenants.meetings.models import Presence as MeetingPresence
from tenants.people.models import Person
from tenants.registry.models import Community
from tenants.training.models import Course, CourseState, Presence, Trainee
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import on_day


@dataclass(frozen=True)
class LeaderLine:
    """A chair in office, and what the chair took part in from a day to a day, by the three methods.

    `exchanges` are the activities of the chair's zone that are exchange visits or were held with
    another zone; `courses` and `meetings` those that the chair came to.
    """

    person_id: UUID
    name: str
    post: str
    zone: Zone | None
    is_zone_chair: bool
    exchanges: int
    courses: int
    meetings: int
    is_example: bool

    @property
    def methods(self) -> int:
        """In how many of the three methods the chair took part."""
        return sum(number > 0 for number in (self.exchanges, self.courses, self.meetings))


@dataclass(frozen=True)
class OwnCourse:
    """A course on which a signed-in person is listed."""

    trainee: Trainee
    course: Course


def leaders(
    session: Session, first: date, last: date, *, zone_id: UUID | None = None, day: date
) -> list[LeaderLine]:
    """Every chair in office on a day, zone by zone, the zone's chair first: four statements."""
    chairs = _chairs(session, day)
    people = [row[0].person_id for row in chairs]
    courses = _counted(
        session,
        select(Trainee.person_id, func.count())
        .join(Course, Course.id == Trainee.course_id)
        .where(
            Trainee.presence == Presence.PRESENT.value,
            Trainee.confirmed,
            Course.state != CourseState.CANCELLED.value,
            Trainee.held_on.between(first, last),
            Trainee.person_id.in_(people),
        )
        .group_by(Trainee.person_id),
    )
    meetings = _counted(
        session,
        select(Attendance.person_id, func.count(Meeting.id.distinct()))
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Attendance.presence == MeetingPresence.PRESENT.value,
            Meeting.state != MeetingState.CANCELLED.value,
            Meeting.held_on.between(first, last),
            Attendance.person_id.in_(people),
        )
        .group_by(Attendance.person_id),
    )
    exchanges = _exchanges(session, first, last)
    lines = [
        LeaderLine(
            person_id=seat.person_id,
            name=seat.person_name,
            post=f"ประธานเครือข่าย {zone.name}" if own else Place(seat.id, community).chair,
            zone=zone,
            is_zone_chair=own,
            exchanges=exchanges.get(zone.id, 0) if zone else 0,
            courses=courses.get(seat.person_id, 0),
            meetings=meetings.get(seat.person_id, 0),
            is_example=seat.is_example,
        )
        for seat, community, zone, own in chairs
    ]
    return [line for line in lines if zone_id is None or (line.zone and line.zone.id == zone_id)]


def own_courses(session: Session, account_id: UUID) -> list[OwnCourse]:
    """The courses to which a signed-in person is invited or came, the newest first."""
    rows = session.execute(
        select(Trainee, Course)
        .join(Course, Course.id == Trainee.course_id)
        .outerjoin(Person, Person.id == Trainee.person_id)
        .where(or_(Trainee.account_id == account_id, Person.account_id == account_id))
        .order_by(Course.starts_on.desc(), Course.id.desc())
    )
    return [OwnCourse(row[0], row[1]) for row in rows]


def _chairs(session: Session, day: date) -> Sequence[Any]:
    """(seat, community's name, zone, whether it is the zone's chair), by zone and community."""
    own = Committee.zone_id.is_not(None)
    place = select(ZoneMembership.zone_id).where(
        ZoneMembership.community_id == Committee.community_id, on_day(day)
    )
    return session.execute(
        select(Seat, Community.name, Zone, own)
        .join(Committee, Committee.id == Seat.committee_id)
        .outerjoin(Community, Community.id == Committee.community_id)
        .outerjoin(Zone, Zone.id == func.coalesce(Committee.zone_id, place.scalar_subquery()))
        .where(
            Seat.rule_key == CHAIR,
            Seat.person_id.is_not(None),
            sits_on(day),
            or_(own, Committee.community_id.is_not(None)),
            or_(Zone.id.is_(None), Zone.closed_on.is_(None)),
        )
        .order_by(Zone.number.nulls_last(), own.desc(), Community.sort_key)
    ).all()


def _exchanges(session: Session, first: date, last: date) -> Mapping[UUID, int]:
    """By zone: exchange visits, and activities that zones held together, each counted for every zone."""
    own = select(Activity.zone_id.label("zone_id"), Activity.id.label("activity_id")).where(
        Activity.zone_id.is_not(None),
        Activity.held_on.between(first, last),
        or_(
            Activity.kind == ActivityKind.EXCHANGE_VISIT.value,
            select(ActivityZone.id).where(ActivityZone.activity_id == Activity.id).exists(),
        ),
    )
    further = select(ActivityZone.zone_id, ActivityZone.activity_id).where(
        ActivityZone.held_on.between(first, last)
    )
    both = own.union(further).subquery()
    return _counted(session, select(both.c.zone_id, func.count()).group_by(both.c.zone_id))


def _counted(session: Session, statement: Any) -> dict[UUID, int]:
    return {row[0]: row[1] for row in session.execute(statement)}
