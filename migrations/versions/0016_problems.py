"""Problems with causes and actions, the conflict log, and the analysis of the surroundings."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = (
    "problem_actions",
    "problem_causes",
    "problems",
    "conflicts",
    "swot_points",
)


def upgrade() -> None:
    op.create_table(
        "swot_points",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quadrant", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column(
            "answers", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
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
            ["district_id"], ["offices.code"], name=op.f("fk_swot_points_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_swot_points")),
    )
    op.create_index(
        "ix_swot_points_quadrant",
        "swot_points",
        ["district_id", "quadrant", "position"],
        unique=False,
    )
    op.create_table(
        "conflicts",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
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
            name=op.f("fk_conflicts_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_conflicts_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_conflicts_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_conflicts")),
    )
    op.create_index(
        "ix_conflicts_occurred_on", "conflicts", ["district_id", "occurred_on"], unique=False
    )
    op.create_table(
        "problems",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=True),
        sa.Column("priority_meeting_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("solved_on", sa.Date(), nullable=True),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("solved_by_ourselves", sa.Boolean(), nullable=False),
        sa.Column("dropped_reason", sa.Text(), nullable=True),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("reported_by", sa.Text(), nullable=False),
        sa.Column("reported_by_position", sa.Text(), nullable=False),
        sa.Column("reported_by_account", sa.Uuid(), nullable=True),
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
            "(state = 'solved') = (solved_on IS NOT NULL)", name=op.f("ck_problems_solved_has_day")
        ),
        sa.CheckConstraint("priority BETWEEN 1 AND 99", name=op.f("ck_problems_priority_in_range")),
        sa.CheckConstraint(
            "zone_id IS NOT NULL OR community_id IS NOT NULL", name=op.f("ck_problems_has_owner")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name=op.f("fk_problems_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisations.district_id", "organisations.id"],
            name=op.f("fk_problems_district_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "priority_meeting_id"],
            ["meetings.district_id", "meetings.id"],
            name=op.f("fk_problems_district_id_priority_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_problems_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_problems_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_problems")),
    )
    op.create_index(
        "ix_problems_community_id", "problems", ["district_id", "community_id"], unique=False
    )
    op.create_index("ix_problems_zone_id", "problems", ["district_id", "zone_id"], unique=False)
    op.create_table(
        "problem_causes",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_problem_causes_not_its_own_parent")),
        sa.ForeignKeyConstraint(
            ["district_id", "parent_id"],
            ["problem_causes.district_id", "problem_causes.id"],
            name=op.f("fk_problem_causes_district_id_parent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "problem_id"],
            ["problems.district_id", "problems.id"],
            name=op.f("fk_problem_causes_district_id_problem_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_problem_causes_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_problem_causes")),
    )
    op.create_index(
        "ix_problem_causes_problem_id",
        "problem_causes",
        ["district_id", "problem_id"],
        unique=False,
    )
    op.create_table(
        "problem_actions",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("cost", sa.Numeric(), nullable=True),
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
            ["district_id", "cause_id"],
            ["problem_causes.district_id", "problem_causes.id"],
            name=op.f("fk_problem_actions_district_id_cause_id"),
            ondelete="SET NULL (cause_id)",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisations.district_id", "organisations.id"],
            name=op.f("fk_problem_actions_district_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "problem_id"],
            ["problems.district_id", "problems.id"],
            name=op.f("fk_problem_actions_district_id_problem_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_problem_actions_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_problem_actions")),
    )
    op.create_index(
        "ix_problem_actions_problem_id",
        "problem_actions",
        ["district_id", "problem_id"],
        unique=False,
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("problems"),
            *policies.tenant_table("problem_causes"),
            *policies.tenant_table("problem_actions"),
            *policies.tenant_table("conflicts", audited=False),
            *policies.audit_triggers(
                "conflicts",
                # Whoever reads the history of changes learns that the log changed, and nothing else.
                secret=(
                    "zone_id",
                    "community_id",
                    "occurred_on",
                    "about",
                    "parties",
                    "handling",
                    "outcome",
                    "state",
                    "settled_on",
                ),
            ),
            *policies.tenant_table("swot_points"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    for table in TABLES:
        op.drop_table(table)
