"""What happens when a part of the machine fails: workers killed, Valkey gone or frozen, PostgreSQL restarted."""

import importlib
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.pool import NullPool

from city.features import FEATURES as CITY
from core.app import create_app
from core.config import Config
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month
from core.indicators.models import Fact
from core.jobs import vitals
from core.tenancy import provision
from tenants.features import FEATURES as TENANTS
from tests.support.processes import beat, worker
from tests.support.world import BANG_NA, World
from workers.local import EmbeddedPostgres, EmbeddedValkey, disposable_state
from workers.publishing import publish, publishing_app
from workers.scoped import ScopeMissingError

ROOT = Path(__file__).resolve().parents[2]
THIS_MONTH = first_of_month(bangkok_today())


@pytest.fixture(scope="module")
def machine() -> Iterator[tuple[EmbeddedPostgres, EmbeddedValkey, Path]]:
    """Servers of this file alone, since they are stopped and frozen here."""
    state = disposable_state()
    postgres, valkey = EmbeddedPostgres(state, fast=True), EmbeddedValkey(state)
    try:
        postgres.start()
        valkey.start()
        provision.migrate(postgres.owner_url(), postgres.app_url())
        yield postgres, valkey, state
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(state, ignore_errors=True)


@pytest.fixture(scope="module")
def office(machine) -> Iterator[tuple[Flask, World]]:
    """The application as it is served, with the real publisher."""
    postgres, valkey, state = machine
    config = Config(
        database_url=postgres.app_url(),
        redis_url=valkey.url(),
        secret_key="only for tests",
        files_url=str(state / "files"),
    )
    sender = publishing_app(config)
    app = create_app([*TENANTS, *CITY], config, publish=lambda job: publish(sender, job))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app, World(app)
    with app.app_context():
        db.engine.dispose()


def eventually(look: Callable[[], object], expected: object, patience: float = 30) -> float:
    """Wait until `look` answers what is expected; returns the seconds that it took."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        if look() == expected:
            return time.monotonic() - began
        time.sleep(0.05)
    assert look() == expected
    return patience


def communities(world: World) -> int | None:
    found = world.in_district(
        lambda session: session.scalars(
            select(Fact.value).where(
                Fact.measure == "registry.communities",
                Fact.month == THIS_MONTH,
                Fact.zone_id.is_(None),
            )
        ).one_or_none()
    )
    return None if found is None else int(found)


def register(client, name: str):
    return client.post(
        "/d/bangna/communities", data={"name": name, "kind": "urban", "status": "registered"}
    )


def test_a_saved_change_reaches_the_facts_through_the_real_worker(machine, office):
    app, world = office
    officer = world.sign_in()
    redis_url = app.extensions["config"].redis_url
    assert vitals.read(redis_url).at == {}
    with worker(app), beat(app, machine[2]):
        register(officer, "ก")
        eventually(lambda: communities(world), 1, patience=60)
        took = []
        for number in range(2, 8):
            register(officer, f"ชุมชน {number}")
            took.append(eventually(lambda expected=number: communities(world) == expected, True))
        signs = vitals.read(redis_url)
        assert signs.of_clock(datetime.now(UTC)) is vitals.Life.BEATING
    assert median(took) < 2


def test_a_worker_killed_in_the_middle_of_counting_leaves_the_facts_right(machine, office):
    app, world = office
    postgres, _, state = machine
    officer = world.sign_in()
    before = communities(world) or 0
    superuser = create_engine(
        postgres.superuser_url("community_networks"),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
    )
    with superuser.connect() as blocker:
        blocker.execute(
            text("SELECT pg_advisory_lock(:space, :cell)"),
            {"space": 4711 + BANG_NA, "cell": THIS_MONTH.toordinal()},
        )
        with beat(app, state), worker(app) as first:
            register(officer, "ระหว่างนับ")
            waiting = text(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND usename = 'community_app'"
            )
            eventually(lambda: blocker.execute(waiting).scalar_one() > 0, True, patience=60)
            os.killpg(first.pid, signal.SIGKILL)
            first.wait(5)
    superuser.dispose()
    with worker(app), beat(app, state):
        eventually(lambda: communities(world), before + 1, patience=60)


def speed(client) -> float:
    took = []
    for _ in range(15):
        began = time.monotonic()
        assert client.get("/d/bangna/communities").status_code == 200
        took.append(time.monotonic() - began)
    return median(took)


def test_a_frozen_valkey_slows_no_page_and_loses_no_work(machine, office):
    app, world = office
    _, valkey, state = machine
    officer = world.sign_in()
    before, usual = communities(world) or 0, speed(officer)
    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        assert register(officer, "ขณะหยุดนิ่ง").status_code == 303
        assert time.monotonic() - began < 1
        assert speed(officer) < usual * 3 + 0.05
        assert officer.get("/_ready").json == {
            "ready": True,
            "database": "ready",
            "broker": "not ready",
            "clock": "unknown",
        }
    finally:
        os.kill(valkey.pid, signal.SIGCONT)
    with worker(app), beat(app, state):
        eventually(lambda: communities(world), before + 1, patience=60)


def test_a_stopped_valkey_slows_no_page_and_loses_no_work(machine, office):
    app, world = office
    _, valkey, state = machine
    officer = world.sign_in()
    before, usual = communities(world) or 0, speed(officer)
    valkey.stop()
    try:
        began = time.monotonic()
        assert register(officer, "ขณะดับ").status_code == 303
        assert time.monotonic() - began < 1
        assert speed(officer) < usual * 3 + 0.05
    finally:
        valkey.start()
    with worker(app), beat(app, state):
        eventually(lambda: communities(world), before + 1, patience=60)


def test_a_restart_of_postgresql_is_a_thai_page_and_then_goes_on_by_itself(machine, office):
    _, world = office
    postgres, _, _ = machine
    officer = world.sign_in()
    assert officer.get("/d/bangna/communities").status_code == 200
    postgres.stop()
    try:
        answer = officer.get("/d/bangna/communities")
        assert answer.status_code == 503
        assert "พร้อมใช้งานชั่วคราว" in answer.text
        assert officer.get("/_ready").status_code == 503
        assert officer.get("/_live").status_code == 200
    finally:
        postgres.start()
    assert officer.get("/d/bangna/communities").status_code == 200
    assert officer.get("/_ready").status_code == 200


def test_a_message_without_an_office_is_refused(monkeypatch, office):
    app, _ = office
    config = app.extensions["config"]
    for name, value in {
        "DATABASE_URL": config.database_url,
        "REDIS_URL": config.redis_url,
        "SECRET_KEY": config.secret_key,
        "FILES_URL": config.files_url,
    }.items():
        monkeypatch.setenv(name, value)
    jobs = importlib.import_module("workers.tasks.jobs")
    jobs.answer.apply(args=["bulk"], throw=True)
    assert vitals.worker_of("bulk") in vitals.read(config.redis_url).at
    with pytest.raises(ScopeMissingError):
        jobs.run_job.apply(args=["01920000-0000-7000-8000-000000000001"], throw=True)
