"""The database refuses what the code forgets: probes as the production login, and what happens without a policy."""

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from core.db import Base, TableClass
from core.extensions import db
from core.tenancy import provision, scope
from core.tenancy.startup import UnsafeLoginError, refuse_unsafe_login
from tenants.registry.models import Community
from tests.conftest import Servers
from tests.support.world import BANG_NA, NEIGHBOUR, World

SECURED = sorted(
    mapper.local_table.name
    for mapper in Base.registry.mappers
    if getattr(mapper.class_, "table_class", None)
    in {TableClass.TENANT, TableClass.REPORTED, TableClass.OPERATIONS}
)


def test_without_a_scope_every_query_is_refused(app: Flask, world: World):
    with app.app_context(), pytest.raises(DBAPIError, match="permission denied"):
        db.session.execute(text("SELECT * FROM communities"))
    with app.app_context():
        db.session.rollback()


def test_a_scope_does_not_open_inside_a_transaction_or_another_scope(app: Flask, world: World):
    with app.app_context():
        with (
            scope.work(db.session, scope.tenant_scope(BANG_NA)),
            pytest.raises(scope.ScopeError),
            scope.work(db.session, scope.tenant_scope(NEIGHBOUR)),
        ):
            pass
        db.session.execute(text("SELECT 1"))
        with pytest.raises(scope.ScopeError), scope.work(db.session, scope.platform_scope()):
            pass
        db.session.rollback()


def test_the_scope_ends_with_its_transaction_also_after_an_error(app: Flask, world: World):
    with app.app_context():
        with pytest.raises(DBAPIError), scope.work(db.session, scope.tenant_scope(BANG_NA)):
            db.session.execute(text("SELECT 1/0"))
        row = db.session.execute(
            text("SELECT current_setting('role'), current_setting('app.district_id', true)")
        ).one()
        db.session.rollback()
    assert row[0] == "none"
    assert not row[1]


def test_a_district_sees_and_writes_only_its_own_rows(world: World):
    world.community("ของพระโขนง", NEIGHBOUR)

    def look(session):
        assert session.query(Community).count() == 0
        assert session.execute(text("UPDATE communities SET note = 'x'")).rowcount == 0
        assert session.execute(text("DELETE FROM communities")).rowcount == 0

    world.in_district(look, BANG_NA)


HOSTILE = [
    (
        "INSERT INTO zones (district_id, id, number, name, edition, valid_from, is_example, version, changed_by) "
        "VALUES (1009, gen_random_uuid(), 1, 'x', 1, '2026-01-01', false, 1, '')"
    ),
    "UPDATE communities SET district_id = 1009",
    (
        "INSERT INTO audit_entries (district_id, actor_name, actor_position, action, reason, request_id, "
        "table_name, row_id, operation) VALUES (1047, '', '', '', '', '', '', '', '')"
    ),
    "DELETE FROM audit_entries",
    "SELECT password_hash FROM accounts",
    "SELECT * FROM sign_in_sessions",
    "UPDATE offices SET name_th = 'x'",
    "INSERT INTO manual_editions (number) VALUES (99)",
    "TRUNCATE communities",
    "ALTER TABLE communities DISABLE ROW LEVEL SECURITY",
    "SET ROLE community_owner",
    "SET SESSION AUTHORIZATION postgres",
    "COPY communities FROM STDIN",
    "COPY communities TO PROGRAM 'cat'",
    "CREATE TABLE public.mine (id int)",
    (
        "INSERT INTO zone_memberships (district_id, id, zone_id, community_id, valid_from, is_example) "
        "SELECT 1047, gen_random_uuid(), gen_random_uuid(), id, '2026-01-01', false FROM communities"
    ),
]


@pytest.mark.parametrize("statement", HOSTILE)
def test_hostile_sql_of_a_district_is_refused(world: World, statement: str):
    world.community("ของบางนา")
    with pytest.raises(DBAPIError):
        world.in_district(lambda session: session.execute(text(statement)))


def test_row_security_cannot_be_switched_off_to_see_more(world: World):
    world.community("ของพระโขนง", NEIGHBOUR)

    def look(session):
        session.execute(text("SET row_security = off"))
        return session.execute(text("SELECT count(*) FROM communities")).scalar_one()

    with pytest.raises(DBAPIError, match="row-level security"):
        world.in_district(look, BANG_NA)


def test_errors_do_not_tell_whether_a_foreign_row_exists(world: World):
    foreign = world.community("ของพระโขนง", NEIGHBOUR)
    own = world.community("ของบางนา")

    def point_at(session):
        session.execute(
            text(
                "INSERT INTO community_figures (district_id, id, community_id, as_of, source, recorded_by, is_example) "
                "VALUES (1047, gen_random_uuid(), :target, '2026-01-01', 'x', 'x', false)"
            ),
            {"target": foreign},
        )

    with pytest.raises(DBAPIError, match="foreign key"):
        world.in_district(point_at)
    assert own


