from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass, TenantRow


class FindingState(StrEnum):
    OPEN = "open"
    EXPLAINED = "explained"
    CORRECTED = "corrected"


class Subject(StrEnum):
    """What a finding is about."""

    COMMUNITY = "community"
    ZONE = "zone"
    ACTIVITY = "activity"


class QualityFinding(TenantRow, Base):
    """A record that breaks a rule. Numbers and days only, so that the city may read it.

    `fingerprint` is of the values: an explanation holds until they change. `month` is the month that
    the record speaks of, `zone_id` the zone that it belongs to where one is known.
    """

    __tablename__ = "quality_findings"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (
        UniqueConstraint("district_id", "rule", "subject_id", "month"),
        Index("ix_quality_findings_state", "district_id", "state"),
    )

    rule: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[UUID]
    zone_id: Mapped[UUID | None]
    month: Mapped[date]
    values: Mapped[dict[str, Any]]
    fingerprint: Mapped[str]
    state: Mapped[str] = mapped_column(default=FindingState.OPEN.value)
    found_at: Mapped[datetime] = mapped_column(server_default=func.now())
    settled_at: Mapped[datetime | None]
    is_example: Mapped[bool] = mapped_column(default=False)
