"""From the zones to the director: confirming, closing, approving and opening again a month's data (F90)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.access.roles import Role
from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, first_of_month, last_of_month, show_datetime, show_month
from core.identity.actor import Actor
from core.indicators import approving
from core.jobs.relay import tell
from core.jobs.service import enqueue
from core.marks import mark
from core.notices.models import Topic
from core.notices.recipients import accounts_with_roles
from core.notices.service import notify, office_path, withdraw
from core.periods.rules import is_over
from core.tenancy import scope
from tenants.office.queries import SigningRight, signing_right
from tenants.periods import queries
from tenants.periods.failing import key_of_failure
from tenants.periods.jobs import APPROVE_FACTS
from tenants.periods.models import (
    DataPeriod,
    EventKind,
    LateEntry,
    PeriodEvent,
    Step,
    ZonePeriod,
)
from tenants.zones.models import Zone
from tenants.zones.queries import zone as zone_within

HEAR_REQUEST = "approvals.hear_request"
"""The department's job that notes that a district asks to open an accepted month."""

ACTIVITY = "activity"
"""The subject of late reports of activities."""


def confirm_zone(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    month: date,
    zone_id: UUID,
    reason: str = "",
) -> bool:
    """A zone says that its month is complete; False where it had said so before.

    Officers confirm for a zone with a reason. Refused before the month is over and after the
    director's approval. The first confirmation stays the one that counts for timeliness.
    """
    scope.name_change(session, "period:confirmed", reason.strip())
    zone = _zone_of_month(session, within, zone_id, month)
    _refuse_unless_over(month)
    if within.whole_district and not reason.strip():
        raise FieldError("Say why the office confirms for the zone.", field="reason")
    queries.hold_month(session, month)
    if queries.step_of(session, month) not in (Step.OPEN, Step.SECTION):
        raise Refused(
            "%(month)s has been approved. What the zones confirmed stays as it is.",
            month=show_month(month, "long"),
        )
    known = zone_period(session, month, zone_id)
    if known is not None and known.confirmed_at is not None:
        return False
    if known is None:
        session.add(
            ZonePeriod(
                district_id=actor.district_id,
                month=month,
                zone_id=zone_id,
                first_confirmed_on=bangkok_today(),
                confirmed_at=datetime.now(UTC),
                is_example=zone.is_example,
            )
        )
    else:
        known.confirmed_at = datetime.now(UTC)
    note(session, actor, month, EventKind.CONFIRMED, reason=reason, zone_id=zone_id)
    withdraw(session, f"period:{month.isoformat()}:zone:{zone_id}")
    return True


def withdraw_confirmation(
    session: Session, *, actor: Actor, within: Within, month: date, zone_id: UUID, reason: str
) -> None:
    """Take a zone's confirmation back while the month is open, since something is missing."""
    scope.name_change(session, "period:confirmation_withdrawn", reason.strip())
    _zone_of_month(session, within, zone_id, month)
    if not reason.strip():
        raise FieldError("Say what is still missing.", field="reason")
    queries.hold_month(session, month)
    if queries.step_of(session, month) is not Step.OPEN:
        raise Refused(
            "%(month)s is closed. What the zones confirmed stays as it is.",
            month=show_month(month, "long"),
        )
    known = zone_period(session, month, zone_id)
    if known is None or known.confirmed_at is None:
        raise Refused("This zone has not confirmed the month.")
    known.confirmed_at = None
    note(session, actor, month, EventKind.CONFIRMATION_WITHDRAWN, reason=reason, zone_id=zone_id)


def close_months(session: Session, *, actor: Actor, months: Sequence[date]) -> list[date]:
    """Close months that are over; those closed before stay as they are. Answers those closed now.

    Who is saving a report is waited for. Refused where all were closed before: the sentence names who did.
    """
    scope.name_change(session, "period:closed")
    for month in months:
        _refuse_unless_over(month)
    closed = []
    for month in months:
        period = _held(session, actor, month)
        if period.step != Step.OPEN:
            continue
        period.step, period.section_at = Step.SECTION.value, datetime.now(UTC)
        note(session, actor, month, EventKind.CLOSED)
        withdraw(session, f"period:{month.isoformat()}:section")
        closed.append(month)
    if not closed:
        _tell_done_before(session, months[-1], EventKind.CLOSED)
    return closed


