"""Meetings, their minutes, and the tasks that follow from them."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = (
    "carried_tasks",
    "task_notes",
    "tasks",
    "attendances",
    "motions",
    "agenda_items",
    "minutes_remarks",
    "minutes",
    "meetings",
    "meeting_series",
)


def upgrade() -> None:
    op.create_table(
        "meeting_series",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body_kind", sa.Text(), nullable=False),
        sa.Column(
            "pattern_keys",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column("catering_rate", sa.Numeric(), nullable=True),
        sa.Column("catering_heads", sa.Integer(), nullable=True),
        sa.Column("groups", sa.SmallInteger(), nullable=True),
        sa.Column("times", sa.SmallInteger(), nullable=True),
        sa.Column("rate_source", sa.Text(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
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
            ["district_id"], ["offices.code"], name=op.f("fk_meeting_series_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_meeting_series")),
    )
    op.create_table(
        "meetings",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_kind", sa.Text(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("alliance_id", sa.Uuid(), nullable=True),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("pattern_key", sa.Text(), nullable=True),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("number_year", sa.SmallInteger(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("catering_rate", sa.Numeric(), nullable=True),
        sa.Column("catering_heads", sa.Integer(), nullable=True),
        sa.Column("letter_number", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_by", sa.Text(), nullable=True),
        sa.Column("invited_by_position", sa.Text(), nullable=True),
        sa.Column("room_serial", sa.SmallInteger(), nullable=False),
        sa.Column("room_hash", sa.Text(), nullable=True),
        sa.Column("chaired_by", sa.Text(), nullable=False),
        sa.Column("quorum_percent", sa.SmallInteger(), nullable=True),
        sa.Column("quorum_source", sa.Text(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Text(), nullable=True),
        sa.Column("opening_reason", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("pay_rate", sa.Numeric(), nullable=True),
        sa.Column("pay_source", sa.Text(), nullable=False),
        sa.Column("pay_approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pay_approved_by", sa.Text(), nullable=True),
        sa.Column("pay_approved_by_position", sa.Text(), nullable=True),
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
            "(body_kind = 'zone') = (zone_id IS NOT NULL) AND (body_kind = 'community') = (community_id IS NOT NULL) AND (body_kind = 'alliance') = (alliance_id IS NOT NULL)",
            name=op.f("ck_meetings_one_body"),
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_reason IS NOT NULL)",
            name=op.f("ck_meetings_cancelled_has_reason"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meetings_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["district_id", "alliance_id"],
            ["alliances.district_id", "alliances.id"],
            name=op.f("fk_meetings_district_id_alliance_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name=op.f("fk_meetings_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "series_id"],
            ["meeting_series.district_id", "meeting_series.id"],
            name=op.f("fk_meetings_district_id_series_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_meetings_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_meetings_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_meetings")),
        sa.UniqueConstraint(
            "district_id", "room_hash", name=op.f("uq_meetings_district_id_room_hash")
        ),
    )
    op.create_index(
        "ix_meetings_held_on", "meetings", ["district_id", "held_on", "id"], unique=False
    )
    op.create_index(
        "ix_meetings_zone_id", "meetings", ["district_id", "zone_id", "held_on"], unique=False
    )
    op.create_index(
        "uq_meetings_number",
        "meetings",
        [
            "district_id",
            "body_kind",
            sa.literal_column(
                "coalesce(zone_id, community_id, alliance_id, '00000000-0000-0000-0000-000000000000')"
            ),
            "number_year",
            "number",
        ],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_table(
        "minutes",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("recorder_name", sa.Text(), nullable=False),
        sa.Column("recorder_position", sa.Text(), nullable=False),
        sa.Column("checker_name", sa.Text(), nullable=False),
        sa.Column("checker_position", sa.Text(), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrections", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("adopted_in_id", sa.Uuid(), nullable=True),
        sa.Column("within_days", sa.Integer(), nullable=True),
        sa.Column("adopted_by", sa.Text(), nullable=True),
        sa.Column("adopted_by_position", sa.Text(), nullable=True),
        sa.Column("canonical", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("verification_code", sa.Text(), nullable=True),
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
            "(state = 'adopted') = (adopted_on IS NOT NULL) AND (state = 'adopted') = (sha256 IS NOT NULL)",
            name=op.f("ck_minutes_dated_when_adopted"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "adopted_in_id"],
            ["meetings.district_id", "meetings.id"],
            name=op.f("fk_minutes_district_id_adopted_in_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "meeting_id"],
            ["meetings.district_id", "meetings.id"],
            name=op.f("fk_minutes_district_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_minutes_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_minutes")),
        sa.UniqueConstraint(
            "district_id", "meeting_id", name=op.f("uq_minutes_district_id_meeting_id")
        ),
    )
    op.create_index("ix_minutes_held_on", "minutes", ["district_id", "held_on"], unique=False)
    op.create_table(
        "minutes_remarks",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "remarked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("remarked_by", sa.Text(), nullable=False),
        sa.Column("remarked_by_position", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
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
            ["district_id", "minutes_id"],
            ["minutes.district_id", "minutes.id"],
            name=op.f("fk_minutes_remarks_district_id_minutes_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_minutes_remarks_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_minutes_remarks")),
    )
    op.create_index(
        "ix_minutes_remarks_minutes_id",
        "minutes_remarks",
        ["district_id", "minutes_id"],
        unique=False,
    )
    op.create_table(
        "agenda_items",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("for_decision", sa.Boolean(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=True),
        sa.Column("discussion", sa.Text(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
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
            ["district_id", "meeting_id"],
            ["meetings.district_id", "meetings.id"],
            name=op.f("fk_agenda_items_district_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "minutes_id"],
            ["minutes.district_id", "minutes.id"],
            name=op.f("fk_agenda_items_district_id_minutes_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_agenda_items_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_agenda_items")),
    )
    op.create_index(
        "ix_agenda_items_meeting_id",
        "agenda_items",
        ["district_id", "meeting_id", "position"],
        unique=False,
    )
    op.create_table(
        "motions",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("chair_cast", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
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
            "in_favour >= 0 AND against >= 0 AND abstained >= 0",
            name=op.f("ck_motions_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "agenda_item_id"],
            ["agenda_items.district_id", "agenda_items.id"],
            name=op.f("fk_motions_district_id_agenda_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "meeting_id"],
            ["meetings.district_id", "meetings.id"],
            name=op.f("fk_motions_district_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_motions_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_motions")),
    )
    op.create_index("ix_motions_meeting_id", "motions", ["district_id", "meeting_id"], unique=False)
    op.create_table(
        "attendances",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("person_position", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("stands_in_for_id", sa.Uuid(), nullable=True),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("absence_reason", sa.Text(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_by", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("ticket_serial", sa.SmallInteger(), nullable=False),
        sa.Column("ticket_hash", sa.Text(), nullable=True),
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
            ["account_id"], ["accounts.id"], name=op.f("fk_attendances_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "meeting_id"],
            ["meetings.district_id", "meetings.id"],
            name=op.f("fk_attendances_district_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["people.district_id", "people.id"],
            name=op.f("fk_attendances_district_id_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "seat_id"],
            ["seats.district_id", "seats.id"],
            name=op.f("fk_attendances_district_id_seat_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "stands_in_for_id"],
            ["attendances.district_id", "attendances.id"],
            name=op.f("fk_attendances_district_id_stands_in_for_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_attendances_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_attendances")),
        sa.UniqueConstraint(
            "district_id",
            "meeting_id",
            "seat_id",
            name=op.f("uq_attendances_district_id_meeting_id_seat_id"),
        ),
        sa.UniqueConstraint(
            "district_id", "ticket_hash", name=op.f("uq_attendances_district_id_ticket_hash")
        ),
    )
    op.create_index(
        "ix_attendances_meeting_id",
        "attendances",
        ["district_id", "meeting_id", "position"],
        unique=False,
    )
    op.create_index(
        "uq_attendances_person",
        "attendances",
        ["district_id", "meeting_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("person_id IS NOT NULL AND seat_id IS NULL"),
    )
    op.create_table(
        "tasks",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_position", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("dropped_reason", sa.Text(), nullable=True),
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
            "(state = 'done') = (done_on IS NOT NULL)", name=op.f("ck_tasks_done_has_day")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tasks_account_id")),
        sa.ForeignKeyConstraint(
            ["district_id", "agenda_item_id"],
            ["agenda_items.district_id", "agenda_items.id"],
            name=op.f("fk_tasks_district_id_agenda_item_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "meeting_id"],
            ["meetings.district_id", "meetings.id"],
            name=op.f("fk_tasks_district_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisations.district_id", "organisations.id"],
            name=op.f("fk_tasks_district_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["people.district_id", "people.id"],
            name=op.f("fk_tasks_district_id_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_tasks_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_tasks_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_tasks")),
    )
    op.create_index("ix_tasks_due_on", "tasks", ["district_id", "due_on"], unique=False)
    op.create_index("ix_tasks_meeting_id", "tasks", ["district_id", "meeting_id"], unique=False)
    op.create_index("ix_tasks_zone_id", "tasks", ["district_id", "zone_id"], unique=False)
    op.create_table(
        "task_notes",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "noted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("noted_by_position", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "task_id"],
            ["tasks.district_id", "tasks.id"],
            name=op.f("fk_task_notes_district_id_task_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_task_notes_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_task_notes")),
    )
    op.create_index("ix_task_notes_task_id", "task_notes", ["district_id", "task_id"], unique=False)
    op.create_table(
        "carried_tasks",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "agenda_item_id"],
            ["agenda_items.district_id", "agenda_items.id"],
            name=op.f("fk_carried_tasks_district_id_agenda_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "task_id"],
            ["tasks.district_id", "tasks.id"],
            name=op.f("fk_carried_tasks_district_id_task_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_carried_tasks_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_carried_tasks")),
        sa.UniqueConstraint(
            "district_id",
            "agenda_item_id",
            "task_id",
            name=op.f("uq_carried_tasks_district_id_agenda_item_id_task_id"),
        ),
    )
    op.create_index(
        "ix_carried_tasks_task_id", "carried_tasks", ["district_id", "task_id"], unique=False
    )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("meeting_series"),
            *policies.tenant_table("meetings", audited=False),
            *policies.audit_triggers("meetings", secret=("room_hash",)),
            *policies.tenant_table("minutes"),
            *policies.tenant_table("minutes_remarks"),
            *policies.tenant_table("agenda_items"),
            *policies.tenant_table("motions"),
            *policies.tenant_table("attendances", audited=False),
            *policies.audit_triggers("attendances", secret=("ticket_hash",)),
            *policies.tenant_table("tasks"),
            *policies.tenant_table("task_notes", writes="SELECT, INSERT"),
            *policies.tenant_table("carried_tasks"),
            policies.keep_final("minutes", "state", "adopted"),
            policies.keep_minuted_function(),
            policies.keep_minuted("meetings", "id"),
            policies.keep_minuted("agenda_items", "meeting_id"),
            policies.keep_minuted("motions", "meeting_id"),
            policies.keep_minuted("attendances", "meeting_id"),
            policies.month_function("months_of_due_on", "due_on", onwards=False),
            *policies.mark_triggers("meetings", months="months_of_held_on"),
            *policies.mark_triggers("minutes", months="months_of_held_on"),
            *policies.mark_triggers("tasks", months="months_of_due_on"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION keep_minuted_rows()")
    op.execute("DROP FUNCTION months_of_due_on(jsonb)")
