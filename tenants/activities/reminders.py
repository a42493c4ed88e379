"""เตือนวันที่ ๒๐: networks that have held nothing this month yet, told to their chairs and to the staff (F58)."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.feature import Job
from core.i18n.dates import first_of_month, last_of_month, show_date, show_month
from core.notices.models import Topic
from core.notices.recipients import accounts_with_roles
from core.notices.service import notify, office_path
from tenants.activities.counting import activities_by_month, monthly_target
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import on_day, open_zones

REMIND_FROM = 20
"""The day of the month from which a network without an activity is told so (F58)."""


def remind(session: Session, *, day: str) -> None:
    """Tell the chair and the staff of each network without an activity this month, once a month."""
    today = date.fromisoformat(day)
    if today.day < REMIND_FROM:
        return
    month = first_of_month(today)
    held = activities_by_month(session, WHOLE_DISTRICT, month, month)
    target = monthly_target(session, today)
    lacking = [
        zone
        for zone in open_zones(session, WHOLE_DISTRICT)
        if held.get((zone.id, month), 0) < target and zone.valid_from <= today
    ]
    if not lacking:
        return
    staff = accounts_with_roles(session, [Role.SOCIAL_DEVELOPER, Role.SECTION_HEAD])
    for zone in lacking:
        chairs = accounts_with_roles(
            session, [Role.ZONE_CHAIR], community_ids=_communities_of(session, zone, today)
        )
        notify(
            session,
            topic=Topic.ACTIVITY,
            event_key=f"zone:{zone.id}:no_activity:{month.isoformat()}",
            to=[*chairs, *staff],
            title=_title(zone, month, held.get((zone.id, month), 0), target),
            body=(
                f"คู่มือกำหนดให้แต่ละเครือข่ายจัดกิจกรรมไม่น้อยกว่า {target} กิจกรรมต่อเดือน "
                f"เดือนนี้สิ้นสุดวันที่ {show_date(last_of_month(month), style='long')} "
                "หากจัดแล้วขอให้ส่งรายงานในระบบ"
            ),
            url=office_path(session, f"/activities/new?holder=zone:{zone.id}"),
            is_example=zone.is_example,
        )


REMIND = Job("activities.remind", "default", remind)


def _title(zone: Zone, month: date, number: int, target: int) -> str:
    shown = show_month(month, "long")
    if number == 0:
        return f"{zone.name} ยังไม่มีกิจกรรมในเดือน{shown}"
    return f"{zone.name} มี {number} กิจกรรมในเดือน{shown} เป้าหมาย {target} กิจกรรม"


def _communities_of(session: Session, zone: Zone, day: date) -> list[UUID]:
    return list(
        session.scalars(
            select(ZoneMembership.community_id).where(
                ZoneMembership.zone_id == zone.id, on_day(day)
            )
        )
    )
