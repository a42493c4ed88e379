from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class Zone(VersionedRow, Base):
    """กลุ่มโซน: communities near each other with similar problems (M111). It keeps the edition it was made under."""

    __tablename__ = "zones"
    __table_args__ = (
        UniqueConstraint("district_id", "number"),
        Index(
            "uq_zones_open_name",
            "district_id",
            "name",
            unique=True,
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    number: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    edition: Mapped[int] = mapped_column(SmallInteger)
    valid_from: Mapped[date]
    closed_on: Mapped[date | None]
    closing_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class ZoneMembership(TenantRow, Base):
    """A community belongs to a zone from a day to the day before `valid_to`; never to two on one day.

    `reason` says why it came into this zone.
    """

    __tablename__ = "zone_memberships"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("community_id", "communities"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_zone_memberships_zone_id", "district_id", "zone_id"),
        Index(
            "uq_zone_memberships_open",
            "district_id",
            "community_id",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    zone_id: Mapped[UUID]
    community_id: Mapped[UUID]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
