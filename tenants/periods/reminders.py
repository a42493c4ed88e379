"""เตือนงวดข้อมูล: who the month before waits for is told once, from the days that `rules` names (Q1)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.roles import Role
from core.feature import Job
from core.i18n.dates import last_of_month, shift_month, show_date, show_month
from core.notices.models import Topic
from core.notices.recipients import accounts_with_roles
from core.notices.service import notify, office_path
from core.periods.rules import REMIND_DIRECTOR_FROM, REMIND_SECTION_FROM, REMIND_ZONES_FROM, due_on
from tenants.periods import queries
from tenants.periods.models import Step
from tenants.periods.zone_queries import zones_due, zones_lacking
from tenants.zones.models import ZoneMembership
from tenants.zones.queries import on_day

_KEYS = {Role.SECTION_HEAD: "section", Role.DIRECTOR: "director"}
"""As what each is told: closing and approving take the notice back by this word."""


def remind(session: Session, *, day: str) -> None:
    """Tell chairs, the head and the director that last month waits for them; each once for a month."""
    today = date.fromisoformat(day)
    month = shift_month(today, -1)
    step = queries.step_of(session, month)
    if not zones_due(session, month):
        return
    if step is Step.OPEN and today.day >= REMIND_ZONES_FROM:
        _tell_zones(session, month)
    if step is Step.OPEN and today.day >= REMIND_SECTION_FROM:
        lacking = len(zones_lacking(session, month))
        missing = f"ยังมี {lacking} โซนที่ไม่ได้ยืนยันข้อมูล" if lacking else "ทุกโซนยืนยันข้อมูลแล้ว"
        _tell(session, month, Role.SECTION_HEAD, title="ยังไม่ได้ปิดงวดข้อมูล", body=missing)
    if step is Step.SECTION and today.day >= REMIND_DIRECTOR_FROM:
        _tell(
            session,
            month,
            Role.DIRECTOR,
            title="รอผู้อำนวยการเขตรับรองข้อมูล",
            body="ฝ่ายปิดงวดแล้ว เมื่อรับรองแล้วสำนักพัฒนาสังคมจะรับข้อมูลไปใช้",
        )


REMIND = Job("periods.remind", "default", remind)


def _tell_zones(session: Session, month: date) -> None:
    for zone in zones_lacking(session, month):
        members = session.scalars(
            select(ZoneMembership.community_id).where(
                ZoneMembership.zone_id == zone.id, on_day(last_of_month(month))
            )
        ).all()
        notify(
            session,
            topic=Topic.REMINDER,
            event_key=f"period:{month.isoformat()}:zone:{zone.id}",
            to=accounts_with_roles(session, [Role.ZONE_CHAIR], community_ids=list(members)),
            title=f"ขอให้{zone.name} ยืนยันข้อมูลเดือน{show_month(month, 'long')}",
            body=f"โปรดยืนยันภายในวันที่ {show_date(due_on(month), style='long')}",
            url=office_path(session, f"/periods/{month:%Y-%m}/zones/{zone.id}"),
            is_example=zone.is_example,
        )


def _tell(session: Session, month: date, role: Role, *, title: str, body: str) -> None:
    notify(
        session,
        topic=Topic.REMINDER,
        event_key=f"period:{month.isoformat()}:{_KEYS[role]}",
        to=accounts_with_roles(session, [role]),
        title=f"ข้อมูลเดือน{show_month(month, 'long')} {title}",
        body=body,
        url=office_path(session, f"/periods/{month:%Y-%m}"),
    )
