"""What the department decided about the example months of Bang Na."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from city.approvals.models import Decision, PeriodDecision
from core.i18n.dates import BANGKOK, last_of_month
from core.periods.models import DataPeriod, Step
from core.tenancy.scope import DEPARTMENT

DAY_OF_DECISION = 14
OFFICER = ("นางสาวตัวอย่าง นโยบาย", "นักพัฒนาสังคมชำนาญการพิเศษ สำนักพัฒนาสังคม")


def load(session: Session) -> None:
    """An acceptance for each month that the example district shows as accepted."""
    accepted = select(DataPeriod).where(DataPeriod.step == Step.DEPARTMENT.value)
    for period in session.scalars(accepted).all():
        day = last_of_month(period.month) + timedelta(days=DAY_OF_DECISION)
        session.add(
            PeriodDecision(
                district_id=DEPARTMENT,
                office_code=period.district_id,
                month=period.month,
                decision=Decision.ACCEPTED.value,
                round=period.round,
                decided_by=OFFICER[0],
                decided_by_position=OFFICER[1],
                decided_at=min(datetime.combine(day, time(9, 30), BANGKOK), datetime.now(UTC)),
            )
        )
    session.flush()
