"""The example months of Bang Na: older ones accepted by the department, the newest waiting for its zones."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from core.i18n.dates import BANGKOK, bangkok_today, last_of_month, shift_month
from core.jobs.service import enqueue
from tenants.example.content import BANG_NA
from tenants.periods.jobs import APPROVE_FACTS
from tenants.periods.models import DataPeriod, EventKind, PeriodEvent, Step, ZonePeriod
from tenants.periods.zone_queries import zones_due

OLDEST, APPROVED = 12, 2
"""Months ago: the department has accepted those from OLDEST to the one before APPROVED, which waits for it."""

LATE_ZONE = 3
"""Each so many-th zone month was confirmed after the day that counts."""

CONFIRMED_OF_NEWEST = 3
"""Zones that have confirmed last month already."""

HEAD = ("นางสาวตัวอย่าง สาม", "หัวหน้าฝ่ายพัฒนาชุมชนและสวัสดิการสังคม")
DIRECTOR = ("นายตัวอย่าง หนึ่ง", "ผู้อำนวยการเขตบางนา")
DEPARTMENT = ("นางสาวตัวอย่าง นโยบาย", "นักพัฒนาสังคมชำนาญการพิเศษ สำนักพัฒนาสังคม")


def load(session: Session) -> None:
    """Confirmations of the zones, and the steps of each month; a worker copies the approved figures."""
    today = bangkok_today()
    for back in range(OLDEST, 0, -1):
        month = shift_month(today, -back)
        _confirm(session, month, is_newest=back == 1)
        if back >= APPROVED:
            _walk(session, month, accepted=back > APPROVED)
    session.flush()


def _confirm(session: Session, month: date, *, is_newest: bool) -> None:
    zones = [zone for zone in zones_due(session, month) if zone.is_example]
    for number, zone in enumerate(
        zones[1 : CONFIRMED_OF_NEWEST + 1] if is_newest else zones, start=1
    ):
        late = not is_newest and (number + month.month) % LATE_ZONE == 0
        at = _moment(month, 8 if late else 1 + number % 3)
        session.add(
            ZonePeriod(
                district_id=BANG_NA,
                month=month,
                zone_id=zone.id,
                first_confirmed_on=at.date(),
                confirmed_at=at,
                is_example=True,
            )
        )
        _note(
            session, month, EventKind.CONFIRMED, at, ("ประธานโซนตัวอย่าง", zone.name), zone_id=zone.id
        )


def _walk(session: Session, month: date, *, accepted: bool) -> None:
    """Closed on the ninth, approved on the tenth, accepted on the fourteenth of the next month."""
    closed, approved, received = (_moment(month, day) for day in (9, 10, 14))
    session.add(
        DataPeriod(
            district_id=BANG_NA,
            month=month,
            step=(Step.DEPARTMENT if accepted else Step.DIRECTOR).value,
            section_at=closed,
            director_at=approved,
            department_at=received if accepted else None,
            round=1,
        )
    )
    _note(session, month, EventKind.CLOSED, closed, HEAD)
    _note(session, month, EventKind.APPROVED, approved, DIRECTOR)
    if accepted:
        _note(session, month, EventKind.ACCEPTED, received, DEPARTMENT)
    enqueue(session, APPROVE_FACTS, month=month.isoformat(), round=1)


def _note(
    session: Session,
    month: date,
    kind: EventKind,
    at: datetime,
    who: tuple[str, str],
    *,
    zone_id: UUID | None = None,
) -> None:
    session.add(
        PeriodEvent(
            district_id=BANG_NA,
            month=month,
            zone_id=zone_id,
            action=kind.value,
            done_by=who[0],
            done_by_position=who[1],
            at=at,
        )
    )


def _moment(month: date, day: int) -> datetime:
    """Half past nine on this day of the following month, or now where that lies ahead."""
    wanted = datetime.combine(last_of_month(month) + timedelta(days=day), time(9, 30), BANGKOK)
    return min(wanted, datetime.now(UTC))
