"""Data periods: what zones confirm, the section closes, the director approves; closed months become periods."""

import sqlalchemy as sa
from alembic import context, op

from core.tenancy import scope
from migrations import policies

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("data_periods", "zone_periods", "period_events", "late_entries")

CLOSED_MONTHS = """
    INSERT INTO data_periods (district_id, id, month, step, section_at, round)
    SELECT district_id, id, month, 'section', closed_at, 0 FROM closed_months
"""
CLOSING_EVENTS = """
    INSERT INTO period_events (district_id, id, month, action, reason, done_by, done_by_position, at)
    SELECT district_id, id, month, 'closed', '', closed_by, closed_by_position, closed_at FROM closed_months
"""
RESTORED = """
    INSERT INTO closed_months (district_id, id, month, closed_at, closed_by, closed_by_position)
    SELECT p.district_id, p.id, p.month, coalesce(p.section_at, now()),
           coalesce(e.done_by, ''), coalesce(e.done_by_position, '')
    FROM data_periods p
    LEFT JOIN LATERAL (
        SELECT done_by, done_by_position FROM period_events
        WHERE period_events.district_id = p.district_id AND period_events.month = p.month
        AND action = 'closed' ORDER BY at DESC LIMIT 1
    ) e ON true
    WHERE p.step <> 'open'
"""


def upgrade() -> None:
    op.create_table(
        "data_periods",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("section_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("director_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("department_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_data_periods_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_data_periods")),
        sa.UniqueConstraint("district_id", "month", name=op.f("uq_data_periods_district_id_month")),
    )
    op.create_table(
        "zone_periods",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("first_confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_zone_periods_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_zone_periods")),
        sa.UniqueConstraint(
            "district_id",
            "month",
            "zone_id",
            name=op.f("uq_zone_periods_district_id_month_zone_id"),
        ),
    )
    op.create_table(
        "period_events",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("done_by_position", sa.Text(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_period_events_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_period_events")),
    )
    op.create_index(
        "ix_period_events_month", "period_events", ["district_id", "month", "at"], unique=False
    )
    op.create_table(
        "late_entries",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "entered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_late_entries_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_late_entries")),
        sa.UniqueConstraint(
            "district_id",
            "subject",
            "subject_id",
            name=op.f("uq_late_entries_district_id_subject_subject_id"),
        ),
    )
    op.create_index("ix_late_entries_month", "late_entries", ["district_id", "month"], unique=False)
    # Closed months are under row-level security already, the new tables are not yet.
    connection = op.get_bind()
    for _code in scope.each_district(connection):
        connection.execute(sa.text(CLOSED_MONTHS))
        connection.execute(sa.text(CLOSING_EVENTS))
    op.drop_table("closed_months")
    policies.execute_all(
        op.execute,
        [
            policies.month_function("months_of_month", "month", onwards=False),
            *policies.reported_table("data_periods"),
            *policies.audit_triggers("data_periods"),
            *policies.reported_table("zone_periods"),
            *policies.audit_triggers("zone_periods"),
            *policies.tenant_table("period_events", writes="SELECT, INSERT"),
            *policies.mark_triggers("zone_periods", months="months_of_month"),
            *policies.tenant_table("late_entries"),
        ],
    )


def downgrade() -> None:
    """Months that are closed are closed months again; whatever else this revision knows would be lost."""
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, ("zone_periods", "late_entries"), discard=discard)
    policies.refuse_where(
        connection, "data_periods", "step <> 'section' OR round > 0", discard=discard
    )
    policies.refuse_where(connection, "period_events", "action <> 'closed'", discard=discard)
    _create_closed_months()
    for _code in scope.each_district(connection):
        connection.execute(sa.text(RESTORED))
    policies.execute_all(
        op.execute, policies.tenant_table("closed_months", writes="SELECT, INSERT, DELETE")
    )
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION months_of_month(jsonb)")


def _create_closed_months() -> None:
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
