"""Writing work down, publishing it, sweeping up what was not published, and doing it once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, text, update
from sqlalchemy.orm import Session

from core.feature import Job
from core.jobs.models import OutboxJob
from core.tenancy import scope

FACTS_QUEUE = "facts"


@dataclass(frozen=True)
class Waiting:
    """What the broker is told about a job: where it is, never what it holds."""

    district_id: int
    job_id: UUID
    queue: str


def enqueue(session: Session, job: Job, **payload: Any) -> OutboxJob:
    """Write a job down in the caller's transaction; it exists exactly if that transaction commits."""
    district_id = scope.current(session).district_id
    if district_id is None:
        raise scope.ScopeError("A job belongs to an office; this scope has none.")
    row = OutboxJob(district_id=district_id, name=job.name, queue=job.queue, payload=payload)
    session.add(row)
    return row


def written_in_this_transaction(session: Session) -> list[Waiting]:
    """The jobs that the running transaction has written, those of database triggers included."""
    rows = session.execute(
        select(OutboxJob.district_id, OutboxJob.id, OutboxJob.queue).where(
            OutboxJob.transaction_id == text("pg_current_xact_id()::text::bigint"),
            OutboxJob.done_at.is_(None),
        )
    )
    return [Waiting(*row) for row in rows]


def lease_waiting(
    session: Session, *, now: datetime, lease: timedelta, limit: int = 200
) -> list[Waiting]:
    """Jobs that nobody has begun, leased to this sweeper so that no other one publishes them too."""
    due = (
        select(OutboxJob.district_id, OutboxJob.id)
        .where(
            OutboxJob.done_at.is_(None),
            OutboxJob.failed_at.is_(None),
            or_(OutboxJob.leased_until.is_(None), OutboxJob.leased_until < now),
        )
        .order_by(OutboxJob.created_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    rows = session.execute(
        update(OutboxJob)
        .where(OutboxJob.district_id == due.c.district_id, OutboxJob.id == due.c.id)
        .values(leased_until=now + lease)
        .returning(OutboxJob.district_id, OutboxJob.id, OutboxJob.queue)
        .execution_options(synchronize_session=False)
    )
    return [Waiting(*row) for row in rows]


def run_job(session: Session, job_id: UUID, jobs: Mapping[str, Job], *, now: datetime) -> bool:
    """Do a job inside the caller's open scope; its effect and its end commit together.

    Returns False where another worker holds it or it has been done: both are no error.
    """
    row = session.scalars(
        select(OutboxJob)
        .where(OutboxJob.id == job_id, OutboxJob.done_at.is_(None), OutboxJob.failed_at.is_(None))
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return False
    jobs[row.name].run(session, **row.payload)
    row.done_at = now
    session.flush()
    return True


def note_failure(
    session: Session, job_id: UUID, problem: str, *, now: datetime, attempts: int, lease: timedelta
) -> None:
    """Count a failed try; the next one waits twice as long, and after `attempts` tries the job is laid aside."""
    row = session.scalars(select(OutboxJob).where(OutboxJob.id == job_id)).one_or_none()
    if row is None or row.done_at is not None:
        return
    row.attempts += 1
    row.last_error = problem[:500]
    row.leased_until = now + lease * 2 ** min(row.attempts, 6)
    if row.attempts >= attempts:
        row.failed_at = now
