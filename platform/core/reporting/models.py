from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key
from core.i18n.dates import Language
from core.indicators.spans import parse_span
from core.reporting.words import report_title


class ReportState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Report(VersionedRow, Base):
    """รายงานผลตามตัวชี้วัด of an office (a district, or 1000 for the city) for a period.

    `content` holds the figures and the definitions by which they were counted, as drawn up at
    `drawn_up_at`; a published report never changes any more. `sha256` is of the canonical content.
    """

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_period", "district_id", "last_month"),)

    title: Mapped[str]
    period: Mapped[str]
    first_month: Mapped[date]
    last_month: Mapped[date]
    content: Mapped[dict[str, Any]]
    remarks: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ReportState.DRAFT.value)
    sha256: Mapped[str]
    drawn_up_at: Mapped[datetime] = mapped_column(server_default=func.now())
    drawn_up_by: Mapped[str]
    drawn_up_by_position: Mapped[str]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None]
    published_by_position: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)

    def title_in(self, language: Language) -> str:
        """The title as it stands on the paper, which is in Thai; for a page in English by the same rule."""
        if language == "th":
            return self.title
        return report_title(parse_span(self.period), language)


class ReportFile(TenantRow, Base):
    """A file that a worker made of a report: `pdf`, `xlsx` or `csv`."""

    __tablename__ = "report_files"
    __table_args__ = (
        tenant_foreign_key("report_id", "reports"),
        tenant_foreign_key("file_id", "stored_files"),
        UniqueConstraint("district_id", "report_id", "kind", "content_sha256"),
    )

    report_id: Mapped[UUID]
    kind: Mapped[str]
    file_id: Mapped[UUID]
    content_sha256: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DatasetRelease(TenantRow, Base):
    """ชุดข้อมูลเปิด: what an office has released, exactly as the public gets it.

    `rows` is a table under the names of `fields`, small cells suppressed; `details` describes it.
    A release is never changed: a newer `number` follows it, or it is withdrawn with a reason.
    """

    __tablename__ = "dataset_releases"
    __table_args__ = (UniqueConstraint("district_id", "dataset", "number"),)

    dataset: Mapped[str]
    number: Mapped[int]
    title_th: Mapped[str]
    title_en: Mapped[str]
    first_month: Mapped[date]
    last_month: Mapped[date]
    fields: Mapped[list[Any]]
    rows: Mapped[list[Any]]
    details: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    suppressed: Mapped[int]
    released_at: Mapped[datetime] = mapped_column(server_default=func.now())
    released_by: Mapped[str]
    released_by_position: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawal_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)
