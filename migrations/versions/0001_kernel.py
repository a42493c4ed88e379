"""Kernel."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "facts",
    "fill_states",
    "dirty_marks",
    "outbox",
    "audit_entries",
    "memberships",
    "sign_in_passes",
    "accounts",
    "manual_editions",
    "stored_files",
)

KEEP_PUBLISHED = """
CREATE FUNCTION keep_published_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'A published edition of the manual never changes.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""


def upgrade() -> None:
    policies.execute_all(
        op.execute, [f"GRANT USAGE ON SCHEMA public TO {', '.join(policies.GROUP_ROLES)}"]
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("username", name="uq_accounts_username"),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("demo_loaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.create_table(
        "manual_editions",
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("change_summary", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_manual_editions"),
    )
    op.create_table(
        "offices",
        sa.Column("code", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=True),
        sa.Column("group_th", sa.Text(), nullable=True),
        sa.Column("group_en", sa.Text(), nullable=True),
        sa.Column("label_lat", sa.Double(), nullable=True),
        sa.Column("label_lon", sa.Double(), nullable=True),
        sa.Column("tile_column", sa.SmallInteger(), nullable=True),
        sa.Column("tile_row", sa.SmallInteger(), nullable=True),
        sa.Column("first_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_offices"),
        sa.UniqueConstraint("slug", name="uq_offices_slug"),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempts"),
    )
    op.create_index(
        "ix_sign_in_attempts_address_at", "sign_in_attempts", ["address", "at"], unique=False
    )
    op.create_index(
        "ix_sign_in_attempts_username_at", "sign_in_attempts", ["username", "at"], unique=False
    )
    op.create_table(
        "audit_entries",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_position", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_audit_entries_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_audit_entries"),
    )
    op.create_index(
        "ix_audit_entries_request", "audit_entries", ["district_id", "request_id"], unique=False
    )
    op.create_index(
        "ix_audit_entries_row",
        "audit_entries",
        ["district_id", "table_name", "row_id"],
        unique=False,
    )
    op.create_table(
        "boundaries",
        sa.Column("office_code", sa.SmallInteger(), nullable=False),
        sa.Column("rings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name="fk_boundaries_office_code"
        ),
        sa.PrimaryKeyConstraint("office_code", name="pk_boundaries"),
    )
    op.create_table(
        "dirty_marks",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "marked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_dirty_marks_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_dirty_marks"),
    )
    op.create_table(
        "facts",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["offices.code"], name="fk_facts_district_id"),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_facts"),
        sa.UniqueConstraint(
            "district_id",
            "month",
            "measure",
            "zone_id",
            "state",
            name="uq_facts_cell",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_facts_of_districts",
        "facts",
        ["district_id", "measure", "month", "state"],
        postgresql_include=["value", "is_example"],
        postgresql_where=sa.text("zone_id IS NULL"),
    )
    op.create_index(
        "ix_facts_of_zones",
        "facts",
        ["district_id", "measure", "month", "state", "zone_id"],
        postgresql_include=["value"],
        postgresql_where=sa.text("zone_id IS NOT NULL"),
    )
    op.create_table(
        "fill_states",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("stock_day", sa.Date(), nullable=False),
        sa.Column(
            "filled_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_fill_states_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_fill_states"),
        sa.UniqueConstraint("district_id", "month", name="uq_fill_states_district_id_month"),
    )
    op.create_table(
        "memberships",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_memberships_account_id"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_memberships_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_account_id", "memberships", ["account_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "transaction_id",
            sa.BigInteger(),
            server_default=sa.text("pg_current_xact_id()::text::bigint"),
            nullable=False,
        ),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["offices.code"], name="fk_outbox_district_id"),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_outbox"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
    )
    op.create_table(
        "published_figures",
        sa.Column("office_code", sa.SmallInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("source_th", sa.Text(), nullable=False),
        sa.Column("source_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name="fk_published_figures_office_code"
        ),
        sa.PrimaryKeyConstraint("office_code", "key", "as_of", name="pk_published_figures"),
    )
    op.create_table(
        "registered_population",
        sa.Column("office_code", sa.SmallInteger(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("houses", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name="fk_registered_population_office_code"
        ),
        sa.PrimaryKeyConstraint("office_code", "as_of", name="pk_registered_population"),
    )
    op.create_table(
        "sign_in_passes",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("holder_name", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column(
            "issued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_sign_in_passes_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_sign_in_passes_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_sign_in_passes"),
        sa.UniqueConstraint(
            "district_id", "token_hash", name="uq_sign_in_passes_district_id_token_hash"
        ),
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "last_seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("limited_to", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_sign_in_sessions_account_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_sessions_token_hash"),
    )
    op.create_index(
        "ix_sign_in_sessions_account_id", "sign_in_sessions", ["account_id"], unique=False
    )
    op.create_table(
        "stored_files",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("stored_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_stored_files_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_stored_files"),
    )
    op.create_table(
        "subdistricts",
        sa.Column("code", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office_code", sa.SmallInteger(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name="fk_subdistricts_office_code"
        ),
        sa.PrimaryKeyConstraint("code", name="pk_subdistricts"),
    )

    statements = [
        # What everybody may know: the offices and the figures that were published.
        policies.grant(
            "SELECT",
            "offices, subdistricts, registered_population, published_figures, boundaries, installation",
            "app_tenant",
            "app_city",
            "app_platform",
            "app_jobs",
        ),
        policies.grant("UPDATE (first_opened_at, last_opened_at)", "offices", "app_platform"),
        policies.grant("UPDATE (demo_loaded_at)", "installation", "app_platform"),
        policies.grant("INSERT, UPDATE, DELETE", "boundaries", "app_city"),
        # Identity belongs to the platform role; an office sees and makes its own people.
        *policies.tenant_table("memberships", writes="SELECT, INSERT, UPDATE"),
        *policies.tenant_table("sign_in_passes", writes="SELECT, INSERT, UPDATE", audited=False),
        *policies.audit_triggers("sign_in_passes", secret=["token_hash"]),
        "CREATE POLICY identity ON memberships TO app_platform USING (true) WITH CHECK (true)",
        "CREATE POLICY identity ON sign_in_passes TO app_platform USING (true) WITH CHECK (true)",
        policies.grant("SELECT", "memberships", "app_platform"),
        policies.grant("SELECT, UPDATE (used_at)", "sign_in_passes", "app_platform"),
        policies.grant(
            "SELECT, INSERT, UPDATE", "accounts, sign_in_sessions, sign_in_attempts", "app_platform"
        ),
        policies.grant("DELETE", "sign_in_sessions, sign_in_attempts", "app_platform"),
        "ALTER TABLE accounts ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY identity ON accounts TO app_platform USING (true) WITH CHECK (true)",
        (
            "CREATE POLICY own_people ON accounts FOR SELECT TO app_tenant, app_city "
            "USING (EXISTS (SELECT FROM memberships m WHERE m.account_id = accounts.id))"
        ),
        "CREATE POLICY new_people ON accounts FOR INSERT TO app_tenant, app_city WITH CHECK (true)",
        policies.grant("SELECT (id, username, disabled_at)", "accounts", "app_tenant", "app_city"),
        policies.grant(
            "INSERT (id, username, language, totp_secret)", "accounts", "app_tenant", "app_city"
        ),
        policies.grant("SELECT, INSERT, UPDATE", "memberships, sign_in_passes", "app_city"),
        # Audit: written by triggers as the owner, read by the office that it is about.
        *policies.tenant_policy("audit_entries"),
        "CREATE POLICY written ON audit_entries FOR INSERT WITH CHECK (true)",
        policies.grant("SELECT", "audit_entries", "app_tenant", "app_city"),
        *policies.audit_functions(),
        # Work and marks.
        *policies.operations_table(
            "outbox",
            [
                "district_id",
                "id",
                "name",
                "queue",
                "created_at",
                "leased_until",
                "attempts",
                "done_at",
                "failed_at",
            ],
            ["leased_until"],
        ),
        *policies.operations_table("dirty_marks", ["district_id", "id", "month", "marked_at"], []),
        *policies.mark_functions(),
        # Facts.
        *policies.reported_table("facts"),
        *policies.reported_table("fill_states"),
        # The manual: drafts for the department, published editions for everybody, never changed.
        "ALTER TABLE manual_editions ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY department ON manual_editions TO app_city USING (true) WITH CHECK (true)",
        "CREATE POLICY published ON manual_editions FOR SELECT USING (published_at IS NOT NULL)",
        policies.grant("SELECT, INSERT, UPDATE, DELETE", "manual_editions", "app_city"),
        policies.grant("SELECT", "manual_editions", "app_tenant", "app_platform", "app_jobs"),
        KEEP_PUBLISHED,
        (
            "CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON manual_editions "
            "FOR EACH ROW EXECUTE FUNCTION keep_published_edition()"
        ),
        *policies.tenant_table("stored_files"),
    ]
    # The audit triggers of the tables above need the functions that stand further down.
    statements.sort(key=lambda statement: not statement.lstrip().startswith("CREATE FUNCTION"))
    policies.execute_all(op.execute, statements)
    policies.execute_all(
        op.execute, policies.audit_triggers("manual_editions", district="-", key="number")
    )


def downgrade() -> None:
    policies.refuse_unless_empty(
        op.get_bind(),
        TABLES,
        discard=context.config.attributes["discard"],
    )
    op.execute("DROP POLICY own_people ON accounts")
    op.drop_table("subdistricts")
    op.drop_table("stored_files")
    op.drop_index("ix_sign_in_sessions_account_id", table_name="sign_in_sessions")
    op.drop_table("sign_in_sessions")
    op.drop_table("sign_in_passes")
    op.drop_table("registered_population")
    op.drop_table("published_figures")
    op.drop_index(
        "ix_outbox_waiting",
        table_name="outbox",
        postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
    )
    op.drop_table("outbox")
    op.drop_index("ix_memberships_account_id", table_name="memberships")
    op.drop_table("memberships")
    op.drop_table("fill_states")
    op.drop_table("facts")
    op.drop_table("dirty_marks")
    op.drop_table("boundaries")
    op.drop_index("ix_audit_entries_row", table_name="audit_entries")
    op.drop_index("ix_audit_entries_request", table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_index("ix_sign_in_attempts_username_at", table_name="sign_in_attempts")
    op.drop_index("ix_sign_in_attempts_address_at", table_name="sign_in_attempts")
    op.drop_table("sign_in_attempts")
    op.drop_table("offices")
    op.drop_table("manual_editions")
    op.drop_table("installation")
    op.drop_table("accounts")
    for function in (
        "write_audit_insert",
        "write_audit_update",
        "write_audit_delete",
        "mark_months_insert",
        "mark_months_update",
        "mark_months_delete",
        "keep_published_edition",
    ):
        op.execute(f"DROP FUNCTION {function}()")
    op.execute(f"REVOKE USAGE ON SCHEMA public FROM {', '.join(policies.GROUP_ROLES)}")
