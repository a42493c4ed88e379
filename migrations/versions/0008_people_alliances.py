"""People, networks across the zones, and which problems a community has."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("alliance_memberships", "alliances", "contact_readings", "people")


def upgrade() -> None:
    op.create_table(
        "people",
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
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_people_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_people")),
    )
    op.create_index("ix_people_match_key", "people", ["district_id", "match_key"], unique=False)
    op.create_index("ix_people_sort_key", "people", ["district_id", "sort_key", "id"], unique=False)
    op.create_table(
        "contact_readings",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("read_by", sa.Text(), nullable=False),
        sa.Column("read_by_position", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "read_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_contact_readings_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["people.district_id", "people.id"],
            name=op.f("fk_contact_readings_district_id_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_contact_readings_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_contact_readings")),
    )
    op.create_index(
        "ix_contact_readings_person_id",
        "contact_readings",
        ["district_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "alliances",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("tie", sa.Text(), nullable=False),
        sa.Column("formal", sa.Boolean(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("parent_zone_id", sa.Uuid(), nullable=True),
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
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_alliances_not_its_own_parent")),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_zone_id IS NULL", name=op.f("ck_alliances_one_parent")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "parent_id"],
            ["alliances.district_id", "alliances.id"],
            name=op.f("fk_alliances_district_id_parent_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "parent_zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_alliances_district_id_parent_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_alliances_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_alliances")),
    )
    op.create_index(
        "ix_alliances_parent_id", "alliances", ["district_id", "parent_id"], unique=False
    )
    op.create_index(
        "uq_alliances_open_name",
        "alliances",
        ["district_id", "name"],
        unique=True,
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_table(
        "alliance_memberships",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alliance_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_alliance_memberships_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "alliance_id"],
            ["alliances.district_id", "alliances.id"],
            name=op.f("fk_alliance_memberships_district_id_alliance_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name=op.f("fk_alliance_memberships_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_alliance_memberships_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_alliance_memberships")),
    )
    op.create_index(
        "ix_alliance_memberships_community_id",
        "alliance_memberships",
        ["district_id", "community_id"],
        unique=False,
    )
    op.create_index(
        "uq_alliance_memberships_open",
        "alliance_memberships",
        ["district_id", "alliance_id", "community_id"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.add_column(
        "communities",
        sa.Column(
            "problems", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("people", audited=False),
            *policies.audit_triggers("people", secret=("phone", "email", "line_id")),
            *policies.tenant_table("contact_readings", writes="SELECT, INSERT"),
            *policies.tenant_table("alliances"),
            *policies.tenant_table("alliance_memberships"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    policies.refuse_where(connection, "communities", "problems <> '[]'::jsonb", discard=discard)
    op.drop_column("communities", "problems")
    for table in TABLES:
        op.drop_table(table)
