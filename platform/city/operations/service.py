"""Counting again and trying again: what the department asks of the districts' machinery."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from city.operations import queries
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
    session: Session,
    sweeper: Session,
    jobs: Mapping[str, Job],
    *,
    code: int,
    job_id: UUID,
    asked: UUID,
) -> bool:
    """Let failed work of an office be tried again; the same page sent twice (`asked`) asks once.

    `sweeper` is a session in the scope that sees the jobs of all offices. False, and nothing is asked,
    where the work waits again already or nobody can try it; NotFound where there is no such work.
    """
    name = queries.laid_aside_name(sweeper, code, job_id)
    if name is None or name not in jobs or jobs[name].give_up is not None:
        return False
    scope.name_change(session, "job:retried", f"{code}: {name}")
    if code == scope.DEPARTMENT:
        retrying.retry(session, jobs, told_by=code, job_id=str(job_id))
    else:
        tell(session, code, retrying.RETRY, key=f"{job_id}:{asked}", job_id=str(job_id))
    return True
