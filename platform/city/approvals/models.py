from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow


class Decision(StrEnum):
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REOPENED = "reopened"
    """The month had been accepted; its district may change it again."""
    ASKED = "asked"
    """No decision: the district's director asks to open a month that was accepted."""


class PeriodDecision(TenantRow, Base):
    """What the department decided about a district's month, the newest being the one that holds.

    `round` is the director's approval that was decided on. Of a request `decided_by` is who asked.
    """

    __tablename__ = "period_decisions"
    __table_args__ = (
        Index("ix_period_decisions_month", "district_id", "office_code", "month", "decided_at"),
    )

    office_code: Mapped[int] = mapped_column(SmallInteger, ForeignKey("offices.code"))
    month: Mapped[date]
    decision: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    round: Mapped[int]
    decided_by: Mapped[str]
    decided_by_position: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
