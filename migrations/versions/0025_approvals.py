"""What the department decides about a district's month."""

import sqlalchemy as sa
from alembic import context, op

from migrations import policies

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = ("period_decisions",)


def upgrade() -> None:
    op.create_table(
        "period_decisions",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.SmallInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_by_position", sa.Text(), nullable=False),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_period_decisions_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name=op.f("fk_period_decisions_office_code")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_period_decisions")),
    )
    op.create_index(
        "ix_period_decisions_month",
        "period_decisions",
        ["district_id", "office_code", "month", "decided_at"],
        unique=False,
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("period_decisions", writes="SELECT, INSERT"),
            policies.grant("SELECT, INSERT", "period_decisions", "app_city"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    for table in reversed(TABLES):
        op.drop_table(table)
