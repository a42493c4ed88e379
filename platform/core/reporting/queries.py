"""Reports in the reader's office, with their files and what a worker is doing for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from core.errors import NotFound
from core.indicators.spans import Span
from core.jobs.models import OutboxJob
from core.reporting.models import Report, ReportFile, ReportState
from core.tenancy import scope

RENDERING = "reporting.render"
"""The name of the job that makes the files."""


class FileKind(StrEnum):
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class Files:
    """The files of what a report says now; `failed` where no worker tries any more."""

    ids: Mapping[FileKind, UUID]
    failed: bool = False
    asked_at: datetime | None = None

    @property
    def complete(self) -> bool:
        return len(self.ids) == len(FileKind)


def draft_of(session: Session, span: Span) -> Report | None:
    """The draft of the office for exactly this period, if there is one; without its content."""
    return session.scalars(
        select(Report)
        .where(
            Report.district_id == scope.office_of(session),
            Report.period == span.key,
            Report.state == ReportState.DRAFT.value,
        )
        .options(defer(Report.content))
    ).first()


def reports(session: Session) -> list[Report]:
    """The reports of the office, the newest period first; without their content."""
    return list(
        session.scalars(
            select(Report)
            .where(Report.district_id == scope.office_of(session))
            .options(defer(Report.content))
            .order_by(Report.last_month.desc(), Report.first_month.desc(), Report.id.desc())
            .limit(200)
        )
    )


def report(session: Session, report_id: UUID) -> Report:
    found = session.get(Report, (scope.office_of(session), report_id))
    if found is None:
        raise NotFound("This report does not exist.")
    return found


def files_of(session: Session, found: Report) -> Files:
    """What there is of PDF, Excel and CSV, and whether their making was given up."""
    rows = session.execute(
        select(ReportFile.kind, ReportFile.file_id).where(
            ReportFile.report_id == found.id, ReportFile.content_sha256 == found.sha256
        )
    )
    ids = {FileKind(kind): file_id for kind, file_id in rows}
    if len(ids) == len(FileKind):
        return Files(ids)
    newest = session.execute(
        select(OutboxJob.failed_at, OutboxJob.created_at)
        .where(OutboxJob.name == RENDERING, OutboxJob.payload["report_id"].astext == str(found.id))
        .order_by(OutboxJob.created_at.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return Files(ids, failed=True)
    return Files(ids, failed=newest.failed_at is not None, asked_at=newest.created_at)
