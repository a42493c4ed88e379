"""Figures of communities and approved months, proofs, rebuilds, and indicators as data."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from core.tenancy import scope
from migrations import policies

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = (
    "facts_proofs",
    "rebuilds",
    "rebuild_parts",
    "counted_tallies",
    "indicator_definitions",
    "indicator_targets",
)

WATCHED = ("fill_states", "facts_proofs", "rebuilds", "rebuild_parts")
"""What the page of operations sees of all offices at once."""

STOCKS = {
    "months_since_valid_from": "valid_from",
    "months_since_registered_from": "registered_from",
    "months_since_as_of": "as_of",
    "months_since_dated_on": "dated_on",
    "months_since_adopted_on": "adopted_on",
}
"""The functions from a row to the months that a stock counts it in, with the column of its first day."""

READERS = ("app_tenant", "app_city", "app_platform", "app_jobs")


def upgrade() -> None:
    # A table that is counted anew costs a short lock; another unique key on millions of rows a long one.
    _count_everything_anew()
    op.drop_table("facts")
    _create_facts(of_communities=True)
    op.add_column(
        "fill_states", sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("outbox", sa.Column("problem", sa.Text(), nullable=True))
    op.create_table(
        "facts_proofs",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cells", sa.Integer(), nullable=False),
        sa.Column("drifted", sa.Integer(), nullable=False),
        sa.Column(
            "proved_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_facts_proofs_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_facts_proofs")),
        sa.UniqueConstraint("district_id", "day", name=op.f("uq_facts_proofs_district_id_day")),
    )
    op.create_table(
        "rebuilds",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tally", sa.Text(), nullable=True),
        sa.Column("serial", sa.SmallInteger(), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_rebuilds_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_rebuilds")),
    )
    op.create_index(
        "uq_rebuilds_running",
        "rebuilds",
        ["district_id"],
        unique=True,
        postgresql_where=sa.text("finished_at IS NULL AND stopped_at IS NULL"),
    )
    op.create_table(
        "rebuild_parts",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rebuild_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("serial", sa.SmallInteger(), nullable=False),
        sa.Column("months", sa.SmallInteger(), nullable=True),
        sa.Column("put_aside", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_rebuild_parts_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_rebuild_parts")),
        sa.UniqueConstraint(
            "district_id", "rebuild_id", name=op.f("uq_rebuild_parts_district_id_rebuild_id")
        ),
    )
    op.create_table(
        "counted_tallies",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tally", sa.Text(), nullable=False),
        sa.Column("measures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_counted_tallies_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_counted_tallies")),
        sa.UniqueConstraint(
            "district_id", "tally", name=op.f("uq_counted_tallies_district_id_tally")
        ),
    )
    op.create_table(
        "indicator_definitions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("short_th", sa.Text(), nullable=False),
        sa.Column("short_en", sa.Text(), nullable=False),
        sa.Column("definition_th", sa.Text(), nullable=False),
        sa.Column("definition_en", sa.Text(), nullable=False),
        sa.Column("choice_th", sa.Text(), nullable=False),
        sa.Column("choice_en", sa.Text(), nullable=False),
        sa.Column("source_th", sa.Text(), nullable=False),
        sa.Column("source_en", sa.Text(), nullable=False),
        sa.Column("unit_th", sa.Text(), nullable=False),
        sa.Column("unit_en", sa.Text(), nullable=False),
        sa.Column("numerator", sa.Text(), nullable=False),
        sa.Column("denominator", sa.Text(), nullable=True),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column("decimals", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("roll_up", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("window", sa.SmallInteger(), nullable=True),
        sa.Column("zero_is_unknown", sa.Boolean(), nullable=False),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", "version", name=op.f("pk_indicator_definitions")),
    )
    op.create_table(
        "indicator_targets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("office_code", sa.SmallInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name=op.f("fk_indicator_targets_office_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_targets")),
        sa.UniqueConstraint(
            "key",
            "office_code",
            "valid_from",
            name=op.f("uq_indicator_targets_key_office_code_valid_from"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    policies.execute_all(
        op.execute,
        [
            *policies.reported_table("facts_proofs"),
            *policies.tenant_table("rebuilds"),
            policies.grant("SELECT, INSERT, UPDATE", "rebuilds", "app_city"),
            *policies.reported_table("rebuild_parts"),
            *policies.tenant_table("counted_tallies", audited=False),
            policies.grant("SELECT", "indicator_definitions", *READERS),
            policies.grant("INSERT, UPDATE, DELETE", "indicator_definitions", "app_city"),
            policies.keep_final("indicator_definitions", "state", "published"),
            *policies.audit_triggers("indicator_definitions", district="-", key="key"),
            policies.grant("SELECT", "indicator_targets", *READERS),
            policies.grant("INSERT, DELETE", "indicator_targets", "app_city"),
            *policies.audit_triggers("indicator_targets", district="-", key="key"),
            *(
                statement
                for table in WATCHED
                for statement in (
                    policies.grant("SELECT", table, "app_jobs"),
                    f"CREATE POLICY watched ON {table} FOR SELECT TO app_jobs USING (true)",
                )
            ),
            policies.grant("SELECT (source)", "dirty_marks", "app_jobs"),
            policies.grant("SELECT (problem)", "outbox", "app_jobs"),
        ],
    )
    _mark_every_month()


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_where(connection, "fill_states", "approved_at IS NOT NULL", discard=discard)
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    for table in reversed(TABLES):
        op.drop_table(table)
    _mark_the_window_alone()
    op.execute("DROP POLICY watched ON fill_states")
    op.execute("REVOKE SELECT ON fill_states FROM app_jobs")
    op.execute("REVOKE SELECT (source) ON dirty_marks FROM app_jobs")
    _count_everything_anew()
    op.drop_table("facts")
    _create_facts(of_communities=False)
    op.drop_column("fill_states", "approved_at")
    op.drop_column("outbox", "problem")


def _mark_every_month() -> None:
    """Let changes of stocks reach the months outside the window too, and mark for every table that is read."""
    policies.execute_all(
        op.execute,
        [
            *(policies.counted_months_function(name, column) for name, column in STOCKS.items()),
            policies.counted_months_function("months_counted"),
            policies.counted_months_function("months_since_in_force_from", "in_force_from"),
            policies.counted_months_function("months_since_decided_on", "decided_on"),
            policies.counted_months_function(
                "months_since_held_on", "held_on", only="$1 ->> 'state' = 'closed'"
            ),
            # A by-law counts from the day on which it is in force, which may be before its adoption.
            *policies.drop_mark_triggers("by_laws"),
            *policies.mark_triggers("by_laws", months="months_since_in_force_from"),
            *policies.mark_triggers("committees", months="months_counted"),
            *policies.mark_triggers("pilot_choices", months="months_since_decided_on"),
            *policies.mark_triggers(
                "meetings", months="months_since_held_on", source="meetings_onwards", name="onwards"
            ),
            *policies.mark_triggers(
                "minutes",
                months="months_since_adopted_on",
                source="minutes_onwards",
                name="onwards",
            ),
        ],
    )


def _mark_the_window_alone() -> None:
    policies.execute_all(
        op.execute,
        [
            *policies.drop_mark_triggers("minutes", name="onwards"),
            *policies.drop_mark_triggers("meetings", name="onwards"),
            *policies.drop_mark_triggers("pilot_choices"),
            *policies.drop_mark_triggers("committees"),
            *policies.drop_mark_triggers("by_laws"),
            *policies.mark_triggers("by_laws", months="months_since_adopted_on"),
            *(
                f"DROP FUNCTION {name}(jsonb)"
                for name in (
                    "months_counted",
                    "months_since_in_force_from",
                    "months_since_decided_on",
                    "months_since_held_on",
                )
            ),
            *(
                policies.month_function(name, column, onwards=True).replace(
                    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1
                )
                for name, column in STOCKS.items()
            ),
        ],
    )


def _count_everything_anew() -> None:
    """Mark every month that has facts, ask for the counting, and forget that it was counted."""
    connection = op.get_bind()
    for _office in scope.each_district(connection):
        connection.exec_driver_sql(
            "INSERT INTO dirty_marks (district_id, source, month) "
            "SELECT district_id, 'upgrade', month FROM fill_states"
        )
        connection.exec_driver_sql(
            "INSERT INTO outbox (district_id, id, name, queue, payload, attempts) "
            "SELECT district_id, gen_random_uuid(), 'indicators.refresh_facts', 'facts', "
            "'{}'::jsonb, 0 FROM fill_states GROUP BY district_id"
        )
        connection.exec_driver_sql("DELETE FROM fill_states")


def _create_facts(*, of_communities: bool) -> None:
    community = [sa.Column("community_id", sa.Uuid(), nullable=True)] if of_communities else []
    alone = " AND community_id IS NULL" if of_communities else ""
    op.create_table(
        "facts",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        *community,
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["offices.code"], name="fk_facts_district_id"),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_facts"),
        sa.UniqueConstraint(
            *("district_id", "month", "measure", "zone_id"),
            *(column.name for column in community),
            "state",
            name="uq_facts_cell",
            postgresql_nulls_not_distinct=True,
        ),
    )
    key = ["district_id", "measure", "month", "state"]
    op.create_index(
        "ix_facts_of_districts",
        "facts",
        key,
        postgresql_include=["value", "is_example"],
        postgresql_where=sa.text(f"zone_id IS NULL{alone}"),
    )
    op.create_index(
        "ix_facts_of_zones",
        "facts",
        [*key, "zone_id"],
        postgresql_include=["value"],
        postgresql_where=sa.text(f"zone_id IS NOT NULL{alone}"),
    )
    if of_communities:
        op.create_index(
            "ix_facts_of_communities",
            "facts",
            [*key, "community_id"],
            postgresql_include=["value", "zone_id"],
            postgresql_where=sa.text("community_id IS NOT NULL"),
        )
    policies.execute_all(op.execute, policies.reported_table("facts"))
