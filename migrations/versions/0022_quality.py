"""What looks wrong in a district's records, and plans of communities."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("quality_findings", "quality_explanations", "community_plans")


def upgrade() -> None:
    op.create_table(
        "quality_findings",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "found_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_quality_findings_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_quality_findings")),
        sa.UniqueConstraint(
            "district_id",
            "rule",
            "subject_id",
            "month",
            name=op.f("uq_quality_findings_district_id_rule_subject_id_month"),
        ),
    )
    op.create_index(
        "ix_quality_findings_state", "quality_findings", ["district_id", "state"], unique=False
    )
    op.create_table(
        "quality_explanations",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("explained_by", sa.Text(), nullable=False),
        sa.Column("explained_by_position", sa.Text(), nullable=False),
        sa.Column(
            "explained_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "finding_id"],
            ["quality_findings.district_id", "quality_findings.id"],
            name=op.f("fk_quality_explanations_district_id_finding_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_quality_explanations_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_quality_explanations")),
    )
    op.create_index(
        "ix_quality_explanations_finding_id", "quality_explanations", ["district_id", "finding_id"]
    )
    op.create_table(
        "community_plans",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
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
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name=op.f("fk_community_plans_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_community_plans_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_community_plans")),
        sa.UniqueConstraint(
            "district_id",
            "community_id",
            "fiscal_year",
            name=op.f("uq_community_plans_district_id_community_id_fiscal_year"),
        ),
    )
    op.add_column(
        "community_figures",
        sa.Column("explanation", sa.Text(), nullable=False, server_default=""),
    )
    policies.execute_all(
        op.execute,
        [
            *policies.reported_table("quality_findings"),
            *policies.tenant_table("quality_explanations"),
            *policies.tenant_table("community_plans"),
            policies.counted_months_function("months_since_plan", "adopted_on"),
            *policies.mark_triggers("community_plans", months="months_since_plan"),
            policies.month_function("months_since_finding", "month", onwards=True),
            *policies.mark_triggers("quality_findings", months="months_since_finding"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    policies.refuse_where(connection, "community_figures", "explanation <> ''", discard=discard)
    op.drop_column("community_figures", "explanation")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION months_since_plan(jsonb)")
    op.execute("DROP FUNCTION months_since_finding(jsonb)")
