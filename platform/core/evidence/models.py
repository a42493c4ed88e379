from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass, TenantRow, tenant_foreign_key


class EvidenceKind(StrEnum):
    """The papers that a network stands on (F34, F85)."""

    ADOPTION = "adoption"
    """การใช้คู่มือ: the district follows an edition."""
    ORDER = "order"
    """คำสั่ง."""
    ANNOUNCEMENT = "announcement"
    """ประกาศ."""
    MEMO = "memo"
    """บันทึกข้อความ."""
    BY_LAW = "by_law"
    """ข้อบังคับเครือข่าย."""
    ELECTION = "election"
    """ผลการเลือกตั้ง."""
    MINUTES = "minutes"
    """รายงานการประชุม that a later meeting has adopted."""
    CERTIFICATE = "certificate"
    """วุฒิบัตร: genuine like a paper, but it belongs to a person and no network stands on it."""


class EvidenceState(StrEnum):
    VALID = "valid"
    REPLACED = "replaced"
    """A later paper amends it or takes its place."""
    REVOKED = "revoked"


class EvidenceCard(TenantRow, Base):
    """บัตรหลักฐาน: what the city sees of a paper — kind, number, date, hash, state — and never a person's name.

    `title` is the paper's subject without names; `verification_code` stands in its QR code and opens
    the public page that says it is genuine.
    """

    __tablename__ = "evidence_cards"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (
        UniqueConstraint("district_id", "record_id"),
        UniqueConstraint("district_id", "verification_code"),
        Index("ix_evidence_cards_zone_id", "district_id", "zone_id"),
    )

    kind: Mapped[str]
    record_id: Mapped[UUID]
    zone_id: Mapped[UUID | None]
    title: Mapped[str]
    number: Mapped[str | None]
    dated_on: Mapped[date]
    sha256: Mapped[str]
    state: Mapped[str] = mapped_column(default=EvidenceState.VALID.value)
    edition: Mapped[int | None] = mapped_column(SmallInteger, ForeignKey("manual_editions.number"))
    verification_code: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class FileKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    SCAN = "scan"


class EvidenceFile(TenantRow, Base):
    """A file of a paper: the rendered PDF and DOCX, or the scan of what was signed by hand."""

    __tablename__ = "evidence_files"
    __table_args__ = (
        tenant_foreign_key("file_id", "stored_files"),
        UniqueConstraint("district_id", "record_id", "kind"),
    )

    record_id: Mapped[UUID]
    kind: Mapped[str]
    file_id: Mapped[UUID]
    sha256: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
