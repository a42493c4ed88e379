from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, tenant_foreign_key


class QualityExplanation(TenantRow, Base):
    """Why the values of a finding are right as they are, and who said so; a later one takes its place."""

    __tablename__ = "quality_explanations"
    __table_args__ = (
        tenant_foreign_key("finding_id", "quality_findings"),
        Index("ix_quality_explanations_finding_id", "district_id", "finding_id"),
    )

    finding_id: Mapped[UUID]
    fingerprint: Mapped[str]
    explanation: Mapped[str]
    explained_by: Mapped[str]
    explained_by_position: Mapped[str]
    explained_at: Mapped[datetime] = mapped_column(server_default=func.now())
