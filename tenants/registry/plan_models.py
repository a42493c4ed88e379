from datetime import date, datetime
from uuid import UUID

from sqlalchemy import SmallInteger, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, VersionedRow, tenant_foreign_key


class CommunityPlan(VersionedRow, Base):
    """แผนพัฒนาชุมชน: a community's plan for a fiscal year, adopted by its people's meeting (ประชาคม)."""

    __tablename__ = "community_plans"
    __table_args__ = (
        tenant_foreign_key("community_id", "communities"),
        UniqueConstraint("district_id", "community_id", "fiscal_year"),
    )

    community_id: Mapped[UUID]
    fiscal_year: Mapped[int] = mapped_column(SmallInteger)
    adopted_on: Mapped[date]
    reviewed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    is_example: Mapped[bool] = mapped_column(default=False)
