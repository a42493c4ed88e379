"""What people are told about tasks: given, due in three days, overdue (F52, F105)."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.roles import Role
from core.i18n.dates import show_date
from core.identity.actor import Actor
from core.notices.models import Topic
from core.notices.recipients import Recipient, accounts_with_roles
from core.notices.service import notify, office_path, withdraw
from tenants.meetings.models import Task, TaskState
from tenants.partners.models import Organisation
from tenants.people.models import Person

DAYS_BEFORE = 3
"""So many days before the due day the owner is reminded."""

STAFF = (Role.SOCIAL_DEVELOPER,)
"""Who is told beside the owner before a task is due; the head of the section as well once it is overdue."""

STAFF_OF_OVERDUE = (Role.SOCIAL_DEVELOPER, Role.SECTION_HEAD)


def tell_owner(session: Session, *, actor: Actor, task: Task) -> None:
    """Tell whoever has the task now; the key counts the hands through which it goes."""
    notify(
        session,
        topic=Topic.TASK,
        event_key=f"task:{task.id}:given:{task.version}",
        to=[one for one in owner_recipients(session, task) if one.account_id != actor.account_id],
        title="ท่านได้รับมอบหมายงานตามมติที่ประชุม",
        body=f"{task.text}\nกำหนดแล้วเสร็จ {show_date(task.due_on, style='long')}",
        url=_address(session, task),
        is_example=task.is_example,
    )


def remind(session: Session, day: date) -> None:
    """Remind of open tasks that are due within three days of a day, or were due before it; once each."""
    due = session.scalars(
        select(Task)
        .where(
            Task.state == TaskState.OPEN.value,
            Task.due_on <= day + timedelta(days=DAYS_BEFORE),
        )
        .order_by(Task.due_on, Task.id)
    ).all()
    staff = accounts_with_roles(session, STAFF, day=day) if due else []
    of_overdue = accounts_with_roles(session, STAFF_OF_OVERDUE, day=day) if due else []
    for task in due:
        overdue = task.due_on < day
        notify(
            session,
            topic=Topic.TASK,
            event_key=_key(task, overdue=overdue),
            to=[*owner_recipients(session, task), *(of_overdue if overdue else staff)],
            title="งานตามมติที่ประชุมเกินกำหนด" if overdue else "งานตามมติที่ประชุมใกล้ครบกำหนด",
            body=(
                f"{task.text}\nผู้รับผิดชอบ {task.owner_name}"
                f"\nกำหนดแล้วเสร็จ {show_date(task.due_on, style='long')}"
            ),
            url=_address(session, task),
            is_example=task.is_example,
        )


def withdraw_reminders(session: Session, task: Task) -> None:
    """The task is finished or in other hands: what was said of its due day no longer holds."""
    withdraw(session, _key(task, overdue=False))
    withdraw(session, _key(task, overdue=True))


def owner_recipients(session: Session, task: Task) -> list[Recipient]:
    """The owner by account, by the address of the register, or by that of the organisation."""
    if task.person_id is not None:
        person = session.scalars(select(Person).where(Person.id == task.person_id)).one()
        if person.account_id is not None:
            return [Recipient.account(person.account_id, person.name)]
        return [Recipient.address(person.name, person.email, person.id)] if person.email else []
    if task.account_id is not None:
        return [Recipient.account(task.account_id, task.owner_name)]
    if task.organisation_id is not None:
        email = session.scalars(
            select(Organisation.email).where(Organisation.id == task.organisation_id)
        ).one()
        return [Recipient.address(task.owner_name, email)] if email else []
    return []


def _key(task: Task, *, overdue: bool) -> str:
    return f"task:{task.id}:{'overdue' if overdue else 'due'}:{task.due_on.isoformat()}"


def _address(session: Session, task: Task) -> str:
    return office_path(session, f"/tasks/{task.id}")
