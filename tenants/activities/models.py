from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, VersionedRow, tenant_foreign_key


class ActivityKind(StrEnum):
    """วิธีการเรียนรู้ ๕ วิธี (M36), and what is none of them."""

    SITUATION_FORUM = "situation_forum"
    EXCHANGE_VISIT = "exchange_visit"
    SKILLS_TRAINING = "skills_training"
    HANDS_ON = "hands_on"
    LESSONS_SHARED = "lessons_shared"
    OTHER = "other"


class ParticipationStage(StrEnum):
    """ขั้นตอนการมีส่วนร่วม ๔ ขั้น (M38)."""

    FIND_CAUSES = "find_causes"
    PLAN = "plan"
    ACT = "act"
    EVALUATE = "evaluate"


class ActivityState(StrEnum):
    """It counts when reported; screens show both reported and accepted."""

    REPORTED = "reported"
    ACCEPTED = "accepted"


class Activity(VersionedRow, Base):
    """กิจกรรม of a community, or of a zone's network where no community is named.

    `zone_id` is the zone on the day that it was held: it is stored, because memberships move.
    """

    __tablename__ = "activities"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("community_id", "communities"),
        CheckConstraint("zone_id IS NOT NULL OR community_id IS NOT NULL", name="has_owner"),
        CheckConstraint("female >= 0 AND male >= 0 AND participants >= 0", name="not_negative"),
        Index("ix_activities_held_on", "district_id", "held_on", "id"),
        Index("ix_activities_community_id", "district_id", "community_id", "held_on"),
        Index("ix_activities_zone_id", "district_id", "zone_id", "held_on"),
    )

    title: Mapped[str]
    held_on: Mapped[date]
    kind: Mapped[str]
    stage: Mapped[str | None]
    zone_id: Mapped[UUID | None]
    community_id: Mapped[UUID | None]
    participants: Mapped[int]
    female: Mapped[int | None]
    male: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ActivityState.REPORTED.value)
    is_example: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reported_by: Mapped[str]
    reported_by_position: Mapped[str]
    reported_by_account: Mapped[UUID | None]
