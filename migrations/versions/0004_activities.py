"""Activities."""

import sqlalchemy as sa
from alembic import context, op

from migrations import policies

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("activities",)


def upgrade() -> None:
    op.create_table(
        "activities",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("female", sa.Integer(), nullable=True),
        sa.Column("male", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "reported_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("reported_by", sa.Text(), nullable=False),
        sa.Column("reported_by_position", sa.Text(), nullable=False),
        sa.Column("reported_by_account", sa.Uuid(), nullable=True),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "female >= 0 AND male >= 0 AND participants >= 0",
            name=op.f("ck_activities_not_negative"),
        ),
        sa.CheckConstraint(
            "zone_id IS NOT NULL OR community_id IS NOT NULL", name=op.f("ck_activities_has_owner")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name="fk_activities_district_id_community_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name="fk_activities_district_id_zone_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_activities_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_activities"),
    )
    op.create_index(
        "ix_activities_community_id",
        "activities",
        ["district_id", "community_id", "held_on"],
        unique=False,
    )
    op.create_index(
        "ix_activities_held_on", "activities", ["district_id", "held_on", "id"], unique=False
    )
    op.create_index(
        "ix_activities_zone_id", "activities", ["district_id", "zone_id", "held_on"], unique=False
    )

    policies.execute_all(
        op.execute,
        [
            policies.month_function("months_of_held_on", "held_on", onwards=False),
            *policies.tenant_table("activities"),
            *policies.mark_triggers("activities", months="months_of_held_on"),
        ],
    )


def downgrade() -> None:
    policies.refuse_unless_empty(
        op.get_bind(),
        TABLES,
        discard=context.config.attributes["discard"],
    )
    op.drop_index("ix_activities_zone_id", table_name="activities")
    op.drop_index("ix_activities_held_on", table_name="activities")
    op.drop_index("ix_activities_community_id", table_name="activities")
    op.drop_table("activities")
    op.execute("DROP FUNCTION months_of_held_on(jsonb)")
