"""Reports of a period, and what offices release as open data."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("reports", "report_files", "dataset_releases")
PUBLISHED = (
    "district_id, id, dataset, number, title_th, title_en, first_month, last_month, "
    "fields, rows, details, sha256, suppressed, released_at, is_example"
)


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "drawn_up_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("drawn_up_by", sa.Text(), nullable=False),
        sa.Column("drawn_up_by_position", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("published_by_position", sa.Text(), nullable=True),
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
            ["district_id"], ["offices.code"], name=op.f("fk_reports_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_period", "reports", ["district_id", "last_month"], unique=False)
    op.create_table(
        "report_files",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "file_id"],
            ["stored_files.district_id", "stored_files.id"],
            name=op.f("fk_report_files_district_id_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "report_id"],
            ["reports.district_id", "reports.id"],
            name=op.f("fk_report_files_district_id_report_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_report_files_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_report_files")),
        sa.UniqueConstraint(
            "district_id",
            "report_id",
            "kind",
            "content_sha256",
            name=op.f("uq_report_files_district_id_report_id_kind_content_sha256"),
        ),
    )
    op.create_table(
        "dataset_releases",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("suppressed", sa.Integer(), nullable=False),
        sa.Column(
            "released_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.Column("released_by_position", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_dataset_releases_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_dataset_releases")),
        sa.UniqueConstraint(
            "district_id",
            "dataset",
            "number",
            name=op.f("uq_dataset_releases_district_id_dataset_number"),
        ),
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("reports", audited=False),
            *policies.audit_triggers("reports", secret=("content",)),
            policies.grant("SELECT, INSERT, UPDATE, DELETE", "reports", "app_city"),
            policies.keep_final("reports", "state", "published"),
            *policies.tenant_table("report_files"),
            policies.grant("SELECT, INSERT, UPDATE, DELETE", "report_files", "app_city"),
            *policies.tenant_table("dataset_releases", writes="SELECT, INSERT", audited=False),
            *policies.audit_triggers("dataset_releases", secret=("rows", "fields", "details")),
            policies.grant("SELECT, INSERT", "dataset_releases", "app_city"),
            policies.grant(
                "UPDATE (withdrawn_at, withdrawn_by, withdrawal_reason)",
                "dataset_releases",
                "app_tenant",
                "app_city",
            ),
            # What is released is everybody's: the department reads that of the districts, and a
            # district that of the department, so that none of them gives away what another held back.
            (
                "CREATE POLICY released ON dataset_releases FOR SELECT TO app_public, app_city "
                "USING (withdrawn_at IS NULL)"
            ),
            (
                "CREATE POLICY of_department ON dataset_releases FOR SELECT TO app_tenant "
                "USING (district_id = 1000 AND withdrawn_at IS NULL)"
            ),
            (
                "CREATE POLICY published ON dataset_releases AS RESTRICTIVE FOR SELECT "
                "TO app_public USING (withdrawn_at IS NULL)"
            ),
            f"GRANT SELECT ({PUBLISHED}, withdrawn_at) ON dataset_releases TO app_public",
            (
                "CREATE VIEW published_datasets WITH (security_invoker = true) AS "
                f"SELECT {PUBLISHED} FROM dataset_releases WHERE withdrawn_at IS NULL"
            ),
            policies.grant("SELECT", "published_datasets", "app_public", "app_city", "app_tenant"),
            # The department keeps files of its own now; those of the districts stay theirs.
            policies.grant("SELECT, INSERT, DELETE", "stored_files", "app_city"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    op.execute("REVOKE SELECT, INSERT, DELETE ON stored_files FROM app_city")
    op.execute("DROP VIEW published_datasets")
    for table in reversed(TABLES):
        op.drop_table(table)
