"""Bringing a database to the newest version: group roles, the application's login, migrations, catalogue.

Runs as an owner with CREATEROLE, never as the application, and sets no password of a login that exists.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from core.config import ConfigurationError
from core.db import Base
from core.tenancy.catalogue import seed_catalogue
from core.tenancy.scope import DatabaseRole

_FOUND = find_spec("migrations")
MIGRATIONS = Path(_FOUND.origin).parent if _FOUND and _FOUND.origin else Path("migrations")
"""Beside the sources in a checkout, in the working folder of an image: wherever Python finds it."""

_LOCK = 7_261_047
"""One migration at a time, however many containers start: a key for an advisory lock of PostgreSQL."""


_COLUMNS = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
AND a.attnum > 0 AND NOT a.attisdropped
"""


def migrate(owner_url: str, application_url: str) -> None:
    """Create the roles, run the migrations, seed the catalogue, allow the application's login in."""
    login = make_url(application_url)
    if not login.username:
        raise ConfigurationError(
            "DATABASE_URL names no login; the application needs one of its own."
        )
    engine = create_engine(owner_url)
    try:
        with _one_at_a_time(engine) as connection:
            _check_owner(connection, login.username)
            _create_group_roles(connection)
            _prepare_login(connection, login.username, login.password)
            connection.commit()
            upgrade(connection)
            seed_catalogue(connection)
            connection.commit()
    finally:
        engine.dispose()


def missing_parts(application_url: str) -> list[str]:
    """Tables and columns of the models that the database lacks, as "table" or "table.column".

    Asked as the application, which may read PostgreSQL's own catalogue and nothing else: it tells
    whether a migration is outstanding where the owner's login is not at hand.
    """
    engine = create_engine(application_url)
    try:
        with engine.connect() as connection:
            found = {(row[0], row[1]) for row in connection.execute(text(_COLUMNS))}
    finally:
        engine.dispose()
    tables = {table for table, _ in found}
    return [
        name if name not in tables else f"{name}.{column.name}"
        for name, table in sorted(Base.metadata.tables.items())
        for column in (table.columns if name in tables else list(table.columns)[:1])
        if (name, column.name) not in found
    ]


def alembic_config(connection: Connection, *, discard: bool = False) -> AlembicConfig:
    """Alembic over an open connection; `discard` lets a downgrade destroy rows."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes.update(connection=connection, discard=discard)
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    command.upgrade(alembic_config(connection), revision)


def new_revision(title: str) -> Path:
    """The next numbered migration file. The head file makes two of one number a conflict that git sees."""
    script = ScriptDirectory(str(MIGRATIONS), file_template="%(rev)s_%(slug)s")
    number = f"{int(script.get_current_head() or 0) + 1:04}"
    made = script.generate_revision(number, title)
    if made is None:
        raise ConfigurationError("The migration could not be written.")
    (MIGRATIONS / ".head").write_text(number + "\n", encoding="utf-8")
    return Path(made.path)


@contextmanager
def _one_at_a_time(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.commit()
        try:
            yield connection
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
            connection.commit()


def _check_owner(connection: Connection, login: str) -> None:
    row = connection.execute(
        text(
            "SELECT current_user, rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
        )
    ).one()
    if row[0] == login:
        raise ConfigurationError(
            "MIGRATION_DATABASE_URL and DATABASE_URL name the same login. "
            "The application must not own its tables: use two logins."
        )
    if not row[1]:
        raise ConfigurationError(
            f"The login {row[0]} may not create roles. Run as a superuser: ALTER ROLE {row[0]} CREATEROLE"
        )


def _create_group_roles(connection: Connection) -> None:
    existing = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    for role in DatabaseRole:
        if role.value not in existing:
            connection.exec_driver_sql(f"CREATE ROLE {role.value} NOLOGIN NOINHERIT")


def _prepare_login(connection: Connection, login: str, password: str | None) -> None:
    quoted = connection.dialect.identifier_preparer.quote(login)
    state = connection.execute(
        text("SELECT rolinherit FROM pg_roles WHERE rolname = :login"), {"login": login}
    ).one_or_none()
    if state is None:
        secret = f" PASSWORD {_literal(password)}" if password else ""
        connection.exec_driver_sql(f"CREATE ROLE {quoted} LOGIN NOINHERIT{secret}")
    elif state[0]:
        _forbid_inheritance(connection, quoted)
    options = " WITH INHERIT FALSE, SET TRUE" if _version(connection) >= 160_000 else ""  # noqa: PLR2004 - PostgreSQL 16
    for role in DatabaseRole:
        connection.exec_driver_sql(f"GRANT {role.value} TO {quoted}{options}")
    database = connection.dialect.identifier_preparer.quote(
        connection.execute(text("SELECT current_database()")).scalar_one()
    )
    connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {database} TO {quoted}")


def _forbid_inheritance(connection: Connection, quoted_login: str) -> None:
    """Before PostgreSQL 16 inheritance is a property of the login; since then of each grant."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"ALTER ROLE {quoted_login} NOINHERIT")
    except ProgrammingError as problem:
        if _version(connection) < 160_000:  # noqa: PLR2004 - PostgreSQL 16
            raise ConfigurationError(
                f"The login {quoted_login} inherits. Run as a superuser: ALTER ROLE {quoted_login} NOINHERIT"
            ) from problem


def _version(connection: Connection) -> int:
    return int(connection.execute(text("SHOW server_version_num")).scalar_one())


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def mark_as_demo(owner_url: str) -> bool:
    """Allow example data into a database that has no account yet; one that is in use stays as it is.

    True where the mark was set now.
    """
    engine = create_engine(owner_url)
    try:
        with engine.begin() as connection:
            marked = connection.execute(
                text(
                    "UPDATE installation SET demo = true "
                    "WHERE NOT demo AND NOT EXISTS (SELECT FROM accounts) RETURNING id"
                )
            ).all()
            return bool(marked)
    finally:
        engine.dispose()
