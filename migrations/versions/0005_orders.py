"""Orders."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("orders",)


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "drafted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("drafted_by_position", sa.Text(), nullable=False),
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
            ["district_id", "committee_id"],
            ["committees.district_id", "committees.id"],
            name="fk_orders_district_id_committee_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["district_id"], ["offices.code"], name="fk_orders_district_id"),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_orders"),
    )

    policies.execute_all(op.execute, policies.tenant_table("orders"))


def downgrade() -> None:
    policies.refuse_unless_empty(
        op.get_bind(),
        TABLES,
        discard=context.config.attributes["discard"],
    )
    op.drop_table("orders")