def reopen_month(session: Session, *, actor: Actor, month: date, reason: str) -> None:
    """Open a closed month again; its events keep the reason.

    Refused where it was never closed, for whom `may_reopen` excludes, and where the department has accepted it.
    """
    scope.name_change(session, "period:reopened", reason.strip())
    if not reason.strip():
        raise FieldError("Say why the month is opened again.", field="reason")
    period = _held(session, actor, month)
    shown = show_month(month, "long")
    step = Step(period.step)
    if step is Step.OPEN:
        raise Refused("%(month)s is open already.", month=shown)
    if step is Step.DEPARTMENT:
        raise Refused(
            "The department has accepted %(month)s. Only the department opens it again: ask for it.",
            month=shown,
        )
    if not may_reopen(session, actor, step):
        raise Refused(who_reopens(step), month=shown)
    open_again(session, period)
    note(session, actor, month, EventKind.REOPENED, reason=reason)
    withdraw(session, key_of_failure(month, period.round))


def may_reopen(session: Session, actor: Actor, step: Step) -> bool:
    """The head opens what the section has closed; else, as for approving, the director or who acts for them."""
    if step is Step.SECTION and Role.SECTION_HEAD in actor.roles:
        return True
    return step in (Step.SECTION, Step.DIRECTOR) and may_approve(session, actor) is not None


def who_reopens(step: Step) -> str:
    """The sentence about `month` for those who may not open it again."""
    if step is Step.DIRECTOR:
        return mark("The director has approved %(month)s. Only the director opens it again.")
    return mark(
        "Only the head of the section, the director, or who acts for them today, opens %(month)s again."
    )


def approve_months(session: Session, *, actor: Actor, months: Sequence[date]) -> list[date]:
    """The director approves months that the section has closed; a worker then copies their figures.

    Answers those approved now. Refused where the section has not closed one of them, where the person may
    not sign for the office today, and where all were approved before: the sentence names who did.
    """
    scope.name_change(session, "period:approved")
    right = may_approve(session, actor)
    if right is None:
        raise Refused("Only the director, or who acts for them today, approves the data.")
    approved = []
    for month in months:
        period = _held(session, actor, month)
        if period.step == Step.OPEN:
            raise Refused(
                "The section has not closed %(month)s yet.", month=show_month(month, "long")
            )
        if period.step != Step.SECTION:
            continue
        period.step, period.director_at = Step.DIRECTOR.value, datetime.now(UTC)
        withdraw(session, key_of_failure(month, period.round))
        period.round += 1
        note(session, actor, month, EventKind.APPROVED, position=right.position.replace("\n", " "))
        enqueue(
            session,
            APPROVE_FACTS,
            month=month.isoformat(),
            round=period.round,
            approved_by=str(actor.account_id),
        )
        withdraw(session, f"period:{month.isoformat()}:director")
        approved.append(month)
    if not approved:
        _tell_done_before(session, months[-1], EventKind.APPROVED)
    return approved


def may_approve(session: Session, actor: Actor) -> SigningRight | None:
    """As what this person approves data today: the director, or who acts for them; None for others."""
    return signing_right(session, actor=actor, day=bangkok_today())


def ask_department(session: Session, *, actor: Actor, month: date, reason: str) -> None:
    """Ask the department to open a month that it has accepted; once for an approval."""
    scope.name_change(session, "period:asked", reason.strip())
    if not reason.strip():
        raise FieldError("Say why the month should be opened again.", field="reason")
    period = _held(session, actor, month)
    if period.step != Step.DEPARTMENT:
        raise Refused(
            "The department has not accepted %(month)s: you can open it yourself.",
            month=show_month(month, "long"),
        )
    if may_approve(session, actor) is None:
        raise Refused(mark("Only the director, or who acts for them today, asks the department."))
    if asked_since(session, period) is not None:
        raise Refused("The department has been asked already and has not answered yet.")
    event = note(session, actor, month, EventKind.ASKED, reason=reason)
    tell(
        session,
        scope.DEPARTMENT,
        HEAR_REQUEST,
        key=f"period_request:{event.id}",
        month=month.isoformat(),
        round=period.round,
        reason=reason.strip(),
        asked_by=actor.name,
        asked_by_position=actor.position,
    )


def asked_since(session: Session, period: DataPeriod) -> PeriodEvent | None:
    """The request to open the month that was made since the department accepted it."""
    event = queries.newest_event(session, period.month, EventKind.ASKED)
    accepted = period.department_at
    return event if event is not None and accepted is not None and event.at >= accepted else None


