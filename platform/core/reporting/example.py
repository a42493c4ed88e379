"""One published report and one released data set as examples, made by a worker in a demo.

The figures of a demo are counted by workers after it was loaded: these examples wait for them, and
bear the mark ตัวอย่าง because every figure in them does.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access.roles import Role
from core.demo import account_id_of
from core.feature import Job
from core.i18n.dates import bangkok_now, bangkok_today, first_of_month, shift_month
from core.identity.actor import Actor, OfficeRole, Person
from core.indicators.models import FillState
from core.indicators.spans import Span, month_span, quarter_span
from core.jobs.service import enqueue
from core.reporting import releases, service
from core.reporting.datasets import Dataset
from core.reporting.drawing import TREND, Sources

NEWEST_APPROVED, OLDEST_APPROVED = 2, 12
"""Months ago: those that the example district's director has approved."""

PAUSE = timedelta(seconds=20)
MOST_TRIES = 30
"""Ten minutes; a demo whose figures are not counted by then goes without these examples."""

OBJECTIVE = "ตัวอย่างของชุดข้อมูลเปิด จัดทำจากข้อมูลสมมุติ"
REMARKS = "รายงานนี้เป็นตัวอย่าง จัดทำจากข้อมูลสมมุติ"


def month_of_example() -> Span:
    """The month before last: the newest that is approved."""
    return month_span(shift_month(bangkok_today(), -NEWEST_APPROVED))


def quarter_of_example() -> Span:
    """The newest quarter of which every month is approved."""
    newest = month_of_example()
    quarter = quarter_span(newest.first)
    return quarter if quarter.last <= newest.last else quarter.before()


def example_actor(
    username: str, *, office_code: int, role: Role, name: str, position: str
) -> Actor:
    """An example person in the own office."""
    own = OfficeRole(office_code, "", "", "", role, name, position, None)
    account_id = account_id_of(username)
    return Actor(Person(account_id, account_id, username, "th", (own,)), (own,))


def is_counted(session: Session, example_district: int, span: Span) -> bool:
    """Whether the figures of a report of this period are there, and approved as far as they will be."""
    trend = month_span(span.last).series(TREND)
    oldest = shift_month(first_of_month(bangkok_today()), -OLDEST_APPROVED)
    expected = sum(month.first >= oldest for month in trend)
    counted, approved = session.execute(
        select(func.count(), func.count(FillState.approved_at)).where(
            FillState.district_id == example_district,
            FillState.month.in_([month.first for month in trend]),
        )
    ).one()
    return bool(counted == TREND and approved >= expected)


def wait_again(session: Session, job: Job, tries: int) -> None:
    """Try later, for some minutes."""
    if tries < MOST_TRIES:
        enqueue(session, job, not_before=bangkok_now() + PAUSE, tries=tries + 1)


def publish_example(
    session: Session, *, actor: Actor, record_id: UUID, span: Span, sources: Sources
) -> None:
    """A published report; once more changes nothing, and what is no example is never published here."""
    report = service.draw_up(session, actor=actor, record_id=record_id, span=span, sources=sources)
    if not report.is_example:
        service.discard(session, report_id=report.id, seen_version=report.version)
        return
    if report.published_at is None:
        service.write_remarks(
            session,
            actor=actor,
            report_id=report.id,
            seen_version=report.version,
            remarks=REMARKS,
        )
        service.publish(session, actor=actor, report_id=report.id, seen_version=report.version)


def release_example(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    dataset: Dataset,
    span: Span,
    sources: Sources,
    contact: str,
) -> None:
    """A released data set, under the same rules as every other release."""
    table = releases.preview(session, sources, dataset=dataset, span=span)
    if table.is_example:
        releases.release(
            session,
            actor=actor,
            record_id=record_id,
            table=table,
            seen=releases.seal_of(table),
            contact=contact,
            objective=OBJECTIVE,
        )
