"""Is it used? Everybody who came is asked 60 and 90 days after the course (F70)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.access.roles import Role
from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_date
from core.i18n.text import normalise_lines
from core.identity.actor import Actor
from core.notices.models import Topic
from core.notices.recipients import accounts_with_roles
from core.notices.service import Recipient, notify, office_path
from core.records import lock
from core.tenancy import scope
from tenants.people.models import Person
from tenants.people.national_ids import refuse_national_ids
from tenants.training.models import (
    Course,
    FollowUp,
    Presence,
    Trainee,
    TraineeGroup,
    Usage,
)
from tenants.zones.models import Zone

AFTER_DAYS = (60, 90)
MANY = 1_000_000
"""Sorts after the number of every zone."""

STAFF = (Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER)


@dataclass(frozen=True)
class Answer:
    """Whether somebody uses what was taught, what of it, and what stands in the way."""

    usage: Usage
    what: str = ""
    obstacle: str = ""


@dataclass(frozen=True)
class FollowUpLine:
    """A follow-up with whom it asks."""

    follow_up: FollowUp
    trainee: Trainee
    zone: Zone | None


@dataclass(frozen=True)
class UsageShare:
    """Of one zone, or of those without one: who uses it, wholly or partly, of those who answered."""

    zone: Zone | None
    used: int
    partly: int
    answered: int
    asked: int

    @property
    def using(self) -> int:
        return self.used + self.partly


def plan_follow_ups(session: Session, course: Course) -> int:
    """Write down whom to ask and when; the staff who ran the course are not asked. Returns how many."""
    came = session.scalars(
        select(Trainee.id).where(
            Trainee.course_id == course.id,
            Trainee.presence == Presence.PRESENT.value,
            Trainee.trainee_group != TraineeGroup.STAFF.value,
        )
    ).all()
    if not came:
        return 0
    session.execute(
        insert(FollowUp)
        .values(
            [
                {
                    "district_id": course.district_id,
                    "id": uuid7(),
                    "course_id": course.id,
                    "trainee_id": trainee_id,
                    "after_days": days,
                    "due_on": course.ends_on + timedelta(days=days),
                    "is_example": course.is_example,
                    "version": 1,
                    "changed_by": "",
                    "what": "",
                    "obstacle": "",
                    "answered_by": "",
                }
                for trainee_id in came
                for days in AFTER_DAYS
            ]
        )
        .on_conflict_do_nothing(index_elements=["district_id", "trainee_id", "after_days"])
    )
    return len(came) * len(AFTER_DAYS)


def follow_ups_of_trainee(session: Session, trainee_id: UUID, day: date) -> list[FollowUp]:
    """The questions that a trainee can answer by a day, the earliest first."""
    return list(
        session.scalars(
            select(FollowUp)
            .where(FollowUp.trainee_id == trainee_id, FollowUp.due_on <= day)
            .order_by(FollowUp.after_days)
        )
    )


def lines_of_course(session: Session, course_id: UUID) -> list[FollowUpLine]:
    """All follow-ups of a course: open ones that are due first, then by the list's order."""
    rows = session.execute(
        select(FollowUp, Trainee, Zone)
        .join(Trainee, Trainee.id == FollowUp.trainee_id)
        .outerjoin(Zone, Zone.id == Trainee.zone_id)
        .where(FollowUp.course_id == course_id)
        .order_by(FollowUp.after_days, Trainee.position, Trainee.id)
    )
    return [FollowUpLine(row[0], row[1], row[2]) for row in rows]


def by_zone(lines: Sequence[FollowUpLine]) -> list[tuple[str, list[FollowUpLine]]]:
    """The lines by the zone's name, by number; those without a zone ("") last."""
    found: dict[str, list[FollowUpLine]] = {}
    ordered = sorted(lines, key=lambda line: line.zone.number if line.zone else MANY)
    for line in ordered:
        found.setdefault(line.zone.name if line.zone else "", []).append(line)
    return list(found.items())


def follow_up(session: Session, follow_up_id: UUID) -> FollowUp:
    found = session.scalars(select(FollowUp).where(FollowUp.id == follow_up_id)).one_or_none()
    if found is None:
        raise NotFound("This question does not exist.")
    return found


def usage_by_zone(session: Session, course_id: UUID, after_days: int) -> list[UsageShare]:
    """The share that uses it, zone by zone, with both parts; those without a zone last."""
    rows = session.execute(
        select(
            Zone,
            func.count().filter(FollowUp.usage == Usage.YES.value),
            func.count().filter(FollowUp.usage == Usage.PARTLY.value),
            func.count().filter(FollowUp.usage.is_not(None)),
            func.count(),
        )
        .select_from(FollowUp)
        .join(Trainee, Trainee.id == FollowUp.trainee_id)
        .outerjoin(Zone, Zone.id == Trainee.zone_id)
        .where(FollowUp.course_id == course_id, FollowUp.after_days == after_days)
        .group_by(Zone.district_id, Zone.id)
        .order_by(Zone.number.nulls_last())
    )
    return [UsageShare(*row) for row in rows]


