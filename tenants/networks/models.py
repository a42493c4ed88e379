from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class SourceKind(StrEnum):
    """The paper that gives a duty: none is given by word of mouth alone (F48)."""

    ORDER = "order"
    MINUTES = "minutes"
    MEMO = "memo"


class Responsibility(VersionedRow, Base):
    """เจ้าหน้าที่ผู้รับผิดชอบโซน, from a day to the day before `valid_to`, by the paper that says so."""

    __tablename__ = "responsibilities"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("order_id", "orders"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_responsibilities_zone_id", "district_id", "zone_id"),
    )

    zone_id: Mapped[UUID]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    person_name: Mapped[str]
    person_position: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source_kind: Mapped[str]
    source_number: Mapped[str]
    source_on: Mapped[date]
    order_id: Mapped[UUID | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class ProposalState(StrEnum):
    DRAFT = "draft"
    APPLIED = "applied"
    DISCARDED = "discarded"


class ZoneProposal(VersionedRow, Base):
    """ข้อเสนอการจัดโซน: computed from points and problems, edited by an officer, then applied (F36).

    `plan` holds the groups (name, reason) and which community stands in which; `basis` the measures
    that it was computed with.
    """

    __tablename__ = "zone_proposals"
    __table_args__ = (
        Index(
            "uq_zone_proposals_draft",
            "district_id",
            unique=True,
            postgresql_where=text("state = 'draft'"),
        ),
    )

    state: Mapped[str] = mapped_column(default=ProposalState.DRAFT.value)
    edition: Mapped[int] = mapped_column(SmallInteger)
    plan: Mapped[dict[str, Any]]
    basis: Mapped[dict[str, Any]]
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    proposed_by: Mapped[str]
    applied_at: Mapped[datetime | None]
    applied_by: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class PilotChoice(TenantRow, Base):
    """การเลือกเครือข่ายต้นแบบ: scores by the manual's criteria and the meeting that decided (F37, M59); never changed.

    `scores` is zone id → criterion key → 1 to 5.
    """

    __tablename__ = "pilot_choices"
    __table_args__ = (tenant_foreign_key("zone_id", "zones"),)

    zone_id: Mapped[UUID]
    edition: Mapped[int] = mapped_column(SmallInteger)
    scores: Mapped[dict[str, Any]]
    reason: Mapped[str]
    meeting: Mapped[str]
    decided_on: Mapped[date]
    recorded_by: Mapped[str]
    recorded_by_position: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    is_example: Mapped[bool] = mapped_column(default=False)


class NetworkRemark(TenantRow, Base):
    """ข้อคิดเห็น of advisers and members on a network; never changed."""

    __tablename__ = "network_remarks"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        Index("ix_network_remarks_zone_id", "district_id", "zone_id"),
    )

    zone_id: Mapped[UUID]
    body: Mapped[str]
    written_by: Mapped[str]
    written_by_position: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PublishedNetwork(VersionedRow, Base):
    """หน้าเผยแพร่ของเครือข่าย: what the office has released for everybody, without contact data (M39).

    `content` is the whole page as of `changed_at`; withdrawn pages answer as if they had never been.
    """

    __tablename__ = "published_networks"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        UniqueConstraint("district_id", "zone_id"),
    )

    zone_id: Mapped[UUID]
    content: Mapped[dict[str, Any]]
    published_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    is_example: Mapped[bool] = mapped_column(default=False)
