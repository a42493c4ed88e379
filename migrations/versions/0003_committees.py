"""Committees."""

import sqlalchemy as sa
from alembic import context, op

from migrations import policies

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("seats", "committees")


def upgrade() -> None:
    op.create_table(
        "committees",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column(
            "formed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name="fk_committees_district_id_zone_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_committees_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_committees"),
        sa.UniqueConstraint("district_id", "zone_id", name="uq_committees_district_id_zone_id"),
    )
    op.create_table(
        "seats",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("rule_key", sa.Text(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("person_position", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("vacated_reason", sa.Text(), nullable=True),
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
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_seats_dates_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "committee_id"],
            ["committees.district_id", "committees.id"],
            name="fk_seats_district_id_committee_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name="fk_seats_district_id_community_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["district_id"], ["offices.code"], name="fk_seats_district_id"),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_seats"),
    )
    op.create_index("ix_seats_committee_id", "seats", ["district_id", "committee_id"], unique=False)
    op.create_index(
        "uq_seats_open_community",
        "seats",
        ["district_id", "committee_id", "rule_key", "community_id"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL AND community_id IS NOT NULL"),
    )

    for table in TABLES:
        policies.execute_all(op.execute, policies.tenant_table(table))
    policies.execute_all(
        op.execute, policies.mark_triggers("seats", months="months_since_valid_from")
    )


def downgrade() -> None:
    policies.refuse_unless_empty(
        op.get_bind(),
        TABLES,
        discard=context.config.attributes["discard"],
    )
    op.drop_index(
        "uq_seats_open_community",
        table_name="seats",
        postgresql_where=sa.text("valid_to IS NULL AND community_id IS NOT NULL"),
    )
    op.drop_index("ix_seats_committee_id", table_name="seats")
    op.drop_table("seats")
    op.drop_table("committees")
