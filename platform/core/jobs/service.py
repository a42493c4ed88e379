"""Writing work down, publishing it, sweeping up what was not published, and doing it once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import exists, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.feature import Handover, Job
from core.jobs.models import OutboxJob
from core.tenancy import scope

FACTS_QUEUE = "facts"
BULK_QUEUE = "bulk"
"""For counting that nobody waits for in front of a page: what people change goes past it."""

_KEYS = UUID("6f1d3c1e-0b5e-4c35-9a86-0f6a4a7d9b21")
"""The namespace of the ids of jobs that exist once for a key."""


@dataclass(frozen=True)
class Waiting:
    """What the broker is told about a job: where it is, never what it holds."""

    district_id: int
    job_id: UUID
    queue: str


def enqueue(
    session: Session, job: Job, *, not_before: datetime | None = None, **payload: Any
) -> OutboxJob:
    """Write a job down in the caller's transaction; it exists exactly if that transaction commits.

    With `not_before` it waits in the outbox and the sweeper publishes it when the moment has come.
    """
    row = OutboxJob(
        district_id=scope.office_of(session),
        name=job.name,
        queue=job.queue,
        payload=payload,
        leased_until=not_before,
    )
    session.add(row)
    return row


def enqueue_once(session: Session, job: Job, *, key: str, **payload: Any) -> bool:
    """Write a job down unless this office already has the one with this `key`; True where it is new.

    The key becomes the job's id, so that two transactions at the same moment still make one job. It
    is remembered for as long as finished jobs are kept.
    """
    district_id = scope.office_of(session)
    written = session.execute(
        insert(OutboxJob)
        .values(
            district_id=district_id,
            id=uuid5(_KEYS, f"{district_id}:{job.name}:{key}"),
            name=job.name,
            queue=job.queue,
            payload=payload,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["district_id", "id"])
        .returning(OutboxJob.id)
    )
    return written.scalar_one_or_none() is not None


def is_unfinished(session: Session, job: Job) -> bool:
    """Whether this office has such a job that waits, runs, or was laid aside and can be tried again."""
    return bool(
        session.scalar(
            select(exists().where(OutboxJob.name == job.name, OutboxJob.done_at.is_(None)))
        )
    )


def written_in_this_transaction(session: Session) -> list[Waiting]:
    """The jobs that the running transaction has written for now, those of database triggers included."""
    rows = session.execute(
        select(OutboxJob.district_id, OutboxJob.id, OutboxJob.queue).where(
            OutboxJob.transaction_id == text("pg_current_xact_id()::text::bigint"),
            OutboxJob.done_at.is_(None),
            # No new job has failed; said because the index of the waiting ones knows it.
            OutboxJob.failed_at.is_(None),
            OutboxJob.leased_until.is_(None),
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


@dataclass(frozen=True)
class Outcome:
    """What came of running a job: whether it was done here, and what is left to do after the commit."""

    done: bool
    handover: Handover | None = None


def run_job(session: Session, job_id: UUID, jobs: Mapping[str, Job], *, now: datetime) -> Outcome:
    """Do a job inside the caller's open scope; its effect and its end commit together.

    Not `done` where another worker holds it or it has been done: both are no error.
    """
    row = session.scalars(
        select(OutboxJob)
        .where(OutboxJob.id == job_id, OutboxJob.done_at.is_(None), OutboxJob.failed_at.is_(None))
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return Outcome(done=False)
    answer = jobs[row.name].run(session, **row.payload)
    row.done_at = now
    handover = answer if isinstance(answer, Handover) else None
    try:
        session.flush()
    except BaseException:
        if handover is not None:
            handover.abandon()
        raise
    return Outcome(done=True, handover=handover)


def note_failure(
    session: Session,
    job_id: UUID,
    problem: str,
    jobs: Mapping[str, Job],
    *,
    now: datetime,
    attempts: int,
    lease: timedelta,
) -> None:
    """Count a failed try; the next one waits twice as long, and after `attempts` tries the job is laid aside."""
    row = session.scalars(select(OutboxJob).where(OutboxJob.id == job_id)).one_or_none()
    if row is None or row.done_at is not None:
        return
    row.attempts += 1
    row.last_error = problem[:500]
    row.problem = problem.partition(":")[0]
    row.leased_until = now + lease * 2 ** min(row.attempts, 6)
    if row.attempts >= attempts:
        row.failed_at = now
        job = jobs.get(row.name)
        if job is not None and job.give_up is not None:
            job.give_up(session, row.last_error, **row.payload)
