from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class AllianceKind(StrEnum):
    """The types of networks beside the area, which is the zone (M41)."""

    ISSUE = "issue"
    """เชิงประเด็นกิจกรรม."""
    FUNCTION = "function"
    """แบ่งตามโครงสร้างหน้าที่."""
    AREA = "area"
    """เชิงพื้นที่ย่อย: a sub-network of an area inside a zone."""


class Tie(StrEnum):
    """ระดับของเครือข่าย (M40)."""

    PERSON_PERSON = "person_person"
    PERSON_GROUP = "person_group"
    GROUP_GROUP = "group_group"
    NETWORK_NETWORK = "network_network"


class Alliance(VersionedRow, Base):
    """A network over communities of any zones. It lies under a zone, under another alliance, or on its own.

    `formal` needs an order (M112); `outside` says that members from outside the communities belong to it.
    """

    __tablename__ = "alliances"
    __table_args__ = (
        tenant_foreign_key("parent_id", "alliances"),
        tenant_foreign_key("parent_zone_id", "zones"),
        CheckConstraint("parent_id IS NULL OR parent_zone_id IS NULL", name="one_parent"),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        Index("ix_alliances_parent_id", "district_id", "parent_id"),
        Index(
            "uq_alliances_open_name",
            "district_id",
            "name",
            unique=True,
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    kind: Mapped[str]
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    tie: Mapped[str]
    formal: Mapped[bool] = mapped_column(default=True)
    outside: Mapped[bool] = mapped_column(default=False)
    parent_id: Mapped[UUID | None]
    parent_zone_id: Mapped[UUID | None]
    edition: Mapped[int] = mapped_column(SmallInteger)
    valid_from: Mapped[date]
    closed_on: Mapped[date | None]
    closing_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class AllianceMembership(TenantRow, Base):
    """A community belongs to an alliance from a day to the day before `valid_to`; it may belong to several."""

    __tablename__ = "alliance_memberships"
    __table_args__ = (
        tenant_foreign_key("alliance_id", "alliances"),
        tenant_foreign_key("community_id", "communities"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index(
            "uq_alliance_memberships_open",
            "district_id",
            "alliance_id",
            "community_id",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("ix_alliance_memberships_community_id", "district_id", "community_id"),
    )

    alliance_id: Mapped[UUID]
    community_id: Mapped[UUID]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    is_example: Mapped[bool] = mapped_column(default=False)
