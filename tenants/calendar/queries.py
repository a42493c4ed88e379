"""What a person may see in the calendar, and the feeds that their phones follow."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import GrantTable, Within
from core.errors import NotFound
from core.identity.actor import Actor, Person
from core.identity.queries import office_roles
from core.identity.secrets import hash_token
from tenants.activities.models import Activity
from tenants.activities.permissions import ActivityPermission
from tenants.activities.queries import activities_between
from tenants.calendar.entries import Entry, EntryKind
from tenants.calendar.models import CalendarFeed
from tenants.meetings.models import MeetingState
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.queries import MeetingLine, meetings_between
from tenants.training.models import Course, CourseState
from tenants.training.permissions import TrainingPermission
from tenants.training.queries import courses_between


@dataclass(frozen=True)
class Reaches:
    """How far a person sees meetings, courses and activities; None where not at all."""

    meetings: Within | None
    courses: Within | None
    activities: Within | None

    @classmethod
    def of(cls, actor: Actor, grants: GrantTable) -> "Reaches":
        return cls(
            actor.within(grants, MeetingPermission.READ),
            actor.within(grants, TrainingPermission.READ),
            actor.within(grants, ActivityPermission.READ),
        )


def entries_between(session: Session, reaches: Reaches, first: date, last: date) -> list[Entry]:
    """Everything on these days that the person may see, by day and time."""
    found: list[Entry] = []
    if reaches.meetings:
        found += map(entry_of_meeting, meetings_between(session, reaches.meetings, first, last))
    if reaches.courses:
        found += map(_of_course, courses_between(session, first, last))
    if reaches.activities:
        lines = activities_between(session, reaches.activities, first, last)
        found += [_of_activity(line.activity) for line in lines]
    return sorted(found, key=_order)


def feeds_of(session: Session, actor: Actor) -> list[CalendarFeed]:
    """The feeds of a person that still work, the newest first."""
    return list(
        session.scalars(
            select(CalendarFeed)
            .where(CalendarFeed.account_id == actor.account_id, CalendarFeed.revoked_at.is_(None))
            .order_by(CalendarFeed.created_at.desc())
        )
    )


def own_feed(session: Session, actor: Actor, feed_id: UUID) -> CalendarFeed:
    found = session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.id == feed_id, CalendarFeed.account_id == actor.account_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound("This calendar address does not exist.")
    return found


def follower(session: Session, token: str, today: date) -> Actor:
    """The person whose phone reads with this token, with the roles of today; NotFound without any.

    Roles that demand a second factor are left out: an address is none.
    """
    account_id = session.scalars(
        select(CalendarFeed.account_id).where(
            CalendarFeed.token_hash == hash_token(token), CalendarFeed.revoked_at.is_(None)
        )
    ).one_or_none()
    roles = office_roles(session, account_id, today) if account_id else ()
    held = tuple(each for each in roles if not each.role.value.second_factor)
    if account_id is None or not held:
        raise NotFound("This calendar address does not exist.")
    return Actor(Person(account_id, account_id, "", "th", held), held)


def entry_of_meeting(line: MeetingLine) -> Entry:
    meeting = line.meeting
    return Entry(
        kind=EntryKind.MEETING,
        key=f"meeting-{meeting.id}",
        title=f"{meeting.title} ({line.name})" if line.name else meeting.title,
        first_day=meeting.held_on,
        last_day=meeting.held_on,
        path=f"meetings/{meeting.id}",
        place=meeting.place,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        cancelled=meeting.state == MeetingState.CANCELLED,
        version=meeting.version,
        changed_at=meeting.changed_at,
        is_example=meeting.is_example,
    )


def _of_course(course: Course) -> Entry:
    return Entry(
        kind=EntryKind.COURSE,
        key=f"course-{course.id}",
        title=course.title,
        first_day=course.starts_on,
        last_day=course.ends_on,
        path=f"courses/{course.id}",
        place=course.place,
        starts_at=course.starts_at,
        ends_at=course.ends_at,
        cancelled=course.state == CourseState.CANCELLED,
        version=course.version,
        changed_at=course.changed_at,
        is_example=course.is_example,
    )


def _of_activity(activity: Activity) -> Entry:
    return Entry(
        kind=EntryKind.ACTIVITY,
        key=f"activity-{activity.id}",
        title=activity.title,
        first_day=activity.held_on,
        last_day=activity.held_on,
        path=f"activities/{activity.id}",
        place=activity.place,
        version=activity.version,
        changed_at=activity.changed_at,
        is_example=activity.is_example,
    )


def _order(entry: Entry) -> tuple[date, str, str]:
    return entry.first_day, str(entry.starts_at or ""), entry.title
