from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow


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


class LocalClause(VersionedRow, Base):
    """ส่วนที่เขตปรับหรือเพิ่มเอง: the office's own text of an open clause, or one of its annex (F42).

    `part` is a `PartKind`. `edition` is the edition whose text it was written against: the base of the
    next comparison. A wording holds from the day of `created_at` until the day before `removed_on`;
    what was changed or taken back stays as a row that has ended.
    """

    __tablename__ = "local_clauses"
    __table_args__ = (
        Index(
            "uq_local_clauses_open",
            "district_id",
            "part",
            "key",
            unique=True,
            postgresql_where=text("removed_on IS NULL"),
        ),
    )

    part: Mapped[str]
    key: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    edition: Mapped[int] = mapped_column(SmallInteger, ForeignKey("manual_editions.number"))
    removed_on: Mapped[date | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MoveState(StrEnum):
    OPEN = "open"
    DONE = "done"
    ABANDONED = "abandoned"


class EditionMove(VersionedRow, Base):
    """การย้ายไปใช้ฉบับใหม่: one at a time. `decisions` holds what a person decided, by part and key."""

    __tablename__ = "edition_moves"
    __table_args__ = (
        Index(
            "uq_edition_moves_open",
            "district_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
    )

    from_edition: Mapped[int] = mapped_column(SmallInteger, ForeignKey("manual_editions.number"))
    to_edition: Mapped[int] = mapped_column(SmallInteger, ForeignKey("manual_editions.number"))
    state: Mapped[str] = mapped_column(default=MoveState.OPEN.value)
    decisions: Mapped[dict[str, Any]]
    begun_at: Mapped[datetime] = mapped_column(server_default=func.now())
    begun_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
