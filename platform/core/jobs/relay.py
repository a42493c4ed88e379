"""Telling another office something: the only way in which data of one office reaches another.

The office that tells writes a job in its own transaction. A worker then opens the scope of the other
office, where it writes down a job of the name that was told, once for a key. That job gets what was
said and who said it (`told_by`, put there by this module alone), checks it and decides what becomes of
it. Nobody reads anything of another office.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.extensions import db
from core.feature import Handover, Job
from core.identity.sessions import now
from core.jobs.models import OutboxJob
from core.jobs.service import enqueue, enqueue_once
from core.tenancy import scope

FIRST_PAUSE = timedelta(minutes=2)
MOST_TRIES = 12
"""The pause doubles with each try; after the last one the job is laid aside and operators see it."""


def tell(session: Session, district_id: int, job_name: str, *, key: str, **payload: Any) -> None:
    """Let `job_name` run in another office with this payload, exactly if this transaction commits.

    It runs as `run(session, told_by=<code of this office>, **payload)` and once for a `key`, however
    often it is told. The payload is JSON; the receiving job believes nothing of it unchecked.
    """
    told_by = scope.office_of(session)
    if district_id == told_by:
        raise ValueError("An office tells itself nothing.")
    enqueue(session, RELAY, district_id=district_id, job_name=job_name, key=key, payload=payload)


def first_told(session: Session, job_name: str, *, key: str) -> dict[int, datetime]:
    """Which offices this one has told something under a key, and when first; as long as finished jobs are kept."""
    district_id = OutboxJob.payload["district_id"].as_integer()
    rows = session.execute(
        select(district_id, func.min(OutboxJob.created_at))
        .where(
            OutboxJob.name == RELAY.name,
            OutboxJob.payload["job_name"].as_string() == job_name,
            OutboxJob.payload["key"].as_string() == key,
        )
        .group_by(district_id)
    )
    return {row[0]: row[1] for row in rows}


def relay(
    session: Session,
    *,
    district_id: int,
    job_name: str,
    key: str,
    payload: dict[str, Any],
    tries: int = 0,
) -> Handover:
    """Hand what was told to the other office after the commit.

    Before that a second copy is written down for later: should the worker die between the commit and
    the answer, the copy tells it once more, and the key makes one of both.
    """
    job: Job = current_app.extensions["composition"].jobs[job_name]
    if tries >= MOST_TRIES:
        raise RuntimeError("The other office could not be told.")
    told_by = scope.office_of(session)
    again = enqueue(
        session,
        RELAY,
        not_before=now() + FIRST_PAUSE * 2**tries,
        district_id=district_id,
        job_name=job_name,
        key=key,
        payload=payload,
        tries=tries + 1,
    ).id

    def act() -> bool:
        with scope.work(db.session, scope.office_scope(district_id)):
            return enqueue_once(
                db.session(), job, key=f"{told_by}:{key}", told_by=told_by, **payload
            )

    def note(own: Session, _new: bool) -> None:  # noqa: FBT001 - a handover's note takes what was answered
        own.execute(update(OutboxJob).where(OutboxJob.id == again).values(done_at=now()))

    return Handover(act, note, lambda: None)


RELAY = Job("jobs.relay", "default", relay)
