from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass


class RegulationValue(Base):
    """A value of a regulation from a day on, until a later one takes its place; never changed, only followed."""

    __tablename__ = "regulation_values"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    key: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    source: Mapped[str]
    confirmed: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
