from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow


class StoredFile(TenantRow, Base):
    """What is known about a file; its bytes lie under `<district>/<sha256>` in the store."""

    __tablename__ = "stored_files"

    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    purpose: Mapped[str]
    stored_at: Mapped[datetime] = mapped_column(server_default=func.now())
    stored_by: Mapped[str]
