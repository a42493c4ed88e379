from datetime import date, datetime

from sqlalchemy import ForeignKey, SmallInteger, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow


class Adoption(TenantRow, Base):
    """A district follows an edition from a day on; the latest day that has come is in force."""

    __tablename__ = "adoptions"
    __table_args__ = (UniqueConstraint("district_id", "valid_from"),)

    edition: Mapped[int] = mapped_column(SmallInteger, ForeignKey("manual_editions.number"))
    valid_from: Mapped[date]
    adopted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    adopted_by: Mapped[str]
    adopted_by_position: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)
