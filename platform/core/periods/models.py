from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass, TenantRow


class Step(StrEnum):
    """How far a month has come."""

    OPEN = "open"
    SECTION = "section"
    """ฝ่ายปิดงวด: leaders' late reports wait."""
    DIRECTOR = "director"
    """ผู้อำนวยการเขตรับรอง: the figures are those accepted by then."""
    DEPARTMENT = "department"
    """สำนักพัฒนาสังคมรับข้อมูล: only the department opens it again."""


class DataPeriod(TenantRow, Base):
    """A month of the district and its step; a month without a row is open. It names no person.

    `round` counts how often the director has approved the month: what is said about one approval
    does not hold for the next. Each moment is empty unless the month has come that far;
    `returned_at` says when the department last returned it or opened it again.
    """

    __tablename__ = "data_periods"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (UniqueConstraint("district_id", "month"),)

    month: Mapped[date]
    step: Mapped[str] = mapped_column(default=Step.OPEN.value)
    section_at: Mapped[datetime | None]
    director_at: Mapped[datetime | None]
    department_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    round: Mapped[int] = mapped_column(default=0)


class ZonePeriod(TenantRow, Base):
    """A zone's confirmation that its month is complete; the first one counts for timeliness.

    `confirmed_at` is empty while the zone has taken its confirmation back.
    """

    __tablename__ = "zone_periods"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (UniqueConstraint("district_id", "month", "zone_id"),)

    month: Mapped[date]
    zone_id: Mapped[UUID]
    first_confirmed_on: Mapped[date]
    confirmed_at: Mapped[datetime | None]
    is_example: Mapped[bool] = mapped_column(default=False)
