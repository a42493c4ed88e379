"""The SQL of tenancy, audit and marks, frozen: migrations call it, and what they made stays as it was.

A change of a policy is a new function here and a new migration, never an edit of what is released.
"""

from collections.abc import Iterable, Sequence

DISTRICT = "(select nullif(current_setting('app.district_id', true), '')::smallint)"
"""The district of the transaction. In a sub-select PostgreSQL asks once a statement, not once a row."""

GROUP_ROLES = ("app_tenant", "app_city", "app_platform", "app_jobs", "app_public")


def tenant_policy(table: str) -> list[str]:
    """Rows of one office: seen, written and moved only inside that office, by the owner too."""
    own = f"district_id = {DISTRICT}"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant ON {table} USING ({own}) WITH CHECK ({own})",
    ]


def tenant_table(
    table: str, *, writes: str = "SELECT, INSERT, UPDATE, DELETE", audited: bool = True
) -> list[str]:
    """Policy, grants and audit of a tenant table."""
    return [
        *tenant_policy(table),
        f"GRANT {writes} ON {table} TO app_tenant",
        *(audit_triggers(table) if audited else []),
    ]


def reported_table(table: str) -> list[str]:
    """A tenant table that the department may read for all districts."""
    return [
        *tenant_policy(table),
        f"CREATE POLICY reported ON {table} FOR SELECT TO app_city USING (true)",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO app_tenant",
        f"GRANT SELECT ON {table} TO app_city",
    ]


def operations_table(table: str, swept_columns: Sequence[str], changed: Sequence[str]) -> list[str]:
    """Written under a district; the sweeper sees the named columns of all districts and may set a few."""
    seen, set_by_sweeper = ", ".join(swept_columns), ", ".join(changed)
    statements = [
        *tenant_policy(table),
        f"CREATE POLICY swept ON {table} FOR SELECT TO app_jobs USING (true)",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO app_tenant, app_city",
        f"GRANT SELECT ({seen}) ON {table} TO app_jobs",
    ]
    if set_by_sweeper:
        statements += [
            f"CREATE POLICY leased ON {table} FOR UPDATE TO app_jobs USING (true) WITH CHECK (true)",
            f"GRANT UPDATE ({set_by_sweeper}) ON {table} TO app_jobs",
        ]
    return statements


def audit_triggers(
    table: str, *, district: str = "district_id", key: str = "id", secret: Iterable[str] = ()
) -> list[str]:
    """Three statement triggers: PostgreSQL gives transition tables to one event each."""
    arguments = ", ".join(f"'{value}'" for value in (district, key, ",".join(secret)))
    transitions = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }
    return [
        f"CREATE TRIGGER audit_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION write_audit_{event.lower()}({arguments})"
        for event, rows in transitions.items()
    ]


def mark_triggers(
    table: str, *, months: str, source: str | None = None, name: str = "mark"
) -> list[str]:
    """Mark the months that a statement changes. `months` names a function `(old jsonb) -> setof date`.

    The function gets a row as JSON and answers the first days of the months that the row counts in.
    A table that counts in two ways has triggers of two names.
    """
    arguments = f"'{source or table}', '{months}'"
    transitions = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }
    return [
        f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION mark_months_{event.lower()}({arguments})"
        for event, rows in transitions.items()
    ]


def _audit_function(event: str, rows: str, before: str, after: str) -> str:
    return f"""
    CREATE FUNCTION write_audit_{event}() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    DECLARE
        secret text[] := string_to_array(TG_ARGV[2], ',');
    BEGIN
        INSERT INTO public.audit_entries (
            district_id, account_id, actor_name, actor_position, action, reason, request_id,
            table_name, row_id, operation, before, after
        )
        SELECT coalesce((changed.key_row ->> TG_ARGV[0])::smallint,
                        nullif(current_setting('app.district_id', true), '')::smallint, 1000),
               nullif(current_setting('app.account_id', true), '')::uuid,
               coalesce(current_setting('app.actor_name', true), ''),
               coalesce(current_setting('app.actor_position', true), ''),
               coalesce(current_setting('app.action', true), ''),
               coalesce(current_setting('app.reason', true), ''),
               coalesce(current_setting('app.request_id', true), ''),
               TG_TABLE_NAME, coalesce(changed.key_row ->> TG_ARGV[1], ''), '{event}',
               {before}, {after}
        FROM ({rows}) AS changed;
        RETURN NULL;
    END $$
    """


def _differences(of: str, other: str) -> str:
    return (
        f"(SELECT jsonb_object_agg(e.key, CASE WHEN e.key = ANY (secret) THEN '\"•••\"'::jsonb ELSE e.value END) "
        f"FROM jsonb_each(changed.{of}) e WHERE changed.{other} IS NULL "
        f"OR (changed.{other} -> e.key) IS DISTINCT FROM e.value)"
    )


