"""What invitees are told: that they are invited, that the day has moved, that nothing comes of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.i18n.dates import show_date, show_time
from core.identity.actor import Actor
from core.notices.models import Topic
from core.notices.service import notify, withdraw
from tenants.people.models import Person
from tenants.training.following import recipient_of
from tenants.training.models import Course, Trainee


def tell_invited(
    session: Session, course: Course, actor: Actor, trainees: Sequence[Trainee]
) -> None:
    """Tell these that they are invited; who was told before is not told again."""
    ids = [entry.person_id for entry in trainees if entry.person_id]
    people = {
        person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))
    }
    to = [
        who
        for entry in trainees
        if (who := recipient_of(entry, people.get(entry.person_id) if entry.person_id else None))
    ]
    notify(
        session,
        topic=Topic.TRAINING,
        event_key=f"course:{course.id}:invited:{course.starts_on}",
        to=[who for who in to if who.account_id != actor.account_id],
        title=f"เชิญเข้ารับการอบรม “{course.title}” วันที่ {show_date(course.starts_on, style='short')}",
        body=f"เวลา {show_time(course.starts_at)} ณ {course.place}",
        url=f"/d/{actor.slug}/my-courses",
        is_example=course.is_example,
    )


def tell_moved(session: Session, course: Course, actor: Actor, before: date) -> None:
    """A course that was called in has another day: the old notice no longer holds."""
    withdraw(session, f"course:{course.id}:invited:{before}")
    tell_invited(session, course, actor, [row[0] for row in with_people(session, course.id)])


def tell_cancelled(session: Session, course: Course, actor: Actor) -> None:
    withdraw(session, f"course:{course.id}:invited:{course.starts_on}")
    to = [who for row in with_people(session, course.id) if (who := recipient_of(row[0], row[1]))]
    notify(
        session,
        topic=Topic.TRAINING,
        event_key=f"course:{course.id}:cancelled",
        to=[who for who in to if who.account_id != actor.account_id],
        title=f"ยกเลิกการอบรม “{course.title}” วันที่ {show_date(course.starts_on, style='short')}",
        body=course.cancelled_reason or "",
        url=f"/d/{actor.slug}/my-courses",
        is_example=course.is_example,
    )


def with_people(session: Session, course_id: UUID) -> Sequence[Any]:
    return session.execute(
        select(Trainee, Person)
        .outerjoin(Person, Person.id == Trainee.person_id)
        .where(Trainee.course_id == course_id)
        .order_by(Trainee.position)
    ).all()
