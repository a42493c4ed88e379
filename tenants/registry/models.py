from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class CommunityType(StrEnum):
    """ประเภทชุมชน. The regulation of 2564 knows five; older data still says housing estate (DOMAIN 4.2)."""

    SLUM = "slum"
    URBAN = "urban"
    SUBURBAN = "suburban"
    HIGH_RISE = "high_rise"
    SPECIAL = "special"
    HOUSING_ESTATE = "housing_estate"


class CommunityStatus(StrEnum):
    """Registered, not registered or applying (DOMAIN 3), or closed."""

    REGISTERED = "registered"
    APPLYING = "applying"
    UNREGISTERED = "unregistered"
    CLOSED = "closed"


class Community(VersionedRow, Base):
    """ชุมชน. `match_key` finds the same name in other spellings; `sort_key` orders as a Thai dictionary does.

    `problems` are keys of the manual's kinds of problems (F36).
    """

    __tablename__ = "communities"
    __table_args__ = (
        UniqueConstraint("district_id", "match_key"),
        Index("ix_communities_sort_key", "district_id", "sort_key", "id"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="whole_point"),
        CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="closed_has_day"),
    )

    name: Mapped[str]
    match_key: Mapped[str]
    sort_key: Mapped[str] = mapped_column(
        Text(collation="C"), Computed("public.thai_sort_key(name)", persisted=True)
    )
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default=CommunityStatus.REGISTERED.value)
    subdistrict_code: Mapped[int | None] = mapped_column(ForeignKey("subdistricts.code"))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    founded_on: Mapped[date | None]
    registered_from: Mapped[date]
    closed_on: Mapped[date | None]
    closing_reason: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    source_key: Mapped[str | None]
    problems: Mapped[list[Any]] = mapped_column(server_default="[]")
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CommunityFigures(TenantRow, Base):
    """ข้อมูลชุมชน ณ วันใดวันหนึ่ง: a dated snapshot (F15). A newer one never overwrites an older one.

    `explanation` says why figures that look wrong are right: fewer families than houses (M15).
    """

    __tablename__ = "community_figures"
    __table_args__ = (
        tenant_foreign_key("community_id", "communities"),
        UniqueConstraint("district_id", "community_id", "as_of", "source"),
        CheckConstraint(
            "residents >= 0 AND male >= 0 AND female >= 0 AND families >= 0 AND houses >= 0",
            name="not_negative",
        ),
    )

    community_id: Mapped[UUID]
    as_of: Mapped[date]
    residents: Mapped[int | None]
    male: Mapped[int | None]
    female: Mapped[int | None]
    families: Mapped[int | None]
    houses: Mapped[int | None]
    source: Mapped[str]
    explanation: Mapped[str] = mapped_column(default="", server_default="")
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    recorded_by: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)


class ImportState(StrEnum):
    CHECKED = "checked"
    DONE = "done"
    DISCARDED = "discarded"


class ImportBatch(TenantRow, Base):
    """A file of communities: checked row by row first, taken over on confirmation, found again later."""

    __tablename__ = "import_batches"
    __table_args__ = (tenant_foreign_key("file_id", "stored_files"),)

    file_id: Mapped[UUID]
    file_name: Mapped[str]
    state: Mapped[str] = mapped_column(default=ImportState.CHECKED.value)
    as_of: Mapped[date]
    source: Mapped[str]
    report: Mapped[dict[str, Any]]
    checked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    checked_by: Mapped[str]
    done_at: Mapped[datetime | None]


FIGURES = ("residents", "male", "female", "families", "houses")
"""The figures of a snapshot, in the order in which they are shown."""

__all__ = [
    "FIGURES",
    "Community",
    "CommunityFigures",
    "CommunityStatus",
    "CommunityType",
    "ImportBatch",
    "ImportState",
]
