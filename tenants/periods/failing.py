"""When the figures of an approval could not be made: the month goes back to where it can be approved again."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from core.access.roles import Role
from core.i18n.dates import show_month
from core.notices.models import Topic
from core.notices.recipients import Recipient, accounts_with_roles
from core.notices.service import notify, office_path
from core.tenancy import scope
from tenants.periods import queries
from tenants.periods.models import EventKind, PeriodEvent, Step

_UNREACHABLE = "ฐานข้อมูลไม่ตอบสนองหรือมีงานอื่นใช้อยู่นานเกินไป"
_FAULT = "ระบบขัดข้องระหว่างจัดทำตัวเลขของเดือนนี้"
_REASONS = {
    "OperationalError": _UNREACHABLE,
    "InterfaceError": _UNREACHABLE,
    "TimeoutError": _UNREACHABLE,
}
"""What a kind of error means to an official; its own sentence stays with the failed work."""

_WHAT_TO_DO = (
    "งวดนี้กลับไปอยู่ในขั้นฝ่ายปิดงวดแล้ว ตัวเลขและรายงานไม่เปลี่ยนแปลง "
    "ผู้อำนวยการเขตรับรองอีกครั้งได้ทันที หากยังไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบของสำนักพัฒนาสังคม"
)


def key_of_failure(month: date, number: int) -> str:
    """The event of the notice that the approval of this number failed."""
    return f"period:{month.isoformat()}:approval_failed:{number}"


def take_approval_back(
    session: Session,
    problem: str,
    *,
    month: str,
    round: int,  # noqa: A002 - the payload's word
    approved_by: str = "",
) -> None:
    """Let the director approve again, note why in words, and tell who can do it.

    Nothing where the month has been opened or approved anew since: that approval has a job of its own.
    `problem` is the kind of the error with its sentence; only the kind decides which words are kept.
    """
    day = date.fromisoformat(month)
    reason = _REASONS.get(problem.partition(":")[0], _FAULT)
    scope.name_change(session, "period:approval_failed", reason)
    queries.hold_month(session, day)
    period = queries.period_of(session, day)
    if period is None or period.round != round or period.step != Step.DIRECTOR:
        return
    period.step, period.director_at = Step.SECTION.value, None
    session.add(
        PeriodEvent(
            district_id=period.district_id,
            month=day,
            action=EventKind.APPROVAL_FAILED.value,
            reason=reason,
            done_by=scope.SYSTEM.name,
            done_by_position=scope.SYSTEM.position,
        )
    )
    told = accounts_with_roles(session, (Role.DIRECTOR, Role.SECTION_HEAD))
    if approved_by:
        told.append(Recipient.account(UUID(approved_by)))
    notify(
        session,
        topic=Topic.REMINDER,
        event_key=key_of_failure(day, round),
        to=told,
        title=f"การรับรองข้อมูลเดือน{show_month(day, 'long')} ไม่สำเร็จ ขอให้รับรองอีกครั้ง",
        body=f"{reason}\n\n{_WHAT_TO_DO}",
        url=office_path(session, f"/periods/{day:%Y-%m}"),
    )
