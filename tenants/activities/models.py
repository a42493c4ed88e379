from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


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


class Principle(StrEnum):
    """หลักการส่งเสริมการมีส่วนร่วม ๖ ข้อ (M35)."""

    GOOD_RELATIONS = "good_relations"
    MANAGED_CONFLICT = "managed_conflict"
    SHARED_VALUES = "shared_values"
    CONTINUED_LEARNING = "continued_learning"
    TEAMWORK = "teamwork"
    COMMUNITY_POWER = "community_power"


class ActivityState(StrEnum):
    """It counts when reported; screens show both reported and accepted. A returned one counts as reported."""

    REPORTED = "reported"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Activity(VersionedRow, Base):
    """กิจกรรม of a community, or of a zone's network where no community is named.

    `zone_id` is the zone on the day that it was held: it is stored, because memberships move. Further
    networks that took part stand in `ActivityZone`. `cost` is in baht. `sectors` counts the people
    who came by sector, where known. `partner_district_id` is an office that took part without leading.
    """

    __tablename__ = "activities"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("community_id", "communities"),
        tenant_foreign_key("problem_id", "problems", on_delete="SET NULL"),
        CheckConstraint("cost >= 0", name="cost_not_negative"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="whole_point"),
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
    place: Mapped[str] = mapped_column(default="", server_default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    cost: Mapped[Decimal | None]
    sectors: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    principles: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    problem_id: Mapped[UUID | None]
    faces_consented: Mapped[bool] = mapped_column(default=False, server_default="false")
    returned_reason: Mapped[str | None]
    returned_by: Mapped[str | None]
    returned_at: Mapped[datetime | None]
    partner_district_id: Mapped[int | None] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(default=ActivityState.REPORTED.value)
    is_example: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reported_by: Mapped[str]
    reported_by_position: Mapped[str]
    reported_by_account: Mapped[UUID | None]


class ActivityZone(TenantRow, Base):
    """A further network that took part in an activity: counted for it as well, for the office once (F61)."""

    __tablename__ = "activity_zones"
    __table_args__ = (
        tenant_foreign_key("activity_id", "activities", on_delete="CASCADE"),
        tenant_foreign_key("zone_id", "zones"),
        UniqueConstraint("district_id", "activity_id", "zone_id"),
        Index("ix_activity_zones_zone_id", "district_id", "zone_id", "held_on"),
    )

    activity_id: Mapped[UUID]
    zone_id: Mapped[UUID]
    held_on: Mapped[date]
    is_example: Mapped[bool] = mapped_column(default=False)


class ActivityPhoto(TenantRow, Base):
    """ภาพกิจกรรม, drawn anew without position and camera data."""

    __tablename__ = "activity_photos"
    __table_args__ = (
        tenant_foreign_key("activity_id", "activities", on_delete="CASCADE"),
        tenant_foreign_key("file_id", "stored_files"),
        tenant_foreign_key("preview_file_id", "stored_files"),
        Index("ix_activity_photos_activity_id", "district_id", "activity_id"),
    )

    activity_id: Mapped[UUID]
    file_id: Mapped[UUID]
    preview_file_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(SmallInteger)
    width: Mapped[int]
    height: Mapped[int]
    stored_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ReferenceState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ActivityReference(VersionedRow, Base):
    """กิจกรรมร่วมระหว่างเขต: another office leads and owns the record; here is what it told us (F61).

    The city counts the leader's record alone; our zone that took part counts as active.
    """

    __tablename__ = "activity_references"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        UniqueConstraint("district_id", "lead_district_id", "lead_activity_id"),
        Index("ix_activity_references_held_on", "district_id", "held_on"),
    )

    lead_district_id: Mapped[int] = mapped_column(SmallInteger)
    lead_activity_id: Mapped[UUID]
    title: Mapped[str]
    held_on: Mapped[date]
    kind: Mapped[str]
    participants: Mapped[int]
    state: Mapped[str] = mapped_column(default=ReferenceState.OFFERED.value)
    zone_id: Mapped[UUID | None]
    told_at: Mapped[datetime] = mapped_column(server_default=func.now())
    is_example: Mapped[bool] = mapped_column(default=False)
