"""The servers of the test run: a real PostgreSQL and a real Valkey, one pair for each test worker."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from city.features import FEATURES as CITY
from core.app import create_app
from core.config import Config
from core.extensions import db
from core.indicators.seed import seed_indicators, seeded
from core.tenancy import provision
from tenants.features import FEATURES as TENANTS
from tests import route_coverage
from tests.support.browsers import ARGUMENTS, CHROMIUM
from tests.support.world import World
from workers.local import EmbeddedPostgres, EmbeddedValkey, disposable_state

SHARED = Path(__file__).resolve().parents[2] / "shared"

KEPT_TABLES = {
    "regulation_values",
    "alembic_version",
    "offices",
    "subdistricts",
    "registered_population",
    "published_figures",
    "installation",
    "indicator_definitions",
    "indicator_targets",
}


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(route_coverage.RouteCoverage(config))


@dataclass(frozen=True)
class Servers:
    postgres: EmbeddedPostgres
    valkey: EmbeddedValkey
    state: Path


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL with a migrated database, and Valkey; both end with the run."""
    state = disposable_state()
    postgres, valkey = EmbeddedPostgres(state, fast=True), EmbeddedValkey(state)
    try:
        postgres.start()
        valkey.start()
        provision.migrate(postgres.owner_url(), postgres.app_url())
        yield Servers(postgres, valkey, state)
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(state, ignore_errors=True)


@pytest.fixture(scope="session")
def config(servers: Servers) -> Config:
    return Config(
        database_url=servers.postgres.app_url(),
        redis_url=servers.valkey.url(),
        secret_key="only for tests",
        files_url=str(servers.state / "files"),
        metrics_token="only for tests",
    )


@pytest.fixture(scope="session")
def app(config: Config) -> Iterator[Flask]:
    """The whole application as the production login; jobs wait in the outbox until a test runs them."""
    application = create_app([*TENANTS, *CITY], config)
    application.config["WTF_CSRF_ENABLED"] = False
    route_coverage.watch(application)
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def owner(servers: Servers) -> Iterator[Engine]:
    """The superuser, only to look behind the scenes and to empty tables between tests."""
    engine = create_engine(servers.postgres.superuser_url("community_networks"), poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def world(app: Flask, owner: Engine) -> Iterator[World]:
    """An empty city of real offices; whatever the test makes is gone after it."""
    yield World(app)
    with owner.begin() as connection:
        empty(connection)


def empty(connection: Connection) -> None:
    """Delete what a test wrote, table by table and past every trigger: truncating all takes ten times as long."""
    tables = set(
        connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
    )
    looks = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables - KEPT_TABLES
    )
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    for table in connection.execute(text(looks)).scalars().all():
        connection.exec_driver_sql(f"DELETE FROM {table}")
    connection.exec_driver_sql("DELETE FROM regulation_values WHERE recorded_by <> ''")
    restore_indicators(connection)
    connection.exec_driver_sql("UPDATE offices SET first_opened_at = NULL, last_opened_at = NULL")
    connection.exec_driver_sql("UPDATE installation SET demo = false, demo_loaded_at = NULL")


def restore_indicators(connection: Connection) -> None:
    """Seed the indicators again where a test drafted, published, discarded or set something."""
    for table, name, by in (
        ("indicator_definitions", "definitions", "changed_by"),
        ("indicator_targets", "targets", "recorded_by"),
    ):
        found = connection.exec_driver_sql(
            f"SELECT count(*), count(*) FILTER (WHERE {by} = '') FROM {table}"
        ).one()
        if set(found) != {len(seeded(name))}:
            connection.exec_driver_sql("DELETE FROM indicator_definitions")
            connection.exec_driver_sql("DELETE FROM indicator_targets")
            seed_indicators(connection)
            return


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process: a second driver would not start beside the first."""
    if not CHROMIUM.exists():
        pytest.fail(
            "The browser tests need Debian's chromium: apt-get install chromium "
            "(or NO_BROWSER=1 to leave them out)."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The reference data of the project; skips where the folder is not beside the checkout."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the reference data is not beside this checkout: ../shared/data")
    return folder
