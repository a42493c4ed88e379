"""Deleting files: the row at once, the bytes an hour later, once nothing of the office names them any more."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.feature import Job
from core.files.current import current_store
from core.files.models import StoredFile
from core.i18n.dates import bangkok_now
from core.jobs.service import enqueue
from core.tenancy import scope

WAIT = timedelta(hours=1)
"""Longer than any transaction: who stores equal bytes meanwhile touches them, and they stay."""


def forget_files(session: Session, file_ids: Collection[UUID]) -> None:
    """Take files out of the list of the office; equal bytes that another file has stay in the store."""
    gone = session.scalars(
        delete(StoredFile).where(StoredFile.id.in_(file_ids)).returning(StoredFile.sha256)
    ).all()
    if gone:
        moment = bangkok_now() + WAIT
        enqueue(session, FORGET, not_before=moment, contents=sorted(set(gone)))


def forget_contents(session: Session, *, contents: list[str]) -> None:
    """Delete bytes that no file of the open office has; those touched within the last hour stay."""
    store, office = current_store(), scope.office_of(session)
    kept = set(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(contents))))
    for sha256 in contents:
        if sha256 not in kept:
            store.delete(office, sha256, untouched_for=WAIT)


FORGET = Job("files.forget", "default", forget_contents)