def audit_functions() -> list[str]:
    """The three functions behind the audit triggers; they run as their owner, since no role may write audit rows."""
    return [
        _audit_function(
            "insert",
            "SELECT to_jsonb(n) AS key_row, to_jsonb(n) AS new_row, NULL::jsonb AS old_row FROM new_rows n",
            "NULL",
            _differences("new_row", "old_row"),
        ),
        _audit_function(
            "update",
            "SELECT n.row AS key_row, n.row AS new_row, o.row AS old_row "
            "FROM (SELECT to_jsonb(x) AS row FROM new_rows x) n "
            "JOIN (SELECT to_jsonb(x) AS row FROM old_rows x) o "
            "ON (o.row ->> TG_ARGV[1]) IS NOT DISTINCT FROM (n.row ->> TG_ARGV[1]) "
            "AND (o.row ->> TG_ARGV[0]) IS NOT DISTINCT FROM (n.row ->> TG_ARGV[0]) "
            "WHERE o.row IS DISTINCT FROM n.row",
            _differences("old_row", "new_row"),
            _differences("new_row", "old_row"),
        ),
        _audit_function(
            "delete",
            "SELECT to_jsonb(o) AS key_row, NULL::jsonb AS new_row, to_jsonb(o) AS old_row FROM old_rows o",
            _differences("old_row", "new_row"),
            "NULL",
        ),
    ]


def _mark_function(event: str, rows: str) -> str:
    return f"""
    CREATE FUNCTION mark_months_{event}() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    DECLARE
        office smallint;
    BEGIN
        FOR office IN EXECUTE format(
            'WITH changed AS ({rows}), marked AS (
                 INSERT INTO public.dirty_marks (district_id, source, month)
                 SELECT DISTINCT (changed.row ->> ''district_id'')::smallint, %L, m.month
                 FROM changed CROSS JOIN LATERAL public.%I(changed.row) AS m(month)
                 WHERE m.month IS NOT NULL
                 RETURNING district_id)
             SELECT DISTINCT district_id FROM marked', TG_ARGV[0], TG_ARGV[1])
        LOOP
            INSERT INTO public.outbox (district_id, id, name, queue, payload, attempts)
            SELECT office, gen_random_uuid(), 'indicators.refresh_facts', 'facts', '{{}}'::jsonb, 0
            WHERE NOT EXISTS (
                SELECT FROM public.outbox
                WHERE district_id = office AND name = 'indicators.refresh_facts'
                AND transaction_id = pg_current_xact_id()::text::bigint);
        END LOOP;
        RETURN NULL;
    END $$
    """


def mark_functions() -> list[str]:
    """The three functions behind the mark triggers; a transaction asks for one counting, however much it writes."""
    new, old = (
        "SELECT to_jsonb(n) AS row FROM new_rows n",
        "SELECT to_jsonb(o) AS row FROM old_rows o",
    )
    return [
        _mark_function("insert", new),
        _mark_function("update", f"{old} UNION ALL {new}"),
        _mark_function("delete", old),
    ]


DEFINER_FUNCTIONS = tuple(
    f"{name}_{event}"
    for name in ("write_audit", "mark_months")
    for event in ("insert", "update", "delete")
)
"""The trigger functions that run as their owner, past every policy."""


def close_definer_functions() -> list[str]:
    """Only the owner may hang a trigger on them: on a table of one's own they would write for anybody."""
    return [f"REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC" for name in DEFINER_FUNCTIONS]


def open_definer_functions() -> list[str]:
    return [f"GRANT EXECUTE ON FUNCTION {name}() TO PUBLIC" for name in DEFINER_FUNCTIONS]


FACTS_WINDOW_MONTHS = 36
"""Stocks are counted for the running month and this many months before it."""


def month_function(name: str, column: str, *, onwards: bool) -> str:
    """A function from a row to the months that it counts in.

    A flow counts in the month of its day; a stock in every month from its day `onwards`.
    """
    day = f"date_trunc('month', ({{row}} ->> '{column}')::timestamp)".format(row="$1")
    this_month = "date_trunc('month', now() AT TIME ZONE 'Asia/Bangkok')"
    body = (
        f"SELECT m::date FROM generate_series(greatest({day}, {this_month} "
        f"- interval '{FACTS_WINDOW_MONTHS} months'), {this_month}, interval '1 month') m"
        if onwards
        else f"SELECT ({day})::date"
    )
    return (
        f"CREATE FUNCTION public.{name}(jsonb) RETURNS SETOF date "
        f"LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$ {body} $$"
    )


