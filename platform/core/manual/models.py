from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass


class ManualEdition(Base):
    """ฉบับของคู่มือ. A draft is written by the department; once published it never changes (a trigger refuses)."""

    __tablename__ = "manual_editions"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    title: Mapped[str]
    content: Mapped[dict[str, Any]]
    change_summary: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_by: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None]
