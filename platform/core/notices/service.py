"""Telling people, taking back what no longer holds, and noting what was read (F105)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import NotFound, Refused
from core.i18n.text import normalise, normalise_lines, shorten
from core.identity.actor import Actor
from core.jobs.service import enqueue
from core.marks import mark
from core.notices.jobs import DELIVER
from core.notices.models import (
    Channel,
    DeliveryState,
    MailMode,
    Notice,
    NoticeDelivery,
    NoticeSettings,
    Topic,
)
from core.notices.queries import TROUBLED
from core.notices.recipients import Recipient
from core.notices.timing import UsualHours, due_at
from core.tenancy import scope
from core.tenancy.queries import office

__all__ = ["Recipient", "notify", "office_path", "withdraw"]

LONGEST_TITLE = 200


def notify(
    session: Session,
    *,
    topic: Topic,
    event_key: str,
    to: Iterable[Recipient],
    title: str,
    body: str = "",
    url: str = "",
    is_example: bool = False,
) -> int:
    """Tell each recipient of an event once, ever; returns how many have not been told before.

    Writes rows in the caller's transaction and nothing else: what leaves the house is sent by a
    worker after the commit. An example record stays in the house. `title` and `body` are finished
    Thai text, `url` a path of this application.
    """
    if url and not _is_inside(url):
        raise ValueError(f"A notice leads to a path of this application, not to {url!r}.")
    people = {recipient.key: recipient for recipient in to if recipient.key}
    if not people:
        return 0
    words = {
        "topic": topic.key,
        "event_key": event_key,
        "title": shorten(normalise(title), LONGEST_TITLE),
        "body": normalise_lines(body),
        "url": url,
        "is_example": is_example,
    }
    told = _write_notices(session, people, words)
    if told and not is_example:
        _plan_deliveries(session, people, told, topic)
    return len(told)


def withdraw(session: Session, event_key: str) -> None:
    """What was told under this key no longer holds: who has not read it need not, and no mail follows."""
    session.execute(
        update(Notice)
        .where(
            Notice.event_key == event_key, Notice.read_at.is_(None), Notice.withdrawn_at.is_(None)
        )
        .values(withdrawn_at=func.now())
    )


def office_path(session: Session, path: str) -> str:
    """The path of a page of the open office, `/d/<slug>…`, for jobs that have no request."""
    code = scope.office_of(session)
    return f"/city{path}" if code == scope.DEPARTMENT else f"/d/{office(session, code).slug}{path}"


def mark_read(session: Session, *, actor: Actor, notice_id: UUID) -> str:
    """The person has seen a notice; answers the path that it leads to. Somebody else's is not found."""
    scope.name_change(session, "notice:read")
    url = session.scalars(
        update(Notice)
        .where(Notice.id == notice_id, Notice.account_id == actor.account_id)
        .values(read_at=func.coalesce(Notice.read_at, func.now()))
        .returning(Notice.url)
    ).one_or_none()
    if url is None:
        raise NotFound(mark("This notice does not exist."))
    return url


def mark_all_read(session: Session, *, actor: Actor) -> None:
    scope.name_change(session, "notice:read")
    session.execute(
        update(Notice)
        .where(Notice.account_id == actor.account_id, Notice.read_at.is_(None))
        .values(read_at=func.now())
    )


def send_again(session: Session, *, delivery_id: UUID) -> None:
    """A person decides that a letter whose fate is not known, or that failed, goes out once more.

    It keeps its Message-ID, by which a mailbox may recognise a second copy.
    """
    scope.name_change(session, "notice:sent_again")
    now = datetime.now(UTC)
    first = session.scalars(
        select(NoticeDelivery).where(NoticeDelivery.id == delivery_id).with_for_update()
    ).one_or_none()
    if first is None:
        raise NotFound(mark("This delivery does not exist."))
    if first.state not in TROUBLED:
        raise Refused(
            mark("This notice is on its way or has been sent; sending it again is not needed.")
        )
    together = (
        NoticeDelivery.letter_id == first.letter_id
        if first.letter_id is not None
        else NoticeDelivery.id == first.id
    )
    session.execute(
        update(NoticeDelivery)
        .where(together, NoticeDelivery.state == first.state)
        .values(
            state=DeliveryState.WAITING.value,
            due_at=now,
            attempts=0,
            handed_over_at=None,
            last_error=None,
        )
    )
    enqueue(session, DELIVER, delivery_id=str(delivery_id))


def _is_inside(path: str) -> bool:
    return path.startswith("/") and not path.startswith("//")


def _write_notices(
    session: Session, people: Mapping[str, Recipient], words: Mapping[str, Any]
) -> dict[str, UUID]:
    """The ids of the notices that are new, by recipient."""
    district_id = scope.office_of(session)
    rows = [
        {
            "district_id": district_id,
            "id": uuid7(),
            "recipient": key,
            "account_id": person.account_id,
            "person_id": person.person_id,
            "name": person.name,
            **words,
        }
        for key, person in people.items()
    ]
    written = session.execute(
        insert(Notice)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["district_id", "recipient", "event_key"])
        .returning(Notice.recipient, Notice.id)
    )
    return {row.recipient: row.id for row in written}


def _plan_deliveries(
    session: Session, people: Mapping[str, Recipient], told: Mapping[str, UUID], topic: Topic
) -> None:
    now, district_id = datetime.now(UTC), scope.office_of(session)
    settings = _settings_of(session, [people[key].account_id for key in told])
    for key, notice_id in told.items():
        person = people[key]
        wishes = settings.get(person.account_id) if person.account_id else None
        for channel in _channels(person, wishes):
            due = due_at(now, wishes or UsualHours(), channel, urgent=topic.urgent)
            delivery = NoticeDelivery(
                district_id=district_id,
                notice_id=notice_id,
                recipient=key,
                channel=channel.value,
                address=person.email if person.account_id is None else "",
                due_at=due,
            )
            session.add(delivery)
            enqueue(
                session,
                DELIVER,
                not_before=due if due > now else None,
                delivery_id=str(delivery.id),
            )
    session.flush()


def _settings_of(
    session: Session, account_ids: Iterable[UUID | None]
) -> dict[UUID | None, NoticeSettings]:
    rows = session.scalars(
        select(NoticeSettings).where(
            NoticeSettings.account_id.in_([each for each in account_ids if each is not None])
        )
    )
    return {row.account_id: row for row in rows}


def _channels(person: Recipient, wishes: NoticeSettings | None) -> list[Channel]:
    """The ways out of the house to this person, as far as the person has opened them."""
    if person.account_id is None:
        return [Channel.MAIL]
    if wishes is None:
        return []
    ways = []
    if wishes.mail_address and wishes.mail_mode != MailMode.OFF.value:
        ways.append(Channel.MAIL)
    if wishes.line_user_id and wishes.line_on:
        ways.append(Channel.LINE)
    return ways
