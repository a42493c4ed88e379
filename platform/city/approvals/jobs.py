"""What districts tell the department about their months, and what its officers are told of it."""

from datetime import date

from sqlalchemy.orm import Session

from city.approvals import queries
from city.approvals.models import Decision, PeriodDecision
from city.approvals.notice_keys import approval_key, request_key
from city.approvals.queries import Standing
from core.access.roles import Role
from core.feature import Job
from core.i18n.dates import show_month
from core.i18n.text import normalise_lines, shorten
from core.notices.models import Topic
from core.notices.recipients import accounts_with_roles
from core.notices.service import notify
from core.tenancy import scope
from core.tenancy.queries import office

_LONGEST_NAME, _LONGEST_REASON = 200, 1000


def hear_request(
    session: Session,
    *,
    told_by: int,
    month: str,
    round: int,  # noqa: A002 - the payload's word
    reason: str,
    asked_by: str,
    asked_by_position: str,
) -> None:
    """Note that a district asks to open an accepted month, and tell the officers who decide."""
    scope.name_change(session, "period_decision:asked", reason)
    day = date.fromisoformat(month)
    said = normalise_lines(reason)[:_LONGEST_REASON]
    session.add(
        PeriodDecision(
            district_id=scope.DEPARTMENT,
            office_code=told_by,
            month=day,
            decision=Decision.ASKED.value,
            reason=said,
            round=int(round),
            decided_by=shorten(asked_by, _LONGEST_NAME),
            decided_by_position=shorten(asked_by_position, _LONGEST_NAME),
        )
    )
    name = office(session, told_by).title_th
    notify(
        session,
        topic=Topic.REMINDER,
        event_key=request_key(told_by, day, round),
        to=accounts_with_roles(session, [Role.DEPARTMENT_OFFICER]),
        title=f"{name}ขอเปิดงวดข้อมูลเดือน{show_month(day, 'long')}",
        body=f"{said}\n\n{asked_by} {asked_by_position}",
        url=_page(told_by, day),
    )


HEAR_REQUEST = Job("approvals.hear_request", "default", hear_request)


def hear_approval(
    session: Session,
    *,
    told_by: int,
    month: str,
    round: int,  # noqa: A002 - the payload's word
) -> None:
    """Tell the officers who decide that a director has approved a month, if it still waits for them."""
    day = date.fromisoformat(month)
    state = queries.month_state(session, told_by, day)
    if state.standing is not Standing.WAITING or state.round != round:
        return
    notify(
        session,
        topic=Topic.REMINDER,
        event_key=approval_key(told_by, day, round),
        to=accounts_with_roles(session, [Role.DEPARTMENT_OFFICER]),
        title=f"{state.office.title_th}รับรองข้อมูลเดือน{show_month(day, 'long')} แล้ว",
        body="รอสำนักพัฒนาสังคมรับข้อมูล หรือส่งกลับให้แก้ไข",
        url=_page(told_by, day),
        is_example=state.is_example,
    )


HEAR_APPROVAL = Job("approvals.hear_approval", "default", hear_approval)


def _page(code: int, month: date) -> str:
    return f"/city/approvals/{month:%Y-%m}/districts/{code}"
