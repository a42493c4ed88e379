"""Calendar feeds."""

import sqlalchemy as sa
from alembic import context, op

from migrations import policies

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = ("calendar_feeds",)


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_calendar_feeds_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_calendar_feeds_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint(
            "district_id", "token_hash", name=op.f("uq_calendar_feeds_district_id_token_hash")
        ),
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("calendar_feeds", audited=False),
            *policies.audit_triggers("calendar_feeds", secret=("token_hash",)),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    for table in TABLES:
        op.drop_table(table)
