"""What an operator's two logins go through: a server whose superuser made them, then `migrate` and the demo."""

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from city.features import FEATURES as CITY
from core import demo
from core.app import create_app
from core.composition import composition_of
from core.config import Config, ConfigurationError
from core.extensions import db
from core.tenancy import provision, scope
from tenants.features import FEATURES as TENANTS
from tenants.registry.models import Community
from tests.support.world import BANG_NA
from workers.local import EmbeddedPostgres, disposable_state

LOGIN = "SELECT rolinherit, rolpassword, rolsuper FROM pg_authid WHERE rolname = 'community_app'"


@pytest.fixture(scope="module")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A server that nothing was migrated on; its superuser gave the application a password and INHERIT."""
    state = disposable_state()
    try:
        with EmbeddedPostgres(state, fast=True) as server:
            ask(server, "ALTER ROLE community_app INHERIT PASSWORD 'the-first-one'")
            yield server
    finally:
        shutil.rmtree(state, ignore_errors=True)


@pytest.fixture(scope="module")
def migrated(postgres: EmbeddedPostgres) -> EmbeddedPostgres:
    provision.migrate(postgres.owner_url(), postgres.app_url())
    return postgres


@pytest.fixture
def app(migrated: EmbeddedPostgres) -> Iterator[Flask]:
    config = Config(
        database_url=migrated.app_url(),
        redis_url="unix:///nowhere/valkey.sock?db=0",
        secret_key="only for tests",
        files_url=str(migrated.state / "files"),
    )
    app = create_app([*TENANTS, *CITY], config)
    with app.app_context():
        yield app
        db.engine.dispose()


def ask(server: EmbeddedPostgres, statement: str, database: str = "postgres") -> list[tuple]:
    engine = create_engine(server.superuser_url(database), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            answer = connection.execute(text(statement))
            return [tuple(row) for row in answer] if answer.returns_rows else []
    finally:
        engine.dispose()


def load(app: Flask) -> bool:
    return demo.load(db.session, composition_of(app))


def test_an_empty_database_lacks_everything_and_a_migrated_one_nothing(
    postgres: EmbeddedPostgres, app: Flask
):
    assert provision.missing_parts(postgres.app_url()) == []
    assert "accounts" in provision.missing_parts(postgres.app_url("postgres"))


def test_a_column_that_a_later_migration_adds_is_missed(postgres: EmbeddedPostgres, app: Flask):
    ask(postgres, "ALTER TABLE accounts RENAME language TO speech", "community_networks")
    try:
        assert provision.missing_parts(postgres.app_url()) == ["accounts.language"]
    finally:
        ask(postgres, "ALTER TABLE accounts RENAME speech TO language", "community_networks")


def test_a_login_that_the_superuser_made_keeps_its_password_and_inherits_nothing(
    migrated: EmbeddedPostgres, app: Flask
):
    before = ask(migrated, LOGIN)
    provision.migrate(
        migrated.owner_url(),
        migrated.app_url().replace("community_app@", "community_app:another-one@"),
    )
    assert ask(migrated, LOGIN) == before
    inherited = "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member "
    assert ask(migrated, f"{inherited} WHERE r.rolname = 'community_app' AND m.inherit_option") == [
        (0,)
    ]
    assert app.test_client().get("/_ready").json["database"] == "ready"


def test_an_owner_without_the_right_to_make_roles_is_told_so(postgres: EmbeddedPostgres):
    ask(postgres, "CREATE ROLE a_plain_login LOGIN")
    plain = postgres.owner_url().replace("community_owner@", "a_plain_login@")
    with pytest.raises(ConfigurationError, match="ALTER ROLE a_plain_login CREATEROLE"):
        provision.migrate(plain, postgres.app_url())


def test_example_data_stays_out_of_a_database_without_the_mark(app: Flask):
    with pytest.raises(demo.NotADemoError, match="not marked"):
        load(app)


def test_a_database_that_is_in_use_is_neither_marked_nor_filled(
    migrated: EmbeddedPostgres, app: Flask
):
    opened = app.test_cli_runner().invoke(
        args=["accounts", "open", "city.first", "--role", "platform_admin", "--name", "นางตัวอย่าง"]
    )
    assert opened.exit_code == 0, opened.output
    assert "Password: " in opened.output
    assert not provision.mark_as_demo(migrated.owner_url())
    ask(migrated, "UPDATE installation SET demo = true", "community_networks")
    with pytest.raises(demo.NotADemoError, match="uses this database already"):
        load(app)
    ask(migrated, "UPDATE installation SET demo = false", "community_networks")
    ask(
        migrated,
        "SET row_security = off; TRUNCATE memberships, accounts CASCADE",
        "community_networks",
    )


def test_a_role_of_the_wrong_tier_opens_no_account(app: Flask):
    command = ["accounts", "open", "bangna.first", "--name", "นางตัวอย่าง", "--role"]
    refused = app.test_cli_runner().invoke(args=[*command, "office_admin"])
    assert refused.exit_code == 1
    assert "office_admin is no role there" in refused.output


def test_a_load_that_was_interrupted_leaves_nothing_and_the_next_one_loads_all(
    migrated: EmbeddedPostgres, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    def communities() -> int:
        with scope.work(db.session, scope.tenant_scope(BANG_NA, read_only=True)):
            return db.session.scalars(select(func.count()).select_from(Community)).one()

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    assert provision.mark_as_demo(migrated.owner_url())
    with monkeypatch.context() as patched:
        patched.setattr(demo, "make_accounts", stop)
        with pytest.raises(KeyboardInterrupt):
            load(app)
    assert communities() == 0
    assert load(app)
    assert communities() > 0
    assert not load(app)


def test_an_operators_command_needs_the_database_alone():
    given = {"DATABASE_URL": "postgresql://application@/x"}
    config = Config.from_environment(given, serving=False)
    assert (config.redis_url, config.files_url) == ("", "")
    assert len(config.secret_key) >= 32
    with pytest.raises(ConfigurationError, match="REDIS_URL is not set"):
        Config.from_environment(given)
    with pytest.raises(ConfigurationError, match="DATABASE_URL is not set"):
        Config.from_environment({}, serving=False)


@pytest.mark.parametrize("value", ["*", "-1", "one", "nan"])
def test_a_setting_that_is_no_number_is_named(value: str):
    given = {"DATABASE_URL": "postgresql://application@/x", "TRUSTED_PROXIES": value}
    with pytest.raises(ConfigurationError, match="TRUSTED_PROXIES must be a number"):
        Config.from_environment(given, serving=False)


def test_a_served_site_needs_a_long_secret():
    served = {
        "DATABASE_URL": "postgresql+psycopg://app@/db",
        "REDIS_URL": "redis://localhost",
        "FILES_URL": "/srv/files",
        "PUBLIC_URL": "https://networks.example",
    }
    with pytest.raises(ConfigurationError, match="shorter than 32"):
        Config.from_environment(served | {"SECRET_KEY": "short"})
    assert Config.from_environment(served | {"SECRET_KEY": "k" * 48}).secure_cookies
