"""Files of people on seats, checked before they are taken over."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("seat_imports",)


def upgrade() -> None:
    op.create_table(
        "seat_imports",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "checked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "file_id"],
            ["stored_files.district_id", "stored_files.id"],
            name=op.f("fk_seat_imports_district_id_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_seat_imports_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_seat_imports")),
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("seat_imports", audited=False),
            *policies.audit_triggers("seat_imports", secret=("report",)),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    policies.refuse_unless_empty(op.get_bind(), TABLES, discard=discard)
    for table in TABLES:
        op.drop_table(table)
