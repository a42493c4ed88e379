from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, VersionedRow, tenant_foreign_key


class ByLawState(StrEnum):
    DRAFT = "draft"
    ADOPTED = "adopted"


class ByLaw(VersionedRow, Base):
    """ข้อบังคับ of a network's committee. `number` counts its versions; the adopted one with the highest is in force.

    `content` holds title, preamble and articles (key, heading, body, locked). `meeting` is the short
    record of the meeting that adopted it: day, place, chair, members, present, quorum, votes. An
    adopted one never changes (a trigger refuses).
    """

    __tablename__ = "by_laws"
    __table_args__ = (
        tenant_foreign_key("committee_id", "committees"),
        UniqueConstraint("district_id", "committee_id", "number"),
        Index(
            "uq_by_laws_draft",
            "district_id",
            "committee_id",
            unique=True,
            postgresql_where=text("state = 'draft'"),
        ),
        CheckConstraint(
            "(state = 'adopted') = (adopted_on IS NOT NULL) AND (state = 'adopted') = (sha256 IS NOT NULL)",
            name="dated_when_adopted",
        ),
    )

    committee_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(default=ByLawState.DRAFT.value)
    edition: Mapped[int] = mapped_column(SmallInteger)
    content: Mapped[dict[str, Any]]
    drafted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    drafted_by: Mapped[str]
    meeting: Mapped[dict[str, Any] | None]
    adopted_on: Mapped[date | None]
    in_force_from: Mapped[date | None]
    recorded_by: Mapped[str | None]
    recorded_by_position: Mapped[str | None]
    canonical: Mapped[str | None]
    sha256: Mapped[str | None]
    verification_code: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)
