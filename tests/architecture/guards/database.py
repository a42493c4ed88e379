"""Guards over the database as it is: classes of tables, policies, keys, views, functions."""

from sqlalchemy import Connection, text

from core.db import Base, TableClass

DEFINER_FUNCTIONS = {
    "write_audit_insert",
    "write_audit_update",
    "write_audit_delete",
    "mark_months_insert",
    "mark_months_update",
    "mark_months_delete",
    "election_cast_ballot",
    "election_count_ballots",
}
_FAST_FORM = "( SELECT (NULLIF(current_setting('app.district_id'::text, true), ''::text))::smallint"
_UNCLASSED = {"alembic_version"}
_ROW_SECURED = {TableClass.TENANT, TableClass.REPORTED, TableClass.OPERATIONS}


def catalogue_problems(connection: Connection) -> list[str]:
    """Every table is in one of the four classes, and is in the database as its class says."""
    classes = {
        mapper.local_table.name: mapper.class_.table_class
        for mapper in Base.registry.mappers
        if hasattr(mapper.class_, "table_class")
    }
    problems = [
        f"The table {name} has no class: give its model a table_class."
        for name in _tables(connection)
        if name not in classes and name not in _UNCLASSED
    ]
    for name, table_class in sorted(classes.items()):
        if table_class in _ROW_SECURED:
            problems += _policy_problems(connection, name, table_class)
            problems += _key_problems(connection, name)
            problems += _unique_index_problems(connection, name)
    return problems + _view_problems(connection) + _definer_problems(connection)


def _policy_problems(connection: Connection, table: str, table_class: TableClass) -> list[str]:
    enabled, forced = connection.execute(
        text(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = :t AND relkind = 'r'"
        ),
        {"t": table},
    ).one()
    problems = []
    if not (enabled and forced):
        problems.append(f"{table}: row-level security is not enabled and forced.")
    policies = {
        row.policyname: row
        for row in connection.execute(
            text(
                "SELECT policyname, roles, cmd, qual, with_check FROM pg_policies WHERE tablename = :t"
            ),
            {"t": table},
        )
    }
    tenant = policies.get("tenant")
    if tenant is None:
        return [*problems, f"{table}: the policy “tenant” is missing."]
    for part, name in ((tenant.qual, "USING"), (tenant.with_check, "WITH CHECK")):
        if part is None or _FAST_FORM not in part:
            problems.append(
                f"{table}: {name} is not the fast form; any other one asks once a row (measured 430 times slower)."
            )
    wide = {
        name
        for name, row in policies.items()
        if "true" in (row.qual, row.with_check) and "app_tenant" in row.roles
    }
    problems += [
        f"{table}: the policy {name} opens all rows to districts." for name in sorted(wide)
    ]
    if table_class is TableClass.TENANT:
        problems += [
            f"{table}: the policy {name} lets the department read a district's own rows."
            for name, row in policies.items()
            if "app_city" in row.roles and "true" in (row.qual, row.with_check)
        ]
    return problems


def _key_problems(connection: Connection, table: str) -> list[str]:
    rows = connection.execute(
        text(
            """
            SELECT c.conname, c.contype, c.confrelid::regclass::text AS target,
                   array_agg(a.attname::text) AS columns
            FROM pg_constraint c
            CROSS JOIN LATERAL unnest(c.conkey) AS k(number)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
            WHERE c.conrelid = CAST(:t AS regclass) AND c.contype IN ('p', 'u', 'f')
            GROUP BY c.conname, c.contype, c.confrelid
            """
        ),
        {"t": table},
    )
    secured = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if getattr(mapper.class_, "table_class", None) in _ROW_SECURED
    }
    problems = []
    for row in rows:
        kind = row.contype.decode() if isinstance(row.contype, bytes) else row.contype
        if kind == "f" and row.target not in secured:
            continue
        if "district_id" not in row.columns:
            problems.append(
                f"{table}: {row.conname} lacks district_id. A plain key crosses offices in spite of "
                "row-level security."
            )
    return problems


def _unique_index_problems(connection: Connection, table: str) -> list[str]:
    """A unique index that is no constraint tells one office, by its error, what another one has."""
    rows = connection.execute(
        text(
            "SELECT i.indexrelid::regclass::text FROM pg_index i "
            "LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
            "WHERE i.indrelid = CAST(:t AS regclass) AND i.indisunique "
            "AND a.attname IS DISTINCT FROM 'district_id'"
        ),
        {"t": table},
    ).scalars()
    return [f"{table}: the unique index {name} does not begin with district_id." for name in rows]


def _view_problems(connection: Connection) -> list[str]:
    rows = connection.execute(
        text(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
            "WHERE relkind IN ('v', 'm') AND n.nspname = 'public' "
            "AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)"
        )
    ).scalars()
    return [
        f"The view {name} reads as its owner: create it WITH (security_invoker = true)."
        for name in rows
    ]


def _definer_problems(connection: Connection) -> list[str]:
    rows = connection.execute(
        text(
            "SELECT proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace "
            "WHERE prosecdef AND n.nspname = 'public'"
        )
    ).scalars()
    return [
        f"The function {name} runs as the owner and is not on the list: it goes past every policy."
        for name in rows
        if name not in DEFINER_FUNCTIONS
    ]


def _tables(connection: Connection) -> list[str]:
    return list(
        connection.execute(
            text("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        ).scalars()
    )
