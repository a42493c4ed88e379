from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key
from core.manual.structure import CommitteeKind


class Committee(TenantRow, Base):
    """คณะกรรมการ of a zone, a community, an alliance or the whole district, under the edition that it remembers."""

    __tablename__ = "committees"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("community_id", "communities"),
        tenant_foreign_key("alliance_id", "alliances"),
        UniqueConstraint("district_id", "zone_id"),
        UniqueConstraint("district_id", "community_id"),
        UniqueConstraint("district_id", "alliance_id"),
        Index(
            "uq_committees_of_district",
            "district_id",
            "kind",
            unique=True,
            postgresql_where=text("kind IN ('study', 'assembly')"),
        ),
        CheckConstraint(
            "(kind = 'zone') = (zone_id IS NOT NULL)"
            " AND (kind = 'community') = (community_id IS NOT NULL)"
            " AND (kind = 'alliance') = (alliance_id IS NOT NULL)",
            name="one_body",
        ),
    )

    kind: Mapped[str] = mapped_column(
        default=CommitteeKind.ZONE.value, server_default=CommitteeKind.ZONE.value
    )
    zone_id: Mapped[UUID | None]
    community_id: Mapped[UUID | None]
    alliance_id: Mapped[UUID | None]
    edition: Mapped[int] = mapped_column(SmallInteger)
    formed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    is_example: Mapped[bool] = mapped_column(default=False)


class Seat(VersionedRow, Base):
    """A person on a seat, from a day to a day. `rule_key` names the line of the manual's composition.

    Name and position are those of the day on which the seat was filled. `term_ends_on` is the first
    day after the term, None where the manual sets no end; who replaces somebody serves the rest of
    that term (F26).
    """

    __tablename__ = "seats"
    __table_args__ = (
        tenant_foreign_key("committee_id", "committees"),
        tenant_foreign_key("community_id", "communities"),
        tenant_foreign_key("person_id", "people"),
        tenant_foreign_key("replaces_seat_id", "seats"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("term_ends_on > valid_from", name="term_ends_after_it_begins"),
        Index("ix_seats_committee_id", "district_id", "committee_id"),
        Index("ix_seats_person_id", "district_id", "person_id"),
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
    person_id: Mapped[UUID | None]
    person_name: Mapped[str]
    person_position: Mapped[str]
    valid_from: Mapped[date]
    term_ends_on: Mapped[date | None]
    valid_to: Mapped[date | None]
    vacated_reason: Mapped[str | None]
    replaces_seat_id: Mapped[UUID | None]
    is_example: Mapped[bool] = mapped_column(default=False)
