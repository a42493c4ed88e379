"""What the department tells a district about a month: it was accepted, returned or opened again, or is awaited."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from core.access.roles import Role
from core.feature import Job
from core.i18n.dates import show_month
from core.notices.models import Topic
from core.notices.recipients import accounts_with_roles
from core.notices.service import notify, office_path
from core.tenancy import scope
from tenants.periods import queries
from tenants.periods.models import DataPeriod, EventKind, PeriodEvent, Step
from tenants.periods.service import open_again

_DECISIONS = {
    "accepted": (Step.DIRECTOR, EventKind.ACCEPTED, "สำนักพัฒนาสังคมรับข้อมูลเดือน{month} แล้ว"),
    "returned": (Step.DIRECTOR, EventKind.RETURNED, "สำนักพัฒนาสังคมส่งข้อมูลเดือน{month} กลับให้แก้ไข"),
    "reopened": (
        Step.DEPARTMENT,
        EventKind.REOPENED_BY_DEPARTMENT,
        "สำนักพัฒนาสังคมเปิดงวดเดือน{month} ให้แก้ไขอีกครั้ง",
    ),
}
"""For each decision the step on which it was made, what it is noted as, and what the office is told."""

_ANSWERABLE = (Role.DIRECTOR, Role.SECTION_HEAD)


def hear_decision(
    session: Session,
    *,
    told_by: int,
    decision: str,
    month: str,
    round: int,  # noqa: A002 - the payload's word
    reason: str,
    decided_by: str,
    decided_by_position: str,
) -> None:
    """Do what the department decided, unless the month has changed since: it sees that by itself.

    ValueError for what no department says: the job is laid aside and nothing is stored.
    """
    _refuse_strangers(told_by)
    step, kind, title = _DECISIONS[decision]
    day = date.fromisoformat(month)
    scope.name_change(session, f"period:{kind.value}", reason)
    queries.hold_month(session, day)
    period = queries.period_of(session, day)
    if period is None or period.round != round or period.step != step:
        return
    _move(session, period, kind)
    session.add(
        PeriodEvent(
            district_id=period.district_id,
            month=day,
            action=kind.value,
            reason=reason.strip(),
            done_by=decided_by,
            done_by_position=decided_by_position,
        )
    )
    notify(
        session,
        topic=Topic.REMINDER,
        event_key=f"period:{month}:{kind.value}:{round}",
        to=accounts_with_roles(session, _ANSWERABLE),
        title=title.format(month=show_month(day, "long")),
        body="\n\n".join(
            part for part in (reason.strip(), f"{decided_by} {decided_by_position}") if part
        ),
        url=office_path(session, f"/periods/{day:%Y-%m}"),
    )


HEAR_DECISION = Job("periods.hear_decision", "default", hear_decision)


def hear_reminder(session: Session, *, told_by: int, month: str, asked_on: str) -> None:
    """The department waits for a month: the head and the director are told, once for a day."""
    _refuse_strangers(told_by)
    day = date.fromisoformat(month)
    step = queries.step_of(session, day)
    if step in (Step.DIRECTOR, Step.DEPARTMENT):
        return
    waits_for = "ผู้อำนวยการเขตรับรองข้อมูล" if step is Step.SECTION else "ฝ่ายปิดงวดข้อมูล"
    notify(
        session,
        topic=Topic.REMINDER,
        event_key=f"period:{month}:awaited:{date.fromisoformat(asked_on).isoformat()}",
        to=accounts_with_roles(session, _ANSWERABLE),
        title=f"สำนักพัฒนาสังคมรอข้อมูลเดือน{show_month(day, 'long')}",
        body=f"ขณะนี้รอ{waits_for}",
        url=office_path(session, f"/periods/{day:%Y-%m}"),
    )


HEAR_REMINDER = Job("periods.hear_reminder", "default", hear_reminder)


def _refuse_strangers(told_by: int) -> None:
    if told_by != scope.DEPARTMENT:
        raise ValueError("Only the department decides about a month.")


def _move(session: Session, period: DataPeriod, kind: EventKind) -> None:
    if kind is EventKind.ACCEPTED:
        period.step, period.department_at = Step.DEPARTMENT.value, datetime.now(UTC)
        return
    open_again(session, period)
    period.returned_at = datetime.now(UTC)
