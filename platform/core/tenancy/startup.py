"""The refusal to serve as a role to which row-level security does not apply."""

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry


class UnsafeLoginError(RuntimeError):
    """The application's login is superuser, owner, BYPASSRLS or inherits: nothing would be isolated."""


_CHECK = """
SELECT rolname, rolsuper, rolbypassrls,
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
               AND c.relowner = r.oid) AS owns,
       has_table_privilege(rolname, 'public.offices', 'SELECT') AS reads
FROM pg_roles r WHERE rolname = session_user
"""


def refuse_unsafe_login(engine: Engine) -> None:
    """Look at every new connection; the first one that is unsafe stops the process's work."""

    @event.listens_for(engine, "connect")
    def look(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(_CHECK)
        name, superuser, bypasses, owns, reads = cursor.fetchone() or ("", True, True, True, True)
        cursor.close()
        connection.rollback()
        reasons = [
            sentence
            for holds, sentence in (
                (superuser, "is a superuser"),
                (bypasses, "has BYPASSRLS"),
                (owns, "owns tables"),
                (reads, "inherits rights (it must be NOINHERIT)"),
            )
            if holds
        ]
        if reasons:
            raise UnsafeLoginError(
                f"The login {name} {' and '.join(reasons)}: row-level security would not hold. "
                "DATABASE_URL needs a login of its own; `make migrate` prepares it."
            )
