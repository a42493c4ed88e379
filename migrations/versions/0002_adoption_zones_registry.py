"""Adoption zones registry."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies, sorting_sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "zone_memberships",
    "community_figures",
    "import_batches",
    "communities",
    "zones",
    "adoptions",
)


def upgrade() -> None:
    op.execute(sorting_sql.THAI_SORT_KEY)
    op.create_table(
        "adoptions",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column(
            "adopted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("adopted_by", sa.Text(), nullable=False),
        sa.Column("adopted_by_position", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["offices.code"], name="fk_adoptions_district_id"),
        sa.ForeignKeyConstraint(
            ["edition"], ["manual_editions.number"], name="fk_adoptions_edition"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_adoptions"),
        sa.UniqueConstraint(
            "district_id", "valid_from", name="uq_adoptions_district_id_valid_from"
        ),
    )
    op.create_table(
        "zones",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["offices.code"], name="fk_zones_district_id"),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_zones"),
        sa.UniqueConstraint("district_id", "number", name="uq_zones_district_id_number"),
    )
    op.create_index(
        "uq_zones_open_name",
        "zones",
        ["district_id", "name"],
        unique=True,
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_table(
        "communities",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("match_key", sa.Text(), nullable=False),
        sa.Column(
            "sort_key",
            sa.Text(collation="C"),
            sa.Computed("public.thai_sort_key(name)", persisted=True),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("subdistrict_code", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("registered_from", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_on IS NOT NULL)",
            name=op.f("ck_communities_closed_has_day"),
        ),
        sa.CheckConstraint(
            "(lat IS NULL) = (lon IS NULL)", name=op.f("ck_communities_whole_point")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_communities_district_id"
        ),
        sa.ForeignKeyConstraint(
            ["subdistrict_code"], ["subdistricts.code"], name="fk_communities_subdistrict_code"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_communities"),
        sa.UniqueConstraint(
            "district_id", "match_key", name="uq_communities_district_id_match_key"
        ),
    )
    op.create_index(
        "ix_communities_sort_key", "communities", ["district_id", "sort_key", "id"], unique=False
    )
    op.create_table(
        "import_batches",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
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
            name="fk_import_batches_district_id_file_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_import_batches_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_import_batches"),
    )
    op.create_table(
        "community_figures",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=True),
        sa.Column("male", sa.Integer(), nullable=True),
        sa.Column("female", sa.Integer(), nullable=True),
        sa.Column("families", sa.Integer(), nullable=True),
        sa.Column("houses", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "residents >= 0 AND male >= 0 AND female >= 0 AND families >= 0 AND houses >= 0",
            name=op.f("ck_community_figures_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name="fk_community_figures_district_id_community_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_community_figures_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_community_figures"),
        sa.UniqueConstraint(
            "district_id",
            "community_id",
            "as_of",
            "source",
            name="uq_community_figures_district_id_community_id_as_of_source",
        ),
    )
    op.create_table(
        "zone_memberships",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_zone_memberships_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name="fk_zone_memberships_district_id_community_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name="fk_zone_memberships_district_id_zone_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name="fk_zone_memberships_district_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name="pk_zone_memberships"),
    )
    op.create_index(
        "ix_zone_memberships_zone_id", "zone_memberships", ["district_id", "zone_id"], unique=False
    )
    op.create_index(
        "uq_zone_memberships_open",
        "zone_memberships",
        ["district_id", "community_id"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
    )

    policies.execute_all(
        op.execute,
        [
            policies.month_function("months_since_valid_from", "valid_from", onwards=True),
            policies.month_function(
                "months_since_registered_from", "registered_from", onwards=True
            ),
            policies.month_function("months_since_as_of", "as_of", onwards=True),
            *(
                statement
                for table in TABLES
                for statement in policies.tenant_table(table, audited=table != "import_batches")
            ),
            # A report repeats a whole file, row by row: the audit log says only that it changed.
            *policies.audit_triggers("import_batches", secret=("report",)),
            *policies.mark_triggers("adoptions", months="months_since_valid_from"),
            *policies.mark_triggers("zones", months="months_since_valid_from"),
            *policies.mark_triggers("zone_memberships", months="months_since_valid_from"),
            *policies.mark_triggers("communities", months="months_since_registered_from"),
            *policies.mark_triggers("community_figures", months="months_since_as_of"),
        ],
    )


def downgrade() -> None:
    policies.refuse_unless_empty(
        op.get_bind(),
        TABLES,
        discard=context.config.attributes["discard"],
    )
    op.drop_index(
        "uq_zone_memberships_open",
        table_name="zone_memberships",
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.drop_index("ix_zone_memberships_zone_id", table_name="zone_memberships")
    op.drop_table("zone_memberships")
    op.drop_table("community_figures")
    op.drop_table("import_batches")
    op.drop_index("ix_communities_sort_key", table_name="communities")
    op.drop_table("communities")
    op.drop_index(
        "uq_zones_open_name", table_name="zones", postgresql_where=sa.text("closed_on IS NULL")
    )
    op.drop_table("zones")
    op.drop_table("adoptions")
    for function in (
        "months_since_valid_from",
        "months_since_registered_from",
        "months_since_as_of",
    ):
        op.execute(f"DROP FUNCTION {function}(jsonb)")
    op.execute("DROP FUNCTION thai_sort_key(text)")
