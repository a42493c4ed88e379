from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, tenant_foreign_key
from tenants.registry.models import ImportState


class SeatImport(TenantRow, Base):
    """A file of people on seats: checked row by row first, taken over whole on confirmation."""

    __tablename__ = "seat_imports"
    __table_args__ = (tenant_foreign_key("file_id", "stored_files"),)

    file_id: Mapped[UUID]
    file_name: Mapped[str]
    state: Mapped[str] = mapped_column(default=ImportState.CHECKED.value)
    report: Mapped[dict[str, Any]]
    checked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    checked_by: Mapped[str]
    done_at: Mapped[datetime | None]


__all__ = ["ImportState", "SeatImport"]
