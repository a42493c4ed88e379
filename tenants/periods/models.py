from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow
from core.periods.models import DataPeriod, Step, ZonePeriod

__all__ = ["DataPeriod", "EventKind", "LateEntry", "PeriodEvent", "Step", "ZonePeriod"]


class EventKind(StrEnum):
    """What somebody does with a month."""

    CONFIRMED = "confirmed"
    CONFIRMATION_WITHDRAWN = "confirmation_withdrawn"
    CLOSED = "closed"
    APPROVED = "approved"
    APPROVAL_FAILED = "approval_failed"
    """The figures of an approval could not be made: the month waits for the director again."""
    REOPENED = "reopened"
    ASKED = "asked"
    """The district asks the department to open the month again."""
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REOPENED_BY_DEPARTMENT = "reopened_by_department"


class PeriodEvent(TenantRow, Base):
    """What somebody did with a month; `zone_id` where it was about one zone."""

    __tablename__ = "period_events"
    __table_args__ = (Index("ix_period_events_month", "district_id", "month", "at"),)

    month: Mapped[date]
    zone_id: Mapped[UUID | None]
    action: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    done_by: Mapped[str]
    done_by_position: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class LateEntry(TenantRow, Base):
    """A report that came after its month was closed: it waits until the month is opened again.

    `settled_at` is set when the section has dealt with it in the opened month.
    """

    __tablename__ = "late_entries"
    __table_args__ = (
        UniqueConstraint("district_id", "subject", "subject_id"),
        Index("ix_late_entries_month", "district_id", "month"),
    )

    month: Mapped[date]
    subject: Mapped[str]
    subject_id: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    settled_at: Mapped[datetime | None]
