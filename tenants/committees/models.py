from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class Committee(TenantRow, Base):
    """คณะกรรมการของโซน, composed under the edition that it remembers."""

    __tablename__ = "committees"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        UniqueConstraint("district_id", "zone_id"),
    )

    zone_id: Mapped[UUID]
    edition: Mapped[int] = mapped_column(SmallInteger)
    formed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    is_example: Mapped[bool] = mapped_column(default=False)


class Seat(VersionedRow, Base):
    """A person on a seat, from a day to a day. `rule_key` names the line of the manual's composition."""

    __tablename__ = "seats"
    __table_args__ = (
        tenant_foreign_key("committee_id", "committees"),
        tenant_foreign_key("community_id", "communities"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_seats_committee_id", "district_id", "committee_id"),
        Index(
            "uq_seats_open_community",
            "district_id",
            "committee_id",
            "rule_key",
            "community_id",
            unique=True,
            postgresql_where=text("valid_to IS NULL AND community_id IS NOT NULL"),
        ),
    )

    committee_id: Mapped[UUID]
    rule_key: Mapped[str]
    community_id: Mapped[UUID | None]
    person_name: Mapped[str]
    person_position: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    vacated_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)
