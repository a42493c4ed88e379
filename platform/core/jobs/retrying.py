"""Trying once more what was laid aside: the department asks, the office whose job it is does it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.feature import Job
from core.jobs.models import OutboxJob
from core.tenancy import scope

RETRY = "jobs.retry"


def retry(session: Session, jobs: Mapping[str, Job], *, told_by: int, job_id: str) -> None:
    """Let a job of this office that failed too often wait again, as on its first day. The sweeper publishes it.

    Not one that the office was given to decide about, when it was given up.
    """
    if told_by != scope.DEPARTMENT:
        return
    row = session.scalars(
        select(OutboxJob)
        .where(OutboxJob.id == UUID(job_id), OutboxJob.failed_at.is_not(None))
        .with_for_update()
    ).one_or_none()
    if row is None or row.name not in jobs or jobs[row.name].give_up is not None:
        return
    row.failed_at, row.attempts, row.leased_until = None, 0, None
    # A job that counts its tries itself, because each is a job of its own, begins with none.
    row.payload = {name: value for name, value in row.payload.items() if name != "tries"}