def usage_of_all(shares: Sequence[UsageShare]) -> UsageShare:
    """The sum of all zones: a ratio of sums, never a mean of ratios."""
    return UsageShare(
        None,
        sum(share.used for share in shares),
        sum(share.partly for share in shares),
        sum(share.answered for share in shares),
        sum(share.asked for share in shares),
    )


def answer_by_staff(
    session: Session, *, actor: Actor, follow_up_id: UUID, answer: Answer
) -> FollowUp:
    """Enter what a trainee said when staff asked; a later answer takes the place of the earlier one."""
    scope.name_change(session, "course:follow_up_answered")
    entry = lock(session, follow_up(session, follow_up_id))
    return _answer(entry, answer, by=f"{actor.name} (สอบถามโดยเจ้าหน้าที่)")


def answer_by_ticket(
    session: Session, *, trainee: Trainee, follow_up_id: UUID, answer: Answer
) -> FollowUp:
    """Enter the own answer; NotFound for a question that is somebody else's."""
    scope.name_change(session, "course:follow_up_answered")
    entry = lock(session, follow_up(session, follow_up_id))
    if entry.trainee_id != trainee.id:
        raise NotFound("This question does not exist.")
    return _answer(entry, answer, by=trainee.name)


def _answer(entry: FollowUp, answer: Answer, *, by: str) -> FollowUp:
    if entry.due_on > bangkok_today():
        raise Refused(
            "This is asked from %(day)s on.", day=show_date(entry.due_on, style="numeric")
        )
    what, obstacle = normalise_lines(answer.what), normalise_lines(answer.obstacle)
    if answer.usage is not Usage.NO and not what:
        raise FieldError("Say what is used.", field="what")
    if answer.usage is Usage.NO and not obstacle:
        raise FieldError("Say what stands in the way.", field="obstacle")
    refuse_national_ids({"what": what, "obstacle": obstacle})
    entry.usage, entry.what, entry.obstacle = answer.usage.value, what, obstacle
    entry.answered_at, entry.answered_by = datetime.now(UTC), by
    entry.version += 1
    entry.changed_by, entry.changed_at = by, func.now()
    return entry


def remind(session: Session, *, day: str) -> None:
    """Ask everybody whose question is due, and tell the staff whom to ask; each is told once."""
    today = date.fromisoformat(day)
    rows: Sequence[Any] = session.execute(
        select(FollowUp, Trainee, Course, Person)
        .join(Trainee, Trainee.id == FollowUp.trainee_id)
        .join(Course, Course.id == FollowUp.course_id)
        .outerjoin(Person, Person.id == Trainee.person_id)
        .where(FollowUp.due_on <= today, FollowUp.usage.is_(None))
        .order_by(Course.id, FollowUp.after_days, Trainee.position)
    ).all()
    due: dict[tuple[UUID, int], list[Any]] = {}
    for row in rows:
        due.setdefault((row[0].course_id, row[0].after_days), []).append(row)
    for (course_id, days), asked in due.items():
        course = asked[0][2]
        title = f"ท่านนำความรู้จากการอบรม “{course.title}” ไปใช้ได้จริงหรือไม่"
        notify(
            session,
            topic=Topic.TRAINING,
            event_key=f"course:{course_id}:follow-up:{days}",
            to=[who for row in asked if (who := recipient_of(row[1], row[3]))],
            title=title,
            body=f"ครบ {days} วันหลังการอบรม โปรดตอบแบบติดตามโดยใช้รหัสส่วนตัวของท่าน",
            url=office_path(session, "/my-courses"),
            is_example=course.is_example,
        )
        notify(
            session,
            topic=Topic.TRAINING,
            event_key=f"course:{course_id}:follow-up:{days}:staff",
            to=accounts_with_roles(session, STAFF, day=today),
            title=f"ครบ {days} วันหลังการอบรม “{course.title}” มีผู้ที่ต้องสอบถาม {len(asked)} คน",
            body="รายชื่อผู้ที่ยังไม่ตอบอยู่ในหน้าติดตามหลังอบรม",
            url=office_path(session, f"/courses/{course_id}/follow-ups"),
            is_example=course.is_example,
        )


def recipient_of(trainee: Trainee, person: Person | None) -> Recipient | None:
    """How to tell a trainee: by the account, else by the mail address of the register."""
    account_id = trainee.account_id or (person.account_id if person else None)
    if account_id is not None:
        return Recipient.account(account_id, trainee.name)
    if person is not None and person.email:
        return Recipient.address(trainee.name, person.email, person.id)
    return None