def note_late(
    session: Session, *, actor: Actor, day: date, subject: str, subject_id: UUID, is_example: bool
) -> None:
    """Mark a report that came after its month was closed: it waits, and the section is told once a day."""
    month = first_of_month(day)
    session.execute(
        insert(LateEntry)
        .values(
            district_id=actor.district_id,
            id=uuid7(),
            month=month,
            subject=subject,
            subject_id=subject_id,
        )
        .on_conflict_do_nothing(index_elements=["district_id", "subject", "subject_id"])
    )
    notify(
        session,
        topic=Topic.ACTIVITY,
        event_key=f"period:{month.isoformat()}:late:{bangkok_today().isoformat()}",
        to=accounts_with_roles(session, [Role.SECTION_HEAD]),
        title=f"มีรายงานของเดือน{show_month(month, 'long')} ส่งเข้ามาหลังปิดงวด",
        body="รายงานรออยู่และยังไม่เปลี่ยนตัวเลขที่รับรองแล้ว ท่านเปิดงวดอีกครั้งเพื่อพิจารณาได้ หรือคงไว้ตามเดิม",
        url=office_path(session, f"/periods/{month:%Y-%m}"),
        is_example=is_example,
    )


def settle_late(session: Session, subject: str, subject_ids: Sequence[UUID]) -> None:
    """The section has dealt with reports that came late; nothing for those that came in time."""
    session.execute(
        update(LateEntry)
        .where(
            LateEntry.subject == subject,
            LateEntry.subject_id.in_(list(subject_ids)),
            LateEntry.settled_at.is_(None),
        )
        .values(settled_at=func.now())
    )


def forget_late(session: Session, subject: str, subject_id: UUID) -> None:
    """A report is gone, and waits no longer."""
    session.execute(
        delete(LateEntry).where(LateEntry.subject == subject, LateEntry.subject_id == subject_id)
    )


def zone_period(session: Session, month: date, zone_id: UUID) -> ZonePeriod | None:
    return session.scalars(
        select(ZonePeriod).where(ZonePeriod.month == month, ZonePeriod.zone_id == zone_id)
    ).one_or_none()


def open_again(session: Session, period: DataPeriod) -> None:
    """The month takes reports again, and counts what is reported."""
    period.step = Step.OPEN.value
    period.section_at = period.director_at = period.department_at = None
    approving.reopen_month(session, period.month)


def note(
    session: Session,
    actor: Actor,
    month: date,
    kind: EventKind,
    *,
    reason: str = "",
    zone_id: UUID | None = None,
    position: str = "",
) -> PeriodEvent:
    event = PeriodEvent(
        district_id=actor.district_id,
        month=month,
        zone_id=zone_id,
        action=kind.value,
        reason=reason.strip(),
        done_by=actor.name,
        done_by_position=position or actor.position,
    )
    session.add(event)
    return event


def _held(session: Session, actor: Actor, month: date) -> DataPeriod:
    """The month's row, made where it is missing, with everybody else waiting until the commit."""
    queries.hold_month(session, month)
    found = queries.period_of(session, month)
    if found is None:
        found = DataPeriod(
            district_id=actor.district_id, month=month, step=Step.OPEN.value, round=0
        )
        session.add(found)
    return found


def _zone_of_month(session: Session, within: Within, zone_id: UUID, month: date) -> Zone:
    """A zone within the reach that was open at the month's end."""
    zone = zone_within(session, within, zone_id)
    last = last_of_month(month)
    if zone.valid_from > last or (zone.closed_on is not None and zone.closed_on <= last):
        raise NotFound("This zone does not exist.")
    return zone


def _refuse_unless_over(month: date) -> None:
    if not is_over(month):
        raise Refused(
            "%(month)s is not over yet. That is possible from the first day of the next month.",
            month=show_month(month, "long"),
        )


def _tell_done_before(session: Session, month: date, kind: EventKind) -> None:
    """Refused: somebody did the same before; the sentence says who and when."""
    event = queries.newest_event(session, month, kind)
    sentence = (
        mark("%(month)s was approved already by %(name)s on %(moment)s.")
        if kind is EventKind.APPROVED
        else mark("%(month)s was closed already by %(name)s on %(moment)s.")
    )
    raise Refused(
        sentence,
        month=show_month(month, "long"),
        name=event.done_by if event else "–",
        moment=show_datetime(event.at) if event else "–",
    )
