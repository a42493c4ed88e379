"""The city's programme, and the committee, networks and centres above the districts."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLES = ("programmes", "upper_bodies", "upper_body_members", "upper_level_choices")


def upgrade() -> None:
    op.create_table(
        "programmes",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("fiscal_from", sa.SmallInteger(), nullable=False),
        sa.Column("fiscal_to", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("paper_number", sa.Text(), nullable=False),
        sa.Column("paper_date", sa.Date(), nullable=True),
        sa.Column("indicators", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.CheckConstraint(
            "state <> 'in_plan' OR (paper_number <> '' AND paper_date IS NOT NULL)",
            name=op.f("ck_programmes_plan_has_paper"),
        ),
        sa.CheckConstraint("fiscal_to >= fiscal_from", name=op.f("ck_programmes_years_in_order")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_programmes_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_programmes")),
    )
    op.create_table(
        "upper_bodies",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("office_code", sa.SmallInteger(), nullable=True),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=False),
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
        sa.CheckConstraint(
            "(order_number = '') = (order_date IS NULL)",
            name=op.f("ck_upper_bodies_order_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "file_id"],
            ["stored_files.district_id", "stored_files.id"],
            name=op.f("fk_upper_bodies_district_id_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "parent_id"],
            ["upper_bodies.district_id", "upper_bodies.id"],
            name=op.f("fk_upper_bodies_district_id_parent_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_upper_bodies_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name=op.f("fk_upper_bodies_office_code")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_upper_bodies")),
    )
    op.create_index(
        "ix_upper_bodies_file_id", "upper_bodies", ["district_id", "file_id"], unique=False
    )
    op.create_index(
        "ix_upper_bodies_parent_id", "upper_bodies", ["district_id", "parent_id"], unique=False
    )
    op.create_table(
        "upper_body_members",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=False),
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
            name=op.f("ck_upper_body_members_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "body_id"],
            ["upper_bodies.district_id", "upper_bodies.id"],
            name=op.f("fk_upper_body_members_district_id_body_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_upper_body_members_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_upper_body_members")),
    )
    op.create_index(
        "ix_upper_body_members_body_id",
        "upper_body_members",
        ["district_id", "body_id"],
        unique=False,
    )
    op.create_table(
        "upper_level_choices",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.Text(), nullable=False),
        sa.Column(
            "chosen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_upper_level_choices_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_upper_level_choices")),
    )
    for table in TABLES:
        # The department's own: no district has a right on them.
        policies.execute_all(
            op.execute,
            [
                *policies.tenant_policy(table),
                policies.grant("SELECT, INSERT, UPDATE", table, "app_city"),
                *policies.audit_triggers(table),
            ],
        )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    for table in reversed(TABLES):
        op.drop_table(table)
