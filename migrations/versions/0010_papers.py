"""Orders from the draft to the signature, and by-laws."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("by_laws", "order_series", "order_steps", "signing_batches")
COLUMNS = (
    "kind",
    "register",
    "proposed_at",
    "proposed_by",
    "proposed_by_position",
    "number",
    "number_year",
    "dated_on",
    "method",
    "signed_at",
    "signed_by",
    "signed_by_position",
    "signed_account_id",
    "canonical",
    "sha256",
    "verification_code",
    "amends_id",
    "revokes_id",
    "batch_id",
)


def upgrade() -> None:
    op.create_table(
        "signing_batches",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column(
            "signed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_signing_batches_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_signing_batches")),
    )
    op.create_table(
        "order_steps",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("taken_by_position", sa.Text(), nullable=False),
        sa.Column(
            "taken_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "order_id"],
            ["orders.district_id", "orders.id"],
            name=op.f("fk_order_steps_district_id_order_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_order_steps_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_order_steps")),
    )
    op.create_index(
        "ix_order_steps_order_id", "order_steps", ["district_id", "order_id"], unique=False
    )
    op.create_table(
        "order_series",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_order_series_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_order_series")),
        sa.UniqueConstraint(
            "district_id",
            "register",
            "year",
            name=op.f("uq_order_series_district_id_register_year"),
        ),
    )
    op.create_table(
        "by_laws",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "drafted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("meeting", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=True),
        sa.Column("recorded_by_position", sa.Text(), nullable=True),
        sa.Column("canonical", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("verification_code", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'adopted') = (adopted_on IS NOT NULL) AND (state = 'adopted') = (sha256 IS NOT NULL)",
            name=op.f("ck_by_laws_dated_when_adopted"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "committee_id"],
            ["committees.district_id", "committees.id"],
            name=op.f("fk_by_laws_district_id_committee_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_by_laws_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_by_laws")),
        sa.UniqueConstraint(
            "district_id",
            "committee_id",
            "number",
            name=op.f("uq_by_laws_district_id_committee_id_number"),
        ),
    )
    op.create_index(
        "uq_by_laws_draft",
        "by_laws",
        ["district_id", "committee_id"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.add_column(
        "orders", sa.Column("kind", sa.Text(), nullable=False, server_default="appointment")
    )
    op.add_column(
        "orders", sa.Column("register", sa.Text(), nullable=False, server_default="orders")
    )
    op.add_column("orders", sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("proposed_by", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("proposed_by_position", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("number", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("number_year", sa.SmallInteger(), nullable=True))
    op.add_column("orders", sa.Column("dated_on", sa.Date(), nullable=True))
    op.add_column("orders", sa.Column("method", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("signed_by", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("signed_by_position", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("signed_account_id", sa.Uuid(), nullable=True))
    op.add_column("orders", sa.Column("canonical", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("sha256", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("verification_code", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("amends_id", sa.Uuid(), nullable=True))
    op.add_column("orders", sa.Column("revokes_id", sa.Uuid(), nullable=True))
    op.add_column("orders", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.alter_column("orders", "committee_id", existing_type=sa.UUID(), nullable=True)
    op.create_index(
        "ix_orders_batch_id",
        "orders",
        ["district_id", "batch_id"],
        unique=False,
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(
        "ix_orders_committee_id", "orders", ["district_id", "committee_id"], unique=False
    )
    op.create_unique_constraint(
        op.f("uq_orders_district_id_register_number_year_number"),
        "orders",
        ["district_id", "register", "number_year", "number"],
    )
    op.create_foreign_key(
        op.f("fk_orders_district_id_amends_id"),
        "orders",
        "orders",
        ["district_id", "amends_id"],
        ["district_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        op.f("fk_orders_district_id_revokes_id"),
        "orders",
        "orders",
        ["district_id", "revokes_id"],
        ["district_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        op.f("fk_orders_signed_account_id"), "orders", "accounts", ["signed_account_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_orders_district_id_batch_id"),
        "orders",
        "signing_batches",
        ["district_id", "batch_id"],
        ["district_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_check_constraint(
        op.f("ck_orders_numbered_when_signed"),
        "orders",
        "(state = 'signed') = (sha256 IS NOT NULL)"
        " AND (state = 'signed') = (dated_on IS NOT NULL)"
        " AND (state = 'signed' OR number IS NULL)",
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("signing_batches", writes="SELECT, INSERT"),
            *policies.tenant_table("order_steps", writes="SELECT, INSERT"),
            *policies.tenant_table("order_series", audited=False),
            *policies.tenant_table("by_laws"),
            policies.keep_final("orders", "state", "signed"),
            policies.keep_final("by_laws", "state", "adopted"),
            policies.month_function("months_since_dated_on", "dated_on", onwards=True),
            policies.month_function("months_since_adopted_on", "adopted_on", onwards=True),
            *policies.mark_triggers("orders", months="months_since_dated_on"),
            *policies.mark_triggers("by_laws", months="months_since_adopted_on"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    policies.refuse_where(
        connection, "orders", "state <> 'draft' OR kind <> 'appointment'", discard=discard
    )
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER mark_{event} ON orders")
    op.execute("DROP TRIGGER keep_final ON orders")
    op.drop_constraint(op.f("ck_orders_numbered_when_signed"), "orders")
    op.drop_index("ix_orders_committee_id", table_name="orders")
    for column in COLUMNS:
        op.drop_column("orders", column)
    op.alter_column("orders", "committee_id", existing_type=sa.Uuid(), nullable=False)
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION months_since_dated_on(jsonb)")
    op.execute("DROP FUNCTION months_since_adopted_on(jsonb)")
