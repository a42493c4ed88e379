"""Trying once more what was laid aside: the department asks, the office whose job it is does it."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.feature import Job
from core.jobs.models import OutboxJob
from core.tenancy import scope


def retry(session: Session, *, told_by: int, job_id: str) -> None:
    """Let a job of this office that failed too often wait again, as on its first day. The sweeper publishes it."""
    if told_by != scope.DEPARTMENT:
        return
    session.execute(
        update(OutboxJob)
        .where(OutboxJob.id == UUID(job_id), OutboxJob.failed_at.is_not(None))
        .values(failed_at=None, attempts=0, leased_until=None)
    )


RETRY = Job("jobs.retry", "default", retry)
