"""กิจกรรมร่วมระหว่างเขต: one office leads and owns the record, the other hears of it and takes part (F61).

The leading office tells the other what happened and nothing more. There it lies as an offer until
the staff say which of their networks took part. The city counts what is led; the network that took
part counts as active in its own office.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.access.roles import Role
from core.errors import NotFound, Refused
from core.feature import Job
from core.i18n.dates import first_of_month, show_date, show_month
from core.identity.actor import Actor
from core.jobs.relay import tell
from core.jobs.service import enqueue
from core.notices.models import Topic
from core.notices.recipients import accounts_with_roles
from core.notices.service import notify, office_path
from core.records import lock, sign
from core.tenancy import scope
from core.tenancy.queries import office
from tenants.activities.models import Activity, ActivityKind, ActivityReference, ReferenceState
from tenants.activities.reports import MOST_PEOPLE
from tenants.periods.queries import is_closed, refuse_change
from tenants.zones.queries import zone as zone_within

HEARD_JOB = "activities.hear_joint"
STAFF = (Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER)
LONGEST_TITLE = 200
HELD, WITHDRAWN = "held", "withdrawn"
UNTIL_ASKED_AGAIN = timedelta(days=1)
"""What waits for a closed month is looked at so often."""
ANSWER_JOB = "activities.hear_answer"
ANSWERS = {
    ReferenceState.ACCEPTED: "ตอบรับกิจกรรมร่วม",
    ReferenceState.DECLINED: "แจ้งว่าไม่ได้ร่วมกิจกรรม",
}


@dataclass(frozen=True)
class News:
    """What another office is told of an activity; `partner` is the office that is told."""

    partner: int | None
    title: str
    held_on: date
    kind: str
    participants: int
    is_example: bool


def news_of(entry: Activity) -> News:
    return News(
        entry.partner_district_id,
        entry.title,
        entry.held_on,
        entry.kind,
        entry.participants,
        entry.is_example,
    )


def tell_offices(session: Session, entry: Activity, *, before: News | None) -> None:
    """Tell the office that took part of a new or changed activity, and the one that did not after all.

    `before` is what stood there until now, None for a new activity; the caller holds its lock.
    """
    now = news_of(entry)
    if before is not None and before.partner not in (None, now.partner):
        _tell(session, entry, before, WITHDRAWN)
    if now.partner is not None and now != before:
        _tell(session, entry, now, HELD)


def tell_withdrawal(session: Session, entry: Activity) -> None:
    """Tell the office that took part that the record is deleted."""
    if entry.partner_district_id is not None:
        _tell(session, entry, news_of(entry), WITHDRAWN)


def hear(
    session: Session,
    *,
    told_by: int,
    lead_activity_id: str,
    title: str,
    held_on: str,
    kind: str,
    participants: int,
    standing: str,
    told_at: str,
    is_example: bool,
) -> None:
    """Note what another office says of a joint activity; what it said earlier and arrives later is left.

    What would change a closed month of ours waits until the month is opened again: staff are told.
    ValueError for what no office says: the job is laid aside and nothing is stored.
    """
    scope.name_change(session, "joint_activity:told")
    news = _checked(title, held_on, kind, participants, is_example=is_example)
    if standing not in (HELD, WITHDRAWN):
        raise ValueError("An activity is held or withdrawn.")
    activity_id, moment = UUID(lead_activity_id), datetime.fromisoformat(told_at)
    entry = session.scalars(
        select(ActivityReference)
        .where(
            ActivityReference.lead_district_id == told_by,
            ActivityReference.lead_activity_id == activity_id,
        )
        .with_for_update()
    ).one_or_none()
    if entry is not None and moment <= entry.told_at:
        return
    lead = office(session, told_by).title_th
    if entry is not None and _changes_closed_month(session, entry, news, standing):
        _tell_staff_of_waiting(session, entry, lead, told_at)
        enqueue(
            session,
            HEAR,
            not_before=datetime.now(UTC) + UNTIL_ASKED_AGAIN,
            told_by=told_by,
            lead_activity_id=lead_activity_id,
            title=title,
            held_on=held_on,
            kind=kind,
            participants=participants,
            standing=standing,
            told_at=told_at,
            is_example=is_example,
        )
        return
    is_new = entry is None
    if entry is None:
        entry = ActivityReference(
            district_id=scope.office_of(session),
            lead_district_id=told_by,
            lead_activity_id=activity_id,
            state=ReferenceState.OFFERED.value,
            version=0,
        )
        session.add(entry)
    before = entry.state
    entry.title, entry.held_on, entry.kind = news.title, news.held_on, news.kind
    entry.participants, entry.is_example = news.participants, news.is_example
    entry.told_at, entry.changed_at, entry.changed_by = moment, datetime.now(UTC), lead
    entry.version += 1
    if standing == WITHDRAWN:
        entry.state = ReferenceState.WITHDRAWN.value
    elif before == ReferenceState.WITHDRAWN:
        entry.state, entry.zone_id = ReferenceState.OFFERED.value, None
    session.flush()
    _tell_staff(session, entry, lead, before=None if is_new else before)


HEAR = Job(HEARD_JOB, "default", hear)


def accept_reference(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    reference_id: UUID,
    zone_id: UUID,
    seen_version: int,
) -> ActivityReference:
    """Say which of our networks took part: from now on it counts as active in that month.

    NotFound for a zone outside the reach. Accepting once more may name another zone.
    """
    scope.name_change(session, "joint_activity:accepted")
    entry = _locked(session, reference_id)
    zone = zone_within(session, within, zone_id)
    if entry.state == ReferenceState.ACCEPTED and entry.zone_id == zone.id:
        return entry
    _refuse_unless_offered(session, entry, seen_version)
    entry.state, entry.zone_id = ReferenceState.ACCEPTED.value, zone.id
    sign(entry, actor)
    _answer(session, entry)
    return entry


def decline_reference(
    session: Session, *, actor: Actor, reference_id: UUID, seen_version: int
) -> ActivityReference:
    """Say that none of our networks took part; it counts for nobody here. Declining twice is once."""
    scope.name_change(session, "joint_activity:declined")
    entry = _locked(session, reference_id)
    if entry.state == ReferenceState.DECLINED:
        return entry
    _refuse_unless_offered(session, entry, seen_version)
    entry.state, entry.zone_id = ReferenceState.DECLINED.value, None
    sign(entry, actor)
    _answer(session, entry)
    return entry


def hear_answer(session: Session, *, told_by: int, lead_activity_id: str, answer: str) -> None:
    """Tell the staff of the leading office what the other one said; an answer about anything else is left."""
    title = ANSWERS[ReferenceState(answer)]
    entry = session.scalars(
        select(Activity).where(
            Activity.id == UUID(lead_activity_id), Activity.partner_district_id == told_by
        )
    ).one_or_none()
    if entry is None:
        return
    notify(
        session,
        topic=Topic.ACTIVITY,
        event_key=f"joint_activity:{entry.id}:answer:{answer}",
        to=accounts_with_roles(session, STAFF),
        title=f"{office(session, told_by).title_th}{title} “{entry.title}”",
        body="",
        url=office_path(session, f"/activities/{entry.id}"),
        is_example=entry.is_example,
    )


HEAR_ANSWER = Job(ANSWER_JOB, "default", hear_answer)


def _answer(session: Session, entry: ActivityReference) -> None:
    tell(
        session,
        entry.lead_district_id,
        ANSWER_JOB,
        key=f"activity:{entry.lead_activity_id}:answer:{entry.version}",
        lead_activity_id=str(entry.lead_activity_id),
        answer=entry.state,
    )


def _tell(session: Session, entry: Activity, news: News, standing: str) -> None:
    if news.partner is None:
        return
    tell(
        session,
        news.partner,
        HEARD_JOB,
        key=f"activity:{entry.id}:{entry.version}:{standing}",
        lead_activity_id=str(entry.id),
        title=news.title,
        held_on=news.held_on.isoformat(),
        kind=news.kind,
        participants=news.participants,
        standing=standing,
        told_at=datetime.now(UTC).isoformat(),
        is_example=news.is_example,
    )


def _changes_closed_month(
    session: Session, entry: ActivityReference, news: News, standing: str
) -> bool:
    """Whether our network would be active in another month, or in none, where a month is closed."""
    if entry.state != ReferenceState.ACCEPTED:
        return False
    months = {first_of_month(entry.held_on), first_of_month(news.held_on)}
    changes = standing == WITHDRAWN or len(months) > 1
    return changes and any(is_closed(session, month) for month in sorted(months))


def _checked(title: str, held_on: str, kind: str, participants: int, *, is_example: bool) -> News:
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise ValueError("An activity has a title that fits.")
    if not 1 <= participants <= MOST_PEOPLE:
        raise ValueError("Somebody came, and not everybody.")
    return News(
        None,
        title,
        date.fromisoformat(held_on),
        ActivityKind(kind).value,
        participants,
        bool(is_example),
    )


def _tell_staff(
    session: Session, entry: ActivityReference, lead: str, *, before: str | None
) -> None:
    """A new offer, one that was taken back, and a change of what we have accepted; nothing else."""
    day = show_date(entry.held_on, style="long")
    if entry.state == ReferenceState.WITHDRAWN:
        if before != ReferenceState.ACCEPTED:
            return
        title = f"{lead}ยกเลิกกิจกรรมร่วม “{entry.title}” วันที่ {day}"
    elif before is None or before == ReferenceState.WITHDRAWN:
        title = f"{lead}แจ้งกิจกรรมร่วม “{entry.title}” วันที่ {day}"
    elif entry.state == ReferenceState.ACCEPTED:
        title = f"{lead}แก้ไขกิจกรรมร่วม “{entry.title}” วันที่ {day}"
    else:
        return
    notify(
        session,
        topic=Topic.ACTIVITY,
        event_key=f"joint_activity:{entry.id}:{entry.version}",
        to=accounts_with_roles(session, STAFF),
        title=title,
        body="",
        url=office_path(session, "/activities/joint"),
        is_example=entry.is_example,
    )


def _tell_staff_of_waiting(
    session: Session, entry: ActivityReference, lead: str, told_at: str
) -> None:
    month = show_month(entry.held_on, "long")
    notify(
        session,
        topic=Topic.ACTIVITY,
        event_key=f"joint_activity:{entry.id}:waiting:{told_at}",
        to=accounts_with_roles(session, STAFF),
        title=f"{lead}แก้ไขหรือยกเลิกกิจกรรมร่วม “{entry.title}” ซึ่งเกี่ยวกับเดือนที่ปิดแล้ว",
        body=f"ข้อมูลเดิมของเดือน{month} ยังคงอยู่ ระบบจะปรับให้เมื่อเปิดเดือนที่ปิดอีกครั้ง",
        url=office_path(session, "/activities/joint"),
        is_example=entry.is_example,
    )


def _locked(session: Session, reference_id: UUID) -> ActivityReference:
    found = session.scalars(
        select(ActivityReference).where(ActivityReference.id == reference_id)
    ).one_or_none()
    if found is None:
        raise NotFound("This activity does not exist.")
    return lock(session, found)


def _refuse_unless_offered(session: Session, entry: ActivityReference, seen_version: int) -> None:
    if entry.state == ReferenceState.WITHDRAWN:
        raise Refused("The leading office has taken this activity back.")
    refuse_change(session, entry.held_on)
    if entry.version != seen_version:
        raise Refused(
            "The leading office changed this activity while you were reading. Read it once more."
        )
