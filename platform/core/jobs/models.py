from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, SmallInteger, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass, TenantRow


class OutboxJob(TenantRow, Base):
    """A piece of work, stored in the transaction that causes it. `done_at` commits together with its effect.

    Nobody publishes it before `leased_until`: a sweeper has it, it failed and rests, or it was meant for later.
    """

    __tablename__ = "outbox"
    table_class: ClassVar[TableClass] = TableClass.OPERATIONS
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "created_at",
            postgresql_where=text("done_at IS NULL AND failed_at IS NULL"),
        ),
    )

    name: Mapped[str]
    queue: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    transaction_id: Mapped[int] = mapped_column(
        BigInteger, server_default=text("pg_current_xact_id()::text::bigint")
    )
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    problem: Mapped[str | None]
    """The kind of the last error alone: its sentence may hold what people typed, and stays with the office."""
