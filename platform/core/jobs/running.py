"""What a worker does with a job: open its office's scope, run it once, hand over what it leaves, note a failure."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from core.composition import current_composition
from core.extensions import db
from core.feature import Handover, Job
from core.identity.models import SignInAttempt, SignInSession
from core.identity.sessions import now, settings
from core.jobs import service
from core.jobs.models import OutboxJob
from core.jobs.publisher import Publish
from core.tenancy import scope
from core.tenancy.queries import districts
from core.web.logs import log

KEEP_DONE_JOBS = timedelta(days=7)
KEEP_ATTEMPTS = timedelta(days=90)
"""Computer-crime law asks for access logs of at least 90 days."""


def run(district_id: int, job_id: UUID) -> bool:
    """Run a job; False where somebody else has it or it is done. A failure is noted and raised no further."""
    settled = settings().jobs
    jobs = current_composition().jobs
    try:
        outcome = _run_and_commit(district_id, job_id, jobs)
    except Exception as problem:  # noqa: BLE001 - whatever a job raises is written down and tried again
        log.error("job failed", district=district_id, job=str(job_id), exc_info=problem)
        with scope.work(db.session, scope.office_scope(district_id)):
            service.note_failure(
                db.session(),
                job_id,
                f"{type(problem).__name__}: {problem}",
                jobs,
                now=now(),
                attempts=settled.attempts,
                lease=timedelta(seconds=settled.lease_seconds),
            )
        return False
    if outcome.handover is not None:
        _hand_over(district_id, job_id, outcome.handover)
    return outcome.done


def _run_and_commit(district_id: int, job_id: UUID, jobs: Mapping[str, Job]) -> service.Outcome:
    outcome = service.Outcome(done=False)
    try:
        with scope.work(db.session, scope.office_scope(district_id)):
            outcome = service.run_job(db.session(), job_id, jobs, now=now())
    except BaseException:
        if outcome.handover is not None:
            outcome.handover.abandon()
        raise
    return outcome


def _hand_over(district_id: int, job_id: UUID, handover: Handover) -> None:
    """The job is done and committed; a failure from here on is never a reason to run it again."""
    try:
        answer = handover.act()
        with scope.work(db.session, scope.office_scope(district_id)):
            handover.note(db.session(), answer)
    except Exception as problem:  # noqa: BLE001 - the job's committed state already says that nobody knows
        log.error("handover not noted", district=district_id, job=str(job_id), exc_info=problem)


def sweep(publish: Publish) -> int:
    """Publish what nobody has begun; returns how many jobs. A lease keeps a second sweeper from doing the same."""
    lease = timedelta(seconds=settings().jobs.lease_seconds)
    with scope.work(db.session, scope.jobs_scope()):
        waiting = service.lease_waiting(db.session(), now=now(), lease=lease)
    for job in waiting:
        publish(job)
    return len(waiting)


def tidy() -> None:
    """Forget finished jobs, old attempts and ended sessions."""
    moment = now()
    with scope.work(db.session, scope.platform_scope()):
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < moment - KEEP_ATTEMPTS))
        db.session.execute(
            delete(SignInSession).where(SignInSession.expires_at < moment - KEEP_ATTEMPTS)
        )
        codes = [office.code for office in districts(db.session())]
    for code in [scope.DEPARTMENT, *codes]:
        with scope.work(db.session, scope.office_scope(code)):
            db.session.execute(delete(OutboxJob).where(OutboxJob.done_at < moment - KEEP_DONE_JOBS))
