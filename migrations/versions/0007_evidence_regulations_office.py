"""What a paper leaves behind, values of regulations, an office's own part of the manual and its letterhead."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    "delegations",
    "office_profiles",
    "edition_moves",
    "local_clauses",
    "evidence_files",
    "evidence_cards",
    "regulation_values",
)


def upgrade() -> None:
    op.create_table(
        "regulation_values",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("key", "valid_from", name=op.f("pk_regulation_values")),
    )
    op.create_table(
        "evidence_cards",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=True),
        sa.Column("verification_code", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_evidence_cards_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition"], ["manual_editions.number"], name=op.f("fk_evidence_cards_edition")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_evidence_cards")),
        sa.UniqueConstraint(
            "district_id", "record_id", name=op.f("uq_evidence_cards_district_id_record_id")
        ),
        sa.UniqueConstraint(
            "district_id",
            "verification_code",
            name=op.f("uq_evidence_cards_district_id_verification_code"),
        ),
    )
    op.create_index(
        "ix_evidence_cards_zone_id", "evidence_cards", ["district_id", "zone_id"], unique=False
    )
    op.create_table(
        "evidence_files",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "file_id"],
            ["stored_files.district_id", "stored_files.id"],
            name=op.f("fk_evidence_files_district_id_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_evidence_files_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_evidence_files")),
        sa.UniqueConstraint(
            "district_id",
            "record_id",
            "kind",
            name=op.f("uq_evidence_files_district_id_record_id_kind"),
        ),
    )
    op.create_table(
        "local_clauses",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_local_clauses_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition"], ["manual_editions.number"], name=op.f("fk_local_clauses_edition")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_local_clauses")),
    )
    op.create_index(
        "uq_local_clauses_open",
        "local_clauses",
        ["district_id", "part", "key"],
        unique=True,
        postgresql_where=sa.text("removed_on IS NULL"),
    )
    op.create_table(
        "edition_moves",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_edition", sa.SmallInteger(), nullable=False),
        sa.Column("to_edition", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decisions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "begun_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_edition_moves_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_edition"], ["manual_editions.number"], name=op.f("fk_edition_moves_from_edition")
        ),
        sa.ForeignKeyConstraint(
            ["to_edition"], ["manual_editions.number"], name=op.f("fk_edition_moves_to_edition")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_edition_moves")),
    )
    op.create_index(
        "uq_edition_moves_open",
        "edition_moves",
        ["district_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "office_profiles",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_code", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("numbering", sa.Text(), nullable=False),
        sa.Column("publishes_chair", sa.Boolean(), nullable=False),
        sa.Column("emblem_file_id", sa.Uuid(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "emblem_file_id"],
            ["stored_files.district_id", "stored_files.id"],
            name=op.f("fk_office_profiles_district_id_emblem_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_office_profiles_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_office_profiles")),
        sa.UniqueConstraint("district_id", name=op.f("uq_office_profiles_district_id")),
    )
    op.create_table(
        "delegations",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("person_position", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("last_day >= valid_from", name=op.f("ck_delegations_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_delegations_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_delegations_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_delegations")),
    )
    statements = [
        *policies.reported_table("evidence_cards"),
        # A card stays with its paper: its own district may only say what became of it.
        "REVOKE UPDATE, DELETE ON evidence_cards FROM app_tenant",
        "GRANT UPDATE (title, sha256, state, edition, recorded_at) ON evidence_cards TO app_tenant",
        (
            "CREATE POLICY published ON evidence_cards AS RESTRICTIVE FOR SELECT TO app_public "
            "USING (verification_code IS NOT NULL)"
        ),
        (
            "GRANT SELECT (district_id, kind, title, number, dated_on, sha256, state, verification_code, is_example) "
            "ON evidence_cards TO app_public"
        ),
        (
            "CREATE VIEW published_papers WITH (security_invoker = true) AS "
            "SELECT district_id, verification_code, kind, title, number, dated_on, sha256, state, is_example "
            "FROM evidence_cards WHERE verification_code IS NOT NULL"
        ),
        policies.grant("SELECT", "published_papers", "app_public"),
        *policies.tenant_table("evidence_files", writes="SELECT, INSERT"),
        *policies.tenant_table("local_clauses"),
        *policies.tenant_table("edition_moves"),
        *policies.tenant_table("office_profiles"),
        *policies.tenant_table("delegations"),
        policies.grant("SELECT", "regulation_values", "app_tenant", "app_city", "app_platform"),
        policies.grant("INSERT", "regulation_values", "app_city"),
        *policies.audit_triggers("regulation_values", district="-", key="key"),
        "GRANT USAGE ON SCHEMA public TO app_public",
        policies.grant("SELECT", "offices", "app_public"),
        policies.keep_final_function(),
    ]
    policies.execute_all(op.execute, statements)


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    op.execute("DROP VIEW published_papers")
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION keep_final_row()")
    op.execute("REVOKE SELECT ON offices FROM app_public")
