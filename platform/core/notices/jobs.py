"""What a worker does with a delivery: bring the letter to its last step, commit, take the step, note the answer.

docs/decisions/0011-notices.md says why no letter is sent twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.config import Config
from core.feature import Handover, Job
from core.i18n.dates import bangkok_today
from core.identity.models import Membership
from core.identity.queries import valid_on
from core.identity.sessions import settings
from core.jobs.service import enqueue
from core.marks import mark
from core.notices import line, mail
from core.notices.letters import line_words, mail_words
from core.notices.line import LineAccount
from core.notices.mail import Mail, MailServer
from core.notices.models import (
    Channel,
    DeliveryState,
    MailMode,
    Notice,
    NoticeDelivery,
    NoticeSettings,
)
from core.notices.timing import MOST_TRIES, pause_after
from core.notices.transport import Answer, NotBegunError, Reply
from core.tenancy import scope
from core.tenancy.queries import office
from core.web.addresses import public_address

QUEUE = "default"

SETTLED_AFTER = timedelta(minutes=2)
"""So long after the handing over a missing answer means that the worker died."""

KEPT = timedelta(days=400)
"""Longer than a year, so that what comes once a year is not told again by the same key."""

SETTINGS_PATH = "/notices/settings"


@dataclass(frozen=True)
class Letter:
    """The deliveries that go together to one recipient over one channel, with what they say."""

    id: UUID
    address: str
    deliveries: Sequence[NoticeDelivery]
    notices: Sequence[Notice]


def deliver(session: Session, *, delivery_id: str) -> Handover | None:
    """Send what is due for the recipient of this delivery, in one letter.

    Whoever finds the delivery in other hands, already on its way or sent leaves it alone.
    """
    now = datetime.now(UTC)
    first = _lock(session, UUID(delivery_id))
    if first is None:
        return None
    if first.state == DeliveryState.HANDING_OVER.value:
        return _settle(session, first, now)
    if first.state == DeliveryState.WAITING.value:
        return _send_due(session, first, now)
    return None


def give_up(session: Session, problem: str, *, delivery_id: str) -> None:
    """The job failed for good, for a reason of our own."""
    delivery = session.scalars(
        select(NoticeDelivery).where(
            NoticeDelivery.id == UUID(delivery_id),
            NoticeDelivery.state == DeliveryState.WAITING.value,
        )
    ).one_or_none()
    if delivery is not None:
        delivery.state = DeliveryState.FAILED.value
        delivery.last_error = problem[:200]


DELIVER = Job(
    "notices.deliver",
    QUEUE,
    deliver,
    give_up,
    mark(
        "Its administrator finds the message under “Mails that may not have arrived” and can send it again there. "
        "Everybody finds the notice in the system as well."
    ),
)


def forget_old(session: Session, *, day: str) -> None:
    """Notices that nobody has needed for so long are deleted, with the addresses that they went to."""
    before = datetime.combine(date.fromisoformat(day) - KEPT, time(), UTC)
    session.execute(delete(Notice).where(Notice.created_at < before))


FORGET_OLD = Job("notices.forget_old", QUEUE, forget_old)


def _send_due(session: Session, first: NoticeDelivery, now: datetime) -> Handover | None:
    if first.due_at > now:
        enqueue(session, DELIVER, not_before=first.due_at, delivery_id=str(first.id))
        return None
    letter = _gather(session, first, settings(), now)
    if letter is None:
        return None
    hand_over = _hand_to_line if first.channel == Channel.LINE.value else _hand_to_mail
    return hand_over(session, letter, now)


def _lock(session: Session, delivery_id: UUID) -> NoticeDelivery | None:
    return session.scalars(
        select(NoticeDelivery)
        .where(NoticeDelivery.id == delivery_id)
        .with_for_update(skip_locked=True)
    ).one_or_none()


def _gather(
    session: Session, first: NoticeDelivery, config: Config, now: datetime
) -> Letter | None:
    """Everything that is due for this recipient on this way, less what is not needed any more."""
    same_letter = (
        NoticeDelivery.letter_id.is_(None)
        if first.letter_id is None
        else NoticeDelivery.letter_id == first.letter_id
    )
    rows = session.execute(
        select(NoticeDelivery, Notice)
        .join(Notice, Notice.id == NoticeDelivery.notice_id)
        .where(
            NoticeDelivery.recipient == first.recipient,
            NoticeDelivery.channel == first.channel,
            NoticeDelivery.state == DeliveryState.WAITING.value,
            NoticeDelivery.due_at <= now,
            same_letter,
        )
        .order_by(Notice.created_at, Notice.id)
        .with_for_update(of=NoticeDelivery, skip_locked=True)
    ).all()
    switched_on = (
        config.smtp_url if first.channel == Channel.MAIL.value else config.line_channel_token
    )
    address = _address(session, first, rows[0][1]) if switched_on else ""
    kept: list[tuple[NoticeDelivery, Notice]] = []
    for delivery, notice in rows:
        if address and notice.read_at is None and notice.withdrawn_at is None:
            kept.append((delivery, notice))
        else:
            delivery.state = DeliveryState.NOT_NEEDED.value
            delivery.last_error = None if switched_on else "not switched on"
    if not kept:
        return None
    deliveries, notices = zip(*kept, strict=True)
    return Letter(first.letter_id or deliveries[0].id, address, deliveries, notices)


def _address(session: Session, delivery: NoticeDelivery, notice: Notice) -> str:
    """Where the recipient wants it today; empty for one who has left the office or wants nothing on this way."""
    if notice.account_id is None:
        return delivery.address
    wishes = session.scalars(
        select(NoticeSettings).where(
            NoticeSettings.account_id == notice.account_id,
            select(Membership.id)
            .where(Membership.account_id == notice.account_id, valid_on(bangkok_today()))
            .exists(),
        )
    ).one_or_none()
    if wishes is None:
        return ""
    if delivery.channel == Channel.LINE.value:
        return wishes.line_user_id if wishes.line_on else ""
    return wishes.mail_address if wishes.mail_mode != MailMode.OFF.value else ""


def _hand_to_mail(session: Session, letter: Letter, now: datetime) -> Handover | None:
    server = MailServer.of(settings())
    if server is None:
        return None
    try:
        opened = mail.begin(server, _mail(session, letter, now))
    except NotBegunError as problem:
        _note(session, letter.deliveries, problem.reply, now)
        return None
    _mark_handed_over(session, letter, now)
    return _handover(letter, opened.finish, opened.abandon)


def _hand_to_line(session: Session, letter: Letter, now: datetime) -> Handover | None:
    account = LineAccount.of(settings())
    if account is None:
        for delivery in letter.deliveries:
            delivery.state = DeliveryState.UNCERTAIN.value
        return None
    text = line_words(letter.notices, office_name=_office_name(session))
    _mark_handed_over(session, letter, now)
    push = partial(line.push, account, to=letter.address, text=text, retry_key=letter.id)
    return _handover(letter, push, lambda: None)


def _mail(session: Session, letter: Letter, now: datetime) -> Mail:
    here = office(session, scope.office_of(session))
    has_account = letter.notices[0].account_id is not None
    front = "/city" if here.code == scope.DEPARTMENT else f"/d/{here.slug}"
    settings_url = public_address(front + SETTINGS_PATH) if has_account else ""
    words = mail_words(letter.notices, office_name=here.title_th, settings_url=settings_url)
    return Mail(
        sender_name=here.title_th,
        to=letter.address,
        subject=words.subject,
        text=words.text,
        message_id=f"{here.code}.{letter.id}",
        at=now,
        settings_url=settings_url,
    )


def _office_name(session: Session) -> str:
    return office(session, scope.office_of(session)).title_th


def _mark_handed_over(session: Session, letter: Letter, now: datetime) -> None:
    """From the commit of this on, nobody sends the letter again by himself; a second look follows soon."""
    for delivery in letter.deliveries:
        delivery.state = DeliveryState.HANDING_OVER.value
        delivery.letter_id = letter.id
        delivery.address = letter.address
        delivery.handed_over_at = delivery.handed_over_at or now
        delivery.attempts += 1
    wait = max(SETTLED_AFTER, pause_after(letter.deliveries[0].attempts))
    enqueue(session, DELIVER, not_before=now + wait, delivery_id=str(letter.deliveries[0].id))


def _handover(letter: Letter, act: Callable[[], Reply], abandon: Callable[[], None]) -> Handover:
    ids = [delivery.id for delivery in letter.deliveries]

    def note(session: Session, reply: Reply) -> None:
        deliveries = session.scalars(
            select(NoticeDelivery).where(
                NoticeDelivery.id.in_(ids),
                NoticeDelivery.state.in_(
                    [DeliveryState.HANDING_OVER.value, DeliveryState.UNCERTAIN.value]
                ),
            )
        ).all()
        _note(session, deliveries, reply, datetime.now(UTC))

    return Handover(act, note, abandon)


def _settle(session: Session, first: NoticeDelivery, now: datetime) -> Handover | None:
    """No answer was noted. LINE may be asked again with the same key; of a mail nobody knows."""
    began = first.handed_over_at or now
    if now - began < SETTLED_AFTER:
        return None
    rows = session.execute(
        select(NoticeDelivery, Notice)
        .join(Notice, Notice.id == NoticeDelivery.notice_id)
        .where(
            NoticeDelivery.letter_id == first.letter_id,
            NoticeDelivery.state == DeliveryState.HANDING_OVER.value,
        )
        .order_by(Notice.created_at, Notice.id)
    ).all()
    deliveries = [delivery for delivery, _ in rows]
    may_repeat = first.channel == Channel.LINE.value and now - began < line.RETRY_KEY_LIFETIME
    if may_repeat and first.letter_id is not None:
        notices = [notice for _, notice in rows]
        return _hand_to_line(
            session, Letter(first.letter_id, first.address, deliveries, notices), now
        )
    for delivery in deliveries:
        delivery.state = DeliveryState.UNCERTAIN.value
    return None


def _note(
    session: Session, deliveries: Sequence[NoticeDelivery], reply: Reply, now: datetime
) -> None:
    """Write down what the other side said, and ask for the next try where one makes sense."""
    for delivery in deliveries:
        delivery.last_error = None if reply.answer is Answer.ACCEPTED else reply.words
        if reply.answer is Answer.ACCEPTED:
            delivery.state, delivery.sent_at = DeliveryState.SENT.value, now
        elif reply.answer is Answer.REFUSED:
            delivery.state = DeliveryState.FAILED.value
        elif reply.answer is Answer.UNKNOWN and delivery.channel == Channel.MAIL.value:
            delivery.state = DeliveryState.UNCERTAIN.value
    # LINE's letters stay handed over: the second look repeats them with the same key.
    if reply.answer is Answer.LATER and deliveries and deliveries[0].channel == Channel.MAIL.value:
        _put_off(session, deliveries, now)


def _put_off(session: Session, deliveries: Sequence[NoticeDelivery], now: datetime) -> None:
    """The mail server did not take it: for certain nothing was sent, so it waits and goes out later."""
    attempts = max(delivery.attempts for delivery in deliveries) + 1
    next_try = now + pause_after(attempts)
    state = DeliveryState.WAITING if attempts < MOST_TRIES else DeliveryState.FAILED
    for delivery in deliveries:
        delivery.state, delivery.attempts = state.value, attempts
        delivery.handed_over_at, delivery.due_at = None, next_try
    if state is DeliveryState.WAITING:
        enqueue(session, DELIVER, not_before=next_try, delivery_id=str(deliveries[0].id))
