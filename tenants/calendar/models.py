from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow


class CalendarFeed(TenantRow, Base):
    """ที่อยู่ลับของปฏิทิน (F63): a phone's calendar reads it without signing in, until it is taken back.

    Only the hash of `<district>.<random>` is stored. It shows what its owner may see, on the day of reading.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (UniqueConstraint("district_id", "token_hash"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    token_hash: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    revoked_at: Mapped[datetime | None]
