"""Migrations: numbered, one head, equal to the models, and down removes what its revision added."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from core.tenancy import provision
from migrations import models
from tests.conftest import Servers

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ROOT / "migrations" / "versions"


def revisions() -> list[str]:
    return sorted(path.name[:4] for path in VERSIONS.glob("*.py"))


@pytest.fixture
def database(servers: Servers, owner: Engine):
    """An empty database of its own, owned by the owner's login."""
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS migrated WITH (FORCE)")
        connection.exec_driver_sql("CREATE DATABASE migrated OWNER community_owner")
    engine = create_engine(servers.postgres.owner_url("migrated"), poolclass=NullPool)
    yield engine
    engine.dispose()


def move(engine: Engine, where: str, *, down: bool = False, discard: bool = False) -> None:
    with engine.connect() as connection:
        config = provision.alembic_config(connection, discard=discard)
        (command.downgrade if down else command.upgrade)(config, where)
        connection.commit()


def shape(engine: Engine) -> dict[str, list[str]]:
    """Tables with columns, keys, policies, triggers, functions and grants, as text."""
    queries = {
        "columns": "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || "
        "coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = 'public'",
        "constraints": "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
        "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "policies": "SELECT tablename || ' ' || policyname || ' ' || cmd || ' ' || coalesce(qual, '') || "
        "coalesce(with_check, '') || array_to_string(roles, ',') FROM pg_policies",
        "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "functions": "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "grants": "SELECT table_name || ' ' || grantee || ' ' || privilege_type || ' ' || column_name "
        "FROM information_schema.column_privileges WHERE table_schema = 'public'",
    }
    with engine.connect() as connection:
        return {
            name: sorted(str(row) for row in connection.execute(text(query)).scalars())
            for name, query in queries.items()
        }


def test_revisions_are_numbered_without_a_gap_and_the_head_file_names_the_last():
    assert revisions() == [f"{number:04}" for number in range(1, len(revisions()) + 1)]
    assert (ROOT / "migrations" / ".head").read_text(encoding="utf-8").strip() == revisions()[-1]


def test_there_is_one_head(servers: Servers):
    script = ScriptDirectory(str(provision.MIGRATIONS))
    assert script.get_heads() == [revisions()[-1]]


def test_models_and_migrations_say_the_same(database: Engine):
    move(database, "head")
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []


@pytest.mark.parametrize("revision", revisions())
def test_going_down_removes_what_the_revision_added_and_nothing_else(
    database: Engine, revision: str
):
    before = f"{int(revision) - 1:04}"
    if before != "0000":
        move(database, before)
    older = shape(database)
    move(database, revision)
    newer = shape(database)
    move(database, "-1", down=True)
    without_bookkeeping = {
        name: [line for line in lines if "alembic_version" not in line]
        for name, lines in shape(database).items()
    }
    assert without_bookkeeping == {
        name: [line for line in lines if "alembic_version" not in line]
        for name, lines in older.items()
    }
    move(database, revision)
    assert shape(database) == newer


def test_going_down_refuses_to_destroy_rows_unless_told_to(database: Engine):
    move(database, "head")
    with database.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO offices (code, kind, slug, name_th, name_en) VALUES (1047, 'district', 'x', 'x', 'x')"
        )
        connection.exec_driver_sql("SELECT set_config('app.district_id', '1047', true)")
        connection.exec_driver_sql(
            "INSERT INTO zones (district_id, id, number, name, edition, valid_from, is_example, version, changed_by) "
            "VALUES (1047, gen_random_uuid(), 1, 'x', 1, '2026-01-01', false, 1, '')"
        )
    with pytest.raises(RuntimeError, match="holds rows"):
        move(database, "0001", down=True)
    move(database, "0001", down=True, discard=True)


def test_the_sql_of_migrations_takes_no_long_locks(database: Engine):
    """squawk reads what the migrations run; new tables are free, changes of old ones are not."""
    statements: list[str] = []

    @event.listens_for(database, "before_cursor_execute")
    def keep(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    move(database, "head")
    changes = [
        text
        for text in statements
        if re.match(r"\s*(CREATE|ALTER|DROP)", text) and "alembic_version" not in text
    ]
    run = subprocess.run(
        [
            Path(sys.executable).with_name("squawk"),
            "--assume-in-transaction",
            "--exclude",
            # The keys are small on purpose, and each migration is one transaction with time-outs of its own.
            # A column that may be empty now joins to nothing in the code of before, which stays right.
            (
                "prefer-robust-stmts,require-timeout-settings,prefer-bigint-over-int,"
                "prefer-bigint-over-smallint,ban-drop-not-null,"
                # Facts are counted anew after it, and closed months were carried over before it.
                "ban-drop-table,"
                # Facts are counted under the policy of their office: no code relied on the key.
                "ban-drop-constraint"
            ),
        ],
        input=";\n".join(changes).replace("%%", "%") + ";",
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[:3000]