@pytest.fixture
def as_tenant(owner: Engine, world: World):
    """A superuser's connection that plays a district, so that policies can be dropped and rolled back."""
    world.community("ของบางนา")
    world.community("ของพระโขนง", NEIGHBOUR)
    with owner.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


def _leaks(connection: Connection, table: str) -> bool:
    """Whether a district sees or could write rows of another one in this table."""
    connection.exec_driver_sql("SAVEPOINT probe")
    try:
        connection.exec_driver_sql("SET LOCAL ROLE app_tenant")
        connection.exec_driver_sql(f"SELECT set_config('app.district_id', '{BANG_NA}', true)")
        foreign = connection.exec_driver_sql(
            f"SELECT count(*) FROM {table} WHERE district_id <> {BANG_NA}"
        ).scalar_one()
    finally:
        connection.exec_driver_sql("ROLLBACK TO probe")
    return bool(foreign)


def _plant_foreign_row(connection: Connection, table: str) -> None:
    """A row of the neighbour, made from nothing: constraints are the superuser's to defer."""
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    columns = connection.execute(
        text(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = :t "
            "AND table_schema = 'public' AND is_nullable = 'NO' AND is_generated = 'NEVER' "
            "AND is_identity = 'NO'"
        ),
        {"t": table},
    ).all()
    sample = {
        "smallint": str(NEIGHBOUR),
        "integer": "1",
        "bigint": "1",
        "uuid": "gen_random_uuid()",
        "text": "'x'",
        "date": "'2026-01-01'",
        "boolean": "false",
        "jsonb": "'{}'",
        "numeric": "1",
        "double precision": "1",
        "timestamp with time zone": "now()",
        "time without time zone": "'09:00'",
        "bytea": "'x'",
    }
    names = ", ".join(name for name, _ in columns)
    values = ", ".join(sample[kind] for _, kind in columns)
    connection.exec_driver_sql(
        f"ALTER TABLE {table} DISABLE TRIGGER ALL; "
        + "".join(
            f"ALTER TABLE {table} DROP CONSTRAINT {name}; "
            for name in connection.execute(
                text(
                    "SELECT conname FROM pg_constraint WHERE conrelid = CAST(:t AS regclass) AND contype = 'c'"
                ),
                {"t": table},
            ).scalars()
        )
        + f"INSERT INTO {table} ({names}) VALUES ({values})"
    )
    connection.exec_driver_sql("SET LOCAL session_replication_role = origin")


def _grant_reading(connection: Connection, table: str) -> None:
    """Nobody may read the ballots at all; behind that wall the policy has to hold by itself."""
    connection.exec_driver_sql(f"GRANT SELECT ON {table} TO app_tenant")


@pytest.mark.parametrize("table", SECURED)
def test_no_table_shows_a_foreign_row_and_the_probe_notices_a_lost_policy(
    as_tenant: Connection, table: str
):
    _plant_foreign_row(as_tenant, table)
    _grant_reading(as_tenant, table)
    assert not _leaks(as_tenant, table)
    as_tenant.exec_driver_sql("SAVEPOINT mutation")
    as_tenant.exec_driver_sql(f"ALTER POLICY tenant ON {table} USING (true)")
    assert _leaks(as_tenant, table), f"the probe would not notice a loosened policy on {table}"
    as_tenant.exec_driver_sql("ROLLBACK TO mutation")
    as_tenant.exec_driver_sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    assert _leaks(as_tenant, table), f"the probe would not notice row-level security off on {table}"


@pytest.mark.parametrize("login", ["superuser", "owner"])
def test_the_application_refuses_to_serve_as_an_unsafe_login(servers: Servers, login: str):
    urls = {
        "superuser": servers.postgres.superuser_url("community_networks"),
        "owner": servers.postgres.owner_url(),
    }
    engine = create_engine(urls[login])
    refuse_unsafe_login(engine)
    with pytest.raises(UnsafeLoginError), engine.connect():
        pass
    engine.dispose()


def test_migrating_again_changes_nothing_and_refuses_one_login_for_both(servers: Servers):
    provision.migrate(servers.postgres.owner_url(), servers.postgres.app_url())
    with pytest.raises(provision.ConfigurationError, match="same login"):
        provision.migrate(servers.postgres.owner_url(), servers.postgres.owner_url())


def test_a_page_that_only_shows_cannot_write(world: World, app: Flask):
    community = world.community("ก")
    with (
        app.app_context(),
        pytest.raises(DBAPIError, match="read-only transaction"),
        scope.work(db.session, scope.tenant_scope(BANG_NA, read_only=True)),
    ):
        db.session.execute(text("UPDATE communities SET note = 'x'"))
    assert community
