"""Work that is written down: published soon, done once, never lost."""

import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from kombu.exceptions import OperationalError
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from city.features import FEATURES as CITY
from core.app import create_app
from core.composition import composition_of
from core.config import Config
from core.extensions import db
from core.feature import Job
from core.jobs import running, service
from core.jobs.models import OutboxJob
from core.jobs.publisher import Publisher
from core.tenancy import scope
from tenants.features import FEATURES as TENANTS
from tests.support.world import BANG_NA, NEIGHBOUR, World
from workers.publishing import publish, publishing_app


@pytest.fixture
def counted(app: Flask):
    """A job that counts how often it was done, by writing a mark in its own transaction."""
    done: list[int] = []

    def act(session, *, fail=False):
        if fail:
            raise ValueError("planted")
        done.append(scope.current(session).district_id)

    job = Job("tests.counted", "default", act)
    composition_of(app).jobs[job.name] = job
    yield job, done
    del composition_of(app).jobs[job.name]


def test_a_job_exists_exactly_if_its_transaction_commits(world: World, counted):
    job, done = counted
    with pytest.raises(ZeroDivisionError):
        world.in_district(lambda session: (service.enqueue(session, job), 1 / 0))
    world.work_off()
    assert done == []
    world.in_district(lambda session: service.enqueue(session, job))
    world.work_off()
    assert done == [BANG_NA]


def test_a_job_delivered_twice_is_done_once(world: World, app: Flask, counted):
    job, done = counted
    job_id = world.in_district(lambda session: service.enqueue(session, job).id)
    with app.app_context():
        assert running.run(BANG_NA, job_id)
        assert not running.run(BANG_NA, job_id)
    assert done == [BANG_NA]


def test_a_job_runs_in_its_own_office_alone(world: World, app: Flask, counted):
    job, done = counted
    job_id = world.in_district(lambda session: service.enqueue(session, job).id)
    with app.app_context():
        assert not running.run(NEIGHBOUR, job_id)
    assert done == []


def test_a_failed_job_is_tried_again_later_and_laid_aside_in_the_end(
    world: World, app: Flask, counted
):
    job, done = counted
    job_id = world.in_district(lambda session: service.enqueue(session, job, fail=True).id)
    for _ in range(app.extensions["config"].jobs.attempts):
        with app.app_context():
            assert not running.run(BANG_NA, job_id)
    row = world.in_district(
        lambda session: session.execute(
            select(OutboxJob.attempts, OutboxJob.failed_at, OutboxJob.last_error)
        ).one()
    )
    assert row.attempts == 8
    assert row.failed_at is not None
    assert "planted" in row.last_error
    assert world.work_off() == 0
    assert done == []


def test_a_swept_job_is_leased_and_comes_back_when_its_worker_died(
    world: World, app: Flask, counted
):
    job, _ = counted
    world.in_district(lambda session: service.enqueue(session, job))
    found = []
    with app.app_context():
        running.sweep(found.append)
        running.sweep(found.append)
    assert len(found) == 1
    world.in_district(
        lambda session: session.execute(
            update(OutboxJob).values(leased_until=datetime.now(UTC) - timedelta(seconds=1))
        )
    )
    with app.app_context():
        running.sweep(found.append)
    assert len(found) == 2


def test_the_sweeper_sees_ids_but_never_what_a_job_holds(world: World, app: Flask, counted):
    job, _ = counted
    world.in_district(lambda session: service.enqueue(session, job, secret="ลับ"))
    with (
        app.app_context(),
        pytest.raises(DBAPIError, match="permission denied"),
        scope.work(db.session, scope.jobs_scope()),
    ):
        db.session.execute(select(OutboxJob.payload)).all()


@contextmanager
def frozen_broker(folder: Path):
    """A broker that accepts connections and never answers: what a frozen Valkey looks like."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def test_a_frozen_broker_costs_a_publisher_a_moment_and_a_request_nothing(
    world: World, config: Config, tmp_path: Path, counted
):
    job, _ = counted
    job_id = world.in_district(lambda session: service.enqueue(session, job).id)
    waiting = service.Waiting(BANG_NA, job_id, "default")
    with frozen_broker(tmp_path) as url:
        frozen = Config(**{**config.__dict__, "redis_url": url})
        sender = publishing_app(frozen)
        began = time.monotonic()
        with pytest.raises(OperationalError):
            publish(sender, waiting)
        assert time.monotonic() - began < 5
        publisher = Publisher(lambda each: publish(sender, each))
        began = time.monotonic()
        publisher.offer([waiting] * 3)
        assert time.monotonic() - began < 0.1


def test_a_lost_publication_is_found_by_the_sweeper(world: World, counted):
    job, done = counted
    world.in_district(lambda session: service.enqueue(session, job))
    assert world.work_off() == 1
    assert done == [BANG_NA]


def test_a_full_publisher_drops_without_blocking(world: World):
    release = threading.Event()
    publisher = Publisher(lambda _job: release.wait(5))
    jobs = [service.Waiting(BANG_NA, None, "default")] * 1500
    began = time.monotonic()
    publisher.offer(jobs)
    assert time.monotonic() - began < 1
    release.set()


def test_each_application_of_a_process_publishes_its_own_jobs(
    world: World, config: Config, counted
):
    job, _ = counted
    heard: dict[str, list[service.Waiting]] = {"first": [], "second": []}
    apps = {
        name: create_app([*TENANTS, *CITY], config, publish=jobs.append)
        for name, jobs in heard.items()
    }
    with apps["second"].app_context(), scope.work(db.session, scope.office_scope(BANG_NA)):
        service.enqueue(db.session(), job)
    apps["second"].extensions["publisher"].wait_until_idle()
    assert [each.district_id for each in heard["second"]] == [BANG_NA]
    assert heard["first"] == []
    for each in apps.values():
        with each.app_context():
            db.engine.dispose()
