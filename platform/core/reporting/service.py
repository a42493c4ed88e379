"""Reports: drawn up, remarked on, published. What is published never changes (F97)."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from core.errors import FieldError, Refused
from core.files.forgetting import forget_files
from core.i18n.dates import bangkok_now, bangkok_today
from core.identity.actor import Actor
from core.indicators.spans import Span, parse_span
from core.jobs.service import enqueue
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.reporting.content import as_json, fingerprint
from core.reporting.drawing import Sources, drawn_content
from core.reporting.jobs import RENDER
from core.reporting.models import Report, ReportFile, ReportState
from core.reporting.queries import draft_of
from core.reporting.queries import report as find_report
from core.reporting.words import report_title
from core.tenancy import scope

_LOCK = 585
"""The space of the advisory lock on an office's drafts: of two at once the second finds the first."""
_WAIT = text("SELECT pg_advisory_xact_lock(:space, :office)")

CHANGED = mark(
    "%(name)s changed this report after you opened it. Look at it again; nothing of yours was saved."
)


def draw_up(
    session: Session, *, actor: Actor, record_id: UUID, span: Span, sources: Sources
) -> Report:
    """A draft for a period, with the figures as they are known now.

    Refuses a period that has not begun, and a second draft of one period: the first can be drawn up anew.
    """
    scope.name_change(session, "report:drawn_up")
    known = session.get(Report, (actor.district_id, record_id))
    if known is not None:
        return known
    if span.first > bangkok_today():
        raise FieldError("This period has not begun yet.", field="period")
    session.execute(_WAIT, {"space": _LOCK, "office": actor.district_id})
    if draft_of(session, span) is not None:
        raise FieldError(
            "There is a draft for this period already. Open it and draw it up anew.",
            field="period",
        )
    content = drawn_content(session, sources, office_code=actor.district_id, span=span)
    report = Report(
        district_id=actor.district_id,
        id=record_id,
        title=report_title(span),
        period=span.key,
        first_month=span.first,
        last_month=span.last,
        content=as_json(content),
        sha256="",
        drawn_up_by=actor.name,
        drawn_up_by_position=actor.position,
        changed_by=actor.name,
        is_example=content.is_example,
        drawn_up_at=content.as_of,
    )
    report.remarks, report.state = "", ReportState.DRAFT.value
    report.sha256 = fingerprint(sealed_values(report))
    session.add(report)
    session.flush()
    ask_for_files(session, report)
    return report


def draw_up_anew(
    session: Session, *, actor: Actor, report_id: UUID, seen_version: int, sources: Sources
) -> Report:
    """The same draft with the figures and definitions of now; its remarks stay."""
    scope.name_change(session, "report:drawn_up_anew")
    report = _draft(session, report_id, seen_version)
    span = parse_span(report.period)
    content = drawn_content(session, sources, office_code=report.district_id, span=span)
    report.content, report.drawn_up_at = as_json(content), content.as_of
    report.drawn_up_by, report.drawn_up_by_position = actor.name, actor.position
    report.is_example = content.is_example
    _settle(session, report, actor)
    return report


def write_remarks(
    session: Session, *, actor: Actor, report_id: UUID, seen_version: int, remarks: str
) -> Report:
    """ข้อสังเกต: what the office says about its figures, in its own words."""
    scope.name_change(session, "report:remarked")
    report = lock(session, find_report(session, report_id))
    _refuse_published(report)
    refuse_stale(report, seen_version, CHANGED, {"remarks": report.remarks})
    if report.remarks != remarks:
        report.remarks = remarks
        _settle(session, report, actor)
    return report


def publish(session: Session, *, actor: Actor, report_id: UUID, seen_version: int) -> Report:
    """Freeze a draft: from now on neither data nor definitions change. Once more changes nothing.

    What is published is what the person saw: a newer draft is refused.
    """
    scope.name_change(session, "report:published")
    report = lock(session, find_report(session, report_id))
    if report.state == ReportState.PUBLISHED:
        return report
    refuse_stale(report, seen_version, CHANGED, {})
    report.state = ReportState.PUBLISHED.value
    report.published_at = bangkok_now()
    report.published_by, report.published_by_position = actor.name, actor.position
    _settle(session, report, actor)
    return report


def discard(session: Session, *, report_id: UUID, seen_version: int) -> None:
    """Throw a draft away, with the files that were made of it."""
    scope.name_change(session, "report:discarded")
    report = _draft(session, report_id, seen_version)
    files = session.scalars(
        delete(ReportFile).where(ReportFile.report_id == report.id).returning(ReportFile.file_id)
    ).all()
    session.delete(report)
    session.flush()
    forget_files(session, files)


def ask_for_files(session: Session, report: Report) -> None:
    """Let a worker make the files; those that are there already are not made again."""
    enqueue(session, RENDER, report_id=str(report.id))


def sealed_values(report: Report) -> dict[str, Any]:
    """All that the fingerprint of a report is of: its words, its figures, and who published it when."""
    published = report.published_at
    return {
        "title": report.title,
        "remarks": report.remarks,
        "content": report.content,
        "published": {
            "at": published.astimezone(bangkok_now().tzinfo).isoformat(),
            "by": report.published_by,
            "position": report.published_by_position,
        }
        if published
        else None,
    }


def _settle(session: Session, report: Report, actor: Actor) -> None:
    report.sha256 = fingerprint(sealed_values(report))
    sign(report, actor)
    session.flush()
    ask_for_files(session, report)


def _draft(session: Session, report_id: UUID, seen_version: int) -> Report:
    report = lock(session, find_report(session, report_id))
    _refuse_published(report)
    refuse_stale(report, seen_version, CHANGED, {})
    return report


def _refuse_published(report: Report) -> None:
    if report.state == ReportState.PUBLISHED:
        raise Refused("This report is published and does not change any more.")
