from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, false, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass, TenantRow, tenant_foreign_key


class OversightLook(TenantRow, Base):
    """A look of the department into this office: who, why, and until when. The office owns the record.

    The department reads the looks, not what was seen in them. `session_id` is the sign-in session in
    which it was opened: in another browser it opens nothing. After that only its end is written:
    `closed_at`, whether it `reached_limit` of pages, and `pages_asked`, their number, once the pages
    themselves are forgotten.
    """

    __tablename__ = "oversight_looks"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (Index("ix_oversight_looks_account_id", "district_id", "account_id"),)

    account_id: Mapped[UUID]
    session_id: Mapped[UUID]
    name: Mapped[str]
    position: Mapped[str]
    reason: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    reached_limit: Mapped[bool] = mapped_column(server_default=false())
    pages_asked: Mapped[int | None]


class OversightView(TenantRow, Base):
    """A page that was asked for in a look: its path, without what stands behind the question mark.

    `title` is what the page or file called itself, once it was handed out; empty where it was refused.
    """

    __tablename__ = "oversight_views"
    __table_args__ = (
        tenant_foreign_key("look_id", "oversight_looks"),
        Index("ix_oversight_views_look_id", "district_id", "look_id"),
    )

    look_id: Mapped[UUID]
    path: Mapped[str]
    title: Mapped[str] = mapped_column(server_default="")
    seen_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
