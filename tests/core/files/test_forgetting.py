"""A deleted file leaves the store as well, and never one that somebody still has."""

import os
import time
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from core.files.current import current_store
from core.files.forgetting import FORGET, WAIT, forget_files
from core.files.models import StoredFile
from core.files.service import keep_for_office
from core.files.store import FolderStore
from core.jobs.models import OutboxJob
from tests.support.world import BANG_NA, World


@pytest.fixture
def store(world: World) -> FolderStore:
    with world.app.app_context():
        return current_store()


def kept(world: World, store: FolderStore, content: bytes) -> tuple[UUID, str]:
    def make(session) -> tuple[UUID, str]:
        entry = keep_for_office(
            session,
            store,
            district_id=BANG_NA,
            stored_by="ทดสอบ",
            name="ภาพ.jpg",
            content=content,
            content_type="image/jpeg",
            purpose="test",
        )
        return entry.id, entry.sha256

    found: tuple[UUID, str] = world.in_district(make)
    return found


def an_hour_later(world: World, store: FolderStore, *contents: str) -> None:
    """The bytes lay untouched for an hour; then the job is due."""
    past = time.time() - WAIT.total_seconds() - 1
    for sha256 in contents:
        path = store.folder / str(BANG_NA) / sha256
        if path.exists():
            os.utime(path, (past, past))
    world.in_district(lambda session: FORGET.run(session, contents=list(contents)))


def there(store: FolderStore, sha256: str) -> bool:
    return (store.folder / str(BANG_NA) / sha256).exists()


def test_the_bytes_go_an_hour_after_the_last_file_that_had_them(world, store):
    first, sha256 = kept(world, store, b"a face of somebody")
    second, same = kept(world, store, b"a face of somebody")
    assert same == sha256
    world.in_district(lambda session: forget_files(session, [first]))
    an_hour_later(world, store, sha256)
    assert there(store, sha256)
    world.in_district(lambda session: forget_files(session, [second]))
    an_hour_later(world, store, sha256)
    assert not there(store, sha256)
    an_hour_later(world, store, sha256)


def test_the_job_waits_for_its_hour_and_bytes_that_were_put_again_stay(world, store):
    file_id, sha256 = kept(world, store, b"another face")
    world.in_district(lambda session: forget_files(session, [file_id]))
    columns = select(OutboxJob.name, OutboxJob.leased_until - OutboxJob.created_at)
    jobs = world.in_district(lambda session: session.execute(columns).all())
    assert [job[0] for job in jobs] == ["files.forget"]
    assert jobs[0][1] > WAIT - timedelta(minutes=1)
    store.put(BANG_NA, b"another face")
    world.in_district(lambda session: FORGET.run(session, contents=[sha256]))
    assert there(store, sha256)
    assert world.in_district(lambda session: session.get(StoredFile, (BANG_NA, file_id))) is None
