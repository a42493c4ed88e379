"""Notices: what people are told, on which way, and how they want to be told."""

import sqlalchemy as sa
from alembic import context, op

from migrations import policies

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("notice_deliveries", "notice_settings", "notices")


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_notices_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "district_id",
            "recipient",
            "event_key",
            name=op.f("uq_notices_district_id_recipient_event_key"),
        ),
    )
    op.create_index("ix_notices_event_key", "notices", ["district_id", "event_key"])
    op.create_index("ix_notices_account_id", "notices", ["district_id", "account_id", "created_at"])
    op.create_index(
        "ix_notices_unread",
        "notices",
        ["district_id", "account_id"],
        postgresql_where=sa.text("read_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "notice_deliveries",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "notice_id"],
            ["notices.district_id", "notices.id"],
            name=op.f("fk_notice_deliveries_district_id_notice_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_notice_deliveries_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_notice_deliveries")),
        sa.UniqueConstraint(
            "district_id",
            "notice_id",
            "channel",
            name=op.f("uq_notice_deliveries_district_id_notice_id_channel"),
        ),
    )
    op.create_index(
        "ix_notice_deliveries_waiting",
        "notice_deliveries",
        ["district_id", "recipient", "channel", "due_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_notice_deliveries_letter_id", "notice_deliveries", ["district_id", "letter_id"]
    )
    op.create_index(
        "ix_notice_deliveries_state", "notice_deliveries", ["district_id", "state", "due_at"]
    )
    op.create_table(
        "notice_settings",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("mail_address", sa.Text(), nullable=False),
        sa.Column("mail_mode", sa.Text(), nullable=False),
        sa.Column("digest_hour", sa.SmallInteger(), nullable=False),
        sa.Column("quiet_from", sa.SmallInteger(), nullable=False),
        sa.Column("quiet_to", sa.SmallInteger(), nullable=False),
        sa.Column("line_user_id", sa.Text(), nullable=False),
        sa.Column("line_on", sa.Boolean(), nullable=False),
        sa.Column("line_code_hash", sa.Text(), nullable=True),
        sa.Column("line_code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duty_phone", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "digest_hour BETWEEN 0 AND 23 AND quiet_from BETWEEN 0 AND 23"
            " AND quiet_to BETWEEN 0 AND 23",
            name=op.f("ck_notice_settings_hours"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_notice_settings_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_notice_settings_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_notice_settings")),
        sa.UniqueConstraint(
            "district_id", "account_id", name=op.f("uq_notice_settings_district_id_account_id")
        ),
        sa.UniqueConstraint(
            "district_id",
            "line_code_hash",
            name=op.f("uq_notice_settings_district_id_line_code_hash"),
        ),
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("notices", audited=False),
            *policies.tenant_table("notice_deliveries", audited=False),
            *policies.tenant_table("notice_settings", audited=False),
            *policies.audit_triggers(
                "notice_settings",
                secret=("mail_address", "line_user_id", "line_code_hash", "duty_phone"),
            ),
            policies.grant(
                "SELECT, INSERT, UPDATE, DELETE",
                "notices, notice_deliveries, notice_settings",
                "app_city",
            ),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    policies.refuse_unless_empty(op.get_bind(), TABLES, discard=discard)
    for table in TABLES:
        op.drop_table(table)
