"""Making the files of a report out of what it holds, and nothing else."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.files.forgetting import forget_files
from core.files.service import keep_for_office
from core.files.store import FolderStore
from core.i18n.dates import show_datetime
from core.reporting.content import Content, read
from core.reporting.models import Report, ReportFile, ReportState
from core.reporting.paper import Sealing, report_pdf
from core.reporting.queries import FileKind, files_of
from core.reporting.tables import report_csv, report_workbook

CONTENT_TYPES: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv; charset=utf-8",
}
STORED_BY = "ระบบ"


def render_files(session: Session, store: FolderStore, report_id: UUID) -> None:
    """Make and keep the files that a report lacks; those of what it said before are thrown away."""
    report = session.scalars(
        select(Report).where(Report.id == report_id).with_for_update(read=True)
    ).one_or_none()
    if report is None:
        return
    there = files_of(session, report).ids
    content = read(report.content)
    with force_locale("th"):
        for kind in FileKind:
            if kind in there:
                continue
            kept = keep_for_office(
                session,
                store,
                district_id=report.district_id,
                stored_by=STORED_BY,
                name=f"{'' if report.published_at else 'ร่าง'}{report.title}.{kind}",
                content=_MAKERS[kind](report, content),
                content_type=CONTENT_TYPES[kind],
                purpose=f"report-{kind}",
            )
            session.add(
                ReportFile(
                    district_id=report.district_id,
                    report_id=report.id,
                    kind=kind.value,
                    file_id=kept.id,
                    content_sha256=report.sha256,
                )
            )
    stale = session.scalars(
        delete(ReportFile)
        .where(ReportFile.report_id == report.id, ReportFile.content_sha256 != report.sha256)
        .returning(ReportFile.file_id)
    ).all()
    forget_files(session, stale)


def report_facts(report: Report, content: Content) -> list[tuple[str, str]]:
    """What is said about the report itself, on its last page and in its workbook."""
    facts = [
        ("จัดทำเมื่อ", show_datetime(report.drawn_up_at)),
        ("ผู้จัดทำ", f"{report.drawn_up_by} {report.drawn_up_by_position}"),
        (
            "นับข้อมูลล่าสุดเมื่อ",
            show_datetime(content.counted_at) if content.counted_at else "ยังไม่ได้นับ",
        ),
    ]
    if report.published_at:
        facts += [
            ("เผยแพร่เมื่อ", show_datetime(report.published_at)),
            ("ผู้เผยแพร่", f"{report.published_by} {report.published_by_position}"),
        ]
    return [*facts, ("ค่าตรวจสอบ SHA-256", report.sha256)]


def _pdf(report: Report, content: Content) -> bytes:
    *facts, (label, sha256) = report_facts(report, content)
    checking = (
        f"{label} {sha256}",
        (
            "วิธีตรวจสอบ: ดาวน์โหลดไฟล์ข้อมูล (JSON) จากหน้ารายงานในระบบ แล้วคำนวณค่า SHA-256 ของไฟล์ "
            "ค่าที่ได้ต้องตรงกับค่าข้างต้น"
        ),
    )
    sealing = Sealing(
        draft=report.state != ReportState.PUBLISHED,
        lines=tuple(f"{name} {words}" for name, words in facts),
        checking=checking,
        prepared_at=report.published_at or report.drawn_up_at,
    )
    return report_pdf(content, title=report.title, remarks=report.remarks, sealing=sealing)


def _workbook(report: Report, content: Content) -> bytes:
    return report_workbook(
        content,
        title=report.title,
        remarks=report.remarks,
        facts=report_facts(report, content),
        made_at=report.published_at or report.drawn_up_at,
    )


def _csv(_report: Report, content: Content) -> bytes:
    return report_csv(content)


_MAKERS: Mapping[FileKind, Callable[[Report, Content], bytes]] = {
    FileKind.PDF: _pdf,
    FileKind.XLSX: _workbook,
    FileKind.CSV: _csv,
}
