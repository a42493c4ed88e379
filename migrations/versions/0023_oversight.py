"""Looks of the department into an office."""

import sqlalchemy as sa
from alembic import context, op

from migrations import policies

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("oversight_looks", "oversight_views")


def upgrade() -> None:
    op.create_table(
        "oversight_looks",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_oversight_looks_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_oversight_looks")),
    )
    op.create_index(
        "ix_oversight_looks_account_id",
        "oversight_looks",
        ["district_id", "account_id"],
        unique=False,
    )
    op.create_table(
        "oversight_views",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("look_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "look_id"],
            ["oversight_looks.district_id", "oversight_looks.id"],
            name=op.f("fk_oversight_views_district_id_look_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_oversight_views_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_oversight_views")),
    )
    op.create_index(
        "ix_oversight_views_look_id", "oversight_views", ["district_id", "look_id"], unique=False
    )
    policies.execute_all(
        op.execute,
        [
            # Who looked, why and until when is written once: afterwards a look can only be closed.
            *policies.tenant_table("oversight_looks", writes="SELECT, INSERT, UPDATE (closed_at)"),
            "CREATE POLICY reported ON oversight_looks FOR SELECT TO app_city USING (true)",
            "GRANT SELECT ON oversight_looks TO app_city",
            *policies.tenant_table("oversight_views", writes="SELECT, INSERT", audited=False),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    for table in reversed(TABLES):
        op.drop_table(table)
