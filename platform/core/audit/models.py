from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass


class AuditEntry(Base):
    """One changed row. Only the triggers write here; `before` and `after` hold what differs."""

    __tablename__ = "audit_entries"
    table_class: ClassVar[TableClass] = TableClass.TENANT
    __table_args__ = (
        Index("ix_audit_entries_row", "district_id", "table_name", "row_id"),
        Index("ix_audit_entries_request", "district_id", "request_id"),
    )

    district_id: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("offices.code"), primary_key=True
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    account_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    actor_position: Mapped[str]
    action: Mapped[str]
    reason: Mapped[str]
    request_id: Mapped[str]
    table_name: Mapped[str]
    row_id: Mapped[str]
    operation: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
