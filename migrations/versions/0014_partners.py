"""Partners of the networks, profiles of communities, and how a person signs in."""

import sqlalchemy as sa
from alembic import context, op

from migrations import policies

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = (
    "contributions",
    "participations",
    "community_profiles",
    "organisation_networks",
    "organisation_contacts",
    "memoranda",
    "organisations",
)


def upgrade() -> None:
    op.create_table(
        "organisations",
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
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("partner_since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=True),
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
            ["district_id"], ["offices.code"], name=op.f("fk_organisations_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_organisations")),
    )
    op.create_index(
        "ix_organisations_match_key", "organisations", ["district_id", "match_key"], unique=False
    )
    op.create_index(
        "ix_organisations_sort_key",
        "organisations",
        ["district_id", "sort_key", "id"],
        unique=False,
    )
    op.create_table(
        "memoranda",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
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
            "valid_until IS NULL OR valid_until >= signed_on",
            name=op.f("ck_memoranda_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "file_id"],
            ["stored_files.district_id", "stored_files.id"],
            name=op.f("fk_memoranda_district_id_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisations.district_id", "organisations.id"],
            name=op.f("fk_memoranda_district_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_memoranda_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_memoranda_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_memoranda")),
    )
    op.create_index(
        "ix_memoranda_organisation_id",
        "memoranda",
        ["district_id", "organisation_id"],
        unique=False,
    )
    op.create_table(
        "organisation_contacts",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
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
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_organisation_contacts_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisations.district_id", "organisations.id"],
            name=op.f("fk_organisation_contacts_district_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["people.district_id", "people.id"],
            name=op.f("fk_organisation_contacts_district_id_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_organisation_contacts_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_organisation_contacts")),
    )
    op.create_index(
        "ix_organisation_contacts_organisation_id",
        "organisation_contacts",
        ["district_id", "organisation_id"],
        unique=False,
    )
    op.create_table(
        "organisation_networks",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_organisation_networks_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisations.district_id", "organisations.id"],
            name=op.f("fk_organisation_networks_district_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_organisation_networks_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_organisation_networks_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_organisation_networks")),
    )
    op.create_index(
        "ix_organisation_networks_organisation_id",
        "organisation_networks",
        ["district_id", "organisation_id"],
        unique=False,
    )
    op.create_index(
        "ix_organisation_networks_zone_id",
        "organisation_networks",
        ["district_id", "zone_id"],
        unique=False,
    )
    op.create_table(
        "community_profiles",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("way_of_life", sa.Text(), nullable=False),
        sa.Column("shared_values", sa.Text(), nullable=False),
        sa.Column("customs", sa.Text(), nullable=False),
        sa.Column("attitudes", sa.Text(), nullable=False),
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
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name=op.f("fk_community_profiles_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_community_profiles_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_community_profiles")),
        sa.UniqueConstraint(
            "district_id",
            "community_id",
            name=op.f("uq_community_profiles_district_id_community_id"),
        ),
    )
    op.create_table(
        "participations",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("withdrew_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
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
            "withdrew_on IS NULL OR withdrew_on >= joined_on",
            name=op.f("ck_participations_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name=op.f("fk_participations_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_participations_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_participations")),
    )
    op.create_index(
        "ix_participations_community_id",
        "participations",
        ["district_id", "community_id"],
        unique=False,
    )
    op.create_table(
        "contributions",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
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
            "value >= 0 AND people >= 0", name=op.f("ck_contributions_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "activity_id"],
            ["activities.district_id", "activities.id"],
            name=op.f("fk_contributions_district_id_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name=op.f("fk_contributions_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisations.district_id", "organisations.id"],
            name=op.f("fk_contributions_district_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_contributions_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_contributions_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_contributions")),
    )
    op.create_index(
        "ix_contributions_activity_id",
        "contributions",
        ["district_id", "activity_id"],
        unique=False,
    )
    op.create_index(
        "ix_contributions_organisation_id",
        "contributions",
        ["district_id", "organisation_id", "given_on"],
        unique=False,
    )
    op.add_column("people", sa.Column("account_id", sa.Uuid(), nullable=True))
    op.create_index(
        "uq_people_account_id",
        "people",
        ["district_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("account_id IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f("fk_people_account_id"), "people", "accounts", ["account_id"], ["id"]
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("organisations"),
            *policies.tenant_table("organisation_contacts"),
            *policies.tenant_table("organisation_networks"),
            *policies.tenant_table("memoranda"),
            *policies.tenant_table("contributions"),
            *policies.tenant_table("community_profiles"),
            *policies.tenant_table("participations"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    policies.refuse_where(connection, "people", "account_id IS NOT NULL", discard=discard)
    op.drop_index("uq_people_account_id", table_name="people")
    op.drop_column("people", "account_id")
    for table in TABLES:
        op.drop_table(table)