def drop_mark_triggers(table: str, *, name: str = "mark") -> list[str]:
    return [f"DROP TRIGGER {name}_{event} ON {table}" for event in ("insert", "update", "delete")]


def counted_months_function(name: str, column: str | None = None, *, only: str = "true") -> str:
    """A function from a row to every month in which a stock counts it, made or replaced.

    Those are the months from the row's day on: of the window, and every older or later one that has
    facts or waits for its first counting. Without a column they are all of them. A row without a day,
    or for which `only` (a condition on the row, $1) does not hold, counts nowhere.
    """
    day = (
        f"date_trunc('month', ($1 ->> '{column}')::timestamp)"
        if column
        else "'-infinity'::timestamp"
    )
    return f"""
    CREATE OR REPLACE FUNCTION public.{name}(jsonb) RETURNS SETOF date
    LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
        WITH days AS (
            SELECT {day} AS day, ($1 ->> 'district_id')::smallint AS office,
                   date_trunc('month', now() AT TIME ZONE 'Asia/Bangkok') AS this_month
        ), spans AS (
            SELECT *, this_month - interval '{FACTS_WINDOW_MONTHS} months' AS window_begins
            FROM days WHERE day IS NOT NULL AND ({only})
        ), others AS (
            SELECT district_id, month FROM public.fill_states
            UNION ALL
            SELECT district_id, month FROM public.dirty_marks
        )
        SELECT m::date FROM spans,
            generate_series(greatest(day, window_begins), this_month, interval '1 month') m
        UNION
        SELECT others.month FROM spans JOIN others ON others.district_id = spans.office
        WHERE others.month >= day AND (others.month < window_begins OR others.month > this_month)
    $$
    """


def grant(privileges: str, table: str, *roles: str) -> str:
    return f"GRANT {privileges} ON {table} TO {', '.join(roles)}"


def execute_all(execute, statements: Iterable[str]) -> None:
    for statement in statements:
        execute(statement)


def refuse_unless_empty(connection, tables: Sequence[str], *, discard: bool) -> None:
    """A downgrade removes tables only when they hold nothing, unless it is told to discard.

    Forced row-level security hides every row from the owner, so it is lifted for the look.
    """
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        filled = connection.exec_driver_sql(f"SELECT EXISTS (SELECT FROM {table})").scalar()
        if filled and not discard:
            raise RuntimeError(
                f"The table {table} holds rows, and going down would destroy them. "
                "Pass --discard if that is what you want."
            )


def keep_final_function() -> str:
    """A trigger function that refuses to change or delete a row whose column has its final value."""
    return """
    CREATE FUNCTION keep_final_row() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
    BEGIN
        IF to_jsonb(OLD) ->> TG_ARGV[0] = TG_ARGV[1] THEN
            RAISE EXCEPTION 'This row of % is final and never changes.', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """


def keep_final(table: str, column: str, value: str) -> str:
    return (
        f"CREATE TRIGGER keep_final BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION keep_final_row('{column}', '{value}')"
    )


def refuse_where(connection, table: str, condition: str, *, discard: bool) -> None:
    """A downgrade does not drop what rows of a table that stays say with the newer columns."""
    connection.exec_driver_sql(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    filled = connection.exec_driver_sql(
        f"SELECT EXISTS (SELECT FROM {table} WHERE {condition})"
    ).scalar()
    connection.exec_driver_sql(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    if filled and not discard:
        raise RuntimeError(
            f"Rows of {table} use what this revision added, and going down would lose it. "
            "Pass --discard if that is what you want."
        )


def keep_minuted_function() -> str:
    """A trigger function that refuses every change of a meeting whose minutes have been adopted.

    Its argument names the column with the meeting's id; it is held against an adoption that runs at
    the same moment, which locks it. What a course or a task does later is not of the meeting; a new
    row is refused as well.
    """
    return """
    CREATE FUNCTION keep_minuted_rows() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
    DECLARE
        changed jsonb := to_jsonb(CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END);
    BEGIN
        PERFORM FROM public.meetings
        WHERE meetings.district_id = (changed ->> 'district_id')::smallint
        AND meetings.id = (changed ->> TG_ARGV[0])::uuid
        FOR KEY SHARE;
        IF EXISTS (
            SELECT FROM public.minutes
            WHERE minutes.district_id = (changed ->> 'district_id')::smallint
            AND minutes.meeting_id = (changed ->> TG_ARGV[0])::uuid
            AND minutes.state = 'adopted'
        ) THEN
            RAISE EXCEPTION 'The minutes of this meeting are adopted; a row of % never changes.', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """


def keep_minuted(table: str, column: str) -> str:
    return (
        f"CREATE TRIGGER keep_minuted BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION keep_minuted_rows('{column}')"
    )
