"""Activity reports with photos, places, partners and further networks; joint activities; closed months."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = (
    "activity_zones",
    "activity_photos",
    "activity_references",
    "closed_months",
)
COLUMNS = (
    "place",
    "lat",
    "lon",
    "cost",
    "sectors",
    "principles",
    "problem_id",
    "faces_consented",
    "returned_reason",
    "returned_by",
    "returned_at",
    "partner_district_id",
)
USED = (
    "state = 'returned' OR place <> '' OR lat IS NOT NULL OR cost IS NOT NULL OR sectors <> '{}'"
    " OR principles <> '[]' OR problem_id IS NOT NULL OR partner_district_id IS NOT NULL"
)


def upgrade() -> None:
    op.create_table(
        "closed_months",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "closed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("closed_by_position", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_closed_months_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_closed_months")),
        sa.UniqueConstraint(
            "district_id", "month", name=op.f("uq_closed_months_district_id_month")
        ),
    )
    op.create_table(
        "activity_references",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_district_id", sa.SmallInteger(), nullable=False),
        sa.Column("lead_activity_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column(
            "told_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
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
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_activity_references_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_activity_references_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_activity_references")),
        sa.UniqueConstraint(
            "district_id",
            "lead_district_id",
            "lead_activity_id",
            name=op.f("uq_activity_references_district_id_lead_district_id_lead_activity_id"),
        ),
    )
    op.create_index(
        "ix_activity_references_held_on",
        "activity_references",
        ["district_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "activity_photos",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("preview_file_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "activity_id"],
            ["activities.district_id", "activities.id"],
            name=op.f("fk_activity_photos_district_id_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "file_id"],
            ["stored_files.district_id", "stored_files.id"],
            name=op.f("fk_activity_photos_district_id_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "preview_file_id"],
            ["stored_files.district_id", "stored_files.id"],
            name=op.f("fk_activity_photos_district_id_preview_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_activity_photos_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_activity_photos")),
    )
    op.create_index(
        "ix_activity_photos_activity_id",
        "activity_photos",
        ["district_id", "activity_id"],
        unique=False,
    )
    op.create_table(
        "activity_zones",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "activity_id"],
            ["activities.district_id", "activities.id"],
            name=op.f("fk_activity_zones_district_id_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_activity_zones_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_activity_zones_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_activity_zones")),
        sa.UniqueConstraint(
            "district_id",
            "activity_id",
            "zone_id",
            name=op.f("uq_activity_zones_district_id_activity_id_zone_id"),
        ),
    )
    op.create_index(
        "ix_activity_zones_zone_id",
        "activity_zones",
        ["district_id", "zone_id", "held_on"],
        unique=False,
    )
    op.add_column("activities", sa.Column("place", sa.Text(), server_default="", nullable=False))
    op.add_column("activities", sa.Column("lat", sa.Double(), nullable=True))
    op.add_column("activities", sa.Column("lon", sa.Double(), nullable=True))
    op.add_column("activities", sa.Column("cost", sa.Numeric(), nullable=True))
    op.add_column(
        "activities",
        sa.Column(
            "sectors", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
    )
    op.add_column(
        "activities",
        sa.Column(
            "principles",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
    )
    op.add_column("activities", sa.Column("problem_id", sa.Uuid(), nullable=True))
    op.add_column(
        "activities",
        sa.Column("faces_consented", sa.Boolean(), server_default="false", nullable=False),
    )
    op.add_column("activities", sa.Column("returned_reason", sa.Text(), nullable=True))
    op.add_column("activities", sa.Column("returned_by", sa.Text(), nullable=True))
    op.add_column("activities", sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("activities", sa.Column("partner_district_id", sa.SmallInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_activities_district_id_problem_id"),
        "activities",
        "problems",
        ["district_id", "problem_id"],
        ["district_id", "id"],
        ondelete="SET NULL (problem_id)",
    )
    op.create_check_constraint(op.f("ck_activities_cost_not_negative"), "activities", "cost >= 0")
    op.create_check_constraint(
        op.f("ck_activities_whole_point"), "activities", "(lat IS NULL) = (lon IS NULL)"
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("activity_zones"),
            *policies.tenant_table("activity_photos"),
            *policies.tenant_table("activity_references"),
            *policies.tenant_table("closed_months", writes="SELECT, INSERT, DELETE"),
            *policies.mark_triggers("activity_zones", months="months_of_held_on"),
            *policies.mark_triggers("activity_references", months="months_of_held_on"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    policies.refuse_where(connection, "activities", USED, discard=discard)
    op.drop_constraint(op.f("ck_activities_cost_not_negative"), "activities")
    op.drop_constraint(op.f("ck_activities_whole_point"), "activities")
    for column in COLUMNS:
        op.drop_column("activities", column)
    for table in TABLES:
        op.drop_table(table)
