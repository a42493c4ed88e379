"""Who answers for a network, how it was proposed and chosen, and what is published of it."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = (
    "published_networks",
    "network_remarks",
    "pilot_choices",
    "zone_proposals",
    "responsibilities",
)


def upgrade() -> None:
    op.create_table(
        "responsibilities",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("person_position", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_number", sa.Text(), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
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
            name=op.f("ck_responsibilities_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_responsibilities_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "order_id"],
            ["orders.district_id", "orders.id"],
            name=op.f("fk_responsibilities_district_id_order_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_responsibilities_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_responsibilities_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_responsibilities")),
    )
    op.create_index(
        "ix_responsibilities_zone_id", "responsibilities", ["district_id", "zone_id"], unique=False
    )
    op.create_table(
        "zone_proposals",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("plan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("basis", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "proposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.Text(), nullable=True),
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
            ["district_id"], ["offices.code"], name=op.f("fk_zone_proposals_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_zone_proposals")),
    )
    op.create_index(
        "uq_zone_proposals_draft",
        "zone_proposals",
        ["district_id"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_table(
        "pilot_choices",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("scores", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_by_position", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_pilot_choices_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_pilot_choices_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_pilot_choices")),
    )
    op.create_table(
        "network_remarks",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_by_position", sa.Text(), nullable=False),
        sa.Column(
            "written_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_network_remarks_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_network_remarks_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_network_remarks")),
    )
    op.create_index(
        "ix_network_remarks_zone_id", "network_remarks", ["district_id", "zone_id"], unique=False
    )
    op.create_table(
        "published_networks",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
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
            name=op.f("fk_published_networks_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_published_networks_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_published_networks")),
        sa.UniqueConstraint(
            "district_id", "zone_id", name=op.f("uq_published_networks_district_id_zone_id")
        ),
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("responsibilities"),
            *policies.tenant_table("zone_proposals"),
            *policies.tenant_table("pilot_choices", writes="SELECT, INSERT"),
            *policies.tenant_table("network_remarks", writes="SELECT, INSERT"),
            *policies.tenant_table("published_networks"),
            (
                "GRANT SELECT (district_id, zone_id, content, changed_at, withdrawn_at, is_example) "
                "ON published_networks TO app_public"
            ),
            (
                "CREATE POLICY published ON published_networks AS RESTRICTIVE FOR SELECT "
                "TO app_public USING (withdrawn_at IS NULL)"
            ),
            (
                "CREATE VIEW published_network_pages WITH (security_invoker = true) AS "
                "SELECT district_id, zone_id, content, changed_at, is_example "
                "FROM published_networks WHERE withdrawn_at IS NULL"
            ),
            policies.grant("SELECT", "published_network_pages", "app_public"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    op.execute("DROP VIEW published_network_pages")
    for table in TABLES:
        op.drop_table(table)
