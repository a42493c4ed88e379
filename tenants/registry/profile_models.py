from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, VersionedRow, tenant_foreign_key


class CommunityProfile(VersionedRow, Base):
    """วิถีชีวิตของชุมชน (M113): how people live there, what they value, their customs and attitudes."""

    __tablename__ = "community_profiles"
    __table_args__ = (
        tenant_foreign_key("community_id", "communities"),
        UniqueConstraint("district_id", "community_id"),
    )

    community_id: Mapped[UUID]
    way_of_life: Mapped[str] = mapped_column(default="")
    shared_values: Mapped[str] = mapped_column(default="")
    customs: Mapped[str] = mapped_column(default="")
    attitudes: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)


class Participation(VersionedRow, Base):
    """ความสมัครใจเข้าร่วมเครือข่าย (M113): joined by its own will on a day, and withdrawn with a reason.

    `basis` is where the will was said: a meeting, a letter.
    """

    __tablename__ = "participations"
    __table_args__ = (
        tenant_foreign_key("community_id", "communities"),
        CheckConstraint("withdrew_on IS NULL OR withdrew_on >= joined_on", name="dates_in_order"),
        Index("ix_participations_community_id", "district_id", "community_id"),
    )

    community_id: Mapped[UUID]
    joined_on: Mapped[date]
    basis: Mapped[str]
    withdrew_on: Mapped[date | None]
    withdrawal_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)
