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


class OrderState(StrEnum):
    """ร่าง → เสนอ → ลงนาม; a returned one is a draft again, with a comment in its steps."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SIGNED = "signed"


class OrderKind(StrEnum):
    """What a paper does."""

    APPOINTMENT = "appointment"
    """คำสั่งแต่งตั้งคณะกรรมการ, of any kind of committee."""
    REPLACEMENT = "replacement"
    """คำสั่งแต่งตั้งกรรมการแทนตำแหน่งที่ว่าง."""
    REVOCATION = "revocation"
    """คำสั่งยกเลิกคำสั่ง."""
    ANNOUNCEMENT = "announcement"
    """ประกาศสำนักงานเขต."""
    MEMO = "memo"
    """บันทึกข้อความ that proposes."""


class Register(StrEnum):
    """The register that a number belongs to; each begins anew with a calendar year (DOMAIN 5.1)."""

    ORDERS = "orders"
    ANNOUNCEMENTS = "announcements"
    MEMOS = "memos"


class Step(StrEnum):
    """What somebody did with a paper on its way (F40)."""

    SUBMITTED = "submitted"
    """ส่งหัวหน้าฝ่าย: the drafter is done."""
    PROPOSED = "proposed"
    """เสนอลงนาม, by the section head."""
    RETURNED = "returned"
    """ส่งคืนผู้ร่าง, by the section head, with a comment."""
    SENT_BACK = "sent_back"
    """ส่งคืนฝ่าย, by who signs, with a comment; the paper is a draft again."""
    SIGNED = "signed"


class SigningMethod(StrEnum):
    SYSTEM = "system"
    """In the platform, with password and second factor."""
    PAPER = "paper"
    """By hand; the scan is attached."""


class Order(VersionedRow, Base):
    """คำสั่ง ประกาศ หรือบันทึกข้อความ. `content` is the document as structure; a draft has no number.

    A signed one never changes (a trigger refuses): `canonical` is the text that was signed and
    `sha256` its hash. What becomes of it is said by later orders that amend or revoke it, and by its
    evidence card. `number` restarts in each `number_year` (calendar year, Buddhist era) of a register.
    """

    __tablename__ = "orders"
    __table_args__ = (
        tenant_foreign_key("committee_id", "committees"),
        tenant_foreign_key("amends_id", "orders"),
        tenant_foreign_key("revokes_id", "orders"),
        tenant_foreign_key("batch_id", "signing_batches"),
        UniqueConstraint("district_id", "register", "number_year", "number"),
        Index("ix_orders_committee_id", "district_id", "committee_id"),
        Index(
            "ix_orders_batch_id",
            "district_id",
            "batch_id",
            postgresql_where=text("batch_id IS NOT NULL"),
        ),
        CheckConstraint(
            "(state = 'signed') = (sha256 IS NOT NULL)"
            " AND (state = 'signed') = (dated_on IS NOT NULL)"
            " AND (state = 'signed' OR number IS NULL)",
            name="numbered_when_signed",
        ),
    )

    kind: Mapped[str] = mapped_column(
        default=OrderKind.APPOINTMENT.value, server_default=OrderKind.APPOINTMENT.value
    )
    register: Mapped[str] = mapped_column(
        default=Register.ORDERS.value, server_default=Register.ORDERS.value
    )
    committee_id: Mapped[UUID | None]
    edition: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(default=OrderState.DRAFT.value)
    subject: Mapped[str]
    content: Mapped[dict[str, Any]]
    drafted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    drafted_by: Mapped[str]
    drafted_by_position: Mapped[str]
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[str | None]
    proposed_by_position: Mapped[str | None]
    number: Mapped[int | None]
    number_year: Mapped[int | None] = mapped_column(SmallInteger)
    dated_on: Mapped[date | None]
    method: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str | None]
    signed_by_position: Mapped[str | None]
    signed_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    canonical: Mapped[str | None]
    sha256: Mapped[str | None]
    verification_code: Mapped[str | None]
    amends_id: Mapped[UUID | None]
    revokes_id: Mapped[UUID | None]
    batch_id: Mapped[UUID | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class OrderStep(TenantRow, Base):
    """A step of a paper's way — proposed, returned, signed — with who took it and what they remarked."""

    __tablename__ = "order_steps"
    __table_args__ = (
        tenant_foreign_key("order_id", "orders", on_delete="CASCADE"),
        Index("ix_order_steps_order_id", "district_id", "order_id"),
    )

    order_id: Mapped[UUID]
    step: Mapped[str]
    comment: Mapped[str] = mapped_column(default="")
    taken_by: Mapped[str]
    taken_by_position: Mapped[str]
    taken_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OrderSeries(TenantRow, Base):
    """The last number that this platform gave in a register and year, where the office lets it number."""

    __tablename__ = "order_series"
    __table_args__ = (UniqueConstraint("district_id", "register", "year"),)

    register: Mapped[str]
    year: Mapped[int] = mapped_column(SmallInteger)
    last: Mapped[int]


class SigningBatch(TenantRow, Base):
    """Several papers signed at once; how many are rendered is counted from their files."""

    __tablename__ = "signing_batches"

    papers: Mapped[int]
    signed_by: Mapped[str]
    signed_at: Mapped[datetime] = mapped_column(server_default=func.now())
