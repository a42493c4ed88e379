"""Telling the broker about new work, without ever letting a request wait for it.

After a commit the ids of the jobs go into a small queue in memory; one thread publishes them with
short time-outs and never retries. What it loses, the sweeper finds in the outbox.
"""

import queue
import threading
from collections.abc import Callable

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction, scoped_session

from core.jobs.service import Waiting, written_in_this_transaction
from core.tenancy.scope import DatabaseRole
from core.web.logs import log

Publish = Callable[[Waiting], None]

_CAPACITY = 1000
_WRITING_ROLES = frozenset({DatabaseRole.TENANT, DatabaseRole.CITY})


class Publisher:
    """One thread and a bounded queue; a full queue drops, because the outbox does not."""

    def __init__(self, publish: Publish) -> None:
        self._publish = publish
        self._waiting: queue.Queue[Waiting] = queue.Queue(_CAPACITY)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def offer(self, jobs: list[Waiting]) -> None:
        self._start()
        for job in jobs:
            try:
                self._waiting.put_nowait(job)
            except queue.Full:
                return

    def wait_until_idle(self) -> None:
        """Return when everything offered so far has been tried."""
        self._waiting.join()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            job = self._waiting.get()
            try:
                self._publish(job)
            except Exception as problem:  # noqa: BLE001 - whatever the broker does, the outbox keeps the job
                log.warning("job not published", kind=type(problem).__name__)
            finally:
                self._waiting.task_done()


def publish_after_commit(
    sessions: "scoped_session[FlaskSession]", publisher: Callable[[], Publisher | None]
) -> None:
    """Offer every job that one of these sessions writes, as soon as its transaction has committed.

    `publisher` answers for the application that runs: a process may hold several on one set of sessions.
    """

    @event.listens_for(sessions, "before_commit")
    def collect(session: Session) -> None:
        scope = session.info.get("scope")
        if publisher() is None or scope is None:
            return
        if scope.read_only or scope.role not in _WRITING_ROLES:
            return
        session.flush()
        session.info["waiting"] = written_in_this_transaction(session)

    @event.listens_for(sessions, "after_commit")
    def offer(session: Session) -> None:
        jobs = session.info.pop("waiting", None)
        reached = publisher()
        if jobs and reached:
            reached.offer(jobs)

    @event.listens_for(sessions, "after_soft_rollback")
    def forget(session: Session, _previous: SessionTransaction) -> None:
        session.info.pop("waiting", None)
