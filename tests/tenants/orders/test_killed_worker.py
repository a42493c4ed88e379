"""A worker that dies while it renders a signed order: the next one renders it, once (T8)."""

import os
import signal
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy import Engine, func, select, text

from core.evidence.models import EvidenceFile
from core.files.models import StoredFile
from core.jobs.models import OutboxJob
from tests.conftest import Servers
from tests.support.processes import beat, worker
from tests.support.world import World
from tests.tenants.orders.conftest import Office


def eventually(look: Callable[[], object], expected: object, patience: float = 90) -> None:
    began = time.monotonic()
    while look() != expected and time.monotonic() - began < patience:
        time.sleep(0.1)
    assert look() == expected


def files(world: World) -> tuple[int, int, int]:
    """Rendered files that are on file, stored, and rendering jobs that are not done."""

    def count(session) -> tuple[int, int, int]:
        return (
            session.scalar(select(func.count()).select_from(EvidenceFile)) or 0,
            session.scalar(
                select(func.count()).where(StoredFile.purpose.in_(["order-pdf", "order-docx"]))
            )
            or 0,
            session.scalar(
                select(func.count()).where(
                    OutboxJob.name == "orders.render", OutboxJob.done_at.is_(None)
                )
            )
            or 0,
        )

    return world.in_district(count)


def test_an_order_whose_worker_was_killed_has_its_files_once(
    world: World, app: Flask, servers: Servers, owner: Engine, office: Office
):
    address = office.signed()
    assert files(world) == (0, 0, 1)
    waiting = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'evidence_files'::regclass"
    )
    with beat(app, servers.state), worker(app) as first, owner.begin() as blocker:
        blocker.exec_driver_sql("LOCK TABLE evidence_files IN SHARE MODE")
        eventually(lambda: blocker.execute(waiting).scalar_one() > 0, True)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait(5)
    assert files(world) == (0, 0, 1)
    with worker(app), beat(app, servers.state):
        eventually(lambda: files(world), (2, 2, 0))
    assert office.developer.get(f"{address}/document.pdf").data.startswith(b"%PDF")
    assert office.developer.get(f"{address}/document.docx").data.startswith(b"PK")
