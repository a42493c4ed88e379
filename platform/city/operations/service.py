"""Counting again and trying again: what the department asks of the districts' machinery."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from core.feature import Job
from core.identity.actor import Actor
from core.indicators import rebuilding
from core.indicators.models import Rebuild
from core.jobs import retrying
from core.jobs.relay import tell
from core.tenancy import scope


def start_rebuild(
    session: Session, *, actor: Actor, rebuild_id: UUID, tally: str | None, reason: str
) -> Rebuild:
    """Let every district count its months again; where a counting is running already, that one."""
    return rebuilding.start(session, actor=actor, rebuild_id=rebuild_id, tally=tally, reason=reason)


def stop_rebuild(session: Session, *, rebuild_id: UUID) -> Rebuild:
    return rebuilding.stop(session, rebuild_id=rebuild_id)


def resume_rebuild(session: Session, *, rebuild_id: UUID) -> Rebuild:
    return rebuilding.resume(session, rebuild_id=rebuild_id)


def retry_job(
    session: Session, jobs: Mapping[str, Job], *, code: int, job_id: UUID, asked: UUID
) -> None:
    """Let failed work of an office be tried again; the same page sent twice (`asked`) asks once."""
    if code == scope.DEPARTMENT:
        retrying.retry(session, jobs, told_by=code, job_id=str(job_id))
    else:
        tell(session, code, retrying.RETRY, key=f"{job_id}:{asked}", job_id=str(job_id))
