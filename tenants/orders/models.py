from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, VersionedRow, tenant_foreign_key


class OrderState(StrEnum):
    DRAFT = "draft"


class Order(VersionedRow, Base):
    """คำสั่งแต่งตั้งคณะกรรมการเครือข่ายชุมชน. `content` is the document as structure; a draft has no number.

    It holds `office_name`, `reason`, `authority`, `blocks` (title, members with name, position and
    role), `duties`, `effect`, `signer_name` and `signer_position`; the subject stands in its column.
    """

    __tablename__ = "orders"
    __table_args__ = (tenant_foreign_key("committee_id", "committees"),)

    committee_id: Mapped[UUID]
    edition: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(default=OrderState.DRAFT.value)
    subject: Mapped[str]
    content: Mapped[dict[str, Any]]
    drafted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    drafted_by: Mapped[str]
    drafted_by_position: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)
